"""What a page says where it has nothing to show: why, and the buttons that lead on."""

import streamlit as st

from events.views.arrays import EventArrays
from events.views.filters import Account, Part
from events.views.pages.filter_panel import clear_filters
from events.views.pages.frame import amount, tell
from events.views.selection import Selection

LEFT_OVER = (Part.UNPLACED, Part.UNDATED, Part.OTHER, Part.FILTERED)  # the lists of what is not drawn


def no_events() -> None:
    """For a database without events."""
    st.info(tell("explore.no_events"))
    with st.container(horizontal=True):
        _to_page("add", tell("luck.add"))
        _to_page("documents", tell("luck.documents"))


def nothing_left(selection: Selection, *, filtered: bool) -> None:
    """For dates and filters that let no event through: buttons that take them back."""
    st.info(tell("luck.nothing_left"))
    with st.container(horizontal=True):
        if selection.dates:
            st.button(tell("explore.all_dates"), key="widen", type="primary", on_click=selection.choose_dates, args=(None, None))
        if filtered:
            st.button(tell("filter.clear"), key="let through", type="primary", on_click=clear_filters)


def nothing_listed(selection: Selection, arrays: EventArrays, found: Account, *, filtered: bool) -> None:
    """For an open list without a line."""
    if selection.list != Part.SHOWN:
        st.info(tell("luck.list_empty"))
        with st.container(horizontal=True):
            _to_list(selection, Part.SHOWN, found)
    elif len(found.parts[Part.FILTERED]) and (selection.dates or filtered):
        nothing_left(selection, filtered=filtered)
    else:
        st.info(tell("luck.nothing_drawn") if arrays.dated.any() else tell("luck.all_undated"))
        with st.container(horizontal=True):
            for part in LEFT_OVER:
                if len(found.parts[part]):
                    _to_list(selection, part, found)
            if not arrays.dated.any():
                _to_page("documents", tell("luck.dates"))


def _to_list(selection: Selection, part: Part, found: Account) -> None:
    label = f"{amount(len(found.parts[part]))} {tell(f'strip.{part.name.lower()}')}"
    st.button(label, key=f"lead to {part}", on_click=selection.open_list, args=(part,))


def _to_page(name: str, label: str) -> None:
    if st.button(label, key=f"to {name}", type="primary" if name == "add" else "secondary"):
        st.switch_page(st.session_state["pages"][name])
