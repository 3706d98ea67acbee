"""The four groups of event types that the views tell apart by colour and shape.

The groups are PLOVER's quadrants. Cooperation is blue and conflict orange, words are light and deeds dark: a pairing that
survives the common kinds of colour blindness, and the shape says the same again.
"""

from dataclasses import dataclass
from functools import cache

from events.errors import ConfigurationError
from events.ontology import QUADS, quad
from events.views.texts import FALLBACK, word


@dataclass(frozen=True, slots=True)
class Group:
    """Event types drawn alike. `name` is its key in the catalogue, `shape` one that shapes.js knows; colours are for either theme."""

    name: str
    shape: str
    light: str
    dark: str

    def said(self, language: str = FALLBACK) -> str:
        """Its name in a language."""
        return word("group", self.name, language) or self.name

    def colour(self, dark: bool) -> str:
        return self.dark if dark else self.light


GROUPS = (
    Group(QUADS[1], "circle", "#3f9fe0", "#8fcdf7"),
    Group(QUADS[2], "square", "#0a4f94", "#3d86d8"),
    Group(QUADS[3], "triangle", "#e8a317", "#ffd166"),
    Group(QUADS[4], "diamond", "#c8430e", "#f4743b"),
    Group("Other", "hexagon", "#6b7280", "#9aa4b2"),
)
OTHER = len(GROUPS) - 1


@cache
def group_of(event_type: str) -> int:
    """Index into GROUPS of an event type; `OTHER` for one that the ontology does not know."""
    try:
        return quad(event_type) - 1
    except ConfigurationError:
        return OTHER


def legend(dark: bool, language: str = FALLBACK) -> list[dict[str, str]]:
    """Name, shape and colour of each group, in order, as the components want them."""
    return [{"name": group.said(language), "shape": group.shape, "colour": group.colour(dark)} for group in GROUPS]
