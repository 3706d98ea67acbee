"""The elements on the page: the only views that touch Streamlit. Each takes data and calls back with plain values."""

import html
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from events.views.arrays import EventArrays, Rows
from events.views.assets import WEB
from events.views.evidence import Evidence
from events.views.groups import GROUPS
from events.views.labels import number
from events.views.lanes import KINDS
from events.views.symbols import Sight
from events.views.table import MAX_ROWS, event_table
from events.views.texts import say, texts_of
from events.views.timeline import View, window_of

ICON = WEB / "icon.svg"
LIST_HEAD, LIST_ROW = 35, 30  # pixels
MAP_HEIGHT = 400  # pixels before page.css fits it to the window


def _read(*names: str) -> str:
    return "".join((WEB / name).read_text("utf-8") for name in names)


_TIMELINE = ("address.js", "shapes.js", "timeline_parts.js", "timeline_overview.js", "timeline_playback.js", "timeline.js")
_timeline = st.components.v2.component("events_timeline", html=_read("timeline.html"), css=_read("timeline.css"), js=_read(*_TIMELINE))
_address = st.components.v2.component("events_address", js=f"{_read('address.js')}export default () => {{}};\n")
_source = st.components.v2.component("events_source", html=_read("source.html"), css=_read("source.css"), js=_read("source.js"))


def is_dark() -> bool:
    """Whether the page is shown in a dark theme."""
    return st.context.theme.type == "dark"


def page_style() -> None:
    """Fits the page into the window, and its address to what the user does."""
    st.html(f"<style>{_read('page.css')}</style>")
    _address(key="address")


def event_map(
    base: folium.Map,
    layer: folium.FeatureGroup,
    *,
    watched: bool,
    picking: bool,
    on_click: Callable[[str], None],
    on_area: Callable[[str], None],
    on_sight: Callable[[Sight], None],
    on_spot: Callable[[float, float], None],
) -> None:
    """The map. `on_click` gets the key of a place, `on_area` a drawn box, `on_sight` what is in sight, and only where it is `watched`.

    While `picking`, a click anywhere goes to `on_spot` as latitude and longitude, and to nothing else.
    """
    key = " ".join(("map", *(["watched"] if watched else []), *(["picking"] if picking else [])))
    wanted = ["last_active_drawing", "last_object_clicked_count", *(["bounds", "zoom"] if watched else [])]
    if picking:
        wanted = ["last_clicked", "last_object_clicked"]

    def changed() -> None:
        told = st.session_state.get(key) or {}
        if picking:
            spot = told.get("last_clicked") or told.get("last_object_clicked")
            if spot:
                on_spot(spot["lat"], spot["lng"])
            return
        if watched and told.get("bounds"):
            on_sight(_sight(told))
        properties = (told.get("last_active_drawing") or {}).get("properties") or {}
        drawn = properties.get("drawn")
        if drawn and drawn != st.session_state.get("map drawn"):
            st.session_state["map drawn"] = drawn
            on_area(str(properties["key"]).removeprefix("box:"))
        clicks = told.get("last_object_clicked_count") or 0  # a second click on the same symbol changes nothing else
        if clicks != st.session_state.get("map clicks", 0):
            st.session_state["map clicks"] = clicks
            on_click(str(properties.get("key", "")))

    options = {"height": MAP_HEIGHT, "use_container_width": True, "returned_objects": wanted, "on_change": changed}
    with st.container(key="map_frame"):
        st_folium(base, key=key, feature_group_to_add=layer, **options)


def _sight(told: dict[str, Any]) -> Sight:
    low, high = told["bounds"]["_southWest"], told["bounds"]["_northEast"]
    return Sight(low["lat"], low["lng"], high["lat"], high["lng"], int(told["zoom"]))


def event_timeline(
    data: dict[str, Any],
    *,
    language: str,
    by: str,
    on_pick: Callable[[str], None],
    on_range: Callable[[View | None], None],
    on_window: Callable[[View | None], None],
    on_lanes: Callable[[str], None],
) -> None:
    """The timeline. `on_pick` gets an event id, `on_range` the chosen days or None for all, `on_window` what it shows if that matters.

    `by`: the kind of lanes, of `lanes.KINDS`; `on_lanes` gets another one.
    """
    dates = texts_of("date", language)
    words = texts_of("timeline", language) | {name: dates[name] for name in ("months", "day")}
    told = {"words": words, "language": language, "kinds": KINDS, "by": by}
    _timeline(
        key="timeline",
        data=data | told,
        on_picked_change=_told("timeline", "picked", on_pick),
        on_range_change=_told("timeline", "range", lambda days: on_range(window_of(days))),
        on_window_change=lambda: on_window(window_of(st.session_state.timeline.window)),
        on_lanes_change=_told("timeline", "lanes", on_lanes),
    )


def _told(component: str, name: str, call: Callable[[Any], None]) -> Callable[[], None]:
    """Calls back with what a component told: None for what is empty."""

    def changed() -> None:
        value = st.session_state[component][name]
        if value is not None:
            call(value or None)

    return changed


def source_panel(
    evidence: Evidence | None,
    *,
    line: int | None,
    above: str,
    hint: str,
    language: str,
    on_document: Callable[[str], None],
    on_event: Callable[[str], None],
    on_beside: Callable[[str | None], None],
    on_marked: Callable[[str], None],
) -> None:
    """The event's reasons and its text, opened at the sentence; `hint` where none is chosen.

    `line`: that of the event in the list of the page, which is scrolled to it; None where it is not in the list.
    `above`: the height of what stands over it, as a CSS length. `on_document` gets the id of the text whose events the user wants to see,
    `on_event` that of the event that is chosen in the text, `on_beside` that of the event whose text shall stand beside, or None.
    `on_marked` gets words that the user marked to add an event, behind the number of the character where they begin: "120:laid siege".
    """
    dark = is_dark()
    data = {
        "evidence": asdict(evidence) if evidence else None,
        "dark": dark,
        "colours": [group.colour(dark) for group in GROUPS],
        "words": texts_of("panel", language),
        "line": line,
        "rows": {"head": LIST_HEAD, "height": LIST_ROW},
        "above": above,
        "hint": hint,
    }
    _source(
        key="source",
        data=data,
        on_document_change=_told("source", "document", on_document),
        on_event_change=_told("source", "event", on_event),
        on_beside_change=_told("source", "beside", on_beside),
        on_marked_change=_told("source", "marked", on_marked),
    )


def list_height(lines: int) -> int:
    """Pixels of a list with its head."""
    return LIST_HEAD + LIST_ROW * lines + 2


def event_list(
    arrays: EventArrays, rows: Rows, selected: str | None, *, lines: int | None, language: str, on_pick: Callable[[str], None]
) -> None:
    """A list of events, `lines` high; None fills what stands around it. A click anywhere in a line calls `on_pick` with its event id."""
    table = event_table(arrays, rows, language)
    ids: Sequence[str] = [arrays.ids[row] for row in rows[: len(table)]]

    def picked() -> None:
        chosen = st.session_state["list table"]["selection"]
        line = chosen["cells"][0][0] if chosen["cells"] else chosen["rows"][0] if chosen["rows"] else None
        if line is not None and line < len(ids):
            on_pick(ids[line])

    marked = [ids.index(selected)] if selected in ids else []
    st.session_state["list table"] = {"selection": {"rows": marked, "columns": [], "cells": []}}
    st.dataframe(
        table,
        key="list table",
        height="stretch" if lines is None else list_height(lines),
        row_height=LIST_ROW,
        hide_index=True,
        on_select=picked,
        selection_mode=["single-row", "single-cell"],
        column_config={
            say("list.when", language): st.column_config.TextColumn(width=120),
            say("list.what", language): st.column_config.TextColumn(width=250),
            say("list.confidence", language): st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1, width=90),
        },
    )


def list_cut(events: int, language: str) -> bool:
    """Whether a list of so many events shows only the first of them; if so, says it in a line."""
    if events <= MAX_ROWS:
        return False
    with st.container(key="list_cut"):
        st.caption(say("list.cut", language, shown=number(MAX_ROWS, language), count=number(events, language)))
    return True


def group_legend(language: str) -> None:
    """The colours of the groups in a line that wraps where the page is narrow."""
    dark = is_dark()
    keys = "".join(f'<span><i style="background:{group.colour(dark)}"></i>{html.escape(group.said(language))}</span>' for group in GROUPS)
    st.html(f'<div class="group-legend">{keys}</div>')


def facts(pairs: Sequence[tuple[str, str]]) -> None:
    """A list of names and what they stand for."""
    lines = "".join(f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd></div>" for name, value in pairs)
    st.html(f'<dl class="facts">{lines}</dl>')


def plain_text(text: str) -> None:
    """An article's text as it is written."""
    st.html(f'<div class="plain-text" dir="auto">{html.escape(text)}</div>')


def chart(heading: str, frame: pd.DataFrame, draw: Callable[[pd.DataFrame, bool, str], Any], dark: bool, language: str, empty: str) -> None:
    """A chart under its heading, or one line where there is nothing to draw."""
    st.markdown(f"**{heading}**")
    if frame.empty:
        st.caption(empty)
        return
    st.altair_chart(draw(frame, dark, language), width="stretch")
