"""Documents: what was read, and what each text yielded."""

import pandas as pd
import streamlit as st

from events.storage import Store
from events.views.pages.frame import in_one_line, tell, top_bar


def documents_page(store: Store) -> None:
    """One line a document."""
    with in_one_line():
        with top_bar():
            pass
        found = store.documents()
        if not found:
            st.info(tell("explore.no_events"))
            return
        st.dataframe(
            pd.DataFrame(
                {
                    tell("documents.title"): [one.title or "" for one in found],
                    tell("documents.published"): [one.dct for one in found],
                    tell("documents.publisher"): [one.publisher or "" for one in found],
                    tell("documents.events"): [one.events for one in found],
                    tell("documents.language"): [one.language for one in found],
                    tell("documents.characters"): [one.characters for one in found],
                    tell("documents.source"): [one.source or "" for one in found],
                    tell("documents.added"): [one.added for one in found],
                }
            ),
            hide_index=True,
        )
