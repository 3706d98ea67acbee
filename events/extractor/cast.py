"""Whom a noun phrase or pronoun means: the actor dictionary, and those of whom the text spoke just before."""

from dataclasses import dataclass
from functools import cache

from events.actors import Actor, ActorDictionary
from events.extractor.lexicon import word_list
from events.extractor.syntax import char_span, children, is_time, is_verbal, noun_phrase, subjects, words_of
from events.language import Stretch, Word
from events.model import Argument, Span
from events.paths import DATA
from events.tables import numbered_rows

_HE, _PLURAL, _SINGULAR = (
    frozenset({"he", "she", "his", "her", "him", "hers"}),
    frozenset({"they", "them", "their"}),
    frozenset({"it", "its"}),
)
_OTHERS = frozenset({"i", "we", "us", "me", "who", "some", "others", "many", "both"})  # said again as they are
_SPEAKERS = frozenset({"i", "we", "us", "me", "my", "our"})
_POSSESSIVE = frozenset({"his", "her", "their", "its"})
_ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "dative", "ROOT"})
_BACK = frozenset({"the", "these", "those", "this", "that"})
REMEMBERED = 2  # sentences before its own in which somebody meant by a pronoun or "the group" is looked for


@dataclass(frozen=True, slots=True)
class _Met:
    """Somebody of whom the text spoke: the head of the phrase, in which sentence, who it is, one or several."""

    head: Word
    sentence: int
    argument: Argument
    actor: Actor | None
    plural: bool
    person: bool

    @property
    def named(self) -> bool:
        """Somebody in particular, not a kind of people."""
        return self.person or (self.actor is not None and self.actor.name != self.actor.name.lower())

    @property
    def name(self) -> str:
        return self.argument.name or self.argument.text


@cache
def _anaphors() -> dict[str, frozenset[str]]:
    return {cells[0]: frozenset(cells[1].split("|")) for _, cells in numbered_rows(DATA / "actors" / "anaphors.tsv")}


class Cast:
    """Turns heads into Arguments, and remembers who was spoken of so that "he", "them" and "the group" can be named.

    A word that may mean more than one stays as it was said.
    """

    def __init__(self, dictionary: ActorDictionary) -> None:
        self._dictionary = dictionary
        self._sentences: list[Stretch] = []
        self._met: dict[int, list[_Met]] = {}
        self._anaphors = _anaphors()

    def meet(self, sentence: Stretch) -> None:
        """Goes on to the next sentence of the text."""
        self._sentences.append(sentence)

    def argument(self, head: Word, *, known_only: bool = False) -> Argument | None:
        """The Argument of a head. A pronoun keeps its words and gets the name of whom it means where the text makes that plain."""
        word = "" if head.is_upper and len(head.text) > 1 else head.lower_  # "US" is not "us"
        if word in _HE or word in _PLURAL or word in _SINGULAR:
            return self._pronoun(head)
        if word in _SPEAKERS and (speaker := _speaker(head)) is not None:
            said = self._named(speaker)
            return Argument(head.text, char_span([head]), said.name or said.text, said.code)
        if head.pos_ == "PRON" or head.tag_ in ("WDT", "WP", "DT"):
            return Argument(head.text, char_span([head])) if word in _OTHERS and head.tag_ not in ("WDT", "WP") else None
        if head.lemma_ in word_list("time_units"):
            return None
        found = self._named(head)
        if not known_only and self._points_back(head):
            return self._spoken_of(head, found)
        return found if found.name or not known_only else None

    def _pronoun(self, head: Word) -> Argument | None:
        meant = self._person(head) if head.lower_ in _HE else self._group(head)
        span = char_span([head])
        if meant is not None:
            return Argument(head.text, span, meant.name, meant.argument.code)
        return None if head.lower_ in _SINGULAR or head.lower_ in _POSSESSIVE else Argument(head.text, span)

    def _named(self, head: Word) -> Argument:
        phrase = noun_phrase(head)
        span, text = char_span(phrase), words_of(phrase)
        actor = self._dictionary.resolve(text)
        apposed = self._apposed(head) if actor is None or actor.name == actor.name.lower() or not _is_name(head) else None
        actor = apposed or actor
        if actor is not None and actor.kind in ("government", "military", "armed group") and (person := _person_beside(head)):
            known = self._dictionary.resolve(person)
            return Argument(text, span, known.name if known else person, known.code if known else actor.code)
        return Argument(text, span, actor.name, actor.code) if actor else Argument(text, span)

    def _apposed(self, head: Word) -> Actor | None:
        """The name in "Colombia's largest rebel group, the FARC"."""
        for other in children(head, "appos"):
            if _is_name(other) and (actor := self._dictionary.resolve(words_of(noun_phrase(other)))) is not None:
                return actor if actor.name != actor.name.lower() and actor.kind != "state" else None
        return None

    # --- who was spoken of before ---------------------------------------------------------------------------------------

    def _before(self, head: Word) -> list[_Met]:
        """Those of whom the head's sentence and the few before it spoke before the head, the latest first."""
        at = len(self._sentences) - 1
        found = [m for i in range(at, max(-1, at - 1 - REMEMBERED), -1) for m in reversed(self._people_in(i))]
        return [m for m in found if m.head.i < head.left_edge.i]

    def _people_in(self, number: int) -> list[_Met]:
        if number not in self._met:
            sentence = self._sentences[number]
            heads = [t for t in sentence if t.pos_ in ("NOUN", "PROPN") and t.dep_ in _ACTING and not is_time(t)]
            met = [m for t in heads if (m := self._meeting(t, number)) is not None]
            self._met[number] = met + [m for e in sentence.ents if e.label_ == "PERSON" and (m := self._person_met(e, number)) is not None]
            self._met[number].sort(key=lambda m: m.head.i)
        return self._met[number]

    def _meeting(self, head: Word, number: int) -> _Met | None:
        argument = self._named(head)
        if head.ent_type_ == "PERSON" or not argument.name:
            return None
        actor = self._dictionary.resolve(argument.name) or self._dictionary.resolve(argument.text)
        several = head.tag_ in ("NNS", "NNPS") or bool(children(head, "conj"))
        return None if actor is None or actor.kind == "person" else _Met(head, number, argument, actor, several, False)

    def _person_met(self, name: Stretch, number: int) -> _Met | None:
        actor = self._dictionary.resolve(name.text)
        if actor is not None and actor.kind != "person":
            return None
        argument = Argument(name.text, Span(name.start_char, name.end_char), *((actor.name, actor.code) if actor else ()))
        return _Met(name.root, number, argument, actor, False, True)

    def _person(self, pronoun: Word) -> _Met | None:
        """The person who is the subject of the nearest sentence that names any, or the only one named there."""
        persons = [m for m in self._before(pronoun) if m.person]
        near = [m for m in persons if m.sentence == persons[0].sentence]
        subjects = [m for m in near if m.head.dep_ in ("nsubj", "nsubjpass")]
        choice = subjects[-1:] or near
        return choice[0] if len({m.name.split()[-1] for m in choice}) == 1 else None

    def _group(self, pronoun: Word) -> _Met | None:
        """The one group, state or body before that agrees in number; a subject of the same sentence before all others."""
        plural = pronoun.lower_ in _PLURAL
        met = [m for m in self._before(pronoun) if not m.person and _agrees(m, plural=plural)]
        here = [m for m in met if m.sentence == len(self._sentences) - 1 and _acts(m.head)]
        if here:
            return here[0]
        last = [m for m in met if m.sentence == met[0].sentence]
        subjects = [m for m in last if m.head.dep_ in ("nsubj", "nsubjpass") and m.named]
        rivals = {m.name for m in last if m not in subjects and (m.plural or not plural)}
        if len({m.name for m in subjects}) == 1 and (not rivals or not plural):
            return subjects[0]
        return last[0] if len({m.name for m in last}) == 1 else None

    def _points_back(self, head: Word) -> bool:
        """Whether it is a bare "the militants"."""
        own = [c for c in head.children if c.dep_ not in ("relcl", "acl", "punct", "appos", "cc", "conj")]
        phrase = " ".join(t.lower_ for t in (*(c for c in own if c.dep_ == "compound"), head))
        return phrase in self._anaphors and any(c.lower_ in _BACK for c in own) and all(c.dep_ in ("det", "compound") for c in own)

    def _spoken_of(self, head: Word, found: Argument) -> Argument:
        """The phrase with the name of the only one before that it can mean; as it is where there is none or a choice."""
        own = " ".join(t.lower_ for t in (*children(head, "compound"), head))
        fitting = [m for m in self._before(head) if m.named and m.actor is not None and m.actor.kind in self._anaphors[own]]
        names = {m.name: m for m in reversed(fitting)}
        if len(names) != 1:
            return found
        (meant,) = names.values()
        return Argument(found.text, found.span, meant.argument.name, meant.argument.code)


def _person_beside(head: Word) -> str:
    """The person in "the Iraqi foreign minister, Ibrahim al-Jaafari"; an empty string where none is named."""
    named = [c for c in children(head, "appos") if c.ent_type_ == "PERSON" and c.i > head.i and head.tag_ not in ("NNS", "NNPS")]
    return words_of([t for t in named[0].subtree if t.ent_type_ == "PERSON"]) if named else ""


def _acts(head: Word) -> bool:
    return head.dep_ in ("nsubj", "nsubjpass") or (head.dep_ == "pobj" and head.head.lower_ == "by")


def _speaker(pronoun: Word) -> Word | None:
    """Who says it: the subject of the sentence's reporting verb."""
    for token in pronoun.sent:
        if is_verbal(token) and token.lemma_.lower() in word_list("reporting"):
            speaker = next((s for s in subjects(token) if s.pos_ != "PRON" and s != pronoun), None)
            if speaker is not None:
                return speaker
            beside = [t for t in (token.nbor(-1) if token.i > token.sent.start else None,) if t is not None and t.ent_type_ == "PERSON"]
            if beside:
                return beside[0]  # "..., President Vladimir Putin said", with the subject lost
    return None


def _is_name(head: Word) -> bool:
    return head.pos_ == "PROPN" or bool(head.ent_type_)


def _agrees(met: _Met, *, plural: bool) -> bool:
    """A group by its name is one or several: "Boko Haram ... it" and "they"."""
    if met.actor is not None and met.actor.kind in ("armed group", "criminal", "police", "military", "company", "party") and met.named:
        return plural or not met.plural
    if met.actor is not None and met.actor.kind == "police":
        return plural
    return met.plural == plural
