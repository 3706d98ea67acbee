"""The download control: the events that are shown, in any export format. Like `components`, it touches Streamlit."""

import io
from collections.abc import Callable

import streamlit as st

from events.exports import EXPORTERS, export_events
from events.storage import Store
from events.views.arrays import EventArrays, Rows
from events.views.labels import count

FORMAT = "download format"


def download_bytes(store: Store, arrays: EventArrays, rows: Rows, format: str) -> Callable[[], bytes]:
    """What makes the file of these events, when it is asked for."""

    def made() -> bytes:
        documents = list(dict.fromkeys(arrays.columns["document_id"][row] for row in rows))
        target = io.BytesIO()
        export_events(store.analyses(documents), format, target, event_ids={arrays.ids[row] for row in rows})
        return target.getvalue()

    return made


def download_control(store: Store, arrays: EventArrays, rows: Rows) -> None:
    """A choice of formats and the button that saves a file of these events. The file is made when the button is pressed."""
    number = len(rows)
    with st.popover("", icon=":material/download:", key="download", help="Download the events that are shown", disabled=not number):
        format = st.selectbox("Format", list(EXPORTERS), format_func=lambda name: f"{name}: {EXPORTERS[name].description}", key=FORMAT)
        st.download_button(
            f"Download {count(number, 'event')}",
            download_bytes(store, arrays, rows, format),
            file_name=f"events{EXPORTERS[format].suffix}",
            mime=EXPORTERS[format].mime,
            on_click="ignore",
            key="download file",
        )
