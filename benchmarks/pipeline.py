"""Measures the whole path on one core, layer by layer, and prints a Markdown table.

    python benchmarks/pipeline.py [CORPUS.jsonl ...] [--documents N] [--floor DOCUMENTS_A_SECOND]

Each corpus is JSON Lines of {"text", "dct"?}; without one the reports in seeds/ are read. Speed is
given for texts of 400 words, by processor time (user and system) after a warm-up. Beside it in the same run: the spaCy pipeline
that ships run by itself over the same texts, a bare spaCy tokenizer, the time of one short `annotate` from its start, and the memory
that this process has held at most. With --floor the exit code is 1 when the whole path is slower.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import spacy

from events import timex, toponyms
from events.documents import read_path
from events.extractor import get_extractor, mended
from events.gazetteer import open_gazetteer
from events.language import SHIPPED, load, parse
from events.model import Document

ROOT = Path(__file__).resolve().parent.parent
ALONE = f"spaCy, data/language/{SHIPPED.name} by itself"
WORDS = 400  # of one document in "documents a second"
_Result = TypeVar("_Result")


class Clock:
    """Processor time by layer."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, layer: str, work: Callable[[], _Result]) -> _Result:
        start = time.process_time()
        result = work()
        self.seconds[layer] = self.seconds.get(layer, 0.0) + time.process_time() - start
        return result


def whole_path(documents: Iterable[Document], clock: Clock) -> None:
    gazetteer, extractor = open_gazetteer(), get_extractor()
    for document in documents:
        tree = clock.time("language", lambda document=document: mended(parse(document.text)))
        times = clock.time("timex", lambda document=document, tree=tree: timex.tag(document.text, document.dct, tree=tree))
        places = clock.time("toponyms", lambda document=document, tree=tree: toponyms.find_toponyms(document, tree, gazetteer))
        clock.time(
            "extractor",
            lambda document=document, tree=tree, times=times, places=places: extractor.extract(document, tree, times, places),
        )


def peers(documents: list[Document], clock: Clock) -> None:
    """What spaCy itself takes for the same texts: its tokenizer alone, and the pipeline that ships without any care of ours."""
    blank, shipped = spacy.blank("en"), load(None)
    for document in documents[:5]:
        shipped(document.text)
    for document in documents:
        clock.time("spaCy, tokenizer alone", lambda document=document: blank(document.text))
        clock.time(ALONE, lambda document=document: shipped(document.text))


def read(paths: list[Path]) -> list[Document]:
    if not paths:
        return [item for item in read_path(ROOT / "seeds") if isinstance(item, Document)]
    lines = [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]
    return [Document(line["text"], dct=_day(line.get("dct"))) for line in lines]


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        return None  # some corpora do not know it


def start_seconds() -> float:
    """Processor time of `python -m events annotate` for one short text, with the gazetteer built."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    line = json.dumps({"doc_id": 1, "text": "Rebels captured Bria on Thursday.", "dct": "2017-05-19"})
    subprocess.run([sys.executable, "-m", "events", "annotate"], input=line, text=True, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def report(layers: dict[str, float], beside: dict[str, float], words: int) -> float:
    """Prints the table; documents a second by the whole path."""
    total = sum(layers.values())
    print("| layer | ms a document | share | documents/s |\n|---|---|---|---|")
    for layer, seconds in (layers | {"**whole path**": total} | beside).items():
        each = seconds * WORDS / words
        print(f"| {layer} | {1000 * each:.1f} | {100 * seconds / total:.0f}% | {1 / each:,.0f} |")
    print(f"\nThe whole path takes {total / beside[ALONE]:.2f} times as long as spaCy by itself.")
    return words / WORDS / total


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", nargs="*", type=Path)
    arguments.add_argument("--documents", type=int, default=200, help="at most so many, drawn with a fixed seed")
    arguments.add_argument("--floor", type=float, default=0.0, help="documents a second below which the exit code is 1")
    options = arguments.parse_args()
    documents = read(options.corpora)
    random.Random(0).shuffle(documents)
    documents = documents[: options.documents]
    whole_path(documents[:5], Clock())
    layers, beside = Clock(), Clock()
    whole_path(documents, layers)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peers(documents, beside)
    words = sum(len(document.text.split()) for document in documents)
    speed = report(layers.seconds, beside.seconds, words)
    print(f"\n{len(documents)} documents, {words:,} words; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, one thread used.")
    print(f"Memory at most {memory:.0f} MB; one short text from the start {start_seconds():.1f} s of processor time.")
    return 1 if speed < options.floor else 0


if __name__ == "__main__":
    sys.exit(main())
