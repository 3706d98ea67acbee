"""Places of one's own, and the import of GeoNames files: streamed, broken off and taken up, refused where they are other files."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from events.errors import ConfigurationError, StoreError
from events.gazetteer import (
    Dumps,
    Gazetteer,
    MatchKind,
    add_place,
    built_version,
    import_geonames,
    open_gazetteer,
    own_gazetteer,
    own_rows,
)
from events.gazetteer.dumps import alternates_of, entry_of, names_of, read_lines
from events.gazetteer.entries import Entry
from events.gazetteer.own import MergedGazetteer
from events.model import Place

ROOT = Path(__file__).parent.parent


def place_line(
    number: int, name: str, alternates: str = "", *, kind: str = "P.PPL", country: str = "IQ", state: str = "01", people: int = 0
) -> str:
    feature_class, feature_code = kind.split(".")
    cells = [
        number,
        name,
        name,
        alternates,
        "33.5",
        "43.25",
        feature_class,
        feature_code,
        country,
        "",
        state,
        "",
        "",
        "",
        people,
        "",
        60,
        "Asia/Baghdad",
        "2024-01-01",
    ]
    return "\t".join(map(str, cells)) + "\n"


ALL_COUNTRIES = "".join(
    [
        place_line(98182, "Baghdad", "Bagdad,BGW,بغداد", kind="P.PPLC", state="07", people=7_216_000),
        place_line(99237, "Republic of Iraq", kind="A.PCLI", state="00", people=38_000_000),
        place_line(99592, "Muḩāfaz̧at al Anbār", kind="A.ADM1", people=1_700_000),
        place_line(95000, "Wadi Example", "Example Valley", kind="T.WAD"),
        "no place at all\n",
        place_line(95001, "Nowhere", people=5).replace("33.5", "133.5"),
        *(place_line(90_000_000 + number, f"Village {number}", people=number) for number in range(3_000)),
    ]
)
ALTERNATES = "".join(
    [
        "1\t98182\ten\tBaghdad City\t1\t\t\t\t\t\n",
        "2\t98182\tlink\thttps://example.org/Baghdad\t\t\t\t\t\t\n",
        "3\t95000\ten\tExample Wash\t\t\t\t\t\t\n",
        "4\t98182\tiata\tBGW\t\t\t\t\t\t\n",
        "5\t98182\tabbr\tBDD\t\t\t\t\t\t\n",
        "broken\n",
    ]
)


@pytest.fixture(scope="module")
def base() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty local folder."""
    monkeypatch.setenv("EVENTS_DATA_DIR", str(tmp_path / "local"))
    return tmp_path / "local"


@pytest.fixture
def dumps(tmp_path: Path) -> Dumps:
    files = {"allCountries.txt": ALL_COUNTRIES, "alternateNamesV2.txt": ALTERNATES, "hierarchy.txt": "99592\t95000\tADM\nx\ty\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Dumps(tmp_path / "allCountries.txt", tmp_path / "alternateNamesV2.txt", hierarchy=tmp_path / "hierarchy.txt")


# Lines


def test_a_line_of_all_countries_is_an_entry() -> None:
    cells = place_line(98182, "Baghdad", "Bagdad,BGW,بغداد", people=7_216_000).rstrip().split("\t")
    assert entry_of(cells, {"IQ.01": "Al Anbar"}, {}) == Entry(
        98182, "Baghdad", 33.5, 43.25, 28.9, "P", "PPL", "IQ", ("IQ",), admin1="Al Anbar", admin1_code="01", population=7_216_000
    )  # fmt: skip
    assert names_of(cells) == [(98182, "Bagdad", 0), (98182, "بغداد", 0)]


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["1"],
        ["x"] * 19,
        ["0", "Name", "", "", "1", "1", *[""] * 13],
        ["1", "Name", "", "", "91", "1", *[""] * 13],
        ["1", "", "", "", "1", "1", *[""] * 13],
    ],
)
def test_other_lines_are_none(cells: list[str]) -> None:
    assert entry_of(cells, {}, {}) is None


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("1\t98182\ten\tBaghdad\t1\t\t\t", [(98182, "Baghdad", 1)]),
        ("1\t98182\tar\tبغداد\t1\t\t\t", [(98182, "بغداد", 0)]),
        ("1\t98182\tabbr\tBD\t\t\t\t", [(98182, "BD", 0)]),
        ("1\t98182\tpost\t10001\t\t\t\t", []),
        ("1\t98182\twkdt\tQ1530\t\t\t\t", []),
        ("1\t98182\t\tba ge da\t\t\t\t", []),
        ("1\tx\ten\tBaghdad\t\t\t\t", []),
        ("1", []),
    ],
)
def test_a_line_of_alternate_names(line: str, wanted: list[tuple[int, str, int]]) -> None:
    assert alternates_of(line.split("\t")) == wanted


def test_lines_are_read_from_archives_too_and_from_where_one_was(tmp_path: Path) -> None:
    text = "IQ.01\tAl Anbar\tAl Anbar\t1\nIQ.07\tBaghdad\tBaghdad\t2\n"
    (tmp_path / "codes.txt").write_text(text)
    with zipfile.ZipFile(tmp_path / "codes.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("codes.txt", text)
    for name in ("codes.txt", "codes.zip"):
        assert [(line.number, line.cells[1], line.share) for line in read_lines(tmp_path / name, "admin1CodesASCII")] == [
            (1, "Al Anbar", 26 / 50), (2, "Baghdad", 1.0),
        ]  # fmt: skip
        assert [line.number for line in read_lines(tmp_path / name, "admin1CodesASCII", after=1)] == [2]


# Importing


def test_an_import_that_is_killed_goes_on_where_it_was(folder: Path, dumps: Dumps) -> None:
    code = (
        "import sys\nfrom events.gazetteer import Dumps, import_geonames\nfrom pathlib import Path\n"
        "one, two, three = map(Path, sys.argv[1:])\n"
        "import_geonames(Dumps(one, two, hierarchy=three), progress=lambda words, share: print(words, flush=True))"
    )
    files = [str(dumps.all_countries), str(dumps.alternate_names), str(dumps.hierarchy)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code, *files], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("places"):
            assert process.poll() is None
        process.kill()
    assert not (folder / "geonames.sqlite").exists()

    heard: list[str] = []
    report = import_geonames(dumps, progress=lambda words, share: heard.append(words))
    assert (report.path, report.resumed, report.skipped) == (folder / "geonames.sqlite", True, 2)
    assert not any(words.startswith(("names:", "places:")) for words in heard)  # those were done
    assert {file.name for file in folder.iterdir()} == {"geonames.sqlite", "geonames.lock"}

    gazetteer = open_gazetteer()
    assert gazetteer.path == report.path
    assert (gazetteer.counts["places"], gazetteer.counts["names"]) == (report.places, report.names)
    assert gazetteer.by_id(98182) == Place(
        name="Baghdad", latitude=33.5, longitude=43.25, radius_km=28.9, feature_class="P", feature_code="PPLC", geonameid=98182,
        country_code="IQ", country="Iraq", admin1="", population=7_216_000,
    )  # fmt: skip
    for name, number in (
        ("Baghdad", 98182),
        ("Baghdad City", 98182),
        ("BDD", 98182),
        ("example wash", 95000),
        ("Village 77", 90_000_077),
        ("U.S.", 6252001),
    ):
        assert gazetteer.lookup(name)[0].place.geonameid == number
    assert gazetteer.lookup("BGW") == []
    iraq, anbar, wadi = gazetteer.country("Iraq"), gazetteer.admin1("IQ", "Anbar"), gazetteer.by_id(95000)
    assert iraq and anbar and wadi
    assert (iraq.latitude, anbar.geonameid) == (33.2, 99592)  # our point for the country, GeoNames' number for the state
    assert gazetteer.contains(anbar, wadi)
    assert gazetteer.lookup("Kremlin")[0].place.feature_code == "PAL"


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("all_countries", "", "is empty"),
        ("all_countries", "a,b,c\n1,2,3\n", "line 1 has 1 cells"),
        ("all_countries", "geonameid" + "\tx" * 18 + "\n", "line 1 is no place"),
        ("alternate_names", place_line(1, "X"), "line 1 has 19 cells"),
        ("hierarchy", "\x00\x01\x02" * 100, "line 1 has 1 cells"),
        ("admin1_codes", "IQ.01\n", "line 1 has 1 cells"),
        ("admin1_codes", None, "cannot be read"),
    ],
)
def test_other_files_are_refused_in_one_line(folder: Path, dumps: Dumps, tmp_path: Path, kind: str, text: str | None, words: str) -> None:
    path = tmp_path / "wrong.txt"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ConfigurationError, match=words) as caught:
        import_geonames(Dumps(**{"all_countries": dumps.all_countries, kind: path}))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_file_of_which_most_is_no_place_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "allCountries.txt"
    path.write_text(place_line(1, "A") + "x\n" * 10)
    with pytest.raises(ConfigurationError, match="10 of 11 lines are no places"):
        import_geonames(Dumps(path))
    assert not (folder / "geonames.sqlite").exists()


def test_a_broken_imported_gazetteer_says_what_to_do(folder: Path) -> None:
    folder.mkdir()
    (folder / "geonames.sqlite").write_bytes(b"SQLite format 3\x00" + bytes(500))
    with pytest.raises(StoreError, match="import it again, or remove the file"):
        open_gazetteer()


# Places of one's own


def test_own_places_are_found_first_and_can_be_corrected(base: Gazetteer, folder: Path) -> None:
    place = add_place(
        "Ramadi", 33.0, 43.0, radius_km=1.5, feature_class="S", feature_code="CMP", countries=("iq",), alternates=("Camp R", "Câmp Ré")
    )
    assert (place.geonameid or 0) < 0
    assert add_place("Newton Farm", -5.0, 10.0, countries=("AO", "CD")).country_code == ""
    own = own_gazetteer()
    assert own is not None
    merged = MergedGazetteer(base.path, own)
    wanted = Place("Ramadi", 33.0, 43.0, 1.5, "S", "CMP", place.geonameid, "IQ", "Iraq")
    found = merged.lookup("Ramadi")
    assert (found[0].place, found[0].kind, found[0].preferred) == (wanted, MatchKind.EXACT, True)
    assert [match.place for match in found[1:3]] == [match.place for match in base.lookup("Ramadi")[:2]]
    assert [match.place for match in merged.lookup("camp re")] == [wanted]
    assert merged.by_id(place.geonameid or 0) == wanted
    assert merged.known("Newton Farm") and not base.known("Newton Farm")
    assert merged.countries_of(merged.lookup("Newton Farm")[0].place) == ("AO", "CD")
    assert merged.countries_of(base.lookup("Baghdad")[0].place) == ("IQ",)
    assert merged.nearest(-5.0, 10.0)[0].name == "Newton Farm"
    assert merged.fuzzy("Newtom Farm")[0].place.name == "Newton Farm"
    assert merged.lookup("Baghdad") == base.lookup("Baghdad")

    add_place("Ramadi", 33.25, 43.0, feature_class="S", feature_code="CMP", countries=("IQ",))
    assert [(row["name"], row["latitude"]) for row in own_rows()] == [("Newton Farm", "-5.0"), ("Ramadi", "33.25")]
    again = own_gazetteer()
    assert again is not None
    assert again.lookup("Ramadi")[0].place.latitude == 33.25
    assert again.lookup("Camp R") == []


def test_without_own_places_there_is_no_gazetteer_of_them(folder: Path) -> None:
    assert (own_rows(), own_gazetteer()) == ([], None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "a\tb"}, "tabs"),
        ({"name": "a\nb"}, "line ends"),
        ({"name": "#a"}, "no name has"),
        ({"latitude": 91.0}, "not on Earth"),
        ({"longitude": float("nan")}, "not on Earth"),
        ({"radius_km": 0.0}, "radius"),
        ({"radius_km": 1e9}, "radius"),
        ({"feature_class": "Q"}, "feature_class"),
        ({"feature_code": "town"}, "feature_code"),
        ({"countries": ("Iraq",)}, "countries"),
        ({"alternates": ("a\x00b",)}, "alternates"),
    ],
)
def test_what_cannot_be_a_place_is_refused(folder: Path, change: dict[str, object], words: str) -> None:
    arguments: dict[str, object] = {"name": "Somewhere", "latitude": 1.0, "longitude": 2.0, **change}
    with pytest.raises(ConfigurationError, match=words):
        add_place(**arguments)  # type: ignore[arg-type]
    assert own_rows() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\tlatitude\nX\t1\n", "missing: alternates"),
        (
            "name\talternates\tlatitude\tlongitude\tradius_km\tfeature_class\tfeature_code\tcountries\nX\t\tnorth\t2\t5\tP\tPPL\t\n",
            "decimal numbers",
        ),
        ("name\nX\tY\n", "places.tsv:2"),
    ],
)
def test_a_file_of_own_places_that_was_broken_by_hand(folder: Path, text: str, words: str) -> None:
    folder.mkdir()
    (folder / "places.tsv").write_text(text)
    with pytest.raises(ConfigurationError, match=words) as caught:
        own_rows()
    assert "places.tsv" in str(caught.value)


def test_a_gazetteer_of_own_places_is_made_again_when_it_is_lost(folder: Path) -> None:
    add_place("Somewhere", 1.0, 2.0)
    (folder / "places.sqlite").write_bytes(b"cut")
    assert built_version(folder / "places.sqlite") is None
    own = own_gazetteer()
    assert own is not None
    assert own.known("Somewhere")
