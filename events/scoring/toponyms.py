"""Place names against gold: how many are found, how many stand where they should, and how far off the others are.

Gold annotations have "start", "end", "lat", "lon"; a gold document may list spans under "ignore" that are neither right nor wrong.
"""

import math
import statistics
from collections.abc import Iterable, Iterator
from itertools import pairwise

from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores, disagreement, f1, joined, overlapping

NEAR_KM = 161.0  # a hundred miles, the limit that geoparsers are compared by
FARTHEST_KM = 20_039.0  # half of the Earth's circumference
EARTH_KM = 6371.0
Pair = tuple[Annotation, Annotation]


def score_toponyms(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """Figures in per cent, kilometres and, for the AUC, 0 (every place exact) to 1 (every one at the other end of the Earth).

    "recognition": F1 of overlapping spans; "end_to_end": F1 of those that also lie within 161 km; "accuracy_161": the share of the
    spans found that do; "mean_km", "median_km" and "auc" (Gritta et al. 2018) are over the spans found that were given a point.
    """
    n_gold = n_predicted = 0
    pairs: list[Pair] = []
    for _, wanted, found in _counted(gold, predicted):
        n_gold, n_predicted = n_gold + len(wanted), n_predicted + len(found)
        pairs += overlapping(wanted, found)
    errors = [km for km in (error_km(*pair) for pair in pairs) if km is not None]
    near = sum(km <= NEAR_KM for km in errors)
    scores: Scores = {
        "gold": n_gold, "predicted": n_predicted, "recognition": f1(len(pairs), n_gold, n_predicted),
        "end_to_end": f1(near, n_gold, n_predicted), "accuracy_161": round(100 * near / len(pairs), 2) if pairs else 0.0,
    }  # fmt: skip
    if errors:
        scores |= {"mean_km": round(statistics.fmean(errors), 1), "median_km": round(statistics.median(errors), 1), "auc": auc(errors)}
    return scores


def auc(errors: Iterable[float]) -> float:
    """Area under the curve of the sorted logarithms of errors in kilometres, as share of the largest possible; less is better."""
    logs = sorted(math.log(km + 1) for km in errors)
    area = sum((low + high) / 2 for low, high in pairwise(logs)) / (len(logs) - 1) if len(logs) > 1 else logs[0]
    return round(area / math.log(FARTHEST_KM), 3)


def error_km(gold: Annotation, predicted: Annotation) -> float | None:
    """How far apart two annotations lie, None where either has no point."""
    if gold.get("lat") is None or predicted.get("lat") is None:
        return None
    p, q = math.radians(gold["lat"]), math.radians(predicted["lat"])
    turn = math.radians(predicted["lon"] - gold["lon"])
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(turn / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def toponym_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """What is "missed", "spurious", "unplaced" (found, but given no point) or "far" (more than 161 km off; "km_off" says how far)."""
    errors: list[Disagreement] = []
    for document, wanted, found in _counted(gold, predicted):
        pairs = overlapping(wanted, found)
        matched_gold, matched_found = {id(g) for g, _ in pairs}, {id(p) for _, p in pairs}
        wrong = [disagreement(document, *case) for case in map(_misplaced, pairs) if case is not None]
        wrong += [disagreement(document, "missed", g, None) for g in wanted if id(g) not in matched_gold]
        wrong += [disagreement(document, "spurious", None, p) for p in found if id(p) not in matched_found]
        errors += sorted(wrong, key=lambda e: (e.gold or e.predicted or {})["start"])
    return errors


def _misplaced(pair: Pair) -> tuple[str, Annotation, Annotation] | None:
    gold, predicted = pair
    km = error_km(gold, predicted)
    if km is None:
        return None if gold.get("lat") is None else ("unplaced", gold, predicted)
    return ("far", gold, {**predicted, "km_off": round(km)}) if km > NEAR_KM else None


def _counted(
    gold: Iterable[Annotated], predicted: Iterable[Annotated]
) -> Iterator[tuple[Annotated, list[Annotation], list[Annotation]]]:  # fmt: skip
    """Each document with its gold annotations and the predicted ones but for those on ignored spans."""
    for document, wanted, found in joined(gold, predicted, "toponyms"):
        ignored = document.get("ignore") or []
        yield document, wanted, [p for p in found if any(_meet(p, g["start"], g["end"]) for g in wanted)
                                 or not any(_meet(p, start, end) for start, end in ignored)]  # fmt: skip


def _meet(annotation: Annotation, start: int, end: int) -> bool:
    return bool(max(annotation["start"], start) < min(annotation["end"], end))


TOPONYMS = Layer(score_toponyms, toponym_errors)
