"""The place names that locate given triggers, by characters, as for the event-location sentences of Halterman 2019.

A gold document has "trigger" and "locations", lists of [start, end]. What any mention that overlaps the trigger gives as its place counts.
"""

from collections.abc import Iterable, Iterator

from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores, f1

_LONGEST = 160  # characters of a sentence shown with a disagreement


def score_locations(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """Precision, recall and F1 over characters, and the share of sentences that are wholly right, in per cent."""
    hits = n_gold = n_given = exact = every = 0
    for _, wanted, given, _ in _compared(gold, predicted):
        hits, n_gold, n_given = hits + len(wanted & given), n_gold + len(wanted), n_given + len(given)
        exact, every = exact + (wanted == given), every + 1
    shares = {"precision": hits / max(1, n_given), "recall": hits / max(1, n_gold), "exact_sentences": exact / max(1, every)}
    return {"sentences": every, "f1": f1(hits, n_gold, n_given)} | {name: round(100 * share, 2) for name, share in shares.items()}


def location_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """Each sentence that is not wholly right; `kind`: no mention, missed, spurious, or wrong."""
    errors = []
    for document, wanted, given, told in _compared(gold, predicted):
        if wanted != given:
            kind = "no mention" if not told else "missed" if not given else "spurious" if not wanted else "wrong"
            sides = (_side(document, document["locations"]), _side(document, _spans(told)))
            errors.append(Disagreement(document["doc_id"], kind, *sides, _context(document)))
    return errors


def _compared(
    gold: Iterable[Annotated], predicted: Iterable[Annotated]
) -> Iterator[tuple[Annotated, set[int], set[int], list[Annotation]]]:
    """(gold document, gold characters, characters given, mentions that overlap the trigger) of each gold document."""
    by_id = {document["doc_id"]: document for document in predicted}
    for document in gold:
        mentions = by_id.get(document["doc_id"], {}).get("mentions", [])
        told = [m for m in mentions if any(max(m["start"], s) < min(m["end"], e) for s, e in document["trigger"])]
        yield document, _characters(document["locations"]), _characters(_spans(told)), told


def _spans(mentions: Iterable[Annotation]) -> list[tuple[int, int]]:
    return [(m["where"]["start"], m["where"]["end"]) for m in mentions if m.get("where") and m["where"].get("start") is not None]


def _characters(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _side(document: Annotated, spans: Iterable[tuple[int, int]]) -> Annotation | None:
    words = " | ".join(document["text"][start:end] for start, end in spans)
    return {"text": words} if words else None


def _context(document: Annotated) -> str:
    start, end = document["trigger"][0]
    text = document["text"]
    return " ".join(f"{text[max(0, start - _LONGEST) : start]}[{text[start:end]}]{text[end : end + _LONGEST]}".split())


LOCATIONS = Layer(score_locations, location_errors)
