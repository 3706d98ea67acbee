"""The tense that a word shows where no parse is at hand, from the word lists of data/timex/<language>/verbs.tsv."""

from dataclasses import dataclass
from functools import cache

from events.paths import DATA
from events.timex.grammar import read_table
from events.timex.tokens import Token

PAST, PRESENT, FUTURE = -1, 0, 1
_NOT_INFINITIVE = frozenset("the a an his her their its our my this that these those at about be".split())
_DETERMINERS = frozenset("the a an his her their its our my this that these those of for in".split())
_BEFORE_ADJECTIVE = frozenset("to was were is are be been remain remained stay stayed".split())  # "was open", "to open"


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
        written = tokens[index].text
        word = written.lower()
        before = [token.text.lower() for token in tokens[max(0, index - 3) : index] if token.text != "May"]
        if self.has(word, "FUTURE") or word.endswith(("'ll", "’ll")):
            return self._modal(tokens, index) if written != "May" else None
        if self.has(word, "EXPECT"):
            return FUTURE
        if word == "to":
            return self._infinitive(tokens, index)
        if word == "have" and before[-1:] == ["to"]:
            return None
        if self.has(word, "INTEND") and not word.endswith("ed") and not self.has(word, "PAST"):
            return FUTURE
        if self.has(word, "PAST") or self._is_regular_past(word):
            return self._past_form(before)
        if self.has(word, "SCHEDULE"):
            return None if self._is_noun(word, before) else self._schedule_form(before)
        return PRESENT if self.has(word, "PRESENT") else None

    def is_open_infinitive(self, tokens: list[Token], index: int) -> bool:
        """Whether "to" begins an infinitive, as in the headline "Rebels to free hostages"."""
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        return tokens[index].text == "to" and after.islower() and after not in _NOT_INFINITIVE

    def _modal(self, tokens: list[Token], index: int) -> int:
        """Future, but past for "could have left"."""
        following = [token.text.lower() for token in tokens[index + 1 : index + 3]]
        late = tokens[index].text.lower() in ("would", "could", "might", "should") and "have" in following
        return PAST if late else FUTURE

    def _is_regular_past(self, word: str) -> bool:
        return len(word) > 4 and word.endswith("ed") and word.isalpha() and not self.has(word, "NOVERB")

    def _past_form(self, before: list[str]) -> int | None:
        """A past form or participle: future after "will be", present after "is", else past."""
        if any(self.has(word, "FUTURE") or word.endswith(("'ll", "’ll")) for word in before) and "have" not in before:
            return FUTURE
        if "to" in before and ("be" in before or "have" in before):
            return None  # the infinitive decides
        if before and self.has(before[-1], "PRESENT"):
            return PRESENT
        return PAST

    def _schedule_form(self, before: list[str]) -> int | None:
        """The present of a verb of the calendar, unless an auxiliary or "to" before it says otherwise."""
        if any(word in ("did", "didn't", "didn’t", "had", "has", "have") for word in before):
            return PAST
        return None if before and before[-1] in _BEFORE_ADJECTIVE else FUTURE

    def _is_noun(self, word: str, before: list[str]) -> bool:
        """Whether "visit", "vote" and the like are nouns: not after a plural or a pronoun."""
        subject = before[-1] if before else ""
        if not self.has(word, "NOUNLIKE"):
            return False
        if word.endswith("s"):
            return subject in _DETERMINERS
        return not (subject.endswith("s") or subject in ("we", "they", "i", "you", "who", "that", "which", "and", "to", "will"))

    def _infinitive(self, tokens: list[Token], index: int) -> int | None:
        before = tokens[index - 1].text.lower() if index else ""
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if not after.islower() or after in _NOT_INFINITIVE - {"be"}:
            return None
        if before in ("is", "are", "was", "were", "am", "not") or self.has(before, "EXPECT") or self.has(before, "INTENTION"):
            return FUTURE
        return PAST if self.has(before, "IMPLY") else None


@cache
def load_verbs(language: str) -> Verbs:
    """The word lists of a language; empty where it has none."""
    path = DATA / "timex" / language / "verbs.tsv"
    classes: dict[str, set[str]] = {}
    for _, (word, name) in read_table(path, 2) if path.exists() else []:
        classes.setdefault(name, set()).add(word)
    return Verbs({name: frozenset(words) for name, words in classes.items()})
