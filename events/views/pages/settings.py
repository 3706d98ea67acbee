"""Data and settings: where things are kept, all of it as a file, in whose name corrections are made, the language, the keys."""

import json
from pathlib import Path

import numpy as np
import streamlit as st

from events.gazetteer import FILE
from events.paths import local_dir
from events.records import to_plain
from events.storage import Store
from events.views import components
from events.views.arrays import EventArrays
from events.views.downloads import download_bytes, export_choice
from events.views.labels import counted, figure
from events.views.pages.frame import amount, author, in_one_line, language, load, tell, top_bar
from events.views.texts import languages

KEYS = ("judge", "edit", "undo", "walk", "timeline", "zoom", "play", "escape")  # of the catalogue's section "keys"


def settings_page(store: Store) -> None:
    """What can be set, beside where the data lie."""
    with in_one_line():
        with top_bar():
            pass
        arrays = load(store.location, store.version(), store)
        left, right = st.columns([40, 60], gap="large")
        with left:
            _choices()
            _keys()
        with right:
            _data(store, arrays)
            _take_along(store, arrays)


def _choices() -> None:
    st.subheader(tell("settings.you"), anchor=False)
    names = languages()
    chosen = st.selectbox(tell("settings.language"), list(names), list(names).index(language()), format_func=names.__getitem__, width=320)
    if chosen != language():
        st.session_state["language"] = chosen
        st.rerun()
    name = st.text_input(tell("settings.author"), author(), help=tell("review.author_help"), width=320)
    if name.strip():
        st.session_state["author"] = name.strip()


def _keys() -> None:
    st.subheader(tell("keys.title"), anchor=False)
    components.facts([(tell(f"keys.{name}"), tell(f"keys.{name}_does")) for name in KEYS])


def _data(store: Store, arrays: EventArrays) -> None:
    st.subheader(tell("settings.data"), anchor=False)
    documents, gazetteer = store.documents(), local_dir() / FILE
    st.markdown(", ".join((counted(len(documents), "document", language()), counted(len(arrays), "event", language()))))
    undated = sum(one.dct is None for one in documents)
    components.facts(
        [
            (tell("settings.database"), f"{store.location}{_size(Path(store.location))}"),
            (tell("settings.gazetteer"), f"{gazetteer}{_size(gazetteer)}"),
            (tell("settings.folder"), str(local_dir())),
            (tell("settings.sources"), amount(sum(one.sources for one in documents))),
            (tell("settings.undated"), amount(undated)),
            (tell("settings.failures"), amount(len(store.failures()))),
            (tell("settings.corrections"), amount(len(store.corrections()))),
        ]
    )
    st.caption(tell("settings.moved"))


def _size(path: Path) -> str:
    """The size of a file behind its name, such as " · 1.2 MB"; nothing where there is no such file."""
    return f" · {figure(round(path.stat().st_size / 1e6, 1), language())} MB" if path.is_file() else ""


def _take_along(store: Store, arrays: EventArrays) -> None:
    """Everything there is as a file, whatever is filtered elsewhere."""
    st.subheader(tell("settings.take"), anchor=False)
    st.markdown(tell("settings.take_help"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        format, kind = export_choice(language(), key="take format")
        st.download_button(
            tell("download.button", events=counted(len(arrays), "event", language())),
            download_bytes(store, arrays, np.arange(len(arrays)), format, language()),
            file_name=f"events{kind.suffix}",
            mime=kind.mime,
            on_click="ignore",
            disabled=not len(arrays),
            key="take events",
        )
        log = store.corrections()
        st.download_button(
            tell("settings.take_log"),
            lambda: "".join(f"{json.dumps(to_plain(one), ensure_ascii=False)}\n" for one in log).encode(),
            file_name="corrections.jsonl",
            mime="application/jsonl",
            on_click="ignore",
            disabled=not log,
            key="take log",
        )
