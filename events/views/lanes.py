"""The lanes of the timeline: the groups of event types, or the most frequent types, actors, places or texts and one lane for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from events.views.arrays import EventArrays, Rows
from events.views.facets import ACTOR, NO_VALUE, Facet
from events.views.groups import GROUPS, OTHER
from events.views.labels import code_word
from events.views.texts import FALLBACK, teller

GROUP, TYPE = "group", "type"
KINDS = (GROUP, TYPE, ACTOR, "place", "document")
MOST = 12  # lanes of their own; what is left shares one


@dataclass(frozen=True, slots=True)
class Lane:
    """`group`: index into GROUPS, where a lane holds one group; `rest`: it holds what has no lane of its own."""

    name: str
    events: int
    group: int | None = None
    rest: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """`of`: the lane of every event, an index into `all`."""

    all: tuple[Lane, ...]
    of: npt.NDArray[np.uint8]


def lanes_by(kind: str, arrays: EventArrays, facets: Mapping[str, Facet], rows: Rows, language: str = FALLBACK) -> Lanes:
    """The lanes of a kind, by their number among these events. An event of several actors is where the most frequent of them is."""
    if kind == GROUP:
        return by_group(arrays, rows, language)
    facet, tell = facets[kind], teller(language)
    among = np.zeros(len(arrays), dtype=np.bool_)
    among[rows] = True
    numbers = np.bincount(facet.codes[among[facet.rows]], minlength=len(facet.values))
    most = _most(facet.values, numbers)
    lane_of = np.full(len(facet.values), len(most), dtype=np.uint8)
    lane_of[most] = np.arange(len(most), dtype=np.uint8)
    of = np.full(len(arrays), len(most), dtype=np.uint8)
    np.minimum.at(of, facet.rows, lane_of[facet.codes])
    held = np.bincount(of[rows], minlength=len(most) + 1)
    none = tell("filter.none", facet=tell(f"filter.{kind}"))
    names = [facet.values[at] for at in most]
    words = [none if name == NO_VALUE else code_word("type", name, language) if kind == TYPE else name for name in names]
    lanes = [Lane(word, int(number)) for word, number in zip(words, held, strict=False)]
    if held[-1]:
        lanes.append(Lane(tell("timeline.rest"), int(held[-1]), rest=True))
    return Lanes(tuple(lanes), of)


def _most(values: tuple[str, ...], numbers: npt.NDArray[np.intp]) -> list[int]:
    """The most frequent values, and behind them "no value": that there is none says the least of an event."""
    order = [int(at) for at in np.argsort(-numbers, kind="stable")[:MOST] if numbers[at]]
    none = values.index(NO_VALUE) if NO_VALUE in values else None
    named = [at for at in order if at != none]
    return [*named, none] if none is not None and numbers[none] else named


def by_group(arrays: EventArrays, rows: Rows, language: str = FALLBACK) -> Lanes:
    """A lane for each group; none for what is of no group where there is nothing of it."""
    held = np.bincount(arrays.group[rows], minlength=len(GROUPS))
    lanes = [Lane(group.said(language), int(held[at]), at) for at, group in enumerate(GROUPS) if at != OTHER or held[at]]
    return Lanes(tuple(lanes), arrays.group)
