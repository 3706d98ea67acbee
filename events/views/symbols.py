"""What stands on the map: one symbol for each place that events share, and clusters where there are too many places.

Events at identical coordinates would hide one another, so they are one symbol, and its list opens in the panel. A place known no
closer than a country or region is an area, never a dot.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from events.views.arrays import EventArrays, Rows
from events.views.groups import GROUPS

MAX_PLACES = 400  # drawn one by one; more are clustered for what is in sight
CELL = 56  # pixels: side of a cluster's cell
MARGIN = 0.25  # of the sight's width and height, drawn beyond its edges so that a small pan shows no gap
STEPS = 10**5  # coordinates that agree to 1/STEPS of a degree (1 m) are the same place


class Kind(StrEnum):
    POINT = "point"
    RING = "ring"  # a region: a circle of its radius
    COUNTRY = "country"  # the country's outline
    CLUSTER = "cluster"  # several places; zooming in parts them


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
    return len(np.unique(_place_numbers(arrays, np.flatnonzero(arrays.placed)))) > MAX_PLACES


def symbols(arrays: EventArrays, rows: Rows, sight: Sight = WORLD) -> list[Symbol]:
    """The symbols of `rows` (placed events), areas first. `sight` matters only where places must be clustered."""
    rows = rows[np.argsort(arrays.anchor[rows], kind="stable")]
    numbers = _place_numbers(arrays, rows)
    if len(np.unique(numbers)) > MAX_PLACES:
        keep = arrays.country[rows] | _in_sight(arrays, rows, sight)
        rows, numbers = rows[keep], numbers[keep]
    if len(np.unique(numbers)) > MAX_PLACES:
        return _clustered(arrays, rows, numbers, sight.zoom)
    return _in_order([_symbol(arrays, members) for members in _grouped(rows, numbers)])


def place_key(arrays: EventArrays, row: int) -> str:
    """Names the place of a placed event: "country:IQ", "point:33.42056,43.30778", "ring:..."."""
    if arrays.country[row]:
        return f"{Kind.COUNTRY}:{arrays.country_code(row)}"
    kind = Kind.POINT if arrays.point[row] else Kind.RING
    return f"{kind}:{arrays.lat[row]:.5f},{arrays.lon[row]:.5f}"


def rows_at(arrays: EventArrays, rows: Rows, key: str) -> Rows:
    """Those of `rows` whose place has this key, by date."""
    placed = rows[arrays.placed[rows]]
    numbers = _place_numbers(arrays, placed)
    for members in _grouped(placed, numbers):
        if place_key(arrays, int(members[0])) == key:
            return members[np.argsort(arrays.anchor[members], kind="stable")]
    return np.array([], dtype=np.intp)


def _place_numbers(arrays: EventArrays, rows: Rows) -> npt.NDArray[np.int64]:
    """A number per row, equal for events at the same place; negative for countries."""
    north = np.round((arrays.lat[rows] + 90) * STEPS).astype(np.int64)
    east = np.round((arrays.lon[rows] + 180) * STEPS).astype(np.int64)
    spots = (north << 27 | east) << 1 | arrays.point[rows]
    return np.where(arrays.country[rows], -1 - arrays.country_number[rows], spots)


def _grouped(rows: Rows, numbers: npt.NDArray[np.int64]) -> list[Rows]:
    """Rows with equal numbers together, each group in the order of `rows`."""
    order = np.argsort(numbers, kind="stable")
    edges = np.flatnonzero(np.diff(numbers[order])) + 1
    return [group for group in np.split(rows[order], edges) if len(group)]


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
        rows=tuple(int(row) for row in members),
    )


def _counts(arrays: EventArrays, members: Rows) -> tuple[int, ...]:
    return tuple(int(number) for number in np.bincount(arrays.group[members], minlength=len(GROUPS)))


def _in_sight(arrays: EventArrays, rows: Rows, sight: Sight) -> npt.NDArray[np.bool_]:
    width, height = sight.east - sight.west, sight.north - sight.south
    lat, lon = arrays.lat[rows], arrays.lon[rows]
    west = sight.west - MARGIN * width
    north_south = (lat >= sight.south - MARGIN * height) & (lat <= sight.north + MARGIN * height)
    return north_south & ((lon - west) % 360 <= (1 + 2 * MARGIN) * width)


def _clustered(arrays: EventArrays, rows: Rows, numbers: npt.NDArray[np.int64], zoom: int) -> list[Symbol]:
    """Countries as they are; the rest by the cell of the Web Mercator map that they fall into."""
    area = arrays.country[rows]
    found = [_symbol(arrays, members) for members in _grouped(rows[area], numbers[area])]
    rows, numbers = rows[~area], numbers[~area]
    sine = np.sin(np.radians(np.clip(arrays.lat[rows], -85, 85)))
    cells = 256 * 2**zoom / CELL
    across = np.floor((arrays.lon[rows] + 180) / 360 * cells).astype(np.int64)
    down = np.floor((0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * cells).astype(np.int64)
    spots, order = down << 32 | across, np.argsort(down << 32 | across, kind="stable")
    starts = np.flatnonzero(np.diff(spots[order], prepend=-1))
    for members, places in zip(np.split(rows[order], starts[1:]), np.split(numbers[order], starts[1:]), strict=True):
        if len(members):
            found.append(_symbol(arrays, members) if (places == places[0]).all() else _cluster(arrays, members))
    return _in_order(found)


def _cluster(arrays: EventArrays, members: Rows) -> Symbol:
    lat, lon = float(arrays.lat[members].mean()), float(arrays.lon[members].mean())
    key = f"{Kind.CLUSTER}:{lat:.5f},{lon:.5f}"
    return Symbol(Kind.CLUSTER, key, lat, lon, 0.0, "", _counts(arrays, members), False, ())


def _in_order(found: list[Symbol]) -> list[Symbol]:
    """Areas by size, then what is small, so that it lies on top."""
    return sorted(found, key=lambda symbol: (symbol.kind in (Kind.POINT, Kind.CLUSTER), -symbol.radius_km))
