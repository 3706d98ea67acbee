"""Gold annotations against predicted ones, layer by layer: figures, and the disagreements side by side.

Gold and predicted are documents as `annotate` reads and writes them: dicts with "doc_id" and, for each layer, a list of
annotations with half-open character offsets "start" and "end". `events.scoring.LAYERS` is the table of layers.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from events.errors import DocumentError

Annotation = Mapping[str, Any]
Annotated = Mapping[str, Any]
Scores = dict[str, float | int]
CONTEXT = 40  # characters of text shown to each side of a disagreement


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A gold annotation, the predicted one that stands there, or only one of the two; `kind` says what is wrong."""

    doc_id: str
    kind: str  # missed, spurious, span, type, value
    gold: Annotation | None
    predicted: Annotation | None
    context: str  # the text around, the span in [brackets]


@dataclass(frozen=True, slots=True)
class Layer:
    """How one layer of annotations is scored. `join`: puts a second gold file into the documents, for a layer that has one."""

    score: Callable[[Iterable[Annotated], Iterable[Annotated]], Scores]
    errors: Callable[[Iterable[Annotated], Iterable[Annotated]], list[Disagreement]]
    join: Callable[[Sequence[Annotated], Iterable[Annotated]], list[Annotated]] | None = None


def read_documents(path: Path, key: str = "doc_id") -> list[Annotated]:
    """The documents of a JSON Lines file. DocumentError names the line that is no JSON object with that key."""
    documents: list[Annotated] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # splitlines would also cut within texts
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"cannot be read as UTF-8 text ({error}); a JSON Lines file is needed", path=str(path)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            documents.append(_document(line, path, number, key))
    return documents


def _document(line: str, path: Path, number: int, key: str) -> Annotated:
    try:
        document = json.loads(line)
    except ValueError as error:
        raise DocumentError(f"not JSON ({error}); each line must be one JSON object", path=str(path), line=number) from error
    if not isinstance(document, dict) or key not in document:
        raise DocumentError(f'a JSON object with a "{key}" is needed', path=str(path), line=number)
    return document


def f1(hits: int, gold: int, predicted: int) -> float:
    """F1 in per cent; 0 when there is nothing on either side."""
    return round(100 * 2 * hits / (gold + predicted), 2) if gold + predicted else 0.0


def overlaps(a: Annotation, b: Annotation) -> bool:
    """Whether two annotations share a character."""
    return bool(max(a["start"], b["start"]) < min(a["end"], b["end"]))


def overlapping(gold: Iterable[Annotation], predicted: Iterable[Annotation]) -> list[tuple[Annotation, Annotation]]:
    """Pairs of annotations that overlap, each used once, in the order of the gold ones."""
    free, pairs = list(predicted), []
    for wanted in gold:
        hit = next((p for p in free if overlaps(wanted, p)), None)
        if hit is not None:
            free.remove(hit)
            pairs.append((wanted, hit))
    return pairs


def joined(
    gold: Iterable[Annotated], predicted: Iterable[Annotated], name: str
) -> Iterator[tuple[Annotated, list[Annotation], list[Annotation]]]:
    """Each gold document with its gold annotations and those predicted for it: none where the document is missing."""
    by_id = {document["doc_id"]: document for document in predicted}
    for document in gold:
        yield document, list(document.get(name) or []), list(by_id.get(document["doc_id"], {}).get(name) or [])


def disagreement(document: Annotated, kind: str, gold: Annotation | None, predicted: Annotation | None) -> Disagreement:
    where, text = gold or predicted or {}, document["text"]
    start, end = where["start"], where["end"]
    context = f"{text[max(0, start - CONTEXT) : start]}[{text[start:end]}]{text[end : end + CONTEXT]}"
    return Disagreement(document["doc_id"], kind, gold, predicted, " ".join(context.split()))
