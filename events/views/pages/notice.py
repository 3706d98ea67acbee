"""The line under the top of a page that says what was noticed: a link that could not be read, a correction that was not kept."""

import streamlit as st

from events.views.labels import markdown
from events.views.pages.frame import tell
from events.views.selection import Selection


def notice_line(selection: Selection) -> None:
    """What there is to say, with a button that takes it away; nothing where there is nothing.

    It has a line of its own, as it may be long. Its place is always there: what follows is not drawn anew when a notice comes or goes.
    """
    place = st.container()
    picking = tell("review.picking") if st.session_state.get("picking") else None
    words = " ".join(filter(None, (picking, selection.notice)))
    if not words:
        return
    with place.container(horizontal=True, vertical_alignment="center", key="notice"):
        st.markdown(markdown(words))
        meaning = tell("notice.stop_picking") if picking else tell("notice.dismiss")
        st.button("", icon=":material/close:", key="dismiss", type="tertiary", help=meaning, on_click=_dismiss, args=(selection,))


def _dismiss(selection: Selection) -> None:
    selection.dismiss_notice()
    st.session_state.pop("picking", None)
