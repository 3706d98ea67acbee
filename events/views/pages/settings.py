"""Data and settings: where things are kept, in whose name corrections are made, the language of the interface."""

import streamlit as st

from events.storage import Store
from events.views.pages.frame import amount, author, in_one_line, language, tell, top_bar
from events.views.texts import languages


def settings_page(store: Store) -> None:
    """What can be set, beside where the data lie."""
    with in_one_line():
        with top_bar():
            pass
        left, right = st.columns(2, gap="large")
        with left:
            _choices()
        with right:
            _data(store)


def _choices() -> None:
    st.subheader(tell("settings.you"))
    names = languages()
    chosen = st.selectbox(
        tell("settings.language"), list(names), list(names).index(language()), format_func=names.__getitem__, width=320
    )
    if chosen != language():
        st.session_state["language"] = chosen
        st.rerun()
    name = st.text_input(tell("settings.author"), author(), help=tell("review.author_help"), width=320)
    if name.strip():
        st.session_state["author"] = name.strip()


def _data(store: Store) -> None:
    st.subheader(tell("settings.data"))
    documents = store.documents()
    st.markdown(tell("settings.counts", documents=amount(len(documents)), events=amount(sum(one.events for one in documents))))
    st.text(tell("settings.database"))
    st.code(store.location, language=None)
