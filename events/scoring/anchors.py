"""The dates of given triggers, as SemEval-2015 task 4 gives them: documents with "events", and timelines that date some of them."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores, disagreement


def dated(documents: Sequence[Annotated], timelines: Iterable[Annotated]) -> list[Annotated]:
    """The documents, each with "anchors": its triggers that the timelines date, with "first" and "last" day and "value"."""
    spots = {(d["doc_id"], e["sentence"], e["text"]): e for d in documents for e in d["events"]}
    anchors: dict[str, list[Annotation]] = {}
    for timeline in timelines:
        for entry in timeline["timeline"]:
            days = days_of(entry["date"])
            for mention in entry["mentions"] if days else []:
                spot = spots.get((mention["doc_id"], mention["sentence"], mention["trigger"]))
                if spot is not None and days is not None:
                    anchor = {**spot, "value": entry["date"], "first": days[0].isoformat(), "last": days[1].isoformat()}
                    anchors.setdefault(mention["doc_id"], []).append(anchor)
    return [{**d, "anchors": anchors.get(d["doc_id"], [])} for d in documents]


def days_of(value: str) -> tuple[date, date] | None:
    """First and last day of "2008-03-01", "2008-03-XX" or "2008-XX-XX"; None where undated."""
    parts = [int(part) for part in value.split("-") if "X" not in part]
    if not parts:
        return None
    year, month, day = (*parts, 0, 0)[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    return date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])


def score_anchors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """How many of the dated triggers are found, and how many of these have exactly the right days, in per cent."""
    every = found = right = 0
    for _, anchor, mentions in _met(gold, predicted):
        every, found = every + 1, found + bool(mentions)
        right += any(_days(m) == (anchor["first"], anchor["last"]) for m in mentions)
    shares = {"detected": found / max(1, every), "date_accuracy_of_detected": right / max(1, found), "end_to_end": right / max(1, every)}
    return {"dated_mentions": every} | {name: round(100 * share, 2) for name, share in shares.items()}


def anchor_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """Each dated trigger that is not found or has other days."""
    errors = []
    for document, anchor, mentions in _met(gold, predicted):
        if any(_days(m) == (anchor["first"], anchor["last"]) for m in mentions):
            continue
        when = mentions[0].get("when") if mentions else None
        shown = {"value": f"{when['first']}..{when['last']} {when.get('link', '')}".strip()} if when else {"value": "undated"}
        errors.append(disagreement(document, "date" if mentions else "missed", anchor, shown if mentions else None))
    return errors


def _days(mention: Annotation) -> tuple[str | None, str | None]:
    when = mention.get("when") or {}
    return when.get("first"), when.get("last")


def _met(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Iterator[tuple[Annotated, Annotation, list[Annotation]]]:
    """(gold document, dated trigger, the predicted mentions that overlap it)."""
    by_id = {document["doc_id"]: document for document in predicted}
    for document in gold:
        mentions = by_id.get(document["doc_id"], {}).get("mentions", [])
        for anchor in document["anchors"]:
            yield document, anchor, [m for m in mentions if max(m["start"], anchor["start"]) < min(m["end"], anchor["end"])]


ANCHORS = Layer(score_anchors, anchor_errors, join=dated)
