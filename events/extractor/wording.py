"""The words of the text that tell an event in a nutshell: who stands before the trigger, and the trigger with its object."""

from dataclasses import dataclass

from events.extractor.syntax import char_span, children, is_passive, is_verbal, noun_phrase, patients, subjects
from events.extractor.triggers import Trigger
from events.language import Token
from events.model import Span

_LONGEST = 8  # tokens of a noun phrase that a title quotes


@dataclass(frozen=True, slots=True)
class Wording:
    """`subject`: the phrase that the text has before the verb, None for nouns and pronouns; `phrase`: the trigger and its object."""

    subject: Span | None
    phrase: Span
    passive: bool
    infinitive: bool


def wording(trigger: Trigger) -> Wording:
    """The words for a trigger's title."""
    head = trigger.head
    if not is_verbal(head):
        left = [c for c in children(head, "compound", "amod", "nummod") if head.i - c.i <= 4]
        return Wording(None, char_span([head, *left, *(o for o in trigger.others if o.i < head.i + 3)]), False, False)
    passive = is_passive(head)
    doers = patients(head) if passive else subjects(head)
    before = next((d for d in doers if d.i < head.i and d.pos_ != "PRON"), None)
    objects = [] if passive else [o for o in patients(head) if o.i > head.i]
    told = [head, *trigger.others, *(t for o in objects for t in _short(o))]
    infinitive = head.tag_ in ("VB", "VBP") and any(c.dep_ == "aux" and c.lower_ not in ("do", "does", "did") for c in head.children)
    return Wording(char_span(_short(before)) if before is not None else None, char_span(told), passive, infinitive)


def _short(head: Token) -> list[Token]:
    """The noun phrase, cut down to determiner, modifiers and head where it is long."""
    full = noun_phrase(head)
    if len(full) <= _LONGEST:
        return full
    return [t for t in full if head.i - _LONGEST < t.i <= head.i]
