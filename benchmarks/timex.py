"""Compares temporal taggers on annotated documents in one run, and prints a Markdown table.

    python benchmarks/timex.py GOLD.jsonl [GOLD.jsonl ...] [--only events] [--documents N] [--slow-documents N]
                               [--floors benchmarks/timex_floors.json]

Each gold file is JSON Lines of {"doc_id", "text", "dct", "timexes"}, as `python -m events score timexes` reads it. The other
systems are dateparser's `search_dates` (always there) and Recognizers-Text (`pip install recognizers-text-suite "emoji<1.7"`;
left out where it is not installed). Recognizers-Text gets one paragraph at a time: on whole texts it is slower and finds less, on
long ones next to nothing. With --slow-documents it gets only the first N documents, which its row then says.
Speed is processor time of the tagging for texts of 500 words on one core, each warmed up on a sentence and the first document. With the
parse, the table also says how much of the time of parse and tagging together is the tagger's.
With --floors the figures of this project's tagger are checked against the pinned ones; below one of them the exit code is 1.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dateparser.search import search_dates
from rich.console import Console
from rich.progress import track

from events.extractor import mended
from events.language import parse
from events.scoring import Annotated, read_documents
from events.scoring.timexes import score_timexes
from events.timex import tag

WORDS = 500  # of one text in "texts a second"
WARM_UP = "On Thursday, 21 May 2015, they met for two weeks after Thanksgiving, the Lunar New Year and Ramadan."  # calendars
FIGURES = ("strict", "relaxed", "type", "value")
Found = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Run:
    """What a system found in one text, the seconds of processor time that finding took, and those of a parse that it was given."""

    found: Found
    seconds: float
    parse_seconds: float = 0.0


System = Callable[[str, date | None], Run]
"""Text and date of creation in."""

RECOGNIZERS_TYPES = {
    "date": "DATE", "daterange": "DATE", "time": "TIME", "timerange": "TIME", "datetime": "TIME", "datetimerange": "TIME",
    "duration": "DURATION", "set": "SET",
}  # fmt: skip


def timed(work: Callable[[], Found]) -> Run:
    start = time.process_time()
    found = work()
    return Run(found, time.process_time() - start)


def events_tagger(text: str, dct: date | None) -> Run:
    return timed(lambda: [_annotation(t) for t in tag(text, dct)])


def events_tagger_with_parse(text: str, dct: date | None) -> Run:
    """The time of the parse is told apart: other steps need it too."""
    start = time.process_time()
    tree = mended(parse(text))
    parse_seconds = time.process_time() - start
    return replace(timed(lambda: [_annotation(t) for t in tag(text, dct, tree=tree)]), parse_seconds=parse_seconds)


def _annotation(timex: Any) -> dict[str, Any]:
    return {"start": timex.span.start, "end": timex.span.end, "type": timex.type, "value": timex.value}


def dateparser_search(text: str, dct: date | None) -> Run:
    settings = {"RELATIVE_BASE": datetime(dct.year, dct.month, dct.day)} if dct else {}
    return timed(lambda: _located(text, search_dates(text, languages=["en"], settings=settings) or []))


def _located(text: str, pairs: Iterable[tuple[str, datetime]]) -> Found:
    """search_dates tells no offsets: each phrase is looked for after the one before it."""
    found: Found = []
    position = 0
    for phrase, moment in pairs:
        start = text.find(phrase, position)
        if start >= 0:
            position = start + len(phrase)
            found.append({"start": start, "end": position, "type": "DATE", "value": moment.date().isoformat()})
    return found


def recognizers_text() -> System | None:
    """Microsoft's Recognizers-Text, a paragraph at a time; None where it is not installed."""
    try:
        from recognizers_date_time import DateTimeRecognizer
    except ImportError:
        return None
    model = DateTimeRecognizer("en-us").get_datetime_model()

    def find(text: str, base: datetime) -> Found:
        paragraphs = [found for found in re.finditer(r".+", text) if not found[0].isspace()]
        return [_recognized(result, p.start()) for p in paragraphs for result in model.parse(p[0], base)]

    def run(text: str, dct: date | None) -> Run:
        base = datetime(dct.year, dct.month, dct.day) if dct else datetime(2000, 1, 1)
        return timed(lambda: find(text, base))

    return run


def _recognized(result: Any, offset: int) -> dict[str, Any]:
    value = (result.resolution or {}).get("values", [{}])[0]
    timex = value.get("timex", "")
    resolved = value.get("value") if timex.startswith("XXXX") and value.get("type") == "date" else timex
    kind = RECOGNIZERS_TYPES.get(result.type_name.rpartition(".")[2], "DATE")
    return {"start": offset + result.start, "end": offset + result.end + 1, "type": kind, "value": resolved}


def measure(name: str, system: System, gold: list[Annotated]) -> dict[str, float]:
    """The F1 figures of a system on documents, its texts of 500 words a second, and its share of the time of parse and tagging."""
    predicted, seconds, parse_seconds, words = [], 0.0, 0.0, 0
    system(WARM_UP, date(2015, 5, 21))
    system(gold[0]["text"], _dct(gold[0]))
    for document in track(gold, description=name, console=Console(stderr=True), transient=True):
        run = system(document["text"], _dct(document))
        predicted.append({"doc_id": document["doc_id"], "timexes": run.found})
        seconds, parse_seconds, words = seconds + run.seconds, parse_seconds + run.parse_seconds, words + len(document["text"].split())
    scores = score_timexes(gold, predicted)
    share = 100 * seconds / (seconds + parse_seconds) if parse_seconds else 0.0
    return {figure: scores[figure] for figure in FIGURES} | {"speed": words / WORDS / max(seconds, 1e-9), "share": share}


def _dct(document: Annotated) -> date | None:
    return date.fromisoformat(document["dct"]) if document.get("dct") else None


def report(name: str, rows: dict[str, dict[str, float]], size: int) -> None:
    print(
        f"\n**{name}** ({size} documents)\n\n| system | strict | relaxed | type | value | texts/s |\n|---|---|---|---|---|---|", flush=True
    )
    for system, row in rows.items():
        share = f" ({row['share']:.1f}% of parse and tagging)" if row["share"] else ""
        print(f"| {system} | " + " | ".join(f"{row[figure]:.1f}" for figure in FIGURES) + f" | {row['speed']:,.0f}{share} |", flush=True)


def below(name: str, row: dict[str, float], floors: dict[str, dict[str, float]]) -> list[str]:
    """One line for each figure that is under its floor."""
    wanted = floors.get(name, {})
    return [f"{name}: {figure} is {row[figure]:.2f}, its floor is {floor}" for figure, floor in wanted.items() if row[figure] < floor]


def compare(gold: list[Annotated], slow_documents: int | None, only_events: bool) -> dict[str, dict[str, float]]:
    """Name of a system -> its figures."""
    rows = {"events": measure("events", events_tagger, gold)}
    if only_events:
        return rows
    rows["events, with the parse"] = measure("events, with the parse", events_tagger_with_parse, gold)
    rows["dateparser search_dates"] = measure("dateparser search_dates", dateparser_search, gold)
    slow, fewer = recognizers_text(), gold[:slow_documents]
    if slow:
        name = "Recognizers-Text" + (f", first {len(fewer)} documents" if len(fewer) < len(gold) else "")
        rows[name] = measure(name, slow, fewer)
    return rows


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", nargs="+", type=Path)
    arguments.add_argument("--only", choices=["events"], help="measure this project's tagger alone, without the parse")
    arguments.add_argument("--documents", type=int, metavar="N", help="only the first N of each file")
    arguments.add_argument("--slow-documents", type=int, metavar="N", help="only the first N of them for Recognizers-Text")
    arguments.add_argument("--floors", type=Path, help="JSON: file name -> figure -> lowest value allowed")
    options = arguments.parse_args()
    floors = json.loads(options.floors.read_text(encoding="utf-8")) if options.floors else {}
    problems: list[str] = []
    for path in options.gold:
        gold = read_documents(path)[: options.documents]
        rows = compare(gold, options.slow_documents, only_events=bool(options.only))
        report(path.name, rows, len(gold))
        problems += below(path.name, rows["events"], floors)
    print("\n".join(["", *problems]) if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
