"""Learns data/linking: which facts about a trigger and a name of its sentence speak for the event being there.

    pip install --group training
    python -m events.training.place_linker SENTENCES.jsonl [--measure FOLDER]

Each line of SENTENCES is {"text", "trigger": [[start, end], ...], "locations": [[start, end], ...]}: a sentence with one event
trigger and the names that locate that event, as in the data of Halterman 2019 (MIT). A logistic regression weighs the facts;
boosted trees (LightGBM) judge its sums and the sentence's other names. What the trees learn from was weighed without the sentence
itself. --measure: cross-validates before it learns from all and writes (sentences that begin alike stay together), and prints precision,
recall and F1 over characters and the share of sentences that are wholly right, twice: with every trigger taken as found, and on the
whole path from raw text, where the lexicon must find the trigger and what is not found counts as missed.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from events import timex
from events.actors import load_actors
from events.annotate import response
from events.extractor.lexicon import load_lexicon
from events.extractor.mending import mended
from events.extractor.place_features import SentenceNames, act_of, pair
from events.extractor.place_linker import (
    FACTS,
    STANDING,
    TREES,
    Floats,
    Linker,
    Trees,
    family,
    load_linker,
    sigmoid,
    standing,
    weights_of,
)
from events.extractor.places import SCENE, chosen
from events.extractor.rules import RulesExtractor
from events.extractor.spots import Spot, view_of
from events.extractor.triggers import WordClasses, match
from events.gazetteer import open_gazetteer
from events.language import parse
from events.model import Analysis, Document
from events.scoring.base import Annotated, read_documents
from events.scoring.locations import score_locations
from events.toponyms import find_toponyms

FOLDS = 5
PULL = 3.3  # strength of the penalty for weights other than zero
SEEN_AT_LEAST = 3
SMALLEST = 0.005  # weights nearer to zero are left out of the file
OVERLAP = 0.3  # of the characters of a gold name and a found one together, for the found one to be right
FIRST_WORDS = 60  # characters by which sentences that are nearly the same are known
BOOSTING = {
    "objective": "binary", "num_leaves": 15, "max_depth": 6, "learning_rate": 0.06, "min_data_in_leaf": 50, "feature_fraction": 0.25,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 1.0, "seed": 1, "num_threads": 1, "verbose": -1, "deterministic": True,
    "force_row_wise": True,
}  # fmt: skip
ROUNDS = 250
FACTS_HEADER = (
    "# What each fact about a trigger and a name adds to the log-odds that the name locates the event (see\n"
    "# events/extractor/place_features.py). Learned by events/training/place_linker.py from the event-location sentences of\n"
    "# Halterman 2019 (MIT); MIT. Columns: fact, weight.\n"
)
TREES_HEADER = (
    "# Decision trees over the summed weights of facts.tsv, family by family, and over how a name stands to the others (@number, see\n"
    "# events/extractor/place_linker.py). Learned by events/training/place_linker.py from the event-location sentences of\n"
    "# Halterman 2019 (MIT); MIT. Columns: tree, node, feature (- for a leaf), threshold, node if not above it, node if above, value.\n"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A trigger and the names weighed for it: the facts about each, which of them are right, and the gold spans."""

    trigger: int
    spots: list[Spot]
    facts: list[list[str]]
    right: list[bool]
    gold: list[list[int]]
    fold: int


def weighed(documents: Iterable[Annotated]) -> list[Sentence]:
    """The sentences parsed, with the facts about each name found in them."""
    return [_sentence(fields["text"], fields["trigger"][0], fields["locations"]) for fields in documents]


def _sentence(text: str, trigger: list[int], locations: list[list[int]]) -> Sentence:
    tree, lexicon = mended(parse(text)), load_lexicon()
    toponyms = find_toponyms(Document(text), tree, open_gazetteer())
    head = (tree.touched(*trigger) or tree[:1]).root
    view = view_of(text, tree)
    here = [t for t in toponyms if head.sent.start_char <= t.span.start < head.sent.end_char]
    found = match(head, lexicon, WordClasses(lexicon, here, load_actors()))
    act = act_of(view, head, found.entry.event_type if found else None)
    names = SentenceNames(view, view.tokens.sentence[act.token], here)
    near = names.near(act.token)
    facts = [names.own(number) + pair(names, act, number, near) for number in near]
    spots = [names.spots[number] for number in near]
    return Sentence(act.token, spots, facts, _right(spots, locations), locations, fold_of(text))


def fold_of(text: str) -> int:
    """The fold of a sentence, the same for all that begin with the same words."""
    start = " ".join(text.lower().split())[:FIRST_WORDS]
    return hashlib.md5(start.encode(), usedforsecurity=False).digest()[0] % FOLDS


def _right(spots: list[Spot], locations: list[list[int]]) -> list[bool]:
    """For each gold span the name that fits it best, if it fits."""
    right = [False] * len(spots)
    for start, end in locations:
        spans = [spot.span for spot in spots]
        fit = [max(0, min(end, s.end) - max(start, s.start)) / (max(end, s.end) - min(start, s.start)) for s in spans]
        if fit and max(fit) > OVERLAP:
            right[fit.index(max(fit))] = True
    return right


# --- learning -------------------------------------------------------------------------------------------------------------


def weigh(sentences: Iterable[Sentence]) -> dict[str, float]:
    """The weight of each fact seen often enough: logistic regression with a squared penalty, by scipy's L-BFGS."""
    rows = [(facts, right) for s in sentences for facts, right in zip(s.facts, s.right, strict=True)]
    seen = Counter(fact for facts, _ in rows for fact in facts)
    columns = {fact: column for column, fact in enumerate(sorted(f for f, count in seen.items() if count >= SEEN_AT_LEAST))}
    indices = [sorted({columns[f] for f in facts if f in columns}) for facts, _ in rows]
    ends = np.cumsum([0, *map(len, indices)])
    cases = sparse.csr_matrix((np.ones(int(ends[-1])), [i for each in indices for i in each], ends), shape=(len(rows), len(columns)))
    answers, turned = np.array([right for _, right in rows], dtype=float), cases.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = cases @ weights
        error = 1 / (1 + np.exp(-odds)) - answers
        value = float((np.logaddexp(0, odds) - answers * odds).sum()) + PULL / 2 * float(weights @ weights)
        return value, turned @ error + PULL * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return dict(zip(columns, found.x.tolist(), strict=True))


def with_weights(weights: dict[str, float], families: tuple[str, ...], trees: Trees) -> Linker:
    numbers = {name: number for number, name in enumerate(families)}
    return Linker(families, weights_of(weights, numbers), trees)


NO_TREES = Trees(*(np.zeros(1, dtype=np.int64),) * 2, np.zeros(1), np.zeros(2, dtype=np.int64), np.zeros(1), 0)


def table(linker: Linker, sentence: Sentence) -> list[Floats]:
    """What the trees see of each name of a sentence."""
    sums = [linker.sums(facts) for facts in sentence.facts]
    first = [sigmoid(float(each.sum())) for each in sums]
    return [
        np.concatenate([standing(sentence.spots, sentence.trigger, first, place), sums[place]]) for place in range(len(sentence.spots))
    ]


def learn(sentences: Sequence[Sentence], families: tuple[str, ...]) -> tuple[dict[str, float], Any]:
    """Weights from all the sentences, and trees from what weights learned without each sentence's fold say of it."""
    cases: list[Floats] = []
    answers: list[bool] = []
    for fold in sorted({s.fold for s in sentences}):
        weights = weigh(s for s in sentences if s.fold != fold)
        linker = with_weights(weights, families, NO_TREES)
        for sentence in sentences:
            if sentence.fold == fold:
                cases += table(linker, sentence)
                answers += sentence.right
    columns = [f"@{number}" for number in range(STANDING)] + list(families)
    data = lightgbm.Dataset(np.array(cases), label=np.array(answers, dtype=float), feature_name=[f"f{i}" for i in range(len(columns))])
    return weigh(sentences), lightgbm.train(BOOSTING, data, ROUNDS)


def tree_lines(booster: Any, families: tuple[str, ...]) -> list[str]:
    """The trees as lines of trees.tsv."""
    columns = [f"@{number}" for number in range(STANDING)] + list(families)
    lines: list[str] = []
    for number, tree in enumerate(booster.dump_model()["tree_info"]):
        nodes: list[dict[str, Any]] = [tree["tree_structure"]]
        for place, node in enumerate(nodes):  # grows while it is walked: children stand behind their parents
            if "leaf_value" in node:
                lines.append(f"{number}\t{place}\t-\t0\t{place}\t{place}\t{node['leaf_value']:.5g}\n")
                continue
            nodes += [node["left_child"], node["right_child"]]
            feature, limit = columns[node["split_feature"]], node["threshold"]
            lines.append(f"{number}\t{place}\t{feature}\t{limit:.6g}\t{len(nodes) - 2}\t{len(nodes) - 1}\t0\n")
    return lines


def write(weights: dict[str, float], booster: Any, families: tuple[str, ...], folder: Path) -> Linker:
    """Writes both files and reads them back."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = [f"{fact}\t{value:.3f}\n" for fact, value in sorted(weights.items()) if abs(value) >= SMALLEST]
    (folder / FACTS.name).write_text(FACTS_HEADER + "".join(facts), encoding="utf-8")
    (folder / TREES.name).write_text(TREES_HEADER + "".join(tree_lines(booster, families)), encoding="utf-8")
    load_linker.cache_clear()
    return load_linker(folder / FACTS.name, folder / TREES.name)


# --- measuring ------------------------------------------------------------------------------------------------------------


def figures(linker: Linker, sentences: Iterable[Sentence], least: float = SCENE) -> np.ndarray[Any, Any]:
    """(right, gold, given characters, sentences wholly right, sentences) of what the linker chooses."""
    counts = np.zeros(5, dtype=int)
    for sentence in sentences:
        odds = linker.trees.odds(np.array(table(linker, sentence))) if sentence.spots else np.zeros(0)
        numbers = chosen(sentence.spots, {n: sigmoid(float(value)) for n, value in enumerate(odds)}, least)
        spans = [sentence.spots[number].span for number in numbers]
        given = {i for s in spans for i in range(s.start, s.end)}
        wanted = {i for start, end in sentence.gold for i in range(start, end)}
        counts += [len(given & wanted), len(wanted), len(given), given == wanted, 1]
    return counts


def _report(counts: np.ndarray[Any, Any]) -> str:
    right, wanted, given, exact, every = counts.tolist()
    return (
        f"precision {100 * right / given:.1f}, recall {100 * right / wanted:.1f}, F1 {200 * right / (wanted + given):.1f}, "
        f"exact {100 * exact / every:.1f}% of {every} sentences"
    )


def whole_path(documents: Iterable[Annotated], linker: Linker) -> Iterator[Annotated]:
    """What the whole extractor finds in raw sentences when its places are judged by this linker, as `annotate` writes it."""
    extractor = RulesExtractor(linker=linker)
    for fields in documents:
        document = Document(fields["text"])
        tree = mended(parse(document.text))
        times, places = timex.tag(document.text, None, tree=tree), find_toponyms(document, tree, open_gazetteer())
        found = extractor.extract(document, tree, times, places)
        yield response(fields["doc_id"], Analysis(document, tree.sentence_spans, times, places, found), None)


def measure(documents: Sequence[Annotated], sentences: Sequence[Sentence], families: tuple[str, ...], folder: Path) -> None:
    """Prints the figures of cross-validation."""
    total, predicted = np.zeros(5, dtype=int), list[Annotated]()
    for fold in range(FOLDS):
        weights, booster = learn([s for s in sentences if s.fold != fold], families)
        linker = write(weights, booster, families, folder / str(fold))
        counts = figures(linker, [s for s in sentences if s.fold == fold])
        predicted += whole_path((d for d in documents if fold_of(d["text"]) == fold), linker)
        total += counts
        print(f"fold {fold}: {_report(counts)}", flush=True)
    print(f"all, triggers given: {_report(total)}")
    print(f"all, from raw text: {json.dumps(score_locations(documents, predicted))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--measure", type=Path, metavar="FOLDER", help="cross-validate, with the models of the folds in FOLDER")
    parser.add_argument("--write", type=Path, metavar="FOLDER", default=FACTS.parent, help="where the model goes; default: %(default)s")
    asked = parser.parse_args()
    documents = read_documents(asked.sentences)
    sentences = weighed(documents)
    families = tuple(sorted({family(fact) for sentence in sentences for facts in sentence.facts for fact in facts}))
    if asked.measure:
        measure(documents, sentences, families, asked.measure)
    weights, booster = learn(sentences, families)
    write(weights, booster, families, asked.write)
    print(f"written to {asked.write}")


if __name__ == "__main__":
    main()
