"""The date that a report bears itself, on a line of its own or before its first sentence: "ADEN, 21 May 2015 -"."""

from datetime import date

from events.timex.dates import full_year
from events.timex.grammar import Grammar
from events.timex.matcher import Match
from events.timex.reading import Reading
from events.timex.tokens import Tokens

REACH = 80  # tokens from the beginning within which a dateline stands
LONGEST_PLACE = 8  # tokens before the date: "SAN SALVADOR, El Salvador,"
_DASHES = frozenset("-–—(:[")


def dateline(matches: list[Match], tokens: Tokens, grammar: Grammar) -> date | None:
    """The day that the text says it was written; None when it bears no full date at its head."""
    for match in matches:
        if match.start > REACH:
            break
        if {"day", "month"} <= match.fields.keys() and _heads(match, tokens):
            found = _day(Reading(match, tokens, grammar))
            if found:
                return found
    return None


def _heads(match: Match, tokens: Tokens) -> bool:
    """Whether a date stands alone on its line, or after a place and before a dash."""
    before: list[str] = []
    for token in reversed(tokens[max(0, match.start - LONGEST_PLACE - 1) : match.start]):
        if token.text == "\n":
            break
        before.append(token.text)
    after = tokens.words[match.end] if match.end < len(tokens) else "\n"
    if not before:
        return after == "\n" or after in _DASHES
    placed = len(before) <= LONGEST_PLACE and all(word[0].isupper() or not word[0].isalnum() for word in before) and before[-1].isupper()
    return placed and after in _DASHES


def _day(reading: Reading) -> date | None:
    year, month, day = reading.number("year"), reading.number("month"), reading.number("day")
    if reading.has("short_year"):
        year = full_year(reading.number("short_year") or 0)
    if not (year and month and day) or year < 1000:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
