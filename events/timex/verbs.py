"""The tense that a word shows where no parse is at hand, from the word lists of data/timex/<language>/verbs.tsv."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from events.timex.tokens import Tokens
from events.timex.words import WordLists, load_word_lists

PAST, PRESENT, FUTURE = -1, 0, 1
MODAL, PAST_FORM = "modal", "past form"  # signs that come from the form of a word, beside the classes of the lists
Signs = frozenset[str]
_NONE: Signs = frozenset()


@dataclass(frozen=True, slots=True)
class Verbs:
    """Reads tense from single words and the few before them. `signs`: what a word as written may be, by class."""

    lists: WordLists
    signs: Callable[[str], Signs]
    stops: frozenset[str]  # words that end a sentence, and the line break

    def has(self, word: str, *names: str) -> bool:
        """Whether a word in lower case is in one of these classes of the lists."""
        return self.lists.has(word, *names)

    def ends_sentence(self, tokens: Tokens, index: int) -> bool:
        """Whether a sentence ends with the token at an index: not with the full stop of "Mr. Lee", "Jan. 5" and "a.m. on"."""
        word = tokens.words[index]
        if word != ".":
            return word in self.stops
        after = _following(tokens, index)[:1]
        return not (after.islower() or after.isdigit() or (index and "ABBREVIATION" in self.signs(tokens.words[index - 1])))

    def tense_at(self, tokens: Tokens, index: int) -> int | None:
        """The tense that the token at an index shows; None when it shows none."""
        signs = self.signs(tokens.words[index])
        if not signs:
            return None
        if MODAL in signs:
            return self._modal(signs, tokens, index)
        if "EXPECT" in signs and ("NEEDSTO" not in signs or self.signs(_following(tokens, index)) & {"TO", "FOR"}):
            return FUTURE
        if "TO" in signs:
            return self._infinitive(tokens, index)
        return self._form(signs, tokens, index)

    def _form(self, signs: Signs, tokens: Tokens, index: int) -> int | None:
        """The tense of a verb by its form and the words before it."""
        before = [self.signs(word) for word in tokens.words[max(0, index - 5) : index]]
        if "HAVE" in signs and before and "TO" in before[-1]:
            return None
        perfect = _before_perfect_infinitive(before) if PAST_FORM in signs else None
        if perfect is not None:
            return FUTURE if "BETO" in perfect else PAST  # "was to have met", "is believed to have fled"
        before = before[-3:]
        if PAST_FORM in signs:
            return PAST if "BEHIND" in signs and before and "PRESENT" in before[-1] else _past_form(before)
        if "INTEND" in signs:
            return FUTURE
        if "SCHEDULE" in signs:
            return None if _is_noun(signs, tokens, index, before) else _schedule_form(before)
        return PRESENT if "PRESENT" in signs else None

    def is_open_infinitive(self, tokens: Tokens, index: int) -> bool:
        """Whether "to" begins an infinitive, as in the headline "Rebels to free hostages"."""
        if "TO" not in self.signs(tokens.words[index]):
            return False
        after = _following(tokens, index)
        return self._is_verb(after)

    def _is_verb(self, word: str) -> bool:
        """Whether a word after "to" can be an infinitive."""
        return word.islower() and "NOINFINITIVE" not in self.signs(word)

    def _modal(self, signs: Signs, tokens: Tokens, index: int) -> int:
        """Future, but past for "could have left"."""
        unreal = "UNREAL" in signs and any("HAVE" in self.signs(word) for word in tokens.words[index + 1 : index + 3])
        return PAST if unreal else FUTURE

    def _infinitive(self, tokens: Tokens, index: int) -> int | None:
        """What the "to" at an index says of the infinitive after it: "plans to leave", ", to resume on Monday,", "managed to leave"."""
        before = self.signs(tokens.words[index - 1]) if index else _NONE
        if not self._is_verb(_following(tokens, index)):
            return None
        if before & {"BETO", "EXPECT", "INTENTION"} or "PAUSE" in before:
            return FUTURE
        return PAST if "IMPLY" in before else None


def _before_perfect_infinitive(before: list[Signs]) -> Signs | None:
    """The signs of the word before "to have"; None where these words hold no such infinitive."""
    pairs = list(pairwise(before))
    return next((before[at - 1] if at else _NONE for at, (to, have) in enumerate(pairs) if "TO" in to and "HAVE" in have), None)


def _past_form(before: list[Signs]) -> int | None:
    """A past form or participle: future after "will be", present after "is", else past."""
    if before and before[-1] & {"TO", "BE"} and not any(MODAL in signs for signs in before):
        return None  # "to cut", "and be handed out": what the infinitive hangs on decides
    with_have = any("HAVE" in signs for signs in before)
    if any(MODAL in signs for signs in before) and not with_have:
        return FUTURE
    if any("TO" in signs for signs in before) and (with_have or any("BE" in signs for signs in before)):
        return None  # the infinitive decides
    return PRESENT if before and "PRESENT" in before[-1] else PAST


def _schedule_form(before: list[Signs]) -> int | None:
    """The present of a verb of the calendar, unless an auxiliary or "to" before it says otherwise."""
    if any("DID" in signs for signs in before):
        return PAST
    return None if before and before[-1] & {"TO", "BEFOREADJECTIVE"} else FUTURE


def _is_noun(signs: Signs, tokens: Tokens, index: int, before: list[Signs]) -> bool:
    """Whether "visit", "vote" and the like are nouns here: after an article, or in the singular not after a plural or a pronoun."""
    subject, subject_signs = (tokens.words[index - 1], before[-1]) if before else ("", _NONE)
    if "NOUNLIKE" not in signs:
        return False
    if "BEFORENOUN" in subject_signs or tokens.words[index].endswith("s"):
        return "BEFORENOUN" in subject_signs
    return not (subject.endswith("s") or subject_signs & {"SUBJECT", "TO", "FUTURE"})


def _following(tokens: Tokens, index: int) -> str:
    return tokens.words[index + 1] if index + 1 < len(tokens) else ""


@cache
def load_verbs(language: str) -> Verbs:
    """The verbs of a language; none where it has no list."""
    lists = load_word_lists(language, "verbs")

    @lru_cache(maxsize=50_000)
    def signs(written: str) -> Signs:
        return _signs(written, lists)

    return Verbs(lists, signs, lists.words("STOP") | {"\n"})


def _signs(written: str, lists: WordLists) -> Signs:
    """The classes of a word, and what its form makes of it."""
    if lists.has(written, "NAME"):
        return _NONE
    word = written.lower()
    classes, verb = lists.classes.get(word, _NONE), not lists.has(word, "NOVERB")
    future = verb and (lists.ends_like(word, "WILLSUFFIX") or lists.begins_like(word, "WILLPREFIX"))
    past = verb and word.isalpha() and lists.ends_like(word, "PASTSUFFIX")
    modal = future or bool(classes & {"FUTURE", "WILLSUFFIX"})
    return classes | ({MODAL} if modal else _NONE) | ({PAST_FORM} if past or "PAST" in classes else _NONE)
