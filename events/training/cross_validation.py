"""Scores on GeoVirus of recognisers that have not seen the article: python -m events.training.cross_validation --corpora DIR

The weights that ship were trained on GeoVirus among others, so figures on it measured with them say little. Here its articles are
parted in four; each part is read with weights trained on everything else. Prints the figures of `python -m events score toponyms`.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from events.annotate import request
from events.errors import ConfigurationError, EventsError
from events.gazetteer import Gazetteer, open_gazetteer
from events.model import Toponym
from events.scoring.toponyms import score_toponyms
from events.toponyms import find_toponyms
from events.toponyms.recognition import Judge
from events.training.toponyms import FOLDS, NAMED, PLACED, fold_of, judged_texts, learned

TESTED = PLACED[0]


def main(arguments: list[str] | None = None) -> int:
    """Prints the scores as JSON; 0 if all went well."""
    parser = argparse.ArgumentParser(prog="python -m events.training.cross_validation", description="Scores on GeoVirus, cross-validated.")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with the corpora, at any depth")
    options = parser.parse_args(arguments)
    try:
        print(json.dumps(run(options.corpora)))
    except EventsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def run(folder: Path) -> dict[str, float | int]:
    """The scores over all articles, each read with weights that have not seen it."""
    path = next(iter(sorted(folder.rglob(TESTED.file))), None)
    if path is None:
        raise ConfigurationError(f"{folder} lacks {TESTED.file}")
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    texts = judged_texts(folder, open_gazetteer())
    placed = texts[len(NAMED)][1]
    predicted: list[dict[str, Any]] = []
    for fold in range(FOLDS):
        others = [text for text in placed if fold_of(text) != fold]
        by = Judge("cross-validated", learned([(source, others if source is TESTED else members) for source, members in texts]))
        inside = [document for document, text in zip(gold, placed, strict=True) if fold_of(text) == fold]
        predicted += [_answer(document, by, open_gazetteer()) for document in inside]
    return score_toponyms(gold, predicted)


def _answer(document: dict[str, Any], by: Judge, gazetteer: Gazetteer) -> dict[str, Any]:
    found = find_toponyms(request(json.dumps(document), 1)[1], None, gazetteer, by=by)
    return {"doc_id": document["doc_id"], "toponyms": [_annotation(toponym) for toponym in found]}


def _annotation(toponym: Toponym) -> dict[str, Any]:
    place = toponym.place
    point = {"lat": place.latitude, "lon": place.longitude} if place else {}
    return {"start": toponym.span.start, "end": toponym.span.end, **point}


if __name__ == "__main__":
    sys.exit(main())
