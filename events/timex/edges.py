"""The days of "early May", "the end of March", "later this year": the part of a stretch that an edge leaves of it."""

from datetime import date

from events.timex.calendar import Interval
from events.timex.meaning import Meaning

THIRDS = {"START": (1, 10), "MID": (11, 20), "END": (21, 31)}  # days of a month


def at_edge(meaning: Meaning, edge: str, compared: int | None, dct: date | None) -> Interval:
    """The days of a meaning at an edge (START, MID, END). A third of a month; other stretches keep all their days.

    `compared`: -1 for "earlier", 1 for "later": up to the date of creation or from it on, when that lies within.
    """
    first, last = meaning.interval
    if first is None or last is None or not edge:
        return first, last
    if compared and dct and first < dct < last and (meaning.anchor or "").startswith(("dct", "dateline")):
        return (first, dct) if compared < 0 else (dct, last)
    if meaning.point is not None and meaning.point.unit == "month" and not compared:
        low, high = THIRDS[edge]
        return first.replace(day=low), last.replace(day=min(high, last.day))
    return first, last
