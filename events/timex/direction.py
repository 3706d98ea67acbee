"""Which way a sentence points from its anchor: -1 past, 0 present, 1 future, from the words around a time expression."""

from dataclasses import dataclass

from events.timex.signals import Signal
from events.timex.tokens import Tokens
from events.timex.verbs import FUTURE, Verbs

REACH = 40  # tokens to each side that are looked at, so that the time for one expression is bounded
NEAR = 6  # tokens within which a word of the future is believed more than the parse


@dataclass(frozen=True, slots=True)
class Around:
    """What the words before a time expression say: tense of the nearest verb, how many tokens away it is, and whether an infinitive
    or the end of a clause stands between the two."""

    tense: int | None
    distance: int
    infinitive: bool
    beyond_clause: bool = False


def direction_around(tokens: Tokens, start: int, end: int, signal: Signal, verbs: Verbs) -> int | None:
    """The tense of the verb that most likely governs tokens start..end: the nearest before it in the sentence, else the next one.

    `signal`: the preposition before the expression; a deadline lies ahead. None when no verb says.
    """
    left = look_before(tokens, start, signal, verbs)
    if left.tense is not None and not (left.beyond_clause and _look_after(tokens, end, verbs) is not None):
        return left.tense
    right = _look_after(tokens, end, verbs)
    if (left.infinitive and (right is None or right == FUTURE)) or (signal.deadline and right is None):
        return FUTURE
    return right


def is_set_for(tokens: Tokens, start: int, end: int, verbs: Verbs) -> bool:
    """Whether something is set for that time: "called for Thursday", but not "arrested for Thursday's attack"."""
    genitive = end < len(tokens) and "GENITIVE" in verbs.signs(tokens.words[end])
    return start > 0 and "FOR" in verbs.signs(tokens.words[start - 1]) and not genitive


def look_before(tokens: Tokens, start: int, signal: Signal, verbs: Verbs) -> Around:
    """The nearest verb before token `start` in its sentence."""
    infinitive = beyond = False
    for index in range(start - 1, max(0, start - REACH) - 1, -1):
        if verbs.ends_sentence(tokens.words[index]):
            break
        if _points_ahead(tokens, index, start, signal, infinitive, verbs):
            return Around(FUTURE, start - index, infinitive)
        tense = verbs.tense_at(tokens, index)
        if tense is not None:
            return Around(tense, start - index, infinitive, beyond)
        infinitive = infinitive or verbs.is_open_infinitive(tokens, index)
        beyond = beyond or "CLAUSE" in verbs.signs(tokens.words[index])
    return Around(None, REACH, infinitive)


def _points_ahead(tokens: Tokens, index: int, start: int, signal: Signal, infinitive: bool, verbs: Verbs) -> bool:
    """Whether the word at an index says that what follows it lies ahead: "urged them to stay", "given until", "called for a strike"."""
    signs = verbs.signs(tokens.words[index])
    if "INTEND" in signs:
        return infinitive or signal.deadline or ("CALLFOR" in signs and "FOR" in verbs.signs(tokens.words[index + 1]))
    return signal.deadline and ("DEFER" in signs or ("HAD" in signs and index == start - 2))


def _look_after(tokens: Tokens, end: int, verbs: Verbs) -> int | None:
    for index in range(end, min(len(tokens), end + REACH)):
        if verbs.ends_sentence(tokens.words[index]):
            return None
        tense = verbs.tense_at(tokens, index)
        if tense is not None:
            return tense
    return None
