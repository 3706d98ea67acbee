"""How long each export format takes and how large its file is: python benchmarks/exports.py [--events 100000]

One process a format, on a store of invented reports with three events each; seconds are of processor time, memory is the peak of the
process, which holds the store's columns as well as the events on their way. The last line reads the export back.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from samples import DOCUMENT, RAINING, RETURNING, SEIZURE, TEXT  # noqa: E402

from events.event_tables import TableOptions, ingest_table  # noqa: E402
from events.exports import EXPORTERS, export_events  # noqa: E402
from events.model import Analysis  # noqa: E402
from events.storage import Store, open_store  # noqa: E402

BATCH = 500
IMPORTED = "jsonl"


def analysis(number: int) -> Analysis:
    document = replace(DOCUMENT, text=f"{TEXT}Report number {number}.\n", source=f"report-{number}.md")
    day = timedelta(number % 1000)
    events = tuple(
        replace(
            event,
            id=f"{document.id}-{rank}",
            document_id=document.id,
            first=event.first and event.first + day,
            last=event.last and event.last + day,
        )
        for rank, event in enumerate((SEIZURE, RETURNING, RAINING))
    )
    return Analysis(document, events=events, config_hash="benchmark")


def filled(path: Path, events: int) -> Store:
    store = open_store(f"sqlite:///{path}")
    for start in range(0, events // 3, BATCH):
        store.save_all([analysis(number) for number in range(start, min(start + BATCH, events // 3))])
    return store


def work(format: str, folder: Path) -> None:
    """One measurement, in a process of its own: a line of JSON."""
    store = open_store(f"sqlite:///{folder / 'events.sqlite'}")
    path = folder / f"export{EXPORTERS[format].suffix}" if format in EXPORTERS else folder / "export.jsonl"
    began = time.process_time()
    if format in EXPORTERS:
        done = export_events(store.analyses(), format, path).events
    else:
        done = ingest_table(path, open_store(f"sqlite:///{folder / 'again.sqlite'}"), TableOptions())[0].events
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"events": done, "seconds": time.process_time() - began, "size": path.stat().st_size / 1e6, "memory": memory}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--work", nargs=2, metavar=("FORMAT", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work[0], Path(options.work[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder / "events.sqlite", options.events)
        print(f"{'format':<12} {'events':>8} {'seconds':>8} {'MB':>7} {'peak memory, MB':>16}   {date.today()}")
        for format in (*(one for one in EXPORTERS if one != IMPORTED), IMPORTED, "import"):
            command = [sys.executable, __file__, "--work", format, name]
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ)).stdout
            found = json.loads(done.splitlines()[-1])
            print(f"{format:<12} {found['events']:>8,} {found['seconds']:>8.1f} {found['size']:>7.1f} {found['memory']:>16.0f}", flush=True)


if __name__ == "__main__":
    main()
