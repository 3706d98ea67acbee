"""Places by name from the embedded gazetteer or from any service that geopy knows, with one verb and one result: a Place."""

from events.geocoding.embedded import GazetteerGeocoder
from events.geocoding.services import GEOCODERS, USER_AGENT_VARIABLE, GeocodeCache, ServiceGeocoder, get_geocoder

__all__ = ["GEOCODERS", "USER_AGENT_VARIABLE", "GazetteerGeocoder", "GeocodeCache", "ServiceGeocoder", "get_geocoder"]
