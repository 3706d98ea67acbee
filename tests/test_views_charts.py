"""What the charts count: units of time, names, pairs; and that Vega-Lite takes what is drawn of it."""

from datetime import date

import numpy as np
import pytest
from view_arrays import arrays_of, on

from events.views.charts import actor_chart, matrix_chart, most_active, over_time, time_chart, time_step, who_on_whom

CONFLICT, TALK = "Material conflict", "Verbal cooperation"
ARRAYS = arrays_of(
    on("2015-05-04", actors="Army, Rebels", recipients="Town"),
    on("2015-05-10", actors="Army", recipients="Rebels"),
    on("2015-05-11", actors="Army", recipients="Rebels", event_type="CONSULT"),
    on("2015-08-11", recipients="Town"),
    {"actors": "Army"},
)
ALL = np.arange(5)


@pytest.mark.parametrize(
    ("days", "unit"), [(0, "day"), (61, "day"), (62, "week"), (365, "week"), (366, "month"), (366 * 8 - 1, "month"), (366 * 8, "year")]
)
def test_the_unit_of_time_suits_the_stretch(days: int, unit: str) -> None:
    assert time_step(1000, 1000 + days) == unit


def test_events_are_counted_by_weeks_that_begin_on_monday_and_undated_ones_are_left_out() -> None:
    frame = over_time(ARRAYS, ALL)
    counted = [(start.date(), group, number) for start, group, number in frame.itertuples(index=False)]
    assert counted == [
        (date(2015, 5, 4), CONFLICT, 2),
        (date(2015, 5, 11), TALK, 1),
        (date(2015, 8, 10), CONFLICT, 1),
    ]
    assert over_time(ARRAYS, np.array([4])).empty


def test_who_acts_most_and_on_whom() -> None:
    assert list(most_active(ARRAYS, ALL).itertuples(index=False, name=None)) == [
        ("Army", CONFLICT, 3),
        ("Army", TALK, 1),
        ("Rebels", CONFLICT, 1),
    ]
    assert list(who_on_whom(ARRAYS, ALL).itertuples(index=False, name=None)) == [
        ("Army", "Rebels", 2),
        ("Army", "Town", 1),
        ("Rebels", "Town", 1),
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_every_chart_is_a_valid_specification(dark: bool) -> None:
    for draw, frame in ((time_chart, over_time), (actor_chart, most_active), (matrix_chart, who_on_whom)):
        assert "$schema" in draw(frame(ARRAYS, ALL), dark).to_dict()
