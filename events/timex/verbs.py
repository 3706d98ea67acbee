"""The tense that a word shows where no parse is at hand, from the word lists of data/timex/<language>/verbs.tsv."""

from dataclasses import dataclass
from functools import cache

from events.paths import DATA
from events.timex.grammar import read_table
from events.timex.tokens import Token

PAST, PRESENT, FUTURE = -1, 0, 1
_DETERMINERS = frozenset("the a an his her their its our my this that these those at about".split())


@dataclass(frozen=True, slots=True)
class Verbs:
    """Word lists by class."""

    classes: dict[str, frozenset[str]]

    def has(self, word: str, name: str) -> bool:
        return word in self.classes.get(name, frozenset())

    def ends_sentence(self, word: str) -> bool:
        return self.has(word, "STOP") or word == "\n"

    def tense_at(self, tokens: list[Token], index: int) -> int | None:
        """The tense that the token at an index shows; None when it shows none."""
        word = tokens[index].text.lower()
        before = [token.text.lower() for token in tokens[max(0, index - 3) : index]]
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        committed = self.has(word, "EXPECT") and self.has(word, "PAST")  # "pledged on Thursday" was; "pledged to go on Thursday" is to be
        if not committed and (self.has(word, "FUTURE") or self.has(word, "EXPECT")):
            return None if tokens[index].text == "May" else FUTURE
        if word == "to":
            return self._infinitive(before[-1] if before else "", after)
        if self.has(word, "PAST") or self._is_regular_past(word):
            return self._past_form(before)
        if self.has(word, "SCHEDULE"):
            return FUTURE
        return PRESENT if self.has(word, "PRESENT") and word[0] not in "'’" else None

    def _is_regular_past(self, word: str) -> bool:
        return len(word) > 4 and word.endswith("ed") and word.isalpha() and not self.has(word, "NOVERB")

    def _past_form(self, before: list[str]) -> int | None:
        """A past form or participle: future after "will be", present after "is", else past."""
        if any(self.has(word, "FUTURE") for word in before) or before[-2:] == ["to", "be"]:
            return FUTURE
        if before and self.has(before[-1], "PRESENT") and before[-1][0] not in "'’":
            return PRESENT
        return PAST

    def _infinitive(self, before: str, after: str) -> int | None:
        if not after or not after[0].islower() or after in _DETERMINERS:
            return None
        if self.has(before, "IMPLY"):
            return PAST
        return FUTURE if self.has(before, "EXPECT") else None


@cache
def load_verbs(language: str) -> Verbs:
    """The word lists of a language; empty where it has none."""
    path = DATA / "timex" / language / "verbs.tsv"
    classes: dict[str, set[str]] = {}
    for _, (word, name) in read_table(path, 2) if path.exists() else []:
        classes.setdefault(name, set()).add(word)
    return Verbs({name: frozenset(words) for name, words in classes.items()})
