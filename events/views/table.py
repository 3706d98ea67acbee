"""Lists of events as data frames."""

import pandas as pd

from events.views.arrays import EventArrays, Rows
from events.views.groups import GROUPS
from events.views.labels import code, interval

MAX_ROWS = 10_000  # in one list; the browser holds them all


def event_table(arrays: EventArrays, rows: Rows) -> pd.DataFrame:
    """One line per event, in the order of `rows`; at most MAX_ROWS. "When" sorts as text, "First day" as a date."""
    kept = [int(row) for row in rows[:MAX_ROWS]]
    columns = arrays.columns
    return pd.DataFrame(
        {
            "When": [interval(*arrays.dates(row)) for row in kept],
            "What": [arrays.titles[row] for row in kept],
            "Where": [columns["place_name"][row] or "no place" for row in kept],
            "Type": [code(columns["event_type"][row]) for row in kept],
            "Group": [GROUPS[arrays.group[row]].name for row in kept],
            "Status": [columns["status"][row] for row in kept],
            "Country": [columns["country_code"][row] or "" for row in kept],
            "Place known to": [columns["place_precision"][row] or "" for row in kept],
            "First day": [columns["first"][row] for row in kept],
            "Last day": [columns["last"][row] for row in kept],
            "Date assumed": [bool(arrays.assumed[row]) for row in kept],
            "Actors": [columns["actors"][row] or "" for row in kept],
            "Confidence": [columns["confidence"][row] for row in kept],
            "Source": [columns["document_title"][row] or "" for row in kept],
            "Publisher": [columns["publisher"][row] or "" for row in kept],
        }
    )
