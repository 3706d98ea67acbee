"""Dates and places in words."""

from datetime import date

import pytest

from events.views.labels import code, code_word, counted, degrees, figure, interval, markdown, number, rounded, share


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2015-05-16", "2015-05-16", "16 May 2015"),
        ("2015-05-16", "2015-05-17", "16–17 May 2015"),
        ("2015-05-28", "2015-06-02", "28 May – 2 Jun 2015"),
        ("2015-12-30", "2016-01-02", "30 Dec 2015 – 2 Jan 2016"),
        ("2015-05-01", "2015-05-31", "May 2015"),
        ("2016-02-01", "2016-02-29", "Feb 2016"),
        ("2015-02-01", "2015-02-27", "1–27 Feb 2015"),
        ("2015-04-01", "2015-06-30", "Apr–Jun 2015"),
        ("2015-01-01", "2015-12-31", "2015"),
        ("1990-01-01", "1999-12-31", "1990–1999"),
        ("9999-12-01", "9999-12-31", "Dec 9999"),
        ("2015-05-25", None, "since 25 May 2015"),
        (None, "2015-05-25", "until 25 May 2015"),
        (None, None, "no date"),
    ],
)
def test_intervals_in_the_fewest_exact_words(first: str | None, last: str | None, words: str) -> None:
    assert interval(first and date.fromisoformat(first), last and date.fromisoformat(last)) == words


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (code("ASSAULT"), "Assault"),
        (code("non-violent_action"), "Non-violent action"),
        (code_word("type", "ASSAULT"), "Assault"),
        (code_word("type", "ASSAULT", "de"), "Angriff"),
        (code_word("type", "SOME_OTHER", "de"), "Some other"),
        (counted(1, "event"), "1 event"),
        (counted(1204, "event"), "1,204 events"),
        (counted(1204, "event", "de"), "1.204 Ereignisse"),
        (number(1_234_567, "de"), "1.234.567"),
        (figure(1234.5, "de"), "1.234,5"),
        (share(0.654), "65%"),
        (share(0.654, "de"), "65 %"),
        (rounded(0.5, "de"), "0,5"),
        (rounded(0.5), "0.5"),
        (rounded(6.0), "6"),
        (rounded(478.3), "480"),
        (rounded(12345), "12,000"),
        (degrees(33.42056, 43.30778), "33.42° N, 43.31° E"),
        (degrees(-3.38, -74.08), "3.38° S, 74.08° W"),
        (degrees(33.42056, 43.30778, "de"), "33,42° N, 43,31° O"),
        (markdown("![x](http://a) `b` $c$\n:red[d]"), r"\!\[x\]\(http\://a\) \`b\` \$c\$ \:red\[d\]"),
    ],
)
def test_codes_numbers_and_places(made: str, words: str) -> None:
    assert made == words
