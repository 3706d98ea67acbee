"""What was exported and is imported again is the same, whole values compared."""

import csv
import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from samples import ANALYSIS, DOCUMENT, RETURNING, analysis_of

from events.event_tables import TableOptions, ingest_table
from events.exports import EXPORTERS, export_events
from events.model import Analysis, Document, Event
from events.storage import Store, open_store

FORMATS = [name for name, one in EXPORTERS.items() if one.records]
WORLD = [ANALYSIS, analysis_of("Crowds marched.", events=3), analysis_of("=Crowds\r\nmarched,\t\"again\"; '@'\x01.", title="Ünïcode <b>")]


def stored(path: Path, *analyses: Analysis) -> Store:
    store = open_store(f"sqlite:///{path}")
    for analysis in analyses:
        store.save(analysis)
    return store


def exported(store: Store, format: str, folder: Path, event_ids: set[str] | None = None) -> Path:
    path = folder / f"export{EXPORTERS[format].suffix}"
    export_events(store.analyses(), format, path, event_ids=event_ids)
    return path


def content(store: Store) -> list[tuple[Document, tuple[Event, ...], str]]:
    return [(one.document, one.events, one.extractor) for one in store.analyses()]


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_into_an_empty_store_makes_the_same_events(format: str, tmp_path: Path) -> None:
    first = stored(tmp_path / "first.sqlite", *WORLD)
    path = exported(first, format, tmp_path)
    second = stored(tmp_path / "second.sqlite")
    report, _ = ingest_table(path, second, TableOptions())
    assert (report.added, report.events, report.errors) == (3, 7, [])
    assert content(second) == content(first)
    assert exported(second, format, tmp_path).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_into_its_own_store_changes_nothing(format: str, tmp_path: Path) -> None:
    store = stored(tmp_path / "events.sqlite", *WORLD)
    before = store.version()
    report, _ = ingest_table(exported(store, format, tmp_path), store, TableOptions())
    assert (report.unchanged, report.documents, store.version()) == (3, 3, before)


@pytest.mark.parametrize("format", FORMATS)
def test_a_part_of_an_export_joins_what_is_there(format: str, tmp_path: Path) -> None:
    first = stored(tmp_path / "first.sqlite", *WORLD)
    second = stored(tmp_path / "second.sqlite", replace(ANALYSIS, events=ANALYSIS.events[:1]))
    report, _ = ingest_table(exported(first, format, tmp_path, {RETURNING.id}), second, TableOptions())
    assert (report.updated, report.errors) == (1, [])
    found = second.analysis(DOCUMENT.id)
    assert found is not None and found.events == ANALYSIS.events[:2]
    assert not second.has(DOCUMENT.id, ANALYSIS.extractor, ANALYSIS.config_hash)  # so that the text is read anew when it is met


def test_lines_in_any_order_are_the_same_events(tmp_path: Path) -> None:
    first = stored(tmp_path / "first.sqlite", *WORLD)
    lines = exported(first, "jsonl", tmp_path).read_text("utf-8").splitlines(keepends=True)
    random.Random(3).shuffle(lines)
    (tmp_path / "shuffled.jsonl").write_text("".join(lines), encoding="utf-8")
    second = stored(tmp_path / "second.sqlite")
    report, _ = ingest_table(tmp_path / "shuffled.jsonl", second, TableOptions(table="export"))
    assert report.errors == []
    for document, events, _ in content(first):
        found = second.analysis(document.id)
        assert found is not None and (found.document, set(found.events)) == (document, set(events))


@pytest.mark.parametrize("as_text", [False, True], ids=["object", "text"])
def test_geojson_that_another_program_wrote_anew(as_text: bool, tmp_path: Path) -> None:
    """On many lines, and with the record as a text, as GDAL writes what is nested."""
    first = stored(tmp_path / "first.sqlite", *WORLD)
    collection = json.loads(exported(first, "geojson", tmp_path).read_text("utf-8"))
    for feature in collection["features"] if as_text else ():
        feature["properties"]["record"] = json.dumps(feature["properties"]["record"])
    again = tmp_path / "again.geojson"
    again.write_text(json.dumps(collection, indent=2), encoding="utf-8")
    second = stored(tmp_path / "second.sqlite")
    assert ingest_table(again, second, TableOptions())[0].errors == []
    assert content(second) == content(first)


def test_a_table_of_others_survives_the_trip(tmp_path: Path) -> None:
    row = {"Date": "17 May 2015", "Place": "Ramadi", "Text": "Rebels took the bridge.", "Type": "ASSAULT"}
    with (tmp_path / "mine.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    first, second = stored(tmp_path / "first.sqlite"), stored(tmp_path / "second.sqlite")
    ingest_table(tmp_path / "mine.csv", first, TableOptions())
    ingest_table(exported(first, "csv", tmp_path), second, TableOptions())
    assert content(second) == content(first)
    assert ingest_table(tmp_path / "mine.csv", second, TableOptions())[0].errors == []
    assert content(second) == content(first)


def spoiled(record: dict[str, object], spoil: str) -> str:
    line = json.loads(json.dumps({"event_id": "x", "record": record}))
    kept = line["record"]
    if spoil == "text":
        kept["document"]["text"] += "!"
    elif spoil == "offsets":
        kept["event"]["mentions"][0]["sentence"]["end"] = 10**6
    elif spoil == "owner":
        kept["event"]["document_id"] = "0" * 16
    elif spoil == "type":
        kept["event"]["first"] = "soon"
    elif spoil == "no text":
        del kept["document"]["text"]
    elif spoil == "none":
        del line["record"]
    return json.dumps(line) if spoil != "json" else '{"event_id": "x", '


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("text", "the text of document .* was changed"),
        ("offsets", "points beyond the end of its text"),
        ("owner", "it belongs to document 0000000000000000"),
        ("type", "cannot be read back .*first"),
        ("no text", "the text of document .* is not in it"),
        ("none", "it has no record of the whole event; export it again, without --no-records"),
        ("json", "this line is no JSON object"),
    ],
)
def test_a_broken_line_is_one_line_and_the_rest_goes_in(spoil: str, words: str, tmp_path: Path) -> None:
    good = exported(stored(tmp_path / "first.sqlite", WORLD[1]), "jsonl", tmp_path).read_text("utf-8")
    other = exported(stored(tmp_path / "other.sqlite", ANALYSIS), "jsonl", tmp_path).read_text("utf-8")
    record = json.loads(other.splitlines()[0])["record"]
    path = tmp_path / "broken.jsonl"
    path.write_text(spoiled(record, spoil) + "\n" + good, encoding="utf-8")
    second = stored(tmp_path / "second.sqlite")
    report, _ = ingest_table(path, second, TableOptions(table="export"))
    (error,) = report.errors
    assert re.search(words, str(error)) and "\n" not in str(error)
    assert content(second) == content(stored(tmp_path / "first.sqlite"))
