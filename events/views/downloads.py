"""The download control: the events that are shown, in any export format. Like `components`, it touches Streamlit."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from events.exports import EXPORTERS, export_events
from events.storage import Store
from events.views.arrays import EventArrays, Rows
from events.views.labels import count
from events.views.pictures import map_svg, png_of, report_html, timeline_svg

FORMAT = "download format"


@dataclass(frozen=True, slots=True)
class Picture:
    """What can be saved beside the tables of `EXPORTERS`."""

    description: str
    suffix: str
    mime: str
    draw: Callable[[Store, EventArrays, Rows], bytes]


def _report(store: Store, arrays: EventArrays, rows: Rows) -> bytes:
    return report_html(arrays, rows, store.analyses, title="Events", made=datetime.now()).encode()


PICTURES: dict[str, Picture] = {
    "report": Picture("map, timeline and sources in one web page that opens without a network", ".html", "text/html", _report),
    "map-png": Picture("the map as a picture", "-map.png", "image/png", lambda store, arrays, rows: png_of(map_svg(arrays, rows))),
    "map-svg": Picture("the map as a drawing", "-map.svg", "image/svg+xml", lambda store, arrays, rows: map_svg(arrays, rows).encode()),
    "timeline-svg": Picture(
        "the timeline as a drawing", "-timeline.svg", "image/svg+xml", lambda store, arrays, rows: timeline_svg(arrays, rows).encode()
    ),
}


def download_bytes(store: Store, arrays: EventArrays, rows: Rows, format: str) -> Callable[[], bytes]:
    """What makes the file of these events, when it is asked for."""

    def made() -> bytes:
        if format in PICTURES:
            return PICTURES[format].draw(store, arrays, rows)
        documents = list(dict.fromkeys(arrays.columns["document_id"][row] for row in rows))
        target = io.BytesIO()
        export_events(store.analyses(documents), format, target, event_ids={arrays.ids[row] for row in rows})
        return target.getvalue()

    return made


def download_control(store: Store, arrays: EventArrays, rows: Rows) -> None:
    """A choice of formats and the button that saves a file of these events. The file is made when the button is pressed."""
    number = len(rows)
    formats: dict[str, str] = {name: f"{name}: {exporter.description}" for name, exporter in EXPORTERS.items()}
    formats |= {name: f"{name}: {picture.description}" for name, picture in PICTURES.items()}
    with st.popover("", icon=":material/download:", key="download", help="Download the events that are shown", disabled=not number):
        format = st.selectbox("Format", list(formats), format_func=formats.__getitem__, key=FORMAT)
        kind = PICTURES[format] if format in PICTURES else EXPORTERS[format]
        st.download_button(
            f"Download {count(number, 'event')}",
            download_bytes(store, arrays, rows, format),
            file_name=f"events{kind.suffix}",
            mime=kind.mime,
            on_click="ignore",
            key="download file",
        )
