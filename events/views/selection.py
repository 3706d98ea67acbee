"""What the user has chosen, kept the same on map, timeline and list: one event, one list, the dates.

Works on two plain mappings (Streamlit's session state and query parameters), so that it can be tested without a page.
"""

from collections.abc import Callable, MutableMapping
from datetime import date
from typing import Any
from uuid import uuid4

import numpy as np

from events.model import Analysis
from events.views.address import LEFT_OUT, MapView, Window, leave_out, read_map_view, read_window
from events.views.arrays import EventArrays, Rows, from_day
from events.views.filters import Account, DateRange, Part
from events.views.symbols import rows_at
from events.views.texts import Tell, say

ALL = "all events"
DOCUMENT = "document:"
LISTS = {"all": ALL} | {part.name.lower(): part for part in Part}  # how the address names the lists of the strip


class Selection:
    """Reads and changes the choices.

    Keys of the session state: event, beside, list, first_day, last_day, map_view, time_window, boxes, notice, visit.
    """

    def __init__(self, state: MutableMapping[Any, Any], link: MutableMapping[str, Any], tell: Tell = say) -> None:
        """`tell`: says what there is to notice in the user's language."""
        self._state, self._link, self._tell = state, link, tell

    def begin(self, arrays: EventArrays, *, anew: bool = False) -> None:
        """Takes the choices from the link, once per page load and whenever it is to be read `anew`, and says so where that fails.

        Else, as when the user comes back from another page, they are put into the link again.
        """
        if "visit" in self._state and not anew:
            if self.box("first_day") not in self._state:  # a page without the two boxes was between
                self._state["boxes"] += 1
                self._fill_boxes()
            self._link_all()
            return
        self._read(arrays)
        self._link_all()

    def _read(self, arrays: EventArrays) -> None:
        boxes = self._state.get("boxes", -1) + 1
        self._state.update(visit=uuid4().hex, boxes=boxes, event=None, beside=None, first_day=None, last_day=None, notice=None)
        self._state["map_view"], self._state["time_window"] = self._linked("map", read_map_view), self._linked("window", read_window)
        try:
            self._state["first_day"], self._state["last_day"] = self._linked_day("from"), self._linked_day("to")
        except ValueError:
            self._state["notice"] = self._tell("notice.unreadable_dates")
        self._fill_boxes()
        event_id = self._link.get("event")
        if event_id in arrays.index:
            self._state["event"] = event_id
        elif event_id is not None:
            self._state["notice"] = self._tell("notice.unknown_event")
        self._state["beside"] = self._linked("beside", lambda value: value if value in arrays.index else None)
        self._state["list"] = self._linked("list", lambda value: _list(arrays, value)) or Part.SHOWN

    def _linked(self, name: str, read: Callable[[str], Any]) -> Any:
        """What a value of the link means; None where it is not there, or means nothing, which is then said."""
        text = self._link.get(name)
        found = read(text) if text else None
        if text and found is None:
            leave_out(self._state, name, text)
            self._set_link(name, None)
        return found

    def _linked_day(self, name: str) -> date | None:
        return date.fromisoformat(self._link[name]) if name in self._link else None

    @property
    def event(self) -> str | None:
        return self._state["event"]  # type: ignore[no-any-return]

    @property
    def list(self) -> str:
        """A Part, ALL, a document after DOCUMENT, or the key of a place on the map."""
        return self._state["list"]  # type: ignore[no-any-return]

    @property
    def dates(self) -> DateRange:
        return DateRange(self._state["first_day"], self._state["last_day"])

    @property
    def beside(self) -> str | None:
        """The event of another text that stands beside that of the chosen one."""
        return self._state["beside"]  # type: ignore[no-any-return]

    @property
    def map_view(self) -> MapView | None:
        """What the link wants the map to show at first."""
        return self._state["map_view"]  # type: ignore[no-any-return]

    @property
    def time_window(self) -> Window | None:
        """What the link wants the timeline to show at first."""
        return self._state["time_window"]  # type: ignore[no-any-return]

    @property
    def visit(self) -> str:
        """Names this page load, or what was read anew."""
        return self._state["visit"]  # type: ignore[no-any-return]

    def select(self, event_id: str | None) -> None:
        """Chooses an event everywhere, and puts it into the address of the page."""
        self._state["event"] = event_id
        self.dismiss_notice()
        self._set_link("event", event_id)

    def put_beside(self, event_id: str | None) -> None:
        """Opens the text of an event beside that of the chosen one; None closes it."""
        self._state["beside"] = event_id
        self._set_link("beside", event_id)

    def open_list(self, name: str) -> None:
        self._state["list"] = name
        self._link_list()

    def choose_dates(self, first: date | None, last: date | None) -> None:
        self._state["first_day"], self._state["last_day"] = first, last
        self._fill_boxes()
        self._link_dates()

    def choose_days(self, days: tuple[int, int] | None) -> None:
        """As `choose_dates`, with days since 1970; None for all dates."""
        self.choose_dates(*((from_day(days[0]), from_day(days[1])) if days else (None, None)))

    def box(self, name: str) -> str:
        """The key of the box for "first_day" or "last_day": a new one whenever the link is read or the page is come back to, since a box
        that the browser draws again under its old key comes up empty, and says that it was emptied."""
        return f"{name} {self._state['boxes']}"

    def dates_changed(self) -> None:
        """Takes the dates from the boxes."""
        for name in ("first_day", "last_day"):
            self._state[name] = self._state[self.box(name)]
        self._link_dates()

    def _fill_boxes(self) -> None:
        for name in ("first_day", "last_day"):
            self._state[self.box(name)] = self._state[name]

    def _link_all(self) -> None:
        self._set_link("event", self.event)
        self._set_link("beside", self.beside)
        self._link_dates()
        self._link_list()

    def _link_list(self) -> None:
        named = {part: name for name, part in LISTS.items()}
        self._set_link("list", None if self.list == Part.SHOWN else named.get(self.list, self.list))

    def _link_dates(self) -> None:
        """Puts the dates into the address of the page."""
        dates = self.dates
        for name, end in (("from", dates.first), ("to", dates.last)):
            self._set_link(name, end.isoformat() if end else None)

    def click_place(self, arrays: EventArrays, on_map: Rows, key: str) -> None:
        """Chooses the event at a place; of several the next one with every click, and their list is opened."""
        found = [arrays.ids[row] for row in rows_at(arrays, on_map, key)]
        if not found:
            return
        if len(found) > 1:
            self.open_list(key)
        at = found.index(self.event) + 1 if self.event in found else 0
        self.select(found[at % len(found)])

    def listed(self, arrays: EventArrays, account: Account) -> Rows:
        """The rows of the open list, by date and then in the order of the store."""
        if self.list == ALL:
            rows = np.arange(len(arrays))
        elif self.list.startswith(DOCUMENT):
            rows = arrays.of_document(self.list.removeprefix(DOCUMENT))
        elif self.list in account.parts:
            rows = account.parts[Part(self.list)]
        else:
            rows = rows_at(arrays, account.on_map, self.list)
        return arrays.in_date_order(rows)

    def open_document(self, document_id: str) -> None:
        """Opens the list of all events of a text."""
        self.open_list(f"{DOCUMENT}{document_id}")

    def show_document(self, analysis: Analysis) -> None:
        """Chooses the main event of a text that was just read, and lists them all; no dates may hide them."""
        found = sorted(analysis.events, key=lambda event: event.rank)
        self.choose_dates(None, None)
        if found:
            self.open_document(analysis.document.id)
            self.select(found[0].id)
        key = "notice.found_one" if len(found) == 1 else "notice.found"
        title = analysis.document.title or self._tell("notice.pasted")
        self._state["notice"] = self._tell(key, count=f"{len(found):,}", title=title)

    @property
    def notice(self) -> str | None:
        """One line for the user, or None."""
        vain = self._state.get(LEFT_OUT)
        words = (self._state["notice"], self._tell("notice.left_out", values=", ".join(vain)) if vain else None)
        return " ".join(filter(None, words)) or None

    def dismiss_notice(self) -> None:
        """Takes away what there was to say."""
        self._state["notice"] = None
        self._state.pop(LEFT_OUT, None)

    def _set_link(self, name: str, value: str | None) -> None:
        if value and self._link.get(name) != value:
            self._link[name] = value
        elif not value:
            self._link.pop(name, None)


def _list(arrays: EventArrays, value: str) -> str | None:
    """The list that a link names; None where there is none of that name."""
    if value in LISTS:
        return LISTS[value]
    if value.startswith(DOCUMENT):
        return value if len(arrays.of_document(value.removeprefix(DOCUMENT))) else None
    return value if len(rows_at(arrays, np.flatnonzero(arrays.placed), value)) else None
