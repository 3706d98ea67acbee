"""The command line as its user runs it: a process of its own, real files, a real database."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from events.review import Verb
from events.review.make import judge
from events.storage import open_store

ROOT = Path(__file__).resolve().parent.parent
REPORT = """---
title: Rebels take Bria
published: 2017-05-19
publisher: Test Agency
---
Rebels captured the town of Bria, in the Central African Republic, on Thursday.

The United Nations would deliver 200 tents to Bria next week, an official said on Friday.
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`python -m events ...` with a database of its own."""

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "EVENTS_DATABASE_URL": f"sqlite:///{tmp_path / 'events.sqlite'}", "COLUMNS": "200"}
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        command = [sys.executable, "-m", "events", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=environment, input=raw, capture_output=True, timeout=300, check=False)
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


def test_a_report_goes_in_and_its_events_come_out_everywhere(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "bria.md"
    report.write_text(REPORT, encoding="utf-8")

    assert run("ingest", report).stdout == "1 added, 0 updated, 0 unchanged, 0 failed; 2 events found in what is new\n"
    again = run("ingest", report)
    assert (again.stdout, again.returncode) == ("0 added, 0 updated, 1 unchanged, 0 failed; 0 events found in what is new\n", 0)

    listed = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    kept = [(e["event_type"], e["status"], e["first"], e["last"], e["place_name"], e["country_code"]) for e in listed]
    assert kept == [
        ("ASSAULT", "actual", "2017-05-18", "2017-05-18", "Bria", "CF"),
        ("AID", "planned", "2017-05-22", "2017-05-28", "Bria", "CF"),
    ]
    assert [json.loads(line)["id"] for line in run("list", "--json", "--to", "2017-05-20").stdout.splitlines()] == [listed[0]["id"]]
    assert run("list", "--country", "XX").stderr.strip().endswith("0 events")

    shown = run("show", listed[0]["id"]).stdout
    assert "“Rebels captured the town of Bria, in the Central African Republic, on Thursday.”" in shown
    assert "'Thursday' = 2017-05-18" in shown

    rows = list(csv.DictReader(io.StringIO(run("export", "csv").stdout)))
    assert [(row["first"], row["status"]) for row in rows] == [("2017-05-18", "actual"), ("2017-05-22", "planned")]
    target = tmp_path / "events.geojson"
    assert run("export", "geojson", "-o", target).returncode == 0
    features = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert [f["geometry"]["type"] for f in features] == ["Point", "Point"]


def test_export_and_list_choose_events_alike(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bria.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "paris.md").write_text("On 3 May 2015 thousands of protesters marched in Paris.\n", encoding="utf-8")
    assert run("ingest", tmp_path / "bria.md", tmp_path / "paris.md").returncode == 0
    everything = [json.loads(line)["event_id"] for line in run("export", "jsonl").stdout.splitlines()]
    assault, aid, protest = everything
    paris = json.loads(run("list", "--documents", "--json").stdout.splitlines()[1])["id"]
    for options, wanted in (
        (("--from", "2017-05-19"), [aid]),
        (("--to", "2016-01-01"), [protest]),
        (("--type", "assault", "--type", "AID"), [assault, aid]),
        (("--country", "fr"), [protest]),
        (("--status", "planned"), [aid]),
        (("--actor", "rebel"), [assault]),
        (("--document", paris), [protest]),
        (("--text", '"central african" tents'), [assault, aid]),
        (("--text", "nothing of the kind"), []),
        (("--review", "accepted"), []),
        (("--confidence", "1"), []),
    ):
        exported = run("export", "jsonl", *options)
        assert [json.loads(line)["event_id"] for line in exported.stdout.splitlines()] == wanted, options
        assert exported.stderr == f"{len(wanted)} events written\n"
        assert sorted(json.loads(line)["id"] for line in run("list", "--json", *options).stdout.splitlines()) == sorted(wanted), options


def test_what_a_reviewer_rejected_is_left_out_unless_asked_for_and_always_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bria.md").write_text(REPORT, encoding="utf-8")
    assert run("ingest", tmp_path / "bria.md").returncode == 0
    assault, aid = (json.loads(line)["event_id"] for line in run("export", "jsonl").stdout.splitlines())
    store = open_store(f"sqlite:///{tmp_path / 'events.sqlite'}")
    found = store.event(assault)
    assert found is not None
    store.record(judge(found, Verb.REJECT, "Anna"))
    note = "; 1 that a reviewer rejected left out (--rejected lists them)"
    for options, wanted, said in (
        ((), [(aid, "unreviewed")], f"1 events{note}"),
        (("--rejected",), [(assault, "rejected"), (aid, "unreviewed")], "2 events"),
        (("--review", "rejected"), [(assault, "rejected")], "1 events"),
        (("--review", "unreviewed"), [(aid, "unreviewed")], "1 events"),
        (("--type", "ASSAULT"), [], f"0 events{note}"),
    ):
        listed = [json.loads(line) for line in run("list", "--json", *options).stdout.splitlines()]
        exported = [json.loads(line) for line in run("export", "jsonl", *options).stdout.splitlines()]
        assert [(one["id"], one["review"]) for one in listed] == wanted, options
        assert [(one["event_id"], one["review"]) for one in exported] == wanted, options
        assert run("list", *options).stderr.strip() == said, options
    rows = [line.split() for line in run("list", "--rejected").stdout.splitlines()]
    assert [row[:5] for row in rows[1:]] == [
        [assault, "2017-05-18", "ASSAULT", "actual", "rejected"],
        [aid, "2017-05-22", "to", "2017-05-28", "AID"],
    ]


def test_tables_of_events_join_the_texts(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "bria.md").write_text(REPORT, encoding="utf-8")
    (folder / "mine.csv").write_text(
        "date,place,text\n2015-05-17,Ramadi,Rebels took the bridge.\nsome day,Ramadi,Nothing.\n2015-05-18,,Silence.\n", encoding="utf-8"
    )
    (folder / "picture.xyz").write_bytes(b"\x00\x01")
    done = run("ingest", folder)
    assert (done.stdout, done.returncode) == ("3 added, 0 updated, 0 unchanged, 1 failed; 4 events found in what is new\n", 1)
    complaint = "date 'some day' is no date; write it like 2015-05-17, 2015-05 or 17 May 2015; mend or remove the row"
    assert done.stderr.splitlines() == [
        f"{folder / 'mine.csv'}: 1 row has no place",
        f"error: {folder / 'mine.csv'}:3: {complaint}",
        "passed over: skipped: 1 .xyz",
    ]
    assert run("ingest", folder / "mine.csv").stdout == "0 added, 0 updated, 2 unchanged, 1 failed; 0 events found in what is new\n"
    other = tmp_path / "other.csv"
    other.write_text("Tag,Ort,Satz\n03/04/2015,Ramadi,Rebels took the bridge.\n", encoding="utf-8")
    done = run("ingest", other, "--column", "date=Tag", "--column", "text=Satz", "--date-order", "dmy")
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 0 failed; 1 events found in what is new\n"
    listed = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert [(one["first"], one["place_name"]) for one in listed][:1] == [("2015-04-03", "Ramadi")]
    unknown = "error: no kind of table 'klingon'; there are: acled, ucdp, gdelt, gkg, plain, export\n"
    assert run("ingest", other, "--table", "klingon").stderr == unknown


def test_a_pipe_is_a_document(run: Run) -> None:
    done = run("ingest", "-", "--published", "2017-05-19", stdin="Rebels captured the town of Bria on Thursday.\n")
    assert (done.stdout, done.returncode) == ("1 added, 0 updated, 0 unchanged, 0 failed; 1 events found in what is new\n", 0)


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "binary.txt": (b"\x7fELF\x00\x00\x01" * 50, "binary"),
    "broken.md": (b"---\ntitle: [unclosed\n---\nText.\n", "front matter"),
    "date.md": (b"---\npublished: 2015-02-30\n---\nText.\n", "2015-02-30"),
    "empty.txt": (b"", "no text"),
    "huge.txt": (b"Rebels captured Bria. " * 1_000_000, "too many"),
}


def test_each_bad_file_costs_one_line_and_nothing_else(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.md").write_text(REPORT, encoding="utf-8")
    for name, (content, _) in BAD_FILES.items():
        (folder / name).write_bytes(content)
    done = run("ingest", folder, tmp_path / "missing.txt")
    lines = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    expected = [*BAD_FILES.items(), ("missing.txt", (b"", "there is no"))]
    assert [Path(line.split(": ")[1].split(":")[0]).name for line in lines] == [name for name, _ in expected]
    assert all(words.lower() in line.lower() for line, (_, (_, words)) in zip(lines, expected, strict=True)), lines
    assert done.returncode == 1
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 6 failed; 2 events found in what is new\n"
    assert len(run("list", "--json").stdout.splitlines()) == 2


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        versions = next(t for t in tables if "schema" in t or "migration" in t)
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({versions})")]
        values = [9999 if c in ("version", "number") else "2099-01-01 00:00:00" for c in columns]
        connection.execute(f"INSERT INTO {versions} VALUES ({', '.join('?' * len(values))})", values)


def _content(path: Path) -> list[str] | bytes:
    try:
        with sqlite3.connect(path) as connection:
            return list(connection.iterdump())
    except sqlite3.DatabaseError:
        return path.read_bytes()


def _spoiled(path: Path) -> None:
    path.write_bytes(b"this is no database " * 100)


@pytest.mark.parametrize(("spoil", "words"), [(_newer, "newer"), (_spoiled, "not a SQLite database")])
def test_a_database_that_cannot_be_used_is_one_line_and_left_alone(
    run: Run, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "events.sqlite"
    assert run("list").returncode == 0
    spoil(path)
    before = _content(path)
    done = run("ingest", "-", stdin="Rebels captured Bria.")
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr and len(done.stderr.splitlines()) == 1
    assert _content(path) == before


def annotated(run: Run, *lines: str) -> tuple[list[dict[str, Any]], str, int]:
    done = run("annotate", stdin="\n".join(lines) + "\n")
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.returncode


def test_annotate_writes_a_line_for_each_line_and_survives_bad_ones(run: Run) -> None:
    text = "Rebels captured Bria on Thursday."
    good = json.dumps({"doc_id": "a", "text": text, "dct": "2017-05-19"})
    answers, complaints, code = annotated(
        run, good, "{broken", json.dumps({"doc_id": "c"}), json.dumps({"doc_id": "d", "text": text, "dct": "2017-02-30"}), "", good
    )
    assert [(a["doc_id"], a["error"] is None, len(a["events"])) for a in answers] == [
        ("a", True, 1), (None, False, 0), ("c", False, 0), ("d", False, 0), ("a", True, 1),
    ]  # fmt: skip
    assert [line.split(": ")[1] for line in complaints.splitlines() if line.startswith("error")] == ["stdin:2", "stdin:3", "stdin:4"]
    assert code == 1
    (timex,) = answers[0]["timexes"]
    assert timex.pop("anchor").startswith("dct")
    assert timex == {
        "start": 24, "end": 32, "text": "Thursday", "type": "DATE", "value": "2017-05-18", "mod": None,
        "first": "2017-05-18", "last": "2017-05-18",
    }  # fmt: skip


def test_without_a_publication_date_nothing_is_dated_that_the_text_does_not_date(run: Run) -> None:
    text = "Rebels captured Bria on Thursday. A week later they left. On 3 May 2017 they captured Birao."
    (answer,), _, code = annotated(run, json.dumps({"doc_id": "a", "text": text, "dct": None}))
    assert code == 0
    first = answer["timexes"][0]
    assert (first["text"], first["first"]) == ("Thursday", None)
    assert {(e["first"], e["last"]) for e in answer["events"]} == {(None, None), ("2017-05-03", "2017-05-03")}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        *((c,) for c in "ingest annotate list show export score gazetteer".split()),
        *(("gazetteer", c) for c in "build lookup add import".split()),
    ],
)
def test_help_is_everywhere(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_score_says_how_far_what_is_found_is_what_is_right(run: Run, tmp_path: Path) -> None:
    text = "Rebels captured Bria on Thursday and left on 21 May."
    right = {"start": 24, "end": 32, "text": "Thursday", "type": "DATE", "value": "2017-05-18"}
    wrong = {"start": 41, "end": 51, "text": "on 21 May.", "type": "DATE", "value": "2017-05-20"}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"doc_id": "a", "text": text, "dct": "2017-05-19", "timexes": [right, wrong]}) + "\n", encoding="utf-8")
    done = run("score", "timexes", gold, "--errors")
    lines = done.stdout.splitlines()
    assert json.loads(lines[-1]) == {"gold": 2, "predicted": 2, "strict": 50.0, "relaxed": 100.0, "type": 100.0, "value": 50.0}
    assert [line.split("\t")[:2] for line in lines[:-1]] == [["a", "span+value"]]


def test_gazetteer_lookup(run: Run) -> None:
    found = run("gazetteer", "lookup", "Ramadi")
    assert found.returncode == 0
    assert "33.4" in found.stdout and "Iraq" in found.stdout
    missing = run("gazetteer", "lookup", "Qqxyzzy")
    assert (missing.returncode, len(missing.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "nothing"), "no event or document"),
        (("export", "klingon"), "csv"),
        (("export", "csv", "--type", "KLINGON"), "ASSAULT"),
        (("export", "csv", "--document", "0123"), "list --documents"),
        (("annotate", "nowhere.jsonl"), "nowhere.jsonl"),
        (("score", "klingon", "nowhere.jsonl"), "timexes"),
        (("score", "timexes", "nowhere.jsonl"), "nowhere.jsonl"),
    ],
)
def test_what_does_not_exist_is_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert words in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "not_loaded"),
    [
        (["--help"], {"spacy", "sqlalchemy", "httpx", "geopy", "pandas"}),
        (["list"], {"spacy", "httpx", "geopy", "pandas"}),
        (["export", "csv"], {"spacy", "httpx", "geopy", "pandas", "pyarrow"}),
        (["annotate", os.devnull], {"sqlalchemy", "httpx", "geopy", "pandas"}),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments: list[str], not_loaded: set[str], tmp_path: Path) -> None:
    asked = "import sys\nfrom events.cli import app\napp(sys.argv[1:], standalone_mode=False)\nprint(*sys.modules, file=sys.stderr)"
    environment = {**os.environ, "EVENTS_DATABASE_URL": f"sqlite:///{tmp_path / 'events.sqlite'}"}
    command = [sys.executable, "-c", asked, *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert not_loaded & set(run.stderr.split()) == set()
