"""Mentions brought together into events: which are one, what they agree on, title and rank."""

import pytest

from tests.extraction import days, extract, place


def grouped(text: str) -> list[list[str]]:
    return [[m.text for m in e.mentions] for e in extract(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boko Haram attacked a market in Maiduguri on Monday and killed nine people.", [["attacked", "killed"]]),
        ("Nine people were killed in a suicide bombing in Kabul on Monday.", [["killed", "suicide bombing"]]),
        ("Five soldiers were killed on Monday when rebels attacked Aleppo.", [["killed", "attacked"]]),
        ("Rebels attacked Aleppo.\n\nThe attack on the city began before dawn.", [["attacked", "attack"]]),
        ("Islamic State captured Ramadi on Sunday. The capture of Ramadi by Islamic State shocked Iraq.", [["captured", "capture"]]),
        ("Rebels attacked Aleppo on Monday.\n\nRebels attacked Mosul on Tuesday.", [["attacked"], ["attacked"]]),
        ("Rebels attacked Aleppo on Monday.\n\nRebels attacked Aleppo on Tuesday.", [["attacked"], ["attacked"]]),
        ("Rebels attacked Aleppo on Monday. Police arrested nine people in Aleppo on Monday.", [["attacked"], ["arrested"]]),
    ],
)
def test_mentions_of_one_happening_are_one_event(text: str, expected: list[list[str]]) -> None:
    assert grouped(text) == expected


def test_an_event_has_what_its_mentions_agree_on() -> None:
    text = "Islamic State advanced last weekend. It captured Ramadi on Sunday.\n\nThe capture of Ramadi shocked Iraq."
    captured = next(e for e in extract(text) if any(m.text == "captured" for m in e.mentions))
    assert (captured.acled, place(captured), days(captured)) == ("Non-state actor overtakes territory", "Ramadi", "2015-05-17")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Islamic State captured Ramadi on Sunday.", "Islamic State captured Ramadi, Iraq"),
        ("Police arrested 40 protesters in Istanbul.", "Police arrested 40 protesters in Istanbul, Turkey"),
        ("Thousands of teachers marched through Mexico City.", "Thousands of teachers marched through Mexico City"),
        ("The foreign ministers will meet in Vienna next week.", "Planned: Foreign ministers to meet in Vienna, Austria"),
        ("Al-Shabaab denied that it had attacked Mandera.", "Denied: Al-Shabaab attacked Mandera, Kenya"),
        ("France may send troops to Mali.", "Possible: France to send troops to Mali"),
        ("Nine people were killed in Kabul on Monday.", "Nine people killed in Kabul, Afghanistan"),
        ("The European Union imposed sanctions on Russia.", "European Union imposed sanctions on Russia"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert [e.title for e in extract(text)] == [title]


def test_a_long_title_is_cut_at_a_word() -> None:
    (event,) = extract("Police arrested " + "very " * 40 + "angry protesters in Istanbul.")
    assert len(event.title) <= 110


def test_what_is_told_first_and_most_often_leads() -> None:
    text = (
        "Islamic State captured Ramadi on Sunday.\n\nThe capture of Ramadi by Islamic State shocked Iraq.\n\n"
        "In Vienna, ministers met on Monday.\n\nDoctors went on strike in Harare on Monday."
    )
    assert [(e.rank, e.event_type) for e in sorted(extract(text), key=lambda e: e.rank)] == [(0, "ASSAULT"), (1, "CONSULT"), (2, "PROTEST")]


def test_ids_are_unique_and_stay() -> None:
    text = "Rebels attacked Aleppo on Monday.\n\nRebels attacked Mosul on Tuesday."
    first, again = extract(text), extract(text)
    assert [e.id for e in first] == [e.id for e in again]
    assert len({e.id for e in first}) == len(first)


@pytest.mark.parametrize(
    "text",
    ["", "   \n\n", "1 2 3 4 5 6 7", "!!! ??? ...", "<script>alert(1)</script>", "`${7*7}`", "а б в 攻撃 هجوم", "ATTACK" * 300],
)
def test_odd_texts_end_in_no_event(text: str) -> None:
    assert extract(text) == ()
