"""Trains the English pipeline that ships: python -m events.training.language --corpora DIR --out DIR [--start-from DIR]

DIR holds the treebanks and the texts with names that `corpora.py` lists. Tags, parse and names share one network and are
trained together. The lemma tables come from the package spacy-lookups-data (pip install spacy-lookups-data), which only
training from nothing needs. With --start-from a trained pipeline is trained further, at a lower rate, with layers and rules as they are.
To the corpora come sentences of news that a grammar makes (`news_sentences.tsv`), whose trees and names are known. Everything is drawn
with a fixed seed.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from spacy import util
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from events.errors import ConfigurationError, EventsError
from events.language import PLACE_WORDS, add_place_flags, load, norms, tokenised
from events.training.corpora import DEVELOPMENT, SOURCES, TESTS, TREEBANKS, check_corpora, training_texts
from events.training.evaluation import scores_of
from events.training.news_sentences import Writer
from events.training.places import place_words
from events.training.variants import Variants

LAYERS = Path(__file__).with_name("pipeline.cfg")
AUXILIARIES = Path(__file__).with_name("auxiliaries.tsv")
MADE_SENTENCES = {"name": "sentences written for this project by a grammar", "license": "CC0"}
DROPOUT = 0.15
LARGEST_BATCH = 1000  # words


@dataclass(frozen=True, slots=True)
class Plan:
    """How a pipeline is trained. `decay_from`: share of the training after which the learning rate falls, in a line, to almost nothing."""

    passes: int
    learn_rate: float
    decay_from: float
    smallest_batch: int  # words
    made: float = 0.22  # words of made sentences to one of the treebanks, in each pass
    names: bool = True  # whether the name finder learns too; it has texts of its own


LEARNING = ("tok2vec", "tagger", "morphologizer", "parser", "ner")
FROM_NOTHING = Plan(passes=14, learn_rate=0.001, decay_from=0.4, smallest_batch=300)
FURTHER = Plan(passes=4, learn_rate=0.0003, decay_from=0.0, smallest_batch=800)


def main(arguments: list[str] | None = None) -> int:
    """Trains, measures and writes a pipeline; 0 if all went well."""
    parser = argparse.ArgumentParser(prog="python -m events.training.language", description="Trains the English pipeline that ships.")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with treebanks/ and ner/")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the pipeline to")
    parser.add_argument("--start-from", type=Path, help="folder of a pipeline to train further; without it training starts from nothing")
    parser.add_argument("--passes", type=int, help=f"readings of each text (default: {FROM_NOTHING.passes}, further {FURTHER.passes})")
    parser.add_argument("--no-names", action="store_true", help="with --start-from: leave the name finder as it is, and its texts out")
    parser.add_argument("--mean-with", type=Path, help="with --start-from: folder of the pipeline that all began with; a mean is written")
    options = parser.parse_args(arguments)
    plan = FURTHER if options.start_from else FROM_NOTHING
    plan = replace(plan, passes=options.passes or plan.passes, names=not options.no_names)
    try:
        check_corpora(options.corpora)
        if options.start_from:
            run_further(options.start_from, options.corpora, options.out, plan, options.mean_with)
        else:
            run(options.corpora, options.out, plan, words=place_words(), tables=lemma_tables())
    except EventsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def run(corpora: Path, out: Path, plan: Plan, *, words: dict[str, list[str]], tables: Lookups) -> None:
    """Trains a pipeline on `corpora` and writes it to `out`, with its scores in meta.json.

    `words`: the lists of `places.py`; `tables`: lemma_exc, lemma_index and lemma_rules.
    """
    nlp = new_pipeline(words)
    texts = training_texts(corpora, nlp.vocab)
    nlp.initialize(lambda: [_example(nlp, doc) for some, _ in texts for doc in some])
    train(nlp, texts, words, plan, report=lambda done: _report(nlp, corpora, done))
    add_rules(nlp, tables)
    finish(nlp, corpora, out, words)


def run_further(start: Path, corpora: Path, out: Path, plan: Plan, mean_with: Path | None) -> None:
    """Trains the pipeline in the folder `start` further and writes it to `out`, with its scores in meta.json.

    `mean_with`: the folder of a pipeline that training began with; what is written lies half way between the two.
    """
    nlp = load(str(start))
    words = json.loads((start / PLACE_WORDS).read_text(encoding="utf-8"))
    texts = training_texts(corpora, nlp.vocab)
    texts = texts if plan.names else texts[: len(TREEBANKS)]
    train(nlp, texts, words, plan, report=lambda done: _report(nlp, corpora, done))
    if mean_with is not None:
        mix(nlp, load(str(mean_with)))
    finish(nlp, corpora, out, words)


def mix(nlp: Language, before: Language) -> None:
    """Gives each component the mean of its weights and of those of another pipeline of the same layers.

    Between the two lie weights that do well on both kinds of text: what was learnt first, and what was learnt of news.
    """
    for component in LEARNING:
        for layer, other in zip(_layers(nlp, component), _layers(before, component), strict=True):
            for name in layer.param_names:
                if layer.has_param(name):
                    layer.set_param(name, (layer.get_param(name) + other.get_param(name)) / 2)


def _layers(nlp: Language, component: str) -> list[Any]:
    model: Any = nlp.get_pipe(component)
    return list(model.model.walk())


def finish(nlp: Language, corpora: Path, out: Path, words: dict[str, list[str]]) -> None:
    """Rounds the weights, measures, and writes the pipeline to `out`."""
    halve_precision(nlp)
    scores = {name: found for name, path in TESTS.items() if (found := scores_of(nlp, corpora, path))}
    save(without_vocabulary(nlp, words), out, words, scores)


def lemma_tables() -> Lookups:
    """spaCy's lemma tables for English; ConfigurationError if the package that has them is not installed."""
    if find_spec("spacy_lookups_data") is None:
        raise ConfigurationError("the lemma tables are missing: pip install spacy-lookups-data, and try again")
    return load_lookups("en", ["lemma_exc", "lemma_index", "lemma_rules"])


def new_pipeline(words: dict[str, list[str]]) -> Language:
    """The pipeline of `pipeline.cfg`, untrained."""
    config = util.load_config(LAYERS, interpolate=True)
    del config["variables"]
    nlp = util.load_model_from_config(config, auto_fill=True)
    add_place_flags(nlp, words)
    return nlp


def train(
    nlp: Language,
    texts: list[tuple[list[Doc], float]],
    words: dict[str, list[str]],
    plan: Plan,
    *,
    report: Callable[[str], None],
) -> None:
    """Trains all components together; the weights kept are averages over the training."""
    fix_random_seed(0)
    random.seed(0)  # the parser cuts long texts with it
    writer = Writer(random.Random(0), sorted(words["FLAG20"]), sorted(words["FLAG22"]))
    variants = Variants(random.Random(0), sorted(words["FLAG20"]), writer.organisation)
    variants.learn_people(doc for some, _ in texts for doc in some)
    optimizer = Adam(plan.learn_rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    made_words = plan.made * sum(sum(map(len, some)) for some, _ in texts[: len(TREEBANKS)])
    total = plan.passes * (made_words + sum(share * sum(map(len, some)) for some, share in texts))
    seen = updates = 0
    for number in range(1, plan.passes + 1):
        made = list(_made(nlp, writer, made_words))
        for batch in _batches(nlp, [*texts, (made, 1.0)], variants, plan.smallest_batch + updates):
            optimizer.learn_rate = plan.learn_rate * min(1, max(0.02, (1 - seen / total) / (1 - plan.decay_from)))
            nlp.update(batch, sgd=optimizer, drop=DROPOUT, exclude=() if plan.names else ("ner",))
            seen += sum(map(len, batch))
            updates += 1
        with nlp.use_params(optimizer.averages):
            report(f"pass {number} of {plan.passes}")
    with nlp.use_params(optimizer.averages):
        trained = nlp.to_bytes(exclude=["vocab", "tokenizer"])
    nlp.from_bytes(trained, exclude=["vocab", "tokenizer"])


def _made(nlp: Language, writer: Writer, words: float) -> Iterator[Doc]:
    """Made sentences of so many words together; those with a tag or relation that the corpora lack are left out."""
    known = {name: frozenset(_labels_of(nlp, name)) for name in ("tagger", "parser", "morphologizer", "ner")}
    while words > 0:
        doc = writer.doc(nlp.vocab)
        words -= len(doc)
        features = {nlp.vocab.strings[nlp.vocab.morphology.add({**t.morph.to_dict(), "POS": t.pos_})] for t in doc}
        found = {
            "tagger": {t.tag_ for t in doc},
            "parser": {t.dep_ for t in doc},
            "morphologizer": features,
            "ner": {e.label_ for e in doc.ents},
        }
        if all(labels <= known[name] for name, labels in found.items()):
            yield doc


def _labels_of(nlp: Language, name: str) -> tuple[str, ...]:
    component: Any = nlp.get_pipe(name)
    return tuple(component.labels)


def _example(nlp: Language, doc: Doc) -> Example:
    return Example(tokenised(nlp, doc.text), doc)


def _batches(nlp: Language, texts: list[tuple[list[Doc], float]], variants: Variants, size: int) -> Iterator[list[Example]]:
    """One pass over the texts in random order, each batch one word larger than the last."""
    chosen = [doc for docs, share in texts for doc in _drawn(docs, share, variants.rng)]
    variants.rng.shuffle(chosen)
    batch: list[Example] = []
    for doc in chosen:
        batch.append(_example(nlp, variants.draw(doc)))
        if sum(map(len, batch)) >= min(size, LARGEST_BATCH):
            yield batch
            batch, size = [], size + 1
    if batch:
        yield batch


def _drawn(docs: list[Doc], share: float, rng: random.Random) -> list[Doc]:
    """A random part of the texts, or with a share above 1 all of them and a part once more."""
    if not docs:
        return []
    whole, rest = divmod(round(share * len(docs)), len(docs))
    return docs * whole + rng.sample(docs, rest)


def _report(nlp: Language, corpora: Path, done: str) -> None:
    """One line on how far the training is."""
    scores = {name: scores_of(nlp, corpora, path) for name, path in DEVELOPMENT.items()}
    print(time.strftime("%H:%M:%S"), done, json.dumps(scores), flush=True)


def add_rules(nlp: Language, tables: Lookups) -> None:
    """Adds what is not learnt: tags and labels of the organisations of norms.tsv, and lemmas."""
    ruler: Any = nlp.add_pipe("attribute_ruler", after="morphologizer")
    for word, norm in norms().items():
        ruler.add([[{"ORTH": word, "NORM": norm}]], {"TAG": "NNP", "POS": "PROPN", "MORPH": "Number=Sing"})
    names: Any = nlp.add_pipe("entity_ruler", after="ner", config={"overwrite_ents": False})
    names.add_patterns([{"label": "ORG", "pattern": [{"ORTH": word, "NORM": norm}]} for word, norm in norms().items()])
    forms = dict(line.split("\t") for line in AUXILIARIES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    exceptions = tables.get_table("lemma_exc")
    main_verbs = {form: [lemma] for form, lemma in forms.items() if lemma in ("be", "do", "have")}
    exceptions["aux"] = {form: [lemma] for form, lemma in forms.items()}
    exceptions["verb"] = {**exceptions.get("verb", {}), **main_verbs}
    tables.get_table("lemma_rules")["aux"] = []
    tables.get_table("lemma_index")["aux"] = sorted(set(forms.values()))
    lemmatizer: Any = nlp.add_pipe("lemmatizer", config={"mode": "rule", "overwrite": True}, after="attribute_ruler")
    lemmatizer.initialize(lambda: [], nlp=nlp, lookups=tables)


def halve_precision(nlp: Language) -> None:
    """Rounds the weights to half precision: no score changes, and the files compress to half the size."""
    for _, component in nlp.pipeline:
        for layer in component.model.walk() if hasattr(component, "model") and hasattr(component.model, "walk") else ():
            for name in layer.param_names:
                if layer.has_param(name):
                    layer.set_param(name, layer.get_param(name).astype(np.float16).astype(np.float32))


def without_vocabulary(nlp: Language, words: dict[str, list[str]]) -> Language:
    """The same pipeline with a fresh vocabulary: of the words of the training texts nothing is kept but the labels."""
    fresh = util.load_model_from_config(nlp.config, auto_fill=True)
    add_place_flags(fresh, words)
    for string in _labels(nlp):
        fresh.vocab.strings.add(string)
    return fresh.from_bytes(nlp.to_bytes(exclude=["vocab"]), exclude=["vocab"])


def _labels(nlp: Language) -> Iterator[str]:
    """All labels and their parts, e.g. of "Number=Sing|POS=NOUN" and of the parser's "L-nsubj"."""
    for _, component in nlp.pipeline:
        for label in (*getattr(component, "labels", ()), *getattr(component, "move_names", ())):
            yield from {label, *label.split("|"), *label.replace("|", "=").split("="), label.split("-", 1)[-1]}


def save(nlp: Language, out: Path, words: dict[str, list[str]], scores: dict[str, dict[str, float]]) -> None:
    """Writes the pipeline with its word lists, and in meta.json its licence, sources and scores."""
    nlp.meta.update(
        name="events",
        version="1.0.0",
        description="English tags, parse, lemmas and names (PERSON, ORG, LOC), trained from openly licensed corpora.",
        license="CC BY-SA 4.0",
        sources=[{"name": corpus.title, "license": corpus.licence} for corpus in SOURCES] + [MADE_SENTENCES],
        performance=scores,
    )
    nlp.to_disk(out)
    (out / PLACE_WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    sys.exit(main())
