"""English analysis of a text as a spaCy `Doc`: sentences, tokens, tags, lemmas, dependency parse, names.

The only module that imports spaCy (beside `events.training`, which makes the shipped pipeline). Dependency labels are those
of spaCy's English pipelines (nsubj, dobj, prep, pobj, relcl ...); names are PERSON, ORG and LOC. The text is cut into
segments (paragraphs, headlines, list items) before it is parsed: no sentence crosses one, and memory stays bounded.
"""

import functools
import json
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan
from spacy.util import get_installed_models
from thinc.api import NumpyOps

from events.errors import ConfigurationError
from events.model import Span
from events.paths import DATA

__all__ = ["Doc", "SpacySpan", "Token", "parse", "parse_many", "segments", "sentence_spans"]

SHIPPED = DATA / "language" / "en"
NAME_LABELS = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}  # others are dropped
ATTRS: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "ENT_TYPE", "ENT_IOB", "HEAD"]
LONGEST_SEGMENT = 5_000  # characters; a longer paragraph is cut, at a sentence end where there is one
LONGEST_RUN = 500  # characters without a space; the tokenizer's time grows with the square of it
WRAP_AT_LEAST = 50  # columns; shorter lines were not broken by a word wrapper


def _gemm(
    self: NumpyOps, x: NDArray[np.float32], y: NDArray[np.float32], *,
    out: NDArray[np.float32] | None = None, trans1: bool = False, trans2: bool = False,
) -> NDArray[np.float32]:  # fmt: skip
    x, y = x.T if trans1 else x, y.T if trans2 else y
    return np.dot(x, y) if out is None else np.dot(x, y, out=out)


# numpy's BLAS knows the vector units of the machine; the kernels that thinc brings are built for the oldest one.
NumpyOps.gemm = _gemm


@dataclass(slots=True)
class Pipeline:
    """A loaded spaCy pipeline; the lock is held while it works, since its vocabulary is not made for several threads."""

    nlp: Language
    lock: threading.Lock = field(default_factory=threading.Lock)


def parse(text: str, *, model: str | None = None) -> Doc:
    """The text tagged, parsed and lemmatised, with names PERSON, ORG, LOC. Token offsets are offsets into `text`.

    `model`: None for the pipeline that ships, else an installed spaCy pipeline or the path of one (ConfigurationError if
    there is none). `Doc.text` differs from `text` only where a line break inside a paragraph reads as a space.
    """
    return next(parse_many([text], model=model))


def parse_many(texts: Iterable[str], *, model: str | None = None) -> Iterator[Doc]:
    """The parse of each text, in order, as `parse` gives it; each text is in memory only while it is worked on."""
    pipeline = _load(model)
    for text in texts:
        readable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogate(text) else text
        spans = list(segments(readable))
        with pipeline.lock:
            parts = list(pipeline.nlp.pipe(" ".join(span.of(readable).split()) for span in spans))
            doc = _join(readable, spans, parts, pipeline.nlp)
        yield doc


def sentence_spans(doc: Doc) -> tuple[Span, ...]:
    """The sentences of a parsed text in order, without the white space around them."""
    found = []
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if tokens:
            found.append(Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1])))
    return tuple(found)


def segments(text: str) -> Iterator[Span]:
    """The stretches of text that no sentence crosses, in order: paragraphs, headlines, list items. White space around them is left out.

    A blank line always ends one. A line end does unless a word wrapper put it there or the sentence plainly goes on.
    """
    for block in re.finditer(r"\S(?:[^\n\r]|\r?\n(?![^\S\n]*(?:\r?\n|\Z))|\r(?!\n))*", text):
        yield from (piece for line in _block_lines(text, Span(*block.span())) for piece in _pieces(text, line))


def _block_lines(text: str, block: Span) -> Iterator[Span]:
    """The lines of a block without blank lines, those joined that belong together."""
    lines = [Span(block.start + m.start(), block.start + m.end()) for m in re.finditer(r"[^\r\n]*\S[^\r\n]*", block.of(text))]
    width = _wrap_width([len(line.of(text).rstrip()) for line in lines])
    start = lines[0].start
    for line, following in pairwise(lines):
        if not _goes_on(line.of(text), following.of(text), width):
            yield Span(start, line.end)
            start = following.start
    yield Span(start, lines[-1].end)


def _wrap_width(lengths: list[int]) -> int:
    """The column at which the lines of a block were wrapped, 0 if they were not."""
    return max(lengths) if WRAP_AT_LEAST <= max(lengths) <= 110 else 0


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether the sentence or paragraph goes on over the line end."""
    line, following = line.rstrip(), following.strip()
    if re.match(r"[-–—*•·]\s|\d{1,2}[.)]\s", following):
        return False
    if following[0].islower() and line[-1] not in '.?!:;"”':
        return True
    if re.search(r"[,(\-–—]$|\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|that)$", line, re.IGNORECASE):
        return not _headline(line)
    first_word = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(first_word) > width > 0 and not _headline(line)


def _headline(line: str) -> bool:
    """Whether every longer word is capitalised, some letter is not, and no stop ends the line."""
    words = re.findall(r"[^\W\d_]{4,}", line)
    return len(words) >= 2 and line[-1] not in ".?!,:;" and all(word[0].isupper() for word in words) and not line.isupper()


def _pieces(text: str, segment: Span) -> Iterator[Span]:
    """The segment, cut where it is too long to parse in one go: after a sentence, else at a space, else anywhere."""
    start = segment.start
    while segment.end - start > LONGEST_SEGMENT:
        window = text[start : start + LONGEST_SEGMENT]
        ends = [m.end() for m in re.finditer(r"[.?!][\"'”’)]*\s+(?=\S)", window)] or [m.end() for m in re.finditer(r"\s+(?=\S)", window)]
        cut = start + (ends[-1] if ends else LONGEST_SEGMENT)
        yield from _runs(text, Span(start, cut))
        start = cut
    yield from _runs(text, Span(start, segment.end))


def _runs(text: str, segment: Span) -> Iterator[Span]:
    """The segment, with endless runs without a space broken up."""
    part = segment.of(text)
    start = 0
    for run in re.finditer(rf"\S{{{LONGEST_RUN}}}(?=\S)", part):
        yield from _stripped(text, segment.start + start, segment.start + run.end())
        start = run.end()
    yield from _stripped(text, segment.start + start, segment.end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    part = text[start:end]
    if stripped := part.strip():
        start += part.index(stripped)
        yield Span(start, start + len(stripped))


def _has_surrogate(text: str) -> bool:
    return re.search("[\ud800-\udfff]", text) is not None


@dataclass(slots=True)
class _Tokens:
    """What a Doc is made of; `source` is the row of `rows` that a token takes its annotation from, `space` marks white space."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    white: list[bool] = field(default_factory=list)

    def add_gap(self, gap: str, row: int, *, within: bool) -> None:
        """White space after the last token: a space or line break within a segment is part of it, the rest a token of its own."""
        if gap and self.words and (gap == " " or within or gap[0] == " "):
            self.spaces[-1], gap = True, gap[1:]
        if gap:
            self.add(gap, row, white=True)

    def add(self, word: str, row: int, *, white: bool = False) -> None:
        self.words.append(word)
        self.spaces.append(False)
        self.source.append(row)
        self.white.append(white)


def _join(text: str, spans: list[Span], parts: list[Doc], nlp: Language) -> Doc:
    """One Doc over the whole text from the parses of its segments."""
    tokens = _Tokens()
    end = row = 0
    for span, part in zip(spans, parts, strict=True):
        tokens.add_gap(text[end : span.start], max(row - 1, 0), within=False)
        end = span.start
        for start, stop in _token_spans(text, span, part):
            tokens.add_gap(text[end:start], row - 1, within=True)
            tokens.add(text[start:stop], row)
            end, row = stop, row + 1
    tokens.add_gap(text[end:], max(row - 1, 0), within=False)
    doc = Doc(nlp.vocab, words=tokens.words, spaces=tokens.spaces)
    return doc.from_array(ATTRS, _annotation(parts, tokens, nlp)) if row else doc  # type: ignore[arg-type]


def _token_spans(text: str, span: Span, part: Doc) -> Iterator[tuple[int, int]]:
    """Where the tokens of a parsed segment stand in the text; the segment was parsed with each run of white space as one space."""
    origin: list[int] = []
    for word in re.finditer(r"\S+", text[span.start : span.end]):
        origin.extend(range(span.start + word.start(), span.start + word.end()))
        origin.append(span.start + word.end())
    for token in part:
        yield origin[token.idx], origin[token.idx + len(token) - 1] + 1


def _annotation(parts: list[Doc], tokens: _Tokens, nlp: Language) -> NDArray[np.uint64]:
    """The annotation of all tokens; white space hangs on its neighbour and has tag _SP."""
    rows: NDArray[np.uint64] = np.concatenate([part.to_array(ATTRS) for part in parts]).reshape(-1, len(ATTRS))
    _map_names(rows, nlp)
    source = np.array(tokens.source)
    white = np.array(tokens.white)
    heads = rows[:, -1].astype(np.int64) + np.arange(len(rows))
    place = np.flatnonzero(~white)  # of each row among all tokens
    result: NDArray[np.uint64] = rows[source]
    here = np.arange(len(source))
    result[:, -1] = (np.where(white, place[source], place[heads[source]]) - here).astype(np.uint64)
    for column, value in ((0, "_SP"), (1, "SPACE"), (2, ""), (4, "dep")):
        result[white, column] = nlp.vocab.strings.add(value)
    result[white, 3] = [nlp.vocab.strings.add(word) for word, is_white in zip(tokens.words, tokens.white, strict=True) if is_white]
    return result


def _map_names(rows: NDArray[np.uint64], nlp: Language) -> None:
    """Turns the name labels of any pipeline into PERSON, ORG and LOC; other names are dropped."""
    labels = rows[:, ATTRS.index("ENT_TYPE")]
    for label in np.unique(labels):
        name = NAME_LABELS.get(nlp.vocab.strings[label], "")
        where = labels == label
        rows[where, ATTRS.index("ENT_TYPE")] = nlp.vocab.strings.add(name) if name else 0
        if not name:
            rows[where, ATTRS.index("ENT_IOB")] = 2  # outside of any name


@functools.lru_cache(maxsize=4)
def _load(model: str | None) -> Pipeline:
    """The pipeline of that name, loaded once per process."""
    if model is None:
        nlp = spacy.load(SHIPPED)
        add_place_flags(nlp, json.loads((SHIPPED / "place_words.json").read_text(encoding="utf-8")))
    else:
        nlp = _load_other(model)
    return Pipeline(nlp)


def add_place_flags(nlp: Language, words: dict[str, list[str]]) -> None:
    """Gives the name finder its flags: whether a word is in a list of (parts of) place names. Keys are spaCy's FLAG19 to FLAG22."""
    for flag, listed in words.items():
        nlp.vocab.add_flag(functools.partial(_is_listed, frozenset(listed)), int(flag.removeprefix("FLAG")))


def _is_listed(listed: frozenset[str], word: str) -> bool:
    return (word.title() if word.isupper() and len(word) > 3 else word) in listed


def _load_other(model: str) -> Language:
    """An installed spaCy pipeline, or one in a folder."""
    installed = ", ".join(sorted(get_installed_models())) or "none"
    remedy = f"installed: {installed}; leave the name out for the one that ships, or install one with: python -m spacy download NAME"
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise ConfigurationError(f"no spaCy pipeline {model!r} ({remedy})") from error
    except (ImportError, ValueError) as error:
        raise ConfigurationError(f"the spaCy pipeline {model!r} cannot be loaded: {error} ({remedy})") from error
    probe = nlp("The army left the town on Friday.")
    if missing := [name for name in ("TAG", "DEP", "LEMMA") if not probe.has_annotation(name)]:
        lacks = ", ".join(missing)
        raise ConfigurationError(f"the spaCy pipeline {model!r} lacks {lacks}: a tagger, parser and lemmatizer are needed ({remedy})")
    return nlp
