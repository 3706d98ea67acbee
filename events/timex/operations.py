"""The table of operations that the meaning column of the rules files names."""

from events.timex.amounts import duration, every, every_named, period, reference, within
from events.timex.context import Context
from events.timex.dates import (
    century,
    clock,
    date_by_parts,
    date_in_figures,
    half,
    holiday,
    nth_week,
    nth_weekday,
    part_of_some_day,
    quarter,
)
from events.timex.foreign import by_dateparser
from events.timex.meaning import DirectionOf, Meaning, Operation
from events.timex.reading import Reading
from events.timex.relative import ago, anaphor, named, shifted, weekday_of_week

OPERATIONS: dict[str, Operation] = {
    "date": date_by_parts,
    "figures": date_in_figures,
    "century": century,
    "quarter": quarter,
    "half": half,
    "nth_weekday": nth_weekday,
    "nth_week": nth_week,
    "generic_part": part_of_some_day,
    "holiday": holiday,
    "clock": clock,
    "shift": shifted,
    "ago": ago,
    "within": within,
    "named": named,
    "weekday_of_week": weekday_of_week,
    "anaphor": anaphor,
    "duration": duration,
    "set": every,
    "set_of": every_named,
    "period": period,
    "ref": reference,
    "dateparser": by_dateparser,
}


def resolve(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """The meaning of a match; None when its words make no time after all: 30 February, or a day that no calendar reaches."""
    try:
        return OPERATIONS[reading.match.rule.operation](reading, context, direction)
    except OverflowError:  # of `date`, which ends with the years 1 and 9999
        return None
