"""Place names found and put where the writer meant."""

import logging
from pathlib import Path

import pytest

from events.gazetteer import open_gazetteer
from events.language import Tree, parse
from events.model import Document, Toponym
from events.toponyms import find_toponyms, recogniser
from events.toponyms.lexicon import lexicon
from events.toponyms.recognition import judge
from events.toponyms.tokens import tokens_of


def found(text: str, **known: str) -> tuple[Toponym, ...]:
    return find_toponyms(Document(text, **known), Tree(parse(text)), open_gazetteer())


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
        ("Fighters torched huts in the village of Wadakorma.", [("Wadakorma", "?")]),
    ],
)
def test_names_are_put_in_the_right_country(text: str, expected: list[tuple[str, str]]) -> None:
    assert placed(text) == expected


def test_one_sense_for_a_name_in_a_document() -> None:
    text = "A tornado hit Paris on Friday. Schools in Paris, Texas, were closed. Nobody in Paris was hurt."
    assert [where for name, where in placed(text) if name == "Paris"] == ["US Texas"] * 3


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "GB England"),
        ({"publisher": "The London Free Press", "url": "https://www.lfpress.com/news/fire"}, "CA Ontario"),
    ],
)
def test_the_home_of_the_publisher_counts(known: dict[str, str], expected: str) -> None:
    assert placed("A fire in London left nine families without a home.", **known) == [("London", expected)]


def test_losing_candidates_are_kept_best_first() -> None:
    [athens] = found("They met in Athens.")
    scores = [candidate.score for candidate in athens.candidates]
    assert scores == sorted(scores, reverse=True)
    assert athens.place not in [candidate.place for candidate in athens.candidates]
    assert {candidate.place.country_code for candidate in athens.candidates} >= {"US"}


@pytest.mark.parametrize(
    ("text", "plain", "north_km", "east_km", "wider_km"),
    [
        ("Militants hold much of northern Mali.", "Militants hold much of Mali.", 250, 0, 63),
        ("The convoy was stopped 30 km south of Mosul.", "The convoy was stopped in Mosul.", -30, 0, 9),
        ("The plane came down 20 miles (32 km) west of Nairobi.", "The plane came down in Nairobi.", 0, -32, 9),
        ("A lorry burned ten kilometres north-east of Kandahar.", "A lorry burned in Kandahar.", 7, 7, 3),
        ("A patrol was attacked near Kandahar.", "A patrol was attacked in Kandahar.", 0, 0, 10),
        ("They died 5 km from Kandahar.", "They died in Kandahar.", 0, 0, 5),
    ],
)
def test_directions_and_distances_move_the_point(text: str, plain: str, north_km: float, east_km: float, wider_km: float) -> None:
    [moved], [base] = found(text), found(plain)
    assert moved.place is not None
    assert base.place is not None
    assert moved.place.name == base.place.name
    tolerance = max(1.5, 0.4 * abs(north_km) if north_km > 100 else 1.5)
    assert (moved.place.latitude - base.place.latitude) * 111.2 == pytest.approx(north_km, abs=tolerance)
    assert (moved.place.longitude - base.place.longitude) * 111.2 == pytest.approx(east_km, abs=6)
    assert moved.place.radius_km == pytest.approx(base.place.radius_km + wider_km, abs=1.5)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Moscow said it would not attend.", "actor"),
        ("The Kremlin denied it.", "actor"),
        ("Talks were held in the Kremlin.", "place"),
        ("Crowds gathered in Moscow.", "place"),
        ("Moscow was hit by drones.", "place"),
        ("The Baghdad government asked for help.", "actor"),
        ("Tehran-backed fighters withdrew.", "actor"),
    ],
)
def test_governments_are_kept_apart_from_their_capitals(text: str, role: str) -> None:
    assert [t.role for t in found(text)] == [role]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "…!?",
        "A" * 10_000,
        "Mosul " + "Aleppo" * 2_000 + " burned.",
        "The town of \x00\x07\x1bHama\x00 fell.",
        "وقع انفجار في بغداد يوم الخميس.",
        "\u202eHama\u202c was shelled.",
        "Hama \ud800 was shelled.",
        "<script>alert('Hama')</script> ${Homs} `Aleppo`",
        "New " * 500 + "York",
    ],
)
def test_hostile_text_breaks_nothing(text: str) -> None:
    for toponym in found(text):
        assert toponym.text == text[toponym.span.start : toponym.span.end]


def test_without_the_learned_weights_rules_decide_and_say_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        fallback = judge(tmp_path / "none.tsv")
    assert fallback.kind == "rules"
    assert "none.tsv is missing" in caplog.text
    assert recogniser() == "learned"


def test_no_parse_is_needed() -> None:
    text = "BAGHDAD (Reuters) - Moscow said that shells fell on Deir ez-Zor near الموصل. The mayor of St. Louis, Mo. was in Paris, Texas."
    without = find_toponyms(Document(text), None, open_gazetteer())
    assert without == found(text)
    assert [t.text for t in without] == ["BAGHDAD", "Moscow", "Deir ez-Zor", "الموصل", "St. Louis", "Mo.", "Paris", "Texas"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He left. She came.", ["He left .", "She came ."]),
        ("Mr. Smith of the U.S. Army met Gov. Jones.", ["Mr. Smith of the U.S. Army met Gov. Jones ."]),
        ("It fell in the U.S. The end.", ["It fell in the U.S.", "The end ."]),
        ("“Go!” he said. “No.” Then nothing...", ["“ Go ! ” he said .", "“ No . ”", "Then nothing ..."]),
        ("Syria's al-Bab; O'Brien's 10,000.50", ["Syria 's al - Bab ; O'Brien 's 10,000.50"]),
        ("A headline\n\nA text.", ["A headline", "A text ."]),
        ("", []),
    ],
)
def test_tokens_and_sentences(text: str, sentences: list[str]) -> None:
    tokens = tokens_of(text, lexicon())
    assert [" ".join(tokens.text[first:last]) for first, last in tokens.bounds] == sentences
    assert [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)] == tokens.text
