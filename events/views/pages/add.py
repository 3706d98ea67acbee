"""Add: files dropped, addresses and texts pasted; what was found in them is looked at before it is kept. What failed can be tried again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from events.documents import Hints, read_bytes, read_text
from events.errors import DocumentError, EventsError
from events.fetching import Fetched, Fetcher, FetchError, is_address
from events.intake import items_in, retry, target_of
from events.model import Analysis, Document, Event
from events.storage import Store
from events.views import components
from events.views.components import LIST_ROW, list_height
from events.views.labels import code_word, counted, interval, markdown
from events.views.messages import in_words, told
from events.views.pages.frame import amount, complaint, in_one_line, language, tell, top_bar

FOUND = "added"  # what was found and is not yet kept, in the session
KEPT = "times kept"  # on this page, in the session
PRIVATE = "private addresses"  # whether those of this machine and its network may be asked, in the session
EARLIEST, LATEST = date(1000, 1, 1), date(2999, 12, 31)
LIST_SHOWN = 500  # lines of a preview


@dataclass(slots=True)
class Findings:
    """What the last reading brought: analyses that wait to be kept, and what could not be read."""

    analyses: list[Analysis] = field(default_factory=list)
    errors: list[EventsError] = field(default_factory=list)


def add_page(store: Store) -> None:
    """The forms, the preview, and the list of what failed before."""
    with in_one_line():
        with top_bar():
            pass
        left, right = st.columns([45, 55], gap="medium")
        with left:
            _form(store)
            _failures(store)
        with right:
            _preview(store, st.session_state.get(FOUND))


def _form(store: Store) -> None:
    with st.form(f"add {st.session_state.get(KEPT, 0)}"):  # what was kept leaves the form: one of another name is empty
        files = st.file_uploader(tell("add.files"), accept_multiple_files=True, help=tell("add.files_help"))
        addresses = st.text_area(
            tell("add.addresses"), height=80, placeholder="https://example.org/report", help=tell("add.addresses_help")
        )
        private = st.checkbox(tell("add.private"), key=PRIVATE, help=tell("add.private_help"))
        text = st.text_area(tell("add.text"), height=140, placeholder=tell("paste.text_placeholder"))
        left, right = st.columns([2, 1])
        title = left.text_input(tell("paste.document_title"), placeholder=tell("paste.document_title_placeholder"))
        published = right.date_input(tell("paste.published"), None, EARLIEST, LATEST, format="YYYY-MM-DD", help=tell("add.published_help"))
        asked = st.form_submit_button(tell("paste.find"), type="primary")
    if not asked:
        return
    hints = Hints(published=published)
    steps: list[tuple[str, Callable[[], Iterable[Document | DocumentError]]]] = []
    steps += [(file.name, lambda file=file: read_bytes(file.getvalue(), file.name, hints)) for file in files]  # type: ignore[misc]
    if text.strip():
        steps.append((tell("add.text"), lambda: [read_text(text, source="pasted text", published=published, title=title.strip() or None)]))
    with Fetcher(allow_private=private) as fetcher:
        for url in addresses.split():
            steps.append((url, lambda url=url: _fetched(url, fetcher, hints)))  # type: ignore[misc]
        st.session_state[FOUND] = _read(store, steps)
    for error in st.session_state[FOUND].errors:
        if isinstance(error, DocumentError):
            store.put_failure(error.path, error.reason)


def _fetched(url: str, fetcher: Fetcher, hints: Hints) -> Iterator[Document | DocumentError]:
    """The documents at an address, or why there are none."""
    if not is_address(url):
        yield DocumentError("this is no web address; write it with http:// or https://", path=url)
        return
    try:
        answer = fetcher.fetch(url)
    except FetchError as error:
        yield error
        return
    if isinstance(answer, Fetched):
        yield from items_in(answer, url, hints)


def _read(store: Store, steps: list[tuple[str, Callable[[], Iterable[Document | DocumentError]]]]) -> Findings:
    """Reads and analyses step by step, each with its line under the bar."""
    from events.pipeline import analyse  # here, because looking at events needs no language model

    found = Findings()
    with st.status(tell("paste.reading"), expanded=True) as status:
        for name, read in steps:
            before = len(found.analyses), len(found.errors)
            try:
                for item in read():
                    if isinstance(item, EventsError):
                        found.errors.append(item)
                    else:
                        found.analyses.append(analyse(store.known(item)))
            except EventsError as error:
                found.errors.append(error)
            status.write(markdown(f"{name}: {_outcome(found, before)}"))
        status.update(label=tell("add.read", texts=len(found.analyses), failed=len(found.errors)), state="complete", expanded=False)
    return found


def _outcome(found: Findings, before: tuple[int, int]) -> str:
    new, failed = found.analyses[before[0] :], found.errors[before[1] :]
    events = sum(len(analysis.events) for analysis in new)
    words = [counted(len(new), "text", language()), counted(events, "event", language())]
    parts = [", ".join(words)] if new or not failed else []
    return "; ".join([*parts, *(tell("add.not_read", why=told(error, language())) for error in failed)])


def _preview(store: Store, found: Findings | None) -> None:
    """The events found, before they are kept."""
    if found is None:
        st.info(tell("add.hint"))
        ways = [(tell(f"add.{name}"), tell(f"add.{name}_help")) for name in ("files", "addresses")]
        components.facts([*ways, (tell("paste.published"), tell("add.published_help"))])
        return
    for error in found.errors:
        st.error(complaint(error))
    if not found.analyses:
        return
    lines = [_line(analysis, event) for analysis in found.analyses for event in sorted(analysis.events, key=lambda event: event.rank)]
    undated = [analysis.document for analysis in found.analyses if analysis.document.dct is None]
    st.markdown(tell("add.found", events=amount(len(lines)), texts=amount(len(found.analyses))))
    if undated:
        st.warning(tell("add.undated", count=len(undated)))
    with st.container(horizontal=True):
        if st.button(tell("add.keep"), type="primary", key="keep"):
            _keep(store, found)
        if st.button(tell("add.discard"), key="discard"):
            st.session_state.pop(FOUND, None)
            st.rerun()
    if lines:
        st.dataframe(pd.DataFrame(lines[:LIST_SHOWN]), hide_index=True, row_height=LIST_ROW, height=list_height(min(len(lines), 20)))
    if len(lines) > LIST_SHOWN:
        st.caption(tell("add.more", count=amount(len(lines) - LIST_SHOWN)))


def _line(analysis: Analysis, event: Event) -> dict[str, Any]:
    sentence = event.mentions[0].sentence.of(analysis.document.text)
    return {
        tell("add.when"): _when(event),
        tell("add.what"): event.title,
        tell("add.where"): event.place.name if event.place else "",
        tell("add.sentence"): " ".join(sentence.split()),
        tell("filter.document"): analysis.document.title or analysis.document.source or "",
    }


def _when(event: Event) -> str:
    words = interval(event.first, event.last, language())
    return tell("list.assumed", when=words) if event.date_assumed else words


def _keep(store: Store, found: Findings) -> None:
    """Keeps all that was found, says what was new, and strikes it off the list of what failed."""
    results = [store.save(analysis).value for analysis in found.analyses]
    for analysis in found.analyses:
        store.read_well(analysis.document.source or "")
    st.session_state.pop(FOUND, None)
    st.session_state[KEPT] = st.session_state.get(KEPT, 0) + 1
    words = ", ".join(f"{amount(results.count(result))} {code_word('saved', result, language())}" for result in dict.fromkeys(results))
    st.session_state["kept words"] = tell("add.kept", words=words)
    st.rerun()


def _failures(store: Store) -> None:
    """What could not be read, why, and another try."""
    if words := st.session_state.pop("kept words", None):
        st.success(markdown(words))
    failed = store.failures()
    if not failed:
        return
    st.markdown(tell("add.failed", count=len(failed)))
    rows = [
        {tell("documents.source"): one.source, tell("add.why"): in_words(one.message, language()), tell("add.tried"): one.attempts}
        for one in failed
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, row_height=LIST_ROW, height=list_height(min(len(rows), 7)))
    with st.container(horizontal=True):
        if st.button(tell("add.again"), key="again"):
            _try_again(store, [one.source for one in failed])
        if st.button(tell("add.forget"), key="forget"):
            store.forget_failures([one.source for one in failed])
            st.rerun()


def _try_again(store: Store, sources: list[str]) -> None:
    """Reads again what is at an address or on this machine's disk; what was dropped is here no more and must be dropped again."""
    gone = sum(target_of(source) is None for source in sources)
    with Fetcher(allow_private=st.session_state.get(PRIVATE, False)) as fetcher, st.spinner(tell("paste.reading")):
        report = retry(store, fetcher)
    words = [tell("add.retried", added=report.added, failed=len(report.errors)), tell("add.drop_again", count=gone) if gone else ""]
    st.session_state["kept words"] = " ".join(filter(None, words))
    st.rerun()
