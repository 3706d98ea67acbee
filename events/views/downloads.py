"""The download control: the events that are shown, in any export format. Like `components`, it touches Streamlit."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from events.exports import EXPORTERS, Exporter, export_events
from events.storage import Store
from events.views.arrays import EventArrays, Rows
from events.views.labels import counted
from events.views.pictures import map_svg, png_of, report_html, timeline_svg
from events.views.texts import FALLBACK, say, teller, word


@dataclass(frozen=True, slots=True)
class Picture:
    """What can be saved beside the tables of `EXPORTERS`. `draw` makes it, with its words in a language."""

    suffix: str
    mime: str
    draw: Callable[[Store, EventArrays, Rows, str], bytes]


def _report(store: Store, arrays: EventArrays, rows: Rows, language: str) -> bytes:
    title = say("page.title", language)
    return report_html(arrays, rows, store.analyses, title=title, made=datetime.now(), language=language).encode()


def _map_png(store: Store, arrays: EventArrays, rows: Rows, language: str) -> bytes:
    return png_of(map_svg(arrays, rows, language=language))


def _map_svg(store: Store, arrays: EventArrays, rows: Rows, language: str) -> bytes:
    return map_svg(arrays, rows, language=language).encode()


def _timeline_svg(store: Store, arrays: EventArrays, rows: Rows, language: str) -> bytes:
    return timeline_svg(arrays, rows, language=language).encode()


PICTURES: dict[str, Picture] = {
    "report": Picture(".html", "text/html", _report),
    "map-png": Picture("-map.png", "image/png", _map_png),
    "map-svg": Picture("-map.svg", "image/svg+xml", _map_svg),
    "timeline-svg": Picture("-timeline.svg", "image/svg+xml", _timeline_svg),
}


def download_bytes(store: Store, arrays: EventArrays, rows: Rows, format: str, language: str = FALLBACK) -> Callable[[], bytes]:
    """What makes the file of these events, when it is asked for."""

    def made() -> bytes:
        if format in PICTURES:
            return PICTURES[format].draw(store, arrays, rows, language)
        documents = list(dict.fromkeys(arrays.columns["document_id"][row] for row in rows))
        target = io.BytesIO()
        export_events(store.analyses(documents), format, target, event_ids={arrays.ids[row] for row in rows})
        return target.getvalue()

    return made


def export_choice(language: str, *, key: str) -> tuple[str, Exporter | Picture]:
    """A choice among all formats: its name, and what it is."""
    formats = {name: f"{name}: {word('format', name, language) or ''}" for name in (*EXPORTERS, *PICTURES)}
    format = st.selectbox(say("download.format", language), list(formats), format_func=formats.__getitem__, key=key)
    return format, PICTURES[format] if format in PICTURES else EXPORTERS[format]


def download_control(store: Store, arrays: EventArrays, rows: Rows, language: str) -> None:
    """A choice of formats and the button that saves a file of these events. The file is made when the button is pressed."""
    tell, number = teller(language), len(rows)
    with st.popover("", icon=":material/download:", key="download", help=tell("download.help"), disabled=not number):
        format, kind = export_choice(language, key="download format")
        st.download_button(
            tell("download.button", events=counted(number, "event", language)),
            download_bytes(store, arrays, rows, format, language),
            file_name=f"events{kind.suffix}",
            mime=kind.mime,
            on_click="ignore",
            key=f"download file {format}",
        )
