"""The headline event: which of a document's events its title and its opening are about. It gets rank 0."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from events.extractor.lexicon import Lexicon, word_list
from events.extractor.other import RULE
from events.model import Document, Event, Link, Mention, PlacePrecision, Status
from events.ontology import OTHER

_POSSESSIVE = re.compile(r"'s?$")
STEM = 5  # letters that forms of a word share: "captured", "capture"
OPENING = 600  # characters after which what is told has lost half of its weight for being early
_LEAD = 400  # characters of the text that stand in for a missing title, cut at a sentence end
_STATUS = {Status.ACTUAL: 0.3, Status.PLANNED: 0.1, Status.HYPOTHETICAL: -0.5, Status.DENIED: -0.4}
_SAID = (Link.CLAUSE, Link.SENTENCE)


@dataclass(frozen=True, slots=True)
class Topic:
    """What the title speaks of: stems of its content words, the lemmas that they may have, the PLOVER types that these can tell of.

    `places`: what stands behind "in", "at", "near" or "outside", in lower case and every length: it may be a place.
    `weight`: how far to trust it; less where the first line of the text stands in for a title.
    """

    stems: frozenset[str]
    forms: frozenset[str]
    types: frozenset[str]
    places: frozenset[str]
    weight: float


def ranked(document: Document, events: Iterable[Event], topic: Topic) -> tuple[Event, ...]:
    """The events in the order given, each with its rank: 0 for the one that the document is about.

    An event that only words of the title made one is left out unless it is that one.
    """
    found = list(events)
    order = sorted(found, key=lambda e: (-_weight(e, topic, document), e.mentions[0].trigger.start))
    typed = any(_tells_title(e, topic, document.text) for e in order if not _from_title(e))
    order = [e for i, e in enumerate(order) if not _from_title(e) or (i == 0 and not typed and _is_news(e, document))]
    ranks = {event.id: rank for rank, event in enumerate(order)}
    return tuple(replace(e, rank=ranks[e.id]) for e in found if e.id in ranks)


def _is_news(event: Event, document: Document) -> bool:
    return event.status is Status.ACTUAL and _recency(event, document.dct) >= 0


def _tells_title(event: Event, topic: Topic, text: str) -> bool:
    """Whether an event of a type fits the title: by its trigger, or by its type and half of the title's words in its sentence."""
    if event.status not in (Status.ACTUAL, Status.PLANNED) or event.event_type == OTHER:
        return False
    kind = event.event_type in topic.types
    return bool(_triggers(event) & topic.forms) or (kind and max(_shared(m, topic, text) for m in event.mentions) >= 0.5)


def _triggers(event: Event) -> set[str]:
    words = (w for m in event.mentions for w in (*m.text.lower().split(), *m.rule.split(",")[0].split()))
    return {lemma for word in words for lemma in _lemmas(word)}


def _from_title(event: Event) -> bool:
    return all(m.rule.startswith(RULE) for m in event.mentions)


def topic_of(document: Document, lexicon: Lexicon) -> Topic:
    """What a document's title speaks of."""
    title = (document.title or "").strip()
    text = title or _lead(document.text)
    words = [w for w in re.findall(r"[^\W\d_][\w'-]*", text) if w.lower() not in word_list("small_words")]
    lemmas = [lemma for w in words for lemma in _lemmas(w.lower())]
    types = {entry.event_type for lemma in lemmas for pos in ("verb", "noun") for entry in lexicon.of(pos, lemma)[:1]}
    stems = frozenset(_stem(w) for w in words)
    return Topic(stems, frozenset(lemmas), frozenset(types), _places_of(title), 1.0 if title else 0.4)


def _places_of(title: str) -> frozenset[str]:
    """Runs of up to four capitalised words behind a preposition of place, and at the start of a title."""
    runs = re.findall(r"(?:^|\b(?:in|at|near|outside|across)\s+(?:the\s+)?)((?:[^\W\d_a-z][\w'’-]*\s*){1,4})", title)
    words = [run.lower().split() for run in runs]
    return frozenset(" ".join(w[i:j]).strip(",:") for w in words for i in range(len(w)) for j in range(i + 1, len(w) + 1))


def _lead(text: str) -> str:
    """The first line of a text, or its first sentence where the line is long."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    return line if len(line) <= _LEAD else line[:_LEAD].rsplit(". ", 1)[0]


def _lemmas(word: str) -> Iterator[str]:
    """Forms in which the lexicon may list a word of a title, which nobody has parsed."""
    yield word
    for ending, new in (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield word[: -len(ending)] + new


def _stem(word: str) -> str:
    return _POSSESSIVE.sub("", word.lower())[:STEM]


def stems_of(texts: Iterable[str]) -> frozenset[str]:
    """Stems of the content words of some texts."""
    return frozenset().union(*map(_stems, texts))


@lru_cache(maxsize=2_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(w) for w in re.findall(r"[^\W\d_][\w'-]*", text) if w.lower() not in word_list("small_words"))


def _weight(event: Event, topic: Topic, document: Document) -> float:
    """How much speaks for the event being the one that the document is about."""
    opening = 1.5 / (1.0 + event.mentions[0].trigger.start / OPENING)
    told = 0.5 * math.log2(1 + len(event.mentions))
    return (
        topic.weight * _fits(event, topic, document.text)
        + opening + told + 0.5 * event.confidence + _STATUS[event.status] + _detail(event) + _recency(event, document.dct)
    )  # fmt: skip


def _fits(event: Event, topic: Topic, text: str) -> float:
    """How well the event fits the title: its trigger and type, those who took part, where, and the sentence that tells of it."""
    parties = stems_of(a for m in event.mentions for one in (*m.actors, *m.recipients) for a in (one.text, one.name))
    places = stems_of(w for m in event.mentions if m.where for w in (m.where.place.name, m.where.toponym.text if m.where.toponym else ""))
    hit = 1.5 * bool(_triggers(event) & topic.forms)
    if event.event_type == OTHER:
        hit += 0.2 if _verbal(event) else -0.7
    elif event.event_type in topic.types:
        hit += 1.0
    hit += min(1.2, 0.4 * len(parties & topic.stems)) + 0.4 * bool((places - parties) & topic.stems)
    return hit + 1.5 * max(_shared(m, topic, text) for m in event.mentions)


def _verbal(event: Event) -> bool:
    return any("(verb)" in m.rule for m in event.mentions)


def _shared(mention: Mention, topic: Topic, text: str) -> float:
    """The share of the title's words that stand in the mention's sentence; a sentence that has the whole title in it tells it."""
    if not topic.stems:
        return 0.0
    return len(stems_of([mention.sentence.of(text)[:1000]]) & topic.stems) / len(topic.stems)


def _detail(event: Event) -> float:
    """What is told with date, place and parties of its own is told for its own sake."""
    placed = event.place is not None and event.place_precision is not PlacePrecision.COUNTRY and event.place_link in _SAID
    dated = event.date_link in _SAID
    parties = any(m.actors for m in event.mentions)
    numbers = any(m.quantities for m in event.mentions)
    return 0.3 * placed + 0.3 * dated + 0.2 * parties + 0.2 * numbers


def _recency(event: Event, dct: date | None) -> float:
    """News is of the last days; what lies years back is background."""
    day = event.last or event.first
    if dct is None or day is None:
        return 0.0
    days = abs((dct - day).days)
    return 0.5 if days <= 3 else 0.2 if days <= 14 else 0.0 if days <= 60 else -0.6
