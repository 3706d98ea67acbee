"""What the user has chosen besides dates: facets, words, a box on the map. Kept in the session, and in the address of the page.

The widgets that show a choice come and go with the panel, and Streamlit forgets the state of a widget that is not drawn; so the choices
live under keys of their own. Works on plain mappings, so that it can be tested without a page.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from events.model import DatePrecision, PlacePrecision, Review, Status
from events.ontology import EVENT_TYPES, OWN_TYPES
from events.views.address import Box, Link, leave_out, put, read_box
from events.views.arrays import EventArrays, Flags
from events.views.facets import ORDER, Facet, chosen_by, within_box
from events.views.lanes import GROUP, KINDS

KEY = "choices"
WORDS, AREA, LANES = "words", "area", "lanes"
SWITCHES = ("certain", "other", "in_view", "panel")
YES = "yes"
CODES: Mapping[str, frozenset[str]] = {  # values of facets that mean something even where no event has them
    "type": frozenset((*EVENT_TYPES, *OWN_TYPES)),
    "status": frozenset(Status),
    "date_precision": frozenset(DatePrecision),
    "place_precision": frozenset(PlacePrecision),
    "review": frozenset(Review),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """`facets`: facet -> values; `words`: of events or their sources; `certain`: wholly within the dates; `area`: a drawn box;
    `in_view`: only what the map shows.

    Three leave no event out, and so are no choices to count or to clear: `other`: happenings without a type of the ontology are drawn, too;
    `lanes`: by what the timeline parts the events; `panel`: the panel of filters is open.
    """

    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: str = ""
    certain: bool = False
    area: Box | None = None
    in_view: bool = False
    other: bool = False
    lanes: str = GROUP
    panel: bool = False

    def __bool__(self) -> bool:
        return self.number > 0

    @property
    def number(self) -> int:
        """How many choices there are, for the button that opens them."""
        return sum(map(bool, (self.words, self.certain, self.area, self.in_view, *self.facets.values())))


def choices(
    state: MutableMapping[Any, Any], link: Link, facets: Mapping[str, Facet] | None = None, *, anew: bool = False
) -> Choices:  # fmt: skip
    """The choices of this session; at first and `anew` those of the link, of which what neither is a code nor in `facets` is left out.

    A link that lost them, as on the way from page to page, gets them back.
    """
    if KEY not in state or anew:
        state[KEY] = _linked(state, link, facets or {})
    write_link(state[KEY], link)
    return state[KEY]  # type: ignore[no-any-return]


def choose(state: MutableMapping[Any, Any], link: Link, **changes: Any) -> None:
    """Changes what `Choices` has, or a facet by its name, and puts the choices into the address."""
    now = choices(state, link)
    facets = {name: frozenset(changes.pop(name)) for name in ORDER if name in changes}
    state[KEY] = chosen = replace(now, facets={**now.facets, **facets}, **changes)
    write_link(chosen, link)


def write_link(chosen: Choices, link: Link) -> None:
    """Puts choices into the address; what is not chosen is not there."""
    for name in ORDER:
        put(link, name, sorted(chosen.facets.get(name, ())))
    put(link, WORDS, [chosen.words] if chosen.words else [])
    put(link, AREA, [",".join(f"{degree:.4f}" for degree in chosen.area)] if chosen.area else [])
    put(link, LANES, [chosen.lanes] if chosen.lanes != GROUP else [])
    for name in SWITCHES:
        put(link, name, [YES] if getattr(chosen, name) else [])


def _linked(state: MutableMapping[Any, Any], link: Link, facets: Mapping[str, Facet]) -> Choices:
    known = {name: CODES.get(name, frozenset()) | frozenset(facet.values) for name, facet in facets.items()}
    wanted = {name: frozenset(link.get_all(name)) for name in ORDER if name in link}
    kept = {name: values & known.get(name, values) for name, values in wanted.items()}
    area, lanes = ",".join(link.get_all(AREA)), ",".join(link.get_all(LANES))
    switches = {name: ",".join(link.get_all(name)) for name in SWITCHES}
    box = read_box(area) if area else None
    vain = [(name, value) for name, values in wanted.items() for value in sorted(values - kept[name])]
    vain += [(AREA, area)] if area and box is None else []
    vain += [(LANES, lanes)] if lanes and lanes not in KINDS else []
    vain += [(name, value) for name, value in switches.items() if value and value != YES]
    for name, value in vain:
        leave_out(state, name, value)
    return Choices(
        {name: values for name, values in kept.items() if values},
        " ".join(link.get_all(WORDS)),
        area=box,
        lanes=lanes if lanes in KINDS else GROUP,
        **{name: value == YES for name, value in switches.items()},
    )


def allowed(arrays: EventArrays, facets: Mapping[str, Facet], chosen: Choices, found: Flags | None) -> Flags:
    """Which events the choices let through, dates apart. `found`: those that hold the words; None where there are no words."""
    return chosen_by(facets, chosen.facets, len(arrays)) & elsewhere(arrays, chosen, found)


def elsewhere(arrays: EventArrays, chosen: Choices, found: Flags | None) -> Flags:
    """Which events the choices other than facets let through."""
    flags = np.ones(len(arrays), dtype=np.bool_) if found is None else found
    return flags & within_box(arrays, *chosen.area) if chosen.area else flags
