"""Text -> Tokens, and the lexical classes that a number can have. Linear in the length of the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress
from typing import NamedTuple, overload

Classes = dict[str, str]
"""The lexical classes that a token may have, each with its value there: {"YEAR": "2015", "COUNT": "2015"}."""

LONGEST_LINE_BREAK = 40  # a line shorter than this was not broken because it was full
LONGEST_NUMBER = 30  # digits and signs; an ISO time with its zone has 29


class Token(NamedTuple):
    """A word, number or sign: `text[start:end]`. `joined`: no space before it."""

    text: str
    start: int
    end: int
    joined: bool


_MARKS = "\u0300-\u036f\u064b-\u0652\u0670"  # accents and vowel signs written apart from their letter
_TOKEN = re.compile(
    rf"""
    [^\S\n]*+(?:                                                 # the space before it, which `tokenize` counts with it
    [A-Za-z]{{2,}}+(?![^\W_]|['’ʼ{_MARKS}])                         # the plain word, as nearly all are, without further ado
  | [^\w\s'’]                                                   # a sign
  | \n\s*                                                        # line breaks
  | (?:[^\W\d_]\.){{2,}}                                         # a.m. U.S.
  | [^\W\d_][^\W_]*(?:[{_MARKS}]+[^\W_]*)*                      # a word, with letters and digits after the first letter,
    (?:['’ʼ](?:(?:t|ll|re|ve|d|m|[cC]lock)\b|[\u0400-\u04ff]+))?  # and its contraction: won't, o'clock, п'ятниця
  | (?<![\w-])\d{{4}}-\d{{2}}-\d{{2}}
    (?:T\d{{2}}:?\d{{2}}(?::?\d{{2}}(?:\.\d{{1,6}})?)?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?(?![\w-])  # 2015-05-21T10:00Z
  | (?:1\d)?\d0['’]s\b                                         # 1960's
  | \d+(?:[.,:/]\d+)*(?:[^\W\d_][^\W_]*)?                     # a number, with letters that stick to it: 21st, 3pm
  | ['’]s\b                                                     # the genitive
  | ['’_]                                                       # the other signs
    )
    """,
    re.VERBOSE,
)
_BREAK = "\n"


@dataclass(frozen=True, slots=True, eq=False)
class Tokens(Sequence[Token]):
    """The tokens of a text: their words and where they end as two lists, each put together as a Token only when it is asked for.

    Most words of a text have nothing to do with time, and making a Token of each took a third of the time of tagging.
    """

    words: list[str]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...

    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self._at(i) for i in range(*index.indices(len(self.words)))]
        return self._at(index if index >= 0 else index + len(self.words))

    def _at(self, index: int) -> Token:
        return Token(self.words[index], self.start(index), self.ends[index], self.joined(index))

    def start(self, index: int) -> int:
        """Where a token begins in the text."""
        return self.ends[index] - len(self.words[index])

    def joined(self, index: int) -> bool:
        """Whether no space stands before a token."""
        return self.start(index) == (self.ends[index - 1] if index else 0)


def tokenize(text: str) -> Tokens:
    """All tokens in text order. A line break that ends a paragraph, heading or list item is the token "\\n"; others are none."""
    pieces = _TOKEN.findall(text.rstrip())  # each with the space before it, so that their lengths add up to where they end
    words, ends = list(map(str.lstrip, pieces)), list(accumulate(map(len, pieces)))
    soft, line_start = set(), 0
    for index in _breaks(words):
        line_end = ends[index - 1] if index else 0
        words[index] = _BREAK
        if _is_soft(text, line_start, line_end, ends[index]):
            soft.add(index)
        line_start = ends[index]
    if soft:
        kept = [index not in soft for index in range(len(words))]
        words, ends = list(compress(words, kept)), list(compress(ends, kept))
    return Tokens(words, ends)


def _breaks(words: list[str]) -> list[int]:
    """The indexes of the line breaks, of which nothing is left once the space around them is gone."""
    found: list[int] = []
    for _ in range(words.count("")):
        found.append(words.index("", found[-1] + 1 if found else 0))
    return found


def _is_soft(text: str, line_start: int, line_end: int, end: int) -> bool:
    """Whether a line break that ends at `end` only wraps a long line within a sentence. `line_end`: end of the last token before it."""
    if text.count("\n", line_end, end) > 1 or line_end - line_start < LONGEST_LINE_BREAK or text[line_end - 1] in ".!?:;":
        return False
    before, after = text[line_end - 1], text[end : end + 1]
    capitals = not before.islower() and text[end : end + 2].isupper()  # as in a text all in capitals
    return after.islower() or after.isdigit() or capitals or (bool(after) and (before == "," or before.islower()))


_ASCII_DIGITS = {ord(digit): str(index % 10) for index, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_PLAIN = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|d|er)")
_DECADE = re.compile(r"(\d{2,4})['’]?s")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?:[:.]([0-5]\d))?(am|pm|AM|PM|h|hrs|Z)?")
_HOUR = re.compile(r"(1[0-2]|0?[1-9])(am|pm|AM|PM)")
_HOUR_24 = re.compile(r"([01]\d|2[0-4])([0-5]\d)(h|hrs|Z)")
_SLASHED = re.compile(r"(\d{1,4})([./])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_TWO_YEARS_BC = re.compile(r"(\d{3})/(\d{3})")
_FRACTIONS = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75"}
_TWO_YEARS = re.compile(r"(1[0-9]{3}|20[0-9]{2})/(\d{2}|\d{4})")


@lru_cache(maxsize=20_000)
def number_classes(word: str) -> Classes:
    """The lexical classes of a token that begins with a digit; none for one that is no number of a time expression."""
    if len(word) > LONGEST_NUMBER:
        return {}
    if not word.isascii():
        word = word.translate(_ASCII_DIGITS)
    if _PLAIN.fullmatch(word):
        return _plain(word)
    if len(word) >= 10 and word[4] == "-":
        return {"ISO": word}
    for reader in (_grouped, _ordinal, _decade, _clock, _slashed):
        classes = reader(word)
        if classes:
            return classes
    return {}


def _plain(word: str) -> Classes:
    number, width = int(word), len(word)
    classes = {"COUNT": str(number)}
    if width <= 2:
        _add(classes, 1 <= number <= 31, "DAY", f"{number:02}")
        _add(classes, 1 <= number <= 12, "HOUR12", str(number))
        _add(classes, number <= 24, "HOUR24", str(number))
        _add(classes, width == 2, "YEAR2", word)
    _add(classes, width == 4 and 1000 <= number <= 2199, "YEAR", word)
    _add(classes, width <= 4 and number > 0, "ANYYEAR", f"{number:04}")
    _add(classes, width == 4 and number <= 2400 and number % 100 < 60, "HHMM", f"{word[:2]}:{word[2:]}")
    return classes


def _add(classes: Classes, holds: bool, name: str, value: str) -> None:
    if holds:
        classes[name] = value


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _grouped(word: str) -> Classes:
    if not _GROUPED.fullmatch(word):
        return {}
    classes = {"COUNT": word.replace(",", "")}
    return classes | _clock(word) if "," not in word else classes


def _ordinal(word: str) -> Classes:
    found = _ORDINAL.fullmatch(word)
    if not found:
        return {}
    number = int(found[1])
    classes = {"ORDINAL": str(number)}
    _add(classes, 1 <= number <= 31, "DAYTH", f"{number:02}")
    return classes


def _decade(word: str) -> Classes:
    found = _DECADE.fullmatch(word)
    if not found or found[1][-1] != "0":
        return {}
    digits = found[1]
    if len(digits) == 4:
        return {"YEARS": digits[:2]} if digits.endswith("00") and digits != "2000" else {"DECADE": digits[:3]}
    return {"DECADE2": digits[0]} if len(digits) == 2 else {"DECADE3": f"0{digits[:2]}"}


def _clock(word: str) -> Classes:
    found = _CLOCK.fullmatch(word)
    if found:
        hour, minute, second, mark = found.groups()
        name = "CLOCK" if ":" in word else "DOTCLOCK"
        value = f"{int(hour):02}:{minute}" + (f":{second}" if second else "")
        return {name + ("AMPM" if mark and mark[0] in "apAP" else ""): value + (mark[0].lower() if mark and mark[0] in "apAP" else "")}
    found = _HOUR.fullmatch(word)
    if found:
        return {"CLOCKAMPM": f"{int(found[1]):02}{found[2][0].lower()}"}
    found = _HOUR_24.fullmatch(word)
    return {"HHMMH": f"{found[1]}:{found[2]}"} if found else {}


def _slashed(word: str) -> Classes:
    if word in _FRACTIONS:
        return {"FRACTION": _FRACTIONS[word]}
    years = _TWO_YEARS.fullmatch(word)
    if years:
        return {"YEARPAIR": years[1]}
    years = _TWO_YEARS_BC.fullmatch(word)
    if years and int(years[1]) == int(years[2]) + 1:
        return {"PAIRBC": f"{int(years[1]):04}"}
    found = _SLASHED.fullmatch(word)
    if not found:
        return {}
    a, sign, b, year = found.groups()
    if len(a) == 4 and year and len(year) == 2:
        return {"ISO": f"{a}-{b:0>2}-{year}"} if _is_day(b, year) else {}
    if len(a) > 2 or (sign == "." and (not year or len(year) == 2)):
        return {}
    classes: Classes = {}
    ending = f"-{year}" if year else ""
    _add(classes, 1 <= int(a) <= 12 and 1 <= int(b) <= 31, "MONTHDAY", f"{int(a):02}-{int(b):02}{ending}")
    _add(classes, 1 <= int(b) <= 12 and 1 <= int(a) <= 31, "DAYMONTH", f"{int(b):02}-{int(a):02}{ending}")
    if classes and year:
        _add(classes, True, "NUMERIC", "")
    return classes


def sample_numbers() -> Iterator[str]:
    """At least one number of each combination of classes, so that a grammar can know all of them when it is compiled."""
    yield from (str(n) for n in range(10000))
    yield from (f"{n:02}" for n in range(100))
    yield from (f"{n:04}" for n in range(2500))
    yield from ("2,000", "2.5", "3.30", "22.80", "12345", "00", "2015-05-21", "2015-05-21T10:00")
    yield from (f"{n}th" for n in (1, 31, 45))
    yield from ("1960s", "470s", "1900s", "2000s", "60s", "10:30", "10:30am", "3.30pm", "3pm", "0830h", "2007/08")
    yield from ("2015/05/21", "1/2", "218/217")
    yield from ("5/6", "5/26", "26/5", "5/6/15", "5/26/2015", "26/5/2015", "26.5.2015", "5.6.2015", "5.26.2015")
