"""The spaCy pipeline that ships, or any other that is installed or lies in a folder."""

import functools
import json
from importlib.metadata import entry_points

import spacy
from spacy.language import Language

from events.errors import ConfigurationError
from events.paths import DATA

SHIPPED = DATA / "language" / "en"
PLACE_WORDS = "place_words.json"  # in the folder of a pipeline of ours


def load(model: str | None) -> Language:
    """The spaCy pipeline of that name or in that folder, None for the one that ships; ConfigurationError if there is none."""
    nlp = spacy.load(SHIPPED) if model is None else _load_other(model)
    if (nlp.path / PLACE_WORDS).is_file():
        add_place_flags(nlp, json.loads((nlp.path / PLACE_WORDS).read_text(encoding="utf-8")))
    return nlp


def add_place_flags(nlp: Language, words: dict[str, list[str]]) -> None:
    """Gives the name finder its flags: whether a word is in a list of (parts of) place names. Keys are spaCy's FLAG19 to FLAG22."""
    for flag, listed in words.items():
        nlp.vocab.add_flag(functools.partial(_is_listed, frozenset(listed)), int(flag.removeprefix("FLAG")))


def _is_listed(listed: frozenset[str], word: str) -> bool:
    return (word.title() if word.isupper() and len(word) > 3 else word) in listed


def _load_other(model: str) -> Language:
    """An installed spaCy pipeline, or one in a folder."""
    installed = ", ".join(sorted(entry_points(group="spacy_models").names)) or "none"
    remedy = f"installed: {installed}; name none for the one that ships, or install one with: python -m spacy download NAME"
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise ConfigurationError(f"no spaCy pipeline {model!r} ({remedy})") from error
    except (ImportError, ValueError) as error:
        raise ConfigurationError(f"the spaCy pipeline {model!r} cannot be loaded: {error} ({remedy})") from error
    probe = nlp("The army left the town on Friday.")
    if lacking := " and ".join(name for name in ("TAG", "DEP", "LEMMA") if not probe.has_annotation(name)):
        raise ConfigurationError(f"the spaCy pipeline {model!r} gives no {lacking}: tags, parse and lemmas are needed ({remedy})")
    return nlp
