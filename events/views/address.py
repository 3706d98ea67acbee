"""Values of the page's address, read with suspicion: a link may be old, cut off or made up. What cannot be meant is left out, and said.

Latitudes, longitudes and zooms are those of the map's middle; a window of the timeline is in days since 1970.
"""

from collections.abc import MutableMapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from events.views.arrays import EPOCH

LEFT_OUT = "left out"  # in the session state: what the link asked for in vain, as it stands there
SHOWN_VALUE = 40  # letters of it
DAY = 86_400  # seconds

Box = tuple[float, float, float, float]  # south, west, north, east in degrees
MapView = tuple[float, float, float]  # latitude, longitude, zoom
Window = tuple[float, float]


class Link(Protocol):
    """Streamlit's query parameters, as far as they are used here: a name may have several values."""

    def get_all(self, key: str) -> list[str]: ...
    def __contains__(self, key: object) -> bool: ...
    def __setitem__(self, key: str, value: str | list[str]) -> None: ...
    def __delitem__(self, key: str) -> None: ...


def put(link: Link, name: str, values: Sequence[str]) -> None:
    """Gives a name these values; none takes it out. What stands there already is not touched: the browser would make a step of it."""
    if values and link.get_all(name) != list(values):
        link[name] = list(values)
    elif not values and name in link:
        del link[name]


def leave_out(state: MutableMapping[Any, Any], name: str, value: str) -> None:
    """Remembers that a value of the link could not be meant."""
    words = value if len(value) <= SHOWN_VALUE else f"{value[: SHOWN_VALUE - 1]}…"
    state.setdefault(LEFT_OUT, []).append(f"{name}={words}")


def read_box(text: str) -> Box | None:
    """A box written as "south,west,north,east"; None for anything else."""
    match _numbers(text):
        case [south, west, north, east] if -90 <= south <= north <= 90 and west <= east <= west + 720:
            return south, west, north, east
    return None


def read_map_view(text: str) -> MapView | None:
    """A view written as "latitude,longitude,zoom"; None for anything else."""
    match _numbers(text):
        case [lat, lon, zoom] if -90 <= lat <= 90 and -3600 <= lon <= 3600 and 0 <= zoom <= 20:
            return lat, lon, zoom
    return None


def read_window(text: str) -> Window | None:
    """A window written as "2015-05-16T0612,2015-05-20"; None for anything else."""
    try:
        first, last = (_day(part) for part in text.split(","))
    except ValueError:
        return None
    return (first, last) if first < last else None


def _day(text: str) -> float:
    when = datetime.fromisoformat(text).replace(tzinfo=None)
    return when.toordinal() - EPOCH + (when - datetime(when.year, when.month, when.day)).total_seconds() / DAY


def _numbers(text: str) -> list[float]:
    """The numbers of a list with commas; none where one of them is not a number."""
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        return []
