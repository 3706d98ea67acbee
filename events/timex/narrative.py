"""Whether a text tells of its own time (a history, a biography) or of the day it was written (news), from the dates in it."""

from datetime import date

from events.timex.matcher import Match
from events.timex.tokens import Token

AT_LEAST = 4  # explicit years away from the dct before a text can count as a narrative
DEICTIC = frozenset(("shift", "named", "ago", "weekday_of_week"))


def is_narrative(matches: list[Match], tokens: list[Token], dct: date | None) -> bool:
    """True when most of its dates with a year lie away from the year of the dct and outnumber the words that count from now."""
    years = [int(tokens[m.fields["year"][0]].text) for m in matches if "year" in m.fields and len(tokens[m.fields["year"][0]].text) == 4]
    years += [-1 for m in matches if "era" in m.fields]
    away = sum(1 for year in years if dct is None or abs(year - dct.year) > 1)
    deictic = sum(1 for m in matches if _counts_from_now(m))
    return away >= AT_LEAST and away > 0.6 * len(years) and away > 2 * deictic


def _counts_from_now(match: Match) -> bool:
    if match.rule.constants.get("base"):
        return False
    return match.rule.operation in DEICTIC or ("weekday" in match.fields and "year" not in match.fields)
