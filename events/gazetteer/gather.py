"""All entries of the gazetteer, from the packages and from our tables."""

import dataclasses
from collections.abc import Callable

from events.errors import ConfigurationError
from events.gazetteer import divisions, ours, packages
from events.gazetteer.entries import Entry
from events.gazetteer.tables import FOLDER, split, table

Progress = Callable[[str, float], None]


def gather(progress: Progress) -> list[Entry]:
    """Every entry, larger units first. `progress` hears from 0 to 0.3."""
    progress("reading cities", 0.0)
    towns = packages.towns()
    progress("making states and counties", 0.2)
    first = divisions.first_level(towns, packages.subdivision_names(), packages.state_ids())
    second = divisions.second_level(towns)
    found = [*packages.countries(), *packages.continents(), *first, *second, *ours.features(), *towns]
    return with_aliases(found, table("aliases"))


def with_aliases(found: list[Entry], rows: list[dict[str, str]]) -> list[Entry]:
    """The entries with the further names of `aliases.tsv`. Raises ConfigurationError for a row that fits no entry."""
    wanted: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        wanted.setdefault((row["country"], row["name"]), []).append(row)
    chosen: dict[int, int] = {}  # row -> index of the largest entry that fits it
    for index, entry in enumerate(found):
        for row in wanted.get((entry.country, entry.name), ()):
            best = chosen.get(id(row))
            if row["feature_class"] == entry.feature_class and (best is None or entry.population > found[best].population):
                chosen[id(row)] = index
    for row in rows:
        if id(row) not in chosen:
            raise ConfigurationError(f"{FOLDER / 'aliases.tsv'}: no {row['name']} in {row['country']}; correct or remove it")
        found[chosen[id(row)]] = _renamed(found[chosen[id(row)]], row)
    return found


def _renamed(entry: Entry, row: dict[str, str]) -> Entry:
    return dataclasses.replace(
        entry,
        preferred=(*entry.preferred, *split(row["preferred"])),
        alternates=(*entry.alternates, *split(row["alternates"])),
    )
