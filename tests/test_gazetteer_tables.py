"""Our own tables of places: enough of them, well formed, and where they say they are."""

import re
from collections import Counter

import pytest

from events.gazetteer import Gazetteer, fold, open_gazetteer
from events.gazetteer.entries import distance_km, own_id
from events.gazetteer.ours import FEATURES
from events.gazetteer.tables import FOLDER, table
from events.model import Place
from events.tables import several

FEATURE_ROWS = [(name, row) for name in FEATURES for row in table(name)]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def test_the_tables_are_as_rich_as_promised() -> None:
    assert len(FEATURE_ROWS) >= 1500
    assert len(table("demonyms")) >= 400
    assert len(table("countries")) >= 250
    assert {row["feature_class"] for _, row in FEATURE_ROWS} >= set("LHTSPA")


def test_rows_are_well_formed() -> None:
    for name, row in FEATURE_ROWS:
        place = Place(row["name"], float(row["latitude"]), float(row["longitude"]), float(row["radius_km"]))
        assert 0 < place.radius_km <= 7000, (name, row)
        assert re.fullmatch(r"[A-Z]{2}(\|[A-Z]{2})*|", row["countries"]), (name, row)
        assert row["feature_class"] in "AHLPRSTUV", (name, row)
        assert re.fullmatch(r"[A-Z0-9]{2,5}", row["feature_code"]), (name, row)
    keys = Counter((row["feature_code"], row["countries"], row["name"]) for _, row in FEATURE_ROWS)
    assert [key for key, count in keys.items() if count > 1] == []
    codes = {row["code"] for row in table("countries")}
    assert {code for _, row in FEATURE_ROWS for code in several(row["countries"])} <= codes


def test_small_places_lie_in_the_country_that_they_name(gazetteer: Gazetteer) -> None:
    """Whatever is smaller than 30 km and not at sea has a town of one of its countries among the nearest ten."""
    wrong = []
    for name, row in FEATURE_ROWS:
        if (
            name in ("landmarks", "towns", "regions")
            and float(row["radius_km"]) <= 30
            and row["countries"]
            and "AQ" not in row["countries"]
        ):
            near = {town.country_code for town in gazetteer.nearest(float(row["latitude"]), float(row["longitude"]), 10)}
            if near.isdisjoint(several(row["countries"])):
                wrong.append((row["name"], row["countries"], near))
    assert wrong == []


@pytest.mark.parametrize(
    ("landmark", "city", "km"),
    [
        ("Kremlin", "Moscow", 3),
        ("Red Square", "Moscow", 3),
        ("White House", "Washington", 3),
        ("Pentagon", "Washington", 6),
        ("Capitol Hill", "Washington", 4),
        ("Downing Street", "London", 2),
        ("Buckingham Palace", "London", 3),
        ("Heathrow", "London", 26),
        ("Élysée Palace", "Paris", 4),
        ("Bundestag", "Berlin", 4),
        ("Berlaymont", "Brussels", 3),
        ("Palais des Nations", "Geneva", 4),
        ("Tahrir Square", "Cairo", 3),
        ("Rabaa", "Cairo", 9),
        ("Maidan Nezalezhnosti", "Kyiv", 2),
        ("Azovstal", "Mariupol", 6),
        ("Tiananmen Square", "Beijing", 2),
        ("Zhongnanhai", "Beijing", 3),
        ("Blue House", "Seoul", 4),
        ("Kantei", "Tokyo", 6),
        ("Taksim Square", "Istanbul", 5),
        ("Gezi Park", "Istanbul", 5),
        ("Incirlik", "Adana", 12),
        ("Green Zone", "Baghdad", 5),
        ("Sadr City", "Baghdad", 8),
        ("Knesset", "Jerusalem", 3),
        ("Al-Aqsa Mosque", "Jerusalem", 3),
        ("Al-Shifa Hospital", "Gaza", 4),
        ("Jabalia camp", "Jabalia", 4),
        ("Dahiyeh", "Beirut", 6),
        ("Grand Mosque", "Mecca", 3),
        ("Evin Prison", "Tehran", 15),
        ("Natanz", "Natanz", 30),
        ("Bagram", "Kabul", 60),
        ("Lal Masjid", "Islamabad", 5),
        ("Villa Somalia", "Mogadishu", 3),
        ("Westgate Mall", "Nairobi", 5),
        ("Aso Rock", "Abuja", 6),
        ("Union Buildings", "Pretoria", 3),
        ("Casa Rosada", "Buenos Aires", 6),
        ("Planalto Palace", "Brasília", 8),
        ("La Moneda", "Santiago", 3),
        ("Miraflores Palace", "Caracas", 6),
        ("Zócalo", "Mexico City", 4),
        ("Times Square", "New York City", 6),
        ("World Trade Center", "New York City", 3),
        ("Parliament Hill", "Ottawa", 3),
        ("Sydney Opera House", "Sydney", 3),
        ("Beehive", "Wellington", 3),
        ("Al Noor Mosque", "Christchurch", 4),
        ("Zaporizhzhia nuclear plant", "Enerhodar", 7),
        ("Umayyad Mosque", "Damascus", 3),
        ("Khmeimim Air Base", "Jableh", 12),
        ("Mosul Dam", "Mosul", 50),
        ("T4 air base", "Palmyra", 65),
        ("Malacañang", "Manila", 3),
        ("Shwedagon Pagoda", "Yangon", 3),
        ("Angkor Wat", "Siem Reap", 8),
        ("Golden Temple", "Amritsar", 4),
        ("India Gate", "New Delhi", 4),
    ],
)
def test_landmarks_lie_near_their_city(gazetteer: Gazetteer, landmark: str, city: str, km: float) -> None:
    place = next(match.place for match in gazetteer.lookup(landmark) if match.place.feature_class in "SLTAP")
    towns = [match.place for match in gazetteer.lookup(city) if match.place.feature_class == "P"]
    assert min(distance_km(place.latitude, place.longitude, town.latitude, town.longitude) for town in towns) <= km


def test_every_alias_and_division_row_fits_the_packages(gazetteer: Gazetteer) -> None:
    lost = []
    for row in table("aliases"):
        for name in (*several(row["preferred"]), *several(row["alternates"])):
            found = {(fold(match.place.name), match.place.feature_class) for match in gazetteer.lookup(name, country=row["country"])}
            if (fold(row["name"]), row["feature_class"]) not in found:
                lost.append((row["country"], name, row["name"]))
    for row in table("divisions"):
        place = gazetteer.by_id(own_id("ADM1", row["country"], row["name"])) or gazetteer.admin1(row["country"], row["name"])
        if place is None or (place.name, place.latitude) != (row["name"], float(row["latitude"] or place.latitude)):
            lost.append((row["country"], "", row["name"]))
    assert lost == []


def test_demonyms_stand_for_places_that_are_there(gazetteer: Gazetteer) -> None:
    assert {name: gazetteer.demonyms[name] for name in ("Iraqi", "Syrians", "Kurdish", "British", "Texan")} == {
        "Iraqi": "IQ", "Syrians": "SY", "Kurdish": "", "British": "GB", "Texan": "US",
    }  # fmt: skip
    assert gazetteer.demonym_places["Kurdish"] == "Kurdistan"
    assert {row["country"] for row in table("demonyms")} <= {"", *(row["code"] for row in table("countries"))}
    assert [row["place"] for row in table("demonyms") if not gazetteer.lookup(row["place"])] == []
    counts = Counter(name for row in table("demonyms") for name in several(row["demonyms"]))
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_table_says_what_it_is() -> None:
    for path in FOLDER.glob("*.tsv"):
        head = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert head.startswith("# "), path
        assert "licence" in path.read_text(encoding="utf-8")[:900], path
