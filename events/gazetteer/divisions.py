"""First- and second-level divisions, made from the towns that lie in them: the packages name them but give no coordinates."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from events.gazetteer.entries import Entry, distance_km, own_id
from events.gazetteer.folding import fold, loose
from events.gazetteer.tables import table
from events.tables import several

_CELL = 0.25  # degrees: towns are counted once per cell, or a capital's suburbs would draw the middle of the state to them
_SHARE = 0.9  # of the towns lie within the radius


def first_level(towns: Iterable[Entry], iso_names: dict[str, list[str]], ids: dict[tuple[str, str], int]) -> Iterator[Entry]:
    """An ADM1 entry per state. `iso_names`: names of ISO 3166-2 by country; `ids`: geonameids known by country and name."""
    ours = {(row["country"], row["name"]): row for row in table("divisions")}
    groups = _grouped(towns, lambda town: (town.country, town.admin1))
    spellings = {country: _by_core(names) for country, names in iso_names.items()}
    for (country, name), members in groups.items():
        row = ours.get((country, name), {})
        core = bare(name, "ADM1")
        same = spellings.get(country, {}).get(loose(fold(core)), [])
        middle = _middle(members)
        latitude, longitude = float(row.get("latitude") or middle[0]), float(row.get("longitude") or middle[1])
        yield Entry(
            id=ids.get((country, name)) or own_id("ADM1", country, name),
            name=name,
            latitude=latitude,
            longitude=longitude,
            radius_km=_reach(latitude, longitude, members),
            feature_class="A",
            feature_code="ADM1",
            country=country,
            countries=(country,),
            admin1=name,
            admin1_code=Counter(town.admin1_code for town in members).most_common(1)[0][0],
            population=sum(town.population for town in members),
            preferred=(core, *several(row.get("preferred", ""))),
            alternates=(*same, *(bare(other, "ADM1") for other in same), *several(row.get("alternates", ""))),
        )


def second_level(towns: Iterable[Entry]) -> Iterator[Entry]:
    """An ADM2 entry per county of a state."""
    for (country, admin1, name), members in _grouped(towns, lambda town: (town.country, town.admin1, town.admin2)).items():
        latitude, longitude = _middle(members)
        yield Entry(
            id=own_id("ADM2", country, admin1, name),
            name=name,
            latitude=latitude,
            longitude=longitude,
            radius_km=_reach(latitude, longitude, members),
            feature_class="A",
            feature_code="ADM2",
            country=country,
            countries=(country,),
            admin1=admin1,
            admin1_code=members[0].admin1_code,
            admin2=name,
            population=sum(town.population for town in members),
            alternates=(bare(name, "ADM2"),),
        )


@lru_cache(maxsize=1)
def division_words() -> tuple[dict[str, str], ...]:
    """The rows of `division_words.tsv`: words such as "province" that come with the name of a division."""
    return tuple(table("division_words"))


def bare(name: str, level: str) -> str:
    """The name without the word for its kind, where that is no part of it: "Al Muthanna Governorate" -> "Al Muthanna"."""
    lower = name.lower()
    for word, before in _dropped_words(level):
        if before and lower.startswith(word + " "):
            rest = name[len(word) + 1 :].strip(" '’")
        elif not before and lower.endswith(" " + word):
            rest = name[: -len(word) - 1].strip(" '’")
        else:
            continue
        return name if rest.lower() in _never_alone() else rest
    return name


@lru_cache(maxsize=1)
def _never_alone() -> frozenset[str]:
    return frozenset(row["word"] for row in division_words() if row["side"] == "alone")


@lru_cache(maxsize=4)
def _dropped_words(level: str) -> list[tuple[str, bool]]:
    """The words that names of this level lose, and whether they stand before the name."""
    return [(row["word"], row["side"] == "before") for row in division_words() if level in several(row["dropped_from"])]


def _by_core(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[loose(fold(bare(name, "ADM1")))].append(name)
    return found


def _grouped(towns: Iterable[Entry], key: Callable[[Entry], tuple[str, ...]]) -> dict[tuple[str, ...], list[Entry]]:
    """The towns by a key of which no part is empty."""
    groups: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for town in towns:
        if all(parts := key(town)):
            groups[parts].append(town)
    return groups


def _middle(members: list[Entry]) -> tuple[float, float]:
    """Latitude and longitude of the middle of the area that the towns cover."""
    cells = {(round(town.latitude / _CELL), round(town.longitude / _CELL)): (town.latitude, town.longitude) for town in members}
    x = y = z = 0.0
    for latitude, longitude in cells.values():
        phi, lam = math.radians(latitude), math.radians(longitude)
        x, y, z = x + math.cos(phi) * math.cos(lam), y + math.cos(phi) * math.sin(lam), z + math.sin(phi)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 4), round(math.degrees(math.atan2(y, x)), 4)


def _reach(latitude: float, longitude: float, members: list[Entry]) -> float:
    """Kilometres within which nine of ten towns lie, at least 5."""
    distances = sorted(distance_km(latitude, longitude, town.latitude, town.longitude) for town in members)
    return round(max(5.0, distances[math.ceil(_SHARE * len(distances)) - 1]), 1)
