"""Gold events against what `annotate` found: how many are found, and with the right type, status, date and place.

A gold document is {"doc_id", "text", "events": [...]}; an event has "spans", the [start, end] of each word that tells of it,
the first of them the best, and "event_type", "status", "first", "last", "lat", "lon" (see tests/gold/README.md).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from events.errors import DocumentError
from events.ontology import OTHER
from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores, f1
from events.scoring.distance import km

NEAR_KM = 60  # a place this near, or within the radius of the place that was found, is the same
FACTS = ("type", "status", "date", "place")


def gold_events(path: Path, text: str) -> Annotated:
    """The gold document of a file of tests/gold and the text that it speaks of. DocumentError where a quote is not in the text."""
    document = json.loads(path.read_text(encoding="utf-8"))
    events = [{**event, "spans": [_span(m, text, path) for m in (event, *event.get("also", ()))]} for event in document["events"]]
    return {"doc_id": path.stem, "text": text, "events": events}


def _span(mention: Annotation, text: str, path: Path) -> tuple[int, int]:
    quote = text.find(mention["quote"])
    start = text.find(mention["trigger"], quote)
    if quote < 0 or not quote <= start < quote + len(mention["quote"]):
        raise DocumentError(f"{mention['trigger']!r} in {mention['quote']!r} is not in the text; correct the gold file", path=str(path))
    return start, start + len(mention["trigger"])


def score_events(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """Per cent of the gold events that are found, that have each fact right, and all of them; per cent of predicted ones in gold.

    "grouping" is the B-cubed F1 over the gold mentions that were found: for each, how many of those in its predicted event are in its
    gold event (precision) and the other way round (recall). "links" is the F1 of pairs of found mentions put into one event.
    """
    counts: Counter[str] = Counter()
    gold, predicted = list(gold), list(predicted)
    for _, wanted, best, spare in _matched(gold, predicted):
        counts["gold"] += wanted is not None
        counts["spare"] += spare
        if wanted is not None and best is not None:
            right = _right(wanted, best)
            counts.update(["found", *right, *(["all"] if len(right) == len(FACTS) else [])])
    total, hits = max(1, counts["gold"]), counts["found"]
    shares = {name: round(100 * counts[name] / total, 1) for name in ("found", *FACTS, "all")}
    precision = round(100 * hits / max(1, hits + counts["spare"]), 1)
    grouping = {"grouping": _b_cubed(gold, predicted), "links": _links(gold, predicted)}
    return {"gold": counts["gold"], "spare": counts["spare"], "precision": precision, **shares, **grouping}


def _b_cubed(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> float:
    """B-cubed F1, in per cent, of the events that the found gold mentions were put into."""
    given = {document["doc_id"]: document for document in predicted}
    precision = recall = 0.0
    count = 0
    for document in gold:
        pairs = list(_found_mentions(document, given.get(document["doc_id"], {"mentions": []})))
        for wanted, event in pairs:
            together = sum(w == wanted and e == event for w, e in pairs)
            precision += together / sum(e == event for _, e in pairs)
            recall += together / sum(w == wanted for w, _ in pairs)
        count += len(pairs)
    if not count:
        return 0.0
    return round(100 * 2 * precision * recall / (precision + recall) / count, 1)


def _links(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> float:
    """F1, in per cent, of the pairs of found gold mentions that are one event."""
    given = {document["doc_id"]: document for document in predicted}
    wanted = found = hits = 0
    for document in gold:
        pairs = combinations(_found_mentions(document, given.get(document["doc_id"], {"mentions": []})), 2)
        for (one, event), (other, same) in pairs:
            wanted, found, hits = wanted + (one == other), found + (event == same), hits + (one == other and event == same)
    return f1(hits, wanted, found)


def _found_mentions(document: Annotated, answer: Annotated) -> Iterator[tuple[int, str]]:
    """(number of the gold event, id of the predicted event) of each gold mention that was found."""
    for number, wanted in enumerate(document["events"]):
        for start, end in wanted["spans"]:
            typed = (m for m in answer["mentions"] if m.get("event_type") != OTHER)
            event = next((m["event"] for m in typed if m["start"] < end and start < m["end"]), None)
            if event is not None:
                yield number, event


def event_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """Each gold event that is missed or has a fact wrong, in the order of the gold documents."""
    found: list[Disagreement] = []
    for document, wanted, best, _ in _matched(gold, predicted):
        if wanted is None:
            continue
        wrong = "missed" if best is None else "+".join(fact for fact in FACTS if fact not in _right(wanted, best))
        if wrong:
            found.append(Disagreement(document["doc_id"], wrong, wanted, best, wanted.get("quote", "")))
    return found


def _matched(
    gold: Iterable[Annotated], predicted: Iterable[Annotated]
) -> Iterator[tuple[Annotated, Annotation | None, Annotation | None, int]]:
    """(gold document, gold event, the predicted event that fits it best or None, 0); for each document last (.., None, None, spare)."""
    given = {document["doc_id"]: document for document in predicted}
    for document in gold:
        answer = given.get(document["doc_id"], {"mentions": [], "events": []})
        events = {event["id"]: event for event in answer["events"] if event["event_type"] != OTHER}
        mentions = [mention for mention in answer["mentions"] if mention["event"] in events]
        used: set[str] = set()
        for wanted in document["events"]:
            told = [{m["event"] for m in mentions if m["start"] < end and start < m["end"]} for start, end in wanted["spans"]]
            used.update(*told)
            candidates = next((ids for ids in told if ids), set())
            best = max(sorted(candidates), key=lambda i: len(_right(wanted, events[i])), default=None)
            yield document, wanted, events[best] if best is not None else None, 0
        yield document, None, None, len(events.keys() - used)


def _right(wanted: Annotation, found: Annotation) -> list[str]:
    """Which of FACTS the predicted event has right; an event that the text does not date may have any date."""
    undated = wanted["first"] is None and wanted["last"] is None
    tests = (
        found["event_type"] == wanted["event_type"],
        found["status"] == wanted["status"],
        undated or (found["first"], found["last"]) == (wanted["first"], wanted["last"]),
        _same_place(wanted, found),
    )
    return [fact for fact, test in zip(FACTS, tests, strict=True) if test]


def _same_place(wanted: Annotation, found: Annotation) -> bool:
    if wanted["lat"] is None or found["lat"] is None:
        return wanted["lat"] is None and found["lat"] is None
    return km(wanted, found) <= max(NEAR_KM, found.get("radius_km") or 0.0)


EVENTS = Layer(score_events, event_errors)


def by_kind(errors: Iterable[Disagreement]) -> dict[str, int]:
    """How many disagreements there are of each kind, most frequent first."""
    counts: Counter[Any] = Counter(error.kind for error in errors)
    return dict(counts.most_common())
