"""Events for the tests of filters, symbols and timeline: columns as the store gives them, without a store."""

from datetime import date
from typing import Any

import numpy as np
import view_samples

from events.storage import open_store
from events.views.arrays import EventArrays, event_arrays

COLUMNS = (
    "id document_id event_type mode acled status title first last date_precision date_assumed place_name country_code lat lon radius_km "
    "place_precision is_point confidence rank actors recipients review corrected document_title publisher dct document_number"
).split()
PLAIN: dict[str, Any] = {
    **dict.fromkeys(COLUMNS),
    **{"event_type": "ASSAULT", "status": "actual", "date_assumed": False, "is_point": False, "confidence": 0.5, "rank": 0},
    **{"actors": "", "recipients": "", "review": "unreviewed"},
}
POINT: dict[str, Any] = {"lat": 33.4, "lon": 43.3, "radius_km": 5.0, "place_precision": "city", "is_point": True, "place_name": "Ramadi"}
POINT["country_code"] = "IQ"
COUNTRY: dict[str, Any] = {**POINT, "lat": 33.0, "lon": 44.0, "radius_km": 480.0, "place_precision": "country", "is_point": False}
RING: dict[str, Any] = {**COUNTRY, "lat": 32.5, "lon": 42.0, "radius_km": 230.0, "place_precision": "admin area"}


def arrays_of(*events: dict[str, Any]) -> EventArrays:
    """Events with what differs from PLAIN; ids "0", "1", ... Dates as ISO texts."""
    rows = [{**PLAIN, "id": str(number), "title": f"Event {number}", **event} for number, event in enumerate(events)]
    for row in rows:
        row |= {end: date.fromisoformat(row[end]) for end in ("first", "last") if isinstance(row[end], str)}
    return event_arrays({column: [row[column] for row in rows] for column in COLUMNS})


def on(first: str | None, last: str | None = None, **more: Any) -> dict[str, Any]:
    """An event on a day, or in an interval; "..." is an open end."""
    ends = (first, last or first)
    return {"first": None if ends[0] == "..." else ends[0], "last": None if ends[1] == "..." else ends[1], **more}


def world_arrays(folder: Any) -> EventArrays:
    """The sample world, through a store."""
    store = open_store(f"sqlite:///{folder}/world.sqlite")
    for analysis in view_samples.world():
        store.save(analysis)
    return event_arrays(store.event_columns())


def many(number: int, seed: int = 7) -> EventArrays:
    """So many events on random days of three years, each at a place of its own."""
    random = np.random.default_rng(seed)
    days = random.integers(16_000, 17_000, number)
    dates = [date.fromordinal(719_163 + int(day)) for day in days]
    columns: dict[str, list[Any]] = {column: [PLAIN[column]] * number for column in COLUMNS}
    columns |= {key: [value] * number for key, value in POINT.items()}
    columns |= {"id": [f"event-{i}" for i in range(number)], "title": [f"Event {i}" for i in range(number)], "first": dates, "last": dates}
    columns |= {"lat": random.uniform(-60, 70, number).tolist(), "lon": random.uniform(-180, 180, number).tolist()}
    columns["event_type"] = random.choice(["ASSAULT", "AID", "CONSULT", "ACCUSE"], number).tolist()
    return event_arrays(columns)
