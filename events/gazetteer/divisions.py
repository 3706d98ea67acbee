"""First- and second-level divisions, made from the towns that lie in them: the packages name them but give no coordinates."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from events.gazetteer.entries import Entry, distance_km, own_id
from events.gazetteer.folding import fold, loose
from events.gazetteer.tables import split, table

_CELL = 0.25  # degrees: towns are counted once per cell, or a capital's suburbs would draw the middle of the state to them
_SHARE = 0.9  # of the towns lie within the radius


def first_level(towns: Iterable[Entry], iso_names: dict[str, list[str]], ids: dict[tuple[str, str], int]) -> Iterator[Entry]:
    """An ADM1 entry per state. `iso_names`: names of ISO 3166-2 by country; `ids`: geonameids known by country and name."""
    ours = {(row["country"], row["name"]): row for row in table("divisions")}
    spellings = {country: _by_core(names) for country, names in iso_names.items()}
    for (country, name), members in _grouped(towns, lambda town: (town.country, town.admin1)).items():
        row = ours.get((country, name), {})
        core = bare(name, "ADM1")
        same = spellings.get(country, {}).get(loose(fold(core)), [])
        latitude, longitude, radius = _extent(members)
        yield Entry(
            id=ids.get((country, name)) or own_id("ADM1", country, name),
            name=name,
            latitude=float(row.get("latitude") or latitude),
            longitude=float(row.get("longitude") or longitude),
            radius_km=radius,
            feature_class="A",
            feature_code="ADM1",
            country=country,
            countries=(country,),
            admin1=name,
            admin1_code=Counter(town.admin1_code for town in members).most_common(1)[0][0],
            population=sum(town.population for town in members),
            preferred=(core, *split(row.get("preferred", ""))),
            alternates=(*same, *(bare(other, "ADM1") for other in same), *split(row.get("alternates", ""))),
        )


def second_level(towns: Iterable[Entry]) -> Iterator[Entry]:
    """An ADM2 entry per county of a state."""
    for (country, admin1, name), members in _grouped(towns, lambda town: (town.country, town.admin1, town.admin2)).items():
        latitude, longitude, radius = _extent(members)
        yield Entry(
            id=own_id("ADM2", country, admin1, name),
            name=name,
            latitude=latitude,
            longitude=longitude,
            radius_km=radius,
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
    for row in division_words():
        word = row["word"]
        if level not in split(row["dropped_from"]):
            continue
        if row["side"] == "after" and name.lower().endswith(" " + word):
            return name[: -len(word) - 1].strip(" '’")
        if row["side"] == "before" and name.lower().startswith(word + " "):
            return name[len(word) + 1 :].strip(" '’")
    return name


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


def _extent(members: list[Entry]) -> tuple[float, float, float]:
    """Middle of the area that the towns cover, and the distance within which nine of ten lie, at least 5 km."""
    cells = {(round(town.latitude / _CELL), round(town.longitude / _CELL)): (town.latitude, town.longitude) for town in members}
    x = y = z = 0.0
    for latitude, longitude in cells.values():
        phi, lam = math.radians(latitude), math.radians(longitude)
        x, y, z = x + math.cos(phi) * math.cos(lam), y + math.cos(phi) * math.sin(lam), z + math.sin(phi)
    latitude, longitude = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    distances = sorted(distance_km(latitude, longitude, town.latitude, town.longitude) for town in members)
    reach = distances[min(len(distances) - 1, math.ceil(_SHARE * len(distances)) - 1)]
    return round(latitude, 4), round(longitude, 4), round(max(5.0, reach), 1)
