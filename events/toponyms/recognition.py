"""Decides which proposals are place names: a weight for each feature, learned ones where the model file is there, else the rules'."""

import logging
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from events.gazetteer import Gazetteer, Match
from events.tables import rows
from events.toponyms.evidence import features, surroundings
from events.toponyms.lexicon import FOLDER, Lexicon
from events.toponyms.proposals import LISTING, LONGEST, Proposal, proposals
from events.toponyms.tokens import Tokens

MODEL = FOLDER / "model.tsv"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights by feature. `kind`: "learned" or "rules"."""

    kind: str
    weights: dict[str, float]

    def score(self, found: list[str]) -> float:
        """Log odds that the proposal is a place name."""
        return sum(filter(None, map(self.weights.get, found)))


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal taken for a place name, the places that bear the name, and the log odds."""

    proposal: Proposal
    matches: list[Match]
    score: float


@lru_cache(maxsize=1)
def rules() -> Judge:
    """The judge by rules, from `rules.tsv`."""
    return Judge("rules", {name: float(value) for name, value in rows(FOLDER / "rules.tsv", 2)})


@lru_cache(maxsize=2)
def judge(model: Path = MODEL) -> Judge:
    """The judge with the learned weights in `model`; without that file the rules, and a warning in the log."""
    if not model.is_file():
        _log.warning("%s is missing: place names are told by rules alone; python -m events.training.toponyms makes it", model)
        return rules()
    return Judge("learned", {name: float(value) for name, value in rows(model, 2)})


def matches_of(proposal: Proposal, gazetteer: Gazetteer) -> list[Match]:
    """The places that a proposal's name may mean; those of a short form only at its level and in its country."""
    short = proposal.short
    if short is None:
        return gazetteer.lookup(proposal.name)
    found = gazetteer.lookup(short.name, country=short.country or None)
    return [match for match in found if _level(match) == short.level][:1] or found[:1]


def _level(match: Match) -> str:
    code = match.place.feature_code
    if code.startswith("PCL"):
        return "country"
    if code == "ADM1":
        return "admin1"
    return "city" if match.place.feature_class == "P" else "region"


def recognise(tokens: Tokens, gazetteer: Gazetteer, lexicon: Lexicon, by: Judge) -> list[Found]:
    """The place names of a text, in order, none overlapping another."""
    judged = ((proposal, matches, by.score(found)) for proposal, matches, found in described(tokens, gazetteer, lexicon))
    return best_apart([Found(proposal, matches, score) for proposal, matches, score in judged if score > 0])


def described(tokens: Tokens, gazetteer: Gazetteer, lexicon: Lexicon) -> list[tuple[Proposal, list[Match], list[str]]]:
    """Every proposal with the places that bear its name and its features, among them what the rules think of its neighbours."""
    around = surroundings(tokens, lexicon)
    every = [(proposal, matches_of(proposal, gazetteer)) for proposal in proposals(tokens, gazetteer, lexicon)]
    found = [
        features(proposal, tokens, matches, around, gazetteer, lexicon) + nesting(number, every)
        for number, (proposal, matches) in enumerate(every)
    ]
    scores = [rules().score(each) for each in found]
    company = Company([proposal for proposal, _ in every], scores, tokens)
    return [(*pair, each + company.features(number)) for number, (pair, each) in enumerate(zip(every, found, strict=True))]


def nesting(number: int, every: list[tuple[Proposal, list[Match]]]) -> list[str]:
    """Whether the proposal lies in a longer one, or holds shorter ones, that the gazetteer knows. They are sorted by first token."""
    proposal, _ = every[number]
    found = set()
    for step in (-1, 1):
        index = number + step
        while 0 <= index < len(every) and abs(every[index][0].first - proposal.first) < LONGEST:
            other, matches = every[index]
            index += step
            if matches and other.first <= proposal.first and proposal.last <= other.last:
                found.add(f"within={matches[0].kind}" + ("" if matches[0].preferred else "~"))
            elif matches and proposal.first <= other.first and other.last <= proposal.last:
                found.add("covers=known")
    return sorted(found)


class Company:
    """What the other proposals of a text say of one, by a first judgement: the same name elsewhere, the members of its list."""

    def __init__(self, every: list[Proposal], scores: list[float], tokens: Tokens) -> None:
        self._every, self._scores, self._tokens = every, scores, tokens
        self._names = [tokens.phrase(each.first, each.last).lower() for each in every]
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}
        self._places: dict[str, list[int]] = {}
        for number, each in enumerate(every):
            self._starts.setdefault(each.first, []).append(number)
            self._ends.setdefault(each.last, []).append(number)
            self._places.setdefault(self._names[number], []).append(number)

    def features(self, number: int) -> list[str]:
        again = [self._scores[other] for other in self._places[self._names[number]] if other != number]
        found = [f"again={_step(max(again))}"] if again else []
        beside = [self._scores[other] for other in self._listed(number)]
        return [*found, f"listed={_step(max(beside))}"] if beside else found

    def _listed(self, number: int) -> list[int]:
        """The proposals next to this one with only a comma or "and" between."""
        each, lower = self._every[number], self._tokens.lower
        before, behind = each.first, each.last
        while before > 0 and lower[before - 1] in LISTING and each.first - before < 2:
            before -= 1
        while behind < len(lower) and lower[behind] in LISTING and behind - each.last < 2:
            behind += 1
        left = self._ends.get(before, []) if before < each.first else []
        right = self._starts.get(behind, []) if behind > each.last else []
        return left + right


def _step(score: float) -> str:
    if score > 5:
        return "certain"
    return "sure" if score > 2 else "likely" if score > 0 else "unlikely" if score > -2 else "no"


def best_apart(found: list[Found]) -> list[Found]:
    """Those with the highest sum of scores among all choices without overlap."""
    ordered = sorted(found, key=lambda each: each.proposal.last)
    ends = [each.proposal.last for each in ordered]
    best: list[tuple[float, int, bool]] = [(0.0, 0, False)]  # score of the first n, how many remain, whether the n-th is taken
    for number, each in enumerate(ordered, 1):
        free = bisect_right(ends, each.proposal.first, hi=number - 1)
        taken = best[free][0] + each.score
        best.append((taken, free, True) if taken > best[number - 1][0] else (best[number - 1][0], number - 1, False))
    chosen = []
    number = len(ordered)
    while number:
        _, before, is_taken = best[number]
        if is_taken:
            chosen.append(ordered[number - 1])
        number = before
    return chosen[::-1]
