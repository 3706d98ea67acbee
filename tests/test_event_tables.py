"""Tables of ready-made events: invented rows in the columns of each codebook, and the events that they become."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.errors import ConfigurationError, DocumentError
from events.event_tables import TABLES, TableOptions, ingest_table, read_table, recognise
from events.event_tables.gdelt import EVENT_NAMES, GKG_NAMES
from events.model import Analysis, Event, Link
from events.ontology import FOLDER, OTHER, from_cameo, is_mode
from events.storage import Store, open_store
from events.tables import rows

ACLED = {
    "event_id_cnty": "ZZZ1", "event_date": "17 May 2015", "year": "2015", "time_precision": "1", "disorder_type": "Political violence",
    "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Example Front", "assoc_actor_1": "Front A; Front B",
    "inter1": "Rebel group", "actor2": "Military Forces of Iraq", "iso": "368", "country": "Iraq", "admin1": "Anbar", "location": "Ramadi",
    "latitude": "33.4206", "longitude": "43.3078", "geo_precision": "1", "source": "Example Wire",
    "notes": "On 17 May 2015, Example Front clashed with soldiers in Ramadi; 12 were killed.", "fatalities": "12",
}  # fmt: skip
UCDP = {
    "id": "4001", "type_of_violence": "1", "side_a": "Government of Yemen", "side_b": "Example Front",
    "source_headline": "Shelling in Taiz", "source_office": "Example Wire", "source_date": "2015-05-19",
    "where_prec": "1", "where_coordinates": "Taiz town", "adm_1": "Taiz",
    "latitude": "13.58", "longitude": "44.02", "country": "Yemen (North Yemen)", "event_clarity": "1", "date_prec": "1",
    "date_start": "2015-05-18 00:00:00.000", "date_end": "2015-05-18 00:00:00.000", "deaths_civilians": "2", "best": "5",
}  # fmt: skip
GDELT = dict.fromkeys(EVENT_NAMES, "") | {
    "globaleventid": "410000001", "sqldate": "20150517", "actor1name": "POLICE", "actor2name": "STUDENT", "eventcode": "1831",
    "actiongeo_type": "4", "actiongeo_fullname": "Ramadi, Al Anbar, Iraq", "actiongeo_countrycode": "IZ", "actiongeo_lat": "33.42",
    "actiongeo_long": "43.30", "dateadded": "20150518101500", "sourceurl": "https://example.org/ramadi",
}  # fmt: skip
GKG = dict.fromkeys(GKG_NAMES, "") | {
    "gkgrecordid": "20150518101500-7", "date": "20150518101500", "sourcecommonname": "example.org",
    "documentidentifier": "https://example.org/flood",
    "counts": "KILL#12#people#4#Ramadi, Al Anbar, Iraq#IZ#IZ01#33.42#43.3#-1;ARREST#3##1#Iraq#IZ#IZ#33#44#IZ;",
}  # fmt: skip
PLAIN = {"Date": "17 May 2015", "Place": "Ramadi", "Text": "Rebels took the bridge.", "Type": "ASSAULT", "Link": "https://example.org/a"}


def table(folder: Path, name: str, *lines: dict[str, str], delimiter: str = ",") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(lines)
    return path


def bare(folder: Path, name: str, *lines: dict[str, str]) -> Path:
    path = folder / name
    path.write_text("".join("\t".join(row.values()) + "\n" for row in lines), encoding="utf-8")
    return path


def read(path: Path, **options: Any) -> list[Analysis | DocumentError]:
    chosen = TableOptions(**options)
    kind = recognise(path, chosen)
    assert kind is not None
    return list(read_table(path, kind, chosen))


def one(items: Iterable[Analysis | DocumentError]) -> tuple[Analysis, Event]:
    (analysis,) = items
    assert isinstance(analysis, Analysis)
    return analysis, analysis.events[0]


def files(folder: Path) -> dict[str, Path]:
    return {
        "acled": table(folder, "acled.csv", ACLED),
        "ucdp": table(folder, "ucdp.csv", UCDP, delimiter=";"),
        "gdelt": bare(folder, "20150518.export.CSV", GDELT),
        "gkg": bare(folder, "20150518.gkg.csv", GKG),
        "plain": table(folder, "mine.tsv", PLAIN, delimiter="\t"),
    }


def test_a_table_is_known_by_its_columns(tmp_path: Path) -> None:
    assert {name: recognise(path, TableOptions()) for name, path in files(tmp_path).items()} == {name: name for name in TABLES}
    texts = table(tmp_path, "texts.csv", {"date": "2015-05-17", "title": "A", "text": "Rebels took the bridge."})
    (tmp_path / "prose.csv").write_text("Rebels took the bridge.\n")
    (tmp_path / "binary.csv").write_bytes(b"\x00\xff\xfe" * 50)
    (tmp_path / "empty.csv").write_bytes(b"")
    others = [texts, *(tmp_path / name for name in ("prose.csv", "binary.csv", "empty.csv", "missing.csv"))]
    assert [recognise(path, TableOptions()) for path in others] == [None] * 5


def summary(event: Event) -> dict[str, Any]:
    place = event.place
    return {
        "what": (event.event_type, event.mode, event.acled, event.title),
        "when": (str(event.first), str(event.last), event.date_link),
        "where": place and (place.name, place.latitude, place.longitude, place.radius_km, str(place.precision), place.country_code),
        "who": (event.actor_names, event.recipient_names),
        "counts": [(q.value, q.unit, q.kind) for q in event.mentions[0].quantities],
        "sure": event.confidence,
    }


def test_acled(tmp_path: Path) -> None:
    analysis, event = one(read(table(tmp_path, "a.csv", ACLED)))
    assert summary(event) == {
        "what": ("ASSAULT", "", "Armed clash", "Armed clash: Example Front – Military Forces of Iraq, Ramadi"),
        "when": ("2015-05-17", "2015-05-17", Link.RECORD),
        "where": ("Ramadi", 33.4206, 43.3078, 5.0, "city", "IQ"),
        "who": (("Example Front", "Front A", "Front B"), ("Military Forces of Iraq",)),
        "counts": [(12.0, "people", "killed")],
        "sure": 0.9,
    }
    document, mention = analysis.document, event.mentions[0]
    assert (document.title, document.publisher, document.source) == ("ACLED ZZZ1", "Example Wire", f"{tmp_path / 'a.csv'}:2")
    assert mention.sentence.of(document.text) == ACLED["notes"]
    assert mention.when and mention.when.timex and mention.where and mention.where.toponym
    pointed = [mention.trigger, mention.when.timex.span, mention.where.toponym.span, mention.quantities[0].span]
    assert [span.of(document.text) for span in pointed] == ["Armed clash", "17 May 2015", "Ramadi", "12"]
    assert [who.span.of(document.text) for who in mention.actors if who.span] == ["Example Front", "Front A", "Front B"]
    assert all(f"{name}: {value}" in document.text for name, value in ACLED.items() if name != "notes")


@pytest.mark.parametrize(
    ("changes", "when", "where"),
    [
        ({"time_precision": "2"}, ("2015-05-11", "2015-05-17"), "city"),
        ({"time_precision": "3", "geo_precision": "2"}, ("2015-05-01", "2015-05-31"), "admin area"),
        ({"event_date": "2015-05-17", "geo_precision": "3"}, ("2015-05-17", "2015-05-17"), "admin area"),
        ({"latitude": "", "longitude": ""}, ("2015-05-17", "2015-05-17"), "country"),
        ({"latitude": "", "longitude": "", "iso": "", "country": "Nowhere"}, ("2015-05-17", "2015-05-17"), None),
    ],
)
def test_acled_precision(changes: dict[str, str], when: tuple[str, str], where: str | None, tmp_path: Path) -> None:
    _, event = one(read(table(tmp_path, "a.csv", ACLED | changes)))
    assert (str(event.first), str(event.last)) == when
    assert event.place_precision == where


def test_a_row_without_a_text_says_so(tmp_path: Path) -> None:
    analysis, event = one(read(table(tmp_path, "a.csv", ACLED | {"notes": ""})))
    assert event.mentions[0].sentence.of(analysis.document.text) == "ACLED ZZZ1: this row of a table has no text of its own."
    path = table(tmp_path, "b.csv", ACLED | {"notes": ""}, ACLED | {"event_id_cnty": "ZZZ2"})
    _, notes = ingest_table(path, store(tmp_path), TableOptions())
    assert notes == [f"{path}: 1 row has no text, and the sentence shown says so"]


def test_ucdp(tmp_path: Path) -> None:
    analysis, event = one(read(table(tmp_path, "u.csv", UCDP)))
    assert summary(event) == {
        "what": ("ASSAULT", "", "Armed clash", "State-based conflict: Government of Yemen – Example Front, Taiz town"),
        "when": ("2015-05-18", "2015-05-18", Link.RECORD),
        "where": ("Taiz town", 13.58, 44.02, 5.0, "city", "YE"),
        "who": (("Government of Yemen",), ("Example Front",)),
        "counts": [(5.0, "people", "killed"), (2.0, "people", "civilians killed")],
        "sure": 0.95,
    }
    assert (analysis.document.dct, event.mentions[0].sentence.of(analysis.document.text)) == (date(2015, 5, 19), "Shelling in Taiz")


@pytest.mark.parametrize(
    ("changes", "when", "where"),
    [
        ({"where_prec": "2"}, ("2015-05-18", "2015-05-18"), ("admin area", 25.0)),
        ({"where_prec": "3", "date_prec": "2"}, ("2015-05-18", "2015-05-24"), ("admin area", 50.0)),
        ({"where_prec": "4", "date_prec": "3"}, ("2015-05-18", "2015-05-24"), ("admin area", 150.0)),
        ({"where_prec": "5", "date_prec": "4"}, ("2015-05-01", "2015-05-31"), ("admin area", 150.0)),
        ({"where_prec": "7", "date_prec": "5"}, ("2015-01-01", "2015-12-31"), ("admin area", 300.0)),
        ({"date_prec": "2", "date_end": "2015-05-20"}, ("2015-05-18", "2015-05-20"), ("city", 5.0)),
    ],
)
def test_ucdp_precision(changes: dict[str, str], when: tuple[str, str], where: tuple[str, float], tmp_path: Path) -> None:
    _, event = one(read(table(tmp_path, "u.csv", UCDP | changes)))
    assert (str(event.first), str(event.last)) == when
    assert event.place and (event.place.precision, event.place.radius_km) == where


def test_a_country_in_ucdp_is_no_point(tmp_path: Path) -> None:
    _, event = one(read(table(tmp_path, "u.csv", UCDP | {"where_prec": "6"})))
    assert event.place and event.place.precision == "country" and not event.place.is_point and event.place.radius_km > 200


def test_gdelt(tmp_path: Path) -> None:
    analysis, event = one(read(bare(tmp_path, "g.csv", GDELT)))
    assert summary(event) == {
        "what": ("ASSAULT", "suicide-attack", None, "POLICE – STUDENT: carries out a suicide bombing, Ramadi, Al Anbar, Iraq"),
        "when": ("2015-05-17", "2015-05-17", Link.RECORD),
        "where": ("Ramadi", 33.42, 43.3, 10.0, "city", "IQ"),
        "who": (("POLICE",), ("STUDENT",)),
        "counts": [],
        "sure": 0.4,
    }
    document = analysis.document
    assert (document.url, document.dct) == ("https://example.org/ramadi", date(2015, 5, 18))
    assert event.mentions[0].trigger.of(document.text) == "1831"


@pytest.mark.parametrize(
    ("kind", "precision"),
    [("1", "country"), ("2", "admin area"), ("3", "city"), ("4", "city"), ("5", "admin area"), ("0", None), ("", None)],
)
def test_gdelt_precision(kind: str, precision: str | None, tmp_path: Path) -> None:
    _, event = one(read(bare(tmp_path, "g.csv", GDELT | {"actiongeo_type": kind})))
    assert event.place_precision == precision


def test_counts_of_the_knowledge_graph_are_dated_by_publication_alone(tmp_path: Path) -> None:
    analysis, dead = one(read(bare(tmp_path, "k.csv", GKG)))
    assert [summary(event) for event in analysis.events] == [
        {
            "what": (OTHER, "", None, "12 people killed, Ramadi"),
            "when": ("2015-05-18", "2015-05-18", Link.DCT),
            "where": ("Ramadi", 33.42, 43.3, 10.0, "city", "IQ"),
            "who": ((), ()),
            "counts": [(12.0, "people", "killed")],
            "sure": 0.3,
        },
        {
            "what": ("COERCE", "arrest", None, "3 arrested, Iraq"),
            "when": ("2015-05-18", "2015-05-18", Link.DCT),
            "where": ("Iraq", 33.0, 44.0, analysis.events[1].place and analysis.events[1].place.radius_km, "country", "IQ"),
            "who": ((), ()),
            "counts": [(3.0, "people", "arrested")],
            "sure": 0.3,
        },
    ]
    assert dead.date_assumed and len({event.id for event in analysis.events}) == 2
    path = bare(tmp_path, "none.csv", GKG | {"counts": ""})
    report, notes = ingest_table(path, store(tmp_path), TableOptions())
    assert (report.documents, notes) == (0, [f"{path}: 1 row has no event"])


@pytest.mark.parametrize(
    ("date_cell", "order", "found"),
    [
        ("2015-05-17", None, ("2015-05-17", "2015-05-17")),
        ("17 May 2015", None, ("2015-05-17", "2015-05-17")),
        ("May 2015", None, ("2015-05-01", "2015-05-31")),
        ("2015", None, ("2015-01-01", "2015-12-31")),
        ("17/05/2015", None, ("2015-05-17", "2015-05-17")),
        ("05/17/2015", None, ("2015-05-17", "2015-05-17")),
        ("03/04/2015", "dmy", ("2015-04-03", "2015-04-03")),
        ("03/04/2015", "mdy", ("2015-03-04", "2015-03-04")),
        ("2015/05/17", None, ("2015-05-17", "2015-05-17")),
        ("", None, ("None", "None")),
    ],
)
def test_dates_of_a_plain_table(date_cell: str, order: str | None, found: tuple[str, str], tmp_path: Path) -> None:
    _, event = one(read(table(tmp_path, "p.csv", PLAIN | {"Date": date_cell}), order=order))
    assert (str(event.first), str(event.last)) == found
    assert event.date_link == (Link.RECORD if date_cell else None)


def test_a_plain_table(tmp_path: Path) -> None:
    analysis, event = one(read(table(tmp_path, "p.csv", PLAIN)))
    assert (event.event_type, event.title, analysis.document.url) == ("ASSAULT", "Rebels took the bridge.", "https://example.org/a")
    assert event.place and (event.place.name, event.place.country_code, event.place.geocoder) == ("Ramadi", "IQ", "gazetteer")
    _, placed = one(read(table(tmp_path, "q.csv", {"day": "2015-05-17", "lat": "33,4", "lon": "43,3", "what": "Bridge taken"})))
    assert placed.place and (placed.place.latitude, placed.place.longitude, placed.title) == (33.4, 43.3, "Bridge taken")
    assert placed.event_type == OTHER
    _, nowhere = one(read(table(tmp_path, "r.csv", PLAIN | {"Place": "Qqxyzzy", "Type": "Bridge work"})))
    assert (nowhere.place, nowhere.event_type) == (None, OTHER)


def test_columns_of_a_plain_table_are_mapped(tmp_path: Path) -> None:
    path = table(tmp_path, "p.csv", {"Tag": "17 May 2015", "Ort": "Ramadi", "Beschreibung": "Rebels took the bridge."})
    assert recognise(path, TableOptions()) is None
    _, event = one(read(path, columns={"date": "Tag", "text": "beschreibung"}))
    assert (str(event.first), event.title, event.place and event.place.name) == ("2015-05-17", "Rebels took the bridge.", "Ramadi")
    with pytest.raises(ConfigurationError, match="the table has no column 'Datum'; it has: Tag, Ort, Beschreibung"):
        read(path, columns={"date": "Datum"})
    with pytest.raises(ConfigurationError, match="a plain table has no column 'when'; there are: id, date, end, place"):
        read(path, columns={"when": "Tag"})


@pytest.mark.parametrize(
    ("options", "words"),
    [({"table": "gtd"}, "no kind of table 'gtd'; there are: acled, ucdp, gdelt, gkg, plain, export"), ({"order": "dym"}, "dmy, mdy, ymd")],
)
def test_an_option_that_does_not_exist_lists_the_choices(options: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        TableOptions(**options)  # type: ignore[arg-type]


# ---- what is wrong with a row
BROKEN: list[tuple[str, dict[str, str], dict[str, str], str]] = [
    ("acled", ACLED, {"event_id_cnty": ""}, "event_id_cnty is empty"),
    ("acled", ACLED, {"event_date": "2015-02-30"}, "event_date '2015-02-30' is no date"),
    ("acled", ACLED, {"event_date": ""}, "event_date is empty"),
    ("acled", ACLED, {"time_precision": "4"}, "there is no time_precision '4' in acled (there are 1, 2, 3)"),
    ("acled", ACLED, {"geo_precision": "9"}, "there is no place precision '9' in acled (there are 1, 2, 3)"),
    ("acled", ACLED, {"latitude": "north"}, "latitude 'north' is no number"),
    ("acled", ACLED, {"latitude": "nan"}, "latitude 'nan' is no number that can be meant"),
    ("acled", ACLED, {"latitude": "91"}, "91, 43.3078 is not on Earth"),
    ("acled", ACLED, {"fatalities": "many"}, "fatalities 'many' is no number"),
    ("ucdp", UCDP, {"where_prec": "8"}, "there is no place precision '8' in ucdp (there are 1, 2, 3, 4, 5, 6, 7)"),
    ("ucdp", UCDP, {"date_prec": "0"}, "there is no date_prec '0' in ucdp (there are 1 to 5)"),
    ("ucdp", UCDP, {"type_of_violence": "4"}, "there is no type_of_violence '4' (there are 1, 2, 3)"),
    ("ucdp", UCDP, {"date_end": "2015-05-01"}, "date_start 2015-05-18 is after date_end 2015-05-01"),
    ("gdelt", GDELT, {"eventcode": "99"}, "there is no CAMEO code '99'"),
    ("gdelt", GDELT, {"actiongeo_type": "7"}, "there is no place precision '7' in gdelt"),
    ("gkg", GKG, {"counts": "KILL#12"}, "counts: 'KILL#12' has 2 parts where 10 belong"),
    ("plain", PLAIN, {"Date": "03/04/2015"}, "date '03/04/2015' may be either of two days; say which with --date-order dmy or mdy"),
    ("plain", PLAIN, {"Date": "some day"}, "date 'some day' is no date; write it like 2015-05-17, 2015-05 or 17 May 2015"),
    ("plain", PLAIN, {"Date": "31/02/2015"}, "date '31/02/2015' is no date"),
]


@pytest.mark.parametrize(("kind", "good", "changes", "words"), BROKEN, ids=[f"{b[0]} {next(iter(b[2].items()))}" for b in BROKEN])
def test_a_broken_row_is_one_line_and_the_rest_goes_in(
    kind: str, good: dict[str, str], changes: dict[str, str], words: str, tmp_path: Path
) -> None:
    write = bare if kind in ("gdelt", "gkg") else table
    path = write(tmp_path, "t.csv", good | changes, good)
    report, _ = ingest_table(path, store(tmp_path), TableOptions(table=kind))
    line = 1 if write is bare else 2
    (error,) = report.errors
    assert str(error).startswith(f"{path}:{line}: {words}") and "\n" not in str(error)
    assert report.added == 1


def test_rows_of_the_wrong_shape_and_line_numbers(tmp_path: Path) -> None:
    whole = io.StringIO(newline="")
    writer = csv.writer(whole)
    writer.writerows([ACLED, (ACLED | {"notes": "two\nlines"}).values(), ["short", "row"], []])
    writer.writerows([(ACLED | {"event_id_cnty": "ZZZ2"}).values(), ACLED.values()])
    path = tmp_path / "a.csv"
    path.write_text("\ufeff" + whole.getvalue() + '"unclosed', encoding="utf-8")
    found = read(path)
    assert [str(item).removeprefix(f"{path}:") for item in found if isinstance(item, DocumentError)] == [
        f"4: 2 cells where {len(ACLED)} belong; mend or remove the row",
        "7: it has the same id as line 2, ZZZ1, and is passed over",
        "8: this row is no CSV (unexpected end of data); see its quotes",
    ]
    assert [item.document.title for item in found if isinstance(item, Analysis)] == ["ACLED ZZZ1", "ACLED ZZZ2"]


def test_a_table_that_is_none_is_one_line(tmp_path: Path) -> None:
    path = table(tmp_path, "p.csv", PLAIN)
    report, _ = ingest_table(path, store(tmp_path), TableOptions(table="ucdp"))
    assert [str(error) for error in report.errors] == [
        f"{path}: it is no table of ucdp: it has no date_end, date_prec, date_start, id, side_a, side_b, type_of_violence, where_prec"
    ]
    missing, _ = ingest_table(tmp_path / "missing.csv", store(tmp_path), TableOptions(table="plain"))
    assert len(missing.errors) == 1 and "No such file" in str(missing.errors[0])


# ---- the store
def store(folder: Path) -> Store:
    return open_store(f"sqlite:///{folder}/events.sqlite")


@pytest.mark.parametrize("kind", TABLES)
def test_the_same_again_changes_nothing(kind: str, tmp_path: Path) -> None:
    path, kept = files(tmp_path)[kind], store(tmp_path)
    assert ingest_table(path, kept, TableOptions())[0].added == 1
    before = kept.version()
    moved = path.rename(tmp_path / f"moved{path.suffix}")
    report, _ = ingest_table(moved, kept, TableOptions(table=kind))
    assert (report.added, report.updated, report.unchanged, kept.version()) == (0, 0, 1, before)


def test_a_changed_row_takes_the_place_of_its_old_self_and_of_no_other(tmp_path: Path) -> None:
    kept = store(tmp_path)
    other = ACLED | {"event_id_cnty": "ZZZ2"}
    ingest_table(table(tmp_path, "a.csv", ACLED, other), kept, TableOptions())
    old = {event_id: kept.event(event_id) for event_id in kept.event_columns()["id"]}
    mended = table(tmp_path, "b.csv", ACLED | {"notes": "Corrected: five were killed.", "fatalities": "5"})
    report, _ = ingest_table(mended, kept, TableOptions())
    assert (report.added, report.updated, len(kept.documents())) == (0, 1, 2)
    new = {event_id: kept.event(event_id) for event_id in kept.event_columns()["id"]}
    assert new.keys() == old.keys()
    assert [event_id for event_id in new if new[event_id] != old[event_id]] == [next(iter(old))]


def test_rows_that_are_nearly_alike_are_all_kept(tmp_path: Path) -> None:
    alike = [ACLED | {"event_id_cnty": f"ZZZ{number}"} for number in range(1200)]  # more than one batch
    kept = store(tmp_path)
    assert ingest_table(table(tmp_path, "a.csv", *alike), kept, TableOptions())[0].added == 1200
    assert len(set(kept.event_columns()["id"])) == len(kept.documents()) == 1200


def test_every_code_of_cameo_has_a_type_and_mode_that_exist() -> None:
    codes = [row[0] for row in rows(FOLDER / "cameo_codes.tsv", 5)]
    assert {code for code in codes if len(code) == 2} == {f"{number:02d}" for number in range(1, 21)}
    assert len(set(codes)) == len(codes)
    for code in codes:
        known = from_cameo(code)
        assert known.event_type == OTHER or is_mode(known.event_type, known.mode), code
    assert (from_cameo("1823").mode, from_cameo("190").event_type, from_cameo("010").event_type) == ("beat", "ASSAULT", OTHER)
