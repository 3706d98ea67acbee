"""Compares geoparsers on annotated documents in one run, and prints a Markdown table.

    python benchmarks/toponyms.py GOLD.jsonl [GOLD.jsonl ...] [--documents N] [--lookups]

Each gold file is JSON Lines of {"doc_id", "text", "toponyms"}, as `python -m events score toponyms` reads it. The other systems
are flashgeotext and geotext (`pip install flashgeotext geotext`, the dependency group "benchmarks"; left out where they are not
installed). They find names but say not where they lie, so each name of theirs is put at the best-known place that bears it in our
gazetteer. Speed is processor time from raw text for texts of 400 words on one core, after a warm-up, start-up not counted.
--lookups also measures single lookups in the gazetteer.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rich.console import Console
from rich.progress import track

from events.annotate import request
from events.errors import EventsError
from events.gazetteer import Gazetteer, open_gazetteer
from events.scoring import Annotated, Scores, read_documents
from events.scoring.toponyms import score_toponyms
from events.toponyms import find_toponyms

WORDS = 400  # of one text in "texts a second"
FIGURES = ("recognition", "end_to_end", "accuracy_161", "mean_km", "median_km", "auc")
WARM_UP = {"doc_id": "", "text": "Police in Springfield, Ill., said that two men from Mosul had been arrested near the Turkish border."}
Found = list[dict[str, Any]]
System = Callable[[Annotated], Found]
"""A document in, annotations with offsets and coordinates out."""


def events_geoparser(gazetteer: Gazetteer) -> System:
    def run(document: Annotated) -> Found:
        _, parsed = request(json.dumps(document), 1)
        found = find_toponyms(parsed, None, gazetteer)
        return [_placed(t.span.start, t.span.end, t.place) for t in found]

    return run


def _placed(start: int, end: int, place: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "lat": place.latitude if place else None, "lon": place.longitude if place else None}


def _best_known(name: str, gazetteer: Gazetteer) -> Any:
    matches = gazetteer.lookup(name, limit=1)
    return matches[0].place if matches else None


def flashgeotext(gazetteer: Gazetteer) -> System | None:
    """flashgeotext, None where it is not installed."""
    try:
        from flashgeotext.geotext import GeoText
        from loguru import logger
    except ImportError:
        return None
    logger.remove()
    geotext = GeoText()

    def run(document: Annotated) -> Found:
        kinds = geotext.extract(input_text=document["text"], span_info=True)
        return sorted(
            (
                _placed(start, end, _best_known(name, gazetteer))
                for names in kinds.values()
                for name, found in names.items()
                for start, end in found["span_info"]
            ),
            key=lambda each: each["start"],
        )

    return run


def geotext(gazetteer: Gazetteer) -> System | None:
    """geotext, None where it is not installed. It tells no offsets: each name is looked for in the text."""
    try:
        from geotext import GeoText
    except ImportError:
        return None

    def run(document: Annotated) -> Found:
        text = document["text"]
        places = GeoText(text)
        return list(_located(text, {*places.cities, *places.countries}, gazetteer))

    return run


def _located(text: str, names: Iterable[str], gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    taken = bytearray(len(text))
    for name in sorted(names, key=len, reverse=True):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * len(name)
                yield _placed(start, end, _best_known(name, gazetteer))
            start = text.find(name, end)


def measure(name: str, system: System, gold: list[Annotated]) -> dict[str, Any]:
    """The figures of a system on documents, and its texts of 400 words a second."""
    system(WARM_UP)
    predicted, seconds, words = [], 0.0, 0
    console = Console(stderr=True)
    for document in track(gold, description=name, console=console, transient=True, disable=not console.is_terminal):
        start = time.process_time()
        found = system(document)
        seconds += time.process_time() - start
        words += len(document["text"].split())
        predicted.append({"doc_id": document["doc_id"], "toponyms": found})
    scores: Scores = score_toponyms(gold, predicted)
    return {figure: scores.get(figure) for figure in FIGURES} | {"speed": words / WORDS / max(seconds, 1e-9)}


def report(name: str, rows: dict[str, dict[str, Any]], size: int) -> None:
    print(f"\n**{name}** ({size} documents)\n")
    print("| system | recognition F1 | end-to-end F1, 161 km | accuracy, 161 km | mean km | median km | AUC | texts/s |")
    print("|---|---|---|---|---|---|---|---|")
    for system, row in rows.items():
        figures = (f"{row[f]:.1f}" for f in FIGURES[:3]), (f"{row[f]:,.0f}" for f in FIGURES[3:5])
        print(f"| {system} | " + " | ".join([*figures[0], *figures[1], f"{row['auc']:.3f}", f"{row['speed']:,.0f}"]) + " |", flush=True)


LOOKUPS = {
    "exact": ("Mosul", "Springfield", "Ramadi", "New York", "Bria", "Goma", "Aleppo", "Kharkiv", "Anbar province", "Lake Chad"),
    "folded": ("MOSUL", "ar-Ramadi", "Kharkov", "sao paulo", "Ar Raqqah", "Deir ez-Zor", "Dayr az Zawr", "Al Mawsil", "ZURICH", "Bogota"),
    "unknown": ("Xyzzyville", "Qwertyabad", "Brzzk", "Nowhereton", "Zzz", "Ploverton East", "Foobarstan", "Lorem", "Ipsum", "Dolor"),
    "fuzzy": ("Mosull", "Springfeild", "Ramaddi", "Alepo", "Kharkivv", "Gomma", "Baghdadd", "Fallujja", "Kabbul", "Tripolli"),
}




def lookups(gazetteer: Gazetteer) -> None:
    """Prints milliseconds of processor time for a lookup, asked for the first time and again."""
    print("\n| lookup | first, ms | again, ms |\n|---|---|---|")
    gazetteer.fuzzy("warm up")
    for kind, names in LOOKUPS.items():
        look = gazetteer.fuzzy if kind == "fuzzy" else gazetteer.lookup
        times = []
        for again in (False, True):
            rounds, seconds = 20, 0.0
            for _ in range(rounds):
                if not again:
                    gazetteer._find.cache_clear()
                start = time.process_time()
                for name in names:
                    look(name)
                seconds += time.process_time() - start
            times.append(1000 * seconds / rounds / len(names))
        print(f"| {kind} | {times[0]:.3f} | {times[1]:.4f} |", flush=True)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", nargs="*", type=Path)
    arguments.add_argument("--documents", type=int, help="only so many of each file")
    arguments.add_argument("--lookups", action="store_true", help="also the time of single lookups")
    options = arguments.parse_args()
    if not options.gold and not options.lookups:
        arguments.error("a gold file is needed, or --lookups")
    gazetteer = open_gazetteer()
    systems = {"events": events_geoparser(gazetteer), "flashgeotext": flashgeotext(gazetteer), "geotext": geotext(gazetteer)}
    for path in options.gold:
        gold = read_documents(path)[: options.documents]
        report(path.name, {name: measure(name, system, gold) for name, system in systems.items() if system}, len(gold))
    if missing := [name for name, system in systems.items() if system is None]:
        print(f"\nnot installed, so left out: {', '.join(missing)}", file=sys.stderr)
    if options.lookups:
        lookups(gazetteer)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EventsError as error:
        sys.exit(f"error: {error}")
