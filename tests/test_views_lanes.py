"""The lanes of the timeline: by what, which of them there are, and which event is in which."""

from typing import Any

import numpy as np
import pytest
from view_arrays import arrays_of, on

from events.views.facets import event_facets
from events.views.lanes import MOST, Lane, lanes_by

EVENTS = arrays_of(
    on("2015-05-16", actors="Army", place_name="Ramadi", document_title="One"),
    on("2015-05-16", actors="Rebels, Army", place_name="Ramadi", document_title="One"),
    on("2015-05-16", actors="Army, Police", event_type="AID", document_title="Two"),
    on("2015-05-16", event_type="AID", place_name="Mosul", document_title="Two"),
    on("2015-05-16", actors="Rebels", event_type="SOMETHING", place_name="Mosul", document_title="Two"),
)
FACETS = event_facets(EVENTS)
EVERYTHING = np.arange(5)


GROUPED = [("Verbal cooperation", 0), ("Material cooperation", 2), ("Verbal conflict", 0), ("Material conflict", 2)]


@pytest.mark.parametrize(
    ("kind", "rows", "lanes", "of"),
    [
        ("group", EVERYTHING[:4], GROUPED, [3, 3, 1, 1, 4]),
        ("type", EVERYTHING, [("Aid", 2), ("Assault", 2), ("Something", 1)], [1, 1, 0, 0, 2]),
        ("actor", EVERYTHING, [("Army", 3), ("Rebels", 1), ("Police", 0), ("Actor: none", 1)], [0, 0, 0, 3, 1]),
        ("place", EVERYTHING, [("Mosul", 2), ("Ramadi", 2), ("Place: none", 1)], [1, 1, 2, 0, 0]),
        ("document", EVERYTHING[:2], [("One", 2)], [0, 0, 1, 1, 1]),
    ],
)
def test_lanes_are_by_number_and_what_has_no_value_comes_last(kind: str, rows: Any, lanes: list[tuple[str, int]], of: list[int]) -> None:
    found = lanes_by(kind, EVENTS, FACETS, rows)
    assert ([(lane.name, lane.events) for lane in found.all], found.of.tolist()) == (lanes, of)


def test_the_rest_shares_one_lane() -> None:
    names = [name for number in range(MOST + 3) for name in [f"Town {number:02}"] * (30 - number)]
    events = arrays_of(*(on("2015-05-16", place_name=name) for name in names))
    found = lanes_by("place", events, event_facets(events), np.arange(len(names)), "de")
    assert len(found.all) == MOST + 1 and found.all[0] == Lane("Town 00", 30)
    assert found.all[-1] == Lane("übrige", sum(30 - number for number in range(MOST, MOST + 3)), rest=True)
    assert np.bincount(found.of).tolist() == [lane.events for lane in found.all]


def test_without_events_there_are_no_lanes_but_those_of_the_groups() -> None:
    nothing = np.array([], dtype=np.intp)
    assert [len(lanes_by(kind, EVENTS, FACETS, nothing).all) for kind in ("group", "type", "actor", "place", "document")] == [4, 0, 0, 0, 0]
