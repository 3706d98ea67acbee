"""What the user has chosen besides dates: facets, words, a box on the map. Kept in the session, and in the address of the page.

The widgets that show a choice come and go with the panel, and Streamlit forgets the state of a widget that is not drawn; so the choices
live under keys of their own. Works on plain mappings, so that it can be tested without a page.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from events.views.arrays import EventArrays, Flags
from events.views.facets import ORDER, Facet, chosen_by, within_box
from events.views.lanes import GROUP, KINDS

KEY = "choices"
WORDS, CERTAIN, AREA, LANES = "words", "certain", "area", "lanes"
Box = tuple[float, float, float, float]  # south, west, north, east in degrees


class Link(Protocol):
    """Streamlit's query parameters, as far as they are used here: a name may have several values."""

    def get_all(self, key: str) -> list[str]: ...
    def __contains__(self, key: object) -> bool: ...
    def __setitem__(self, key: str, value: str | list[str]) -> None: ...
    def __delitem__(self, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Choices:
    """`facets`: facet -> values; `words`: of events or their sources; `certain`: wholly within the dates; `area`: a drawn box.

    `lanes`: by what the timeline parts the events. It leaves none out, and so is no choice to count or to clear.
    """

    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: str = ""
    certain: bool = False
    area: Box | None = None
    lanes: str = GROUP

    def __bool__(self) -> bool:
        return bool(self.words or self.certain or self.area or any(self.facets.values()))

    @property
    def number(self) -> int:
        """How many choices there are, for the button that opens them."""
        return sum(map(bool, (self.words, self.certain, self.area, *self.facets.values())))


def choices(state: MutableMapping[Any, Any], link: Link) -> Choices:
    """The choices of this session; at first those of the link. A link that lost them, as on the way from page to page, gets them back."""
    if KEY not in state:
        state[KEY] = _linked(link)
        return state[KEY]  # type: ignore[no-any-return]
    write_link(state[KEY], link)
    return state[KEY]  # type: ignore[no-any-return]


def choose(state: MutableMapping[Any, Any], link: Link, **changes: Any) -> None:
    """Changes words, certain, area or lanes, or a facet by its name, and puts the choices into the address."""
    now = choices(state, link)
    facets = {name: frozenset(changes.pop(name)) for name in ORDER if name in changes}
    state[KEY] = chosen = replace(now, facets={**now.facets, **facets}, **changes)
    write_link(chosen, link)


def write_link(chosen: Choices, link: Link) -> None:
    """Puts choices into the address; what is not chosen is not there."""
    values: dict[str, list[str]] = {name: sorted(chosen.facets.get(name, ())) for name in ORDER}
    values[WORDS] = [chosen.words] if chosen.words else []
    values[CERTAIN] = ["yes"] if chosen.certain else []
    values[AREA] = [",".join(f"{degree:.4f}" for degree in chosen.area)] if chosen.area else []
    values[LANES] = [chosen.lanes] if chosen.lanes != GROUP else []
    for name, several in values.items():
        if several and link.get_all(name) != several:
            link[name] = several
        elif not several and name in link:
            del link[name]


def _linked(link: Link) -> Choices:
    facets = {name: frozenset(link.get_all(name)) for name in ORDER if name in link}
    words = " ".join(link.get_all(WORDS))
    lanes = next((kind for kind in link.get_all(LANES) if kind in KINDS), GROUP)
    return Choices(facets, words, bool(link.get_all(CERTAIN)), read_box(",".join(link.get_all(AREA))), lanes)


def read_box(text: str) -> Box | None:
    """A box written as "south,west,north,east"; None for anything else."""
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (south, west, north, east) if -90 <= south <= north <= 90 and west <= east else None


def allowed(arrays: EventArrays, facets: Mapping[str, Facet], chosen: Choices, found: Flags | None) -> Flags:
    """Which events the choices let through, dates apart. `found`: those that hold the words; None where there are no words."""
    return chosen_by(facets, chosen.facets, len(arrays)) & elsewhere(arrays, chosen, found)


def elsewhere(arrays: EventArrays, chosen: Choices, found: Flags | None) -> Flags:
    """Which events the choices other than facets let through."""
    flags = np.ones(len(arrays), dtype=np.bool_) if found is None else found
    return flags & within_box(arrays, *chosen.area) if chosen.area else flags
