"""Charts: what is shown on the Explore page, counted."""

import numpy as np
import streamlit as st

from events.storage import Store
from events.views import components
from events.views.charts import actor_chart, matrix_chart, most_active, over_time, time_chart, who_on_whom
from events.views.filters import drawn
from events.views.pages.bad_luck import no_events, nothing_left
from events.views.pages.filter_panel import filtered
from events.views.pages.frame import amount, in_one_line, language, load, tell, top_bar, went_back
from events.views.pages.notice import notice_line
from events.views.selection import Selection


def charts_page(store: Store) -> None:
    """Three charts of the events that filters and dates let through."""
    with in_one_line():
        arrays = load(store.location, store.version(), store)
        selection = Selection(st.session_state, st.query_params, tell)
        selection.begin(arrays, anew=went_back())
        with top_bar():
            pass
        notice_line(selection)
        shown = filtered(store, arrays)
        inside = drawn(arrays, selection.dates, certain=shown.chosen.certain, other=shown.chosen.other)
        rows = np.flatnonzero(shown.allowed & inside)
        if not len(rows):
            if len(arrays):
                nothing_left(selection, filtered=bool(shown.chosen))
            else:
                no_events()
            return
        st.markdown(tell("charts.shown", count=amount(len(rows))))
        dark, words = components.is_dark(), language()
        components.group_legend(words)
        left, right = st.columns(2, gap="medium")
        with left:
            components.chart(tell("charts.time"), over_time(arrays, rows, words), time_chart, dark, words, tell("charts.nothing"))
            components.chart(tell("charts.matrix"), who_on_whom(arrays, rows), matrix_chart, dark, words, tell("charts.nothing"))
        with right:
            components.chart(tell("charts.actors"), most_active(arrays, rows, words), actor_chart, dark, words, tell("charts.nothing"))
