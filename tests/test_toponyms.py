"""Place names found and put where the writer meant."""

import pytest

from events.gazetteer import open_gazetteer
from events.language import parse
from events.model import Document, Toponym
from events.toponyms import find_toponyms


def found(text: str, **known: str) -> tuple[Toponym, ...]:
    return find_toponyms(Document(text, **known), parse(text), open_gazetteer())


def placed(text: str, **known: str) -> list[tuple[str, str]]:
    """Each name with the country, or country and state, that it was put in."""
    return [(t.text, f"{t.place.country_code} {t.place.admin1}".strip() if t.place else "?") for t in found(text, **known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops pushed the militants out of Ramadi, Iraq.", [("Ramadi", "IQ Al Anbar"), ("Iraq", "IQ")]),
        ("Shells fell on Palmyra in neighbouring Syria on Friday.", [("Palmyra", "SY Homs"), ("Syria", "SY")]),
        ("Two people were hurt in a crash near Athens, Ohio.", [("Athens", "US Ohio"), ("Ohio", "US Ohio")]),
        ("Protesters gathered in Athens as the Greek government fell.", [("Athens", "GR Attica")]),
        ("Mr. London met Paris Hilton on Monday.", []),
        ("Nothing happened on the second of May.", []),
    ],
)
def test_names_are_put_in_the_right_country(text: str, expected: list[tuple[str, str]]) -> None:
    assert placed(text) == expected
