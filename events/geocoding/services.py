"""Every geocoding service that geopy has, by name: asked politely, answered from the cache where it was asked before."""

import inspect
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from geopy import exc
from geopy.adapters import URLLibAdapter, get_retry_after
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import SERVICE_TO_GEOCODER

from events.errors import ConfigurationError, GeocodingError
from events.geocoding.answers import Reader, read_any, read_embedded, read_geonames, read_osm, read_photon
from events.geocoding.embedded import GazetteerGeocoder
from events.model import Place

GEOCODERS: dict[str, Any] = {"gazetteer": GazetteerGeocoder, **SERVICE_TO_GEOCODER}
USER_AGENT_VARIABLE = "EVENTS_USER_AGENT"
_POLICY = "https://operations.osmfoundation.org/policies/nominatim/"
_PATIENCE = 3  # failures in a row, after which a service is left alone
_PAUSE_SECONDS = 60.0


class GeocodeCache(Protocol):
    """Where answers are kept. `get_geocode`: None where it was never asked, [] where the service answered "no such place"."""

    def get_geocode(self, service: str, query: str) -> list[Place] | None: ...

    def put_geocode(self, service: str, query: str, places: list[Place]) -> None: ...


@dataclass(frozen=True, slots=True)
class _Service:
    """How one service is asked and read. `bias`: the arguments that make it prefer a country."""

    read: Reader = read_any
    ask: Mapping[str, Any] = field(default_factory=dict)
    bias: Callable[[str], dict[str, Any]] = lambda code: {}
    min_delay_seconds: float = 0.1


def _country_codes(code: str) -> dict[str, Any]:
    return {"country_codes": code.lower()}


def _country(code: str) -> dict[str, Any]:
    return {"country": code}


_OSM = _Service(read_osm, {"addressdetails": True, "language": "en", "limit": 10}, _country_codes, min_delay_seconds=1.0)
_SERVICES = {
    "gazetteer": _Service(read_embedded, {"limit": 50}, min_delay_seconds=0.0),
    "nominatim": _OSM,
    "openmapquest": _OSM,
    "pickpoint": _OSM,
    "photon": _Service(read_photon, {"language": "en", "limit": 10}, min_delay_seconds=1.0),
    "geonames": _Service(read_geonames, bias=lambda code: {"country_bias": code}, min_delay_seconds=1.0),
    "google": _Service(bias=lambda code: {"region": code.lower()}),
    "googlev3": _Service(bias=lambda code: {"region": code.lower()}),
    "geolake": _Service(bias=_country_codes),
    "geokeo": _Service(bias=_country),
    "mapbox": _Service(bias=_country),
    "opencage": _Service(bias=_country),
    "pelias": _Service(bias=lambda code: {"country_bias": code}),
    "geocodeearth": _Service(bias=lambda code: {"country_bias": code}),
}
_FAILURES: tuple[tuple[type[Exception], str], ...] = (  # the first that fits
    (exc.GeocoderRateLimited, "asks for fewer requests"),
    (exc.GeocoderQuotaExceeded, "says that the quota is used up"),
    (exc.GeocoderTimedOut, "did not answer in time"),
    (exc.GeocoderUnavailable, "cannot be reached"),
    (exc.GeocoderAuthenticationFailure, "refused the key or password"),
    (exc.GeocoderInsufficientPrivileges, "refused access; see its usage policy"),
    (exc.GeocoderParseError, "answered what cannot be read"),
    (exc.GeocoderQueryError, "refused the query"),
    (exc.GeocoderServiceError, "failed"),
    (Exception, "answered nonsense"),
)


class ServiceGeocoder:
    """One service, whichever: `geocode` gives a Place or None, and a GeocodingError where it did not answer.

    Only answers are cached, "no such place" among them; failures never are, so that the next run asks again. After three
    failures in a row, or when the service names a time, it is not asked for a while and fails at once.
    """

    def __init__(self, name: str, geocoder: Any, *, min_delay_seconds: float, max_retries: int, cache: GeocodeCache | None) -> None:
        self.name = name
        self.geocoder = geocoder
        self._service = _SERVICES.get(name, _Service())
        self._cache = cache
        limits = {"min_delay_seconds": min_delay_seconds, "max_retries": max_retries, "swallow_exceptions": False}
        limits["error_wait_seconds"] = max(5.0, min_delay_seconds)
        self._limited = {verb: RateLimiter(getattr(geocoder, verb), **limits) for verb in ("geocode", "reverse") if hasattr(geocoder, verb)}
        self._failures = 0
        self._not_before = 0.0

    def geocode(self, query: str, *, country: str | None = None) -> Place | None:
        """The best place for a query; None where the service has none. `country`: an ISO alpha-2 code that is preferred."""
        return next(iter(self.geocode_all(query, country=country)), None)

    def geocode_all(self, query: str, *, country: str | None = None, limit: int = 10) -> list[Place]:
        """Up to `limit` places for a query, best first, those of `country` before others."""
        words = " ".join(query.split())
        if not words:
            return []
        code = (country or "").upper()
        asked = {**self._service.ask, **(self._service.bias(code) if code else {})}
        found = self._answer("geocode", words, f"{words} [{code}]" if code else words, asked)
        return sorted(found, key=lambda place: bool(code) and place.country_code != code)[:limit]

    def reverse(self, latitude: float, longitude: float) -> Place | None:
        """The place at a point; None where the service has none. Raises ConfigurationError where it cannot do that."""
        if "reverse" not in self._limited:
            raise ConfigurationError(f"the geocoder {self.name} finds places by name only, not by point")
        point = f"{latitude:.5f}, {longitude:.5f}"
        return next(iter(self._answer("reverse", point, f"@{point}", {})), None)

    def _answer(self, verb: str, query: str, key: str, options: Mapping[str, Any]) -> list[Place]:
        cached = self._cache.get_geocode(self._cache_name, key) if self._cache else None
        if cached is not None:
            return cached
        self._refuse_while_paused(query)
        try:
            places = self._ask(verb, query, options)
        except (exc.GeopyError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise self._failed(query, error) from error
        self._failures = 0
        if self._cache:
            self._cache.put_geocode(self._cache_name, key, places)
        return places

    def _ask(self, verb: str, query: str, options: Mapping[str, Any]) -> list[Place]:
        limited = self._limited[verb]
        accepted = inspect.signature(limited.func).parameters
        found = limited(query, exactly_one=False, **{name: value for name, value in options.items() if name in accepted})
        return [self._service.read(location, self.name) for location in found or []]

    @property
    def _cache_name(self) -> str:
        domain = getattr(self.geocoder, "domain", "")
        return f"{self.name}@{domain}" if domain else self.name

    def _refuse_while_paused(self, query: str) -> None:
        left = self._not_before - time.monotonic()
        if left > 0:
            raise GeocodingError(
                f"{self.name} is left alone for {left:.0f} s more, as it asked or failed before", query=query, retry_after=left
            )

    def _failed(self, query: str, error: Exception) -> GeocodingError:
        """The error to raise, after noting how long to leave the service alone."""
        headers = getattr(error.__cause__, "headers", None)
        retry_after = getattr(error, "retry_after", None) or (get_retry_after(headers) if headers else None)
        self._failures += not isinstance(error, exc.GeocoderQueryError)  # which tells of the query, not of the service
        pause = retry_after or (_PAUSE_SECONDS if self._failures >= _PATIENCE else 0.0)
        self._not_before = time.monotonic() + pause
        what = next(words for kind, words in _FAILURES if isinstance(error, kind))
        wait = f"; it asks to wait {retry_after:.0f} s" if retry_after else ""
        return GeocodingError(f"{self.name} {what} for {query[:80]!r} ({str(error)[:120]}){wait}", query=query, retry_after=retry_after)


def get_geocoder(
    name: str,
    *,
    user_agent: str | None = None,
    timeout: float = 10.0,
    min_delay_seconds: float | None = None,
    max_retries: int = 0,
    cache: GeocodeCache | None = None,
    **options: Any,
) -> ServiceGeocoder:
    """The geocoder called `name` in GEOCODERS, ready to be asked.

    `user_agent`: who asks, as usage policies demand; else $EVENTS_USER_AGENT. `timeout`: seconds for one request.
    `min_delay_seconds`: between requests; by default what the service's policy allows. `options` go to geopy's class: `api_key`,
    `domain`, `scheme` and the like. Raises ConfigurationError for a name, key or user agent that is missing or unknown.
    """
    if name not in GEOCODERS:
        raise ConfigurationError(f"there is no geocoder {name!r}; choose one of: {', '.join(sorted(GEOCODERS))}")
    agent = user_agent or os.environ.get(USER_AGENT_VARIABLE)
    _check(name, agent, options)
    try:
        # geopy's other adapter repeats requests by itself, and sleeps as long as a service asks, without a word
        geocoder = GEOCODERS[name](**{"timeout": timeout, "user_agent": agent, "adapter_factory": URLLibAdapter, **options})
    except (exc.ConfigurationError, TypeError, ValueError) as error:
        raise ConfigurationError(f"the geocoder {name} cannot be used so: {error}") from error
    service = _SERVICES.get(name, _Service())
    delay = service.min_delay_seconds if min_delay_seconds is None else min_delay_seconds
    return ServiceGeocoder(name, geocoder, min_delay_seconds=delay, max_retries=max_retries, cache=None if name == "gazetteer" else cache)


def _check(name: str, agent: str | None, options: Mapping[str, Any]) -> None:
    """Raises ConfigurationError for what the service needs and was not given, and for options that it does not have."""
    if name == "nominatim" and not agent and "domain" not in options:
        raise ConfigurationError(
            "nominatim needs a user agent: its usage policy asks every program to say who it is, with a way to reach you, and "
            f"blocks those that do not ({_POLICY}). Give user_agent= or --user-agent, or set {USER_AGENT_VARIABLE}, "
            'for example to "my-newsroom (me@example.org)"'
        )
    accepted = {
        key: parameter
        for key, parameter in inspect.signature(GEOCODERS[name].__init__).parameters.items()
        if key != "self" and parameter.kind is not parameter.VAR_KEYWORD
    }
    unknown = sorted(options.keys() - accepted.keys())
    if unknown:
        raise ConfigurationError(f"the geocoder {name} has no option {', '.join(unknown)}; it has: {', '.join(sorted(accepted))}")
    missing = [key for key, parameter in accepted.items() if parameter.default is parameter.empty and key not in options]
    if missing:
        raise ConfigurationError(f"the geocoder {name} needs {' and '.join(missing)}: get_geocoder({name!r}, {missing[0]}=...)")
