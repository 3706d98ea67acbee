"""Whether a text tells of its own time (a history, a biography) or of the day it was written (news), and where its story moves."""

from datetime import date

from events.timex.calendar import Point
from events.timex.context import Context
from events.timex.matcher import Match
from events.timex.signals import Signal
from events.timex.tokens import Tokens

AT_LEAST = 4  # explicit years away from the dct before a text can count as a narrative
HOUR_FIELDS = frozenset(("part", "edge", "clock", "hour", "ampm", "minutes", "hhmm", "zone", "mod"))
DEICTIC = frozenset(("shift", "named", "ago", "weekday_of_week"))


def is_narrative(matches: list[Match], years: list[int], dct: date | None) -> bool:
    """True when most of its dates with a year lie away from the year of the dct and outnumber the words that count from now.

    `years`: those that the text writes out.
    """
    years = years + [-1 for match in matches if "era" in match.fields]
    away = sum(1 for year in years if dct is None or abs(year - dct.year) > 1)
    deictic = sum(1 for match in matches if _counts_from_now(match))
    return away >= AT_LEAST and away > 0.6 * len(years) and away > 2 * deictic


def written_years(matches: list[Match], tokens: Tokens) -> list[int]:
    """The years that the text writes out in four digits."""
    words = [tokens[match.fields["year"][0]].text for match in matches if "year" in match.fields]
    return [int(word) for word in words if len(word) == 4]


def _counts_from_now(match: Match) -> bool:
    if match.rule.constants.get("base"):
        return False
    return match.rule.operation in DEICTIC or ("weekday" in match.fields and "year" not in match.fields)


def names_a_date(match: Match) -> bool:
    """Whether a match says more than an hour or a part of the day, whose day then came from elsewhere."""
    return match.rule.operation not in ("clock", "date", "generic_part") or not match.fields.keys() <= HOUR_FIELDS


def is_aside(match: Match, tokens: Tokens, point: Point, signal: Signal, context: Context) -> bool:
    """Whether the story does not move to a time that the text mentions: "since 2003", "the 1995 peace", "a year earlier"."""
    if signal.aside or match.rule.constants.get("direction") == "-1":
        return True
    if "other" in match.fields and context.year is not None and (point.year or 0) < (context.year.year or 0):
        return True
    coarse = point.unit in ("year", "decade", "century")
    return coarse and context.month is not None and not _opens_sentence(match, tokens)


def _opens_sentence(match: Match, tokens: Tokens) -> bool:
    """Whether a time stands at the beginning of its sentence, after no more than a preposition and an adverb."""
    before = tokens.words[max(0, match.start - 3) : match.start]
    return not before or any(word in ".!?\n" for word in before)
