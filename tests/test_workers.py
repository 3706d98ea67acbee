"""Several processes: the same results, few items ahead, interrupts, processes that die."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from events.errors import ConfigurationError, ExtractionError
from events.model import Analysis, Document
from events.pipeline import Options, analyse_each, ingest
from events.processes import in_order
from events.storage import open_store

ROOT = Path(__file__).resolve().parent.parent
TOWNS = ("Bria", "Ramadi", "Goma", "Palmyra", "Bamako", "Mosul", "Aleppo", "Donetsk")


def _documents(count: int) -> list[Document]:
    return [
        Document(f"Rebels captured {town} on Thursday. {n} people were killed in {other}.", dct=date(2017, 5, 1 + n % 28))
        for n, (town, other) in enumerate(zip(islice(cycle(TOWNS), count), islice(cycle(TOWNS), 3, count + 3), strict=True))
    ]


def _content(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, without the times at which they were written."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {}
        for table in set(inspect(engine).get_table_names()) - {"store_state"}:  # it holds a mark of its own for each database
            columns = [c["name"] for c in inspect(engine).get_columns(table) if c["name"] not in ("added", "updated", "applied", "created")]
            listed = ", ".join(f'"{name}"' for name in columns)
            found[table] = [tuple(row) for row in connection.execute(text(f'SELECT {listed} FROM "{table}"'))]
    engine.dispose()
    return found


@pytest.mark.parametrize("workers", [2, 3, None])
def test_the_store_is_the_same_whatever_the_number_of_workers(tmp_path: Path, workers: int | None) -> None:
    documents = [*_documents(24), *_documents(3)]  # three come twice
    urls = {number: f"sqlite:///{tmp_path / f'{number}.sqlite'}" for number in (1, workers)}
    reports = {number: ingest(documents, open_store(url), workers=number) for number, url in urls.items()}
    assert reports[1] == reports[workers]
    assert (reports[1].added, reports[1].unchanged, reports[1].errors) == (24, 3, [])
    alone, together = (_content(url) for url in urls.values())
    assert sum(map(len, alone.values())) > 24
    assert together == alone


def _squared_or_dead(number: int) -> int:
    if number in (3, 11):
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def test_a_process_that_dies_costs_one_item() -> None:
    found = list(in_order(_squared_or_dead, range(20), workers=2, lost=lambda number: -number))
    assert found == [-n if n in (3, 11) else n * n for n in range(20)]


def _same(number: int) -> int:
    return number


def test_few_items_are_taken_ahead() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1, 1001):
            taken = number
            yield number

    results = in_order(_same, items(), workers=2, lost=_same)
    assert next(results) == 1
    assert taken <= 9
    results.close()  # type: ignore[attr-defined]


def test_a_setting_that_cannot_be_is_said_once(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'events.sqlite'}")
    for workers in (1, 2):
        with pytest.raises(ConfigurationError, match="no spaCy pipeline 'en_nowhere'"):
            ingest(_documents(3), store, Options(language_model="en_nowhere"), workers=workers)
    assert store.documents() == []


def test_errors_come_back_in_their_places() -> None:
    unread = Document("Rebels captured Bria on Thursday.", dct="yesterday")  # type: ignore[arg-type]
    first, wrong, last = analyse_each([*_documents(1), unread, *_documents(1)], workers=2)
    assert isinstance(wrong, ExtractionError) and "please report it" in str(wrong)
    assert isinstance(first, Analysis) and first == last


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number, document in enumerate(_documents(400)):
        (folder / f"{number:03}.txt").write_text(document.text + " It rained." * 200, encoding="utf-8")
    return folder


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _kept(database: Path) -> int:
    try:
        with sqlite3.connect(database, timeout=60) as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not made yet


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def _gone(children: list[int]) -> bool:
    """Whether all of them end before a minute is over."""
    for _ in range(600):
        if not any(map(_alive, children)):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_leaves_whole_documents_and_one_line(tmp_path: Path, many: Path, workers: int) -> None:
    database = tmp_path / "events.sqlite"
    environment = {**os.environ, "EVENTS_DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "events", "ingest", str(many), "--workers", str(workers)]
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    while _kept(database) == 0 and running.poll() is None:
        time.sleep(0.1)
    children = _children(running.pid)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
    out, err = running.communicate(timeout=120)
    kept = _kept(database)
    assert 0 < kept < 400
    assert running.returncode == 1
    assert out == b""
    assert err.decode() == f"stopped: {kept} texts are kept, whole; run it again to go on\n"
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM analyses").fetchone() == (kept,)
    assert _gone(children)


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path, many: Path) -> None:
    database = tmp_path / "events.sqlite"
    environment = {**os.environ, "EVENTS_DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "events", "ingest", str(many), "--workers", "2"]
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while _kept(database) == 0 and running.poll() is None:
        time.sleep(0.1)
    children = _children(running.pid)
    running.kill()
    running.wait()
    assert len(children) >= 2
    assert _gone(children)


def test_annotate_keeps_the_order(tmp_path: Path) -> None:
    lines = tmp_path / "in.jsonl"
    texts = [{"doc_id": n, "text": d.text, "dct": str(d.dct)} for n, d in enumerate(_documents(12))]
    lines.write_text("".join(json.dumps(t) + "\n" for t in texts), encoding="utf-8")
    command = [sys.executable, "-m", "events", "annotate", str(lines), "--workers"]
    answers = [subprocess.run([*command, n], cwd=ROOT, capture_output=True, check=True).stdout for n in ("1", "2")]
    assert answers[0] == answers[1]
    assert [json.loads(line)["doc_id"] for line in answers[0].splitlines()] == list(range(12))
