"""Time expressions against gold, as TempEval-3 counts them."""

from collections.abc import Iterable, Iterator

from events.errors import DocumentError
from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores, disagreement, f1, joined, overlapping


def score_timexes(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """F1 in per cent as TempEval-3 counts it: "strict" same span, "relaxed" overlap, "type" and "value" overlap and the same attribute."""
    n_gold = n_predicted = 0
    pairs: list[tuple[Annotation, Annotation]] = []
    for _, wanted, found in _timexes(gold, predicted):
        n_gold, n_predicted = n_gold + len(wanted), n_predicted + len(found)
        pairs += overlapping(wanted, found)
    hits = {
        "strict": sum((g["start"], g["end"]) == (p["start"], p["end"]) for g, p in pairs),
        "relaxed": len(pairs),
        "type": sum(g.get("type") == p.get("type") for g, p in pairs),
        "value": sum(g.get("value") == p.get("value") for g, p in pairs),
    }
    return {"gold": n_gold, "predicted": n_predicted} | {name: f1(count, n_gold, n_predicted) for name, count in hits.items()}


def _timexes(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Iterator[tuple[Annotated, list[Annotation], list[Annotation]]]:
    """The documents with their time expressions. DocumentError names a document without a text or with an expression without offsets."""
    for document, wanted, found in joined(gold, predicted, "timexes"):
        if not isinstance(document.get("text"), str):
            raise DocumentError('a "text" is needed', path=f"document {document['doc_id']}")
        for timex in [*wanted, *found]:
            if not isinstance(timex.get("start"), int) or not isinstance(timex.get("end"), int):
                raise DocumentError('each of its "timexes" needs a "start" and an "end"', path=f"document {document['doc_id']}")
        yield document, wanted, found


def timex_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """Every time expression on which gold and predicted differ, in text order within each document."""
    errors: list[Disagreement] = []
    for document, wanted, found in _timexes(gold, predicted):
        pairs = overlapping(wanted, found)
        matched_gold, matched_found = {id(g) for g, _ in pairs}, {id(p) for _, p in pairs}
        cases: list[tuple[str, Annotation | None, Annotation | None]] = [(_difference(g, p), g, p) for g, p in pairs]
        cases += [("missed", g, None) for g in wanted if id(g) not in matched_gold]
        cases += [("spurious", None, p) for p in found if id(p) not in matched_found]
        wrong = [disagreement(document, *case) for case in cases if case[0]]
        errors += sorted(wrong, key=lambda e: (e.gold or e.predicted or {})["start"])
    return errors


def _difference(gold: Annotation, predicted: Annotation) -> str:
    names = [name for name in ("type", "value") if gold.get(name) != predicted.get(name)]
    same_span = (gold["start"], gold["end"]) == (predicted["start"], predicted["end"])
    return "+".join(([] if same_span else ["span"]) + names)


TIMEXES = Layer(score_timexes, timex_errors)
