"""What a reviewer is shown: the queue, the neighbours in a list, places to choose from, the log in words."""

from datetime import UTC, datetime

import pytest
from samples import IN_RAMADI, OTHER_RAMADI, RAINING, RAMADI, RETURNING, SEIZURE
from view_arrays import arrays_of

from events.gazetteer import Gazetteer, open_gazetteer
from events.model import PlacePrecision
from events.review import Correction, Verb
from events.views.reviewing import log_lines, neighbour, place_choices, place_words, review_queue, spot


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def test_the_queue_is_what_nobody_judged_the_least_sure_first() -> None:
    sure = (0.9, 0.2, 0.5, 0.5, 0.7, 0.1)
    reviews = ("unreviewed", "accepted", "unreviewed", "unreviewed", "edited", "unreviewed")
    arrays = arrays_of(*({"confidence": share, "review": review} for share, review in zip(sure, reviews, strict=True)))
    assert review_queue(arrays).tolist() == [5, 2, 3, 0]


@pytest.mark.parametrize(
    ("ids", "current", "step", "wanted"),
    [
        (["a", "b", "c"], "b", 1, "c"),
        (["a", "b", "c"], "b", -1, "a"),
        (["a", "b", "c"], "c", 1, "c"),
        (["a", "b", "c"], "a", -1, "a"),
        (["a", "b", "c"], "x", 1, "a"),
        (["a", "b", "c"], None, -1, "a"),
        ([], "a", 1, None),
    ],
)
def test_the_neighbour_in_a_list(ids: list[str], current: str | None, step: int, wanted: str | None) -> None:
    assert neighbour(ids, current, step) == wanted


def test_a_name_offers_its_own_candidates_then_the_gazetteers(gazetteer: Gazetteer) -> None:
    assert [choice.place for choice in place_choices(SEIZURE, "", None)] == [RAMADI, *(c.place for c in IN_RAMADI.candidates)]
    assert place_choices(RAINING, "", None) == []
    named = place_choices(SEIZURE, " Palmyra ", gazetteer)
    assert (named[0].place.name, named[0].place.country_code) == ("Tadmur", "SY")
    assert place_choices(SEIZURE, "Nowhere at all 123", gazetteer) == place_choices(SEIZURE, "", None)


def test_a_place_in_words_is_told_from_its_namesakes() -> None:
    assert place_words(RAMADI) == "Ramadi, Anbar, Iraq · city or town · 33.42° N, 43.31° E"
    assert place_words(OTHER_RAMADI) == "Ramadi, Monufia, Egypt · city or town · 30.50° N, 31.50° E"


@pytest.mark.parametrize(
    ("clicked", "wanted"), [((10.0, 20.0), (10.0, 20.0)), ((-95.0, 200.0), (-90.0, -160.0)), ((0.0, -541.5), (0.0, 178.5))]
)
def test_a_click_on_any_copy_of_the_world_is_a_spot_on_earth(clicked: tuple[float, float], wanted: tuple[float, float]) -> None:
    place = spot(*clicked)
    assert (place.latitude, place.longitude, place.precision, place.geocoder) == (*wanted, PlacePrecision.EXACT, "reviewer")


def test_the_log_in_words_newest_first() -> None:
    time = datetime(2015, 5, 22, 10, 30, tzinfo=UTC)
    made = Correction(Verb.EDIT, "d", SEIZURE.id, "Anna", old={"place": None}, new={"place": {"name": "Ramadi"}}, number=1, time=time)
    joined = {"others": [{"id": RETURNING.id, "triggers": []}]}
    log = [
        made,
        Correction(Verb.UNDO, "d", SEIZURE.id, "Ben", undoes=1, number=2, time=time),
        Correction(Verb.MERGE, "d", "gone", "Ben", new=joined, number=3, time=time),
        Correction(Verb.EDIT, "d", SEIZURE.id, "Ben", new={"title": "x" * 100}, number=4, time=time),
    ]
    shared = {"Time (UTC)": time}
    assert log_lines(log, {SEIZURE.id: "Bridge seized"}) == [
        shared
        | {
            "No.": 4,
            "Author": "Ben",
            "Did": "edit",
            "Event": "Bridge seized",
            "Before": "",
            "After": f"Title: {'x' * 59}…",
            "In force": True,
        },
        shared
        | {"No.": 3, "Author": "Ben", "Did": "merge", "Event": "gone", "Before": "", "After": f"Others: {RETURNING.id}", "In force": True},
        shared | {"No.": 2, "Author": "Ben", "Did": "undo 1", "Event": "Bridge seized", "Before": "", "After": "", "In force": False},
        shared
        | {
            "No.": 1,
            "Author": "Anna",
            "Did": "edit",
            "Event": "Bridge seized",
            "Before": "Place: none",
            "After": "Place: Ramadi",
            "In force": False,
        },
    ]
