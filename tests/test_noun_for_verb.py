"""Verbs that the tagger takes for nouns are still deeds; nouns that look like verbs stay nouns."""

from datetime import date

import pytest

from tests.extraction import days, extract, place

DCT = date(2021, 8, 16)  # a Monday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels overran Kabul on Sunday.", [("Rebels overran Kabul, Afghanistan", "2021-08-15", "Kabul")]),
        ("Taliban overran Kunduz", [("Taliban overran Kunduz, Afghanistan", "2021-08-16", "Kunduz")]),
        (
            "The army shelled Homs and bombed Idlib.",
            [("Army shelled Homs, Syria", "2021-08-16", "Homs"), ("Army bombed Idlib, Syria", "2021-08-16", "Idlib")],
        ),
        (
            "Militants overran a military base in Borno on Friday, killing 30 soldiers.",
            [("Militants killed 30 soldiers in Borno, Nigeria", "2021-08-13", "Borno State")],
        ),
        (
            "A rocket hit and damaged a hospital in Aleppo on Friday.",
            [
                ("Rocket hit a hospital in Aleppo, Syria", "2021-08-13", "Aleppo"),
                ("Rocket damaged a hospital in Aleppo, Syria", "2021-08-13", "Aleppo"),
            ],
        ),
        ("The plan drew protests in Paris.", [("Protests in Paris, France", "2021-08-16", "Paris")]),
    ],
)
def test_verbs_read_as_nouns(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(e.title, days(e), place(e)) for e in extract(text, DCT)] == expected


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("The aid worker was arrested, beaten and deported by police in Harare on Friday.", ["arrest", "beat", "deport"]),
        ("At least 23 people were killed and 87 wounded in attacks across Iraq on Monday.", [""]),
        ("He was tired and disappointed.", []),
    ],
)
def test_participles_read_as_adjectives(text: str, modes: list[str]) -> None:
    assert [event.mode for event in extract(text, DCT)] == modes
