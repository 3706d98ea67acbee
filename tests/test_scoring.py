"""Scores of times and places, and the lists of disagreements."""

import json
from pathlib import Path
from typing import Any

import pytest

from events.errors import ConfigurationError, DocumentError
from events.scoring import LAYERS, layer, read_documents
from events.scoring.timexes import score_timexes, timex_errors
from events.scoring.toponyms import auc, error_km, score_toponyms, toponym_errors

TEXT = "On Monday he left, on 3 May 2015 he came back, and in June he died."


def timex(words: str, value: str, kind: str = "DATE") -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "type": kind, "value": value}


MONDAY, THIRD, JUNE = timex("Monday", "2015-05-18"), timex("3 May 2015", "2015-05-03"), timex("June", "2015-06")
GOLD = [{"doc_id": "a", "text": TEXT, "timexes": [MONDAY, THIRD, JUNE]}]


@pytest.mark.parametrize(
    ("predicted", "scores"),
    [
        (GOLD, {"gold": 3, "predicted": 3, "strict": 100.0, "relaxed": 100.0, "type": 100.0, "value": 100.0}),
        ([], {"gold": 3, "predicted": 0, "strict": 0.0, "relaxed": 0.0, "type": 0.0, "value": 0.0}),
        (
            [{"doc_id": "a", "timexes": [timex("Monday", "2015-05-25"), timex("May 2015", "2015-05-03"), timex("June", "2015-06", "SET")]}],
            {"gold": 3, "predicted": 3, "strict": 66.67, "relaxed": 100.0, "type": 66.67, "value": 66.67},
        ),
        (
            [{"doc_id": "a", "timexes": [MONDAY, timex("he left", "2015")]}, {"doc_id": "b", "timexes": [JUNE]}],
            {"gold": 3, "predicted": 2, "strict": 40.0, "relaxed": 40.0, "type": 40.0, "value": 40.0},
        ),
    ],
)
def test_scores(predicted: list[dict[str, Any]], scores: dict[str, float]) -> None:
    assert score_timexes(GOLD, predicted) == scores


def test_an_annotation_is_matched_once() -> None:
    wide = {"start": 0, "end": len(TEXT), "type": "DATE", "value": "2015"}
    assert score_timexes(GOLD, [{"doc_id": "a", "timexes": [wide]}])["relaxed"] == 50.0


def test_errors_stand_side_by_side() -> None:
    predicted = [{"doc_id": "a", "timexes": [timex("Monday", "2015-05-25"), timex("May 2015", "2015-05-03"), timex("he died", "2015")]}]
    errors = [(e.kind, e.gold and e.gold["value"], e.predicted and e.predicted["value"]) for e in timex_errors(GOLD, predicted)]
    assert errors == [
        ("value", "2015-05-18", "2015-05-25"),
        ("span", "2015-05-03", "2015-05-03"),
        ("missed", "2015-06", None),
        ("spurious", None, "2015"),
    ]
    assert timex_errors(GOLD, predicted)[0].context == "On [Monday] he left, on 3 May 2015 he came back, an"


def test_documents_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(document) for document in GOLD) + "\n\n", encoding="utf-8")
    assert read_documents(path) == GOLD


@pytest.mark.parametrize(
    ("content", "message"), [("{}", "doc_id"), ("nonsense", "not JSON"), ("[1]", "JSON object"), (b"\xff\xfe", "UTF-8")]
)
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else ('{"doc_id": "a"}\n' + content).encode())
    with pytest.raises(DocumentError, match=message) as caught:
        read_documents(path)
    assert caught.value.line == (None if isinstance(content, bytes) else 2)


def test_layers_are_a_table() -> None:
    assert layer("timexes") is LAYERS["timexes"]
    with pytest.raises(ConfigurationError, match=r"there are: .*timexes"):
        layer("nonsense")


PLACES = "Paris is far from Lima, Oslo, Rome and the Nile."


def place(words: str, lat: float | None = None, lon: float | None = None) -> dict[str, Any]:
    start = PLACES.index(words)
    return {"start": start, "end": start + len(words), "lat": lat, "lon": lon}


PARIS, LIMA, OSLO, NILE = place("Paris", 48.85, 2.35), place("Lima", -12.04, -77.03), place("Oslo", 59.91, 10.75), place("the Nile")
PLACED = [{"doc_id": "a", "text": PLACES, "toponyms": [PARIS, LIMA, OSLO], "ignore": [[NILE["start"], NILE["end"]]]}]


@pytest.mark.parametrize(
    ("toponyms", "scores"),
    [
        (
            [PARIS, LIMA, OSLO, NILE],
            {"gold": 3, "predicted": 3, "recognition": 100.0, "end_to_end": 100.0, "accuracy_161": 100.0, "mean_km": 0.0, "median_km": 0.0,
             "auc": 0.0},
        ),
        ([], {"gold": 3, "predicted": 0, "recognition": 0.0, "end_to_end": 0.0, "accuracy_161": 0.0}),
        (
            [place("Paris", 49.85, 2.35), place("Lima", -12.04, 102.97), place("Oslo"), place("Rome", 41.9, 12.5)],
            {"gold": 3, "predicted": 4, "recognition": 85.71, "end_to_end": 28.57, "accuracy_161": 33.33, "mean_km": 8724.4,
             "median_km": 8724.4, "auc": 0.731},
        ),
    ],
)  # fmt: skip
def test_scores_of_places(toponyms: list[dict[str, Any]], scores: dict[str, float]) -> None:
    assert score_toponyms(PLACED, [{"doc_id": "a", "toponyms": toponyms}]) == scores


def test_errors_of_places_stand_side_by_side() -> None:
    toponyms = [place("Paris", 49.85, 2.35), place("Lima", -12.04, 102.97), place("Rome", 41.9, 12.5), NILE]
    errors = toponym_errors(PLACED, [{"doc_id": "a", "toponyms": toponyms}])
    assert [(e.kind, e.gold, e.predicted) for e in errors] == [
        ("far", LIMA, {**toponyms[1], "km_off": 17338}),
        ("missed", OSLO, None),
        ("spurious", None, toponyms[2]),
    ]
    unplaced = toponym_errors(PLACED, [{"doc_id": "a", "toponyms": [PARIS, place("Lima"), OSLO]}])
    assert [(e.kind, e.gold) for e in unplaced] == [("unplaced", LIMA)]


def test_distances_and_the_area_under_their_curve() -> None:
    assert error_km(PARIS, OSLO) == pytest.approx(1344, abs=3)
    assert error_km(PARIS, NILE) is None
    assert auc([20_038.0, 20_038.0]) == 1.0
    assert auc([0.0, 0.0, 20_038.0]) == 0.25
    assert auc([20_038.0]) == 1.0


def test_a_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    document = {"doc_id": "a", "text": "one\u2028two\x85three"}
    path.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    assert read_documents(path) == [document]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"doc_id": "x", "timexes": []}, 'a "text" is needed'),
        ({"doc_id": "x", "text": "On Friday", "timexes": [{"start": 3}]}, 'needs a "start" and an "end"'),
    ],
)
def test_gold_without_text_or_offsets_is_one_clear_error(document: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError, match=message) as raised:
        score_timexes([document], [])
    assert "document x" in str(raised.value)
