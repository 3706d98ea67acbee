"""Incident templates against events: which belong together, and how much of each slot is right."""

from typing import Any

from events.scoring import LAYERS

TEMPLATE = {
    "type": "BOMBING", "optional": False, "date_start": "2015-05-18", "date_end": "2015-05-18",
    "place": [[{"name": "IRAQ", "kind": "country"}, {"name": "RAMADI", "kind": "town"}]], "perp_individual": [["REBELS"]], "perp_org": [],
    "human_target_name": [], "human_target_desc": [["ARMY SOLDIERS", "SOLDIERS"]], "physical_target": [],
}  # fmt: skip
MENTION = {
    "event": "a", "mode": "suicide-attack", "where": {"name": "Ramadi"},
    "actors": [{"text": "the rebels", "name": None}], "recipients": [{"text": "two soldiers", "name": None}],
}  # fmt: skip
EVENT = {
    "id": "a", "event_type": "ASSAULT", "status": "actual", "title": "Bombing in Ramadi", "first": "2015-05-17", "last": "2015-05-18",
    "name": "Ramadi",
}  # fmt: skip


def scored(templates: list[dict[str, Any]], events: list[dict[str, Any]], **mention: Any) -> dict[str, Any]:
    gold = [{"doc_id": "d", "text": "A bomb.", "events": templates}]
    mentions = [{**MENTION, "event": event["id"], **mention} for event in events]
    return LAYERS["incidents"].score(gold, [{"doc_id": "d", "events": events, "mentions": mentions}])


def shares(share: float, **others: float) -> dict[str, float]:
    return dict.fromkeys(("recall", "precision", "f1", "type", "date", "place", "perpetrator", "target"), share) | others


def test_all_slots_right() -> None:
    assert scored([TEMPLATE], [EVENT]) == {"templates": 1, "found": 100.0, **shares(100.0), "spare": 0}


def test_a_country_for_a_town_is_half_right() -> None:
    found = scored([TEMPLATE], [EVENT | {"name": "Iraq"}], where=None)
    assert found == {"templates": 1, "found": 100.0, **shares(100.0, recall=90.0, precision=90.0, f1=90.0, place=50.0), "spare": 0}


def test_what_is_not_said_costs_recall_only() -> None:
    found = scored([TEMPLATE], [EVENT | {"first": None, "last": None}], actors=[])
    wanted = shares(100.0, recall=60.0, precision=100.0, f1=75.0, date=0.0, perpetrator=0.0)
    assert found == {"templates": 1, "found": 100.0, **wanted, "spare": 0}


def test_what_has_no_counterpart_is_counted() -> None:
    other = EVENT | {"id": "b", "first": "1999-01-01", "last": "1999-01-01", "name": "Lima"}
    elsewhere = TEMPLATE | {"date_start": "1988-01-01", "date_end": "1988-01-01", "place": [[{"name": "PERU", "kind": "country"}]]}
    elsewhere |= {"perp_individual": [["MINERS"]], "human_target_desc": [["MAYOR"]]}
    assert scored([elsewhere], [EVENT])["found"] == 0.0
    assert scored([elsewhere | {"optional": True}], [EVENT]) == {"templates": 0, "found": 0.0, **shares(0.0), "spare": 1}
    assert scored([TEMPLATE], [EVENT, other])["spare"] == 1
    assert scored([TEMPLATE], [EVENT | {"status": "denied"}, EVENT | {"event_type": "AID"}]) == scored([TEMPLATE], [])


def test_errors_name_the_slot() -> None:
    gold = [{"doc_id": "d", "text": "A bomb.", "events": [TEMPLATE, TEMPLATE | {"type": "KIDNAPPING"}]}]
    predicted = [{"doc_id": "d", "events": [EVENT], "mentions": [MENTION | {"actors": [{"text": "miners", "name": None}]}]}]
    errors = LAYERS["incidents"].errors(gold, predicted)
    assert [error.kind for error in errors] == ["perpetrator", "missed"]
