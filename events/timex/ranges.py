"""Two times that the text joins to a range: both keep their own value and carry the days of the whole."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise

from events.model import Timex
from events.paths import DATA
from events.tables import numbered_rows
from events.timex.matcher import Match
from events.timex.tokens import Tokens

ANY = "*"


@cache
def load_ranges(language: str) -> frozenset[tuple[str, str]]:
    """(word before, word between) pairs from data/timex/<language>/ranges.tsv; none where a language has no such file."""
    path = DATA / "timex" / language / "ranges.tsv"
    return frozenset((before, between) for _, (before, between) in (numbered_rows(path, 2) if path.exists() else []))


def with_ranges(found: list[tuple[Match, Timex]], tokens: Tokens, joints: frozenset[tuple[str, str]]) -> list[Timex]:
    """The times in order, those of a range with its first and last day: "from [3] to [5 May]"."""
    timexes = [timex for _, timex in found]
    for index, ((left, _), (right, _)) in enumerate(pairwise(found)):
        if right.start - left.end == 1 and _joined(left, tokens, joints):
            first = _weekday_before(found[index][1], timexes[index + 1])
            timexes[index], timexes[index + 1] = _spanning(first, timexes[index + 1])
    return timexes


def _weekday_before(a: Timex, b: Timex) -> Timex:
    """The first day of "Monday to Friday", a week earlier where each weekday alone was resolved to the last one: said on a Thursday."""
    if {a.rule, b.rule} != {"weekday"} or a.first is None or b.last is None or not 0 < (a.first - b.last).days < 7:
        return a
    day = a.first - timedelta(days=7)
    return replace(a, value=day.isoformat(), first=day, last=a.last and day)


def _joined(left: Match, tokens: Tokens, joints: frozenset[tuple[str, str]]) -> bool:
    before = tokens.words[left.start - 1].lower() if left.start else ""
    between = tokens.words[left.end].lower()
    return (before, between) in joints or (ANY, between) in joints


def _spanning(a: Timex, b: Timex) -> tuple[Timex, Timex]:
    """Both with the days from the first one's first to the second one's last, if they are in order."""
    first, last = a.first, b.last
    if first is None or last is None or first > last or {a.type, b.type} - {"DATE", "TIME"}:
        return a, b
    return replace(a, first=first, last=last), replace(b, first=first, last=last)
