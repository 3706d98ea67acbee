"""Entries from our own tables: regions, waters, mountains, islands, landmarks."""

from collections.abc import Iterator

from events.gazetteer.entries import Entry, own_id
from events.gazetteer.tables import table
from events.tables import several

FEATURES = ("regions", "waters", "mountains", "islands", "landmarks", "towns")


def features() -> Iterator[Entry]:
    """An entry for each row of the tables named in FEATURES."""
    for name in FEATURES:
        yield from map(feature, table(name))


def feature(row: dict[str, str]) -> Entry:
    """The entry of one row; its id comes from feature code, countries and name, so that it stays when coordinates are corrected."""
    codes = several(row["countries"])
    return Entry(
        id=own_id(row["feature_code"], row["countries"], row["name"]),
        name=row["name"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        radius_km=float(row["radius_km"]),
        feature_class=row["feature_class"],
        feature_code=row["feature_code"],
        country=codes[0] if len(codes) == 1 else "",
        countries=codes,
        alternates=(*several(row["alternates"]), *_without_bracket(row["name"])),
    )


def _without_bracket(name: str) -> tuple[str, ...]:
    """What is left of a name that says in brackets which of several it is: "Tahrir Square (Baghdad)"."""
    bare, bracket, _ = name.partition(" (")
    return (bare,) if bracket else ()
