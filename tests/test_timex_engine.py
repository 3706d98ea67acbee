"""The parts of the temporal tagger: calendar, patterns, signals, ranges, anchoring; and that no text makes it run away."""

import random
import sys
from datetime import date

import pytest

from events.language import Tree, parse
from events.paths import DATA
from events.tables import numbered_rows
from events.timex import languages, tag
from events.timex.calendar import Point, at, duration_value, near_weekday, shift
from events.timex.grammar import load_grammar
from events.timex.guards import GUARDS
from events.timex.holidays import holiday_days
from events.timex.operations import OPERATIONS
from events.timex.patterns import PatternCompiler
from events.timex.tokens import tokenize

DCT = date(2015, 5, 21)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("point", "value", "first", "last"),
    [
        (Point(year=2015), "2015", "2015-01-01", "2015-12-31"),
        (Point(year=2015, month=2), "2015-02", "2015-02-01", "2015-02-28"),
        (Point(year=2016, month=2), "2016-02", "2016-02-01", "2016-02-29"),
        (Point(year=2015, month=5, day=21), "2015-05-21", "2015-05-21", "2015-05-21"),
        (Point(year=2015, month=5, day=21, part="MO"), "2015-05-21TMO", "2015-05-21", "2015-05-21"),
        (Point(year=2015, month=5, day=21, clock="15:00", zone="Z"), "2015-05-21T15:00Z", "2015-05-21", "2015-05-21"),
        (Point(year=2015, week=20, weekend=True), "2015-W20-WE", "2015-05-16", "2015-05-17"),
        (Point(year=2015, week=53), "2015-W53", "2015-12-28", "2016-01-03"),
        (Point(year=2015, season="SU"), "2015-SU", "2015-06-01", "2015-08-31"),
        (Point(year=2014, season="WI"), "2014-WI", "2014-12-01", "2015-02-28"),
        (Point(year=2015, season="Q3"), "2015-Q3", "2015-07-01", "2015-09-30"),
        (Point(year=2015, season="H2"), "2015-H2", "2015-07-01", "2015-12-31"),
        (Point(decade=196), "196", "1960-01-01", "1969-12-31"),
        (Point(century=18), "18", "1800-01-01", "1899-12-31"),
        (Point(year=490, bc=True), "BC0490", None, None),
        (Point(year=2015, fiscal=True), "FY2015", "2015-01-01", "2015-12-31"),
        (Point(weekday=4), "XXXX-WXX-4", None, None),
        (Point(month=5, day=21), "XXXX-05-21", None, None),
        (Point(month=5), "XXXX-05", None, None),
        (Point(part="NI"), "XXXX-XX-XXTNI", None, None),
        (Point(year=2014, week=53), "2014-W53", None, None),  # a week that 2014 did not have
    ],
)
def test_points_have_values_and_days(point: Point, value: str, first: str | None, last: str | None) -> None:
    assert (point.value(), point.interval()) == (value, (day(first), day(last)))


@pytest.mark.parametrize(
    ("unit", "count", "value"),
    [
        ("day", 1, "2015-05-22"),
        ("week", -1, "2015-W20"),
        ("month", -6, "2014-11"),
        ("quarter", 1, "2015-Q3"),
        ("year", 10, "2025"),
        ("decade", -2, "199"),
        ("century", -1, "19"),
        ("weekend", 0, "2015-W21-WE"),
        ("year", 100_000, None),
        ("day", -10_000_000, None),
    ],
)
def test_moving_by_units(unit: str, count: int, value: str | None) -> None:
    point = shift(DCT, unit, count)
    assert (point.value() if point else None) == value


@pytest.mark.parametrize(
    ("weekday", "way", "expected"), [(4, -1, 21), (4, 1, 21), (5, -1, 15), (5, 1, 22), (3, -1, 20), (3, 1, 27), (7, 0, 24)]
)
def test_nearest_weekday(weekday: int, way: int, expected: int) -> None:
    assert near_weekday(DCT, weekday, way) == date(2015, 5, expected)


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        ("3", "day", "P3D"),
        ("2.5", "hour", "PT2.5H"),
        ("X", "decade", "PXDE"),
        ("2", "fortnight", "P4W"),
        ("2", "quarter", "P6M"),
        ("1", "century", "P1CE"),
    ],
)
def test_durations(count: str, unit: str, value: str) -> None:
    assert duration_value(count, unit) == value


def test_the_month_after_the_last_day_of_january_is_february() -> None:
    assert shift(date(2015, 1, 31), "month", 1) == at(date(2015, 2, 1), "month")


@pytest.mark.parametrize(
    ("key", "year", "days"),
    [
        ("easter", 2015, ("2015-04-05", "2015-04-05")),
        ("orthodox-easter", 2015, ("2015-04-12", "2015-04-12")),
        ("thanksgiving", 2015, ("2015-11-26", "2015-11-26")),
        ("ramadan", 2015, ("2015-06-18", "2015-07-16")),
        ("ramadan", 1700, None),
        ("thanksgiving", 1200, None),
        ("easter", 1000, None),
        ("no such day", 2015, None),
    ],
)
def test_holidays(key: str, year: int, days: tuple[str, str] | None) -> None:
    assert holiday_days(key, year) == (days and (day(days[0]), day(days[1])))


def one(text: str, dct: date | None = DCT) -> tuple[str, str | None, str | None, str | None, str | None]:
    timex = tag(text, dct)[-1]
    return timex.value, timex.mod, timex.anchor, timex.first and timex.first.isoformat(), timex.last and timex.last.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They have fought since March.", ("2015-03", None, "dct 2015-05-21", "2015-03-01", None)),
        ("They will stay until June.", ("2015-06", None, "dct 2015-05-21", None, "2015-06-30")),
        ("They left before 2012.", ("2012", None, None, None, "2011-12-31")),
        ("They left after 2012.", ("2012", None, None, "2013-01-01", None)),
        ("They will arrive by Friday.", ("2015-05-22", None, "dct 2015-05-21", None, "2015-05-22")),
        ("They will pay no later than June.", ("2015-06", "ON_OR_BEFORE", "dct 2015-05-21", None, "2015-06-30")),
        ("It could start as early as next week.", ("2015-W22", "ON_OR_AFTER", "dct 2015-05-21", "2015-05-25", "2015-05-31")),
        ("It began in early April.", ("2015-04", "START", "dct 2015-05-21", "2015-04-01", "2015-04-10")),
        ("It began in mid-April.", ("2015-04", "MID", "dct 2015-05-21", "2015-04-11", "2015-04-20")),
        ("It began at the end of February.", ("2015-02", "END", "dct 2015-05-21", "2015-02-21", "2015-02-28")),
        ("It will end later this year.", ("2015", "END", "dct 2015-05-21", "2015-05-21", "2015-12-31")),
        ("It began earlier this month.", ("2015-05", "START", "dct 2015-05-21", "2015-05-01", "2015-05-21")),
        ("They met on 3 May. Two days later they fled.", ("2015-05-05", None, "text 2015-05-03", "2015-05-05", "2015-05-05")),
        ("He has been ill for the past two weeks.", ("P2W", None, "dct 2015-05-21", "2015-05-07", "2015-05-21")),
        ("He waited for about two weeks.", ("P2W", "APPROX", None, None, None)),
        ("He waited for more than two weeks.", ("P2W", "MORE_THAN", None, None, None)),
        ("They meet every Friday.", ("XXXX-WXX-5", None, None, None, None)),
        ("They died in 480 BC.", ("BC0480", None, None, None, None)),
    ],
)
def test_mod_anchor_and_days(text: str, expected: tuple[str, str | None, str | None, str | None, str | None]) -> None:
    assert one(text) == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Between 3 and 5 May it rained.", [("2015-05-03", "2015-05-05")] * 2),
        ("It rained from Monday to Wednesday.", [("2015-05-18", "2015-05-20")] * 2),
        ("It rained on May 3-5.", [("2015-05-03", "2015-05-05")] * 2),
        ("The war of 1939-45 was over.", [("1939-01-01", "1945-12-31")] * 2),
        ("It rained on Monday and Wednesday.", [("2015-05-18", "2015-05-18"), ("2015-05-20", "2015-05-20")]),
    ],
)
def test_ranges_carry_the_days_of_the_whole(text: str, days: list[tuple[str, str]]) -> None:
    assert [(t.first, t.last) for t in tag(text, DCT)] == [(day(first), day(last)) for first, last in days]


STORY = (
    "The war began in May 1931. In July the king fled, and in December the army took the town. In January it was lost again. "
    "The next day peace was made. It has been broken since 1935. In March 1932 the queen returned; two months later she died."
)


def test_a_narrative_is_dated_by_itself() -> None:
    found = [(t.text, t.value) for t in tag(STORY + " It is told in books of 1950, 1960 and 1970.", date(2015, 5, 21))]
    assert found[:7] == [
        ("May 1931", "1931-05"), ("July", "1931-07"), ("December", "1931-12"), ("January", "1932-01"), ("The next day", "XXXX-XX-XX"),
        ("1935", "1935"), ("March 1932", "1932-03"),
    ]  # fmt: skip
    assert found[7] == ("two months later", "1932-05")


def test_a_line_break_inside_a_sentence_does_not_part_a_time() -> None:
    wrapped = "The president of the republic told reporters that he would resign on June\n21, 2015. "
    wrapped += "He said so to a newspaper of the capital on\nMonday."
    assert [t.value for t in tag(wrapped, DCT)] == ["2015-06-21", "2015-05-18"]
    assert [t.value for t in tag("Events of May\n\n2015 people came", DCT)] != ["2015-05"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The envoy said the army chief would resign on Friday.", ["2015-05-22"]),
        ("The envoy, who left on Friday, is expected back on Monday.", ["2015-05-15", "2015-05-25"]),
        ("The strike called for Saturday was put off.", ["2015-05-23"]),
        ("Three men were held after Tuesday's raid.", ["2015-05-19"]),
    ],
)
def test_direction_is_the_same_with_and_without_the_parse(text: str, values: list[str]) -> None:
    assert [t.value for t in tag(text, DCT, tree=Tree(parse(text)))] == [t.value for t in tag(text, DCT)] == values


def test_without_a_year_of_its_own_the_leap_day_takes_a_year_that_has_it() -> None:
    assert tag("It ended on February 30.", DCT) == () or tag("It ended on February 30.", DCT)[0].value != "2015-02-30"


PIECES = [
    "the ", "in May ", "1999 ", "12:30 ", "a ", "early ", "last ", "three ", "10 ", "twenty-", "May 5, ", "1939-45 ", "\n", "'",
    "more than ", "of the ", "(((", ".", "2015-05-21", "1.1.1.1.1", "Thursday ", "the early part of the ", " ", "\t", "é", "every ",
    "one hundred thousand million ", "年", "1", "\n\n", "\u064b", "a.", "9" * 50 + " ", "from Monday to ", "’s ", "3/4/5/6/", "-",
    "the end of the end of the ", "said he would ", "to be to ", '"',
]  # fmt: skip


def calls_of_tagging(text: str) -> int:
    """How many functions are called, of Python's and of its library's; a regular expression that runs away would not come back."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        tag(text, DCT)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_the_work_grows_as_the_text_does(piece: str) -> None:
    tag(piece * 2, DCT)  # the grammar is loaded, the words are known
    small, large = (calls_of_tagging((piece * size)[:size]) for size in (600, 2_400))
    assert large < 5 * small + 1_000


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_comes_back(piece: str) -> None:
    tokenize((piece * 50_000)[:50_000])
    assert all(t.text == t.span.of(text) for text in [(piece * 5_000)[:5_000]] for t in tag(text))


def test_tokens_cover_numbers_words_and_signs() -> None:
    words = [token.text for token in tokenize("At 3:00 a.m. on 21st May he won't leave the AT-4's 1990s-style base; 5kg!")]
    assert words == "At 3:00 a.m. on 21st May he won't leave the AT - 4 's 1990s - style base ; 5kg !".split()


COMPILER = PatternCompiler({"MONTH": frozenset("m"), "=the": frozenset("t")}, {"m": 1.0, "t": 100.0}, {"when": "the? month=MONTH"})


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("( MONTH", "without its"),
        ("MONTH )", "without its"),
        ("DAY", "no word has the class DAY"),
        ("@nothing", "no macro @nothing; there are: when"),
        ("MONTH?", "matches nothing"),
        ("{ MONTH }", "needs a body"),
    ],
)
def test_a_wrong_pattern_says_what_is_wrong(pattern: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        COMPILER.compile(pattern)


def test_patterns_know_how_they_begin_and_what_they_need() -> None:
    compiled = COMPILER.compile("{ ! the } @when")
    assert (compiled.first, compiled.trigger) == (frozenset("tm"), frozenset("m"))


@pytest.mark.parametrize("language", languages())
def test_the_rules_name_what_the_code_has(language: str) -> None:
    rules = {rule.name: rule for found in load_grammar(language).rules.values() for rule in found}
    assert {rule.operation for rule in rules.values()} <= {*OPERATIONS, "none"}
    assert {rule.constants["guard"] for rule in rules.values() if "guard" in rule.constants} <= set(GUARDS)
    assert {rule.constants.get("only", "narrative") for rule in rules.values()} <= {"narrative", "antiquity"}
    assert {rule.type for rule in rules.values()} <= {"DATE", "TIME", "DURATION", "SET"}


@pytest.mark.parametrize("language", languages())
def test_the_names_of_rules_are_told_apart(language: str) -> None:
    names = [row[0] for _, row in numbered_rows(DATA / "timex" / language / "rules.tsv", 4)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("head", "value", "anchor"),
    [
        ("ADEN, Yemen, 21 May 2015 - The port", "2015-05-20", "dateline 2015-05-21"),
        ("Port reopens\nMay 21, 2015\nThe port", "2015-05-20", "dateline 2015-05-21"),
        ("   BOGOTA, 21 MAY 90 -- The port", "1990-05-20", "dateline 1990-05-21"),
        ("It was built on May 21, 2015 and the port", "XXXX-XX-XX", None),
        ("ADEN, May 21 - The port", "XXXX-XX-XX", None),
    ],
)
def test_a_dateline_stands_for_a_date_of_creation_that_is_missing(head: str, value: str, anchor: str | None) -> None:
    assert one(f"{head} was opened yesterday.", None)[::2][:2] == (value, anchor)


@pytest.mark.parametrize("dct", [None, date(1, 1, 1), date(9999, 12, 31), date(2016, 2, 29)])
@pytest.mark.parametrize("language", languages())
def test_no_combination_of_words_breaks_it(language: str, dct: date | None) -> None:
    odd = ["0", "31", "1999", "9999", "9" * 20, "2015-02-30", "9999-12-31", "24:00", "29.2.2015", "\n\n", "("]
    words = [*load_grammar(language).classes, *odd]
    chosen = random.Random(7)
    for _ in range(60):
        text = " ".join(chosen.choices(words, k=30))
        assert all(t.text == t.span.of(text) for t in tag(text, dct, language=language))


@pytest.mark.parametrize(
    "text",
    [
        "On Friday,\tMay 5 (2015)\u00a0they\u2028left.  \n\n Then x² ½ -- it's п'ятниця a.m. U.S. 3pm _ ’s don’t 10:30\n\n",
        "".join(chr(code) for code in range(1, 0x3000) if not chr(code).isspace()),
    ],
)
def test_words_of_tokens_stand_where_they_say(text: str) -> None:
    tokens = tokenize(text)
    assert [text[token.start : token.end] for token in tokens if token.text != "\n"] == [word for word in tokens.words if word != "\n"]
    assert "".join(word for word in tokens.words if word != "\n") == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "The meeting is meant to help the country digest the results of Tuesday's election.",
        "The tram is believed to have been going far too fast for the long and narrow bend on Tuesday.",
    ],
)
def test_what_has_come_out_by_a_day_and_what_had_begun_are_past(text: str) -> None:
    (found,) = tag(text, DCT, tree=Tree(parse(text)))
    assert found.last is not None
    assert found.last < DCT
