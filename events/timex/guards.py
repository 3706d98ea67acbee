"""Checks that a pattern over lexical classes cannot express: what an ambiguous number or word stands beside. Table: GUARDS."""

from collections.abc import Callable

from events.timex.tokens import Token

Fields = dict[str, tuple[int, int]]
Guard = Callable[[list[Token], int, int, Fields], bool]

_OF_TIME = frozenset("in by since until till from during before after between of for through throughout early late mid circa".split())
_NOT_PLURAL = frozenset("was is has as its this his us thus across always less perhaps plus versus towards afterwards besides".split())
_COUNTING = frozenset("two three four five six seven eight nine ten dozen hundred thousand million billion times once twice".split())
_BEFORE_DURATION = frozenset(
    "for in within after of than almost nearly about only just take takes took taken taking last lasts lasted lasting spend spent wait "
    "waited is was be been over under every half during by with and or to on at from half".split()
)
_BARE_BEFORE = frozenset(
    "for in within over after during of lasted took take takes taking last and or spent spend through throughout with these those "
    "until since before than about by three two".split()
)
_FUNCTION_WORDS = frozenset(
    "the and but or of in on at by for from with to as that this which who when where while after before until since than then so nor "
    "was were is are has have had will would could should may might can did does do not also however although because if his her its "
    "their our my your he she it they we you i a an all some any both each during through into over under against between began came "
    "made took saw went left led fell brought an no only".split()
)
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
    """Units without a number: "for days", "months of rain"; small ones, also records and places, only after a preposition of time."""
    word, before, following = tokens[start].text, _word(tokens, start - 1).lower(), _word(tokens, end).lower()
    if not word.islower() or following in ("old", "-", "older") or before in ("-", "working", "opening", "visiting", "office", "business", "school"):
        return False
    if word in ("days", "weeks", "months", "years", "decades", "centuries"):
        return before in _BARE_BEFORE or following in ("of", "in", "before", "after")
    return word in ("hours", "minutes", "seconds", "nights", "weekends") and before in ("for", "within", "after", "in") and following != "of"


def _quarter(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A quarter of a year, not of a game or of a whole: "a third quarter", "quarter of the vote"."""
    return _word(tokens, end) != "of" and _word(tokens, end).lower() not in ("final", "finals", "century")


def _present(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """"this time" is now only when nothing follows that makes it an occasion."""
    return tokens[start].text.lower() != "this" or _word(tokens, start - 1).lower() in ("at", "by", "until")


def _numeric(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A date in numbers with a year; without one it could be a fraction or a score."""
    return tokens[start].text.count("/") == 2 or tokens[start].text.count(".") == 2


def _phrase(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """An article belongs to the time only when the time is the whole noun phrase: "the summer", but "the [summer] offensive"."""
    return tokens[start].text.lower() != "the" or not _noun_follows(tokens, end)


def _noun_follows(tokens: list[Token], end: int) -> bool:
    word = _word(tokens, end)
    if not word.isalpha() or word.lower() in _FUNCTION_WORDS or len(word) < 3:
        return False
    return not word.endswith("ed") and (word[0].islower() or word[0].isupper())


def _season_ish(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """Spring or fall as a season: "in the spring", "in Spring", not "the Spring Fighting" nor "in fall out"."""
    return (tokens[end - 1].text.islower() or not _word(tokens, end)[:1].isupper()) and _phrase(tokens, start, end, fields)


def _plural(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """A number above one before a unit in the singular and a noun: "a three year period"."""
    return tokens[start].text.lower() not in ("1", "one", "a") and not tokens[start].joined and tokens[end - 1].text.islower()


def _adjective(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """"former" before a noun, not "the former" of two."""
    return _word(tokens, end).isalpha() and _word(tokens, end).lower() not in _FUNCTION_WORDS


def _rate(tokens: list[Token], start: int, end: int, fields: Fields) -> bool:
    """"a day" after something counted, "400 cars a day": a rate, not a duration."""
    if _word(tokens, start - 1).lower() in _BEFORE_DURATION or not _word(tokens, start - 1).isalpha():
        return False
    window = [token.text for token in tokens[max(0, start - 4) : start]]
    return any((word[0].isdigit() and len(word) != 4) or word.lower() in _COUNTING for word in window) and not {",", ".", "\n"} & set(window)


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
    "rate": _rate,
    "phrase": _phrase,
    "seasonish": _season_ish,
    "plural": _plural,
    "adjective": _adjective,
}
