"""Our own annotated time expressions: floors for their scores, with the words around and with the parse."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.language import Tree, parse_many
from events.scoring import Annotated, read_documents
from events.scoring.timexes import score_timexes
from events.timex import tag

GOLD = Path(__file__).parent / "gold"
NAMES = ("timexes", "timexes_direction", "timexes_newswire")
FLOORS = {"strict": 98.0, "relaxed": 98.0, "type": 98.0, "value": 97.0}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def tagged(document: Annotated, tree: Tree | None) -> dict[str, Any]:
    found = tag(document["text"], document["dct"] and date.fromisoformat(document["dct"]), tree=tree)
    timexes = [{"start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value} for t in found]
    return {"doc_id": document["doc_id"], "timexes": timexes}


def figures_below(gold: Sequence[Annotated], docs: Sequence[Tree | None]) -> dict[str, float]:
    scores = score_timexes(gold, [tagged(document, doc) for document, doc in zip(gold, docs, strict=True)])
    return {figure: scores[figure] for figure, floor in FLOORS.items() if scores[figure] < floor}


@pytest.mark.parametrize("name", NAMES)
def test_scores_by_the_words_around(name: str) -> None:
    gold = read_documents(GOLD / f"{name}.jsonl")
    assert figures_below(gold, [None] * len(gold)) == {}


def test_scores_of_directions_by_the_parse() -> None:
    gold = read_documents(GOLD / "timexes_direction.jsonl")[::4]  # a quarter of them: parsing is slow
    assert figures_below(gold, [Tree(doc) for doc in parse_many(document["text"] for document in gold)]) == {}


def test_gold_is_large_enough_and_sound() -> None:
    documents = [document for name in NAMES for document in read_documents(GOLD / f"{name}.jsonl")]
    expressions = [(document, timex) for document in documents for timex in document["timexes"]]
    assert all(document["text"][t["start"] : t["end"]] == t["text"] for document, t in expressions)
    assert len(expressions) >= 300
    assert sum(any(day in t["text"] for day in WEEKDAYS) for document, t in expressions if document["dct"]) >= 120
    assert len({document["doc_id"] for document in documents}) == len(documents)
