"""The timeline as SVG: a bar for each event in lanes by group, or counts where there are too many for bars."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from events.views.arrays import EventArrays, Rows, from_day, to_day
from events.views.groups import GROUPS, Group
from events.views.labels import counted, interval, month
from events.views.pictures.shapes import FONT, LIGHT, linked, plain, shape
from events.views.texts import FALLBACK, say
from events.views.timeline import counts, padded

LANE, GUTTER, HEAD = 16, 140, 26  # pixels
MAX_BARS = 400
MAX_LANES = 14  # of one group
COLUMNS = 120
DENSE = 60  # pixels: height of a group's counts
LABEL = 34  # letters
LETTER = 5.6  # pixels: width of a letter, about


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels."""

    first: int
    last: int
    width: int

    def at(self, day: float) -> float:
        return GUTTER + (day - self.first) / max(1, self.last - self.first + 1) * (self.width - GUTTER)


def timeline_svg(arrays: EventArrays, rows: Rows, *, width: int = 960, links: bool = False, language: str = FALLBACK) -> str:
    """An SVG of the dated events among `rows`. `links`: bars lead to "#event-ID"."""
    dated = rows[arrays.dated[rows]]
    name = say("picture.timeline", language, events=counted(len(dated), "event", language))
    known = arrays.extent(dated)
    span = padded(known) if known else (0, 1)
    scale = Scale(span[0], span[1], width)
    body, height = (_bars if len(dated) <= MAX_BARS else _columns)(arrays, dated, scale, links, language)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{plain(name)}" style="{FONT};font-size:11px">'
        f'<rect width="{width}" height="{height}" fill="{LIGHT["paper"]}"/>{_axis(scale, height, language)}{body}</svg>'
    )


def ticks(first: int, last: int, language: str = FALLBACK) -> list[tuple[int, str]]:
    """Days to mark with their words: days, months or years, at most about a dozen."""
    start, end = from_day(first), from_day(last)
    days = last - first + 1
    if days <= 14:
        return [(day, _day_words(day, language)) for day in range(first, last + 1)]
    if days <= 70:
        return [
            (day, _day_words(day, language))
            for day in range(first, last + 1)
            if from_day(day).weekday() == 0
        ]
    if days <= 366 * 2:
        months = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
        step = max(1, days // 30 // 12)
        return [(to_day(m), f"{month(m.month, language)} {m.year}") for m in months[::step] if start <= m <= end]
    step = max(1, (end.year - start.year) // 10)
    years = range(start.year - start.year % step + step, end.year + 1, step)
    return [(to_day(date(year, 1, 1)), str(year)) for year in years]


def _day_words(day: int, language: str) -> str:
    when = from_day(day)
    return say("date.day_of_month", language, day=when.day, month=month(when.month, language))


def _axis(scale: Scale, height: int, language: str) -> str:
    lines = []
    for day, words in ticks(scale.first, scale.last, language):
        x = scale.at(day)
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{height}" stroke="{LIGHT["border"]}" stroke-width=".6"/>')
        lines.append(f'<text x="{x + 2:.1f}" y="13" fill="{LIGHT["faint"]}">{plain(words)}</text>')
    return "".join(lines)


def _bars(arrays: EventArrays, rows: Rows, scale: Scale, links: bool, language: str) -> tuple[str, int]:
    """One line per event, packed into the first free lane of its group."""
    parts, top = [], HEAD
    for number, group in enumerate(GROUPS):
        mine = rows[arrays.group[rows] == number]
        if not len(mine):
            continue
        free: list[float] = []
        first_top = top
        for row in mine[np.argsort(arrays.anchor[mine], kind="stable")].tolist():
            low, high = max(int(arrays.start[row]), scale.first), min(int(arrays.end[row]), scale.last)
            x, end = scale.at(low), scale.at(high + 1)
            title = arrays.titles[row]
            label = title if len(title) <= LABEL else f"{title[: LABEL - 1]}…"
            lane = next((at for at, until in enumerate(free) if until < x), len(free))
            lane = lane if lane < MAX_LANES else lane % MAX_LANES
            reach = max(end, x + 12) + 6 + LETTER * len(label)
            free[lane : lane + 1] = [reach]
            y = first_top + lane * LANE + LANE / 2
            words = f"{title}\n{interval(*arrays.dates(row), language)}"
            parts.append(linked(arrays.ids[row] if links else None, words, _bar(arrays, row, x, end, y, label, scale.width)))
        top = first_top + max(1, len(free)) * LANE + 8
        parts.append(_lane_name(group, first_top, language))
    return "".join(parts), top


def _lane_name(group: Group, top: int, language: str) -> str:
    return f'<text x="18" y="{top + 12}" fill="{LIGHT["ink"]}">{plain(group.said(language))}</text>' + shape(group, 8, top + 8, 5, False)


def _bar(arrays: EventArrays, row: int, x: float, end: float, y: float, label: str, width: int) -> str:
    drawn = GROUPS[int(arrays.group[row])]
    hollow = bool(arrays.assumed[row])
    if end - x <= 12:
        body = shape(drawn, (x + end) / 2, y, 5, hollow)
    else:
        style = f'fill="{drawn.light}" fill-opacity="{0.05 if hollow else 0.35}" stroke="{drawn.light}"'
        body = f'<rect x="{x:.1f}" y="{y - 5:.1f}" width="{end - x:.1f}" height="10" rx="2" {style}/>'
    after, room = max(end, x + 12) + 3, LETTER * len(label)
    at = after if after + room <= width else max(GUTTER, min(x + 4, width - room))  # where there is no room behind a bar, on it
    return f'{body}<text x="{at:.1f}" y="{y + 4:.1f}" fill="{LIGHT["ink"]}">{plain(label)}</text>'


def _columns(arrays: EventArrays, rows: Rows, scale: Scale, links: bool, language: str) -> tuple[str, int]:
    """Counts per column and group."""
    table = counts(arrays, rows, (scale.first, scale.last), COLUMNS)
    highest = max(max(line) for line in table) or 1
    width, parts, top = (scale.width - GUTTER) / COLUMNS, [], HEAD
    for group, line in zip(GROUPS, table, strict=True):
        if not any(line):
            continue
        for column, number in enumerate(line):
            tall = number / highest * DENSE
            if number:
                x = GUTTER + column * width
                parts.append(
                    f'<rect x="{x:.1f}" y="{top + DENSE - tall:.1f}" width="{width - 0.5:.2f}" height="{tall:.1f}" fill="{group.light}">'
                    f"<title>{counted(number, 'event', language)}</title></rect>"
                )
        parts.append(_lane_name(group, top, language))
        top += DENSE + 10
    return "".join(parts), top
