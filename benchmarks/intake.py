"""Reads a folder of mixed files, is killed in the middle, goes on, and says what came of it, as Markdown tables.

    python benchmarks/intake.py [--files 1000] [--events 100000] [--workers N]

The folder is that of tests/mixed_files.py: one file in four is broken, empty, encrypted, mislabelled, huge or hostile. One command,
`python -m events ingest FOLDER`, reads it into a new store; it gets a SIGKILL once a third of the good files are kept, and is run again.
The second table is of an import of so many ready-made events, as `export jsonl` writes them. Memory is the highest sum over all
processes of the command, seen ten times a second: pages that several share are divided among them (PSS) or counted for each (RSS).
The exit code is 1 where a demand is not met. Linux only: it reads /proc.
"""

import argparse
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from exports import filled  # noqa: E402
from mixed_files import write_folder  # noqa: E402

from events.exports import export_events  # noqa: E402

MOST_MEMORY = 1000  # MB that all processes of the command may take together
BETWEEN = 0.1  # seconds between two looks at the memory
ERROR = "error: "
Row = tuple[str, str, bool | None]  # what, how much, whether it is as demanded (None: nothing is demanded)


@dataclass
class Command:
    """A run of `python -m events ingest`, with the memory of all its processes watched."""

    arguments: list[str]
    database: Path
    out: str = ""
    err: str = ""
    seconds: float = 0.0
    shared: int = 0  # MB at most, shared pages divided
    counted: int = 0  # MB at most, shared pages counted for each process
    processes: set[int] = field(default_factory=set)

    def run(self, *, stop_when: Callable[[], bool] = lambda: False) -> int:
        """Its exit code; -9 when it was killed because `stop_when` was true."""
        command = [sys.executable, "-m", "events", "ingest", *self.arguments, "--database", f"sqlite:///{self.database}"]
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        reader = threading.Thread(target=self._take, args=(process,))
        reader.start()
        while process.poll() is None:
            self._weigh(process.pid)
            if stop_when():
                process.send_signal(signal.SIGKILL)
            time.sleep(BETWEEN)
        reader.join()
        self.seconds = time.monotonic() - began
        return process.returncode

    def _take(self, process: "subprocess.Popen[str]") -> None:
        self.out, self.err = process.communicate()

    def _weigh(self, pid: int) -> None:
        family = list(_family(pid))
        self.processes |= set(family)
        weights = [weight for one in family if (weight := _weight(one))]
        self.shared = max(self.shared, sum(pss for pss, _ in weights) // 1024)
        self.counted = max(self.counted, sum(rss for _, rss in weights) // 1024)

    def left_over(self, seconds: float = 10) -> list[int]:
        """Its processes that are still there so long after its end."""
        end = time.monotonic() + seconds
        while (left := [pid for pid in self.processes if _weight(pid)]) and time.monotonic() < end:
            time.sleep(BETWEEN)
        return left


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started, and they started."""
    yield pid
    try:
        children = "".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return  # it has ended
    for child in children.split():
        yield from _family(int(child))


def _weight(pid: int) -> tuple[int, int] | None:
    """kB of memory, shared pages divided and not; None where the process has ended."""
    try:
        found = dict(re.findall(r"^(Pss|Rss): +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE))
    except OSError:
        return None
    return (int(found["Pss"]), int(found["Rss"])) if found else None


def kept(database: Path) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """What a store holds of each document: where it was read, when it was added, the ids of its events. {} where it is not there yet."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as store:
            events: dict[str, list[str]] = {}
            for document, event in store.execute("SELECT document_id, id FROM events ORDER BY id"):
                events.setdefault(document, []).append(event)
            rows = store.execute("SELECT id, source, added FROM documents").fetchall()
    except sqlite3.OperationalError:
        return {}
    return {document: (source, added, tuple(events.get(document, ()))) for document, source, added in rows}


def failed(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as store:
        return [source for (source,) in store.execute("SELECT source FROM failures")]


def sound(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as store:
        return store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def files_in(names: list[str], folder: Path) -> Counter[str]:
    """How often each file of the folder is named; what is read in an archive or a table is its file's."""
    at = re.compile(re.escape(f"{folder}/") + r"(\d+/\d+-?[\w.]+)")
    return Counter(found[1] for name in names if (found := at.search(name)))


def intake(folder: Path, count: int, more: list[str]) -> list[Row]:
    """Everything that is asked of the ingestion of mixed files."""
    files = folder / "files"
    good, bad = write_folder(files, count)
    database = folder / "events.sqlite"
    first, second = (Command([str(files), *more], database) for _ in range(2))
    code = first.run(stop_when=lambda: len(kept(database)) >= len(good) // 3)
    left, whole, before = first.left_over(), sound(database), kept(database)
    again = second.run()
    after = kept(database)
    read = files_in([source for source, _, _ in after.values()], files)
    lines = files_in([line for line in second.err.splitlines() if line.startswith(ERROR)], files)
    listed = files_in(failed(database), files)
    names = {"good": {_name(path, files) for path in good}, "bad": {_name(path, files) for path in bad}}
    unchanged = re.search(r"(\d+) unchanged", second.out)
    return [
        ("good files kept, each once", _share(read, names["good"]), set(read) == names["good"] and set(read.values()) == {1}),
        ("bad files with exactly one line", _share(lines, names["bad"]), lines == Counter(names["bad"])),
        ("bad files in the list of failures", _share(listed, names["bad"]), listed == Counter(names["bad"])),
        ("killed", f"after {first.seconds:.0f} s, {len(before)} documents kept", code == -signal.SIGKILL and 0 < len(before) < len(good)),
        ("store sound after the kill", "yes" if whole else "no", whole),
        ("processes left by the kill", str(len(left)), not left),
        ("of what was kept, lost or done again", str(sum(after.get(key) != value for key, value in before.items())), _same(before, after)),
        ("passed over by the second run", unchanged[1] if unchanged else "?", bool(unchanged) and int(unchanged[1]) == len(before)),
        ("exit code of the second run", str(again), again == 1),
        ("events", f"{sum(len(events) for _, _, events in after.values()):,}", None),
        ("seconds", f"{first.seconds:.0f} + {second.seconds:.0f}", None),
        *_memory(first, second),
    ]


def _name(path: Path, files: Path) -> str:
    return path.relative_to(files).as_posix()


def _share(found: Counter[str], wanted: set[str]) -> str:
    wrong = sorted({name for name in wanted | set(found) if found[name] != (name in wanted)})
    return f"{sum(found[name] == 1 for name in wanted)} of {len(wanted)}" + (f"; not so: {', '.join(wrong[:5])}" if wrong else "")


def _same(before: dict[str, tuple[str, str, tuple[str, ...]]], after: dict[str, tuple[str, str, tuple[str, ...]]]) -> bool:
    return all(after.get(key) == value for key, value in before.items())


def _memory(*commands: Command) -> list[Row]:
    shared, counted = max(one.shared for one in commands), max(one.counted for one in commands)
    return [
        ("peak memory of all processes, MB", f"{shared} (each by itself: {counted})", shared < MOST_MEMORY),
        ("most processes seen", str(max(len(one.processes) for one in commands)), None),
    ]


def imported(folder: Path, count: int) -> list[Row]:
    """Everything that is asked of the import of a table of ready-made events."""
    path, database = folder / "export.jsonl", folder / "again.sqlite"
    export_events(filled(folder / "source.sqlite", count).analyses(), "jsonl", path)
    first, second = (Command([str(path)], database) for _ in range(2))
    code = first.run()
    before = kept(database)
    again = second.run()
    after = kept(database)
    events = sum(len(ids) for _, _, ids in before.values())
    wanted = count // 3 * 3
    return [
        ("events in the table, all kept", f"{events:,} of {wanted:,}", (events, code) == (wanted, 0)),
        ("table", f"{path.stat().st_size / 1e6:.0f} MB", None),
        ("seconds", f"{first.seconds:.0f}", None),
        ("rows a second", f"{events / first.seconds:,.0f}", None),
        (
            "imported again: documents changed",
            str(sum(after.get(key) != value for key, value in before.items())),
            (again, after) == (0, before),
        ),
        ("seconds of the import again", f"{second.seconds:.0f}", None),
        *_memory(first, second),
    ]


def show(title: str, rows: list[Row]) -> bool:
    """Prints a table; whether everything in it is as demanded."""
    print(f"\n| {title} | {date.today()}, {os.cpu_count()} cores | as demanded |\n|---|---|---|")
    for what, found, well in rows:
        print(f"| {what} | {found} | {'' if well is None else 'yes' if well else '**no**'} |")
    sys.stdout.flush()
    return all(well is not False for _, _, well in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000, help="0: leave this part out")
    parser.add_argument("--events", type=int, default=100_000, help="0: leave this part out")
    parser.add_argument("--workers", help="as of `ingest`")
    options = parser.parse_args()
    more, well = ["--workers", options.workers] if options.workers else [], True
    with tempfile.TemporaryDirectory() as name:
        if options.files:
            well &= show("mixed files", intake(Path(name), options.files, more))
        if options.events:
            well &= show("ready-made events", imported(Path(name), options.events))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
