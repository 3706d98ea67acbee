"""Logistic regression over short lists of features, with a weight for each that training pulls towards a first guess."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_MEMORY = 10  # steps that the curvature is estimated from


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one case, whether it is one of those sought, and how much it counts."""

    features: list[str]
    positive: bool
    weight: float = 1.0


def fit(
    examples: Iterable[Example], first_guess: Mapping[str, float], *, pull: float, least: int, steps: int = 200
) -> dict[str, float]:  # fmt: skip
    """The weight of each feature that occurs `least` times or more.

    `pull`: strength of the squared penalty for leaving `first_guess` (0 for features that it lacks).
    """
    kept = list(examples)
    counts = Counter(feature for example in kept for feature in example.features)
    vocabulary = {feature: number for number, feature in enumerate(sorted(f for f, count in counts.items() if count >= least))}
    pairs = [(row, vocabulary[f]) for row, example in enumerate(kept) for f in example.features if f in vocabulary]
    rows, columns = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    answers = np.array([example.positive for example in kept], dtype=np.float64)
    shares = np.array([example.weight for example in kept], dtype=np.float64)
    guess = np.array([first_guess.get(feature, 0.0) for feature in vocabulary], dtype=np.float64)

    def loss(change: Floats) -> tuple[float, Floats]:
        odds = np.bincount(rows, weights=(guess + change)[columns], minlength=len(kept))
        value = float((shares * (np.logaddexp(0, odds) - answers * odds)).sum()) + pull / 2 * float(change @ change)
        error = shares * (1 / (1 + np.exp(-odds)) - answers)
        return value, np.bincount(columns, weights=error[rows], minlength=len(vocabulary)) + pull * change

    learned = guess + minimum(loss, np.zeros(len(vocabulary)), steps)
    return {feature: float(learned[number]) for feature, number in vocabulary.items()}


def minimum(function: Callable[[Floats], tuple[float, Floats]], start: Floats, steps: int) -> Floats:
    """The point at which a convex function, given with its gradient, is least: limited-memory BFGS (Nocedal 1980)."""
    point, (value, slope) = start, function(start)
    history: list[tuple[Floats, Floats]] = []
    for _ in range(steps):
        direction = _newton_like(slope, history)
        length = 1.0 if history else 1.0 / max(1.0, float(np.abs(slope).sum()))
        gain = float(slope @ direction)
        moved = function(point + length * direction)
        while moved[0] > value + 1e-4 * length * gain and length > 1e-12:
            length /= 2
            moved = function(point + length * direction)
        step, turn = length * direction, moved[1] - slope
        done = value - moved[0] < 1e-7 * abs(value)
        point, (value, slope) = point + step, moved
        if done:
            break
        if float(step @ turn) > 1e-12:
            history = [*history[1 - _MEMORY :], (step, turn)]
    return point


def _newton_like(slope: Floats, history: list[tuple[Floats, Floats]]) -> Floats:
    """The direction of descent that the last steps and turns of the slope suggest."""
    direction = -slope
    shares = []
    for step, turn in reversed(history):
        share = float(step @ direction) / float(step @ turn)
        direction = direction - share * turn
        shares.append(share)
    if history:
        step, turn = history[-1]
        direction = direction * (float(step @ turn) / float(turn @ turn))
    for (step, turn), share in zip(history, reversed(shares), strict=True):
        direction = direction + (share - float(turn @ direction) / float(step @ turn)) * step
    return direction
