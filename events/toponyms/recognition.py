"""Decides which proposals are place names: a weight for each feature, learned ones where the model file is there, else the rules'."""

import logging
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from events.gazetteer import Gazetteer, Match
from events.toponyms.evidence import features, surroundings
from events.toponyms.lexicon import FOLDER, Lexicon, rows
from events.toponyms.proposals import LONGEST, Proposal, proposals
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
    judged = ((proposal, matches, by.score(found)) for proposal, matches, found in described(tokens, gazetteer, lexicon))
    return best_apart([Found(proposal, matches, score) for proposal, matches, score in judged if score > 0])


def described(tokens: Tokens, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[tuple[Proposal, list[Match], list[str]]]:
    """Every proposal with the places that bear its name and its features."""
    around = surroundings(tokens)
    every = [(proposal, matches_of(proposal, gazetteer)) for proposal in proposals(tokens, gazetteer, lexicon)]
    for number, (proposal, matches) in enumerate(every):
        found = features(proposal, tokens, matches, around, gazetteer, lexicon)
        yield proposal, matches, found + nesting(number, every)


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
