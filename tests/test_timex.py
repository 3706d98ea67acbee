"""Time expressions found in sentences, with their TIMEX3 values and days."""

from datetime import date

import pytest

from events.timex import tag

DCT = date(2015, 5, 21)  # a Thursday


def found(text: str, dct: date | None = DCT) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(t.text, t.type, t.value, t.first and t.first.isoformat(), t.last and t.last.isoformat()) for t in tag(text, dct)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops took the town last weekend.", [("last weekend", "DATE", "2015-W20-WE", "2015-05-16", "2015-05-17")]),
        ("He said on Thursday that he was ill.", [("Thursday", "DATE", "2015-05-21", "2015-05-21", "2015-05-21")]),
        ("The ministry announced it on Wednesday.", [("Wednesday", "DATE", "2015-05-20", "2015-05-20", "2015-05-20")]),
        ("The envoys will meet on Friday.", [("Friday", "DATE", "2015-05-22", "2015-05-22", "2015-05-22")]),
        ("The trucks would leave as early as next week.", [("next week", "DATE", "2015-W22", "2015-05-25", "2015-05-31")]),
        ("They have fought since March.", [("March", "DATE", "2015-03", "2015-03-01", None)]),
        ("The truce will hold until Friday.", [("Friday", "DATE", "2015-05-22", None, "2015-05-22")]),
        ("It will be ready by the end of May.", [("the end of May", "DATE", "2015-05", None, "2015-05-31")]),
        ("It was the worst defeat in a year.", [("a year", "DURATION", "P1Y", None, None)]),
        ("Earlier on Thursday, he left.", [("Earlier on Thursday", "DATE", "2015-05-21", "2015-05-21", "2015-05-21")]),
    ],
)
def test_in_news(text: str, expected: list[tuple[str, str, str, str | None, str | None]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said on Thursday that he was ill.", [("Thursday", "DATE", "XXXX-WXX-4", None, None)]),
        ("Troops took the town last week.", [("last week", "DATE", "XXXX-WXX", None, None)]),
        ("They left on 5 May.", [("5 May", "DATE", "XXXX-05-05", None, None)]),
    ],
)
def test_without_a_date_of_creation_nothing_is_invented(text: str, expected: list[tuple[str, str, str, str | None, str | None]]) -> None:
    assert found(text, None) == expected
