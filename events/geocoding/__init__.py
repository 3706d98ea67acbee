"""Places by name from the embedded gazetteer or from any service that geopy knows, with one verb and one result: a Place."""

from geopy.location import Location

from events.geocoding.embedded import GazetteerGeocoder
from events.geocoding.services import GEOCODERS, USER_AGENT_VARIABLE, GeocodeCache, ServiceGeocoder, get_geocoder

__all__ = ["GEOCODERS", "USER_AGENT_VARIABLE", "GazetteerGeocoder", "GeocodeCache", "Location", "ServiceGeocoder", "get_geocoder"]
