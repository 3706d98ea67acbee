"""Happenings that the trigger lexicon does not type: verbs that are no state and no saying, and nouns of data/lexicon/event_nouns.tsv.

Their event type is OTHER (ours, not PLOVER's). They are dated and placed by their own sentence, grouped apart, ranked below what has a
type, with less confidence. What only may happen, or is denied, is none of them.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from events.extractor.grouping import Found, group
from events.extractor.lexicon import Entry, word_list
from events.extractor.syntax import is_verbal
from events.extractor.triggers import Trigger, part_of_speech
from events.language import Stretch, Word
from events.model import Document, Event, Status
from events.ontology import OTHER

_STEM = 5  # letters that a verb and its noun share
_LIGHT = frozenset({"take", "make", "give", "have", "hold", "carry", "conduct", "stage", "launch", "mount", "perform", "do", "undertake"})
_OF_ANOTHER = frozenset({"aux", "auxpass", "case", "mark", "amod", "compound", "prep", "det", "advmod", "fixed", "cc"})


def untyped(sentence: Stretch, taken: Collection[int]) -> Iterator[Trigger]:
    """Triggers of a sentence that no lexicon line types, in text order. `taken`: tokens that typed triggers use."""
    nouns = {t.i for t in sentence if t.i not in taken and _is_event_noun(t)}
    used = nouns | set(taken)
    for token in sentence:
        if token.i in nouns:
            yield Trigger(token, (), _entry(token, "noun"))
        elif token.i not in taken and _tells(token, used):
            yield Trigger(token, (), _entry(token, "verb"))


def _entry(token: Word, pos: str) -> Entry:
    return Entry(token.lemma_.lower(), (), pos, OTHER, "", "", (), {}, "", 0)


def _is_event_noun(token: Word) -> bool:
    if token.pos_ != "NOUN" or token.lemma_.lower() not in word_list("event_nouns") or is_verbal(token):
        return False
    return part_of_speech(token) == "noun"


def _tells(token: Word, used: Collection[int]) -> bool:
    """Whether a verb tells of a happening, rather than of a state, a saying, a phase, or that a noun's happening took place."""
    if not token.tag_.startswith("VB") or token.dep_ in _OF_ANOTHER or not token.text[0].isalpha() or part_of_speech(token) != "verb":
        return False
    lemma = token.lemma_.lower()
    if lemma in word_list("uneventful_verbs") or lemma in word_list("reporting"):
        return False
    return not (lemma in _LIGHT and any(c.i in used for c in token.children if c.dep_ in ("dobj", "nsubjpass")))


def is_happening(event_type: str, status: Status) -> bool:
    """Whether a trigger tells of an event: what has no type does where the text tells it as fact or as planned."""
    return event_type != OTHER or status in (Status.ACTUAL, Status.PLANNED)


def recalled(one: Found, typed: Sequence[Found]) -> Found:
    """A noun that points back to a typed event by its stem, as one more mention of it: "would deliver ... the delivery"."""
    if one.mention.event_type != OTHER or not (one.noun and one.definite):
        return one
    back = next((t.mention for t in reversed(typed) if t.lemma[:_STEM] == one.lemma[:_STEM] and len(t.lemma) >= _STEM), None)
    if back is None:
        return one
    return replace(one, mention=replace(one.mention, event_type=back.event_type, mode=back.mode, acled=back.acled, status=back.status))


def group_untyped(document: Document, found: Sequence[Found], after: int) -> tuple[Event, ...]:
    """The events of untyped mentions, each lemma apart, in the order of the text. `after`: how many typed events rank above them."""
    by_lemma: dict[str, list[Found]] = {}
    for one in found:
        by_lemma.setdefault(one.lemma, []).append(replace(one, generic=False, passing=False, noun=False))
    events = [event for same in by_lemma.values() for event in group(document, same)]
    events.sort(key=lambda e: e.mentions[0].trigger)
    factor = float(word_list("confidence")["no type"])
    return tuple(replace(e, rank=after + number, confidence=round(e.confidence * factor, 3)) for number, e in enumerate(events))
