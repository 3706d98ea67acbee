"""The store on real SQLite files: what goes in comes out, twice is once, and nothing is lost when something goes wrong."""

import multiprocessing
import sqlite3
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from samples import ANALYSIS, DOCUMENT, IRAQ, RAINING, RAMADI, RETURNING, SEIZURE, analysis_of
from sqlalchemy import Connection
from unprivileged import ROOT, run_unprivileged

from events.errors import ConfigurationError, StoreError
from events.model import DateOrigin, Document
from events.review import Verb
from events.review.make import judge
from events.storage import SaveResult, Store, open_store
from events.storage.databases import database_of
from events.storage.schema import MIGRATIONS, bring_up_to_date

ADDED, UPDATED, UNCHANGED = SaveResult.ADDED, SaveResult.UPDATED, SaveResult.UNCHANGED
CURRENT = len(MIGRATIONS) + 1  # version of the schema
ONE, TWO = analysis_of("Crowds marched in the capital.", events=2), analysis_of("The attackers fled.", events=3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.sqlite"


@pytest.fixture
def store(path: Path) -> Store:
    return store_at(path)


def store_at(path: Path, **options: float) -> Store:
    return open_store(f"sqlite:///{quote(str(path))}", **options)


def test_an_analysis_comes_out_as_it_went_in(path: Path, store: Store) -> None:
    assert store.save(ANALYSIS) is ADDED
    again = store_at(path)
    assert again.analysis(DOCUMENT.id) == ANALYSIS
    assert again.document(DOCUMENT.id) == DOCUMENT
    assert [again.event(event.id) for event in ANALYSIS.events] == [SEIZURE, RETURNING, RAINING]
    assert list(again.analyses()) == list(again.analyses(["unknown", DOCUMENT.id])) == [ANALYSIS]


def test_what_is_not_there_is_none(store: Store) -> None:
    assert (store.document("x"), store.analysis("x"), store.event("x"), store.delete_document("x")) == (None, None, None, False)
    assert (store.documents(), list(store.analyses()), store.search("x"), store.has("x", "rules", "h")) == ([], [], [], False)
    assert {len(values) for values in store.event_columns().values()} == {0}


def test_without_a_url_the_environment_says_where(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTS_DATABASE_URL", f"sqlite:///{path}")
    assert open_store().location == str(path)
    monkeypatch.delenv("EVENTS_DATABASE_URL")
    monkeypatch.setenv("EVENTS_DATA_DIR", str(path.parent / "100% é?"))
    assert open_store().location == str(path.parent / "100% é?" / "events.sqlite")


def test_event_columns(store: Store) -> None:
    store.save(ANALYSIS)
    monday, sunday = date(2015, 5, 25), date(2015, 5, 17)
    assert store.event_columns() == {
        "id": [SEIZURE.id, RETURNING.id, RAINING.id],
        "document_id": [DOCUMENT.id] * 3,
        "event_type": ["ASSAULT", "MOBILIZE", "COERCE"],
        "mode": ["seize", "", ""],
        "acled": ["Non-state actor overtakes territory", None, None],
        "status": ["actual", "planned", "actual"],
        "title": [SEIZURE.title, RETURNING.title, RAINING.title],
        "first": [sunday, monday, None],
        "last": [sunday, None, None],
        "date_precision": ["day", "open", None],
        "date_assumed": [False, False, False],
        "place_name": ["Ramadi", "Iraq", None],
        "country_code": ["IQ", "IQ", None],
        "lat": [RAMADI.latitude, IRAQ.latitude, None],
        "lon": [RAMADI.longitude, IRAQ.longitude, None],
        "radius_km": [4.5, 450.0, None],
        "place_precision": ["city", "country", None],
        "is_point": [True, False, False],
        "confidence": [0.9, 0.5, 0.0],
        "rank": [0, 1, 2],
        "actors": ["Example Front", "The army", ""],
        "recipients": ["the bridge of Ramadi", "", ""],
        "review": ["unreviewed"] * 3,
        "corrected": [False] * 3,
        "document_title": ["Rebels seize bridge"] * 3,
        "publisher": ["Example Wire"] * 3,
        "dct": [date(2015, 5, 21)] * 3,
        "document_number": [1] * 3,
    }


def test_documents_are_summed_up_in_order_of_arrival(store: Store) -> None:
    before = datetime.now(UTC)
    for analysis in (ANALYSIS, ONE):
        store.save(analysis)
    first, second = map(asdict, store.documents())
    assert before - timedelta(seconds=1) < first.pop("added") <= second.pop("added") <= datetime.now(UTC)
    shared = {"language": "en", "extractor": "rules", "config_hash": "0123abcd", "sources": 1}
    assert first == shared | {
        "id": DOCUMENT.id,
        "title": "Rebels seize bridge",
        "publisher": "Example Wire",
        "url": "https://example.org/bridge",
        "dct": date(2015, 5, 21),
        "source": "bridge.md",
        "characters": len(DOCUMENT.text),
        "events": 3,
        "dct_origin": DateOrigin.FRONT_MATTER,
    }
    empty = dict.fromkeys(("title", "publisher", "url", "dct", "source", "dct_origin"))
    assert second == shared | empty | {"id": ONE.document.id, "characters": 30, "events": 2}


@pytest.mark.parametrize(
    ("change", "result", "kept"),
    [
        ({}, UNCHANGED, {}),
        ({"source": "elsewhere.md"}, UNCHANGED, {}),
        ({"title": None, "dct": None, "url": None, "publisher": None}, UNCHANGED, {}),
        ({"title": "Another"}, UPDATED, {"title": "Another"}),
        ({"dct": date(2015, 5, 22), "publisher": None}, UPDATED, {"dct": date(2015, 5, 22)}),
        ({"language": "fr"}, UPDATED, {"language": "fr"}),
    ],
)
def test_the_same_text_again(store: Store, change: dict[str, object], result: SaveResult, kept: dict[str, object]) -> None:
    store.save(ANALYSIS)
    version, new = store.version(), replace(DOCUMENT, **change)
    assert store.is_current(new, "rules", "0123abcd") is (result is UNCHANGED)
    assert store.known(new) == replace(DOCUMENT, **kept)
    assert store.save(replace(ANALYSIS, document=new)) is result
    assert store.analysis(DOCUMENT.id) == replace(ANALYSIS, document=replace(DOCUMENT, **kept))
    assert (store.version() == version) is (result is UNCHANGED and "source" not in change)
    assert [source.source for source in store.sources(DOCUMENT.id)] == ["bridge.md", *([change["source"]] if "source" in change else [])]


def test_another_extraction_replaces_exactly_its_documents_events(store: Store) -> None:
    for analysis in (ANALYSIS, ONE):
        store.save(analysis)
    newer = replace(ANALYSIS, events=(RAINING,), config_hash="new")
    assert (store.has(DOCUMENT.id, "rules", "0123abcd"), store.has(DOCUMENT.id, "rules", "new")) == (True, False)
    assert store.save(newer) is UPDATED
    assert (store.has(DOCUMENT.id, "rules", "0123abcd"), store.has(DOCUMENT.id, "rules", "new")) == (False, True)
    assert list(store.analyses()) == [newer, ONE]
    assert store.event_columns()["id"] == [RAINING.id, *(event.id for event in ONE.events)]
    assert store.save(replace(newer, events=())) is UNCHANGED
    assert store.save(replace(newer, extractor="other", events=())) is UPDATED
    assert [summary.events for summary in store.documents()] == [0, 2]


def test_a_new_document_is_known_as_it_is(store: Store) -> None:
    assert store.known(DOCUMENT) == DOCUMENT


def test_a_deleted_document_leaves_nothing_behind(path: Path, store: Store) -> None:
    for analysis in (ANALYSIS, ONE):
        store.save(analysis)
    version = store.version()
    assert store.delete_document(DOCUMENT.id)
    assert store.version() != version
    assert (list(store.analyses()), store.search("bridge"), len(store.event_columns()["id"])) == ([ONE], [], 2)
    with closing(sqlite3.connect(path)) as connection:
        assert [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("documents", "analyses", "events")] == [
            1,
            1,
            2,
        ]
        connection.execute("INSERT INTO documents_fts(documents_fts, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("capital", [ONE]),
        ("CAPITAL", [ONE]),
        ("march", [ONE]),
        ("attacker flee", []),
        ("attack the", [TWO]),
        ('"the capital"', [ONE]),
        ('"capital the"', []),
        ("bridge", [ANALYSIS]),
        ("marched OR fled", []),
        ("Crowds -capital", [ONE]),
        ("crow*", []),
        ("title:crowds", []),
        ("crowds) OR (fled", []),
        ("crowds NEAR(", []),
        ('"', []),
        ('crowds "', [ONE]),
        ("crowds ^ { } ' \\ ; --", [ONE]),
        ("crowds\0capital", [ONE]),
        ("\ud800", []),
        ("", []),
        (" * ", []),
        ("crowds " * 5000, [ONE]),
    ],
    ids=lambda value: ascii(value)[:30] if isinstance(value, str) else None,
)
def test_full_text_search(store: Store, query: str, found: list[object]) -> None:
    for analysis in (ANALYSIS, ONE, TWO):
        store.save(analysis)
    assert [store.analysis(document_id) for document_id in store.search(query)] == found


def test_the_version_tells_what_other_processes_did_and_one_store_from_another(path: Path, store: Store, tmp_path: Path) -> None:
    versions = [store.version(), store_at(tmp_path / "other.sqlite").version()]
    store.put_geocode("nominatim", "Ramadi", [RAMADI])
    assert store.version() == versions[0]
    program = "import sys; sys.path.append('tests'); from test_storage import *; store_at(Path(sys.argv[1])).save(ONE)"
    subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=True)
    versions.append(store.version())
    assert store.save(TWO) is ADDED
    versions.append(store.version())
    assert len(set(versions)) == 4
    assert list(store.analyses()) == [ONE, TWO]


def test_geocodes_tell_never_asked_from_no_such_place(store: Store) -> None:
    assert store.get_geocode("nominatim", "Ramadi") is None
    store.put_geocode("nominatim", "Ramadi", [])
    assert store.get_geocode("nominatim", "Ramadi") == []
    store.put_geocode("nominatim", "Ramadi", [RAMADI, IRAQ])
    assert store.get_geocode("nominatim", "Ramadi") == [RAMADI, IRAQ]
    assert store.get_geocode("photon", "Ramadi") is None


def test_threads_share_a_store(store: Store) -> None:
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            for i in range(5):
                store.save(analysis_of(f"Text {number} {i}."))
                assert store.event_columns()["id"]
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.documents()) == len(store.event_columns()["id"]) == 30


def test_processes_that_create_the_store_at_once_agree(path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert set(pool.map(_version_of_store_at, [path] * 3)) == {store_at(path).version()}


def _version_of_store_at(path: Path) -> str:
    return store_at(path, busy_timeout=30).version()


@contextmanager
def lock_held_by_another_process(path: Path) -> Iterator[None]:
    program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin and holder.stdout and holder.stdout.readline() == "1\n"
        yield
        holder.stdin.close()


def test_a_lock_that_lasts_is_reported_and_costs_nothing(path: Path) -> None:
    store = store_at(path, busy_timeout=0.1)
    store.save(ONE)
    with lock_held_by_another_process(path):
        for change in (lambda: store.save(TWO), lambda: store.delete_document(ONE.document.id)):
            with pytest.raises(StoreError) as caught:
                change()
            assert str(caught.value) == f"{path}: another program is writing to it; nothing was changed, try again when it has finished"
        assert store.save(ONE) is UNCHANGED
        assert list(store_at(path).analyses()) == [ONE]
    assert store.save(TWO) is ADDED


def test_a_short_lock_is_waited_for(path: Path) -> None:
    store = store_at(path, busy_timeout=30)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.2, lambda: other.execute("COMMIT"))
        timer.start()
        assert store.save(ONE) is ADDED
        timer.join()


def test_a_save_that_fails_changes_nothing(store: Store) -> None:
    store.save(ONE)
    version, taken = store.version(), replace(RAINING, id=ONE.events[0].id)
    with pytest.raises(StoreError, match=r"events\.sqlite: the database failed: UNIQUE constraint failed: events\.id"):
        store.save(replace(ANALYSIS, events=(SEIZURE, taken)))
    with pytest.raises(
        StoreError, match=f"event {SEIZURE.id} belongs to document {DOCUMENT.id}, not to {ONE.document.id}; nothing was saved"
    ):
        store.save(replace(ONE, events=(SEIZURE,), config_hash="new"))
    with pytest.raises(StoreError, match="nothing was changed: a text in it is no valid Unicode"):
        store.save(analysis_of("half \ud800"))
    assert (list(store.analyses()), store.version(), store.search("bridge")) == ([ONE], version, [])


def test_a_process_that_is_killed_while_saving_leaves_what_was_there(path: Path, store: Store) -> None:
    store.save(ONE)
    program = (
        "import os, sys; sys.path.append('tests'); from test_storage import *; from events.storage import store as module\n"
        "module.count_change = lambda connection: os.kill(os.getpid(), 9)\n"
        "store_at(Path(sys.argv[1])).save(ANALYSIS)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False).returncode == -9
    assert (list(store_at(path).analyses()), store.save(ANALYSIS)) == ([ONE], ADDED)


def test_a_full_disk_is_reported_and_costs_nothing(path: Path, store: Store) -> None:
    store.save(ONE)
    program = (
        "import resource, sys; sys.path.append('tests'); from test_storage import *\n"
        "store = store_at(Path(sys.argv[1])); resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try: store.save(analysis_of(' '.join(map(str, range(150_000)))))\n"
        "except StoreError as error: print(error)"
    )
    printed = subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert printed in (
        f"{path}: the disk is full; nothing was changed, make room and try again\n",
        f"{path}: the disk failed or is full; what was stored before is kept, see to the disk and try again\n",
    )
    assert list(store_at(path).analyses()) == [ONE]


READ_ONLY = [  # mode of the file, mode of the folder, whether another program has it open, with changes that are only in the log
    (0o444, 0o755, False),
    (0o444, 0o755, True),
    (0o444, 0o555, False),
    (0o444, 0o555, True),
    (0o644, 0o555, False),
    (0o644, 0o555, True),
]


def test_a_read_only_store_can_be_read(tmp_path: Path) -> None:
    paths = [tmp_path / f"{file:o} {folder:o} {logged}" / "a b?#c%20.sqlite" for file, folder, logged in READ_ONLY]
    with ExitStack() as open_elsewhere:
        for path, (file_mode, folder_mode, logged) in zip(paths, READ_ONLY, strict=True):
            path.parent.mkdir()
            store_at(path).save(ANALYSIS)
            if logged:
                connection = open_elsewhere.enter_context(closing(sqlite3.connect(path)))
                connection.execute("SELECT * FROM documents").fetchone()
                store_at(path).save(ONE)
            path.chmod(file_mode)
            path.parent.chmod(folder_mode)
        program = (
            "import sys; sys.path.append('tests'); from test_storage import *\n"
            "for path in sys.argv[1:]:\n"
            "    store = store_at(Path(path))\n"
            "    print(store.analysis(DOCUMENT.id) == ANALYSIS, len(store.search('the')), store.save(ANALYSIS))\n"
            "    try: store.save(TWO)\n"
            "    except StoreError as error: print(error)"
        )
        printed = run_unprivileged(program, *map(str, paths))
        for path in paths:
            path.parent.chmod(0o755)
    advice = "it is read-only; make the file and its folder writable, or name another with EVENTS_DATABASE_URL"
    assert printed.splitlines() == [
        line
        for path, (_, _, logged) in zip(paths, READ_ONLY, strict=True)
        for line in (f"True {2 if logged else 1} unchanged", f"{path}: {advice}")
    ]


def test_a_store_one_may_not_touch_is_reported(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    store_at(tmp_path / "secret.sqlite")
    (tmp_path / "secret.sqlite").chmod(0)
    (tmp_path / "closed").chmod(0o555)
    program = (
        "import sys; sys.path.append('tests'); from test_storage import *\n"
        "for name in ('secret.sqlite', 'closed/new.sqlite'):\n"
        "    try: store_at(Path(sys.argv[1], name))\n"
        "    except StoreError as error: print(error)"
    )
    printed = run_unprivileged(program, str(tmp_path))
    advice = "it cannot be opened; see that the file is there and that you may read it"
    assert printed.splitlines() == [f"{tmp_path}/{name}: {advice}" for name in ("secret.sqlite", "closed/new.sqlite")]


def newer(path: Path) -> None:
    store_at(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO schema_migrations VALUES (99, 'from the future', '2099-01-01 00:00:00')")


def damaged(path: Path) -> None:
    store_at(path).save(ANALYSIS)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 2000)


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title)")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda path: path.write_text("Dear diary, " * 200), "it is not a SQLite database; name another file with EVENTS_DATABASE_URL"),
        (damaged, "it is damaged; restore a copy, or name another file with EVENTS_DATABASE_URL"),
        (foreign, "this is another program's database; name another file with EVENTS_DATABASE_URL"),
        (
            newer,
            "it was written by a newer version of this program (schema 99, this one knows 5); "
            "update the program or name another file with EVENTS_DATABASE_URL",
        ),
        (lambda path: path.mkdir(), "this is a folder; name a file in it"),
    ],
    ids=["text", "damaged", "foreign", "newer", "folder"],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(path: Path, prepare: object, message: str) -> None:
    prepare(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as caught:
        store_at(path)
    assert str(caught.value) == f"{path}: {message}"
    assert before == (path.read_bytes() if path.is_file() else None)


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        store_at(tmp_path / "no" / "events.sqlite")
    assert str(caught.value) == f"{tmp_path}/no/events.sqlite: there is no folder {tmp_path}/no; create it or name another file"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://me:geheim@db.example.org/news", "no database 'postgresql'; there is: sqlite"),
        ("me:geheim@db.example.org", "the database URL cannot be read; write it like sqlite:////home/me/events.sqlite"),
        ("sqlite://me:geheim@host:port/x", "the database URL cannot be read; write it like sqlite:////home/me/events.sqlite"),
        ("sqlite://", "the store needs a file, for example sqlite:////home/me/events.sqlite"),
        ("sqlite:///:memory:", "the store needs a file, for example sqlite:////home/me/events.sqlite"),
    ],
)
def test_a_url_that_is_no_store_is_a_configuration_error_without_the_password(url: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_store(url)
    assert str(caught.value) == message


def test_a_file_that_vanishes_is_reported_and_not_made_anew(path: Path, store: Store) -> None:
    store.save(ONE)
    path.unlink()
    with pytest.raises(StoreError, match="it cannot be opened; see that the file is there"):
        store.documents()
    assert not path.exists()


@pytest.mark.parametrize("findings", [b"no zlib", zlib.compress(b"{"), zlib.compress(b'{"events": [{"id": 1}]}')])
def test_findings_that_cannot_be_read_back_are_reported_on_one_line(path: Path, store: Store, findings: bytes) -> None:
    store.save(ONE)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE analyses SET findings = ?", [findings])
    with pytest.raises(StoreError) as caught:
        store.analysis(ONE.document.id)
    assert str(caught.value).startswith(f"{path}: what it holds cannot be read back (") and "\n" not in str(caught.value)


def test_foreign_keys_and_write_ahead_log_are_on(path: Path, store: Store) -> None:
    with store._reading() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys", "busy_timeout")]
    assert found == ["wal", 1, 5000]


# Schema versions. tests/schemas/<n>.sql is what version n created; a change of the tables without a migration fails here.


@pytest.mark.parametrize("script", sorted((ROOT / "tests" / "schemas").glob("*.sql")), ids=lambda script: f"version {script.stem}")
def test_every_earlier_schema_is_led_to_the_present_one(script: Path, path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(script.read_text())
        connection.execute("INSERT INTO schema_migrations VALUES (?, 'created', '2015-05-21 00:00:00')", [script.stem])
        connection.execute("INSERT INTO store_state VALUES ('0123456789abcdef', 0)")
    store_at(path).save(ANALYSIS)
    store_at(tmp_path / "fresh.sqlite")
    assert schema_of(path) == schema_of(tmp_path / "fresh.sqlite")
    assert store_at(path).analysis(DOCUMENT.id) == ANALYSIS


def schema_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'documents_fts_%' ORDER BY name")
        return [" ".join(row[0].replace(",", " , ").split()) for row in rows]


def add_notes(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE notes (text TEXT)")


def fill_notes(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO notes SELECT title FROM documents")


def fail(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")


def migrate(store: Store, *steps: object) -> None:
    database, url = database_of(f"sqlite:///{store.location}")
    bring_up_to_date(database.engine(url, 5.0), database, store.location, steps)


def test_migrations_run_in_order_once_and_are_recorded(path: Path, store: Store) -> None:
    store.save(ANALYSIS)
    migrate(store, *MIGRATIONS, add_notes)
    migrate(store, *MIGRATIONS, add_notes, fill_notes)
    migrate(store, *MIGRATIONS, add_notes, fill_notes)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version, name FROM schema_migrations").fetchall() == [
            (CURRENT, "created"),
            (CURRENT + 1, "add_notes"),
            (CURRENT + 2, "fill_notes"),
        ]
        assert connection.execute("SELECT text FROM notes").fetchall() == [("Rebels seize bridge",)]
    with pytest.raises(StoreError, match=rf"written by a newer version of this program \(schema {CURRENT + 2}, this one knows {CURRENT}\)"):
        store_at(path)


def test_a_migration_that_fails_leaves_the_old_version(path: Path, store: Store) -> None:
    store.save(ANALYSIS)
    with pytest.raises(StoreError, match="the database failed: no such table: nowhere"):
        migrate(store, *MIGRATIONS, add_notes, fail)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version FROM schema_migrations").fetchall() == [(CURRENT,)]
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'notes'").fetchall() == []
    assert list(store_at(path).analyses()) == [ANALYSIS]


def test_documents_of_any_script_survive(store: Store) -> None:
    analysis = analysis_of("Προχθές в Киеве 昨天\u202e\U0001f600 e\u0301\r\n", title="Ünïcode", source="caf\ufffd.txt")
    store.save(analysis)
    assert store.analysis(analysis.document.id) == analysis
    assert store.search("КИЕВЕ unicode") == [analysis.document.id]
    assert isinstance(store.document(analysis.document.id), Document)
    assert [file.name for file in Path(store.location).parent.iterdir()] == ["events.sqlite"]


def test_what_events_have_in_common_is_kept_once(store: Store) -> None:
    store.save_all([analysis_of(f"Rebels took Ramadi, report {number}.", events=3) for number in range(4)])
    columns = store.event_columns()
    assert {name: len({id(value) for value in values}) for name, values in columns.items() if name not in ("id", "title")} == {
        name: len(set(values)) for name, values in columns.items() if name not in ("id", "title")
    }


def test_what_has_changed_since_a_version_is_told_and_read_alone(store: Store) -> None:
    before = store.version()
    for analysis in (ANALYSIS, ONE, TWO):
        store.save(analysis)
    numbers = dict(zip(store.event_columns()["document_id"], store.event_columns()["document_number"], strict=True))
    assert (store.changed_since(before), store.changed_since(store.version())) == (set(numbers.values()), set())
    before = store.version()
    store.save(replace(ONE, config_hash="new"))
    assert store.changed_since(before) == {numbers[ONE.document.id]}
    store.record(judge(SEIZURE, Verb.REJECT, "Anna"))
    assert store.changed_since(before) == {numbers[ONE.document.id], numbers[DOCUMENT.id]}
    assert store.event_columns({numbers[DOCUMENT.id]})["review"] == ["rejected", "unreviewed", "unreviewed"]
    before = store.version()
    store.delete_document(TWO.document.id)
    assert store.changed_since(before) == {numbers[TWO.document.id]}
    assert store.event_columns({numbers[TWO.document.id]})["id"] == []


def test_a_version_of_another_store_tells_of_no_change(tmp_path: Path, store: Store) -> None:
    store.save(ONE)
    assert store_at(tmp_path / "other.sqlite").changed_since(store.version()) is None
