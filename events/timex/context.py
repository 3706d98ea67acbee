"""What relative times of a text are resolved against: the document creation time, and the times that the text has mentioned."""

from dataclasses import dataclass
from datetime import date

from events.timex.calendar import Point

Anchored = tuple[date, str]
"""A day to count from and what it is: "dct 2015-05-21", "text 1942-06"."""


@dataclass(slots=True)
class Context:
    """State while the times of one text are resolved in order. `narrative`: the text tells of its own time, not of its dct's."""

    dct: date | None
    narrative: bool = False
    source: str = "dct"  # "dateline" when the text's own dateline stands for it
    year: Point | None = None  # the last mention that had a year, a month, a day
    month: Point | None = None
    day: Point | None = None
    sentence_day: Point | None = None  # the last day mentioned in the sentence at hand

    def note(self, point: Point) -> None:
        """Remember a time that the text mentions."""
        if point.year is None:
            return
        self.year = point
        fine = point.interval()
        if point.unit in ("month", "day", "part", "hour", "week", "weekend", "season"):
            self.month = point
        if point.unit in ("day", "part", "hour") and fine[0]:
            self.day = self.sentence_day = point

    def now(self) -> Anchored | None:
        """The document creation time."""
        return (self.dct, f"{self.source} {self.dct.isoformat()}") if self.dct else None

    def mentioned(self, unit: str) -> Anchored | None:
        """The last time of the text that is fine enough to count this unit from."""
        point = self._fine_enough(unit)
        first = point.interval()[0] if point else None
        return (first, f"text {point.value()}") if point and first else None

    def _fine_enough(self, unit: str) -> Point | None:
        if unit in ("year", "decade", "century", "millennium"):
            return self.year
        if unit in ("month", "quarter", "half", "season"):
            return self.month if self.month and self.month.year == (self.year or self.month).year else None
        return self.day if self.day and self.month is self.day else None

    def near(self, unit: str) -> Anchored | None:
        """The text's own time in a narrative, else the document creation time."""
        return (self.mentioned(unit) or self.now()) if self.narrative or not self.dct else self.now()
