"""Decides which proposals are place names: a weight for each feature, learned ones where the model file is there, else the rules'."""

import logging
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from events.gazetteer import Gazetteer, Match
from events.toponyms.evidence import features, surroundings
from events.toponyms.lexicon import FOLDER, Lexicon, rows
from events.toponyms.proposals import Proposal, proposals
from events.toponyms.tokens import Tokens

MODEL = FOLDER / "model.npz"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights by feature. `kind`: "learned" or "rules"."""

    kind: str
    weights: dict[str, float]

    def score(self, found: list[str]) -> float:
        """Log odds that the proposal is a place name."""
        get = self.weights.get
        return sum(get(feature, 0.0) for feature in found)


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


def judge() -> Judge:
    """The judge in use."""
    return rules()


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
    around = surroundings(tokens)
    found = []
    for proposal in proposals(tokens, gazetteer, lexicon):
        matches = matches_of(proposal, gazetteer)
        score = by.score(features(proposal, tokens, matches, around, gazetteer, lexicon))
        if score > 0:
            found.append(Found(proposal, matches, score))
    return best_apart(found)


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
