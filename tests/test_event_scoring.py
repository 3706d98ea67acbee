"""Gold events against predicted ones, and how well the extractor does on the project's own gold."""

from pathlib import Path
from typing import Any

import frontmatter
import pytest

from events.annotate import response
from events.errors import DocumentError
from events.model import Document
from events.pipeline import analyse
from events.scoring.events import EVENTS, by_kind, gold_events

ROOT = Path(__file__).parent
WANTED = {
    "spans": [(10, 18)], "event_type": "ASSAULT", "status": "actual", "first": "2015-05-17", "last": "2015-05-17",
    "lat": 33.42, "lon": 43.3, "quote": "They captured Ramadi.",
}  # fmt: skip
FOUND = {
    "id": "a", "event_type": "ASSAULT", "status": "actual", "first": "2015-05-17", "last": "2015-05-17",
    "lat": 33.4, "lon": 43.3, "radius_km": 10,
}  # fmt: skip


def gold(**changes: Any) -> list[dict[str, Any]]:
    return [{"doc_id": "d", "text": "", "events": [{**WANTED, **changes}]}]


def predicted(start: int = 10, **changes: Any) -> list[dict[str, Any]]:
    return [{"doc_id": "d", "events": [{**FOUND, **changes}], "mentions": [{"start": start, "end": start + 8, "event": "a"}]}]


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        (gold(), predicted(), {}),
        (gold(), predicted(start=40), {"missed": 1}),
        (gold(), predicted(event_type="AID", lat=0.0), {"type+place": 1}),
        (gold(), predicted(lat=None, lon=None), {"place": 1}),
        (gold(lat=None, lon=None), predicted(lat=None, lon=None), {}),
        (gold(first=None, last=None), predicted(), {}),
        (gold(), predicted(first=None), {"date": 1}),
        (gold(), predicted(status="planned"), {"status": 1}),
    ],
)
def test_what_is_wrong(wanted: list[dict[str, Any]], found: list[dict[str, Any]], expected: dict[str, int]) -> None:
    assert by_kind(EVENTS.errors(wanted, found)) == expected


def test_scores() -> None:
    half = {"found": 50.0, "type": 50.0, "status": 50.0, "date": 50.0, "place": 50.0, "all": 50.0}
    wanted = [{"doc_id": "d", "text": "", "events": [WANTED, {**WANTED, "spans": [(90, 95)]}]}]
    assert EVENTS.score(wanted, predicted()) == {"gold": 2, "spare": 0, "precision": 100.0, **half, "grouping": 100.0, "links": 0.0}


def test_grouping_is_b_cubed() -> None:
    wanted = [{"doc_id": "d", "text": "", "events": [{**WANTED, "spans": [(10, 18), (30, 38)]}, {**WANTED, "spans": [(50, 58)]}]}]
    mentions = [{"start": start, "end": start + 8, "event": event} for start, event in ((10, "a"), (30, "a"), (50, "a"))]
    found = [{"doc_id": "d", "events": [FOUND], "mentions": mentions}]
    scores = EVENTS.score(wanted, found)
    assert (scores["grouping"], scores["links"]) == (71.4, 50.0)  # precision (2/3 + 2/3 + 1/3) / 3, recall 1; one of three pairs is right


def test_a_quote_that_is_not_in_the_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text('{"events": [{"quote": "They left.", "trigger": "left"}]}', encoding="utf-8")
    with pytest.raises(DocumentError, match="They left"):
        gold_events(path, "They stayed.")


@pytest.mark.parametrize(("folder", "texts", "found", "right"), [("seeds", ROOT.parent / "seeds", 78, 42), ("articles", None, 68, 46)])
def test_the_extractor_on_the_gold(folder: str, texts: Path | None, found: float, right: float) -> None:
    wanted, given = [], []
    for path in sorted((ROOT / "gold" / folder).glob("*.json")):
        report = frontmatter.load(str((texts or path.parent) / f"{path.stem}.md"))
        wanted.append(gold_events(path, report.content))
        given.append(response(path.stem, analyse(Document(report.content, dct=report.get("published"))), None))
    scores = EVENTS.score(wanted, given)
    assert scores["found"] >= found, scores
    assert scores["all"] >= right, scores
    assert scores["precision"] >= 75, scores
