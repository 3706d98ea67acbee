"""Review: the events that nobody has judged, the least sure first, beside the log of corrections."""

import streamlit as st

from events.storage import Store
from events.views import components
from events.views.pages.bad_luck import no_events
from events.views.pages.frame import amount, in_one_line, language, load, tell, top_bar, went_back
from events.views.pages.notice import notice_line
from events.views.pages.review_bar import review_bar
from events.views.pages.source import draw_source
from events.views.reviewing import log_lines, review_queue
from events.views.selection import Selection


@st.fragment
def review_page(store: Store) -> None:
    """A list to work through with a, r, e, j, k; the source text beside it."""
    with in_one_line():
        arrays = load(store.location, store.version(), store)
        selection = Selection(st.session_state, st.query_params, tell)
        selection.begin(arrays, anew=went_back())
        with top_bar():
            pass
        notice_line(selection)
        if not len(arrays):
            no_events()
            return
        rows = review_queue(arrays)
        st.markdown(tell("review.waiting", count=amount(len(rows)), total=amount(len(arrays))))
        left, right = st.columns([55, 45], gap="small")
        with left:
            components.list_cut(len(rows), language())
            if len(rows):
                with st.container(height=600, border=False, key="review_list"):
                    components.event_list(arrays, rows, selection.event, lines=None, language=language(), on_pick=selection.select)
            with st.expander(tell("review.log"), expanded=not len(rows)):
                log = store.corrections()
                titles = {one.event_id: arrays.titles[arrays.index[one.event_id]] for one in log if one.event_id in arrays.index}
                if log:
                    minutes = st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm", timezone="UTC")
                    lines = log_lines(log, titles, language())
                    st.dataframe(lines, hide_index=True, column_config={tell("log.time"): minutes})
                else:
                    st.caption(tell("log.empty"))
        with right:
            chosen = store.event(selection.event) if selection.event else None
            analysis = store.analysis(chosen.document_id) if chosen else None
            if chosen and analysis:
                review_bar(store, analysis, chosen, selection, lambda: [arrays.ids[row] for row in rows])
            draw_source(store, arrays, selection, analysis, chosen, listed=rows, above="150px", hint=tell("review.hint"))
