"""Actors, recipients and goods of a trigger, from the slots that its lexicon line names."""

from events.extractor.cast import Cast
from events.extractor.lexicon import Lexicon, word_list
from events.extractor.syntax import (
    children,
    is_gerund,
    is_time,
    is_verbal,
    patients,
    prepositions,
    subjects,
    whose,
)
from events.extractor.triggers import Trigger
from events.language import Word
from events.model import Argument

_DEFAULTS: dict[str, dict[str, tuple[str, ...]]] = {
    "verb": {"actor": ("subj",), "recipient": ("obj",)},
    "noun": {"actor": ("by", "poss", "comp"), "recipient": ("against", "on", "of", "with", "to")},
}
_OWN_SLOTS = frozenset({"subj", "subject", "obj", "object", "dobj", "poss", "comp", "amod", "dative"})
_TOWARDS = frozenset({"to", "on", "against", "at"})  # "delivered rockets to Iraq": hung on the rockets as often as on the verb


def slots_of(trigger: Trigger, role: str) -> tuple[str, ...]:
    """The grammatical slots that fill a role for this trigger."""
    slots = trigger.entry.roles.get(role) or _DEFAULTS[trigger.entry.pos].get(role, ())
    return tuple(s for s in slots if s != "-")


def fillers(head: Word, slot: str) -> list[Word]:
    """Heads of what stands in a slot: subj, obj, poss, amod, dative, or a preposition; dates are no fillers."""
    return [filler for filler in _fillers(head, slot) if not is_time(filler)]


def _fillers(head: Word, slot: str) -> list[Word]:
    if is_gerund(head):
        return _of_gerund(head, slot)
    if slot in ("subj", "subject"):
        return subjects(head) if is_verbal(head) else _owners(head)
    if slot in ("obj", "object", "dobj"):
        return patients(head) if is_verbal(head) else []
    if slot == "poss":
        return _owners(head)
    if slot in ("comp", "amod"):
        owners = [c for c in children(head, "amod", "compound", "nmod") if c.pos_ in ("ADJ", "PROPN")]
        return owners + [c for c in children(head, "compound") if c.pos_ == "NOUN"] + _leaders(head)
    if slot == "dative":
        return children(head, "dative")
    if slot in ("by", "agent") and is_verbal(head):
        return subjects(head)
    found = [p for name, ps in prepositions(head) if name == slot for p in ps]
    return found or (_doers(head) if slot in ("by", "agent") and not is_verbal(head) else [])


def _doers(noun: Word) -> list[Word]:
    """Who did a deed by the verb beside it: "attacks used by militants", "IS had carried out an attack"."""
    deeds = [c for c in children(noun, "acl") if c.tag_ == "VBN" and c.lemma_ in word_list("carried_out")]
    if noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in word_list("carried_out"):
        deeds.append(noun.head)
    return [agent for deed in deeds for agent in subjects(deed) if agent != noun]


def _of_gerund(head: Word, slot: str) -> list[Word]:
    """Fillers of a gerund that stands as a noun: whose it is or by whom, and of what."""
    by = [p for name, ps in prepositions(head) if name == "by" for p in ps]
    if slot in ("subj", "subject", "by", "agent", "poss", "comp", "amod"):
        return by or _owners(head) or [c for c in children(head, "amod", "compound") if c.pos_ in ("ADJ", "PROPN")]
    if slot in ("obj", "object", "dobj", "of"):
        return [p for name, ps in prepositions(head) if name == "of" for p in ps]
    return [p for name, ps in prepositions(head) if name == slot for p in ps]


def _leaders(noun: Word) -> list[Word]:
    """The name in "a US-led airstrike"."""
    led = [c for c in children(noun, "amod") if c.lower_ == "led"]
    return [c for one in led for c in children(one, "npadvmod", "compound", "amod", "nsubj") if c.pos_ in ("PROPN", "ADJ")]


def _of_trigger(trigger: Trigger, slot: str) -> list[Word]:
    """Fillers of the head, and for prepositions of its further nouns: "imposed sanctions on Russia"."""
    found = fillers(trigger.head, slot)
    if found or slot in _OWN_SLOTS:
        return found
    goods = [o for o in patients(trigger.head) if o.i > trigger.head.i] if is_verbal(trigger.head) and slot in _TOWARDS else []
    return [f for other in (*trigger.others, *goods) if other.pos_ == "NOUN" for f in fillers(other, slot)]


def _owners(noun: Word) -> list[Word]:
    owner = whose(noun)
    return [owner] if owner is not None else children(noun, "poss")


def _known_only(trigger: Trigger, role: str, slot: str) -> bool:
    """Whether a slot is filled only by those whom the dictionary knows: "US airstrikes"; one protests against a plan or a government."""
    return slot in ("comp", "amod") or (role == "recipient" and trigger.entry.event_type == "PROTEST")


def _victims(trigger: Trigger, slot: str, head: Word, argument: Argument) -> bool:
    """Whether a noun before a deed rather suffers it: "civilian deaths"; "student protests" are by students."""
    harmless = argument.code.rpartition(" ")[2] in ("CVL", "REF", "EDU", "MED", "AGR", "JRN", "NGO", "REL", "")
    return slot == "comp" and head.pos_ == "NOUN" and harmless and trigger.entry.event_type != "PROTEST"


_BEHIND = ("by", "poss", "comp")


class Roles:
    """The arguments of triggers: their heads by the parse, whom these mean by the Cast."""

    def __init__(self, cast: Cast, lexicon: Lexicon) -> None:
        self._cast, self._lexicon = cast, lexicon

    def of(self, trigger: Trigger, role: str) -> tuple[Argument, ...]:
        """The arguments in a role, without doubles."""
        found: list[Argument] = []
        slots = slots_of(trigger, role)
        sided = role == "actor" and trigger.entry.pos == "noun" and {"with", "against"} & set(slots_of(trigger, "recipient"))
        for slot in (*slots, "poss") if sided and slots else slots:  # "their battle with the rebels"
            for head in _of_trigger(trigger, slot):
                argument = self._cast.argument(head, known_only=_known_only(trigger, role, slot))
                if argument is not None and _victims(trigger, slot, head, argument):
                    continue
                found += [a for a in self._meant(head, argument, role) if a not in found]
            if found and trigger.entry.pos == "noun":
                break
        return tuple(found)

    def _meant(self, head: Word, argument: Argument | None, role: str) -> list[Argument]:
        """The argument; where a deed stands there, those behind it: "killed by coalition air strikes", "by a drone of the CIA"."""
        if argument is None or argument.name:
            return [] if argument is None else [argument]
        lemma = head.lemma_.lower()
        entries = self._lexicon.of("noun", lemma) or self._lexicon.of("noun", head.lower_)
        if role == "actor" and entries:
            return self._behind(head)
        deed = any(not entry.needs and not entry.rest for entry in entries)
        return [] if deed or (role == "recipient" and lemma in self._lexicon.classes.get("weapon", ())) else [argument]

    def _behind(self, deed: Word) -> list[Argument]:
        found = (self._cast.argument(h, known_only=True) for slot in _BEHIND for h in fillers(deed, slot))
        return [argument for argument in found if argument is not None]
