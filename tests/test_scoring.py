"""Scores of the time layer and the list of its disagreements."""

import json
from pathlib import Path
from typing import Any

import pytest

from events.errors import ConfigurationError, DocumentError
from events.scoring import LAYERS, layer, read_documents
from events.scoring.timexes import score_timexes, timex_errors

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
