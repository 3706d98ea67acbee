"""Lists of events as data frames."""

from typing import Any

import pandas as pd

from events.views.arrays import EventArrays, Rows
from events.views.groups import GROUPS
from events.views.labels import code_word, interval
from events.views.texts import FALLBACK, teller

MAX_ROWS = 2_000  # in one list; the browser holds them all


def event_table(arrays: EventArrays, rows: Rows, language: str = FALLBACK) -> pd.DataFrame:
    """One line per event, in the order of `rows`; at most MAX_ROWS. "When" sorts as text, "First day" by time."""
    kept = [int(row) for row in rows[:MAX_ROWS]]
    columns, tell = arrays.columns, teller(language)

    def coded(kind: str, column: str) -> list[str]:
        values = [columns[column][row] or "" for row in kept]
        words = {value: code_word(kind, value, language) for value in set(values)}
        return [words[value] for value in values]

    def written(column: str) -> list[str]:
        return [columns[column][row] or "" for row in kept]

    def days(column: str) -> list[str]:
        found = (columns[column][row] for row in kept)
        return [day.isoformat() if day else "" for day in found]

    groups = [group.said(language) for group in GROUPS]
    named: dict[str, list[Any]] = {
        "when": [interval(*arrays.dates(row), language) for row in kept],
        "what": [arrays.titles[row] for row in kept],
        "where": [columns["place_name"][row] or tell("list.no_place") for row in kept],
        "type": coded("type", "event_type"),
        "group": [groups[arrays.group[row]] for row in kept],
        "status": coded("status", "status"),
        "country": written("country_code"),
        "place_known": coded("place_precision", "place_precision"),
        "first_day": days("first"),
        "last_day": days("last"),
        "date_assumed": [bool(arrays.assumed[row]) for row in kept],
        "actors": written("actors"),
        "confidence": [columns["confidence"][row] for row in kept],
        "source": written("document_title"),
        "publisher": written("publisher"),
    }
    return pd.DataFrame({tell(f"list.{name}"): values for name, values in named.items()})
