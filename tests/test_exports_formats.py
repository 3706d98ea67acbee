"""Every format is opened by a reader of its own world, and what is hostile in a text stays text there."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas
import icalendar
import openpyxl
import pyogrio
import pytest
from jsonschema import Draft202012Validator
from pyarrow import parquet
from samples import ANALYSIS, IRAQ, RAMADI, RETURNING, SEIZURE, analysis_of

from events.exports import COLUMNS, EXPORTERS, Written, export_events, rows
from events.exports.writing import NO_DATE, NO_PLACE
from events.model import Analysis, Event, Place, Review

SCHEMAS = Path(__file__).parent / "schemas"
HOSTILE = '<script>alert("1")</script> & \x00\x0b\ufffe ]]> =1+1 `${x}`\nEND:VEVENT\r\n</value></kml>'
CLEAN = HOSTILE.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").replace("\ufffe", "\ufffd")


def file_of(format: str, folder: Path, *analyses: Analysis, left_out: dict[str, int] | None = None) -> Path:
    path = folder / f"events{EXPORTERS[format].suffix}"
    total = sum(len(analysis.events) for analysis in analyses)
    missing = left_out or {}
    assert export_events(iter(analyses), format, path) == Written(total - sum(missing.values()), missing)  # type: ignore[arg-type]
    return path


def seizure(**changes: Any) -> Analysis:
    return replace(ANALYSIS, events=(replace(SEIZURE, **changes),))


def hostile() -> Analysis:
    document = replace(ANALYSIS.document, title=HOSTILE, publisher=HOSTILE)
    place = replace(RAMADI, name=HOSTILE)
    return Analysis(document, events=(replace(SEIZURE, title=HOSTILE, place=place),))


def valid(name: str, content: Any) -> Any:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(content)
    return content


# ---- maps
@pytest.mark.parametrize("format", ["geojson", "geoparquet"])
def test_geopandas_reads_points_and_leaves_areas_without_one(format: str, tmp_path: Path) -> None:
    path = file_of(format, tmp_path, ANALYSIS)
    frame = geopandas.read_parquet(path) if format == "geoparquet" else geopandas.read_file(path)
    assert frame.crs.is_geographic and frame.crs.datum.name.startswith("World Geodetic System 1984")
    assert [None if point is None else (point.x, point.y) for point in frame.geometry] == [(43.30778, 33.42056), None, None]
    assert frame["document_id"].tolist() == [ANALYSIS.document.id] * 3
    assert frame["quote_end"].tolist() == [104, 168, 179]


def test_geojson_is_valid(tmp_path: Path) -> None:
    found = valid("geojson", json.loads(file_of("geojson", tmp_path, ANALYSIS, hostile()).read_text("utf-8")))
    assert found["features"][3]["properties"]["title"] == HOSTILE


def test_geoparquet_keeps_every_value(tmp_path: Path) -> None:
    table = parquet.read_table(file_of("geoparquet", tmp_path, ANALYSIS)).drop_columns(["geometry"])
    assert table.to_pylist() == list(rows([ANALYSIS]))
    assert json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]["encoding"] == "WKB"


def test_kml(tmp_path: Path) -> None:
    path = file_of("kml", tmp_path, ANALYSIS, left_out={NO_PLACE: 1})
    places = pyogrio.read_dataframe(path, layer="Places")
    areas = pyogrio.read_dataframe(path, layer="Known to a region or country only: no point")
    assert [(point.x, point.y) for point in places.geometry] == [(43.30778, 33.42056)]
    assert [(area["Name"], area.geometry) for _, area in areas.iterrows()] == [("planned: =The army may return to Iraq", None)]
    (found,) = places.to_dict("records")
    expected = next(rows([ANALYSIS]))
    told = {name: found[name] for name in COLUMNS if expected[name] is not None}
    assert told == {name: text_of(expected[name]) for name in told}
    assert [str(found[end])[:10] for end in ("begin", "end")] == ["2015-05-17", "2015-05-17"]


def text_of(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)


def test_kml_that_hides_a_script_shows_it_as_text(tmp_path: Path) -> None:
    (found,) = pyogrio.read_dataframe(file_of("kml", tmp_path, hostile()), layer="Places").to_dict("records")
    lines = CLEAN.replace("\r\n", "\n")  # as every XML parser reads line ends
    assert found["title"] == lines
    assert "<" not in found["Name"] and ">" not in found["Name"]
    description = found["description"]
    assert "&lt;script&gt;" in description and "<script" not in description


# ---- tables
def test_excel(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(file_of("excel", tmp_path, ANALYSIS)).active
    assert sheet is not None
    names, *lines = sheet.iter_rows(values_only=True)
    assert names == COLUMNS
    expected = [tuple(cell_of(row[name]) for name in COLUMNS) for row in rows([ANALYSIS])]
    assert lines == expected
    assert sheet.freeze_panes == "B2"


def cell_of(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value) or None
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("+1", "+1"),
        ("plain", "plain"),
        (HOSTILE, CLEAN),
        ("x" * 40_000, "x" * (32_767 - 27) + "… (cut: longer than a cell)"),
    ],
)
def test_no_cell_of_excel_is_a_formula(title: str, shown: str, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(file_of("excel", tmp_path, seizure(title=title))).active
    assert sheet is not None
    cell = sheet.cell(2, COLUMNS.index("title") + 1)
    assert (cell.value, cell.data_type) == (shown, "s")


def test_dates_before_1900_are_text_in_excel(tmp_path: Path) -> None:
    day = date(1899, 12, 31)
    sheet = openpyxl.load_workbook(file_of("excel", tmp_path, seizure(first=day, last=day))).active
    assert sheet is not None
    assert sheet.cell(2, COLUMNS.index("first") + 1).value == "1899-12-31"


def acled_row(analysis: Analysis, folder: Path) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(file_of("acled", folder, analysis).read_text("utf-8"), newline=""))
    return {name: value for name, value in row.items() if value}


def test_acled(tmp_path: Path) -> None:
    assert acled_row(seizure(), tmp_path) == {
        "event_id_cnty": SEIZURE.id, "event_date": "2015-05-17", "year": "2015", "time_precision": "1",
        "event_type": "Battles", "sub_event_type": "Non-state actor overtakes territory",
        "actor1": "Example Front", "actor2": "the bridge of Ramadi", "country": "Iraq", "admin1": "Anbar", "location": "Ramadi",
        "latitude": "33.42056", "longitude": "43.30778", "geo_precision": "1", "source": "Example Wire",
        "notes": "On Sunday the rebels seized the bridge of Ramadi; at least 12 soldiers were killed.", "fatalities": "12",
        "plover_type": "ASSAULT", "plover_mode": "seize", "status": "actual", "first": "2015-05-17", "last": "2015-05-17",
        "date_precision": "day", "date_assumed": "false", "place_precision": "city", "radius_km": "4.5", "confidence": "0.9",
        "quote_start": "21", "quote_end": "104", "trigger": "seized", "document_id": SEIZURE.document_id,
        "document_title": "Rebels seize bridge", "url": "https://example.org/bridge", "published": "2015-05-21", "extractor": "rules",
        "review": "unreviewed", "corrected": "false",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"last": date(2015, 5, 23)}, ("2015-05-17", "2015", "2", "1")),
        ({"last": date(2015, 6, 10)}, ("2015-05-17", "2015", "3", "1")),
        ({"last": date(2015, 12, 31)}, (None, "2015", None, "1")),  # ACLED has no code for a year
        ({"last": None}, (None, None, None, "1")),
        ({"place": Place("Anbar", 32.5, 42.0, 230.0, "A", "ADM1")}, ("2015-05-17", "2015", "1", "3")),
        ({"place": IRAQ}, ("2015-05-17", "2015", "1", None)),
    ],
)
def test_acled_codes_say_no_more_than_is_known(changes: dict[str, Any], codes: tuple[str | None, ...], tmp_path: Path) -> None:
    row = acled_row(seizure(**changes), tmp_path)
    assert tuple(row.get(name) for name in ("event_date", "year", "time_precision", "geo_precision")) == codes
    assert ("latitude" in row) == (codes[3] is not None)


# ---- time
def calendar_of(folder: Path, *analyses: Analysis, left_out: dict[str, int] | None = None) -> list[Any]:
    raw = file_of("icalendar", folder, *analyses, left_out=left_out).read_bytes()
    return icalendar.Calendar.from_ical(raw).walk("VEVENT")


def test_icalendar(tmp_path: Path) -> None:
    seized, returning = calendar_of(tmp_path, ANALYSIS, left_out={NO_DATE: 1})
    assert (seized["dtstart"].dt, seized["dtend"].dt) == (date(2015, 5, 17), date(2015, 5, 18))
    assert (seized["geo"].latitude, seized["geo"].longitude) == (33.42056, 43.30778)
    assert str(seized["location"]) == "Ramadi, Iraq (city, within 4.5 km)"
    assert SEIZURE.mentions[1].sentence.of(ANALYSIS.document.text) in str(seized["description"])
    assert f"document: {ANALYSIS.document.id}, characters 21 to 104" in str(seized["description"])
    assert (str(returning["summary"]), str(returning["status"])) == (
        "planned: =The army may return to Iraq (since 2015-05-25)",
        "TENTATIVE",
    )
    assert "geo" not in returning  # a country is no point


def test_a_text_cannot_end_its_calendar_entry(tmp_path: Path) -> None:
    (found,) = calendar_of(tmp_path, hostile())
    assert str(found["summary"]) == CLEAN.replace("\r\n", "\n")


def slides(folder: Path, *analyses: Analysis, left_out: dict[str, int] | None = None) -> list[dict[str, Any]]:
    path = file_of("timelinejs", folder, *analyses, left_out=left_out)
    return valid("timelinejs", json.loads(path.read_text("utf-8")))["events"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("first", "last", "dates", "words"),
    [
        ("2015-05-17", "2015-05-17", [{"year": 2015, "month": 5, "day": 17}], "2015-05-17 (day)"),
        ("2015-05-01", "2015-05-31", [{"year": 2015, "month": 5}], "2015-05-01 to 2015-05-31 (month)"),
        ("2015-01-01", "2015-12-31", [{"year": 2015}], "2015-01-01 to 2015-12-31 (year)"),
        ("2014-01-01", "2015-12-31", [{"year": 2014}, {"year": 2015}], "2014-01-01 to 2015-12-31 (year)"),
        ("2015-05-16", "2015-05-17", [{"year": 2015, "month": 5, "day": 16}, {"year": 2015, "month": 5, "day": 17}],
         "2015-05-16 to 2015-05-17 (week)"),
        ("2015-05-16", None, [{"year": 2015, "month": 5, "day": 16}], "since 2015-05-16 (open)"),
        (None, "2015-05-16", [{"year": 2015, "month": 5, "day": 16}], "until 2015-05-16 (open)"),
    ],
)  # fmt: skip
def test_timelinejs_dates_are_as_exact_as_they_are_known(
    first: str | None, last: str | None, dates: list[dict[str, int]], words: str, tmp_path: Path
) -> None:
    ends = {"first": first and date.fromisoformat(first), "last": last and date.fromisoformat(last)}
    (slide,) = slides(tmp_path, seizure(**ends))
    assert [slide[name] for name in ("start_date", "end_date") if name in slide] == dates
    assert slide["display_date"] == words


def test_timelinejs_renders_no_tag_of_a_text(tmp_path: Path) -> None:
    assert len(slides(tmp_path, ANALYSIS, left_out={NO_DATE: 1})) == 2
    (slide,) = slides(tmp_path, hostile())
    assert "<" not in slide["text"]["headline"]
    assert "<script" not in slide["text"]["text"] and "&lt;script&gt;" in slide["text"]["text"]


def test_timemap(tmp_path: Path) -> None:
    found = valid("timemap", json.loads(file_of("timemap", tmp_path, ANALYSIS, left_out={NO_DATE: 1}).read_text("utf-8")))
    seized, returning = found["events"]
    assert (seized["date"], seized["latitude"], seized["longitude"]) == ("05/17/2015", "33.42056", "43.30778")
    assert (returning["date"], returning["latitude"], returning["longitude"]) == ("05/25/2015", "", "")
    assert set(found["sources"]) == {ANALYSIS.document.id}
    assert {event["associations"][0] for event in found["events"]} == {one["id"] for one in found["associations"]}
    assert "characters 21 to 104" in seized["comments"] and "status: actual" in seized["comments"]
    hidden = valid("timemap", json.loads(file_of("timemap", tmp_path, hostile()).read_text("utf-8")))
    assert "<" not in json.dumps(hidden)


# ---- all of them
@pytest.mark.parametrize("format", EXPORTERS)
def test_nothing_is_a_file_too(format: str, tmp_path: Path) -> None:
    path = file_of(format, tmp_path)
    raw = path.read_bytes()
    opened: dict[str, Any] = {
        "csv": lambda: len(list(csv.DictReader(io.StringIO(raw.decode())))),
        "acled": lambda: len(list(csv.DictReader(io.StringIO(raw.decode())))),
        "jsonl": lambda: len(raw.splitlines()),
        "geojson": lambda: len(json.loads(raw)["features"]),
        "timelinejs": lambda: len(json.loads(raw)["events"]),
        "timemap": lambda: len(json.loads(raw)["events"]),
        "kml": lambda: raw.count(b"<Placemark"),
        "geoparquet": lambda: len(geopandas.read_parquet(path)),
        "excel": lambda: openpyxl.load_workbook(path).active.max_row - 1,  # type: ignore[union-attr]
        "icalendar": lambda: len(icalendar.Calendar.from_ical(raw).walk("VEVENT")),
    }
    assert opened[format]() == 0


@pytest.mark.parametrize("format", EXPORTERS)
def test_a_pipe_will_do(format: str, tmp_path: Path) -> None:
    """Onto a stream that cannot be rewound comes what a file gets."""
    program = (
        "import sys; from events.exports import export_events; from samples import ANALYSIS;"
        f"export_events([ANALYSIS], {format!r}, sys.stdout.buffer)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent, env=paths(), capture_output=True, check=True)
    path = tmp_path / f"piped{EXPORTERS[format].suffix}"
    path.write_bytes(done.stdout)
    whole = io.BytesIO()
    export_events([ANALYSIS], format, whole)
    if format == "excel":
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None and sheet.max_row == 4
    else:
        assert done.stdout == whole.getvalue()


def paths() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{Path(__file__).parent.parent}:{Path(__file__).parent}"}


@pytest.mark.parametrize("format", ["kml", "icalendar", "timelinejs", "timemap"])
def test_what_a_reviewer_rejected_says_so(format: str, tmp_path: Path) -> None:
    events = (replace(SEIZURE, review=Review.REJECTED),)
    assert "rejected by a reviewer: Example Front" in file_of(format, tmp_path, replace(ANALYSIS, events=events)).read_text("utf-8")


def test_what_is_left_out_is_counted_in_words() -> None:
    plain: Event = analysis_of("Crowds marched.").events[0]
    one, two = (replace(ANALYSIS, events=(replace(plain, document_id=ANALYSIS.document.id, place=None),) * number) for number in (1, 2))
    assert export_events([one], "kml", io.BytesIO()).notes() == ["1 event has no place and is not in this file"]
    assert export_events([two], "kml", io.BytesIO()).notes() == ["2 events have no place and are not in this file"]
    assert export_events([replace(ANALYSIS, events=(RETURNING,))], "csv", io.BytesIO()).notes() == []
