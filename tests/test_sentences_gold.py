"""Single sentences with every role annotated by hand (tests/gold/event_sentences.jsonl): how much of it the extractor gets right."""

from pathlib import Path
from typing import Any

import pytest

from events.annotate import annotate
from events.ontology import EVENT_TYPES, OTHER, SUB_EVENTS, is_mode
from events.scoring import layer, read_documents
from events.scoring.sentences import score_sentences, sentence_errors

GOLD = Path(__file__).parent / "gold" / "event_sentences.jsonl"
DOCUMENTS = read_documents(GOLD)
EVENTS = [event for document in DOCUMENTS for event in document["events"]]
FLOORS = {"type": 95.0, "when": 90.0, "where": 90.0, "status": 92.0, "mode": 94.0, "acled": 92.0, "actors": 90.0, "reporter": 95.0}


@pytest.fixture(scope="module")
def predicted() -> list[dict[str, Any]]:
    return [answer for answer, _ in annotate(GOLD.read_text(encoding="utf-8").splitlines())]


def test_the_gold_covers_the_ontology() -> None:
    assert len(DOCUMENTS) >= 200
    assert sum(document["blind"] for document in DOCUMENTS) >= 80
    assert {event["event_type"] for event in EVENTS} == set(EVENT_TYPES)
    assert {event["acled"] for event in EVENTS if event["acled"]} == set(SUB_EVENTS)
    assert [event for event in EVENTS if not is_mode(event["event_type"], event["mode"])] == []


def test_what_the_gold_quotes_stands_in_its_sentence() -> None:
    for document in DOCUMENTS:
        for event in document["events"]:
            marked = [event[name]["text"] for name in ("when", "where") if event[name]]
            words = [event["trigger"], *event["also"], *event["actors"], *event["recipients"], *marked, event["reported_by"] or ""]
            assert [word for word in words if word not in document["text"]] == []


def test_the_extractor_on_the_gold(predicted: list[dict[str, Any]]) -> None:
    scores = score_sentences(DOCUMENTS, predicted)
    assert {name: scores[name] for name, floor in FLOORS.items() if scores[name] < floor} == {}, scores


# What the scorer counts

TEXT = "Rebels took Bria in the Central African Republic on Monday, killing nine soldiers, the army said."
WANTED: dict[str, Any] = {
    "trigger": "took", "also": ["killing"], "event_type": "ASSAULT", "mode": "", "acled": "Non-state actor overtakes territory",
    "status": "actual", "actors": ["Rebels"], "recipients": ["soldiers"],
    "quantities": [{"value": 9.0, "kind": "killed", "unit": "soldiers", "mod": None}],
    "when": {"text": "Monday", "first": "2015-05-18", "last": "2015-05-18"},
    "where": {"text": "Bria", "country": "CF"}, "reported_by": "army",
}  # fmt: skip
TOOK: dict[str, Any] = {
    "start": 7, "end": 11, "event_type": "ASSAULT", "mode": None, "acled": "Non-state actor overtakes territory", "status": "actual",
    "when": {"start": 52, "end": 58, "first": "2015-05-18", "last": "2015-05-18"}, "where": {"start": 12, "end": 16},
    "actors": [{"start": 0, "end": 6, "name": None}], "recipients": [], "quantities": [], "reported_by": "the army",
}  # fmt: skip
KILLING: dict[str, Any] = {
    **TOOK, "start": 60, "end": 67, "acled": "Armed clash", "recipients": [{"start": 68, "end": 81, "name": "military"}],
    "quantities": [{"value": 9.0, "kind": "killed"}],
}  # fmt: skip
TOPONYMS = [{"start": 12, "end": 16, "country_code": "CF"}]


@pytest.mark.parametrize(
    ("mentions", "wrong"),
    [
        ([TOOK, KILLING], []),
        ([], ["missed"]),
        ([TOOK], ["recipients+quantities"]),
        ([{**TOOK, "event_type": "AID"}, KILLING], ["type"]),
        ([{**TOOK, "where": None}, KILLING], ["where"]),
        ([{**TOOK, "when": {**TOOK["when"], "last": "2015-05-19"}}, KILLING], ["when"]),
        ([{**TOOK, "status": "planned", "reported_by": None}, KILLING], ["status+reporter"]),
        ([{**TOOK, "actors": [], "acled": None}, {**KILLING, "actors": []}], ["acled+actors"]),
        ([{**TOOK, "event_type": OTHER}], ["missed"]),
    ],
)
def test_what_is_wrong(mentions: list[dict[str, Any]], wrong: list[str]) -> None:
    gold = [{"doc_id": "1", "text": TEXT, "events": [WANTED]}]
    given = [{"doc_id": "1", "mentions": mentions, "toponyms": TOPONYMS}]
    assert [error.kind for error in layer("sentences").errors(gold, given)] == wrong


def test_a_country_that_is_not_the_gold_one_is_wrong() -> None:
    gold = [{"doc_id": "1", "text": TEXT, "events": [WANTED]}]
    given = [{"doc_id": "1", "mentions": [TOOK, KILLING], "toponyms": [{**TOPONYMS[0], "country_code": "US"}]}]
    assert [error.kind for error in sentence_errors(gold, given)] == ["where"]


def test_figures() -> None:
    gold = [{"doc_id": "1", "text": TEXT, "events": [WANTED, {**WANTED, "trigger": "said", "also": [], "acled": None}]}]
    scores = score_sentences(gold, [{"doc_id": "1", "mentions": [TOOK, KILLING, {**TOOK, "start": 30, "end": 35}], "toponyms": TOPONYMS}])
    assert scores == {
        "gold": 2, "spare": 1, "found": 50.0, "type": 50.0, "mode": 0.0, "acled": 100.0, "status": 50.0, "actors": 50.0, "recipients": 50.0,
        "quantities": 50.0, "when": 50.0, "where": 50.0, "reporter": 50.0, "all": 50.0,
    }  # fmt: skip
