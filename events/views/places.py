"""The places that events share. What is at identical coordinates is one place; so is a country, wherever its point was put."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

STEPS = 10**5  # coordinates that agree to 1/STEPS of a degree (1 m) are the same place
NOWHERE = -1

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


class Kind(StrEnum):
    """How a place is drawn."""

    POINT = "point"
    RING = "ring"  # a region: a circle of its radius
    COUNTRY = "country"  # the country's outline
    CLUSTER = "cluster"  # several places; zooming in parts them


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Every place has a number, from 0; `of` has that of each event, NOWHERE where it has none."""

    of: npt.NDArray[np.int32]
    keys: Sequence[str]  # of each place: "country:IQ", "point:33.42056,43.30778", "ring:..."
    number: Mapping[str, int]  # of a key
    lat: Floats  # of each place
    lon: Floats
    country: Flags
    _rows: Rows  # of placed events, by place and then by date
    _starts: Rows  # of each place in `_rows`, and the end of the last

    def __len__(self) -> int:
        return len(self.keys)

    def rows(self, number: int, wanted: Flags) -> Rows:
        """The events at a place, by date, as far as they are wanted."""
        here = self._rows[self._starts[number] : self._starts[number + 1]]
        return here[wanted[here]]


def places_of(
    lat: Floats, lon: Floats, point: Flags, country: Flags, codes: Sequence[str | None], by_date: Rows
) -> Places:  # fmt: skip
    """The places of events; `lat` is NaN where one has none. `codes` of the countries; `by_date`: all rows in the order of their days."""
    placed = by_date[~np.isnan(lat[by_date])]
    spots = _spots(lat[placed], lon[placed], point[placed])
    areas = np.flatnonzero(country[placed])
    if len(areas):
        spots[areas] = -1 - np.unique([codes[row] or "" for row in placed[areas].tolist()], return_inverse=True)[1]
    _, first, numbers = np.unique(spots, return_index=True, return_inverse=True)
    of = np.full(len(lat), NOWHERE, dtype=np.int32)
    of[placed] = numbers
    one = placed[first]  # an event of each place
    keys = [_key(*told) for told in zip(lat[one], lon[one], point[one], country[one], (codes[row] for row in one), strict=True)]
    short = numbers.astype(np.min_scalar_type(len(keys)))  # which numpy sorts ten times as fast
    return Places(
        of=of,
        keys=keys,
        number={key: number for number, key in enumerate(keys)},
        lat=lat[one],
        lon=lon[one],
        country=country[one],
        _rows=placed[np.argsort(short, kind="stable")],
        _starts=np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=len(keys)))]).astype(np.intp),
    )


def _spots(lat: Floats, lon: Floats, point: Flags) -> npt.NDArray[np.int64]:
    """A number for each pair of coordinates, told apart by whether a dot is honest there."""
    north = np.round((lat + 90) * STEPS).astype(np.int64)
    east = np.round((lon + 180) * STEPS).astype(np.int64)
    return (north << 27 | east) << 1 | point


def _key(lat: float, lon: float, point: bool, country: bool, code: str | None) -> str:
    if country:
        return f"{Kind.COUNTRY}:{code or ''}"
    return f"{Kind.POINT if point else Kind.RING}:{lat:.5f},{lon:.5f}"
