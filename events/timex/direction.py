"""Which way a sentence points from its anchor: -1 past, 0 present, 1 future, from the words around a time expression."""

from dataclasses import dataclass

from events.timex.signals import Signal
from events.timex.tokens import Tokens
from events.timex.verbs import FUTURE, PAST, PAST_FORM, Verbs

REACH = 40  # tokens to each side that are looked at, so that the time for one expression is bounded
NEAR = 6  # tokens within which a word of the future is believed more than the parse
SHORTEST_SENTENCE = 5  # tokens of what can be a sentence with a verb, not a label such as "Friday 13."
_OPENING, _CLOSING, _EITHER = frozenset("“«„"), frozenset("”»"), '"'


@dataclass(frozen=True, slots=True)
class Around:
    """What the words before a time expression say: tense of the nearest verb, how many tokens away it is, and whether an infinitive
    or the end of a clause stands between the two."""

    tense: int | None
    distance: int
    infinitive: bool
    beyond_clause: bool = False


def direction_around(tokens: Tokens, start: int, end: int, signal: Signal, verbs: Verbs, *, weekday: bool) -> int | None:
    """The tense of the verb that most likely governs tokens start..end: the nearest before it in the sentence, else the next one.

    `signal`: the preposition before the expression; a deadline lies ahead. `weekday`: the expression is one. None when no verb says.
    """
    left, right = look_before(tokens, start, signal, verbs), _look_after(tokens, end, verbs)
    if right is not None and opens_clause(tokens, start, end, verbs):
        return right
    if left.tense is not None and not (left.beyond_clause and right is not None):
        return left.tense
    if signal.bound == "AFTER":
        return right
    if (left.infinitive and (right is None or right == FUTURE)) or (signal.deadline and right is None):
        return FUTURE
    return _of_plain_present(tokens, start, end, verbs) if right is None and weekday else right


def is_set_for(tokens: Tokens, start: int, end: int, verbs: Verbs) -> bool:
    """Whether something is set for that time: "called for Thursday", "ready for Saturday's final", not "held for Thursday's attack"."""
    if start == 0 or "FOR" not in verbs.signs(tokens.words[start - 1]):
        return False
    return not _owns(tokens, end, verbs) or any("OCCASION" in verbs.signs(word) for word in tokens.words[end + 1 : end + 3])


def is_called_off(tokens: Tokens, start: int, end: int, verbs: Verbs) -> bool:
    """Whether what a day owns will not take place then: "cancelled Saturday's match", "Saturday's match has been called off"."""
    if not _owns(tokens, end, verbs):
        return False
    if _cancels(tokens, start - 1, verbs):
        return True
    for index in range(end + 1, min(len(tokens), end + NEAR)):
        if "PERFECT" in verbs.signs(tokens.words[index]):
            return any(_cancels(tokens, later, verbs) for later in range(index + 2, min(len(tokens), index + 4)))
    return False


def _owns(tokens: Tokens, end: int, verbs: Verbs) -> bool:
    return end < len(tokens) and "GENITIVE" in verbs.signs(tokens.words[end])


def _cancels(tokens: Tokens, index: int, verbs: Verbs) -> bool:
    signs = verbs.signs(tokens.words[index]) if index > 0 else frozenset()
    return "CANCEL" in signs or ("OFF" in signs and "CALLFOR" in verbs.signs(tokens.words[index - 1]))


def opens_clause(tokens: Tokens, start: int, end: int, verbs: Verbs) -> bool:
    """Whether a genitive begins the subject of a clause, whose verb follows: "to decide whether Thursday's summit should go ahead"."""
    return start > 0 and _owns(tokens, end, verbs) and "CONJUNCTION" in verbs.signs(tokens.words[start - 1])


def look_before(tokens: Tokens, start: int, signal: Signal, verbs: Verbs) -> Around:
    """The nearest verb before token `start` in its sentence, and in its quotation when it stands in one."""
    infinitive = beyond = False
    quotations = 0
    for index in range(start - 1, max(0, start - REACH) - 1, -1):
        word = tokens.words[index]
        quotations += _closes(tokens, index) - _opens(tokens, index)
        if verbs.ends_sentence(tokens, index) or quotations < 0:
            break
        if _points_ahead(tokens, index, start, signal, infinitive, verbs):
            return Around(FUTURE, start - index, infinitive)
        tense = verbs.tense_at(tokens, index)
        if tense is not None:
            after = signal.bound == "AFTER" and "SCHEDULE" in verbs.signs(word)  # "King speaks after Sunday riots"
            return Around(PAST if after else tense, start - index, infinitive, beyond)
        infinitive = infinitive or verbs.is_open_infinitive(tokens, index)
        beyond = beyond or "CLAUSE" in verbs.signs(word) or _begins_clause(tokens, index, start, verbs)
    return Around(None, REACH, infinitive)


def _begins_clause(tokens: Tokens, index: int, start: int, verbs: Verbs) -> bool:
    """Whether a clause of its own begins with the time: "he returned on Friday, and on [Sunday] his deputy will go"."""
    joins = index > 0 and start - index <= 3 and "COORDINATE" in verbs.signs(tokens.words[index])
    return joins and "PAUSE" in verbs.signs(tokens.words[index - 1])


def _points_ahead(tokens: Tokens, index: int, start: int, signal: Signal, infinitive: bool, verbs: Verbs) -> bool:
    """Whether the word at an index says that what follows it lies ahead: "urged them to stay", "given until", "called for a strike"."""
    signs = verbs.signs(tokens.words[index])
    if signal.deadline and PAST_FORM in signs and any("PERFECT" in verbs.signs(word) for word in tokens.words[max(0, index - 2) : index]):
        return True  # "has grounded its fleet until Saturday"
    if "WISH" in signs and "HAD" in verbs.signs(tokens.words[index - 1] if index else ""):
        return False  # "had hoped to operate on Wednesday": the hope is over
    if "INTEND" in signs:
        return infinitive or signal.deadline or ("CALLFOR" in signs and "FOR" in verbs.signs(tokens.words[index + 1]))
    if "DEFER" in signs:
        return signal.deadline or signal.target
    return signal.deadline and "HAD" in signs and index == start - 2


def _look_after(tokens: Tokens, end: int, verbs: Verbs) -> int | None:
    quotations = 0
    for index in range(end, min(len(tokens), end + REACH)):
        quotations += _opens(tokens, index) - _closes(tokens, index)
        if verbs.ends_sentence(tokens, index) or quotations < 0:
            return None
        tense = verbs.tense_at(tokens, index)
        if tense is not None:
            return tense
    return None


def _opens(tokens: Tokens, index: int) -> bool:
    """Whether a quotation begins with this token. The straight sign says so only by the space around it."""
    word = tokens.words[index]
    return word in _OPENING or (word == _EITHER and not tokens.joined(index))


def _closes(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    return word in _CLOSING or (word == _EITHER and index > 0 and tokens.joined(index))


def _of_plain_present(tokens: Tokens, start: int, end: int, verbs: Verbs) -> int | None:
    """The future for a sentence in which no word shows a tense: "Local elections take place on Sunday."

    The verb of such a sentence is in the plain present, which a day to come goes with. Headlines, which tell of the past in it, have
    no full stop.
    """
    last = next((i for i in range(end, min(len(tokens), end + REACH)) if verbs.ends_sentence(tokens, i) or _closes(tokens, i)), None)
    if last is None or not (tokens.words[last] == "." or _closes(tokens, last)):
        return None
    first = next((i for i in range(start - 1, -1, -1) if verbs.ends_sentence(tokens, i) or i < start - REACH), -1)
    return FUTURE if last - first > SHORTEST_SENTENCE else None
