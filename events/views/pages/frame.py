"""What every page has: the events loaded, errors in one line, the language, the links to the other pages, the first start."""

import gc
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from events.errors import EventsError, StoreError
from events.paths import database_url
from events.storage import Store, is_there, open_store
from events.views.address import LEFT_OUT, leave_out, put
from events.views.arrays import EventArrays, event_arrays, replaced
from events.views.first_start import FirstStart, seeds_missing
from events.views.labels import markdown, number
from events.views.messages import told
from events.views.texts import languages, preferred, say

LANGUAGE = "language"
CHANGES = 200  # documents; where more have changed, everything is read anew
MANY = 50_000  # events
REVIEWER = "EVENTS_REVIEWER"  # environment: the name that corrections are kept under


@contextmanager
def in_one_line() -> Iterator[None]:
    """Says on the page what went wrong and what to do, and draws nothing more."""
    try:
        yield
    except EventsError as error:
        _trouble(error)
        st.stop()


@st.cache_resource
def _shown_here() -> dict[str, str]:
    """The address of each database that this server has shown, and how messages name it."""
    return {}


def the_store() -> Store:
    """The database of the pages, created where there was never one.

    StoreError where one was shown before and is gone: a new one in its place would look as if the events were lost.
    """
    url, shown = database_url(), _shown_here()
    if url in shown and not is_there(url):
        raise StoreError(tell("trouble.gone_why"), location=shown[url])
    store = open_store(url)
    shown[url] = store.location
    return store


def _trouble(error: EventsError) -> None:
    """The screen of an error: the line that says what failed, and how to go on."""
    url, shown = database_url(), _shown_here()
    gone = url in shown and not is_there(url)
    with st.container(key="trouble", width=720):
        st.subheader(tell("trouble.gone") if gone else tell("trouble.title"), anchor=False)
        st.error(markdown(f"{shown[url]}: {tell('trouble.gone_why')}" if gone else told(error, language())))
        st.markdown(tell("trouble.gone_hint") if gone else tell("trouble.hint"))
        with st.container(horizontal=True):
            if st.button(tell("trouble.again"), key="try the page again", type="primary"):
                st.rerun()
            if gone and st.button(tell("trouble.begin"), key="begin anew"):
                shown.pop(url, None)
                st.rerun()


@st.cache_resource
def _last_loaded() -> dict[str, tuple[str, EventArrays]]:
    """The version of each store that was loaded last, and its events."""
    return {}


def load(location: str, version: str, store: Store) -> EventArrays:
    """All events as arrays, made once for each version of a store and shared by all pages. What has not changed is not read again."""
    return _loading(language())(location, version, store)


@cache
def _loading(language: str) -> Callable[[str, str, Store], EventArrays]:
    """Streamlit keeps one memory for the functions of all languages: they differ in what they say while one waits."""

    @st.cache_resource(max_entries=1, show_spinner=say("frame.loading", language))
    def loaded(location: str, version: str, _store: Store) -> EventArrays:
        return _read(location, version, _store)

    return loaded


def _read(location: str, version: str, store: Store) -> EventArrays:
    before, last = _last_loaded().get(location, ("", None))
    changed = store.changed_since(before) if last else None
    if last is None or changed is None or len(changed) > CHANGES:
        arrays = event_arrays(store.event_columns())
        _spare_the_collector(len(arrays))
    else:
        arrays = replaced(last, changed, store.event_columns(changed)) if changed else last
    _last_loaded()[location] = version, arrays
    return arrays


def _spare_the_collector(events: int) -> None:
    """Keeps Python from looking for garbage among the values of many events again and again: there is none, and clicks would wait."""
    if events > MANY:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


@st.cache_resource
def _started(identity: str, _store: Store) -> FirstStart:
    """The one first start of a database, shared by all who look at it meanwhile."""
    work = FirstStart(_store)
    work.start()
    return work


def first_start(store: Store) -> None:
    """Fills a new database from seeds/, and shows how far it is."""
    if not seeds_missing(store):
        return
    bar = st.empty()
    bar.progress(0.0, tell("first_start.title"))
    work = _started(store.version().rpartition("-")[0], store)
    while work.is_alive():
        bar.progress(work.share, f"{tell('first_start.title')}: {work.words(language())}")
        work.join(0.2)
    bar.empty()
    if not work.complete:
        _started.clear()  # the next visit tries again
        raise work.failure or EventsError(tell("first_start.failed"))
    for error in work.errors:
        st.warning(complaint(error))


def language() -> str:
    """The language of the interface: the one chosen, here or by the link, else the browser's, else English."""
    chosen: str = st.session_state.get(LANGUAGE) or preferred(st.context.locale)
    return chosen


def went_back() -> bool:
    """Whether this run shows an address that the browser's Back or Forward button brought: it holds, not what was chosen since."""
    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def keep_address() -> None:
    """Takes the language from the link that the page was opened with or went back to; else puts the chosen one back, which other pages'
    addresses lose. What a link that was left asked for in vain is no longer said."""
    state, link = st.session_state, st.query_params
    if went_back():
        state.pop(LEFT_OUT, None)
        link.from_dict({name: link.get_all(name) for name in link})  # says it again, in case a run before was late to say another one
    if LANGUAGE not in state or went_back():
        wanted = link.get(LANGUAGE)
        state[LANGUAGE] = wanted if wanted in languages() else None
        if wanted and not state[LANGUAGE]:
            leave_out(state, LANGUAGE, wanted)
    put(link, LANGUAGE, [state[LANGUAGE]] if state[LANGUAGE] else [])


def tell(key: str, **values: object) -> str:
    """A text of the interface in the user's language."""
    return say(key, language(), **values)


def complaint(error: EventsError) -> str:
    """What an error says, in the user's language, as Markdown."""
    return markdown(told(error, language()))


def amount(value: int) -> str:
    """A whole number as the user writes it."""
    return number(value, language())


def author() -> str:
    """Who corrects: the name given on this page, else $EVENTS_REVIEWER, else the name that the user has on this machine."""
    return str(st.session_state.get("author") or os.environ.get(REVIEWER) or getpass.getuser())


def page_links(pages: dict[str, Any]) -> None:
    """Links to all pages, in a line with what stands beside them."""
    for key, page in pages.items():
        st.page_link(page, label=tell(f"page.{key}"), width="content")


@contextmanager
def top_bar() -> Iterator[None]:
    """The line at the top: links to the pages, and behind them what the page puts there."""
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        st.html(f"<h1>{say('page.title', language())}</h1>", width="content")
        page_links(st.session_state["pages"])
        yield
