"""The pages: map, timeline and source text of the events in the store. Start them with `streamlit run dashboard.py`."""

from functools import partial

import streamlit as st

from events.views import components
from events.views.assets import provide_assets
from events.views.pages import PAGES
from events.views.pages.frame import first_start, in_one_line, keep_address, tell, the_store


def main() -> None:
    st.set_page_config(page_title="Events", page_icon=str(components.ICON), layout="wide")
    components.page_style()
    keep_address()
    with in_one_line():
        provide_assets()
        store = the_store()
        first_start(store)
    pages = {
        key: st.Page(
            partial(entry.draw, store), title=tell(f"page.{key}"), icon=entry.icon, url_path=entry.path or None, default=not entry.path
        )
        for key, entry in PAGES.items()
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    st.session_state["pages"] = pages
    chosen.run()


main()
