"""How probable it is that a place name locates a trigger: a logistic model over the facts of `place_features`.

Its weights are data/linking/places.tsv, learned by `events.training.place_linker`.
"""

import math
from collections.abc import Sequence
from functools import cache

from events.extractor.place_features import Spot, features
from events.language import Token
from events.paths import DATA
from events.tables import numbered_rows

WEIGHTS = DATA / "linking" / "places.tsv"


@cache
def _weights() -> dict[str, float]:
    return {cells[0]: float(cells[1]) for _, cells in numbered_rows(WEIGHTS)}


def probability(trigger: Token, kind: str, spot: Spot, others: Sequence[Spot]) -> float:
    """0..1: how probable it is that the text places the trigger there. `kind`: the trigger's PLOVER type."""
    weights = _weights()
    total = sum(weights.get(fact, 0.0) for fact in features(trigger, trigger.lemma_.lower(), kind, spot, others))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
