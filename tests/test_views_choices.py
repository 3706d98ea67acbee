"""Choices in the session and in the address: what is chosen comes back from a link, and what a link cannot mean is left out."""

from typing import Any

import numpy as np
import pytest
from view_arrays import COUNTRY, POINT, arrays_of

from events.views.address import LEFT_OUT, read_box, read_map_view, read_window
from events.views.choices import Choices, allowed, choices, choose, write_link
from events.views.facets import chosen_by, event_facets
from events.views.search import searchable, with_words


class Address(dict[str, list[str]]):
    """Query parameters as Streamlit has them, without a page."""

    def get_all(self, key: str) -> list[str]:
        return self.get(key, [])

    def __setitem__(self, key: str, value: str | list[str]) -> None:
        super().__setitem__(key, [value] if isinstance(value, str) else value)


FACETS = {"type": frozenset({"AID", "ASSAULT"}), "actor": frozenset({"A, B & C"})}
SWITCHES = {"certain": True, "other": True, "in_view": True, "panel": True}
FULL = Choices(FACETS, "Kherson bridge", area=(1.0, 2.5, 3.0, 190.25), lanes="actor", **SWITCHES)


def test_choices_go_into_the_address_and_come_back() -> None:
    address = Address()
    write_link(FULL, address)
    assert address == {
        "type": ["AID", "ASSAULT"],
        "actor": ["A, B & C"],
        "words": ["Kherson bridge"],
        **{name: ["yes"] for name in SWITCHES},
        "area": ["1.0000,2.5000,3.0000,190.2500"],
        "lanes": ["actor"],
    }
    assert choices({}, address) == FULL
    write_link(Choices(), address)
    assert address == {}


def test_a_choice_is_changed_in_the_session_and_in_the_address() -> None:
    state: dict[Any, Any] = {}
    address = Address()
    assert choices(state, address) == Choices() and not choices(state, address)
    choose(state, address, type=["AID"], words="bridge")
    choose(state, address, words="")
    assert (choices(state, address).facets, address) == ({"type": frozenset({"AID"})}, {"type": ["AID"]})
    assert choices(state, address).number == 1
    choose(state, address, type=[])
    assert (bool(choices(state, address)), address) == (False, {})


def test_choices_of_an_address_that_the_browser_went_back_to_take_the_place_of_later_ones() -> None:
    state: dict[Any, Any] = {}
    choose(state, Address(), type=["AID"], words="bridge", panel=True)
    earlier = Address(actor=["A, B & C"], lanes=["type"])
    assert choices(state, earlier, anew=True) == Choices({"actor": frozenset({"A, B & C"})}, lanes="type")
    assert earlier == {"actor": ["A, B & C"], "lanes": ["type"]}
    assert choices(state, Address()) == Choices({"actor": frozenset({"A, B & C"})}, lanes="type")


def test_lanes_are_kept_but_leave_nothing_out_and_an_unknown_kind_is_none() -> None:
    address = Address(lanes=["actor"])
    chosen = choices({}, address)
    assert (chosen.lanes, bool(chosen), chosen.number) == ("actor", False, 0)
    for name in ("other", "panel"):
        assert not choices({}, Address({name: ["yes"]}))


def test_what_a_link_cannot_mean_is_left_out_and_remembered() -> None:
    facets = event_facets(arrays_of({"actors": "Army"}))
    wanted = {"lanes": ["colour"], "type": ["AID", "NOPE"], "actor": ["Army", "Nobody"], "certain": ["no"], "area": ["1,2"], "words": ["a"]}
    address, state = Address(wanted), dict[Any, Any]()
    chosen = choices(state, address, facets)
    assert chosen == Choices({"type": frozenset({"AID"}), "actor": frozenset({"Army"})}, "a")
    assert state[LEFT_OUT] == ["type=NOPE", "actor=Nobody", "area=1,2", "lanes=colour", "certain=no"]
    assert address == {"type": ["AID"], "actor": ["Army"], "words": ["a"]}


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "3,2,1,4", "-91,0,1,1", "0,5,1,4", "nan,0,1,1", "1,2,3,4,5"])
def test_what_is_no_box_is_none(text: str) -> None:
    assert read_box(text) is None


@pytest.mark.parametrize("text", ["", "1,2", "91,0,1", "0,0,21", "0,0,-1", "nan,0,1", "0,0,1,1", "a,b,c"])
def test_what_is_no_view_of_the_map_is_none(text: str) -> None:
    assert read_map_view(text) is None


@pytest.mark.parametrize("text", ["", "2015", "2015-05-16", "2015-05-16,2015-05-16", "2015-05-17,2015-05-16", "a", "0000-01-01,2015-05-18"])
def test_what_is_no_window_is_none(text: str) -> None:
    assert read_window(text) is None


def test_all_choices_narrow_together() -> None:
    arrays = arrays_of({"actors": "Army", **POINT}, {"actors": "Army", **COUNTRY}, {"actors": "Army", "title": "Tents"})
    facets = event_facets(arrays)
    army = {"actor": frozenset({"Army"})}
    around = (33.2, 43.0, 34.0, 44.5)
    several = (Choices(), Choices(army), Choices(army, "ramadi"), Choices(army, "tents"), Choices(army, area=around), Choices(words="no"))
    found = [with_words(searchable(arrays), arrays, chosen.words, frozenset()) if chosen.words else None for chosen in several]
    rows = [np.flatnonzero(allowed(arrays, facets, *told)).tolist() for told in zip(several, found, strict=True)]
    assert rows == [[0, 1, 2], [0, 1, 2], [0, 1], [2], [0], []]


def test_what_was_rejected_is_shown_to_those_who_ask() -> None:
    arrays = arrays_of({"review": "rejected"}, {"review": "accepted"}, {"review": "unreviewed", "event_type": "AID"})
    facets = event_facets(arrays)
    asked = ({}, {"review": frozenset({"rejected"})}, {"review": frozenset({"rejected", "accepted"})}, {"type": frozenset({"ASSAULT"})})
    assert [np.flatnonzero(allowed(arrays, facets, Choices(chosen), None)).tolist() for chosen in asked] == [[1, 2], [0], [0, 1], [1]]
    counts = {name: facets[name].counts(chosen_by(facets, {}, 3, besides=name)) for name in ("review", "type")}
    assert counts == {"review": [("accepted", 1), ("rejected", 1), ("unreviewed", 1)], "type": [("AID", 1), ("ASSAULT", 1)]}
