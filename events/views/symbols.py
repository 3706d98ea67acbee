"""What stands on the map: one symbol for each place that events share, and clusters where there are too many places.

Events at identical coordinates would hide one another, so they are one symbol, and its list opens in the panel. A place known no
closer than a country or region is an area, never a dot.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from events.views.arrays import EventArrays, Flags, Rows
from events.views.groups import GROUPS
from events.views.places import Kind, Places

MAX_PLACES = 400  # drawn one by one; more are clustered for what is in sight
CELL = 56  # pixels: side of a cluster's cell
MARGIN = 0.25  # of the sight's width and height, drawn beyond its edges so that a small pan shows no gap

Numbers = npt.NDArray[np.intp]  # of places


class Sight(NamedTuple):
    """What the map shows, in degrees. `east` may be beyond 180 and `west` beyond -180."""

    south: float
    west: float
    north: float
    east: float
    zoom: int


WORLD = Sight(-90, -180, 90, 180, 2)


@dataclass(frozen=True, slots=True)
class Symbol:
    """`key` names the place in clicks and lists; `counts` says how many events there are of each group."""

    kind: Kind
    key: str
    lat: float
    lon: float
    radius_km: float
    country: str
    counts: tuple[int, ...]
    hollow: bool  # no event here has a date of its own
    rows: tuple[int, ...]  # the events, by date; empty for a cluster

    @property
    def count(self) -> int:
        return sum(self.counts)


def is_crowded(arrays: EventArrays) -> bool:
    """Whether there are too many places to draw them all at once."""
    return len(arrays.places) > MAX_PLACES


def symbols(arrays: EventArrays, rows: Rows, sight: Sight = WORLD) -> list[Symbol]:
    """The symbols of `rows` (placed events), areas first. `sight` matters only where places must be clustered."""
    places, wanted = arrays.places, arrays.flags(rows)
    numbers = np.flatnonzero(np.bincount(places.of[rows], minlength=len(places)))
    if len(numbers) > MAX_PLACES:
        numbers = numbers[places.country[numbers] | _in_sight(places, numbers, sight)]
    if len(numbers) > MAX_PLACES:
        return _clustered(arrays, rows, wanted, numbers, sight.zoom)
    return _in_order(_alone(arrays, wanted, numbers))


def place_key(arrays: EventArrays, row: int) -> str:
    """Names the place of a placed event: "country:IQ", "point:33.42056,43.30778", "ring:..."."""
    key: str = arrays.places.keys[arrays.places.of[row]]
    return key


def rows_at(arrays: EventArrays, rows: Rows, key: str) -> Rows:
    """Those of `rows` whose place has this key, by date."""
    number = arrays.places.number.get(key)
    return np.array([], dtype=np.intp) if number is None else arrays.places.rows(number, arrays.flags(rows))


def _alone(arrays: EventArrays, wanted: Flags, numbers: Numbers) -> list[Symbol]:
    """A symbol for each of these places."""
    return [_symbol(arrays, arrays.places.rows(number, wanted)) for number in numbers.tolist()]


def _symbol(arrays: EventArrays, members: Rows) -> Symbol:
    first = int(members[0])
    kind = Kind.COUNTRY if arrays.country[first] else Kind.POINT if arrays.point[first] else Kind.RING
    return Symbol(
        kind=kind,
        key=place_key(arrays, first),
        lat=float(arrays.lat[first]),
        lon=float(arrays.lon[first]),
        radius_km=float(arrays.radius[members].max()),
        country=arrays.country_code(first),
        counts=_counts(arrays, members),
        hollow=bool((arrays.assumed[members] | ~arrays.dated[members]).all()),
        rows=tuple(members.tolist()),
    )


def _counts(arrays: EventArrays, members: Rows) -> tuple[int, ...]:
    return tuple(np.bincount(arrays.group[members], minlength=len(GROUPS)).tolist())


def _in_sight(places: Places, numbers: Numbers, sight: Sight) -> Flags:
    width, height = sight.east - sight.west, sight.north - sight.south
    lat, lon = places.lat[numbers], places.lon[numbers]
    west = sight.west - MARGIN * width
    north_south = (lat >= sight.south - MARGIN * height) & (lat <= sight.north + MARGIN * height)
    return north_south & ((lon - west) % 360 <= (1 + 2 * MARGIN) * width)


def _clustered(arrays: EventArrays, rows: Rows, wanted: Flags, numbers: Numbers, zoom: int) -> list[Symbol]:
    """Countries, and places that are alone in their cell of the map, as they are; the rest by cell."""
    cell = _cells(arrays.places, numbers, zoom)
    crowded = np.bincount(cell)[cell] > 1
    cell_of = np.full(len(arrays.places), -1, dtype=np.intp)
    cell_of[numbers[crowded]] = cell[crowded]
    at = cell_of[arrays.places.of[rows]]
    clusters = _clusters(arrays, rows[at >= 0], at[at >= 0])
    return _in_order([*_alone(arrays, wanted, numbers[~crowded]), *clusters])


def _cells(places: Places, numbers: Numbers, zoom: int) -> Numbers:
    """The cell of the Web Mercator map that each of these places falls into, numbered from 0; a country has one of its own."""
    sine = np.sin(np.radians(np.clip(places.lat[numbers], -85, 85)))
    cells = 256 * 2**zoom / CELL
    across = np.floor((places.lon[numbers] + 180) / 360 * cells).astype(np.int64)
    down = np.floor((0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * cells).astype(np.int64)
    spots = np.where(places.country[numbers], -1 - numbers, down << 32 | across)
    return np.unique(spots, return_inverse=True)[1]


def _clusters(arrays: EventArrays, rows: Rows, at: Numbers) -> list[Symbol]:
    """A cluster for each cell; `at`: the cell of each row. It stands in the middle of its events."""
    held = np.bincount(at)
    lat = np.bincount(at, weights=arrays.lat[rows]) / np.maximum(held, 1)
    lon = np.bincount(at, weights=arrays.lon[rows]) / np.maximum(held, 1)
    counts = np.bincount(at * len(GROUPS) + arrays.group[rows], minlength=len(held) * len(GROUPS)).reshape(-1, len(GROUPS))
    return [_cluster(float(lat[cell]), float(lon[cell]), tuple(counts[cell].tolist())) for cell in np.flatnonzero(held).tolist()]


def _cluster(lat: float, lon: float, counts: tuple[int, ...]) -> Symbol:
    return Symbol(Kind.CLUSTER, f"{Kind.CLUSTER}:{lat:.5f},{lon:.5f}", lat, lon, 0.0, "", counts, False, ())


def _in_order(found: list[Symbol]) -> list[Symbol]:
    """Areas by size, then what is small, so that it lies on top."""
    return sorted(found, key=lambda symbol: (symbol.kind in (Kind.POINT, Kind.CLUSTER), -symbol.radius_km))
