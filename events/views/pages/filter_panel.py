"""The panel of filters: words to search for, facets with live numbers, what the map shows."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from events.storage import Store
from events.views.arrays import EventArrays, Flags
from events.views.choices import Choices, allowed, choices, choose, elsewhere
from events.views.facets import ORDER, Facet, event_facets, facet_counts, within_box
from events.views.labels import code_word
from events.views.pages.frame import amount, language, tell, went_back
from events.views.search import searchable, with_words
from events.views.symbols import Sight

OFFERED = 300  # values of one facet, the most frequent first
CODED = {  # facets whose values are codes, and the section of the catalogue that says them
    "type": "type",
    "status": "status",
    "review": "verdict",
    "date_precision": "date_precision",
    "place_precision": "place_precision",
}


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """What the panel lets through: `allowed` by all choices, `base` by those that are no facets."""

    chosen: Choices
    facets: Mapping[str, Facet]
    base: Flags
    allowed: Flags


@st.cache_resource(max_entries=50, show_spinner=False)
def _found(location: str, version: str, words: str, _store: Store, _arrays: EventArrays) -> Flags:
    return with_words(searchable(_arrays), _arrays, words, frozenset(_store.search(words)))


def filtered(store: Store, arrays: EventArrays) -> Filtered:
    """The choices of this session, and the events that they let through."""
    facets = event_facets(arrays)
    chosen = choices(st.session_state, st.query_params, facets, anew=went_back())
    found = _found(store.location, store.version(), chosen.words, store, arrays) if chosen.words else None
    sight: Sight | None = st.session_state.get("sight") if chosen.in_view else None
    seen = within_box(arrays, sight.south, sight.west, sight.north, sight.east) if sight else True
    return Filtered(chosen, facets, elsewhere(arrays, chosen, found) & seen, allowed(arrays, facets, chosen, found) & seen)


def filter_button(chosen: Choices) -> None:
    """Opens and closes the panel; says how many choices there are."""
    number = chosen.number
    label = f"{tell('filter.button')} ({number})" if number else tell("filter.button")
    st.button(
        label,
        key="filters",
        icon=":material/filter_alt:",
        type="primary" if number else "secondary",
        on_click=lambda: choose(st.session_state, st.query_params, panel=not chosen.panel),
    )


def filter_panel(shown: Filtered, inside: Flags) -> None:
    """The widgets. `inside`: the events within the chosen dates, among which the numbers are counted."""
    state, link, chosen = st.session_state, st.query_params, shown.chosen
    with st.container(key="filter_panel"):
        state["search words"] = chosen.words
        st.text_input(
            tell("filter.search"),
            key="search words",
            placeholder=tell("filter.search_placeholder"),
            icon=":material/search:",
            on_change=lambda: choose(state, link, words=state["search words"].strip()),
        )
        counts = facet_counts(shown.facets, chosen.facets, shown.base & inside)
        for name in ORDER:
            _facet_box(name, dict(counts[name][:OFFERED]), chosen)
        state["certain only"] = chosen.certain
        st.toggle(
            tell("filter.certain"),
            key="certain only",
            help=tell("filter.certain_help"),
            on_change=lambda: choose(state, link, certain=state["certain only"]),
        )
        state["in view only"] = chosen.in_view
        st.toggle(
            tell("filter.in_view"),
            key="in view only",
            help=tell("filter.in_view_help"),
            on_change=lambda: choose(state, link, in_view=state["in view only"]),
        )
        if chosen.area:
            state["in area"] = True
            st.toggle(tell("filter.area"), key="in area", on_change=lambda: choose(state, link, area=None))
        st.button(tell("filter.clear"), key="clear filters", disabled=not chosen, on_click=clear_filters)


def clear_filters() -> None:
    """Takes every choice back, the dates apart."""
    nothing: dict[str, list[str]] = {name: [] for name in ORDER}
    choose(st.session_state, st.query_params, words="", certain=False, in_view=False, area=None, **nothing)


def _facet_box(name: str, counts: dict[str, int], chosen: Choices) -> None:
    key = f"facet {name}"
    st.session_state[key] = sorted(chosen.facets.get(name, ()))
    label = tell(f"filter.{name}")
    options = [*counts, *(value for value in st.session_state[key] if value not in counts)]

    def words(value: str) -> str:
        shown = (code_word(CODED[name], value, language()) if name in CODED and value else value) or tell("filter.none", facet=label)
        return f"{shown} ({amount(counts.get(value, 0))})"

    st.multiselect(
        label,
        options,
        key=key,
        format_func=words,
        placeholder=tell("filter.values", count=amount(len(counts))),
        on_change=lambda: choose(st.session_state, st.query_params, **{name: st.session_state[key]}),
    )
