"""What stands on the map: places that share events, areas that are no dots, clusters where there are too many."""

import numpy as np
import pytest
from view_arrays import COUNTRY, POINT, RING, arrays_of, many, on, world_arrays

from events.views.places import Kind
from events.views.symbols import MAX_PLACES, WORLD, Sight, Symbol, is_crowded, place_key, rows_at, symbols

AID = {"event_type": "AID"}


def all_rows(events: object) -> np.ndarray:
    return np.arange(len(events))  # type: ignore[arg-type]


def test_events_at_one_place_are_one_symbol_by_date() -> None:
    events = arrays_of(on("2015-05-20", **POINT), on("2015-05-10", **POINT, **AID), on("2015-05-10", **{**POINT, "lat": 33.5}))
    found = symbols(events, all_rows(events))
    assert found == [
        Symbol(Kind.POINT, "point:33.40000,43.30000", 33.4, 43.3, 5.0, "IQ", (0, 1, 0, 1, 0), False, (1, 0)),
        Symbol(Kind.POINT, "point:33.50000,43.30000", 33.5, 43.3, 5.0, "IQ", (0, 0, 0, 1, 0), False, (2,)),
    ]


def test_countries_and_regions_are_areas_beneath_the_points() -> None:
    events = arrays_of(*(on("2015-05-20", **place) for place in (POINT, RING, COUNTRY, {**COUNTRY, "lat": 33.1})))
    found = symbols(events, all_rows(events))
    assert [(symbol.kind, symbol.key, symbol.rows) for symbol in found] == [
        (Kind.COUNTRY, "country:IQ", (2, 3)),  # two geocoders may put a country's point differently
        (Kind.RING, "ring:32.50000,42.00000", (1,)),
        (Kind.POINT, "point:33.40000,43.30000", (0,)),
    ]


def test_a_continent_has_no_outline_and_is_a_ring() -> None:
    events = arrays_of(on("2015-05-20", **{**COUNTRY, "country_code": "", "radius_km": 3000.0}))
    assert [symbol.kind for symbol in symbols(events, all_rows(events))] == [Kind.RING]


@pytest.mark.parametrize(
    ("assumed", "hollow"),
    [((True, True), True), ((True, False), False), ((False, False), False)],
)
def test_a_symbol_is_hollow_when_no_event_has_a_date_of_its_own(assumed: tuple[bool, bool], hollow: bool) -> None:
    events = arrays_of(*(on("2015-05-20", **POINT, date_assumed=value) for value in assumed))
    assert [symbol.hollow for symbol in symbols(events, all_rows(events))] == [hollow]


def test_keys_find_their_events(tmp_path: object) -> None:
    events = world_arrays(tmp_path)
    placed = np.flatnonzero(events.placed)
    for symbol in symbols(events, placed):
        assert tuple(rows_at(events, placed, symbol.key)) == symbol.rows
        assert {place_key(events, row) for row in symbol.rows} == {symbol.key}
    assert rows_at(events, placed, "point:0.00000,0.00000").tolist() == []
    assert sorted(row for symbol in symbols(events, placed) for row in symbol.rows) == placed.tolist()


def test_too_many_places_are_clustered_and_none_is_lost() -> None:
    events = many(10_000)
    found = symbols(events, all_rows(events), WORLD)
    assert is_crowded(events) and len(found) < MAX_PLACES and sum(symbol.count for symbol in found) == 10_000


def test_zooming_in_draws_what_is_in_sight_one_by_one() -> None:
    events = many(10_000)
    sight = Sight(30, 170, 40, 190, 6)  # across the antimeridian
    found = symbols(events, all_rows(events), sight)
    inside = (events.lat >= 30) & (events.lat <= 40) & ((events.lon >= 170) | (events.lon <= -170))
    drawn = {row for symbol in found for row in symbol.rows}
    assert set(np.flatnonzero(inside).tolist()) <= drawn and len(drawn) < 400 and Kind.CLUSTER not in {symbol.kind for symbol in found}


def test_no_events_no_symbols() -> None:
    events = arrays_of()
    assert symbols(events, all_rows(events)) == [] and not is_crowded(events)
