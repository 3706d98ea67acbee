"""Explore: map, timeline, list and source text of the events."""

from datetime import date
from typing import Literal

import numpy as np
import streamlit as st

from events.documents import read_text
from events.errors import EventsError
from events.storage import Store
from events.views import components
from events.views.address import read_box
from events.views.arrays import EventArrays, Rows
from events.views.choices import Choices, choose
from events.views.downloads import download_control
from events.views.filters import Account, Part, account, drawn
from events.views.lanes import lanes_by
from events.views.map import Look, base_map, event_layer
from events.views.pages.bad_luck import no_events, nothing_listed
from events.views.pages.filter_panel import Filtered, filter_button, filter_panel, filtered
from events.views.pages.frame import amount, complaint, in_one_line, language, load, tell, top_bar, went_back
from events.views.pages.notice import notice_line
from events.views.pages.review_bar import picked_on_map, review_bar
from events.views.pages.source import draw_source
from events.views.selection import ALL, Selection
from events.views.symbols import WORLD, is_crowded, symbols
from events.views.timeline import timeline_data

EARLIEST, LATEST = date(1000, 1, 1), date(2999, 12, 31)
LIST_CUT = 24


@st.fragment
def explore_page(store: Store) -> None:
    """Everything that a click may change."""
    with in_one_line():
        arrays = load(store.location, store.version(), store)
        selection = Selection(st.session_state, st.query_params, tell)
        selection.begin(arrays, anew=went_back())
        shown = filtered(store, arrays)
        inside = drawn(arrays, selection.dates, certain=shown.chosen.certain, other=shown.chosen.other)
        tiles = _header(selection, store, arrays, shown.chosen, np.flatnonzero(shown.allowed & inside))
        found = account(arrays, selection.dates, shown.allowed, certain=shown.chosen.certain, other=shown.chosen.other)
        if not len(arrays):
            notice_line(selection)
            no_events()
            return
        _strip(selection, found, shown.chosen if arrays.other.any() else None)
        notice_line(selection)
        *panel, left, right = st.columns([15, 49, 36] if shown.chosen.panel else [62, 38], gap="small")
        for column in panel:
            with column:
                filter_panel(shown, inside)
        with left:
            _draw_views(selection, arrays, found, tiles, store, shown)
        with right:
            _panel(selection, arrays, found, store, filtered=bool(shown.chosen))


def _paste_dialog(store: Store, selection: Selection) -> None:
    with st.form("paste", border=False):
        text = st.text_area(tell("paste.text"), height=240, placeholder=tell("paste.text_placeholder"))
        left, right = st.columns([2, 1])
        title = left.text_input(tell("paste.document_title"), placeholder=tell("paste.document_title_placeholder"))
        published = right.date_input(
            tell("paste.published"), None, EARLIEST, LATEST, format="YYYY-MM-DD", help=tell("paste.published_help")
        )
        if not st.form_submit_button(tell("paste.find"), type="primary"):
            return
    from events.pipeline import analyse  # here, because looking at events needs no language model

    try:
        document = read_text(text, source="pasted text", published=published, title=title.strip() or None)
        with st.spinner(tell("paste.reading")):
            analysis = analyse(store.known(document))
            store.save(analysis)
    except EventsError as error:
        st.error(complaint(error))
        return
    selection.show_document(analysis)
    st.rerun()


def _header(selection: Selection, store: Store, arrays: EventArrays, chosen: Choices, shown: Rows) -> bool:
    """Pages, dates and tools in one line. Whether online tiles are wanted."""
    with top_bar():
        _date_box(tell("explore.from_date"), "first_day", selection)
        st.html(tell("explore.to"), width="content")
        _date_box(tell("explore.to_date"), "last_day", selection)
        everything = tell("explore.all_dates")
        st.button(everything, key="all_dates", on_click=selection.choose_dates, args=(None, None), disabled=not selection.dates)
        filter_button(chosen)
        st.space("stretch")
        if st.button(tell("explore.paste"), key="paste", icon=":material/content_paste:", type="primary"):
            st.dialog(tell("paste.title"), width="large")(_paste_dialog)(store, selection)
        download_control(store, arrays, shown, language())
        with st.popover("", icon=":material/layers:", key="background", help=tell("explore.background")):
            return st.toggle(tell("explore.online_map"), help=tell("explore.online_map_help"))


def _date_box(label: str, name: str, selection: Selection) -> None:
    st.date_input(
        label,
        None,
        EARLIEST,
        LATEST,
        key=selection.box(name),
        format="YYYY-MM-DD",
        width=162,
        label_visibility="collapsed",
        on_change=selection.dates_changed,
    )


def _strip(selection: Selection, found: Account, chosen: Choices | None) -> None:
    """The account of all events: a button for each part opens its list. `chosen`: None where there are no other happenings to switch on."""
    help = {part: tell(f"strip.{part.name.lower()}_help") for part in (Part.SHOWN, Part.FILTERED, Part.OTHER, Part.UNPLACED, Part.UNDATED)}
    if found.undated_unplaced:
        help[Part.UNDATED] += tell("strip.undated_unplaced", count=amount(found.undated_unplaced))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="strip"):
        total = tell("strip.total_one" if found.total == 1 else "strip.total", count=amount(found.total))
        _list_button(selection, ALL, total, tell("strip.total_help"))
        for part, words in help.items():
            if part is Part.OTHER and chosen is None:
                continue
            sign = "=" if part is Part.SHOWN else "+"
            _list_button(selection, part, f"{sign} {amount(len(found.parts[part]))} {tell(f'strip.{part.name.lower()}')}", words)
        if chosen is not None:
            _other_switch(chosen)


def _other_switch(chosen: Choices) -> None:
    state = st.session_state
    state["other"] = chosen.other
    st.toggle(
        tell("explore.other"),
        key="other",
        help=tell("explore.other_help"),
        on_change=lambda: choose(state, st.query_params, other=state["other"]),
    )


def _list_button(selection: Selection, name: str, label: str, meaning: str) -> None:
    kind: Literal["secondary", "tertiary"] = "secondary" if selection.list == name else "tertiary"
    st.button(label, key=f"open {name}", type=kind, help=meaning, on_click=selection.open_list, args=(name,))


def _panel(selection: Selection, arrays: EventArrays, found: Account, store: Store, *, filtered: bool) -> None:
    """The open list, and under it the source of the chosen event."""
    rows = selection.listed(arrays, found)
    chosen = store.event(selection.event) if selection.event else None
    analysis = store.analysis(chosen.document_id) if chosen else None
    lines = min(4, max(2, len(rows)))
    if len(rows) and chosen:
        components.event_list(arrays, rows, selection.event, lines=lines, language=language(), on_pick=selection.select)
    elif len(rows):
        whole = components.list_height(max(2, len(rows)))  # page.css lets it be as high as the window
        with st.container(height=whole, border=False, key="explore_list"):
            components.event_list(arrays, rows, None, lines=None, language=language(), on_pick=selection.select)
    else:
        nothing_listed(selection, arrays, found, filtered=filtered)
    cut = components.list_cut(len(rows), language())
    if analysis and chosen:
        review_bar(store, analysis, chosen, selection, lambda: [arrays.ids[row] for row in rows])
    above = f"calc(var(--head) + {components.list_height(lines) + (LIST_CUT if cut else 0)}px + var(--review-bar))"
    draw_source(store, arrays, selection, analysis, chosen, listed=rows, above=above, hint=tell("explore.hint"))


def _draw_views(selection: Selection, arrays: EventArrays, found: Account, tiles: bool, store: Store, shown: Filtered) -> None:
    """Map and timeline of the same events."""
    dark, state, by = components.is_dark(), st.session_state, shown.chosen.lanes
    selected = arrays.index.get(selection.event or "")
    components.event_map(
        base_map(dark, tiles, language()),
        event_layer(
            arrays,
            symbols(arrays, found.on_map, state.get("sight", WORLD)),
            Look(selected, selection.visit, shown.chosen.area, selection.map_view, language()),
        ),
        watched=is_crowded(arrays) or shown.chosen.in_view,
        picking=bool(state.get("picking")),
        on_click=lambda key: selection.click_place(arrays, found.on_map, key),
        on_area=lambda text: choose(state, st.query_params, area=read_box(text)),
        on_sight=lambda sight: state.update(sight=sight),
        on_spot=lambda latitude, longitude: picked_on_map(store, selection, latitude, longitude),
    )
    lanes = lanes_by(by, arrays, shown.facets, found.of_all_dates, language())
    components.event_timeline(
        timeline_data(arrays, found, selection.dates, selected, dark, state.get("window"), lanes, language())
        | {"linked": selection.time_window, "visit": selection.visit},
        language=language(),
        by=by,
        on_pick=selection.select,
        on_range=selection.choose_days,
        on_window=lambda window: state.update(window=window),
        on_lanes=lambda kind: choose(state, st.query_params, lanes=kind),
    )
