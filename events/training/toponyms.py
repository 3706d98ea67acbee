"""Trains the weights that decide what is a place name: python -m events.training.toponyms --corpora DIR

DIR holds, in whatever folders, the name corpora of `data/language/README.md` and `geovirus.jsonl`, `event_location.jsonl`. All
have open licences. The weights start from those of `data/toponyms/rules.tsv` and go to `data/toponyms/model.tsv`; the list
of common words, which both use, is counted anew. Where other corpora with toponyms (`lgl.jsonl`, `tr_news.jsonl`,
`geowebnews.jsonl`) are found they serve to measure, never to train. Four minutes on one core.
"""

import argparse
import json
import math
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from events.errors import ConfigurationError, EventsError
from events.gazetteer import Gazetteer, open_gazetteer
from events.toponyms.lexicon import COMMON_WORDS, Lexicon, lexicon
from events.toponyms.proposals import Proposal
from events.toponyms.recognition import MODEL, Found, Judge, best_apart, described, rules
from events.toponyms.tokens import tokens_of
from events.training.logistic import Example, fit

PULL = 40.0  # how hard the weights are held to the rules
LEAN = 0.4  # added to the log odds of every proposal: what is missed cannot be mended later; chosen on the corpora of MEASURED
LEAST = 3  # occurrences that a feature needs
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Source:
    """A training corpus. `partial`: not all places of a text are marked, so what is not marked teaches nothing."""

    file: str
    weight: float
    partial: bool = False


NAMED = (
    Source("ner_gumopen_train.spacy", 1.0),
    Source("ner_wikigold.spacy", 1.0),
    Source("ner_wnut.spacy", 0.2),
    Source("ner_btc.spacy", 0.2),
)
PLACED = (Source("geovirus.jsonl", 2.0), Source("event_location.jsonl", 0.2, partial=True))
ONLY_WORDS = ("ner_crosspol.spacy", "clear_ewt_train.spacy", "clear_gumopen_train.spacy")
MEASURED = ("lgl.jsonl", "tr_news.jsonl", "geowebnews.jsonl")

Stretch = tuple[int, int]


@dataclass(slots=True)
class Text:
    """A text with the places that its annotators marked, and other marked names."""

    text: str
    places: list[Stretch]
    organisations: list[Stretch] = field(default_factory=list)
    ignored: list[Stretch] = field(default_factory=list)
    group: str = ""  # texts of one article are never on both sides of a test
    judged: list[tuple[Proposal, Stretch, bool, list[str]]] = field(default_factory=list)  # proposal, span, known, features


def main(arguments: list[str] | None = None) -> int:
    """Trains, measures and writes the weights; 0 if all went well."""
    description = "Trains the weights that decide what is a place name."
    parser = argparse.ArgumentParser(prog="python -m events.training.toponyms", description=description)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with the corpora, at any depth")
    parser.add_argument("--out", type=Path, default=MODEL, help="file to write the weights to")
    options = parser.parse_args(arguments)
    try:
        run(options.corpora, options.out)
    except EventsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def run(folder: Path, out: Path) -> None:
    """Trains on the corpora below `folder`, writes the weights to `out`, prints recognition F1 with the rules' beside it."""
    files = _files(folder)
    named = (doc.text for name in (*(source.file for source in NAMED), *ONLY_WORDS) for doc in _docs(files[name]))
    write_common_words([*named, *(text.text for source in PLACED for text in _placed(files[source.file]))])
    gazetteer = open_gazetteer()
    texts = judged_texts(folder, gazetteer)
    weights = learned(texts)
    write(out, weights)
    _measure(texts, weights, {name: files[name] for name in MEASURED if name in files}, gazetteer, lexicon())


def judged_texts(folder: Path, gazetteer: Gazetteer) -> list[tuple[Source, list[Text]]]:
    """The training texts below `folder` with their proposals, source by source: NAMED, then PLACED."""
    files = _files(folder)
    texts = [(source, [_of_doc(doc) for doc in _docs(files[source.file])]) for source in NAMED]
    texts += [(source, _placed(files[source.file])) for source in PLACED]
    for _, members in texts:
        judge_all(members, gazetteer, lexicon())
    return texts


def _files(folder: Path) -> dict[str, Path]:
    """The corpora below a folder by name. Raises ConfigurationError if one that training needs is missing."""
    files = {path.name: path for path in sorted(folder.rglob("*")) if path.suffix in (".spacy", ".jsonl")}
    wanted = [*(source.file for source in (*NAMED, *PLACED)), *ONLY_WORDS]
    if missing := [name for name in wanted if name not in files]:
        raise ConfigurationError(f"{folder} lacks {', '.join(missing)}")
    return files


def _docs(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(Vocab()))


def _of_doc(doc: Doc) -> Text:
    spans = {label: [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == label] for label in ("LOC", "ORG")}
    return Text(doc.text, spans["LOC"], spans["ORG"])


def _placed(path: Path) -> list[Text]:
    """The texts of a corpus with toponyms, or with the places of events."""
    found = []
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):  # splitlines would also cut within texts
        row = json.loads(line)
        places = [(t["start"], t["end"]) for t in row["toponyms"]] if "toponyms" in row else [(s, e) for s, e in row["locations"]]
        ignored = [(start, end) for start, end in row.get("ignore", [])]
        found.append(Text(row["text"], places, ignored=ignored, group=row.get("url") or row["doc_id"]))
    return found


def judge_all(texts: list[Text], gazetteer: Gazetteer, words: Lexicon) -> None:
    """Fills in the proposals of each text with their features."""
    for text in texts:
        tokens = tokens_of(text.text, words)
        text.judged = [
            (proposal, (tokens.start[proposal.first], tokens.end[proposal.last - 1]), bool(matches), found)
            for proposal, matches, found in described(tokens, gazetteer, words)
        ]


def learned(texts: list[tuple[Source, list[Text]]]) -> dict[str, float]:
    """The weights of all features, those of the rules for features that the texts lack."""
    weights = rules().weights | fit(examples(texts), rules().weights, pull=PULL, least=LEAST)
    return weights | {"bias": weights["bias"] + LEAN}


def examples(texts: list[tuple[Source, list[Text]]]) -> Iterator[Example]:
    """Every proposal that teaches something."""
    for source, members in texts:
        for text in members:
            for features, positive, weight in _answers(text, source.partial):
                yield Example(features, positive, weight * source.weight)


def _answers(text: Text, partial: bool) -> Iterator[tuple[list[str], bool, float]]:
    """The proposals of a text with their answers: for each marked place the one that fits best is right.

    Corpora differ on place names within names of organisations ("the Springfield school board"), so these teach nothing: the
    rules stand.
    """
    best = {max(range(len(text.judged)), key=lambda n: _fit(text.judged[n][1], place)) for place in text.places} if text.judged else set()
    for number, (_, span, known, features) in enumerate(text.judged):
        if any(_overlap(span, place) for place in text.places):
            yield features, number in best, 1.0 if number in best else 0.5
        elif not (partial or any(_overlap(span, other) for other in text.ignored) or (known and _in_organisation(text, span, features))):
            yield features, False, 1.0


_ORGANISED = ("right=public_body,capital", "right=institution,capital", "right2=public_body", "right2=institution",
              "right=org_tail,capital", "tail=org_tail", "tail=institution", "left2=org_of")  # fmt: skip


def _in_organisation(text: Text, span: Stretch, features: list[str]) -> bool:
    if text.organisations:
        return any(_overlap(span, other) and span != other for other in text.organisations)
    return any(feature.startswith(_ORGANISED) for feature in features)


def fold_of(text: Text) -> int:
    """Which part of a cross-validation a text belongs to; texts of one article to the same."""
    return zlib.crc32(text.group.encode()) % FOLDS


def _overlap(left: Stretch, right: Stretch) -> bool:
    return max(left[0], right[0]) < min(left[1], right[1])


def _fit(span: Stretch, place: Stretch) -> float:
    """Common characters over all characters, 0 where there are none."""
    common = min(span[1], place[1]) - max(span[0], place[0])
    return max(0.0, common / (max(span[1], place[1]) - min(span[0], place[0])))


def write(path: Path, weights: dict[str, float]) -> None:
    """Writes weights as a table, without those that are next to nothing."""
    kept = sorted((feature, round(weight, 3)) for feature, weight in weights.items() if abs(weight) >= 0.01)
    header = (
        "# How much each feature of a capitalised stretch speaks for a place name (log odds), learned from openly licensed texts.\n"
        "# Columns: feature (as `events/toponyms/evidence.py` names them), weight. Without this file `rules.tsv` decides.\n"
        "# Made by: python -m events.training.toponyms --corpora DIR\n"
        "# Source: GUM, Wikigold, WNUT-17 and Broad Twitter Corpus (CC BY), GeoVirus and the event locations of Halterman 2019 (MIT).\n"
        "# Licence: CC BY-SA 4.0.\n"
    )
    path.write_text(header + "".join(f"{feature}\t{weight:g}\n" for feature, weight in kept), encoding="utf-8")


def write_common_words(texts: Iterable[str]) -> None:
    """Counts the words that stand in lower case and writes those that do so often enough."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        small.update(word for word in re.findall(r"\b[^\W\d_]+\b", text) if word.islower())
        capital.update(word.lower() for word in re.findall(r"(?<=[a-z,] )[^\W\d_]+\b", text) if not word.islower())
    rows = [(word, int(math.log2(count))) for word, count in sorted(small.items()) if count >= LEAST and count >= capital[word] / 4]
    header = [line for line in COMMON_WORDS.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    COMMON_WORDS.write_text("\n".join([*header, *(f"{word}\t{power}" for word, power in rows if len(word) < 25)]) + "\n", encoding="utf-8")


def recognition(texts: list[Text], weights: dict[str, float]) -> float:
    """F1 in per cent: a marked place counts as found if some name taken for a place overlaps it."""
    hits = marked = taken = 0
    for text in texts:
        spans = [span for span in _taken(text, weights) if any(_overlap(span, place) for place in text.places)
                 or not any(_overlap(span, other) for other in text.ignored)]  # fmt: skip
        marked, taken = marked + len(text.places), taken + len(spans)
        for place in text.places:
            found = next((span for span in spans if _overlap(span, place)), None)
            if found is not None:
                spans.remove(found)
                hits += 1
    return 200 * hits / (marked + taken)


def _taken(text: Text, weights: dict[str, float]) -> list[Stretch]:
    """The spans that these weights take for places."""
    judge = Judge("", weights)
    found = [Found(proposal, [], score) for proposal, _, _, features in text.judged if (score := judge.score(features)) > 0]
    chosen = {(each.proposal.first, each.proposal.last) for each in best_apart(found)}
    return [span for proposal, span, _, _ in text.judged if (proposal.first, proposal.last) in chosen]


def _measure(
    texts: list[tuple[Source, list[Text]]], weights: dict[str, float], files: dict[str, Path], gazetteer: Gazetteer, words: Lexicon
) -> None:  # fmt: skip
    """Prints recognition F1 by rules and by learned weights: on corpora not trained on, and by cross-validation on GeoVirus."""
    print(f"{'recognition F1':<28}{'rules':>8}{'learned':>8}")
    for name, path in files.items():
        members = _placed(path)
        judge_all(members, gazetteer, words)
        print(f"{name:<28}{recognition(members, rules().weights):8.2f}{recognition(members, weights):8.2f}", flush=True)
    crossed, total = 0.0, 0
    placed = next(each for source, each in texts if source is PLACED[0])
    for fold in range(FOLDS):
        inside = [text for text in placed if fold_of(text) == fold]
        others = [text for text in placed if fold_of(text) != fold]
        weights = learned([(source, others if source is PLACED[0] else members) for source, members in texts])
        size = sum(len(text.places) for text in inside)
        crossed, total = crossed + size * recognition(inside, weights), total + size
    print(f"{PLACED[0].file + ', crossed':<28}{recognition(placed, rules().weights):8.2f}{crossed / total:8.2f}")


if __name__ == "__main__":
    sys.exit(main())
