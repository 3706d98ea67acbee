"""The page: map, timeline and source text of the events in the store. Start it with `streamlit run dashboard.py`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Literal

import streamlit as st

from events.documents import read_text
from events.errors import EventsError
from events.storage import Store, open_store
from events.views import components
from events.views.arrays import EventArrays, event_arrays
from events.views.assets import provide_assets
from events.views.downloads import download_control
from events.views.evidence import evidence
from events.views.filters import Account, EventFilter, Part, account
from events.views.first_start import FirstStart, seeds_missing
from events.views.labels import count, markdown
from events.views.map import base_map, event_layer
from events.views.selection import ALL, Selection
from events.views.symbols import WORLD, is_crowded, symbols
from events.views.timeline import timeline_data

EARLIEST, LATEST = date(1000, 1, 1), date(2999, 12, 31)
NO_EVENTS = "There are no events in the database yet: paste a text, or run `python -m events ingest FILE`."
HINT = "Choose a symbol on the map, an item of the timeline or a line of the list: the source text opens here, with the reasons."


@contextmanager
def in_one_line() -> Iterator[None]:
    """Says on the page what went wrong, and draws nothing more."""
    try:
        yield
    except EventsError as error:
        st.error(markdown(str(error)))
        st.stop()


@st.cache_resource(max_entries=2, show_spinner="Loading the events")
def load(location: str, version: str, _store: Store) -> EventArrays:
    return event_arrays(_store.event_columns())


@st.cache_resource
def started(identity: str, _store: Store) -> FirstStart:
    """The one first start of a database, shared by all who look at it meanwhile."""
    work = FirstStart(_store)
    work.start()
    return work


def first_start(store: Store) -> None:
    """Fills a new database from seeds/, and shows how far it is."""
    if not seeds_missing(document.source for document in store.documents()):
        return
    bar = st.empty()
    bar.progress(0.0, "Setting up, once")
    work = started(store.version().rpartition("-")[0], store)
    while work.is_alive():
        bar.progress(work.share, f"Setting up, once: {work.words}")
        work.join(0.2)
    bar.empty()
    if not work.complete:
        started.clear()  # the next visit tries again
        raise work.failure or EventsError("setting up failed, and the program's log says why; reload the page to try again")
    for error in work.errors:
        st.warning(markdown(str(error)))


@st.dialog("Find the events in a text", width="large")
def paste_dialog(store: Store, selection: Selection) -> None:
    with st.form("paste", border=False):
        text = st.text_area("Text", height=240, placeholder="Paste an article here.")
        left, right = st.columns([2, 1])
        title = left.text_input("Title", placeholder="The first line, if it is left empty")
        why = "“Last weekend” means nothing without it."
        published = right.date_input("Published", None, EARLIEST, LATEST, format="YYYY-MM-DD", help=why)
        if not st.form_submit_button("Find events", type="primary"):
            return
    from events.pipeline import analyse  # here, because looking at events needs no language model

    try:
        document = read_text(text, source="pasted text", published=published, title=title.strip() or None)
        with st.spinner("Reading the text"):
            analysis = analyse(store.known(document))
            store.save(analysis)
    except EventsError as error:
        st.error(markdown(str(error)))
        return
    selection.show_document(analysis)
    st.rerun()


def header(selection: Selection, store: Store, arrays: EventArrays) -> bool:
    """Title, dates and tools in one line. Whether online tiles are wanted."""
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        st.html("<h1>Events</h1>", width="content")
        date_box("From", "first_day", selection)
        st.html("to", width="content")
        date_box("To", "last_day", selection)
        st.button("All dates", key="all_dates", on_click=selection.choose_dates, args=(None, None), disabled=not selection.dates)
        st.space("stretch")
        if st.button("Paste a text", key="paste", icon=":material/content_paste:", type="primary"):
            paste_dialog(store, selection)
        download_control(store, arrays, EventFilter(selection.dates))
        with st.popover("", icon=":material/layers:", key="background", help="Background of the map"):
            return st.toggle("Online map (OpenStreetMap)", help="Asks tile.openstreetmap.org for pictures of what you look at.")


def date_box(label: str, key: str, selection: Selection) -> None:
    st.date_input(
        label,
        None,
        EARLIEST,
        LATEST,
        key=key,
        format="YYYY-MM-DD",
        width=162,
        label_visibility="collapsed",
        on_change=selection.dates_changed,
    )


def strip(selection: Selection, found: Account) -> None:
    """The account of all events: a button for each part opens its list."""
    both = f"; {found.undated_unplaced} of them without a place too" if found.undated_unplaced else ""
    meaning = {
        Part.SHOWN: "With a date and a place, within the chosen dates",
        Part.FILTERED: "Dated, and wholly outside the chosen dates",
        Part.UNPLACED: "Dated, but without a place: on the timeline only",
        Part.UNDATED: f"Not on the timeline; on the map, if placed, while no dates are chosen{both}",
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="strip"):
        list_button(selection, ALL, count(found.total, "event"), "Every event in the database")
        for part, words in meaning.items():
            sign = "=" if part is Part.SHOWN else "+"
            list_button(selection, part, f"{sign} {len(found.parts[part]):,} {part}", words)
        if selection.notice:
            st.markdown(f":blue-background[{markdown(selection.notice)}]", width="content")


def list_button(selection: Selection, name: str, label: str, meaning: str) -> None:
    kind: Literal["secondary", "tertiary"] = "secondary" if selection.list == name else "tertiary"
    st.button(label, key=f"open {name}", type=kind, help=meaning, on_click=selection.open_list, args=(name,))


def panel(selection: Selection, arrays: EventArrays, found: Account, store: Store) -> None:
    """The open list, and under it the source of the chosen event."""
    rows = selection.listed(arrays, found)
    chosen = store.event(selection.event) if selection.event else None
    analysis = store.analysis(chosen.document_id) if chosen else None
    lines = min(4 if chosen else 20, max(3, len(rows)))
    components.event_list(arrays, rows, selection.event, lines=lines, on_pick=selection.select)
    shown = evidence(analysis, chosen) if analysis and chosen else None
    above = 126 + components.list_height(lines)
    components.source_panel(shown, above=above, hint=HINT, on_document=selection.open_document)


@st.fragment
def workspace(store: Store) -> None:
    """Everything that a click may change."""
    with in_one_line():
        arrays = load(store.location, store.version(), store)
        selection = Selection(st.session_state, st.query_params)
        selection.begin(arrays)
        tiles = header(selection, store, arrays)
        found = account(arrays, selection.dates)
        if not len(arrays):
            st.info(" ".join(filter(None, (selection.notice and markdown(selection.notice), NO_EVENTS))))
            return
        strip(selection, found)
        left, right = st.columns([62, 38], gap="small")
        with left:
            draw_views(selection, arrays, found, tiles)
        with right:
            panel(selection, arrays, found, store)


def draw_views(selection: Selection, arrays: EventArrays, found: Account, tiles: bool) -> None:
    """Map and timeline of the same events."""
    dark, state = components.is_dark(), st.session_state
    selected = arrays.index.get(selection.event or "")
    crowded = is_crowded(arrays)
    components.event_map(
        base_map(dark, tiles),
        event_layer(arrays, symbols(arrays, found.on_map, state.get("sight", WORLD)), selected, selection.visit),
        crowded=crowded,
        on_click=lambda key: selection.click_place(arrays, found.on_map, key),
        on_sight=lambda sight: state.update(sight=sight),
    )
    components.event_timeline(
        timeline_data(arrays, found.on_timeline, selection.dates, selected, dark, state.get("window")),
        on_pick=selection.select,
        on_range=selection.choose_days,
        on_window=lambda window: state.update(window=window),
    )


def main() -> None:
    st.set_page_config(page_title="Events", page_icon=str(components.ICON), layout="wide")
    components.page_style()
    with in_one_line():
        provide_assets()
        store = open_store()
        first_start(store)
    workspace(store)


main()
