"""Compares temporal taggers on annotated documents in one run, and prints a Markdown table.

    python benchmarks/timex.py GOLD.jsonl [GOLD.jsonl ...] [--only events] [--documents N] [--floors benchmarks/timex_floors.json]

Each gold file is JSON Lines of {"doc_id", "text", "dct", "timexes"}, as `python -m events score timexes` reads it. The other
systems are dateparser's `search_dates` (always there) and Recognizers-Text (`pip install recognizers-text-suite "emoji<1.7"`;
left out where it is not installed). Speed is processor time for texts of 500 words on one core, after a warm-up.
With --floors the figures of this project's tagger are checked against the pinned ones; below one of them the exit code is 1.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dateparser.search import search_dates

from events.language import parse
from events.scoring import Annotated, read_documents
from events.scoring.timexes import score_timexes
from events.timex import tag

WORDS = 500  # of one text in "texts a second"
FIGURES = ("strict", "relaxed", "type", "value")
Found = list[dict[str, Any]]
System = Callable[[str, date | None], tuple[Found, float]]
"""Text and date of creation in; annotations and the seconds of processor time that they took out."""

RECOGNIZERS_TYPES = {
    "date": "DATE", "daterange": "DATE", "time": "TIME", "timerange": "TIME", "datetime": "TIME", "datetimerange": "TIME",
    "duration": "DURATION", "set": "SET",
}  # fmt: skip


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def events_tagger(text: str, dct: date | None) -> tuple[Found, float]:
    return timed(lambda: [_annotation(t) for t in tag(text, dct)])


def events_tagger_with_parse(text: str, dct: date | None) -> tuple[Found, float]:
    """The time of the parse is not counted: other steps need it too."""
    doc = parse(text)
    return timed(lambda: [_annotation(t) for t in tag(text, dct, doc=doc)])


def _annotation(timex: Any) -> dict[str, Any]:
    return {"start": timex.span.start, "end": timex.span.end, "type": timex.type, "value": timex.value}


def dateparser_search(text: str, dct: date | None) -> tuple[Found, float]:
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
    """Microsoft's Recognizers-Text, None where it is not installed."""
    try:
        from recognizers_date_time import DateTimeRecognizer
    except ImportError:
        return None
    model = DateTimeRecognizer("en-us").get_datetime_model()

    def run(text: str, dct: date | None) -> tuple[Found, float]:
        base = datetime(dct.year, dct.month, dct.day) if dct else datetime(2000, 1, 1)
        return timed(lambda: [_recognized(result) for result in model.parse(text, base)])

    return run


def _recognized(result: Any) -> dict[str, Any]:
    value = (result.resolution or {}).get("values", [{}])[0]
    timex = value.get("timex", "")
    resolved = value.get("value") if timex.startswith("XXXX") and value.get("type") == "date" else timex
    kind = RECOGNIZERS_TYPES.get(result.type_name.rpartition(".")[2], "DATE")
    return {"start": result.start, "end": result.end + 1, "type": kind, "value": resolved}


def measure(system: System, gold: list[Annotated]) -> dict[str, float]:
    """The F1 figures of a system on documents, and its texts of 500 words a second."""
    system("On Thursday, 21 May 2015, they met for two weeks.", date(2015, 5, 21))
    predicted, seconds, words = [], 0.0, 0
    for document in gold:
        found, taken = system(document["text"], date.fromisoformat(document["dct"]) if document.get("dct") else None)
        predicted.append({"doc_id": document["doc_id"], "timexes": found})
        seconds, words = seconds + taken, words + len(document["text"].split())
    scores = score_timexes(gold, predicted)
    return {figure: scores[figure] for figure in FIGURES} | {"speed": words / WORDS / max(seconds, 1e-9)}


def report(name: str, rows: dict[str, dict[str, float]], size: int) -> None:
    print(f"\n**{name}** ({size} documents)\n\n| system | strict | relaxed | type | value | texts/s |\n|---|---|---|---|---|---|")
    for system, row in rows.items():
        print(f"| {system} | " + " | ".join(f"{row[figure]:.1f}" for figure in FIGURES) + f" | {row['speed']:,.0f} |")


def below(name: str, row: dict[str, float], floors: dict[str, dict[str, float]]) -> list[str]:
    """One line for each figure that is under its floor."""
    wanted = floors.get(name, {})
    return [f"{name}: {figure} is {row[figure]:.2f}, its floor is {floor}" for figure, floor in wanted.items() if row[figure] < floor]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", nargs="+", type=Path)
    arguments.add_argument("--only", choices=["events"], help="measure this project's tagger alone, without the parse")
    arguments.add_argument("--documents", type=int, help="only so many of each file: the others need minutes for long texts")
    arguments.add_argument("--floors", type=Path, help="JSON: file name -> figure -> lowest value allowed")
    options = arguments.parse_args()
    systems: dict[str, System | None] = {"events": events_tagger}
    if not options.only:
        systems |= {"events, with the parse": events_tagger_with_parse, "dateparser search_dates": dateparser_search}
        systems |= {"Recognizers-Text": recognizers_text()}
    floors = json.loads(options.floors.read_text(encoding="utf-8")) if options.floors else {}
    problems: list[str] = []
    for path in options.gold:
        gold = read_documents(path)[: options.documents]
        rows = {name: measure(system, gold) for name, system in systems.items() if system}
        report(path.name, rows, len(gold))
        problems += below(path.name, rows["events"], floors)
    print("\n".join(["", *problems]) if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
