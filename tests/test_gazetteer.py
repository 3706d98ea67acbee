"""The embedded gazetteer, built for real from the packages and our tables, and what becomes of it when a build goes wrong."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from events.errors import StoreError
from events.gazetteer import Gazetteer, MatchKind, built_version, ensure_gazetteer, fold, loose, open_gazetteer, source_version
from events.gazetteer import build as building
from events.gazetteer.entries import Entry, distance_km, is_name, own_id
from events.gazetteer.tables import table
from events.model import Place, PlacePrecision

ROOT = Path(__file__).parent.parent
VILLAGE = Entry(5, "Tall Salḩab", 35.26, 36.38, 2.0, "P", "PPL", country="SY", countries=("SY",), alternates=("Tell Salhab",))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def quiet(words: str, share: float) -> None:
    """A listener for progress that does nothing."""


def best(gazetteer: Gazetteer, name: str, classes: str = "APHTLSRUV") -> Place:
    return next(match.place for match in gazetteer.lookup(name) if match.place.feature_class in classes)


# Folding


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ar-Raqqah", "ar raqqah"),
        ("U.S.", "us"),
        ("U. S. A.", "usa"),
        ("St. Louis", "st louis"),
        ("The Hague", "hague"),
        ("Sana'a", "sanaa"),
        ("Sana’a", "sanaa"),
        ("N'Djamena", "ndjamena"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
        ("Łódź", "lodz"),
        ("Kharkivs’ka Oblast’", "kharkivska oblast"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("  two\u00a0 words\n", "two words"),
        ("Ra\u200dma\u200edi", "ramadi"),
        ("بَغداد", "بغداد"),
        ("Київ", "киів"),
        ("\x00\x1b-_", ""),
        ("", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key
    assert fold(key) == key


@pytest.mark.parametrize(
    "spellings",
    [
        ("Raqqa", "Ar-Raqqah", "Rakka", "al-Raqqa"),
        ("Deir ez-Zor", "Dayr az Zawr", "Deir al-Zor", "Deir al-Zour"),
        ("Fallujah", "Al Fallūjah", "Falluja"),
        ("Nasiriyah", "An Nasiriya", "Nasiriyya"),
        ("St. Louis", "Saint Louis"),
        ("Mt. Sinjar", "Mount Sinjar"),
        ("Djenné", "Jenne"),
        ("El Fasher", "Al Fasher"),
        ("Khartoum", "Khartoom"),
    ],
)
def test_spellings_meet_in_the_looser_key(spellings: tuple[str, ...]) -> None:
    assert len({loose(fold(name)) for name in spellings}) == 1


@pytest.mark.parametrize(
    "pair", [("Al", "El"), ("Mali", "Male"), ("Iran", "Iraq"), ("Niger", "Nigeria"), ("Austria", "Australia"), ("An", "As")]
)
def test_other_names_stay_apart(pair: tuple[str, str]) -> None:
    assert loose(fold(pair[0])) != loose(fold(pair[1]))


@pytest.mark.parametrize("text", ["BGW", "NY", "ba ge da", "bagudado", "X1", "a/b", "FRPAR", "", "P", "http://x", "x" * 121, "a|b"])
def test_codes_and_transliterations_are_no_names(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("text", ["Ivry", "Bağdad", "بغداد", "巴黎", "Ust'-Kut", "O'Higgins", "Y Trallwng"])
def test_names_are_names(text: str) -> None:
    assert is_name(text)


# Looking up


@pytest.mark.parametrize(
    ("name", "wanted", "code", "country"),
    [
        ("Ramadi", "Ramadi", "PPL", "IQ"),
        ("Baghdad", "Baghdad", "PPLC", "IQ"),
        ("بغداد", "Baghdad", "PPLC", "IQ"),
        ("Palmyra, Syria", "", "", ""),
        ("Kiev", "Kyiv", "PPLC", "UA"),
        ("Kobani", "‘Ayn al ‘Arab", "PPL", "SY"),
        ("Falluja", "Al Fallūjah", "PPL", "IQ"),
        ("Sana'a", "Sanaa", "PPLC", "YE"),
        ("St. Petersburg", "Saint Petersburg", "PPL", "RU"),
        ("Cologne", "Köln", "PPL", "DE"),
        ("NYC", "New York City", "PPL", "US"),
        ("London", "London", "PPLC", "GB"),
        ("Hong Kong", "Hong Kong", "PPLC", "HK"),
        ("Dabiq", "Dabiq", "PPL", "SY"),
        ("Pristina", "Pristina", "PPL", "XK"),
        ("Laayoune", "Laayoune", "PPL", "EH"),
        ("Taipei", "Taipei", "PPLC", "TW"),
    ],
)
def test_towns(gazetteer: Gazetteer, name: str, wanted: str, code: str, country: str) -> None:
    found = [match.place for match in gazetteer.lookup(name) if match.place.feature_class == "P"]
    place = found[0] if found else Place("", 0, 0, 0)
    assert (place.name, place.feature_code if code == "PPLC" else code, place.country_code) == (wanted, code, country)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("U.S.", "US"), ("US", "US"), ("USA", "US"), ("America", "US"), ("United States", "US"), ("UK", "GB"), ("Britain", "GB"),
        ("Great Britain", "GB"), ("UAE", "AE"), ("DRC", "CD"), ("DR Congo", "CD"), ("Congo-Brazzaville", "CG"), ("Ivory Coast", "CI"),
        ("Côte d'Ivoire", "CI"), ("Burma", "MM"), ("Myanmar", "MM"), ("Palestine", "PS"), ("Palestinian Territories", "PS"),
        ("Kosovo", "XK"), ("Taiwan", "TW"), ("Western Sahara", "EH"), ("Hong Kong", "HK"), ("Syrian Arab Republic", "SY"), ("Syria", "SY"),
        ("Georgia", "GE"), ("Holland", "NL"), ("The Netherlands", "NL"), ("Czechia", "CZ"), ("Vatican", "VA"), ("Holy See", "VA"),
        ("North Korea", "KP"), ("DPRK", "KP"), ("South Korea", "KR"), ("Russia", "RU"), ("Russian Federation", "RU"), ("Turkey", "TR"),
        ("Türkiye", "TR"), ("Swaziland", "SZ"), ("Eswatini", "SZ"), ("Macedonia", "MK"), ("Cape Verde", "CV"), ("East Timor", "TL"),
        ("Iran", "IR"), ("Laos", "LA"), ("Viet Nam", "VN"), ("Bolivia", "BO"), ("Venezuela", "VE"), ("Tanzania", "TZ"), ("IQ", "IQ"),
    ],
)  # fmt: skip
def test_countries(gazetteer: Gazetteer, name: str, code: str) -> None:
    place = gazetteer.country(name)
    assert place is not None
    assert (place.country_code, place.country, place.precision) == (code, place.name, PlacePrecision.COUNTRY)
    if name != "IQ":
        assert gazetteer.lookup(name)[0].place == place


def test_the_point_of_a_country_is_in_the_country(gazetteer: Gazetteer) -> None:
    iraq = gazetteer.country("Iraq")
    assert iraq is not None
    assert (iraq.latitude, iraq.longitude, iraq.radius_km) == (33.2, 43.7, 373.0)
    # small islands and thinly settled ones, where the nearest town is far away or across a border
    apart = {"AQ", "BV", "FM", "GL", "GS", "HM", "KI", "PF", "TF", "UM", "IO", "SJ", "CA", "EH", "MH", "FK", "SG", "VA"}
    for row in table("countries"):
        place = gazetteer.country(row["code"])
        assert place is not None
        if row["code"] not in apart:
            near = {town.country_code for town in gazetteer.nearest(place.latitude, place.longitude, 3)}
            assert row["code"] in near, f"{row['code']} lies among {near}"
            assert 1 <= place.radius_km < 2400


@pytest.mark.parametrize(
    ("country", "name", "wanted"),
    [
        ("IQ", "Anbar", "Al Anbar"),
        ("IQ", "Al-Anbar", "Al Anbar"),
        ("IQ", "Anbar province", "Al Anbar"),
        ("IQ", "Anbar Governorate", "Al Anbar"),
        ("IQ", "Salahuddin", "Salah ad Din"),
        ("IQ", "Diyala", "Diyālá"),
        ("SY", "Idlib province", "Idlib"),
        ("SY", "Rural Damascus", "Rif-dimashq"),
        ("US", "TX", "Texas"),
        ("US", "Fla.", "Florida"),
        ("US", "Calif.", "California"),
        ("US", "W.Va.", "West Virginia"),
        ("US", "state of Ohio", "Ohio"),
        ("UA", "Crimea", "Crimea"),
        ("UA", "Donetsk oblast", "Donetsk"),
        ("UA", "Kharkiv region", "Kharkivs’ka Oblast’"),
        ("CD", "North Kivu", "Nord Kivu"),
        ("MZ", "Cabo Delgado", "Cabo Delgado Province"),
        ("NG", "Borno", "Borno State"),
        ("RU", "Chechnya", "Chechnya"),
        ("MD", "Transnistria", "Transnistria"),
        ("PS", "Gaza Strip", "Gaza Strip"),
        ("PS", "West Bank", "West Bank"),
        ("ET", "Tigray", "Tigray"),
        ("GE", "Abkhazia", "Abkhazia"),
        ("CN", "Xinjiang", "Xinjiang"),
        ("MM", "Rakhine State", "Rakhine"),
        ("GB", "Scotland", "Scotland"),
        ("ES", "Catalonia", "Catalonia"),
        ("AF", "Helmand province", "Helmand"),
        ("PK", "KP", "Khyber Pakhtunkhwa"),
        ("CA", "Québec", "Quebec"),
        ("US", "01", None),
        ("FR", "Texas", None),
    ],
)
def test_first_level_divisions(gazetteer: Gazetteer, country: str, name: str, wanted: str | None) -> None:
    place = gazetteer.admin1(country, name)
    assert (place and (place.name, place.feature_code, place.admin1)) == (wanted and (wanted, "ADM1", wanted))


def test_divisions_are_where_their_towns_are(gazetteer: Gazetteer) -> None:
    for country, name, latitude, longitude, near in (
        ("IQ", "Anbar", 33.0, 42.0, 120),
        ("US", "Alaska", 64.0, -150.0, 60),
        ("RU", "Chukotka", 66.0, 172.0, 200),  # on both sides of the antimeridian
        ("FR", "Normandy", 49.0, 0.2, 60),
        ("KE", "Nairobi County", -1.28, 36.85, 20),
    ):
        place = gazetteer.admin1(country, name)
        assert place is not None
        assert distance_km(place.latitude, place.longitude, latitude, longitude) < near
        assert 5 <= place.radius_km < 1500
        assert place.population > 0


def test_counties(gazetteer: Gazetteer) -> None:
    [cook] = [match.place for match in gazetteer.lookup("Cook County", country="US") if match.place.admin1 == "Illinois"]
    assert (cook.feature_code, cook.country, cook.precision) == ("ADM2", "United States", PlacePrecision.ADMIN)
    assert distance_km(cook.latitude, cook.longitude, 41.85, -87.75) < 25
    assert "Cook County" in {match.place.name for match in gazetteer.lookup("Cook")}
    assert gazetteer.lookup("Cook Co.")[0].place.feature_code == "ADM2"


@pytest.mark.parametrize(
    ("name", "wanted", "code", "precision"),
    [
        ("Bab al-Mandab", "Bab el-Mandeb", "STRT", PlacePrecision.ADMIN),
        ("Kremlin", "Kremlin", "PAL", PlacePrecision.EXACT),
        ("the Pentagon", "Pentagon", "BLDG", PlacePrecision.EXACT),
        ("Capitol Hill", "Capitol Hill", "PPLX", PlacePrecision.CITY),
        ("Tahrir Square", "Tahrir Square", "SQR", PlacePrecision.EXACT),
        ("Donbass", "Donbas", "RGN", PlacePrecision.ADMIN),
        ("Middle East", "Middle East", "RGNE", PlacePrecision.COUNTRY),
        ("the Sahel", "Sahel", "RGNE", PlacePrecision.COUNTRY),
        ("Africa", "Africa", "CONT", PlacePrecision.COUNTRY),
        ("Mediterranean", "Mediterranean Sea", "SEA", PlacePrecision.ADMIN),
        ("Euphrates", "Euphrates", "STM", PlacePrecision.ADMIN),
        ("Zaporizhzhia nuclear plant", "Zaporizhzhia Nuclear Power Plant", "PS", PlacePrecision.EXACT),
        ("Nagorno-Karabakh", "Nagorno-Karabakh", "ADMD", PlacePrecision.ADMIN),
        ("Guantanamo Bay detention camp", "Guantanamo", "NVB", PlacePrecision.ADMIN),
        ("Darfur", "Darfur", "RGN", PlacePrecision.ADMIN),
        ("Kurdistan", "Kurdistan", "RGNE", PlacePrecision.COUNTRY),
    ],
)
def test_what_the_packages_lack(gazetteer: Gazetteer, name: str, wanted: str, code: str, precision: PlacePrecision) -> None:
    places = [match.place for match in gazetteer.lookup(name)]
    place = next(place for place in places if (place.name, place.feature_code) == (wanted, code))
    assert place.precision == precision
    assert place.geonameid is not None
    assert gazetteer.by_id(place.geonameid) == place


@pytest.mark.parametrize(
    ("query", "kind", "preferred"),
    [
        ("Baghdad", MatchKind.EXACT, True),
        ("Bagdad", MatchKind.EXACT, False),
        ("BAGHDAD", MatchKind.FOLDED, True),
        ("Fallujah", MatchKind.EXACT, True),  # "Al Fallūjah", spelt otherwise
        ("al-fallujah", MatchKind.FOLDED, True),
        ("New York", MatchKind.EXACT, True),
        ("Anbar province", MatchKind.FOLDED, True),
    ],
)
def test_how_a_name_matched(gazetteer: Gazetteer, query: str, kind: MatchKind, preferred: bool) -> None:
    first = gazetteer.lookup(query)[0]
    assert (first.kind, first.preferred) == (kind, preferred)


def test_exact_matches_come_first_and_similarity_falls(gazetteer: Gazetteer) -> None:
    for name in ("Salvador", "Paris", "Aleppo", "Al Jazirah", "San Jose", "Georgia", "Raqqa"):
        found = gazetteer.lookup(name)
        assert [match.similarity for match in found] == sorted((match.similarity for match in found), reverse=True)
        assert len({match.place.geonameid for match in found}) == len(found) <= 30
    assert best(gazetteer, "Salvador").country_code == "BR"
    assert gazetteer.lookup("Georgia")[1].place.admin1 == "Georgia"


def test_country_and_limit(gazetteer: Gazetteer) -> None:
    assert {match.place.country_code for match in gazetteer.lookup("Tripoli", country="lb")} == {"LB"}
    assert len(gazetteer.lookup("San Antonio", limit=5)) == 5
    assert gazetteer.lookup("Ramadi", country="FR") == []
    assert best(gazetteer, "Bab al-Mandab").name in {match.place.name for match in gazetteer.lookup("Bab al-Mandab", country="YE")}
    assert gazetteer.lookup("Bab al-Mandab", country="FR") == []


@pytest.mark.parametrize(
    "name", ["", " ", "...", "\x00", "\x1b[31m", "\ud800", "x" * 10_000, "Paris" + "." * 10_000, "%", "' OR 1=1 --", "|", "Qwxyzzy"]
)
def test_no_name_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name) == []
    assert not gazetteer.known(name)
    assert gazetteer.fuzzy(name) == []
    assert gazetteer.country(name) is None


@pytest.mark.parametrize("name", ["Ramadi", "ramadi", "Al-Ramadi", "Anbar province", "U.S.", "بغداد", "the Kremlin"])
def test_known(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.known(name)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Bagdhad", "Baghdad"),
        ("Ramdi", "Ramadi"),
        ("Maidugiri", "Maiduguri"),
        ("Phillipines", "Philippines"),
        ("Massachusets", "Massachusetts"),
    ],
)
def test_names_that_are_nearly_right(gazetteer: Gazetteer, name: str, wanted: str) -> None:
    found = gazetteer.fuzzy(name)
    assert found[0].place.name == wanted
    assert {match.kind for match in found} == {MatchKind.FUZZY}
    assert all(0.5 < match.similarity < 1 for match in found)
    assert {match.place.country_code for match in gazetteer.fuzzy("Bagdhad", country="IQ")} == {"IQ"}


def test_short_names_are_not_guessed(gazetteer: Gazetteer) -> None:
    assert gazetteer.fuzzy("Ira") == []


def test_by_id(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_id(98182) == best(gazetteer, "Baghdad", "P")
    assert gazetteer.by_id(99237) == gazetteer.country("IQ")
    assert gazetteer.by_id(own_id("PAL", "RU", "Kremlin")) == best(gazetteer, "Kremlin")
    assert gazetteer.by_id(0) is None


def test_nearest(gazetteer: Gazetteer) -> None:
    ramadi = best(gazetteer, "Ramadi")
    assert gazetteer.nearest(ramadi.latitude, ramadi.longitude) == [ramadi]
    assert [place.country_code for place in gazetteer.nearest(21.3, -157.8, 3)] == ["US"] * 3
    assert gazetteer.nearest(89.99, 17.0)[0].name == "Longyearbyen"
    assert {place.country_code for place in gazetteer.nearest(-17.0, 180.0, 2)} == {"FJ"}
    assert gazetteer.nearest(0.0, -30.0, within_km=100) == []


def test_what_lies_in_what(gazetteer: Gazetteer) -> None:
    ramadi, anbar, iraq, france = (best(gazetteer, name) for name in ("Ramadi", "Anbar", "Iraq", "France"))
    middle_east, asia, kremlin, moscow = (best(gazetteer, name) for name in ("Middle East", "Asia", "Kremlin", "Moscow"))
    assert all(gazetteer.contains(outer, ramadi) for outer in (anbar, iraq, middle_east, asia))
    assert not any(gazetteer.contains(outer, ramadi) for outer in (france, kremlin))
    assert gazetteer.contains(moscow, kremlin)
    assert gazetteer.countries_of(best(gazetteer, "Bab al-Mandab")) == ("YE", "DJ", "ER")
    assert gazetteer.countries_of(ramadi) == ("IQ",)
    assert gazetteer.countries_of(Place("here", 1.0, 2.0, 3.0, country_code="FR")) == ("FR",)


def test_any_number_of_threads(gazetteer: Gazetteer) -> None:
    names = ["Ramadi", "Paris", "Aleppo", "U.S.", "Bab al-Mandab", "Anbar province"] * 20
    fresh = Gazetteer(gazetteer.path)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fresh.lookup, names)) == [gazetteer.lookup(name) for name in names]


# Building


def test_a_fresh_gazetteer_is_not_built_again(gazetteer: Gazetteer) -> None:
    heard: list[str] = []
    assert ensure_gazetteer(progress=lambda words, share: heard.append(words)) == gazetteer.path
    assert heard == []
    assert gazetteer.version == built_version(gazetteer.path) == source_version()
    assert open_gazetteer() is open_gazetteer()
    assert gazetteer.counts["places"] > 250_000


def test_a_build_that_is_killed_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / building.FILE
    building.replace(path, "old", lambda progress: [VILLAGE], quiet)
    before = path.read_bytes()
    code = "from events.gazetteer import ensure_gazetteer\nensure_gazetteer(progress=lambda words, share: print(words, flush=True))"
    environment = {**os.environ, "EVENTS_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reading cities\n"
        (tmp_path / f"gazetteer.{process.pid}.partial").write_bytes(b"half of it")
        process.kill()
    assert path.read_bytes() == before
    assert built_version(path) == "old" != source_version()
    building.replace(path, "new", lambda progress: [VILLAGE], quiet)  # what the next start does
    assert built_version(path) == "new"
    assert {file.name for file in tmp_path.iterdir()} <= {"gazetteer.sqlite", "gazetteer.lock"}


def test_a_killed_build_lets_go_of_the_lock(tmp_path: Path) -> None:
    path = tmp_path / building.FILE
    code = "import sys, time; from pathlib import Path; from events.gazetteer import build; held = build.lock(Path(sys.argv[1])); "
    code += "held.__enter__(); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreError, match="locked"), building.lock(path, seconds=0.1):
            pass
        process.kill()
    with building.lock(path, seconds=5):
        pass


def test_a_build_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / building.FILE
    building.replace(path, "old", lambda progress: [VILLAGE], quiet)

    def broken(progress: building.Progress) -> list[Entry]:
        return [VILLAGE, VILLAGE]  # the same number twice

    with pytest.raises(sqlite3.IntegrityError):
        building.replace(path, "new", broken, quiet)
    assert built_version(path) == "old"
    assert [file.name for file in tmp_path.iterdir()] == [building.FILE]
    assert Gazetteer(path).lookup("Tell Salhab")[0].place.geonameid == 5


def test_readers_keep_the_gazetteer_that_they_opened(tmp_path: Path) -> None:
    path = tmp_path / building.FILE
    building.replace(path, "old", lambda progress: [VILLAGE], quiet)
    reader = Gazetteer(path)
    building.replace(path, "new", lambda progress: [], quiet)
    assert reader.known("Tall Salhab")
    assert not Gazetteer(path).known("Tall Salhab")


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "other"])
def test_a_broken_file_is_no_gazetteer(gazetteer: Gazetteer, tmp_path: Path, damage: str) -> None:
    path = tmp_path / building.FILE
    if damage == "cut":
        with gazetteer.path.open("rb") as whole:
            path.write_bytes(whole.read(1_000_000))
    elif damage == "other":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE something (x)")
    else:
        path.write_bytes(b"" if damage == "empty" else b"not a database, whatever its name says" * 100)
    assert built_version(path) is None
    with pytest.raises(StoreError, match="events gazetteer build"):
        Gazetteer(path)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="EVENTS_DATA_DIR"), building.lock(tmp_path / "file" / building.FILE):
        pass


def test_two_processes_do_not_build_at_once(tmp_path: Path) -> None:
    path = tmp_path / building.FILE
    inside, left = threading.Event(), threading.Event()

    def hold() -> None:
        with building.lock(path):
            inside.set()
            left.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert inside.wait(10)
    with pytest.raises(StoreError, match="is building it"), building.lock(path, seconds=0.05):
        pass
    left.set()
    holder.join()
    with building.lock(path, seconds=5):
        assert not path.exists()


def test_what_an_entry_is_worth(tmp_path: Path) -> None:
    path = tmp_path / building.FILE
    capital = Entry(1, "Alba", 1.0, 1.0, 5.0, "P", "PPLC", country="XA", population=100_000)
    country = Entry(2, "Alba", 2.0, 1.0, 90.0, "A", "PCLI", country="XA", population=1_000_000)
    hamlet = Entry(3, "Alba", 3.0, 1.0, 2.0, "P", "PPL", country="XB", population=12)
    metropolis = Entry(4, "Nova", 4.0, 1.0, 9.0, "P", "PPL", country="XB", population=900_000, alternates=("Alba",))
    building.replace(path, "1", lambda progress: [hamlet, metropolis, capital, country], quiet)
    found = Gazetteer(path).lookup("Alba")
    assert [(match.place.geonameid, match.preferred) for match in found] == [(2, True), (1, True), (4, False), (3, True)]
    shutil.rmtree(tmp_path)
