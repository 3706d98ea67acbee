"""The tense that a word shows where no parse is at hand, from the word lists of data/timex/<language>/verbs.tsv."""

from dataclasses import dataclass

from events.timex.tokens import Token
from events.timex.words import WordLists, load_word_lists

PAST, PRESENT, FUTURE = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Verbs:
    """Reads tense from single words and the few before them."""

    lists: WordLists

    def has(self, word: str, *names: str) -> bool:
        return self.lists.has(word, *names)

    def ends_sentence(self, word: str) -> bool:
        return word == "\n" or self.has(word, "STOP")

    def tense_at(self, tokens: list[Token], index: int) -> int | None:
        """The tense that the token at an index shows; None when it shows none."""
        written = tokens[index].text
        if self.has(written, "NAME"):
            return None
        word = written.lower()
        before = [token.text.lower() for token in tokens[max(0, index - 3) : index] if not self.has(token.text, "NAME")]
        if self._is_modal(word):
            return self._modal(tokens, index)
        if self.has(word, "EXPECT"):
            return FUTURE
        if self.has(word, "TO"):
            return self._infinitive(tokens, index)
        return self._form(word, before)

    def _form(self, word: str, before: list[str]) -> int | None:
        """The tense of a verb by its form and the words before it."""
        to_before = bool(before) and self.has(before[-1], "TO")
        if self.has(word, "HAVE") and to_before:
            return None
        past = self.has(word, "PAST") or self._is_regular_past(word)
        if self.has(word, "INTEND") and not past:
            return FUTURE
        if past:
            return self._past_form(before)
        if self.has(word, "SCHEDULE"):
            return None if self._is_noun(word, before) else self._schedule_form(before)
        return PRESENT if self.has(word, "PRESENT") else None

    def is_open_infinitive(self, tokens: list[Token], index: int) -> bool:
        """Whether "to" begins an infinitive, as in the headline "Rebels to free hostages"."""
        after = _following(tokens, index)
        return self.has(tokens[index].text, "TO") and self._is_verb(after) and not self.has(after, "BE")

    def _is_verb(self, word: str) -> bool:
        """Whether a word after "to" can be an infinitive."""
        return word.islower() and not self.has(word, "NOINFINITIVE")

    def _is_modal(self, word: str) -> bool:
        return self.has(word, "FUTURE") or self.has(word, "WILLSUFFIX") or self._is_future_form(word)

    def _is_future_form(self, word: str) -> bool:
        affixed = self.lists.ends_like(word, "WILLSUFFIX") or self.lists.begins_like(word, "WILLPREFIX")
        return affixed and not self.has(word, "NOVERB")

    def _modal(self, tokens: list[Token], index: int) -> int:
        """Future, but past for "could have left"."""
        following = [token.text.lower() for token in tokens[index + 1 : index + 3]]
        unreal = self.has(tokens[index].text.lower(), "UNREAL") and any(self.has(word, "HAVE") for word in following)
        return PAST if unreal else FUTURE

    def _is_regular_past(self, word: str) -> bool:
        return self.lists.ends_like(word, "PASTSUFFIX") and word.isalpha() and not self.has(word, "NOVERB")

    def _past_form(self, before: list[str]) -> int | None:
        """A past form or participle: future after "will be", present after "is", else past."""
        with_have = any(self.has(word, "HAVE") for word in before)
        if any(self._is_modal(word) for word in before) and not with_have:
            return FUTURE
        if any(self.has(word, "TO") for word in before) and (with_have or any(self.has(word, "BE") for word in before)):
            return None  # the infinitive decides
        return PRESENT if before and self.has(before[-1], "PRESENT") else PAST

    def _schedule_form(self, before: list[str]) -> int | None:
        """The present of a verb of the calendar, unless an auxiliary or "to" before it says otherwise."""
        if any(self.has(word, "DID") for word in before):
            return PAST
        return None if before and self.has(before[-1], "TO", "BEFOREADJECTIVE") else FUTURE

    def _is_noun(self, word: str, before: list[str]) -> bool:
        """Whether "visit", "vote" and the like are nouns here: after an article, or in the singular not after a plural or a pronoun."""
        subject = before[-1] if before else ""
        if not self.has(word, "NOUNLIKE"):
            return False
        if word.endswith("s"):
            return self.has(subject, "BEFORENOUN")
        return not (subject.endswith("s") or self.has(subject, "SUBJECT", "TO", "FUTURE"))

    def _infinitive(self, tokens: list[Token], index: int) -> int | None:
        before = tokens[index - 1].text.lower() if index else ""
        if not self._is_verb(_following(tokens, index)):
            return None
        if self.has(before, "BETO", "EXPECT", "INTENTION"):
            return FUTURE
        return PAST if self.has(before, "IMPLY") else None


def _following(tokens: list[Token], index: int) -> str:
    return tokens[index + 1].text if index + 1 < len(tokens) else ""


def load_verbs(language: str) -> Verbs:
    """The verbs of a language; none where it has no list."""
    return Verbs(load_word_lists(language, "verbs"))
