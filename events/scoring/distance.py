"""Great-circle distance between annotations that have a "lat" and a "lon"."""

from events.gazetteer.entries import distance_km
from events.scoring.base import Annotation


def km(a: Annotation, b: Annotation) -> float:
    """Kilometres from one annotation's point to the other's."""
    return distance_km(a["lat"], a["lon"], b["lat"], b["lon"])
