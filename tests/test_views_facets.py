"""Facets: their values, their live numbers, and the events that choices, words and boxes let through."""

import numpy as np
import pytest
from view_arrays import COUNTRY, POINT, arrays_of

from events.views.facets import chosen_by, event_facets, facet_counts, within_box
from events.views.search import searchable, with_words

ARRAYS = arrays_of(
    {"event_type": "ASSAULT", "actors": "Army, Rebels", "status": "actual", "title": "Army fought rebels", "document_id": "a", **POINT},
    {"event_type": "ASSAULT", "actors": "Rebels", "status": "planned", "title": "Rebels to attack", "document_id": "a", **COUNTRY},
    {"event_type": "AID", "actors": "", "status": "actual", "title": "Tents arrived", "document_id": "b"},
)
FACETS = event_facets(ARRAYS)
EVERYTHING = np.ones(3, dtype=np.bool_)


@pytest.mark.parametrize(
    ("chosen", "rows"),
    [
        ({}, [0, 1, 2]),
        ({"type": frozenset()}, [0, 1, 2]),
        ({"type": frozenset({"ASSAULT"})}, [0, 1]),
        ({"actor": frozenset({"Army"})}, [0]),
        ({"actor": frozenset({"Rebels", ""})}, [0, 1, 2]),
        ({"actor": frozenset({"Rebels"}), "status": frozenset({"planned"})}, [1]),
        ({"status": frozenset({"no such"})}, []),
    ],
)
def test_choices_of_one_facet_add_up_and_those_of_several_narrow(chosen: dict[str, frozenset[str]], rows: list[int]) -> None:
    assert np.flatnonzero(chosen_by(FACETS, chosen, 3)).tolist() == rows


def test_a_facet_counts_under_all_choices_but_its_own() -> None:
    counts = facet_counts(FACETS, {"type": frozenset({"AID"}), "place": frozenset({"Nowhere"})}, EVERYTHING)
    assert counts["type"] == [("AID", 0)]
    counts = facet_counts(FACETS, {"type": frozenset({"AID"})}, EVERYTHING)
    assert counts["type"] == [("ASSAULT", 2), ("AID", 1)]
    assert counts["actor"] == [("", 1)]
    assert counts["status"] == [("actual", 1)]
    assert facet_counts(FACETS, {}, np.array([True, True, False]))["actor"] == [("Rebels", 2), ("Army", 1)]


@pytest.mark.parametrize(
    ("words", "documents", "rows"),
    [
        ("", frozenset(), [0, 1, 2]),
        ("REBELS", frozenset(), [0, 1]),
        ("rebels army", frozenset(), [0]),
        ("ramadi", frozenset(), [0, 1]),
        ("nothing", frozenset(), []),
        ("nothing", frozenset({"b"}), [2]),
    ],
)
def test_words_are_looked_for_in_events_and_in_the_documents_found(words: str, documents: frozenset[str], rows: list[int]) -> None:
    assert np.flatnonzero(with_words(searchable(ARRAYS), ARRAYS, words, documents)).tolist() == rows


def test_words_are_found_in_no_events() -> None:
    nothing = arrays_of()
    assert with_words(searchable(nothing), nothing, "rebels", frozenset()).tolist() == []


def test_upper_and_lower_case_are_alike_in_every_script() -> None:
    german = {"title": "STRAẞE GESPERRT", "actors": "Ärzte, Δήμος"}
    arrays = arrays_of(german, {"title": "Straße", "place_name": "İzmir"}, {"actors": "X, Y"})
    words = ("strasse", "ÄRZTE", "ΔΉΜΟΣ", "i̇z", "x,")
    assert {word: with_words(searchable(arrays), arrays, word, frozenset()).tolist() for word in words} == {
        "strasse": [True, True, False],
        "ÄRZTE": [True, False, False],
        "ΔΉΜΟΣ": [True, False, False],
        "i̇z": [False, True, False],
        "x,": [False, False, True],
    }


@pytest.mark.parametrize(
    ("box", "rows"),
    [
        ((33.2, 43.0, 34.0, 44.5), [0]),
        ((30.0, 40.0, 35.0, 45.0), [0, 1]),
        ((-90.0, -180.0, 90.0, 180.0), [0, 1]),
        ((30.0, 400.0, 35.0, 405.0), [0, 1]),
        ((30.0, -320.0, 35.0, -315.0), [0, 1]),
        ((30.0, 50.0, 35.0, 60.0), []),
        ((-90.0, -700.0, 90.0, 700.0), [0, 1]),
    ],
)
def test_a_box_may_lie_on_any_copy_of_the_world(box: tuple[float, float, float, float], rows: list[int]) -> None:
    assert np.flatnonzero(within_box(ARRAYS, *box)).tolist() == rows
