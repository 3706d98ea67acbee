"""The source text cut where its marks begin and end. Joined together, the segments are the text again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from events.model import Event, Mention, Span

WHAT, WHEN, WHERE, SENTENCE = "what", "when", "where", "sentence"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text under the same marks.

    `mention`: number of the mention whose trigger begins here, from 1. `other`: number of another event whose trigger this is.
    `note`: number of the explanation of the date or place that this is. The latter two count from 0.
    """

    text: str
    marks: tuple[str, ...] = ()
    mention: int | None = None
    other: int | None = None
    note: int | None = None


def segments(
    text: str, mentions: Iterable[Mention], others: Sequence[Event] = (), noted: Sequence[Span] = ()
) -> tuple[Segment, ...]:
    """The whole text with the marks of these mentions, the triggers of other events, and the spans that have an explanation."""
    marked: list[tuple[str, Span]] = []
    triggers: dict[int, int] = {}
    for number, mention in enumerate(mentions, 1):
        marked += _marks(mention)
        triggers.setdefault(mention.trigger.start, number)
    elsewhere = [(number, mention.trigger) for number, event in enumerate(others) for mention in event.mentions]
    spans = [span for _, span in marked] + [span for _, span in elsewhere] + list(noted)
    edges = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end))})
    names = _under(marked, edges)
    other, note = _first_under(elsewhere, edges), _first_under(list(enumerate(noted)), edges)
    return tuple(
        Segment(text[start:end], names[at], triggers.get(start), None if WHAT in names[at] else other[at], note[at])
        for at, (start, end) in enumerate(pairwise(edges))
    )


def _marks(mention: Mention) -> list[tuple[str, Span]]:
    found = [(SENTENCE, mention.sentence), (WHAT, mention.trigger)]
    if mention.when and mention.when.timex:
        found.append((WHEN, mention.when.timex.span))
    if mention.where and mention.where.toponym:
        found.append((WHERE, mention.where.toponym.span))
    found += [(WHERE, toponym.span) for toponym in mention.scene]
    return found


def _under(marked: list[tuple[str, Span]], edges: list[int]) -> list[tuple[str, ...]]:
    """The names of the marks over each stretch between two edges: one sweep, for long texts have thousands of both."""
    changes: dict[int, Counter[str]] = {}
    for name, span in marked:
        if span.start < span.end:
            changes.setdefault(span.start, Counter())[name] += 1
            changes.setdefault(span.end, Counter())[name] -= 1
    now: Counter[str] = Counter()
    found = []
    for edge in edges[:-1]:
        now.update(changes.get(edge, {}))
        found.append(tuple(sorted(name for name, number in now.items() if number)))
    return found


def _first_under(numbered: list[tuple[int, Span]], edges: list[int]) -> list[int | None]:
    """The number over each stretch between two edges; where several lie over it, the one that comes first in the list."""
    at = {edge: number for number, edge in enumerate(edges)}
    found: list[int | None] = [None] * (len(edges) - 1)
    for number, span in numbered:
        for stretch in range(at[span.start], at[span.end]):
            if found[stretch] is None:
                found[stretch] = number
    return found
