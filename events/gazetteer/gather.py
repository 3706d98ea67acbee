"""All entries of the gazetteer, from the packages and from our tables."""

import dataclasses
from collections.abc import Callable

from events.gazetteer import divisions, ours, packages
from events.gazetteer.entries import Entry
from events.gazetteer.folding import fold
from events.gazetteer.tables import table
from events.tables import several

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
    """The entries with the further names of `aliases.tsv`. A row that fits no entry of these package versions is left out."""
    for row, index in fits(found, rows):
        found[index] = _renamed(found[index], row)
    return found


def fits(found: list[Entry], rows: list[dict[str, str]]) -> list[tuple[dict[str, str], int]]:
    """Each row of `aliases.tsv` with the index of the entry that it is about: of several of that name, the most populous."""
    wanted: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        wanted.setdefault((row["country"], fold(row["name"])), []).append(number)
    countries = {country for country, _ in wanted}
    chosen: dict[int, int] = {}
    for index, entry in enumerate(found):
        if entry.country in countries:
            for number in wanted.get((entry.country, fold(entry.name)), ()):
                best = found[chosen[number]] if number in chosen else None
                if rows[number]["feature_class"] == entry.feature_class and (best is None or entry.population > best.population):
                    chosen[number] = index
    return [(rows[number], index) for number, index in sorted(chosen.items())]


def _renamed(entry: Entry, row: dict[str, str]) -> Entry:
    return dataclasses.replace(
        entry,
        preferred=(*entry.preferred, *several(row["preferred"])),
        alternates=(*entry.alternates, *several(row["alternates"])),
    )
