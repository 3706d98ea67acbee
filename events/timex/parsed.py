"""Which way a sentence points from its anchor, read from the dependency parse: -1 past, 0 present, 1 future."""

from bisect import bisect_right
from typing import TYPE_CHECKING

from events.timex.direction import DEADLINES
from events.timex.verbs import FUTURE, PAST, PRESENT, Verbs

if TYPE_CHECKING:
    from events.language import Doc, Token

LONGEST_CLIMB = 12  # heads above a time expression that are looked at
_MODALS = frozenset("will wo 'll ’ll ll shall would 'd ’d may might can ca could should must".split())


class ParsedDirection:
    """Directions in one parsed text. Token offsets of the parse are offsets into the text."""

    def __init__(self, doc: "Doc", verbs: Verbs) -> None:
        self._doc, self._verbs = doc, verbs
        self._starts = [token.idx for token in doc]

    def at(self, offset: int, signal: str) -> tuple[int | None, bool]:
        """(direction of the verb that governs the time expression at a character offset or None, whether the verb comes after it)."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None, False
        token = self._doc[index]
        for _ in range(LONGEST_CLIMB):
            if token.tag_[:1] == "V" or token.tag_ == "MD" or token.pos_ == "AUX":
                return self._tense(token, signal), token.idx > offset
            if token.head == token:
                break
            token = token.head
        return None, False

    def _tense(self, verb: "Token", signal: str) -> int | None:
        """The direction of a verb with its auxiliaries; what is open in an infinitive or participle is settled by the verb above."""
        for _ in range(LONGEST_CLIMB):
            tense = self._own_tense(verb, signal)
            if tense is not None:
                return tense
            above = self._verb_above(verb)
            if above is None:
                return FUTURE if verb.tag_ == "VB" else None
            verb = above
        return None

    def _verb_above(self, verb: "Token") -> "Token | None":
        token = verb
        for _ in range(LONGEST_CLIMB):
            if token.head == token:
                return None
            token = token.head
            if token.tag_[:1] == "V" or token.pos_ == "AUX":
                return token
        return None

    def _own_tense(self, verb: "Token", signal: str) -> int | None:
        auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass") and child.i < verb.i]
        words = [token.lower_ for token in auxiliaries]
        if any(word in _MODALS for word in words) or verb.lower_ in _MODALS:
            return PAST if "have" in words and "will" not in words else FUTURE
        word = verb.lower_
        if self._verbs.has(word, "EXPECT") or (signal in DEADLINES and self._sets_deadline(word)):
            return FUTURE
        if "to" in words:
            return self._infinitive(verb)
        if any(token.tag_ == "VBD" or token.lower_ in ("has", "have", "having", "'ve", "’ve") for token in auxiliaries):
            return PAST
        return self._finite(verb, auxiliaries)

    def _sets_deadline(self, word: str) -> bool:
        return self._verbs.has(word, "DEFER") or self._verbs.has(word, "INTEND")

    def _infinitive(self, verb: "Token") -> int | None:
        head = verb.head
        if head == verb or head.lower_ in ("is", "are", "was", "were", "be"):
            return FUTURE
        return FUTURE if any(self._verbs.has(head.lower_, name) for name in ("EXPECT", "INTEND", "INTENTION")) else None

    def _finite(self, verb: "Token", auxiliaries: "list[Token]") -> int | None:
        if verb.tag_ == "VBD":
            return PAST
        if verb.tag_ == "VBN":
            return PRESENT if auxiliaries else None if verb.dep_ in ("acomp", "oprd", "xcomp", "ccomp", "conj") else PAST
        if verb.tag_ == "VBG":
            return PRESENT if auxiliaries else None
        if verb.pos_ == "AUX" or verb.lemma_ == "be":
            return PRESENT
        if verb.tag_ in ("VBZ", "VBP"):
            return FUTURE if self._verbs.has(verb.lower_, "SCHEDULE") else None
        return None
