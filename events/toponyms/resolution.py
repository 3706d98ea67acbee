"""Chooses among the places that bear a name: how well known each is, what stands beside the name, what else the text is about.

Each candidate's score is a weighted sum; the weights are the rows of `data/toponyms/resolution.tsv`. The sum over what else
the text names is repeated a few times, each time with what the time before found likely.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from events.gazetteer import Match
from events.model import Candidate
from events.tables import rows
from events.toponyms.lexicon import FOLDER

_MOST = 30  # candidates kept per name
_ROUNDS = 3
_LARGE = 0.1  # of the people of a state: a town with more can give its name to it
_EARTH_KM = 6371.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as it stands in the text: its key (equal for the same name), its matches, and a bonus for each from what stands beside it."""

    key: str
    matches: list[Match]
    beside: list[float]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the document says beyond its place names: countries by how often demonyms name them, and the publisher's home."""

    countries: Counter[str]
    home: Match | None = None


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The weights of `resolution.tsv` by name."""
    return {name: float(value) for name, value in rows(FOLDER / "resolution.tsv", 2)}


def rank(readings: list[Reading], setting: Setting) -> list[list[Candidate]]:
    """For each reading its candidates, best first, with their scores in nats: differences of scores are log odds."""
    groups = _grouped(readings)
    scores = _scores(list(groups.values()), setting)
    found = dict(zip(groups, scores, strict=True))
    sense = weights()["one_sense"]
    ranked = []
    for reading in readings:
        group = groups[reading.key]
        own = dict(zip(map(identity, reading.matches), reading.beside, strict=True))
        pairs = []
        for match, score in zip(group.matches, found[reading.key], strict=True):
            shared = group.shared.get(identity(match), 0.0)
            pairs.append((float(score) + (1 - sense) * (own.get(identity(match), 0.0) - shared), match))
        pairs.sort(key=lambda pair: -pair[0])
        ranked.append([Candidate(match.place, round(score, 3)) for score, match in pairs])
    return ranked


@dataclass(slots=True)
class _Group:
    """All readings of one name: one sense per document is likely."""

    matches: list[Match]
    shared: dict[object, float]  # best bonus of any reading, by place
    count: int = 1


def identity(match: Match) -> object:
    place = match.place
    return place.geonameid if place.geonameid is not None else (place.name, place.latitude, place.longitude)


def _grouped(readings: list[Reading]) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for reading in readings:
        group = groups.get(reading.key)
        if group is None:
            group = groups[reading.key] = _Group([], {}, 0)
        group.count += 1
        known = {identity(match) for match in group.matches}
        group.matches += [match for match in reading.matches if identity(match) not in known]
        for match, bonus in zip(reading.matches, reading.beside, strict=True):
            key = identity(match)
            group.shared[key] = max(bonus, group.shared.get(key, bonus))
    for group in groups.values():
        group.matches.sort(key=lambda match: -(prior(match) + group.shared.get(identity(match), 0.0)))
        del group.matches[_MOST:]
    return groups


@dataclass(frozen=True, slots=True)
class _Pool:
    """The candidates of all groups in one row: unit vectors, numbers of countries and states (-1: none), scores without the others."""

    group: NDArray[np.int64]
    vector: Floats
    country: NDArray[np.int64]
    state: NDArray[np.int64]
    is_state: NDArray[np.bool_]
    is_country: NDArray[np.bool_]
    local: NDArray[np.bool_]  # small enough for distances to mean something
    alone: Floats
    count: Floats  # by group


def prior(match: Match) -> float:
    """What is known of a candidate without any text: population, kind of place, how the name met it."""
    w = weights()
    place = match.place
    score = w["population"] * math.log10(max(place.population, 1)) + w.get(f"code_{place.feature_code}", 0.0)
    if place.feature_class not in ("P", "A"):
        score += w["nature"]
    if not match.preferred:
        score += w["alternate"]
    return score + (0.0 if match.kind == "exact" else w["folded"])


def _namesake(match: Match, others: list[Match]) -> float:
    """What a state or county loses to the large town of its name that lies in it (New York, Odessa)."""
    place = match.place
    if place.feature_code not in ("ADM1", "ADM2"):
        return 0.0
    inside = (
        other.place.feature_class == "P" and (other.place.country_code, other.place.admin1) == (place.country_code, place.admin1)
        and other.place.population > _LARGE * place.population
        for other in others if other.preferred
    )  # fmt: skip
    return weights()["namesake"] if any(inside) else 0.0


def _pooled(groups: list[_Group], setting: Setting) -> _Pool:
    pairs = [(number, match, group) for number, group in enumerate(groups) for match in group.matches]
    places = [match.place for _, match, _ in pairs]
    countries: dict[str, int] = {"": -1}
    states: dict[tuple[str, str], int] = {}
    for place in places:
        countries.setdefault(place.country_code, len(countries) - 1)
        states.setdefault((place.country_code, place.admin1), len(states))
    w = weights()
    return _Pool(
        group=np.array([number for number, _, _ in pairs], dtype=np.int64),
        vector=_vectors([place.latitude for place in places], [place.longitude for place in places]),
        country=np.array([countries[place.country_code] for place in places], dtype=np.int64),
        state=np.array([states[place.country_code, place.admin1] if place.admin1 else -1 for place in places], dtype=np.int64),
        is_state=np.array([place.feature_code == "ADM1" for place in places], dtype=np.bool_),
        is_country=np.array([place.feature_code.startswith("PCL") for place in places], dtype=np.bool_),
        local=np.array([place.radius_km < w["local_radius_km"] for place in places], dtype=np.bool_),
        alone=np.array(
            [prior(match) + _namesake(match, group.matches) + group.shared.get(identity(match), 0.0) for _, match, group in pairs]
        ) + _setting_bonus([match for _, match, _ in pairs], setting),
        count=np.array([min(group.count, 3) for group in groups], dtype=np.float64),
    )  # fmt: skip


def _vectors(latitudes: list[float], longitudes: list[float]) -> Floats:
    phi, lam = np.radians(np.array(latitudes)), np.radians(np.array(longitudes))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)


def _setting_bonus(matches: list[Match], setting: Setting) -> Floats:
    """What demonyms and the publisher's home add to each candidate."""
    w = weights()
    total = sum(setting.countries.values())
    share = {country: count / (total + 1.0) for country, count in setting.countries.items()}
    bonus = np.array([w["demonym"] * share.get(match.place.country_code, 0.0) for match in matches])
    if setting.home is None:
        return bonus
    home = setting.home.place
    points = _vectors([m.place.latitude for m in matches], [m.place.longitude for m in matches])
    distance = _km(points, _vectors([home.latitude], [home.longitude]))[:, 0]
    bonus += w["home_near"] * np.exp(-distance / w["near_km"])
    bonus += [w["home_state"] * (m.place.country_code == home.country_code and m.place.admin1 == home.admin1 != "") for m in matches]
    bonus += [w["home_country"] * (m.place.country_code == home.country_code) for m in matches]
    return bonus


def _km(left: Floats, right: Floats) -> Floats:
    return _EARTH_KM * np.arccos(np.clip(left @ right.T, -1.0, 1.0))


def _scores(groups: list[_Group], setting: Setting) -> list[Floats]:
    """The score of each candidate of each group."""
    pool = _pooled(groups, setting)
    if not len(pool.group):
        return [np.zeros(0) for _ in groups]
    kinship = _kinship(pool)
    scores = pool.alone
    members = [np.flatnonzero(pool.group == number) for number in range(len(groups))]
    for _ in range(_ROUNDS):
        share = np.zeros(len(scores))
        for rows_of in members:
            if len(rows_of):
                odds = np.exp(scores[rows_of] - scores[rows_of].max())
                share[rows_of] = odds / odds.sum()
        support = kinship @ (share * pool.count[pool.group])
        scores = pool.alone + support / (1.0 + weights()["damping"] * max(0, len(groups) - 1))
    return [scores[rows_of] for rows_of in members]


def _kinship(pool: _Pool) -> Floats:
    """How much each candidate speaks for each other one of another name: near it, in its state, in its country."""
    w = weights()
    near = np.exp(-_km(pool.vector, pool.vector) / w["near_km"]) * (pool.local[:, None] & pool.local[None, :])
    state = (pool.state[:, None] == pool.state[None, :]) & (pool.state >= 0)[:, None]
    country = (pool.country[:, None] == pool.country[None, :]) & (pool.country >= 0)[:, None]
    kinship: Floats = w["near"] * near
    kinship += (w["same_state"] + w["named_state"] * pool.is_state[None, :]) * state
    kinship += (w["same_country"] + w["named_country"] * pool.is_country[None, :]) * country
    kinship[pool.group[:, None] == pool.group[None, :]] = 0.0
    return kinship
