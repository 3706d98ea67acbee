"""Charts of what is shown: events over time by group, who is in most events, who acts on whom. Counted here, not in the browser."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

import altair as alt
import numpy as np
import pandas as pd

from events.views.arrays import OPEN_FUTURE, OPEN_PAST, EventArrays, Rows
from events.views.facets import SEPARATOR
from events.views.groups import GROUPS
from events.views.texts import FALLBACK, say, teller

MAX_ACTORS = 20
MAX_SIDE = 14  # of the matrix: actors, and recipients
STEPS = (("day", 1, 62), ("week", 7, 366), ("month", 30, 366 * 8), ("year", 365, None))  # name, days, longest stretch it is used for
HEIGHT = 300  # pixels
BAR = 30  # pixels that an actor takes
_Key = TypeVar("_Key")
_NAMES = alt.Axis(labelLimit=240, labelOverlap=False, labelFlush=False)  # each name is said, beside its own line
_NAMES_ALONE = alt.Axis(labelLimit=240, labelOverlap=False, labelFlush=False, title=None)
_NAMES_ABOVE = alt.Axis(orient="top", labelAngle=-45, labelLimit=140, labelOverlap=False)


def time_step(first: int, last: int) -> str:
    """The unit of time that suits a stretch of days: day, week, month or year."""
    return next(name for name, _, longest in STEPS if longest is None or last - first < longest)


def over_time(arrays: EventArrays, rows: Rows, language: str = FALLBACK) -> pd.DataFrame:
    """Events per unit of time and group, by their first known day: columns start (date), group, events."""
    days = arrays.anchor[rows]
    known = (days != OPEN_FUTURE) & (days != OPEN_PAST)
    if not known.any():
        return pd.DataFrame({"start": [], "group": [], "events": []})
    days, groups = days[known].astype(np.int64), arrays.group[rows][known]
    names = [group.said(language) for group in GROUPS]
    unit = {"day": "D", "week": "W", "month": "M", "year": "Y"}[time_step(int(days.min()), int(days.max()))]
    dates = days.astype("datetime64[D]")
    starts = dates - ((dates.astype(np.int64) + 3) % 7).astype("timedelta64[D]") if unit == "W" else dates.astype(f"datetime64[{unit}]")
    frame = pd.DataFrame({"start": starts.astype("datetime64[s]"), "group": [names[group] for group in groups]})
    return frame.groupby(["start", "group"]).size().reset_index(name="events")


def most_active(arrays: EventArrays, rows: Rows, language: str = FALLBACK) -> pd.DataFrame:
    """Who acts in most events: columns who, group, events; at most MAX_ACTORS names."""
    said = [group.said(language) for group in GROUPS]
    told = Counter(zip(_joined(arrays, "actors", rows), arrays.group[rows].tolist(), strict=True))
    pairs = _each(((name, said[group]), number) for (names, group), number in told.items() for name in _names(names))
    totals = _most(((name, number) for (name, _), number in pairs.items()), MAX_ACTORS)
    lines = [(who, group, number) for (who, group), number in pairs.items() if who in totals]
    lines.sort(key=lambda line: (-totals[line[0]], line))
    return pd.DataFrame(lines, columns=["who", "group", "events"])


def who_on_whom(arrays: EventArrays, rows: Rows) -> pd.DataFrame:
    """How often each of the most frequent actors acts on each of the most frequent recipients: columns who, whom, events."""
    told = Counter(zip(_joined(arrays, "actors", rows), _joined(arrays, "recipients", rows), strict=True))
    pairs = _each(((who, whom), number) for (actors, to), number in told.items() for who in _names(actors) for whom in _names(to))
    actors = _most(((who, number) for (who, _), number in pairs.items()), MAX_SIDE)
    recipients = _most(((whom, number) for (_, whom), number in pairs.items()), MAX_SIDE)
    lines = [(who, whom, number) for (who, whom), number in pairs.items() if who in actors and whom in recipients]
    lines.sort(key=lambda line: (-line[2], line))
    return pd.DataFrame(lines, columns=["who", "whom", "events"])


def _joined(arrays: EventArrays, column: str, rows: Rows) -> Iterator[str]:
    """The names in a column of each event, as the store joins them: counted before they are parted, since they repeat."""
    return map(arrays.columns[column].__getitem__, rows.tolist())


def _names(joined: str) -> list[str]:
    return joined.split(SEPARATOR) if joined else []


def _each(numbers: Iterable[tuple[_Key, int]]) -> Counter[_Key]:
    """The sum of the numbers of each key."""
    totals: Counter[_Key] = Counter()
    for key, number in numbers:
        totals[key] += number
    return totals


def _most(pairs: Iterable[tuple[str, int]], limit: int) -> dict[str, int]:
    totals = _each(pairs)
    return dict(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])


# ---- drawn
def time_chart(frame: pd.DataFrame, dark: bool, language: str = FALLBACK) -> alt.Chart:
    """Stacked bars of `over_time`."""
    bars: alt.Chart = (
        alt.Chart(frame, height=HEIGHT)
        .mark_bar()
        .encode(
            x=alt.X("start:T", title=say("charts.start", language), axis=alt.Axis(title=None)),
            y=alt.Y("events:Q", title=say("charts.events", language)),
            color=_colour(dark, language),
            tooltip=_told(language, "start:T", "group:N", "events:Q"),
        )
    )
    made: alt.Chart = bars.configure(locale=_locale(language), axis=_axes(dark))
    return made


def actor_chart(frame: pd.DataFrame, dark: bool, language: str = FALLBACK) -> alt.Chart:
    """Lying bars of `most_active`."""
    bars: alt.Chart = (
        alt.Chart(frame, height=alt.Step(BAR))
        .mark_bar()
        .encode(
            x=alt.X("events:Q", title=say("charts.events", language), axis=alt.Axis(format="d", tickMinStep=1)),
            y=alt.Y("who:N", title=say("charts.who", language), sort=list(dict.fromkeys(frame["who"])), axis=_NAMES_ALONE),
            color=_colour(dark, language),
            tooltip=_told(language, "who:N", "group:N", "events:Q"),
        )
    )
    made: alt.Chart = bars.configure(axis=_axes(dark))
    return made


def matrix_chart(frame: pd.DataFrame, dark: bool, language: str = FALLBACK) -> alt.LayerChart:
    """The table of `who_on_whom`, each number in its field."""
    base = alt.Chart(frame).encode(
        x=alt.X("whom:N", title=say("charts.whom", language), axis=_NAMES_ABOVE),
        y=alt.Y("who:N", title=say("charts.who", language), axis=_NAMES),
        tooltip=_told(language, "who:N", "whom:N", "events:Q"),
    )
    scale = alt.Scale(range=["#1d3a56", "#8cc4ff"] if dark else ["#d3e8f5", "#0a4f94"])
    fields = base.mark_rect().encode(color=alt.Color("events:Q", title=say("charts.events", language), scale=scale, legend=None))
    limit = float(frame["events"].max()) * 0.6 if len(frame) else 0.0
    strong = alt.value("#ffffff" if not dark else "#0b1117")
    numbers = base.mark_text().encode(
        text=alt.Text("events:Q", title=say("charts.events", language)),
        color=alt.condition(f"datum.events > {limit}", strong, alt.value("#10202f" if not dark else "#e4e9ef")),
    )
    both: alt.LayerChart = fields + numbers
    made: alt.LayerChart = both.configure(axis=_axes(dark))
    return made


def _told(language: str, *fields: str) -> list[alt.Tooltip]:
    """What a bar or a field says of itself under the pointer."""
    return [alt.Tooltip(field, title=say(f"charts.{field.partition(':')[0]}", language)) for field in fields]


def _locale(language: str) -> alt.Locale:
    """The names of months and days, for the axis of time: Vega's own are English."""
    tell = teller(language)
    months, days = tell("date.months_in_full").split(), tell("date.days_of_week").split()
    time = alt.TimeLocale(
        dateTime="%x, %X",
        date=tell("date.vega"),
        time="%H:%M:%S",
        periods=["AM", "PM"],
        days=days,
        shortDays=[day[:2] for day in days],
        months=months,
        shortMonths=tell("date.months").split(),
    )
    return alt.Locale(time=time)


def _axes(dark: bool) -> alt.AxisConfig:
    """Words that can be read on either theme. Vega would describe the axes in English; the bars describe themselves."""
    ink = "#c3ccd6" if dark else "#45525f"
    return alt.AxisConfig(aria=False, labelColor=ink, titleColor=ink)


def _colour(dark: bool, language: str) -> alt.Color:
    scale = alt.Scale(domain=[group.said(language) for group in GROUPS], range=[group.colour(dark) for group in GROUPS])
    return alt.Color("group:N", title=say("charts.group", language), scale=scale, legend=None)  # the page has one for all charts
