"""Documents: what was read, from where, what each text yielded; a date corrected, a text taken out with all that came from it."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from events.storage import Store, StoredDocument
from events.views import components
from events.views.labels import code_word, counted, day, markdown
from events.views.pages.bad_luck import no_events
from events.views.pages.frame import amount, in_one_line, language, tell, top_bar
from events.views.selection import Selection

EARLIEST, LATEST = date(1000, 1, 1), date(2999, 12, 31)
OPENED = 10_000  # characters: a longer text stays folded at first


def documents_page(store: Store) -> None:
    """One line a document; the chosen one with its sources and what can be done with it."""
    with in_one_line():
        with top_bar():
            pass
        found = store.documents()
        if words := st.session_state.pop("document words", None):
            st.success(markdown(words))
        if not found:
            no_events()
            return
        left, right = st.columns([65, 35], gap="medium")
        with left, st.container(height=components.list_height(max(2, len(found))), border=False, key="documents_list"):
            chosen = _table(found)
        with right:
            if chosen is None:
                st.info(tell("documents.hint"))
            else:
                _details(store, chosen)


def _table(found: list[StoredDocument]) -> StoredDocument | None:
    columns: dict[str, list[Any]] = {
        tell("documents.title"): [one.title or "" for one in found],
        tell("documents.published"): [one.dct.isoformat() if one.dct else "" for one in found],
        tell("documents.dated_by"): [code_word("date_origin", one.dct_origin, language()) if one.dct_origin else "" for one in found],
        tell("documents.publisher"): [one.publisher or "" for one in found],
        tell("documents.events"): [one.events for one in found],
        tell("documents.sources"): [one.sources for one in found],
        tell("documents.language"): [one.language for one in found],
        tell("documents.characters"): [one.characters for one in found],
        tell("documents.source"): [one.source or "" for one in found],
        tell("documents.added"): [f"{one.added:%Y-%m-%d %H:%M}" if one.added else "" for one in found],
    }
    told: Any = st.dataframe(
        pd.DataFrame(columns),
        key="documents table",
        hide_index=True,
        height="stretch",
        row_height=components.LIST_ROW,
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],  # a click anywhere in a line chooses it
    )
    rows = [row for row, _ in told["selection"]["cells"]] or told["selection"]["rows"]
    return found[rows[0]] if rows and rows[0] < len(found) else None


def _details(store: Store, document: StoredDocument) -> None:
    from events.pipeline import redate, supports  # here, because looking at documents needs no language model

    st.markdown(f"**{markdown(document.title or tell('documents.untitled'))}**")
    if not supports(document.language):
        st.warning(tell("documents.unsupported", language=document.language))
    for source in store.sources(document.id):
        where = " · ".join(filter(None, (source.publisher, source.url or source.source)))
        st.caption(markdown(where))
    with st.container(horizontal=True):
        if st.button(tell("documents.show_events", count=amount(document.events)), disabled=not document.events, key="show events"):
            Selection(st.session_state, st.query_params, tell).open_document(document.id)
            st.switch_page(st.session_state["pages"]["explore"])
        with st.popover(tell("documents.delete"), icon=":material/delete:"):
            st.markdown(tell("documents.delete_sure", events=counted(document.events, "event", language())))
            if st.button(tell("documents.delete"), type="primary", key="delete document"):
                store.delete_document(document.id)
                st.session_state["document words"] = tell("documents.deleted", title=document.title or document.id)
                st.rerun()
    with st.form("redate", border=True):
        wanted = st.date_input(tell("documents.published"), document.dct, EARLIEST, LATEST, format="YYYY-MM-DD")
        if st.form_submit_button(tell("documents.redate")) and isinstance(wanted, date):
            with st.spinner(tell("paste.reading")):
                analysis = redate(store, document.id, wanted)
            st.session_state["document words"] = tell("documents.redated", day=day(wanted, language()), events=amount(len(analysis.events)))
            st.rerun()
    stored = store.document(document.id)
    if stored:
        with st.expander(tell("documents.text"), expanded=len(stored.text) < OPENED):
            components.plain_text(stored.text)
