"""Which way a sentence points: from tense and aspect of the verbs around a time expression, or from the parse where there is one."""

from typing import TYPE_CHECKING

from events.timex.tokens import Token
from events.timex.verbs import Verbs

if TYPE_CHECKING:
    pass

REACH = 40  # tokens to each side that are looked at, so that the time for one expression is bounded


def direction_around(tokens: list[Token], start: int, end: int, verbs: Verbs) -> int | None:
    """The tense of the verb that most likely governs tokens start..end: the nearest before it in the sentence, else the next one."""
    left = _before(tokens, start, verbs)
    return left if left is not None else _after(tokens, end, verbs)


def _before(tokens: list[Token], start: int, verbs: Verbs) -> int | None:
    first = max(0, start - REACH)
    for index in range(start - 1, first - 1, -1):
        word = tokens[index].text
        if verbs.ends_sentence(word):
            return None
        tense = verbs.tense_at(tokens, index)
        if tense is not None:
            return tense
    return None


def _after(tokens: list[Token], end: int, verbs: Verbs) -> int | None:
    for index in range(end, min(len(tokens), end + REACH)):
        word = tokens[index].text
        if verbs.ends_sentence(word):
            return None
        tense = verbs.tense_at(tokens, index)
        if tense is not None:
            return tense
    return None
