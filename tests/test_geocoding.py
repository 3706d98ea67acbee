"""Geocoders: the embedded one, and geopy's own Nominatim and Photon against a real HTTP server that answers as theirs do, or fails."""

import contextlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from geopy.geocoders import SERVICE_TO_GEOCODER
from geopy.geocoders.base import Geocoder
from geopy.point import Point

from events.errors import ConfigurationError, GeocodingError
from events.geocoding import GEOCODERS, USER_AGENT_VARIABLE, GazetteerGeocoder, ServiceGeocoder, get_geocoder
from events.model import Place
from events.storage import open_store

AGENT = "events-tests (tests@example.org)"
RAMADI = {
    "place_id": 21004,
    "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
    "osm_type": "node",
    "osm_id": 27565105,
    "lat": "33.4250",
    "lon": "43.3000",
    "class": "place",
    "type": "city",
    "place_rank": 16,
    "importance": 0.46,
    "addresstype": "city",
    "name": "Ramadi",
    "display_name": "Ramadi, Ramadi District, Al Anbar, 31001, Iraq",
    "address": {"city": "Ramadi", "state": "Al Anbar", "ISO3166-2-lvl4": "IQ-AN", "country": "Iraq", "country_code": "iq"},
    "boundingbox": ["33.2650", "33.5850", "43.1400", "43.4600"],
}
FARM = {
    **RAMADI,
    "lat": "40.1",
    "lon": "-88.2",
    "type": "hamlet",
    "display_name": "Ramadi, Illinois, United States",
    "address": {"state": "Illinois", "country": "United States", "country_code": "us"},
}
RAMADI_PLACE = Place(
    name="Ramadi", latitude=33.425, longitude=43.3, radius_km=23.18, feature_class="P", feature_code="PPL",
    country_code="IQ", country="Iraq", admin1="Al Anbar", geocoder="nominatim",
)  # fmt: skip
VALLEY = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [56.25, 26.57]},
            "properties": {
                "osm_type": "R", "osm_id": 9, "osm_key": "natural", "osm_value": "strait", "type": "other", "name": "Strait of Hormuz",
                "countrycode": "OM", "country": "Oman", "state": "Musandam", "extent": [56.05, 26.77, 56.45, 26.37],
            },
        }
    ],
}  # fmt: skip


@dataclass
class Service:
    """A geocoding service on loopback: gives the answers in turn, the last one again and again, and keeps what it was asked."""

    port: int
    answers: list[tuple[int, dict[str, str], bytes, float]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, list[str]], str]] = field(default_factory=list)

    def will(self, body: Any, *, status: int = 200, headers: dict[str, str] | None = None, delay: float = 0.0) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers.append((status, headers or {}, data, delay))

    def geocoder(self, name: str = "nominatim", **options: Any) -> ServiceGeocoder:
        given = {"domain": f"127.0.0.1:{self.port}", "scheme": "http", "user_agent": AGENT, "min_delay_seconds": 0.0, **options}
        return get_geocoder(name, **given)


@pytest.fixture
def service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            found.requests.append((parts.path, parse_qs(parts.query), self.headers["User-Agent"]))
            status, headers, body, delay = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            stopped.wait(delay)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    stopped = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Service(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield found
        stopped.set()
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def embedded() -> GazetteerGeocoder:
    return GazetteerGeocoder()


def test_the_embedded_gazetteer_is_a_geopy_geocoder(embedded: GazetteerGeocoder) -> None:
    location = embedded.geocode("Ramadi")
    assert isinstance(embedded, Geocoder)
    assert (location.address, location.raw["place"].geonameid) == ("Ramadi, Al Anbar, Iraq", location.raw["place"].geonameid)
    assert (location.latitude, location.longitude) == (location.raw["place"].latitude, location.raw["place"].longitude)


@pytest.mark.parametrize(
    ("query", "name", "country", "admin1"),
    [
        ("Ramadi", "Ramadi", "IQ", "Al Anbar"),
        ("Ramadi, Iraq", "Ramadi", "IQ", "Al Anbar"),
        ("Ramadi, Anbar province, Iraq", "Ramadi", "IQ", "Al Anbar"),
        ("Springfield, Illinois, US", "Springfield", "US", "Illinois"),
        ("Springfield, Mass.", "Springfield", "US", "Massachusetts"),
        ("Paris, Texas", "Paris", "US", "Texas"),
        ("Paris, France", "Paris", "FR", "Île-de-France"),
        ("Tripoli, Lebanon", "Tripoli", "LB", "Liban-Nord"),
        ("Bab al-Mandab", "Bab el-Mandeb", "", ""),
        ("Damascus, Middle East", "Damascus", "SY", "Dimashq"),
        ("Washington, D.C.", "Washington", "US", "District of Columbia"),
        ("Texas, United States", "Texas", "US", "Texas"),
    ],
)
def test_queries_name_a_place_and_what_it_lies_in(embedded: GazetteerGeocoder, query: str, name: str, country: str, admin1: str) -> None:
    place = embedded.geocode(query).raw["place"]
    assert (place.name, place.country_code, place.admin1) == (name, country, admin1)


@pytest.mark.parametrize("query", ["", " ", ",", "Ramadi, France", "Ramadi, Xyzzy", "Iraq, Iraq", "Xyzzyville", "x" * 10_000, "\x00\ud800"])
def test_what_is_not_there_is_none(embedded: GazetteerGeocoder, query: str) -> None:
    assert embedded.geocode(query) is None
    assert embedded.geocode(query, exactly_one=False) is None


def test_several_answers_and_country_codes(embedded: GazetteerGeocoder) -> None:
    found = embedded.geocode("Tripoli", exactly_one=False, limit=5)
    assert {location.raw["place"].country_code for location in found} >= {"LY", "LB"}
    assert embedded.geocode("Tripoli", country_codes="LB").raw["place"].country_code == "LB"
    assert len(embedded.geocode("Springfield", exactly_one=False, limit=3)) == 3


@pytest.mark.parametrize("point", [(33.43, 43.30), "33.43, 43.30", Point(33.43, 43.30)])
def test_reverse_gives_the_nearest_town(embedded: GazetteerGeocoder, point: Any) -> None:
    assert embedded.reverse(point).raw["place"].name == "Ramadi"
    assert len(embedded.reverse(point, exactly_one=False, limit=3)) == 3
    assert embedded.reverse((-50, -140)) is None


def test_every_service_of_geopy_is_in_the_table() -> None:
    assert set(GEOCODERS) == {"gazetteer", *SERVICE_TO_GEOCODER}


def test_an_unknown_name_lists_the_choices() -> None:
    with pytest.raises(ConfigurationError) as caught:
        get_geocoder("nominatum")
    assert all(name in str(caught.value) for name in GEOCODERS)


def test_nominatim_wants_to_know_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(USER_AGENT_VARIABLE, raising=False)
    with pytest.raises(ConfigurationError, match="usage policy") as caught:
        get_geocoder("nominatim")
    assert USER_AGENT_VARIABLE in str(caught.value)
    monkeypatch.setenv(USER_AGENT_VARIABLE, AGENT)
    assert get_geocoder("nominatim").geocoder.headers["User-Agent"] == AGENT


@pytest.mark.parametrize("name", sorted(SERVICE_TO_GEOCODER))
def test_each_service_is_made_or_says_what_it_needs(name: str) -> None:
    keys = {
        "api_key": "k",
        "apikey": "k",
        "subscription_key": "k",
        "username": "u",
        "auth_id": "i",
        "auth_token": "t",
        "domain": "localhost",
    }
    try:
        get_geocoder(name, user_agent=AGENT)
    except ConfigurationError as error:
        needed = {key: value for key, value in keys.items() if re.search(rf"\b{key}\b", str(error))}
        assert needed, str(error)
        assert get_geocoder(name, user_agent=AGENT, **needed).name == name


def test_an_option_that_the_service_lacks_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"photon has no option api_key; it has: .*domain"):
        get_geocoder("photon", api_key="k")


def test_the_gazetteer_answers_through_the_same_door() -> None:
    geocoder = get_geocoder("gazetteer")
    assert geocoder.geocode("Ramadi, Iraq") == GazetteerGeocoder().geocode("Ramadi, Iraq").raw["place"]
    assert geocoder.geocode_all("Tripoli", country="lb")[0].country_code == "LB"
    assert geocoder.geocode("Xyzzyville") is None
    assert geocoder.reverse(33.43, 43.30) == geocoder.geocode("Ramadi, Iraq")
    assert geocoder.reverse(-50, -140) is None


def test_nominatim_is_asked_and_read(service: Service) -> None:
    service.will([FARM, RAMADI])
    geocoder = service.geocoder()
    assert geocoder.geocode("  Ramadi \n", country="IQ") == RAMADI_PLACE
    [(path, asked, agent)] = service.requests
    wanted = {
        "q": ["Ramadi"],
        "format": ["json"],
        "limit": ["10"],
        "countrycodes": ["iq"],
        "addressdetails": ["1"],
        "accept-language": ["en"],
    }
    assert (path, asked, agent) == ("/search", wanted, AGENT)
    assert [place.country_code for place in geocoder.geocode_all("Ramadi")] == ["US", "IQ"]
    assert [place.country_code for place in geocoder.geocode_all("Ramadi", country="IQ", limit=1)] == ["IQ"]


def test_nominatim_reverse(service: Service) -> None:
    service.will(RAMADI)
    service.will({"error": "Unable to geocode"})
    assert service.geocoder().reverse(33.43, 43.30) == RAMADI_PLACE
    assert service.geocoder().reverse(0.0, -30.0) is None
    assert [request[0] for request in service.requests] == ["/reverse", "/reverse"]


def test_photon_is_asked_and_read(service: Service) -> None:
    service.will(VALLEY)
    assert service.geocoder("photon").geocode("Strait of Hormuz", country="OM") == Place(
        name="Strait of Hormuz", latitude=26.57, longitude=56.25, radius_km=29.85, feature_class="H", feature_code="STRT",
        country_code="OM", country="Oman", admin1="Musandam", geocoder="photon",
    )  # fmt: skip
    [(path, asked, agent)] = service.requests
    assert (path, asked, agent) == ("/api", {"q": ["Strait of Hormuz"], "lang": ["en"], "limit": ["10"]}, AGENT)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"class": "boundary", "type": "administrative", "addresstype": "country"}, ("A", "PCLI")),
        ({"class": "boundary", "type": "administrative", "addresstype": "state"}, ("A", "ADM1")),
        ({"class": "boundary", "type": "administrative", "addresstype": "city"}, ("P", "PPL")),
        ({"class": "boundary", "type": "administrative", "addresstype": None}, ("A", "ADMD")),
        ({"class": "amenity", "type": "prison", "addresstype": "amenity"}, ("S", "PRN")),
        ({"class": "natural", "type": "water", "addresstype": "water"}, ("H", "LK")),
        ({"class": "craft", "type": "brewery", "addresstype": "craft"}, ("", "")),
    ],
)
def test_tags_become_feature_classes(service: Service, change: dict[str, str], wanted: tuple[str, str]) -> None:
    service.will([{**RAMADI, **change}])
    place = service.geocoder().geocode("somewhere")
    assert place is not None
    assert (place.feature_class, place.feature_code) == wanted


@pytest.mark.parametrize(
    ("change", "name", "radius"),
    [
        ({"boundingbox": None}, "Ramadi", 10.0),
        ({"boundingbox": ["33", "x", "43", "44"]}, "Ramadi", 10.0),
        ({"boundingbox": ["33.425", "33.425", "43.3", "43.3"]}, "Ramadi", 0.05),
        ({"name": None}, "Ramadi", 23.18),
        ({"name": "<b>\x1b[2J\u202eRamadi" + "x" * 9_000}, "<b>[2JRamadi", 23.18),
    ],
)
def test_what_a_service_leaves_out_or_overdoes(service: Service, change: dict[str, Any], name: str, radius: float) -> None:
    service.will([{**RAMADI, **change}])
    place = service.geocoder().geocode("Ramadi")
    assert place is not None
    assert (place.name[: len(name)], place.radius_km) == (name, radius)
    assert len(place.name) <= 200


@pytest.mark.parametrize(
    "body",
    [
        b"<html>502 Bad Gateway</html>",
        b"\xff\xfe",
        b'[{"lat": "33.4"',
        b'"Ramadi"',
        b"17",
        b"[17]",
        {"error": {"code": 500, "message": "out of memory"}},
        {"unexpected": True},
        [{"display_name": "Ramadi"}],
        [{**RAMADI, "lat": "nan"}],
        pytest.param([{**RAMADI, "lat": "133.4"}], marks=pytest.mark.filterwarnings("ignore:Latitude normalization")),
        [{**RAMADI, "lon": "543.3"}],
        [{**RAMADI, "lon": None}],
        [{**RAMADI, "lat": True}],
        [{**RAMADI, "boundingbox": ["1", "2"]}],
        [{**RAMADI, "address": "Iraq"}],
        [{**RAMADI, "name": "", "display_name": ""}],
    ],
)
def test_nonsense_is_a_failure_and_never_a_place(service: Service, body: Any, tmp_path: Path) -> None:
    service.will(body)
    store = open_store(f"sqlite:///{quote(str(tmp_path / 'events.sqlite'))}")
    with pytest.raises(GeocodingError) as caught:
        service.geocoder(cache=store).geocode("Ramadi")
    assert caught.value.query == "Ramadi"
    assert "nominatim" in str(caught.value)
    assert store.get_geocode(f"nominatim@127.0.0.1:{service.port}", "Ramadi") is None


@pytest.mark.parametrize("body", [{}, {"features": [{}]}, {"features": [{"geometry": {"coordinates": [1]}, "properties": {}}]}, []])
def test_nonsense_from_photon_is_a_failure(service: Service, body: Any) -> None:
    service.will(body)
    with pytest.raises(GeocodingError):
        service.geocoder("photon").geocode("Ramadi")


@pytest.mark.parametrize(
    ("status", "headers", "words", "retry_after"),
    [
        (429, {"Retry-After": "7"}, "fewer requests", 7),
        (429, {}, "fewer requests", None),
        (503, {"Retry-After": "30"}, "did not answer in time", 30),
        (500, {}, "failed", None),
        (502, {}, "failed", None),
        (403, {}, "usage policy", None),
        (401, {}, "key", None),
        (400, {}, "refused the query", None),
    ],
)
def test_refusals(service: Service, status: int, headers: dict[str, str], words: str, retry_after: float | None) -> None:
    service.will({"error": "x"}, status=status, headers=headers)
    with pytest.raises(GeocodingError, match=words) as caught:
        service.geocoder().geocode("Ramadi")
    assert (caught.value.query, caught.value.retry_after) == ("Ramadi", retry_after)


def test_a_service_that_asks_to_wait_is_not_asked_meanwhile(service: Service) -> None:
    service.will({}, status=429, headers={"Retry-After": "120"})
    geocoder = service.geocoder()
    for _ in range(3):
        with pytest.raises(GeocodingError) as caught:
            geocoder.geocode("Ramadi")
        assert 100 < (caught.value.retry_after or 0) <= 120
    assert len(service.requests) == 1


def test_a_service_that_keeps_failing_is_left_alone(service: Service) -> None:
    service.will({}, status=500)
    geocoder = service.geocoder()
    for number in range(6):
        with pytest.raises(GeocodingError):
            geocoder.geocode(f"Ramadi {number}")
    assert len(service.requests) == 3


def test_a_slow_service_is_a_failure(service: Service) -> None:
    service.will([RAMADI], delay=30)
    with pytest.raises(GeocodingError, match="did not answer in time"):
        service.geocoder(timeout=0.2).geocode("Ramadi")


def test_nobody_at_the_address_is_a_failure(service: Service) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        free = server.server_port
    with pytest.raises(GeocodingError, match="nominatim"):
        service.geocoder(domain=f"127.0.0.1:{free}").geocode("Ramadi")


def test_answers_are_kept_and_failures_are_not(service: Service, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{quote(str(tmp_path / 'events.sqlite'))}")
    service.will({}, status=500)
    service.will([RAMADI])
    service.will([])
    service.will({}, status=500)
    with pytest.raises(GeocodingError):
        service.geocoder(cache=store).geocode("Ramadi")
    assert service.geocoder(cache=store).geocode("Ramadi") == RAMADI_PLACE  # asked again, as failures are not kept
    assert service.geocoder(cache=store).geocode("Xyzzyville") is None
    assert service.geocoder(cache=store).geocode("Ramadi") == RAMADI_PLACE  # kept
    assert service.geocoder(cache=store).geocode(" Xyzzyville") is None  # "no such place" is kept, too
    assert len(service.requests) == 3
    with pytest.raises(GeocodingError):
        service.geocoder(cache=store).geocode("Ramadi", country="IQ")  # another question
    with pytest.raises(GeocodingError):
        service.geocoder("photon", cache=store).geocode("Ramadi")  # another service


def test_a_limit_applies_to_what_is_kept_only_on_the_way_out(service: Service, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{quote(str(tmp_path / 'events.sqlite'))}")
    service.will([RAMADI, FARM])
    assert len(service.geocoder(cache=store).geocode_all("Ramadi", limit=1)) == 1
    assert len(service.geocoder(cache=store).geocode_all("Ramadi", limit=2)) == 2
    assert len(service.requests) == 1


@pytest.mark.parametrize(("name", "delay"), [("nominatim", 1.0), ("photon", 1.0), ("arcgis", 0.1), ("gazetteer", 0.0)])
def test_policies_set_the_distance(name: str, delay: float) -> None:
    assert get_geocoder(name, user_agent=AGENT)._limited["geocode"].min_delay_seconds == delay


def test_a_service_without_reverse_says_so() -> None:
    with pytest.raises(ConfigurationError, match="by name only"):
        get_geocoder("liveaddress", auth_id="i", auth_token="t").reverse(1.0, 2.0)
