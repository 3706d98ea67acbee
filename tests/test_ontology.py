"""Codes of the ontology and how they map to each other."""

from collections.abc import Callable

import pytest

from events import ontology
from events.errors import ConfigurationError
from events.ontology import CONTEXTS, EVENT_TYPES, QUADS, SECTORS, SUB_EVENTS, EventType, Mode, SubEvent


def test_event_types_in_the_order_of_the_manual() -> None:
    assert list(EVENT_TYPES) == [
        "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
        "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    ]  # fmt: skip


def test_one_type_whole() -> None:
    assert EVENT_TYPES["MOBILIZE"] == EventType(
        "MOBILIZE", 4, -5.5, False, "Moves or readies armed force or police without using it.",
        (
            Mode("troops", -6.5, "armed personnel or units"),
            Mode("weapons", -6.5, "weapons, ships or vehicles"),
            Mode("police", -5.5, "police or security units"),
            Mode("militia", -6.0, "armed force that is not of the state"),
        ),
    )  # fmt: skip


def test_one_sub_event_whole() -> None:
    assert SUB_EVENTS["Non-state actor overtakes territory"] == SubEvent(
        "Non-state actor overtakes territory", "Battles", "ASSAULT", "", ("territory",),
        "a group or foreign power takes a place by fighting",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "expected"),
    [("AGREE", 1), ("SUPPORT", 1), ("AID", 2), ("RETREAT", 2), ("REQUEST", 3), ("THREATEN", 3), ("SANCTION", 4), ("ASSAULT", 4)],
)
def test_quad(code: str, expected: int) -> None:
    assert ontology.quad(code) == expected and expected in QUADS


@pytest.mark.parametrize(
    ("code", "mode", "expected"),
    [("ASSAULT", "suicide-attack", True), ("ASSAULT", "", True), ("ASSAULT", "visit", False), ("CONSULT", "visit", True)],
)
def test_is_mode(code: str, mode: str, expected: bool) -> None:
    assert ontology.is_mode(code, mode) is expected


@pytest.mark.parametrize(
    ("code", "mode", "expected"),
    [("ASSAULT", "", -9.0), ("ASSAULT", "unconventional", -10.0), ("PROTEST", "vandalize", -5.0), ("ACCUSE", "", -3.0), ("AID", "", 10.0)],
)
def test_score(code: str, mode: str, expected: float) -> None:
    assert ontology.score(code, mode) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Armed clash", "Battles"),
        ("Air/drone strike", "Explosions/Remote violence"),
        ("Abduction/forced disappearance", "Violence against civilians"),
        ("Peaceful protest", "Protests"),
        ("Mob violence", "Riots"),
        ("Agreement", "Strategic developments"),
    ],
)
def test_acled_event_type(name: str, expected: str) -> None:
    assert ontology.acled_event_type(name) == expected


@pytest.mark.parametrize(
    ("code", "mode", "expected"),
    [
        ("AGREE", "", "03"), ("CONSULT", "visit", "04"), ("AID", "", "07"), ("CONCEDE", "", "08"), ("RETREAT", "withdraw", "08"),
        ("ACCUSE", "investigate", "09"), ("ACCUSE", "allege", "11"), ("ASSAULT", "", "19"), ("ASSAULT", "abduct", "18"),
        ("ASSAULT", "aerial", "19"), ("ASSAULT", "unconventional", "20"),
    ],
)  # fmt: skip
def test_cameo_root(code: str, mode: str, expected: str) -> None:
    assert ontology.cameo_root(code, mode) == expected


@pytest.mark.parametrize(
    ("side", "expected"), [("state", "Government regains territory"), ("non-state", "Non-state actor overtakes territory")]
)
def test_territory_by_side(side: str, expected: str) -> None:
    assert ontology.territory_sub_event(side) == expected and expected in SUB_EVENTS


def test_counts() -> None:
    assert (len(SUB_EVENTS), len(CONTEXTS), len(SECTORS), len({s.event_type for s in SUB_EVENTS.values()})) == (25, 37, 32, 6)


def test_mapping_of_acled_uses_known_codes() -> None:
    for sub in SUB_EVENTS.values():
        assert not sub.plover or ontology.is_mode(sub.plover, sub.mode), sub
        assert set(sub.contexts) <= set(CONTEXTS), sub


def test_every_type_and_mode_has_a_cameo_root() -> None:
    roots = {ontology.cameo_root(t.code, m) for t in EVENT_TYPES.values() for m in ("", *(mode.name for mode in t.modes))}
    assert roots == {f"{n:02d}" for n in range(3, 21)}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ontology.quad("FIGHT"), "no event type 'FIGHT'; choose one of: AGREE, CONSULT"),
        (lambda: ontology.is_mode("assault", ""), "no event type 'assault'"),
        (lambda: ontology.score("RETREAT", "flee"), "no mode of RETREAT 'flee'; choose one of: withdraw, release"),
        (lambda: ontology.acled_event_type("Battle"), "no ACLED sub-event type 'Battle'; choose one of: Armed clash"),
        (lambda: ontology.cameo_root("AID", "gift"), "no mode of AID 'gift'"),
        (lambda: ontology.territory_sub_event(""), "no side ''; choose one of: state, non-state"),
    ],
)
def test_unknown_code_lists_the_choices(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        call()
