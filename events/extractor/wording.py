"""The words of the text that tell an event in a nutshell: who stands before the trigger, the verb, and what follows it."""

from dataclasses import dataclass

from events.extractor.lexicon import word_list
from events.extractor.syntax import (
    char_span,
    children,
    conjuncts,
    hyphen_joined,
    is_passive,
    is_time,
    is_verbal,
    noun_phrase,
    patients,
    subjects,
)
from events.extractor.triggers import Trigger
from events.extractor.verb_forms import participle, past
from events.language import Word
from events.model import Span

_LONGEST = 8  # tokens of a phrase that a title quotes
_LONGEST_CLAUSE = 12  # tokens of a clause that says what was demanded or promised
_FOLLOWERS = frozenset({"prt", "acomp", "oprd"})
_BOUND = frozenset({"with", "to", "on", "for", "against", "from", "between", "over"})
_TIMED = frozenset("after before since until during amid despite while when as because without by according within".split())


@dataclass(frozen=True, slots=True)
class Wording:
    """`subject`: the phrase that the text has before the verb, None for nouns and pronouns; `verb`: the verb as a title has it, or an
    empty string; `participle`: for a title without a doer; `pieces`: phrases behind the verb, or the noun with what describes it.
    """

    subject: Span | None
    verb: str
    participle: str
    pieces: tuple[Span, ...]
    lemma: str
    passive: bool
    infinitive: bool


def wording(trigger: Trigger) -> Wording:
    """The words for a trigger's title."""
    head = trigger.head
    if not is_verbal(head):
        left = [c for c in children(head, "compound", "amod", "nummod") if head.i - c.i <= 4]
        noun = char_span([head, *left, *(o for o in trigger.others if o.i < head.i + 3)])
        return Wording(None, "", "", (noun,), head.lemma_, False, False)
    passive = is_passive(head)
    doers = patients(head) if passive else subjects(head)
    before = next((d for d in doers if d.i < head.i and d.pos_ != "PRON"), None)
    infinitive = head.tag_ in ("VB", "VBP") and any(c.dep_ == "aux" and c.lower_ not in ("do", "does", "did") for c in head.children)
    return Wording(
        _span([t for t in _short(before) if t.i < head.i] or [before]) if before is not None else None,
        _form(head, passive=passive, infinitive=infinitive),
        participle(head.lemma_.lower()),
        tuple(_span(piece) for piece in _pieces(trigger, passive=passive)),
        head.lemma_.lower(),
        passive,
        infinitive,
    )


def _span(tokens: list[Word]) -> Span:
    """From the first to the last, no word cut at a hyphen."""
    doc = tokens[0].doc
    low, high = hyphen_joined(doc, min(t.i for t in tokens), max(t.i for t in tokens))
    return char_span([doc[low], doc[high]])


def _form(head: Word, *, passive: bool, infinitive: bool) -> str:
    """The verb in the form of a title: finite, but for the participle of a passive and an infinitive."""
    lemma = head.lemma_.lower()
    if passive:
        return participle(lemma) if head.tag_ == "VBG" else head.lower_
    if infinitive:
        return lemma
    undone = head.tag_ == "VBG" or head.tag_ == "VB" or (head.tag_ == "VBN" and past(lemma) != participle(lemma))
    return past(lemma) if undone else head.lower_


def _pieces(trigger: Trigger, *, passive: bool) -> list[list[Word]]:
    """What follows the verb, in text order: particles and further words of the trigger, objects, and where, whom or what for."""
    head = trigger.head
    patient = [] if passive else patients(head)
    objects = [o for o in patient if o.i > head.i]
    found = [_object(objects, head)] if objects else []
    behind = [c for c in head.children if c.i > head.i and c not in objects]
    found += [[c] for c in behind if c.dep_ in _FOLLOWERS or (c in trigger.others and c.dep_ != "dobj" and not children(c, "pobj"))]
    found += [p for c in behind if (p := _adjunct(c, wanted=c in trigger.others))]
    if not objects and (before := [o for o in patient if o.i < head.i and o.pos_ in ("NOUN", "PROPN")]):
        return [_short(before[0]), *_apart(sorted(found, key=lambda p: p[0].i))]  # "the emergency that he had declared"
    told = [] if passive else [c for c in map(_clause, children(head, "ccomp", "xcomp", "advcl")) if c]
    if (objects and head.lemma_ in word_list("object_control")) or not any(len(p) > 1 for p in found):
        found += told[:1]
    return _apart(sorted(found, key=lambda p: p[0].i))


def _object(objects: list[Word], head: Word) -> list[Word]:
    """The objects from the first to the last, with what a noun is with, to, on, for or against."""
    objects = [o for o in objects if o in conjuncts(objects[0])]
    tokens = [t for o in objects for t in _short(o) if t.i > head.i] or objects[:1]
    low, high = min(t.i for t in tokens), max(t.i for t in tokens)
    words = list(head.doc[low : high + 1]) if high - low < 2 * _LONGEST else _short(objects[0])
    for preposition in children(objects[-1], "prep"):
        if preposition.lower_ in _BOUND and preposition.i == words[-1].i + 1:
            words += _adjunct(preposition)
    return words


def _adjunct(preposition: Word, *, wanted: bool = False) -> list[Word]:
    """A prepositional phrase that says where, to whom or what for; [] for one that says when or how it came, unless it is wanted."""
    if preposition.dep_ not in ("prep", "dative") or (preposition.lower_ in _TIMED and not wanted):
        return []
    objects = children(preposition, "pobj")
    dated = any(is_time(o) or o.like_num or any(is_time(t) for t in o.children if t.pos_ == "PROPN") for o in objects)
    if not objects or dated:
        return []
    phrase = _short(objects[0])
    return [preposition, *phrase] if len(phrase) <= _LONGEST and phrase[0].i > preposition.i else []


def _clause(verb: Word) -> list[Word]:
    """The words of a clause that says what was demanded, up to its first comma; [] for one that begins a sentence of its own."""
    if verb.i < verb.head.i or (verb.dep_ == "advcl" and not any(c.tag_ == "TO" for c in children(verb, "aux"))):
        return []
    words: list[Word] = []
    for token in sorted(verb.subtree, key=lambda t: t.i):
        if token.is_punct or len(words) >= _LONGEST_CLAUSE or (words and token.i != words[-1].i + 1):
            break
        words.append(token)
    return words if verb in words else []


def _apart(pieces: list[list[Word]]) -> list[list[Word]]:
    """Without pieces that lie within another."""
    kept: list[list[Word]] = []
    for piece in pieces:
        if not kept or piece[0].i > kept[-1][-1].i:
            kept.append(piece)
    return kept


def _short(head: Word) -> list[Word]:
    """The noun phrase, cut down to determiner, modifiers and head where it is long."""
    full = noun_phrase(head)
    if len(full) <= _LONGEST:
        return full
    return [t for t in full if head.i - _LONGEST < t.i <= head.i]
