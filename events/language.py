"""English analysis of a text as a spaCy `Doc`: sentences, tokens, tags, lemmas, dependency parse, names.

The only module that imports spaCy, beside `events.training`, which makes the pipeline that ships. Dependency labels are
those of spaCy's English pipelines (nsubj, dobj, prep, pobj, relcl ...); names are PERSON, ORG and LOC. A text is cut into
segments (paragraphs, headlines, list items) before it is parsed: no sentence crosses one, and memory stays bounded.
"""

import functools
import json
import re
import threading
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from itertools import pairwise

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan
from spacy.vocab import Vocab
from thinc.api import NumpyOps

from events.errors import ConfigurationError
from events.model import Span
from events.paths import DATA

__all__ = ["Doc", "SpacySpan", "Token", "parse", "parse_many", "segments", "sentence_spans"]

SHIPPED = DATA / "language" / "en"
PLACE_WORDS = "place_words.json"  # in the folder of a pipeline of ours
NAME_LABELS = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}  # others are dropped
ATTRS: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "ENT_TYPE", "ENT_IOB", "HEAD"]
TAG, POS, MORPH, LEMMA, DEP, ENT_TYPE, ENT_IOB, HEAD = range(len(ATTRS))  # columns
INSIDE, OUTSIDE = 1, 2  # values of ENT_IOB
LONGEST_SEGMENT = 2_000  # characters; a longer paragraph is cut, at a sentence end where there is one
LONGEST_RUN = 500  # characters without a space; the tokenizer's time grows with the square of it
SEGMENTS_AT_ONCE = 16
QUOTES = frozenset("\"'“”‘’«»") | {"''", "``"}
ENDS_SENTENCE = re.compile(r"[.?!…:;)\]–—*•]$|--")  # of a token
LONGEST_HEADLINE = 30  # tokens
LARGEST_VOCABULARY = 200_000  # words; spaCy keeps every word that it has seen, so a pipeline that has seen more is loaded anew
WRAP_WIDTHS = range(50, 111)  # columns; longer or shorter lines were not broken by a word wrapper


def _gemm(
    self: NumpyOps, x: NDArray[np.float32], y: NDArray[np.float32], *,
    out: NDArray[np.float32] | None = None, trans1: bool = False, trans2: bool = False,
) -> NDArray[np.float32]:  # fmt: skip
    x, y = x.T if trans1 else x, y.T if trans2 else y
    return np.dot(x, y) if out is None else np.dot(x, y, out=out)


# numpy's BLAS uses the vector units of the machine at hand, thinc's own kernels do not: a parse takes 1.7 times as long with them.
NumpyOps.gemm = _gemm


def parse(text: str, *, model: str | None = None) -> Doc:
    """The text tagged, parsed and lemmatised, with names PERSON, ORG, LOC. Token offsets are offsets into `text`.

    `model`: None for the pipeline that ships, else the name of an installed spaCy pipeline or the path of one
    (ConfigurationError if there is none). `Doc.text` differs from `text` only in that a line break inside a paragraph reads
    as a space, and a lone surrogate as U+FFFD. White space that is more than one space between words is a token of its own.
    """
    return next(parse_many([text], model=model))


def parse_many(texts: Iterable[str], *, model: str | None = None) -> Iterator[Doc]:
    """The parse of each text in order, as `parse` gives it. Lazy: one text is in memory at a time. Safe in threads."""
    for text in texts:
        yield _load(model).parse(re.sub("[\ud800-\udfff]", "\ufffd", text))


def sentence_spans(doc: Doc) -> tuple[Span, ...]:
    """The sentences of a parsed text in order, without the white space around them."""
    found = []
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if tokens:
            found.append(Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1])))
    return tuple(found)


# --- segments ---------------------------------------------------------------------------------------------------------


def segments(text: str) -> Iterator[Span]:
    """The stretches of text that no sentence crosses, in order: paragraphs, headlines, list items; without white space around.

    A blank line always ends one. Another line end does, unless a word wrapper put it there or the sentence plainly goes on.
    """
    block: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.isspace():
            yield from _block_segments(text, block)
            block = []
        else:
            block.append(Span(start, start + len(line.rstrip())))
        start += len(line)
    yield from _block_segments(text, block)


def _block_segments(text: str, block: list[Span]) -> Iterator[Span]:
    """The segments of lines that no blank line parts."""
    if not block:
        return
    width = _wrap_width([line.end - line.start for line in block])
    start = block[0].start
    for line, following in pairwise(block):
        if not _goes_on(line.of(text), following.of(text).lstrip(), width):
            yield from _pieces(text, Span(start, line.end))
            start = following.start
    yield from _pieces(text, Span(start, block[-1].end))


def _wrap_width(lengths: list[int]) -> int:
    """The column at which a word wrapper broke lines of these lengths, 0 if none did. One in five, a web address, may be longer."""
    wrapped = [length for length in lengths if length < WRAP_WIDTHS.stop]
    width = max(wrapped, default=0)
    return width if width in WRAP_WIDTHS and len(wrapped) >= 0.8 * len(lengths) else 0


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a sentence or paragraph goes on over the line end. `width`: the column at which the lines were wrapped, or 0."""
    if LIST_ITEM.match(following) or HEADING.match(line):
        return False
    if following[0].islower() and line[-1] not in ".?!:;\"”":
        return True
    if _is_headline(line):
        return False
    first_word = following.split(maxsplit=1)[0]
    return OPEN_END.search(line) is not None or len(line) + 1 + len(first_word) > width > 0


LIST_ITEM = re.compile(r"[-–—*•·>#|]+\s|\(?\w{1,2}[.)]\s")
HEADING = re.compile(r"\s*#{1,6}\s")
OPEN_END = re.compile(r"(?:[,(\-–—]|\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|that))$", re.IGNORECASE)


def _is_headline(line: str) -> bool:
    """Whether no stop ends the line and every longer word in it is capitalised, yet not all in capitals."""
    words = re.findall(r"[^\W\d_]{4,}", line)
    return len(words) > 1 and line[-1] not in ".?!,:;" and all(word[0].isupper() for word in words) and not line.isupper()


def _pieces(text: str, segment: Span) -> Iterator[Span]:
    """The segment, cut where it is too long to parse in one go: after a sentence, else at a space, else anywhere."""
    start = segment.start
    while segment.end - start > LONGEST_SEGMENT:
        window = text[start : start + LONGEST_SEGMENT]
        cuts = [m.end() for m in re.finditer(r"[.?!][\"'”’)]*\s", window)] or [m.end() for m in re.finditer(r"\s", window)]
        cut = start + (cuts[-1] if cuts else LONGEST_SEGMENT)
        yield from _runs(text, start, cut)
        start = cut
    yield from _runs(text, start, segment.end)


def _runs(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without white space around, broken up where it goes on and on without a space."""
    cuts = [start + run.end() for run in re.finditer(rf"\S{{{LONGEST_RUN}}}(?=\S)", text[start:end])]
    for first, last in pairwise([start, *cuts, end]):
        if stripped := text[first:last].strip():
            first += text[first:last].index(stripped)
            yield Span(first, first + len(stripped))


# --- pipelines --------------------------------------------------------------------------------------------------------


def make_doc(nlp: Language, text: str) -> Doc:
    """The tokens of a segment, those marked that cannot begin a sentence; in a headline (short, no stop) that is all but the first."""
    doc = tokenised(nlp, text)
    in_capitals = _is_capitals(text)
    is_headline = len(doc) <= LONGEST_HEADLINE and not re.search(r"[.?!;:…]\W*\s", text)
    before = ""  # the word or mark before, quotation marks apart
    for token in doc:
        if token.i and (is_headline or not _may_begin_sentence(token.text, before, in_capitals=in_capitals)):
            token.is_sent_start = False
        before = before if token.text in QUOTES else token.text
    return doc


def _may_begin_sentence(word: str, before: str, *, in_capitals: bool) -> bool:
    """Not after a comma; and if it has no capital to show for it, only after a stop, dash or bracket, or with a bracket."""
    if before == ",":
        return False
    return (word[0].isupper() and not in_capitals) or ENDS_SENTENCE.search(before) is not None or word[0] in "([" or word in QUOTES


def tokenised(nlp: Language, text: str) -> Doc:
    """The tokens of a text; names that look like other words ("IS") get the norm of a name that the pipeline has learnt.

    In a text all in capitals they are left alone: there "IS" is the verb.
    """
    doc = nlp.make_doc(text)
    if not _is_capitals(text):
        for token in doc:
            if norm := norms().get(token.text):
                token.norm_ = norm
    return doc


def _is_capitals(text: str) -> bool:
    """Whether the text is in capitals, give or take a few letters."""
    return 10 * sum(map(str.islower, text)) < sum(map(str.isupper, text))


@functools.cache
def norms() -> dict[str, str]:
    """The table of data/language/norms.tsv: word -> the norm that stands for it."""
    lines = (DATA / "language" / "norms.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))


class Pipeline:
    """A loaded spaCy pipeline. Its lock is held while it works: a spaCy vocabulary is not made for several threads."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.lock = threading.Lock()

    def parse(self, text: str) -> Doc:
        spans = list(segments(text))
        tokens = _Tokens(text)
        with self.lock:
            docs = (make_doc(self.nlp, " ".join(span.of(text).split())) for span in spans)
            for span, part in zip(spans, self.nlp.pipe(docs, batch_size=SEGMENTS_AT_ONCE), strict=True):
                tokens.add_segment(span, part)
            return tokens.doc(self.nlp.vocab)


def _load(model: str | None) -> Pipeline:
    """The pipeline of that name; loaded once per process, and again when its vocabulary has grown too large."""
    with _LOADING:
        pipeline = _LOADED.get(model)
        if pipeline is None or len(pipeline.nlp.vocab) > LARGEST_VOCABULARY:
            pipeline = _LOADED[model] = Pipeline(load(model))
        return pipeline


_LOADED: dict[str | None, Pipeline] = {}
_LOADING = threading.Lock()


def load(model: str | None) -> Language:
    """The spaCy pipeline of that name or in that folder, None for the one that ships; ConfigurationError if there is none."""
    nlp = spacy.load(SHIPPED) if model is None else _load_other(model)
    if (nlp.path / PLACE_WORDS).is_file():
        add_place_flags(nlp, json.loads((nlp.path / PLACE_WORDS).read_text(encoding="utf-8")))
    return nlp


def add_place_flags(nlp: Language, words: dict[str, list[str]]) -> None:
    """Gives the name finder its flags: whether a word is in a list of (parts of) place names. Keys are spaCy's FLAG19 to FLAG22."""
    for flag, listed in words.items():
        nlp.vocab.add_flag(functools.partial(_is_listed, frozenset(listed)), int(flag.removeprefix("FLAG")))


def _is_listed(listed: frozenset[str], word: str) -> bool:
    return (word.title() if word.isupper() and len(word) > 3 else word) in listed


def _load_other(model: str) -> Language:
    """An installed spaCy pipeline, or one in a folder."""
    installed = ", ".join(sorted(entry_points(group="spacy_models").names)) or "none"
    remedy = f"installed: {installed}; name none for the one that ships, or install one with: python -m spacy download NAME"
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise ConfigurationError(f"no spaCy pipeline {model!r} ({remedy})") from error
    except (ImportError, ValueError) as error:
        raise ConfigurationError(f"the spaCy pipeline {model!r} cannot be loaded: {error} ({remedy})") from error
    probe = nlp("The army left the town on Friday.")
    if lacking := " and ".join(name for name in ("TAG", "DEP", "LEMMA") if not probe.has_annotation(name)):
        raise ConfigurationError(f"the spaCy pipeline {model!r} gives no {lacking}: tags, parse and lemmas are needed ({remedy})")
    return nlp


# --- one Doc from the parses of its segments --------------------------------------------------------------------------


class _Tokens:
    """Collects the tokens of a text, segment by segment, and what is known of them.

    White space that needs a token of its own (more than a space between words, or a line end between segments) gets one
    that takes its place in the tree, and in a name, from the word before it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 0  # of the last token, in the text
        self.words: list[str] = []
        self.spaces: list[bool] = []
        self.places: list[int] = []  # index among all tokens of each word (tokens that are not white space)
        self.annotation: list[NDArray[np.uint64]] = []  # a row for each word, a column for each of ATTRS

    def add_segment(self, span: Span, part: Doc) -> None:
        """The tokens of a segment that was parsed with each run of white space as one space."""
        self._add_white(span.start, within=False)
        origin: list[int] = []  # of each parsed character, in the text
        for word in re.finditer(r"\S+", span.of(self.text)):
            origin.extend(range(span.start + word.start(), span.start + word.end() + 1))
        for token in part:
            self._add_white(origin[token.idx], within=True)
            self.places.append(len(self.words))
            self._add(origin[token.idx + len(token) - 1] + 1)
        self.annotation.append(part.to_array(ATTRS))  # type: ignore[arg-type]

    def _add(self, end: int) -> None:
        self.words.append(self.text[self.end : end])
        self.spaces.append(False)
        self.end = end

    def _add_white(self, end: int, *, within: bool) -> None:
        if end > self.end and self.words and (within or self.text[self.end] == " "):
            self.spaces[-1] = True
            self.end += 1
        if end > self.end:
            self._add(end)

    def doc(self, vocab: Vocab) -> Doc:
        """The Doc over the whole text."""
        self._add_white(len(self.text), within=False)
        doc = Doc(vocab, words=self.words, spaces=self.spaces)
        return doc.from_array(ATTRS, self._array(vocab)) if self.places else doc  # type: ignore[arg-type]

    def _array(self, vocab: Vocab) -> NDArray[np.uint64]:
        """The annotation of all tokens, a row each."""
        rows: NDArray[np.uint64] = np.concatenate(self.annotation)
        _map_names(rows, vocab)
        places, here = np.array(self.places), np.arange(len(self.words))
        source = np.maximum(np.searchsorted(places, here, side="right") - 1, 0)  # the word that each token takes after
        white = places[source] != here
        heads = rows[:, HEAD].astype(np.int64) + np.arange(len(rows))  # HEAD is relative
        result: NDArray[np.uint64] = rows[source]
        result[:, HEAD] = (np.where(white, places[source], places[heads[source]]) - here).astype(np.uint64)
        for column, value in ((TAG, "_SP"), (POS, "SPACE"), (MORPH, ""), (DEP, "dep")):
            result[white, column] = vocab.strings.add(value)
        result[white, LEMMA] = [vocab.strings.add(self.words[i]) for i in np.flatnonzero(white)]
        goes_on = np.append(rows[1:, ENT_IOB] == INSIDE, False)[source]  # the name goes on after the white space
        in_name = goes_on & (here >= places[0])  # white space that opens the text is in no name
        result[white, ENT_IOB] = np.where(in_name[white], INSIDE, OUTSIDE)
        result[white & ~in_name, ENT_TYPE] = 0
        return result


def _map_names(rows: NDArray[np.uint64], vocab: Vocab) -> None:
    """Turns the name labels of any pipeline into PERSON, ORG and LOC; other names are dropped."""
    labels = rows[:, ENT_TYPE].copy()
    for label in np.unique(labels):
        name = NAME_LABELS.get(vocab.strings[label], "")
        rows[labels == label, ENT_TYPE] = vocab.strings.add(name)
        if not name:
            rows[labels == label, ENT_IOB] = OUTSIDE
