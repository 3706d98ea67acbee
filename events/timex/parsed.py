"""Which way a sentence points from its anchor, read from the dependency parse: -1 past, 0 present, 1 future."""

from bisect import bisect_right
from typing import TYPE_CHECKING

from events.timex.signals import Signal
from events.timex.verbs import FUTURE, PAST, PRESENT, Verbs

if TYPE_CHECKING:
    from events.language import Tree, Word

_FULL_STOPS = (".", '."', ".”", ',"', ",”")
LONGEST_CLIMB = 12  # heads above a time expression that are looked at
_STATE = ("acomp", "oprd", "xcomp", "ccomp", "conj")  # participles that leave the tense to the verb above: "will stay closed"


class ParsedDirection:
    """Directions in one parsed text. Token offsets of the parse are offsets into the text."""

    def __init__(self, tree: "Tree", verbs: Verbs) -> None:
        self._tree, self._verbs = tree, verbs
        self._starts = [token.idx for token in tree]

    def at(self, offset: int, signal: Signal) -> tuple[int | None, bool]:
        """(direction of the verb that governs the time expression at a character offset or None, whether that verb comes after it)."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None, False
        token = self._tree[index]
        if self._has_outcome(token):
            return PAST, False
        verb = token if _is_verb(token) else _verb_above(token)
        return (None, False) if verb is None else (self._tense(verb, signal), verb.idx > offset)

    def _has_outcome(self, token: "Word") -> bool:
        """Whether the day owns what has come out already: "to digest the results of Tuesday's election"."""
        for _ in range(LONGEST_CLIMB):
            if token.head == token or _is_verb(token):
                return False
            if token.dep_ == "prep" and token.lower_ == "of" and self._verbs.has(token.head.lower_, "OUTCOME"):
                return True
            token = token.head
        return False

    def _tense(self, verb: "Word", signal: Signal) -> int | None:
        """The direction of a verb with its auxiliaries; what an infinitive or participle leaves open is settled by the verb above."""
        for _ in range(LONGEST_CLIMB):
            tense = self._own_tense(verb, signal)
            if tense is not None:
                return tense
            above = _verb_above(verb)
            if above is None:
                return FUTURE if verb.tag_ == "VB" else None
            verb = above
        return None

    def _own_tense(self, verb: "Word", signal: Signal) -> int | None:
        verbs, word = self._verbs, verb.lower_
        auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass") and child.i < verb.i]
        words = [token.lower_ for token in auxiliaries]
        if any(verbs.has(auxiliary, "FUTURE", "WILLSUFFIX") for auxiliary in words) or verbs.has(word, "FUTURE"):
            unreal = any(verbs.has(auxiliary, "HAVE") for auxiliary in words) and any(verbs.has(auxiliary, "UNREAL") for auxiliary in words)
            return PAST if unreal else FUTURE
        begun = all(any(verbs.has(auxiliary, kind) for auxiliary in words) for kind in ("TO", "HAVE"))  # "to have been going too fast"
        if (verbs.has(word, "EXPECT") and not verbs.has(word, "NEEDSTO") and not begun) or (signal.deadline and verbs.has(word, "INTEND")):
            return FUTURE
        if (signal.deadline or signal.target) and verbs.has(word, "DEFER"):
            return FUTURE
        if any(verbs.has(auxiliary, "TO") for auxiliary in words):
            return self._infinitive(verb, any(verbs.has(auxiliary, "HAVE") for auxiliary in words), signal.deadline)
        if signal.deadline and any(verbs.has(auxiliary, "PERFECT") for auxiliary in words):
            return FUTURE
        if any(token.tag_ == "VBD" or verbs.has(token.lower_, "HAD") for token in auxiliaries):
            return PAST
        return self._finite(verb, bool(auxiliaries), signal)

    def _infinitive(self, verb: "Word", perfect: bool, deadline: bool) -> int | None:
        """The direction of "to leave"; "to have left" is past, unless it is expected by a deadline."""
        head = verb.head
        if self._verbs.has(head.lower_, "WISH") and any(self._verbs.has(child.lower_, "HAD") for child in head.children):
            return PAST
        if perfect and not (self._verbs.has(head.lower_, "BETO") or (deadline and self._verbs.has(head.lower_, "EXPECT"))):
            return PAST
        ahead = head == verb or self._verbs.has(head.lower_, "BETO", "EXPECT", "INTEND", "INTENTION") or _after_pause(verb)
        return FUTURE if ahead else None

    def _finite(self, verb: "Word", has_auxiliary: bool, signal: Signal) -> int | None:
        """The direction of a form without "to" or "will". A plain present is of the calendar, but in a headline it tells of the past."""
        if verb.tag_ == "VBD":
            return PAST
        if verb.tag_ == "VBN" and has_auxiliary and self._verbs.has(verb.lower_, "BEHIND"):
            return PAST
        if verb.tag_ == "VBN" and not has_auxiliary:
            return None if verb.dep_ in _STATE else PAST
        if verb.tag_ == "VBG" and not has_auxiliary:
            return None
        if has_auxiliary or verb.lemma_ == "be":
            return PRESENT
        if self._verbs.has(verb.lower_, "SCHEDULE"):
            return PAST if signal.bound == "AFTER" else FUTURE
        subject = any(child.dep_ == "nsubj" and child.tag_[:2] in ("NN", "PR") for child in verb.children)
        plain = (
            subject and verb.tag_ in ("VBZ", "VBP") and signal.bound != "AFTER" and not self._verbs.has(verb.lower_, "NOSCHEDULE", "PAST")
        )
        return FUTURE if plain and verb.sent.text.rstrip().endswith(_FULL_STOPS) else None


def _after_pause(verb: "Word") -> bool:
    """Whether an infinitive is set off by a comma: "the talks, to resume on Monday, ..."."""
    start = min((child.i for child in verb.children if child.dep_ in ("aux", "auxpass")), default=verb.i)
    return start > 0 and verb.doc[start - 1].text == ","


def _is_verb(token: "Word") -> bool:
    return token.tag_[:1] == "V" or token.tag_ == "MD" or token.pos_ == "AUX"


def _verb_above(token: "Word") -> "Word | None":
    for _ in range(LONGEST_CLIMB):
        if token.head == token:
            return None
        token = token.head
        if _is_verb(token):
            return token
    return None
