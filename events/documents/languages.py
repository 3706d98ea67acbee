"""The language that a text is in, by py3langid's model of 97 languages, which needs no network."""

from functools import cache
from pathlib import Path
from typing import Any

LETTERS = 80  # fewer say too little
SAMPLE = 4000  # characters that it looks at
SURE = 0.9
UNKNOWN = "en"  # what a text is taken for that says too little


@cache
def _identifier() -> Any:
    from py3langid import langid  # its model takes a while to load

    return langid.LanguageIdentifier.from_modelpath(Path(langid.__file__).parent / langid.MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str:
    """ISO 639-1 code of the text's language; "en" where it is too short or there is no telling."""
    sample = text.strip()[:SAMPLE]
    if sum(map(str.isalpha, sample)) < LETTERS:
        return UNKNOWN
    code, share = _identifier().classify(sample)
    return str(code) if share >= SURE else UNKNOWN
