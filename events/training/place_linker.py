"""Learns data/linking/places.tsv: which facts about a trigger and a place name speak for the event being there.

    python -m events.training.place_linker SENTENCES.jsonl

Each line of SENTENCES is {"text", "trigger": [[start, end], ...], "locations": [[start, end], ...]}: a sentence with one event
trigger and the place names that locate that event, as in the data of Halterman 2019 (MIT). A logistic regression with an
adaptive step (AdaGrad); prints F1 over characters for a fifth that was left out, then learns from all and writes the weights.
"""

import hashlib
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from events.actors import load_actors
from events.extractor.lexicon import load_lexicon
from events.extractor.place_features import features, spot_of
from events.extractor.place_linker import WEIGHTS
from events.extractor.triggers import WordClasses, match
from events.gazetteer import open_gazetteer
from events.language import parse
from events.model import Document, Span
from events.toponyms import find_toponyms

EPOCHS = 6
RATE = 0.1
SHRINKAGE = 0.003
SEEN_AT_LEAST = 3
SMALLEST = 0.03  # weights nearer to zero are left out of the file
THRESHOLD = 0.3
HEADER = (
    "# What each fact about a trigger and a place name adds to the log-odds that the place locates the event (see\n"
    "# events/extractor/place_features.py). Learned by events/training/place_linker.py from the event-location sentences of\n"
    "# Halterman 2019 (MIT); MIT. Columns: fact, weight.\n"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A place name beside a trigger: its facts, whether it locates the event, and where it stands."""

    facts: tuple[str, ...]
    right: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """`wanted`: character positions of the gold place names. `held_out`: kept from learning while measuring."""

    examples: tuple[Example, ...]
    wanted: frozenset[int]
    held_out: bool


def sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a file, parsed, with the facts about each place name found in them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        yield _sentence(fields["text"], fields["trigger"][0], fields["locations"])


def _sentence(text: str, trigger: list[int], locations: list[list[int]]) -> Sentence:
    doc = parse(text)
    span = doc.char_span(trigger[0], trigger[1], alignment_mode="expand") or doc[:1]
    inside = {t.i for t in span}
    head = next((t for t in span if t.head.i not in inside or t.head == t), span[0])
    here = [t for t in find_toponyms(Document(text), doc, open_gazetteer()) if head.sent.start_char <= t.span.start < head.sent.end_char]
    found = match(head, load_lexicon(), WordClasses(load_lexicon(), here, load_actors()))
    kind = found.entry.event_type if found else "none"
    spots = [spot for t in here if (spot := spot_of(doc, t)) is not None]
    wanted = frozenset(i for start, end in locations for i in range(start, end))
    examples = tuple(
        Example(
            tuple(features(head, head.lemma_.lower(), kind, spot, [o for o in spots if o is not spot])),
            any(i in wanted for i in range(spot.toponym.span.start, spot.toponym.span.end)),
            spot.toponym.span,
        )
        for spot in spots
    )
    return Sentence(examples, wanted, hashlib.md5(text.encode(), usedforsecurity=False).digest()[0] % 5 == 0)


def learn(examples: list[Example]) -> dict[str, float]:
    """The weight of each fact seen often enough."""
    seen = Counter(fact for example in examples for fact in example.facts)
    rows = [([f for f in e.facts if seen[f] >= SEEN_AT_LEAST], e.right) for e in examples]
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    shuffle = random.Random(1)
    for _ in range(EPOCHS):
        shuffle.shuffle(rows)
        for facts, right in rows:
            error = _sigmoid(sum(weights[f] for f in facts)) - right
            for fact in facts:
                gradient = error + SHRINKAGE * weights[fact]
                squares[fact] += gradient * gradient
                weights[fact] -= RATE * gradient / math.sqrt(squares[fact])
    return dict(weights)


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def f1(weights: dict[str, float], tests: list[Sentence]) -> float:
    """F1 over characters of the most probable place name of each sentence, 0..1."""
    right = wanted = given = 0
    for sentence in tests:
        scored = [(_sigmoid(sum(weights.get(f, 0.0) for f in e.facts)), e.span) for e in sentence.examples]
        best = max(scored, default=(0.0, Span(0, 0)))
        chosen = set(range(best[1].start, best[1].end)) if best[0] >= THRESHOLD else set()
        right, wanted, given = right + len(chosen & sentence.wanted), wanted + len(sentence.wanted), given + len(chosen)
    return 2 * right / (wanted + given) if wanted + given else 0.0


def main(path: Path) -> None:
    """Measures, learns, writes."""
    read = list(sentences(path))
    kept = [e for s in read if not s.held_out for e in s.examples]
    print(f"F1 on the fifth left out: {100 * f1(learn(kept), [s for s in read if s.held_out]):.1f}")
    weights = learn([e for s in read for e in s.examples])
    lines = [f"{fact}\t{value:.3f}\n" for fact, value in sorted(weights.items()) if abs(value) >= SMALLEST]
    WEIGHTS.write_text(HEADER + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} weights written to {WEIGHTS}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
