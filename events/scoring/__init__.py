"""Gold annotations against predicted ones, layer by layer: figures, and the disagreements side by side. `LAYERS` is the table."""

from events.errors import ConfigurationError
from events.scoring.actors import ACTORS
from events.scoring.anchors import ANCHORS
from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores, read_documents
from events.scoring.events import EVENTS
from events.scoring.headlines import HEADLINES
from events.scoring.incidents import INCIDENTS
from events.scoring.locations import LOCATIONS
from events.scoring.sentences import SENTENCES
from events.scoring.timexes import TIMEXES
from events.scoring.toponyms import TOPONYMS

__all__ = ["LAYERS", "Annotated", "Annotation", "Disagreement", "Layer", "Scores", "layer", "read_documents"]

LAYERS: dict[str, Layer] = {
    "timexes": TIMEXES, "toponyms": TOPONYMS, "events": EVENTS, "sentences": SENTENCES, "headlines": HEADLINES, "actors": ACTORS,
    "locations": LOCATIONS, "anchors": ANCHORS, "incidents": INCIDENTS,
}  # fmt: skip


def layer(name: str) -> Layer:
    """The layer of that name; ConfigurationError lists the choices."""
    if name not in LAYERS:
        raise ConfigurationError(f"no layer {name!r} to score; there are: {', '.join(sorted(LAYERS))}")
    return LAYERS[name]
