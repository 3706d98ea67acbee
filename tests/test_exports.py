"""Exports read back by the programs that will read them: csv, json, pandas. Those of other formats are in test_exports_formats."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas
import pytest
from samples import ANALYSIS, DOCUMENT, RAINING, RETURNING, SEIZURE, TEXT, analysis_of

from events.errors import ConfigurationError, StoreError
from events.exports import COLUMNS, EXPORTERS, Written, export_events, rows
from events.model import Analysis, Argument, Link, Place
from events.storage import open_store

PROVENANCE = {
    "document_id": DOCUMENT.id,
    "document_title": "Rebels seize bridge",
    "publisher": "Example Wire",
    "url": "https://example.org/bridge",
    "published": "2015-05-21",
    "extractor": "rules",
    "review": "unreviewed",
    "corrected": False,
}
PROPERTIES = [
    {
        "event_type": "ASSAULT",
        "mode": "seize",
        "contexts": ["military", "territory"],
        "acled": "Non-state actor overtakes territory",
        "status": "actual",
        "title": "Example Front seizes the bridge of Ramadi",
        "first": "2015-05-17",
        "last": "2015-05-17",
        "date_precision": "day",
        "date_assumed": False,
        "date_link": "clause",
        "time_phrase": "Sunday",
        "time_anchor": "dct 2015-05-21",
        "place": "Ramadi",
        "place_role": "scene",
        "place_link": "clause",
        "country": "Iraq",
        "country_code": "IQ",
        "latitude": 33.42056,
        "longitude": 43.30778,
        "radius_km": 4.5,
        "place_precision": "city",
        "geonameid": 95788,
        "confidence": 0.9,
        "actors": ["Example Front"],
        "recipients": ["the bridge of Ramadi"],
        "quantities": ["more than 12 soldiers (killed)"],
        "mentions": 2,
        "quote": "On Sunday the rebels seized the bridge of Ramadi; at least 12 soldiers were killed.",
        "quote_start": 21,
        "quote_end": 104,
        "trigger": "seized",
        "trigger_start": 42,
        "trigger_end": 48,
    },
    {
        "event_type": "MOBILIZE",
        "mode": None,
        "contexts": [],
        "acled": None,
        "status": "planned",
        "title": "=The army may return to Iraq",
        "first": "2015-05-25",
        "last": None,
        "date_precision": "open",
        "date_assumed": False,
        "date_link": "sentence",
        "time_phrase": "next week",
        "time_anchor": "dct 2015-05-21",
        "place": "Iraq",
        "place_role": "destination",
        "place_link": "sentence",
        "country": "Iraq",
        "country_code": "IQ",
        "latitude": 33.0,
        "longitude": 44.0,
        "radius_km": 450.0,
        "place_precision": "country",
        "geonameid": 99237,
        "confidence": 0.5,
        "actors": ["The army"],
        "recipients": [],
        "quantities": ["inf men (moved)"],
        "mentions": 1,
        "quote": 'The army, "far away", may return to Iraq as early as next week.',
        "quote_start": 105,
        "quote_end": 168,
        "trigger": "return",
        "trigger_start": 131,
        "trigger_end": 137,
    },
    dict.fromkeys(COLUMNS)
    | {
        "event_type": "COERCE",
        "contexts": [],
        "status": "actual",
        "title": "Rain fell",
        "date_assumed": False,
        "confidence": 0.0,
        "actors": [],
        "recipients": [],
        "quantities": [],
        "mentions": 1,
        "quote": "Rain fell.",
        "quote_start": 169,
        "quote_end": 179,
        "trigger": "fell",
        "trigger_start": 174,
        "trigger_end": 178,
    },
]


def written(format: str, *analyses: Analysis, records: bool = False) -> str:
    stream = io.BytesIO()
    done = export_events(iter(analyses), format, stream, records=records)
    assert done.events == sum(len(analysis.events) for analysis in analyses) - done.left_out.total()
    return stream.getvalue().decode()


def test_geojson() -> None:
    collection = json.loads(written("geojson", ANALYSIS))
    ramadi = {"type": "Point", "coordinates": [43.30778, 33.42056]}
    features = [
        {"type": "Feature", "id": event.id, "geometry": geometry, "properties": properties | PROVENANCE}
        for event, geometry, properties in zip(ANALYSIS.events, (ramadi, None, None), PROPERTIES, strict=True)
    ]
    features[2]["properties"].pop("event_id")
    assert collection == {"type": "FeatureCollection", "features": features}


def test_csv() -> None:
    text = written("csv", ANALYSIS)
    assert text.count("\r\n") == 4 and text.replace("\r\n", "").count("\n") == 0
    expected = [
        {"event_id": event.id} | {name: as_cell(value) for name, value in (properties | PROVENANCE).items() if name != "event_id"}
        for event, properties in zip(ANALYSIS.events, PROPERTIES, strict=True)
    ]
    expected[1]["title"] = "'=The army may return to Iraq"
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == expected


def as_cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_the_columns_are_those_that_are_documented() -> None:
    assert tuple(written("csv").strip().split(",")) == COLUMNS
    assert tuple(json.loads(written("geojson", ANALYSIS))["features"][0]["properties"]) == COLUMNS[1:]
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_pandas_reads_numbers_and_dates() -> None:
    frame = pandas.read_csv(io.StringIO(written("csv", ANALYSIS)), parse_dates=["first", "published"])
    assert frame["first"].tolist()[:2] == [pandas.Timestamp(2015, 5, 17), pandas.Timestamp(2015, 5, 25)]
    assert frame["latitude"].dropna().tolist() == [33.42056, 33.0]
    assert frame["date_assumed"].tolist() == [False] * 3


@pytest.mark.parametrize("format", ["csv", "geojson"])
def test_offsets_point_into_the_text(format: str) -> None:
    text = written(format, ANALYSIS)
    found = (
        list(csv.DictReader(io.StringIO(text, newline="")))
        if format == "csv"
        else [feature["properties"] for feature in json.loads(text)["features"]]
    )
    for row in found:
        assert TEXT[int(row["quote_start"]) : int(row["quote_end"])] == row["quote"]
        assert TEXT[int(row["trigger_start"]) : int(row["trigger_end"])] == row["trigger"]


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-5 degrees", "'-5 degrees"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" \t=1+1", "' \t=1+1"),
        ("\tplain", "'\tplain"),
        ("＝1+1", "'＝1+1"),
        ("a=b", "a=b"),
        ("'quoted'", "'quoted'"),
        ('Said "no", then\r\nleft;', 'Said "no", then\r\nleft;'),
        ("Über Київ <b>`${x}`", "Über Київ <b>`${x}`"),
    ],
)
def test_no_cell_is_a_formula(title: str, cell: str) -> None:
    analysis = replace(ANALYSIS, events=(replace(RAINING, title=title),))
    (row,) = csv.DictReader(io.StringIO(written("csv", analysis), newline=""))
    assert row["title"] == cell
    (feature,) = json.loads(written("geojson", analysis))["features"]
    assert feature["properties"]["title"] == title


def test_negative_numbers_stay_numbers() -> None:
    south = replace(SEIZURE, place=Place("Lima", -12.04318, -77.02824, 20.0, "P", "PPLC"))
    (row,) = csv.DictReader(io.StringIO(written("csv", replace(ANALYSIS, events=(south,))), newline=""))
    assert (row["latitude"], row["longitude"], row["country"], row["geonameid"]) == ("-12.04318", "-77.02824", "", "")


def test_an_assumed_date_is_marked() -> None:
    headline = SEIZURE.mentions[0]
    event = replace(SEIZURE, mentions=(headline,), first=date(2015, 5, 21), last=date(2015, 5, 21), date_link=Link.DCT)
    (row,) = csv.DictReader(io.StringIO(written("csv", replace(ANALYSIS, events=(event,))), newline=""))
    found = {name: row[name] for name in ("first", "date_assumed", "date_link", "time_phrase", "time_anchor", "quote")}
    assert found == {
        "first": "2015-05-21",
        "date_assumed": "true",
        "date_link": "dct",
        "time_phrase": "",
        "time_anchor": "",
        "quote": "Rebels seize bridge",
    }


def test_who_is_named_once_whatever_the_mention_calls_them() -> None:
    first, second = SEIZURE.mentions
    event = replace(SEIZURE, mentions=(replace(first, actors=(Argument("gunmen"), Argument("Rebels", name="Example Front"))), second))
    (feature,) = json.loads(written("geojson", replace(ANALYSIS, events=(event,))))["features"]
    assert feature["properties"]["actors"] == ["gunmen", "Example Front"]


@pytest.mark.parametrize("format", EXPORTERS)
def test_a_choice_of_events_from_the_store(format: str, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/events.sqlite")
    other = analysis_of("Crowds marched.")
    for analysis in (ANALYSIS, other):
        store.save(analysis)
    chosen = {RETURNING.id, other.events[0].id}
    path, stream = tmp_path / "out", io.BytesIO()
    assert export_events(store.analyses(), format, path, event_ids=chosen) == Written(2)
    assert export_events(store.analyses(), format, stream, event_ids=chosen) == Written(2)
    assert format == "excel" or stream.getvalue() == path.read_bytes()  # a workbook holds the time of writing
    assert [row["event_id"] for row in rows(store.analyses(), chosen)] == [RETURNING.id, other.events[0].id]


def test_progress_is_told_while_writing() -> None:
    heard: list[int] = []
    export_events([analysis_of("Crowds marched.", events=1100)], "jsonl", io.BytesIO(), progress=heard.append)
    assert heard == [500, 1000]


def test_nothing_is_an_empty_collection() -> None:
    assert json.loads(written("geojson")) == {"type": "FeatureCollection", "features": []}


def test_an_unknown_format_lists_the_choices() -> None:
    with pytest.raises(ConfigurationError, match="no export format 'xls'; there are: csv, jsonl, geojson, kml"):
        written("xls", ANALYSIS)


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("as it was")

    def broken() -> Iterator[Analysis]:
        yield ANALYSIS
        raise StoreError("it is damaged", location="events.sqlite")

    with pytest.raises(StoreError):
        export_events(broken(), "csv", path)
    assert ([file.name for file in tmp_path.iterdir()], path.read_text()) == (["out.csv"], "as it was")
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    assert export_events([ANALYSIS], "csv", link) == Written(3)
    assert link.is_symlink() and len(pandas.read_csv(path)) == 3
    assert export_events([ANALYSIS], "csv", Path("/dev/null")) == Written(3)
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(("name", "reason"), [("no/out.csv", "No such file or directory"), ("", "Is a directory")])
def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        export_events([ANALYSIS], "csv", tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name} cannot be written: {reason}; name another file"
    assert list(tmp_path.iterdir()) == []
