"""Checks that a pattern over lexical classes cannot express: what an ambiguous number or word stands beside. Table: GUARDS."""

from collections.abc import Callable

from events.timex.tokens import Token

Fields = dict[str, tuple[int, int]]
Guard = Callable[[list[Token], int, int, Fields], bool]

_OF_TIME = frozenset("in by since until till from during before after between of for through throughout early late mid circa".split())
_NOT_PLURAL = frozenset("was is has as its this his us thus across always less perhaps plus versus towards afterwards besides".split())
OLDEST_PLAIN_YEAR, LATEST_PLAIN_YEAR = 1700, 2060


def _word(tokens: list[Token], index: int) -> str:
    return tokens[index].text if 0 <= index < len(tokens) else ""


def _counts(tokens: list[Token], end: int) -> bool:
    """Whether the next word looks like the plural of what a number counts."""
    word = _word(tokens, end)
    return len(word) > 3 and word.endswith("s") and word.islower() and word not in _NOT_PLURAL


def _year(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A bare year, not a quantity, a price, a part of a telephone number, nor a decimal."""
    at = fields["year"][0]
    before, year = _word(tokens, at - 1), int(tokens[at].text)
    if _glued(tokens, at):
        return False
    timely = before.lower() in _OF_TIME or before == "(" or at > start
    if not timely and _counts(tokens, end):
        return False
    return timely or OLDEST_PLAIN_YEAR <= year <= LATEST_PLAIN_YEAR


def _glued(tokens: list[Token], at: int) -> bool:
    """Whether a number is joined to a sign before it that no date has: "$2015", "/2015", "+2015", "555-2015"."""
    if not tokens[at].joined or at == 0:
        return False
    sign = tokens[at - 1].text
    if sign in "-–—" and at >= 2 and tokens[at - 2].text.isdigit():
        return len(tokens[at - 2].text) == 3
    return sign in "$£€¥#+=@_/\\&*.,:"


def _day(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """The day number after a month, not the first number of a new phrase: "in May 20 soldiers died"."""
    at = fields["day"][0]
    return fields.get("year") is not None or at != end - 1 or tokens[at].text[-1].isalpha() or not _counts(tokens, end)


def _year_pair(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """The second, shortened year of "1939-45" follows the first within the same century."""
    first, second = _word(tokens, start - 2), tokens[start].text
    return tokens[start].joined and first[2:] < second and len(first) == 4


def _decade(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """"the 60s", "mid-80s", "'70s", but no age or temperature: "in his 60s"."""
    return end - start > 1 or _word(tokens, start - 1).lower() in ("early", "late", "mid", "the")


def _ish(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A month or weekday whose name is a common word too, not the name of a person: "by May," but not "by May Smith"."""
    following = _word(tokens, end)
    return not following[:1].isupper() and following not in ("'s", "’s", "be", "have", "not", "said", "says", "told", "called", "wants")


def _lower(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A season in lower case, or after an article: not the verb and not a name."""
    return tokens[end - 1].text.islower()


def _part(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A part of the day before a noun: "night raids", "morning rush"; not in a name."""
    return tokens[end - 1].text.islower() and _word(tokens, end).isalpha() and not tokens[end].joined


def _bare(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """Units without a number: days, weeks, months, years, decades; hours and less need a preposition of time, "minutes" is a record too."""
    return tokens[end - 1].text.islower() and tokens[end - 1].text not in ("seconds", "minutes", "quarters")


def _quarter(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A quarter of a year, not of a game or of a whole: "a third quarter", "quarter of the vote"."""
    return _word(tokens, end) != "of" and _word(tokens, end).lower() not in ("final", "finals", "century")


def _present(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """"this time" is now only when nothing follows that makes it an occasion."""
    return tokens[start].text.lower() != "this" or _word(tokens, start - 1).lower() in ("at", "by", "until")


def _numeric(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A date in numbers with a year; without one it could be a fraction or a score."""
    return tokens[start].text.count("/") == 2 or tokens[start].text.count(".") == 2


GUARDS: dict[str, Guard] = {
    "year": _year,
    "day": _day,
    "yearpair": _year_pair,
    "decade": _decade,
    "ish": _ish,
    "lower": _lower,
    "part": _part,
    "bare": _bare,
    "quarter": _quarter,
    "present": _present,
    "numeric": _numeric,
}
