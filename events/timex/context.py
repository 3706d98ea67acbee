"""What relative times of a text are resolved against: the document creation time, and the times that the text has mentioned."""

from dataclasses import dataclass
from datetime import date

from events.timex.calendar import Point

Anchored = tuple[date, str]
"""A day to count from and what it is: "dct 2015-05-21", "text 1942-06"."""
YEARS_AND_LONGER = frozenset(("year", "decade", "century", "millennium"))
PARTS_OF_YEARS = frozenset(("month", "quarter", "half", "season"))
_MONTH_OR_FINER = frozenset(("season", "month", "week", "weekend", "day", "part", "hour"))
_DAY_OR_FINER = frozenset(("day", "part", "hour"))


@dataclass(slots=True)
class Context:
    """State while the times of one text are resolved in order.

    `narrative`: the text tells of its own time, not of its dct's. `year`, `month`, `day`: the point that the story has reached, as
    exactly as the last mentions put it; `aside`: a time mentioned since then that the story has not moved to ("since 2003").
    """

    dct: date | None
    narrative: bool = False
    latest_year: int | None = None  # the last year that the text writes out
    source: str = "dct"  # "dateline" when the text's own dateline stands for it
    year: Point | None = None
    month: Point | None = None
    day: Point | None = None
    aside: Point | None = None
    sentence_day: Point | None = None  # the last day mentioned in the sentence at hand
    quoted: bool = False  # whether the expression at hand stands in quotation marks

    def note(self, point: Point, aside: bool) -> None:
        """Remember a time that the text mentions; `aside` when the story does not move there."""
        if point.year is None:
            return
        fine = point.unit in _DAY_OR_FINER and point.day is not None
        self.sentence_day = point if fine else self.sentence_day
        if aside and self.year is not None:
            self.aside = point
            return
        self.aside = None
        self.year = point
        self.month = point if point.unit in _MONTH_OR_FINER else None
        self.day = point if fine else None

    def new_sentence(self) -> None:
        self.sentence_day = None
        self.aside = None

    def now(self) -> Anchored | None:
        """The document creation time."""
        return (self.dct, f"{self.source} {self.dct.isoformat()}") if self.dct else None

    def last(self, unit: str) -> Point | None:
        """The last point of the story that is fine enough to count this unit from."""
        if unit in YEARS_AND_LONGER:
            return self.year
        return self.month if unit in PARTS_OF_YEARS else self.day

    def mentioned(self, unit: str) -> Anchored | None:
        """The first day of that point; None too for years before our era."""
        point = self.last(unit)
        first = point.interval()[0] if point else None
        return (first, f"text {point.value()}") if point and first else None

    def near(self, unit: str) -> Anchored | None:
        """The text's own time in a narrative, else the document creation time."""
        return self.mentioned(unit) if self.narrative or not self.dct else self.now()
