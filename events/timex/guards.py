"""Checks that a pattern over lexical classes cannot express: what an ambiguous number or word stands beside. Table: GUARDS."""

from collections.abc import Callable
from typing import NamedTuple

from events.timex.tokens import Tokens
from events.timex.words import WordLists

OLDEST_YEAR, OLDEST_PLAIN_YEAR, LATEST_PLAIN_YEAR = 1000, 1700, 2060
SPORT_REACH = 15  # tokens to each side in which a word of sport makes a quarter one of a game
_SIGNS_OF_NO_YEAR = "$£€¥#+=@_/\\&*.,:"


class Site(NamedTuple):
    """Where a match would stand: tokens start..end (half-open), its fields as ranges of tokens, and the word lists of its language."""

    tokens: Tokens
    start: int
    end: int
    fields: dict[str, tuple[int, int]]
    lists: WordLists

    def word(self, index: int) -> str:
        """The word at an index of tokens, "" beyond the ends of the text."""
        return self.tokens.words[index] if 0 <= index < len(self.tokens) else ""

    @property
    def first(self) -> str:
        return self.word(self.start).lower()

    @property
    def last(self) -> str:
        return self.word(self.end - 1)

    @property
    def before(self) -> str:
        return self.word(self.start - 1).lower()

    @property
    def after(self) -> str:
        return self.word(self.end)

    def counts(self) -> bool:
        """Whether the next word looks like the plural of what a number counts."""
        word = self.after
        plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word.islower()
        return plural and not self.lists.has(word, "NOTPLURAL")

    def noun_follows(self) -> bool:
        word = self.after
        return word.isalpha() and len(word) > 2 and not word.endswith("ed") and not self.lists.has(word.lower(), "FUNCTION")


def _year(site: Site) -> bool:
    """A bare year, not a quantity, a price, a part of a telephone number, nor a decimal."""
    at = site.fields["year"][0]
    before = site.word(at - 1)
    if _glued(site, at):
        return False
    timely = site.lists.has(before.lower(), "TIMELY") or before == "(" or (at > site.start and "mod" not in site.fields)
    timely = timely or (site.lists.has(before.lower(), "JOINSYEARS") and _is_year(site.word(at - 2)))
    year = int(site.word(at))
    if not timely and site.counts() and (year % 100 == 0 or not site.lists.has(before.lower(), "BEFOREYEAR")):
        return False
    return timely or OLDEST_PLAIN_YEAR <= year <= LATEST_PLAIN_YEAR


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and OLDEST_YEAR <= int(word) <= LATEST_PLAIN_YEAR


def _glued(site: Site, at: int) -> bool:
    """Whether a number is joined to a sign before it that no date has: "$2015", "/2015", "+2015", "555-2015"."""
    if at == 0 or not site.tokens.joined(at):
        return False
    sign, number = site.word(at - 1), site.word(at - 2)
    if sign in "-–—" and number.isdigit():
        return len(number) == 3
    return sign in _SIGNS_OF_NO_YEAR


def _day(site: Site) -> bool:
    """The day number after a month, not the first number of a new phrase: "in May 20 soldiers died"."""
    at = site.fields["day"][0]
    if "weekday" in site.fields and site.lists.has(site.first, "SHORTDAY") and site.word(site.start - 1)[:1].isupper():
        return False  # a paper's name: "Evening Sun, August 16"
    if site.lists.has(site.before, "BEFOREYEAR"):
        return True  # "the Sept. 11 attacks"
    return "year" in site.fields or at != site.end - 1 or site.word(at)[-1].isalpha() or not site.counts()


def _year_pair(site: Site) -> bool:
    """The second, shortened year of "1939-45" follows the first within the same century."""
    first, second = site.word(site.start - 2), site.word(site.start)
    spaced = site.word(site.start - 1) in "–—"
    return (site.tokens.joined(site.start) or spaced) and first[2:] < second and len(first) == 4


def _decade(site: Site) -> bool:
    """ "the 60s", "mid-80s", "'70s", but no age or temperature: "in his 60s"."""
    if any(site.lists.has(site.word(index).lower(), "POSSESSIVE") for index in (site.start - 1, site.start - 2)):
        return False  # an age: "in his late 40s"
    return site.end - site.start > 1 or site.lists.has(site.before, "BEFOREDECADE")


def _ish(site: Site) -> bool:
    """A month or weekday whose name is a common word too, not the name of a person: "by May," but not "by May Smith"."""
    named = site.after[:1].isupper() and not site.last.isupper()
    return not named and not site.lists.has(site.after.lower(), "AFTERNAME")


def _capitals(site: Site) -> bool:
    """ "that May" is a month; in a text all in capitals "THAT MAY" rarely is."""
    return not (site.last.isupper() and site.lists.has(site.last.lower(), "COMMONWORD"))


def _bare_bc(site: Site) -> bool:
    """A year of two or three digits in a text of antiquity: nothing that it could count follows."""
    word, after = site.word(site.start), site.after
    return len(word) in (2, 3) and (not after.isalnum() or site.lists.has(after.lower(), "FUNCTION")) and after not in "%°/"


def _month(site: Site) -> bool:
    """A month, not the first name of a person: "April Jones", but "in April Jones left"."""
    named = site.lists.has(site.last.lower(), "FIRSTNAME") and site.after[:1].isupper() and site.after[1:].islower()
    return site.end - site.start > 1 or not named or site.lists.has(site.before, "TIMELY")


def _part(site: Site) -> bool:
    """A part of the day before a noun: "night raids", "morning rush"; not in a name."""
    return site.last.islower() and site.after.isalpha() and not site.tokens.joined(site.end)


def _bare(site: Site) -> bool:
    """Units without a number: "for days", "months of rain"; small ones, also records and places, only after a preposition of time."""
    word, after, lists = site.word(site.start), site.after.lower(), site.lists
    if lists.has(after, "NOTBEFOREUNITS") or lists.has(site.before, "NOTBEFOREUNITS"):
        return False
    if lists.has(word, "LONGUNITS"):
        return lists.has(site.before, "BEFOREUNITS") or lists.has(after, "AFTERUNITS")
    return lists.has(word, "SMALLUNITS") and lists.has(site.before, "BEFOREHOURS") and not lists.has(after, "AFTERUNITS")


def _quarter(site: Site) -> bool:
    """A quarter of a year, not of a game or of a whole: "led after the third quarter", "a quarter of the vote"."""
    if "year" in site.fields:
        return True
    around = site.tokens.words[max(0, site.start - SPORT_REACH) : site.end + SPORT_REACH]
    in_game = any(site.lists.has(word.lower(), "SPORT") for word in around)
    return not in_game and not site.lists.has(site.after.lower(), "NOTQUARTER")


def _present(site: Site) -> bool:
    """ "at this time" is now, "this time the door opened" is an occasion."""
    return site.end - site.start != 2 or site.lists.has(site.before, "BEFOREPRESENT") or not site.last.startswith("time")


def _numeric(site: Site) -> bool:
    """A date in figures with its year; without one it could be a fraction or a score."""
    word = site.word(site.start)
    return word.count("/") == 2 or word.count(".") == 2


def _phrase(site: Site) -> bool:
    """An article belongs to the time only when the time is the whole noun phrase: "the summer", but "the [summer] offensive"."""
    return not site.lists.has(site.first, "ARTICLE") or not site.noun_follows()


def _season_ish(site: Site) -> bool:
    """Spring or fall as a season: "in the spring", "in Spring", not "the Spring Fighting" nor "in fall out"."""
    return (site.last.islower() or not site.after[:1].isupper()) and _phrase(site)


def _plural(site: Site) -> bool:
    """A number above one before a unit in the singular and a noun: "a three year period"."""
    if site.first.isdigit() and len(site.first) > 3:
        return False
    return not site.lists.has(site.first, "ONE") and not site.tokens.joined(site.start) and site.last.islower()


def _adjective(site: Site) -> bool:
    """ "former" before a noun, not "the former" of two."""
    return site.noun_follows()


def _rate(site: Site) -> bool:
    """ "a day" after something counted, "400 cars a day": a rate, not a duration."""
    if site.lists.has(site.before, "BEFOREDURATION") or not site.before.isalpha():
        return False
    window = site.tokens.words[max(0, site.start - 3) : site.start]
    counted = any((word[0].isdigit() and len(word) != 4) or site.lists.has(word.lower(), "COUNTING") for word in window)
    return counted and not {",", ".", "\n"} & set(window)


GUARDS: dict[str, Callable[[Site], bool]] = {
    "year": _year,
    "day": _day,
    "yearpair": _year_pair,
    "decade": _decade,
    "ish": _ish,
    "month": _month,
    "barebc": _bare_bc,
    "capitals": _capitals,
    "part": _part,
    "bare": _bare,
    "quarter": _quarter,
    "present": _present,
    "numeric": _numeric,
    "phrase": _phrase,
    "seasonish": _season_ish,
    "plural": _plural,
    "adjective": _adjective,
    "rate": _rate,
}
