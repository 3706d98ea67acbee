"""Past tense and past participle of English verbs, for titles: "attacking" and "has fallen" become "attacked" and "fell"."""

import re
from collections.abc import Iterable
from functools import cache

from events.extractor.lexicon import FOLDER
from events.tables import numbered_rows


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    return {lemma: (past, participle) for _, (lemma, past, participle) in numbered_rows(FOLDER / "verb_forms.tsv", 3)}


def past(lemma: str) -> str:
    """The past tense of a lemma: "capture" -> "captured", "strike" -> "struck"."""
    return _irregular()[lemma][0] if lemma in _irregular() else _regular(lemma)


def participle(lemma: str) -> str:
    """The past participle of a lemma: "take" -> "taken"."""
    return _irregular()[lemma][1] if lemma in _irregular() else _regular(lemma)


def _regular(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ied"
    doubled = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", lemma)  # one syllable: "stop" -> "stopped"
    return lemma + (lemma[-1] if doubled else "") + "ed"


class Verbs:
    """The verbs of a lexicon by their past forms, for words that the tagger did not take for verbs."""

    def __init__(self, lemmas: Iterable[str]) -> None:
        self.lemmas = frozenset(lemmas)
        self._pasts = {past(lemma): lemma for lemma in sorted(self.lemmas)}
        self._participles = {participle(lemma): lemma for lemma in sorted(self.lemmas)}

    def of_past(self, word: str) -> str:
        """The lemma whose past tense a word in lower case is, an empty string for none."""
        return self._pasts.get(word, "")

    def of_participle(self, word: str) -> str:
        """The lemma whose past participle a word in lower case is, an empty string for none."""
        return self._participles.get(word, "")

    def of_present(self, word: str) -> str:
        """The lemma whose form in -s a word in lower case is, an empty string for none."""
        return next((lemma for lemma in (word[:-1], word[:-2]) if word.endswith("s") and lemma in self.lemmas), "")

    def only_past(self, word: str) -> bool:
        """Whether it is a past tense and no participle: "overran", not "shelled"."""
        return word in self._pasts and word not in self._participles
