"""How probable it is that a name locates a trigger: learned weights of facts, and over their sums learned decision trees.

First a logistic model adds up the weights of the facts of `place_features`. Then boosted trees look at these sums, family by
family ("preposition", "path", ...), and at how the name stands to the sentence's other names by that first judgement: a list of
villages is one scene, "Nablus, West Bank" is Nablus. data/linking holds both, learned by `events.training.place_linker`.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from events.extractor.place_features import Act, SentenceNames, pair
from events.extractor.spots import Spot
from events.paths import DATA
from events.tables import rows

FACTS, TREES = DATA / "linking" / "facts.tsv", DATA / "linking" / "trees.tsv"
UNLIKELY = 0.02  # names that the weights alone find less probable are not looked at again
_BESIDE = 2  # tokens between names that stand next to each other
_FAR = -9.0  # log-odds that stand for "there is none"
AT_ONCE = 64  # triggers that are weighed in one go: numpy takes hardly longer for them than for one

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted regression trees as tables over the nodes of all trees. `children`: of each node the left and the right one, next
    to each other; a leaf's are itself."""

    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: Floats
    children: NDArray[np.int64]
    value: Floats
    depth: int

    def odds(self, cases: Floats) -> Floats:
        """The log-odds of each case (a row of features)."""
        node = np.tile(self.roots, (len(cases), 1))
        row, flat = np.arange(len(cases))[:, None] * cases.shape[1], cases.ravel()
        for _ in range(self.depth):
            is_right = flat.take(self.feature.take(node) + row) > self.threshold.take(node)
            node = self.children.take(2 * node + is_right)
        odds: Floats = self.value.take(node).sum(axis=1)
        return odds


@dataclass(frozen=True, slots=True)
class Weights:
    """Facts, each with its place in the arrays of families (by number) and weights; place 0 is nobody's."""

    places: dict[str, int]
    family: NDArray[np.int64]
    weight: Floats


@dataclass(frozen=True, slots=True)
class Linker:
    """The learned model. `families`: names of the families of facts, in the order of their numbers."""

    families: tuple[str, ...]
    weights: Weights
    trees: Trees

    def probabilities(self, cases: Iterable[tuple[SentenceNames, Act]]) -> Iterator[dict[int, float]]:
        """For each trigger 0..1 for each name that is weighed for it, by its number in `names.spots`. Lazy."""
        stream = iter(cases)
        while some := list(islice(stream, AT_ONCE)):
            yield from self._probabilities(some)

    def _probabilities(self, cases: Sequence[tuple[SentenceNames, Act]]) -> Iterator[dict[int, float]]:
        near = [names.near(act.token) for names, act in cases]
        sums = self._weighed(cases, near)
        first = iter([sigmoid(odds) for odds in sums.sum(axis=1).tolist()])
        likely: list[list[int]] = []  # of each trigger the names that are looked at again, as places in `near`
        stands: list[list[float]] = []
        for (names, act), numbers in zip(cases, near, strict=True):
            spots, values = [names.spots[number] for number in numbers], list(islice(first, len(numbers)))
            likely.append([place for place, value in enumerate(values) if value >= UNLIKELY])
            stands += [standing(spots, act.token, values, place) for place in likely[-1]]
        starts = np.cumsum([0, *map(len, near)]).tolist()
        rows = [start + place for start, places in zip(starts[:-1], likely, strict=True) for place in places]
        odds = iter(self.trees.odds(np.hstack([np.array(stands), sums[rows]])).tolist() if rows else ())
        return ({numbers[place]: sigmoid(next(odds)) for place in places} for numbers, places in zip(near, likely, strict=True))

    def _weighed(self, cases: Sequence[tuple[SentenceNames, Act]], near: Sequence[list[int]]) -> Floats:
        """The sums of each trigger's names, a row each. What is true of a name whatever the trigger is kept for the next one."""
        every = [(names, act, number, numbers) for (names, act), numbers in zip(cases, near, strict=True) for number in numbers]
        new = list(dict.fromkeys((names, number) for names, _, number, _ in every if number not in names.weighed))
        for (names, number), row in zip(new, self._sums([names.own(number) for names, number in new]), strict=True):
            names.weighed[number] = row
        own = np.array([names.weighed[number] for names, _, number, _ in every]).reshape(len(every), len(self.families))
        together: Floats = own + self._sums([pair(*case) for case in every])
        return together

    def sums(self, facts: Sequence[str]) -> Floats:
        """The summed weights of the facts, family by family."""
        row: Floats = self._sums([facts])[0]
        return row

    def _sums(self, several: Sequence[Sequence[str]]) -> Floats:
        """The same for several lists of facts, a row each."""
        known, width = self.weights.places, len(self.families)
        found = [list(filter(None, map(known.get, dict.fromkeys(facts)))) for facts in several]
        places = np.array(list(chain.from_iterable(found)), dtype=np.int64)
        rows = np.repeat(np.arange(len(found)), [len(each) for each in found])
        sums = np.zeros(len(found) * width)
        np.add.at(sums, rows * width + self.weights.family[places], self.weights.weight[places])
        return sums.reshape(len(found), width)


def family(fact: str) -> str:
    """The kind of fact: what stands before the first "="."""
    return fact.split("=", 1)[0]


def sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def _log_odds(probability: float) -> float:
    return math.log((probability + 1e-4) / (1 - probability + 1e-4))


STANDING = 18


def standing(spots: Sequence[Spot], trigger: int, first: Sequence[float], place: int) -> list[float]:
    """How one of the names weighed stands to the others, as STANDING numbers. `first`: what the weights alone think of each."""
    mine, own = spots[place], first[place]
    others = [i for i in range(len(spots)) if i != place]
    apart = [i for i in others if not spots[i].overlaps(mine)]
    left, right = [i for i in apart if spots[i].first < mine.first], [i for i in apart if spots[i].first > mine.first]
    best = max((first[i] for i in apart), default=0.0)
    placed = {i for i in apart if (toponym := spots[i].toponym) is not None and toponym.place is not None}

    def most(some: list[int]) -> float:
        return _log_odds(max((first[i] for i in some), default=0.0))

    return [
        _log_odds(own), _log_odds(best), most([i for i in others if i not in apart]), most(left), most(right),
        min(3.0, sum(first[i] for i in apart)), own - best, sum(first[i] > own for i in apart), len(apart),
        mine.first - trigger, abs(mine.first - trigger), mine.last - mine.first,
        most([i for i in left if mine.first - spots[i].last <= _BESIDE]), most([i for i in right if spots[i].first - mine.last <= _BESIDE]),
        most([i for i in left if i in placed]), most([i for i in right if i in placed]),
        _log_odds(first[left[-1]]) if left else _FAR, _log_odds(first[right[0]]) if right else _FAR,
    ]  # fmt: skip


# --- the files ----------------------------------------------------------------------------------------------------------


@cache
def load_linker(facts: Path = FACTS, trees: Path = TREES) -> Linker:
    """The model that ships, or another. ConfigurationError names the file and line that cannot be read."""
    weights = {fact: float(weight) for fact, weight in rows(facts, 2)}
    nodes = list(rows(trees, 7))
    families = tuple(sorted({family(fact) for fact in weights} | {node[2] for node in nodes if node[2][0] not in "@-"}))
    numbers = {name: number for number, name in enumerate(families)}
    return Linker(families, weights_of(weights, numbers), _tables(nodes, numbers))


def weights_of(weights: Mapping[str, float], numbers: Mapping[str, int]) -> Weights:
    """The weights of facts as arrays. `numbers`: of the families."""
    places = {fact: place for place, fact in enumerate(weights, 1)}
    return Weights(places, np.array([0, *(numbers[family(fact)] for fact in weights)]), np.array([0.0, *weights.values()]))


def _tables(nodes: Sequence[list[str]], numbers: dict[str, int]) -> Trees:
    """The trees of (tree, node, feature, threshold, left, right, value). "@3": number 3 of `standing`; "-": a leaf."""
    count, width = 1 + max(int(n[0]) for n in nodes), 1 + max(int(n[1]) for n in nodes)
    feature, left, right = (np.zeros((count, width), dtype=np.int64) for _ in range(3))
    threshold, value = np.zeros((count, width)), np.zeros((count, width))
    for tree, node, name, limit, low, high, leaf in nodes:
        spot = int(tree), int(node)
        threshold[spot], value[spot], left[spot], right[spot] = float(limit), float(leaf), int(low), int(high)
        feature[spot] = int(name[1:]) if name[0] == "@" else 0 if name == "-" else STANDING + numbers[name]
    first = np.arange(count)[:, None] * width
    children = np.stack([first + left, first + right], axis=-1)
    return Trees(first.ravel(), feature.ravel(), threshold.ravel(), children.ravel(), value.ravel(), _depth(left, right))


def _depth(left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    """Steps from the root to the deepest leaf of any tree."""
    deepest = 0
    for low, high in zip(left.tolist(), right.tolist(), strict=True):
        level, steps = {0}, 0
        while inner := {n for n in level if low[n] != n}:
            level, steps = {child for n in inner for child in (low[n], high[n])}, steps + 1
        deepest = max(deepest, steps)
    return deepest
