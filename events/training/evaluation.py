"""How well a pipeline does on annotated texts, from raw text: own tokens, own sentences.

`python -m events.training.evaluation --corpora DIR [MODEL]` measures the pipeline that ships, or another.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from events.errors import EventsError
from events.language import load, make_doc
from events.training.corpora import TESTS, read
from events.training.variants import capitals

LABELS = ("nsubj", "nsubjpass", "dobj", "agent", "prep", "pobj", "relcl", "acl", "advcl", "conj", "appos", "xcomp")
MEASURES = {"tag_acc": "XPOS", "pos_acc": "UPOS", "lemma_acc": "lemma", "dep_uas": "UAS", "dep_las": "LAS", "sents_f": "sentences F1"}


def scores_of(nlp: Language, corpora: Path, corpus: str, *, in_capitals: bool = False) -> dict[str, float]:
    """Scores in percent on one file: accuracies and attachment for a treebank, F1 of exact spans for names. {} if there is no such file."""
    if not (corpora / corpus).is_file():
        return {}
    gold = read(corpora, corpus, nlp.vocab)
    if in_capitals:
        gold = [capitals(doc, random.Random(0)) for doc in gold]
    return score(nlp, gold)


def score(nlp: Language, gold: list[Doc]) -> dict[str, float]:
    """The scores of a pipeline on annotated texts."""
    scores = _compared(nlp, gold)
    if _has_trees(gold):
        return {name: round(100 * scores[key], 1) for key, name in MEASURES.items() if scores.get(key) is not None}
    kinds = sorted((scores["ents_per_type"] or {}).items())
    return {"F1": round(100 * (scores["ents_f"] or 0), 1), **{kind: round(100 * found["f"], 1) for kind, found in kinds}}


def label_scores(nlp: Language, gold: list[Doc]) -> dict[str, float]:
    """F1 in percent of the relations in LABELS, each right only with its head and its label; {} for texts without trees."""
    found = _compared(nlp, gold)["dep_las_per_type"] if _has_trees(gold) else {}
    return {label: round(100 * found[label]["f"], 1) for label in LABELS if label in found}


def _compared(nlp: Language, gold: list[Doc]) -> dict[str, Any]:
    """What spaCy's scorer says of the pipeline's own analysis of the texts."""
    found = nlp.pipe(make_doc(nlp, doc.text) for doc in gold)
    return Scorer(nlp).score([Example(*pair) for pair in zip(found, gold, strict=True)])


def _has_trees(gold: list[Doc]) -> bool:
    return any(doc.has_annotation("DEP") for doc in gold)


def words_per_second(nlp: Language, texts: list[str]) -> int:
    """Processor time, not wall clock."""
    start = time.process_time()
    words = sum(map(len, nlp.pipe(texts)))
    return round(words / (time.process_time() - start))


def main(arguments: list[str] | None = None) -> int:
    """Prints the scores of a pipeline; 0 if all went well."""
    parser = argparse.ArgumentParser(prog="python -m events.training.evaluation", description="Measures an English pipeline.")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with treebanks/ and ner/")
    parser.add_argument("model", nargs="?", help="a spaCy pipeline by name or path; without it the one that ships")
    options = parser.parse_args(arguments)
    try:
        nlp = load(options.model)
        for name, corpus in TESTS.items():
            for in_capitals in (False, True):
                if scores := scores_of(nlp, options.corpora, corpus, in_capitals=in_capitals):
                    print(name + (", in capitals" if in_capitals else ""), json.dumps(scores), flush=True)
            if corpus.startswith("treebanks/") and (options.corpora / corpus).is_file():
                print(f"{name}, by label", json.dumps(label_scores(nlp, read(options.corpora, corpus, nlp.vocab))), flush=True)
    except EventsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
