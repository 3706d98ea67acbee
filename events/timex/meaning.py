"""What a time expression denotes, and what its operations share."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from events.timex.calendar import UNKNOWN, Interval, Point
from events.timex.context import Anchored, Context
from events.timex.reading import Reading

DirectionOf = Callable[[], int | None]
"""Asks which way the sentence points from its anchor: -1 past, 1 future, 0 present, None when it does not say."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a time expression denotes. `point` is None for durations, sets and vague references."""

    value: str
    point: Point | None = None
    anchor: str | None = None
    interval: Interval = UNKNOWN
    type: str | None = None  # when it differs from the rule's


Operation = Callable[[Reading, Context, DirectionOf], Meaning | None]
"""The meaning of a match; None when its words make no time after all (30 February)."""

_UNKNOWN_VALUES = {
    "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "half": "XXXX-HX", "year": "XXXX",
    "decade": "XXX", "century": "XX", "millennium": "X",
}  # fmt: skip


@lru_cache(maxsize=4096)
def meaning_of(point: Point | None, anchor: str | None = None) -> Meaning | None:
    """The meaning of a point of the calendar; None for none."""
    return Meaning(point.value(), point, anchor, point.interval()) if point else None


def unknown(unit: str, part: str = "") -> Meaning:
    """A unit whose place nothing says, in TIMEX3's own notation: XXXX-WXX, XXXX-XX, XXXX-XX-XXTMO."""
    return Meaning(_UNKNOWN_VALUES.get(unit) or "XXXX-XX-XX" + (f"T{part}" if part else ""))


def anchor_of(context: Context, base: str, unit: str) -> Anchored | None:
    """What a rule says to count from: "" the document's creation, "text" the story, "near" whichever the text lives in."""
    if base == "text":
        by_now = not context.narrative and unit not in ("day", "night", "weekend")
        return context.mentioned(unit) or (context.now() if by_now else None)
    return context.near(unit) if base == "near" else context.now()
