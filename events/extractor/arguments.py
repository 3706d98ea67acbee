"""Actors, recipients and goods of a trigger, from the slots that its lexicon line names."""

from events.actors import ActorDictionary
from events.extractor.lexicon import Lexicon
from events.extractor.syntax import char_span, children, is_time, is_verbal, noun_phrase, patients, prepositions, subjects, whose, words_of
from events.extractor.triggers import Trigger
from events.language import SpacySpan, Token
from events.model import Argument, Span

_DEFAULTS: dict[str, dict[str, tuple[str, ...]]] = {
    "verb": {"actor": ("subj",), "recipient": ("obj",)},
    "noun": {"actor": ("by", "poss", "comp"), "recipient": ("against", "on", "of", "with", "to")},
}
_OWN_SLOTS = frozenset({"subj", "subject", "obj", "object", "dobj", "poss", "comp", "amod", "dative"})
_PERSONAL = frozenset({"he", "she", "his", "her", "him", "hers"})
_PLURAL = frozenset({"they", "them", "their"})
_SINGULAR = frozenset({"it", "its"})


def slots_of(trigger: Trigger, role: str) -> tuple[str, ...]:
    """The grammatical slots that fill a role for this trigger."""
    slots = trigger.entry.roles.get(role) or _DEFAULTS[trigger.entry.pos].get(role, ())
    return tuple(s for s in slots if s != "-")


def fillers(head: Token, slot: str) -> list[Token]:
    """Heads of what stands in a slot: subj, obj, poss, amod, dative, or a preposition; dates are no fillers."""
    return [filler for filler in _fillers(head, slot) if not is_time(filler)]


def _fillers(head: Token, slot: str) -> list[Token]:
    if slot in ("subj", "subject"):
        return subjects(head) if is_verbal(head) else _owners(head)
    if slot in ("obj", "object", "dobj"):
        return patients(head) if is_verbal(head) else []
    if slot == "poss":
        return _owners(head)
    if slot in ("comp", "amod"):
        return [c for c in children(head, "amod", "compound", "nmod") if c.pos_ in ("ADJ", "PROPN")]
    if slot == "dative":
        return children(head, "dative")
    if slot in ("by", "agent") and is_verbal(head):
        return subjects(head)
    return [p for name, ps in prepositions(head) if name == slot for p in ps]


def _of_trigger(trigger: Trigger, slot: str) -> list[Token]:
    """Fillers of the head, and for prepositions of its further nouns: "imposed sanctions on Russia"."""
    found = fillers(trigger.head, slot)
    if found or slot in _OWN_SLOTS:
        return found
    return [f for other in trigger.others if other.pos_ == "NOUN" for f in fillers(other, slot)]


def _owners(noun: Token) -> list[Token]:
    owner = whose(noun)
    return [owner] if owner is not None else children(noun, "poss")


def _antecedent(pronoun: Token) -> Token | None:
    """The subject or agent before a pronoun in its sentence that agrees with it in number; None where there is none."""
    plural = pronoun.lower_ in _PLURAL
    for i in range(pronoun.i - 1, pronoun.sent.start - 1, -1):
        token = pronoun.doc[i]
        acts = token.dep_ in ("nsubj", "nsubjpass") or (token.dep_ == "pobj" and token.head.lower_ == "by")
        if acts and token.pos_ in ("NOUN", "PROPN") and token.ent_type_ != "PERSON":
            several = token.tag_ in ("NNS", "NNPS") or bool(children(token, "conj"))
            if several == plural:
                return token
    return None


class Cast:
    """Turns heads into Arguments, and remembers who was spoken of so that "he" and "them" can be named."""

    def __init__(self, dictionary: ActorDictionary, lexicon: Lexicon) -> None:
        self._dictionary, self._lexicon = dictionary, lexicon
        self._person: Argument | None = None
        self._group: Argument | None = None

    def meet(self, head: Token) -> None:
        """Remembers a name of the running text as the one that a following pronoun may mean."""
        argument = self._named(head)
        if head.ent_type_ != "PERSON" and argument.name:
            self._group = argument

    def meet_person(self, name: SpacySpan) -> None:
        """Remembers a person whom the recogniser found, wherever the name stands."""
        actor = self._dictionary.resolve(name.text)
        span = Span(name.start_char, name.end_char)
        self._person = Argument(name.text, span, actor.name, actor.code) if actor else Argument(name.text, span)

    def argument(self, head: Token, *, known_only: bool = False) -> Argument | None:
        """The Argument of a head; a pronoun becomes whom it means when the text made that plain, else None."""
        if head.lower_ in _PERSONAL:
            return self._person
        if head.lower_ in _PLURAL or head.lower_ in _SINGULAR:
            inside = _antecedent(head)
            return self._named(inside) if inside is not None else self._group
        if head.pos_ == "PRON" or head.tag_ in ("WDT", "WP"):
            return None
        found = self._named(head)
        return found if found.name or not known_only else None

    def _named(self, head: Token) -> Argument:
        phrase = noun_phrase(head)
        span, text = char_span(phrase), words_of(phrase)
        actor = self._dictionary.resolve(text)
        return Argument(text, span, actor.name, actor.code) if actor else Argument(text, span)

    def roles(self, trigger: Trigger, role: str) -> tuple[Argument, ...]:
        """The arguments in a role, without doubles; adjectives count only where they name a known actor ("US airstrikes")."""
        found: list[Argument] = []
        for slot in slots_of(trigger, role):
            for head in _of_trigger(trigger, slot):
                argument = self.argument(head, known_only=slot in ("comp", "amod"))
                deed = argument is not None and not argument.name and self._lexicon.of("noun", head.lemma_.lower())
                if argument is not None and argument not in found and not deed:
                    found.append(argument)
            if found and trigger.entry.pos == "noun":
                break
        return tuple(found)
