"""Fails when a score falls under its pinned floor. Usage: check.py FOLDER, with FOLDER/corpora and FOLDER/scoring/score.py.

A floor is raised by hand when a change has earned it; lowering one needs a reason in the change that does it. The recogniser of place
names was trained on GeoVirus, so it is measured there by cross-validation over its articles ("cross-validated toponyms"). The judge of
places has seen the event-location sentences: their floor guards what ships, and says nothing of new texts ("locations as learned").
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

OWN_LAYERS = ("headlines", "actors", "locations", "anchors", "incidents")
BESIDE = {"anchors": "semeval2015_timelines.jsonl"}  # what a layer's scorer reads beside the corpus
EVERY = {"event_location.jsonl": 8, "muc4.jsonl": 8}
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


def shortened(corpus: Path, folder: Path) -> Path:
    """The corpus itself, or of a large one every nth document, to bound the time of a run."""
    if corpus.name not in EVERY:
        return corpus
    path = folder / f"every {EVERY[corpus.name]} of {corpus.name}"
    path.write_text("".join(corpus.read_text(encoding="utf-8").splitlines(keepends=True)[:: EVERY[corpus.name]]), encoding="utf-8")
    return path


def annotated(corpus: Path, folder: Path) -> Path:
    """The corpus through `python -m events annotate`, once for all tasks."""
    predicted = folder / f"{corpus.name} annotated"
    if not predicted.exists():
        with predicted.open("w", encoding="utf-8") as output:
            run = subprocess.run([sys.executable, "-m", "events", "annotate", "--workers", "2", str(corpus)], stdout=output, check=False)
        if run.returncode not in (0, 1):  # 1: a line of the corpus is bad, as the one with the date "None"; the others count
            raise SystemExit(f"annotate ended with {run.returncode} on {corpus}")
    return predicted


def scores(shared: Path, task: str, corpus: Path, predicted: Path) -> dict[str, float]:
    """The figures that the scorer prints last: our own for the layers that only it has."""
    beside = [str(shared / "corpora" / BESIDE[task])] if task in BESIDE else []
    own = [sys.executable, "-m", "events", "score", task, str(corpus), *beside, str(predicted)]
    command = own if task in OWN_LAYERS else [sys.executable, str(shared / "scoring" / "score.py"), task, str(corpus), str(predicted)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures: dict[str, float] = json.loads(printed.strip().splitlines()[-1])
    return figures


def cross_validated(shared: Path) -> dict[str, float]:
    """The figures of the recogniser of place names on texts that its weights have not seen."""
    command = [sys.executable, "-m", "events.training.cross_validation", "--corpora", str(shared)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures: dict[str, float] = json.loads(printed.strip().splitlines()[-1])
    return figures


def main() -> int:
    shared, failed = Path(sys.argv[1]), 0
    with tempfile.TemporaryDirectory() as folder:
        for name, floors in FLOORS.items():
            corpus_name, task = name.removesuffix(" as learned").split(maxsplit=1)
            corpus = shortened(shared / "corpora" / corpus_name, Path(folder))
            crossed = task == "cross-validated toponyms"
            reached = cross_validated(shared) if crossed else scores(shared, task, corpus, annotated(corpus, Path(folder)))
            for figure, floor in floors.items():
                below = reached[figure] < floor
                failed += below
                print(f"{'BELOW' if below else 'ok   '} {name} {figure}: {reached[figure]} (floor {floor})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
