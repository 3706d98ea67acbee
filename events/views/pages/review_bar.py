"""The line of buttons over a source text: accept, reject, edit, undo, and what else a reviewer does with an event."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from events.errors import EventsError
from events.gazetteer import open_gazetteer
from events.model import Analysis, Event, Place, Review, Span, Status
from events.ontology import EVENT_TYPES, SUB_EVENTS
from events.review import Correction, Verb
from events.review.make import add, edit, find_in_text, judge, merge, rename_place, split, undo
from events.review.replay import in_force, place_name
from events.storage import Store
from events.views.labels import code_word, markdown
from events.views.messages import told
from events.views.pages.frame import author, complaint, language, tell
from events.views.reviewing import PlaceChoice, neighbour, place_choices, spot
from events.views.selection import Selection

EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)
MARKED = "marked"  # in the session state: words that the reviewer marked in the source text, and where they begin


def review_bar(store: Store, analysis: Analysis, event: Event, selection: Selection, listed: Callable[[], Sequence[str]]) -> None:
    """Buttons for one event. Their keys (web/source.js): a, r, e, u, and j and k for the next and the previous event of the list."""
    log = store.corrections(event.document_id)
    seen = log[-1].number if log else 0
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="review_bar"):
        for key, icon, step in (("k", "keyboard_arrow_up", -1), ("j", "keyboard_arrow_down", 1)):
            st.button(
                "",
                key=f"go {key}",
                icon=f":material/{icon}:",
                help=tell(f"review.{'next' if step > 0 else 'previous'}"),
                on_click=_go,
                args=(selection, listed, step),
            )
        _verdict(store, event, seen, Verb.ACCEPT, Review.ACCEPTED, "check")
        _verdict(store, event, seen, Verb.REJECT, Review.REJECTED, "close")
        if st.button(tell("review.edit"), key="edit event", icon=":material/edit:"):
            st.dialog(tell("review.edit_title"), width="large")(_edit_dialog)(store, event, seen)
        if st.button("", key="more event", icon=":material/more_horiz:", help=tell("review.more")):
            st.dialog(tell("review.more_title"), width="large")(_more_dialog)(store, analysis, event, seen)
        last = next(reversed(in_force([one for one in log if one.event_id == event.id or set(one.triggers) & _triggers(event)])), None)
        st.button(
            "",
            key="undo event",
            icon=":material/undo:",
            disabled=last is None,
            help=tell("review.undo"),
            on_click=lambda: _record(store, lambda: undo(last, author())) if last else None,
        )
        state = tell(f"review.{event.review.value}")
        st.markdown(f":gray-badge[{state}]", width="content")
    if marked := st.session_state.pop(MARKED, None):
        st.dialog(tell("review.add"), width="large")(_add_form)(store, analysis, *marked)


def _triggers(event: Event) -> set[Span]:
    return {mention.trigger for mention in event.mentions}


def _go(selection: Selection, listed: Callable[[], Sequence[str]], step: int) -> None:
    selection.select(neighbour(listed(), selection.event, step))


def _verdict(store: Store, event: Event, seen: int, verb: Verb, review: Review, icon: str) -> None:
    """A button that judges the event, and takes the judgement back where it was given already."""
    given = event.review is review
    st.button(
        tell(f"review.{verb.value}"),
        key=f"{verb.value} event",
        icon=f":material/{icon}:",
        type="primary" if given else "secondary",
        on_click=lambda: _record(store, lambda: judge(event, Verb.REOPEN if given else verb, author()), seen),
    )


def _record(store: Store, make: Callable[[], Correction], seen: int | None = None) -> None:
    """Makes and keeps a correction; what stands in the way becomes a notice."""
    try:
        store.record(make(), seen=seen)
    except EventsError as error:
        st.session_state["notice"] = told(error, language())
    else:
        st.session_state["notice"] = None


def _kept(store: Store, makes: Sequence[Callable[[], Correction]], seen: int | None = None) -> None:
    """As `_record`, from a dialog: it stays open with the reason where a correction was not kept, so that nothing typed is lost."""
    try:
        for correction in [make() for make in makes]:  # all are made before one is kept
            seen = store.record(correction, seen=seen).number
    except EventsError as error:
        st.error(complaint(error))
        return
    st.session_state["notice"] = None
    st.rerun()


def _edit_dialog(store: Store, event: Event, seen: int) -> None:
    values: dict[str, Any] = {"title": st.text_input(tell("review.title"), event.title)}
    types, acled = _with(list(EVENT_TYPES), event.event_type), _with([None, *SUB_EVENTS], event.acled)
    kind, sub_event = st.columns(2)
    values["event_type"] = kind.selectbox(tell("review.type"), types, types.index(event.event_type), format_func=_type_word)
    values["acled"] = sub_event.selectbox(tell("review.acled"), acled, acled.index(event.acled), format_func=_acled_word)
    status, *days = st.columns([2, 1, 1])
    values["status"] = status.selectbox(tell("review.status"), list(Status), list(Status).index(event.status), format_func=_status_word)
    for column, name, now in zip(days, ("first", "last"), (event.first, event.last), strict=True):
        values[name] = column.date_input(tell(f"review.{name}"), now, EARLIEST, LATEST, format="YYYY-MM-DD")
    several = tell("review.names_help")
    for column, name, names in zip(st.columns(2), ("actors", "recipients"), (event.actor_names, event.recipient_names), strict=True):
        values[name] = _names(column.text_input(tell(f"review.{name}"), "; ".join(names), help=several))
    place, everywhere = _place_choice(event)
    st.text_input(tell("review.author"), author(), key="author", help=tell("review.author_help"))
    if not st.button(tell("review.save"), type="primary"):
        return
    values = {name: value for name, value in values.items() if value != _now(event, name)}
    makes: list[Callable[[], Correction]] = []
    if place != event.place and everywhere:
        makes.append(lambda: rename_place(event, place_name(event), place, author()))
    elif place != event.place:
        values["place"] = place
    if values or not makes:
        makes.append(lambda: edit(event, author(), **values))
    _kept(store, makes, seen)


def _with(choices: list[Any], now: Any) -> list[Any]:
    """The choices and what the event has now, which may be one that is offered to no other."""
    return choices if now in choices else [*choices, now]


def _type_word(value: str) -> str:
    return code_word("type", value, language())


def _acled_word(value: str | None) -> str:
    return code_word("acled", value, language()) if value else tell("review.none")


def _status_word(value: str) -> str:
    return code_word("status", value, language())


def _now(event: Event, name: str) -> Any:
    return {"actors": event.actor_names, "recipients": event.recipient_names}.get(name) or getattr(event, name, ())


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";") if name.strip())


def _place_choice(event: Event) -> tuple[Place | None, bool]:
    """The place chosen among the candidates and the gazetteer's, and whether for every event that this name placed."""
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    named = left.text_input(tell("review.place_name"), "", placeholder=tell("review.place_placeholder"))
    if right.button(tell("review.pick"), icon=":material/pin_drop:"):
        st.session_state["picking"] = event.id
        st.rerun()
    nowhere = tell("review.no_place")
    if named.strip() and not open_gazetteer().lookup(named.strip(), limit=1):
        st.warning(markdown(tell("review.unknown_place", name=named.strip())))
        named = ""
    choices: list[PlaceChoice | None] = [*place_choices(event, named, open_gazetteer() if named.strip() else None, language()), None]
    now = next((at for at, choice in enumerate(choices) if choice and choice.place == event.place), len(choices) - 1)
    chosen = st.radio(
        tell("review.place"),
        choices,
        0 if named.strip() else now,
        format_func=lambda choice: choice.label if choice else nowhere,
    )
    name = place_name(event)
    everywhere = bool(name) and st.checkbox(tell("review.everywhere", name=name))
    return (chosen.place if chosen else None), everywhere


def picked_on_map(store: Store, selection: Selection, latitude: float, longitude: float) -> None:
    """Gives the event that waits for a place the one that was clicked."""
    event = store.event(st.session_state.pop("picking", "") or "")
    if event is not None:
        _record(store, lambda: edit(event, author(), place=spot(latitude, longitude)))
        selection.select(event.id)


def _more_dialog(store: Store, analysis: Analysis, event: Event, seen: int) -> None:
    joining, parting, adding = st.tabs([tell("review.merge"), tell("review.split"), tell("review.add")])
    with joining:
        others = {other.id: other for other in analysis.events if other.id != event.id}
        chosen = st.multiselect(
            tell("review.merge_with"), list(others), format_func=lambda key: others[key].title, placeholder=tell("review.choose")
        )
        if st.button(tell("review.merge"), type="primary", disabled=not chosen):
            _kept(store, [lambda: merge(event, [others[key] for key in chosen], author())], seen)
    with parting:
        mentions = {mention.trigger: mention for mention in event.mentions}
        away = st.multiselect(
            tell("review.split_off"),
            list(mentions),
            format_func=lambda span: _quote(analysis, mentions[span].sentence, mentions[span].text),
            placeholder=tell("review.choose"),
        )
        if st.button(tell("review.split"), type="primary", disabled=not away or len(away) == len(mentions)):
            _kept(store, [lambda: split(event, away, author())], seen)
    with adding:
        _add_form(store, analysis)


def _quote(analysis: Analysis, sentence: Span, trigger: str) -> str:
    return f"{trigger}: “{' '.join(sentence.of(analysis.document.text).split())[:100]}”"


def mark(marked: str) -> None:
    """Takes the words that were marked in the source text, as source.js tells them: "START:WORDS"."""
    start, _, words = marked.partition(":")
    if start.isdigit() and words.strip():
        st.session_state[MARKED] = " ".join(words.split()), int(start)


def _add_form(store: Store, analysis: Analysis, marked: str = "", near: int = 0) -> None:
    """A new event, told by words of the text that the reviewer marked in it or copies out of it."""
    with st.form("add event", border=False):
        words = st.text_input(tell("review.words"), marked, help=tell("review.words_help"))
        left, right = st.columns(2)
        kind = left.selectbox(tell("review.type"), list(EVENT_TYPES), None, format_func=_type_word, placeholder=tell("review.choose_type"))
        title = right.text_input(tell("review.title"), placeholder=tell("review.title_placeholder"))
        left, right = st.columns(2)  # of their own, so that the days follow each other where the page is narrow
        first = left.date_input(tell("review.first"), None, EARLIEST, LATEST, format="YYYY-MM-DD")
        last = right.date_input(tell("review.last"), None, EARLIEST, LATEST, format="YYYY-MM-DD")
        named = st.text_input(tell("review.place"), placeholder=tell("review.place_placeholder"))
        if not st.form_submit_button(tell("review.add"), type="primary"):
            return
    missing = [tell(f"review.{name}") for name, given in (("words", words.strip()), ("type", kind)) if not given]
    if kind is None or missing:
        st.error(tell("review.missing", names=", ".join(missing)))
        return

    def made() -> Correction:
        place = _found(named)
        span = find_in_text(analysis.document.text, words, near)
        return add(analysis, span, author(), event_type=kind, title=title, first=first, last=last or first, place=place)

    _kept(store, [made])


def _found(named: str) -> Place | None:
    """The gazetteer's first answer to a name; EventsError where it has none."""
    if not named.strip():
        return None
    matches = open_gazetteer().lookup(named.strip(), limit=1)
    if not matches:
        raise EventsError(tell("review.unknown_place", name=named.strip()))
    return matches[0].place
