"""English analysis of a text as a spaCy `Doc`: sentences, tokens, tags, lemmas, dependency parse, names.

The only package that imports spaCy, beside `events.training`, which makes the pipeline that ships. Dependency labels are
those of spaCy's English pipelines (nsubj, dobj, prep, pobj, relcl ...); names are PERSON, ORG and LOC. A text is cut into
segments (paragraphs, headlines, list items) before it is analysed: no sentence crosses one, and memory stays bounded.
On the way: `start` (loads spaCy), `segments`, `tokens` (of a segment), `pipelines` (the one that ships, others), `quick` (what makes
it quick), `assembly` (one Doc from the segments), `tree` (the Doc as plain objects, for rules that walk it).
"""

import re
import threading
from collections.abc import Iterable, Iterator
from enum import IntEnum

import events.language.start  # noqa: F401  (before anything of spaCy)

# isort: split
import numpy as np
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

from events.language.assembly import LEMMA, PARSED, SENT_START, UNPARSED, Assembly, Rows
from events.language.pipelines import PLACE_WORDS, SHIPPED, add_place_flags, fingerprint, load
from events.language.quick import Lemmas, RareRules, join_convolutions, one_blas_thread, quicken_products, remember_words
from events.language.segments import segments
from events.language.tokens import NOT_A_START, make_doc, norms, sentence_starts, tokenised
from events.language.tree import Stretch, Tree, Word

__all__ = [
    "PLACE_WORDS", "SHIPPED", "Depth", "Doc", "Stretch", "Tree", "Word", "add_place_flags", "fingerprint", "load", "load_model",
    "make_doc", "norms", "parse", "parse_many", "segments", "tokenised",
]  # fmt: skip

SEGMENTS_AT_ONCE = 64  # parser and name finder take a quarter of them in one go
LARGEST_VOCABULARY = 200_000  # words; spaCy keeps every word that it has seen, so a pipeline that has seen more is loaded anew

quicken_products()
one_blas_thread()


class Depth(IntEnum):
    """How far a text is analysed; the less, the quicker. What is not reached is empty: `tag_`, `lemma_`, `ent_type_`, `dep_`."""

    TOKENS = 1  # tokens, and sentences as marks and capitals tell
    NAMES = 2  # and tags, lemmas and names
    PARSE = 3  # and the tree, with its sentences


def parse(text: str, *, model: str | None = None, depth: Depth = Depth.PARSE) -> Doc:
    """The text tagged, parsed and lemmatised, with names PERSON, ORG, LOC. Token offsets are offsets into `text`.

    `model`: None for the pipeline that ships, else the name of an installed spaCy pipeline or the path of one
    (ConfigurationError if there is none). `depth`: how far the pipeline that ships goes; another one always goes all the way.
    `Doc.text` differs from `text` only in that a line break inside a paragraph reads as a space, and a lone surrogate as
    U+FFFD. White space that is more than one space between words is a token of its own.
    """
    return next(parse_many([text], model=model, depth=depth))


def parse_many(texts: Iterable[str], *, model: str | None = None, depth: Depth = Depth.PARSE) -> Iterator[Doc]:
    """The parse of each text in order, as `parse` gives it. Lazy: one text is in memory at a time. Safe in threads."""
    for text in texts:
        yield _load(model).parse(re.sub("[\ud800-\udfff]", "\ufffd", text), depth)


def load_model(model: str | None) -> None:
    """Loads a pipeline before it is needed; ConfigurationError if it cannot be used."""
    _load(model)


class Pipeline:
    """A loaded spaCy pipeline. Its lock is held while it works: a spaCy vocabulary is not made for several threads."""

    def __init__(self, nlp: Language, *, ships: bool) -> None:
        self.nlp = nlp
        self.lock = threading.Lock()
        self._lemmas: Lemmas | None = None
        self._rules: RareRules | None = None
        if ships:
            lemmatizer, ruler = nlp.get_pipe("lemmatizer"), nlp.get_pipe("attribute_ruler")
            assert isinstance(lemmatizer, Lemmatizer) and isinstance(ruler, AttributeRuler)
            self._lemmas, self._rules = Lemmas(lemmatizer), RareRules(ruler)
            nlp.disable_pipe("lemmatizer")
            nlp.disable_pipe("attribute_ruler")
            remember_words(nlp)
            join_convolutions(nlp)

    def parse(self, text: str, depth: Depth) -> Doc:
        depth = depth if self._lemmas else Depth.PARSE
        spans = list(segments(text))
        whole = Assembly(text)
        with self.lock:
            docs = (make_doc(self.nlp, " ".join(span.of(text).split())) for span in spans)
            for span, part in zip(spans, self._analysed(docs, depth), strict=True):
                whole.add_segment(span, part, self._rows(part, depth))
            return whole.doc(self.nlp.vocab)

    def _analysed(self, docs: Iterable[Doc], depth: Depth) -> Iterable[Doc]:
        if depth is Depth.TOKENS:
            return docs
        return self.nlp.pipe(docs, batch_size=SEGMENTS_AT_ONCE, disable=["parser"] if depth is Depth.NAMES else [])

    def _rows(self, part: Doc, depth: Depth) -> Rows:
        """The annotation of a segment."""
        if self._rules and depth is not Depth.TOKENS:
            self._rules(part)
        rows: Rows = part.to_array(PARSED if depth is Depth.PARSE else UNPARSED).astype(np.uint64, copy=False)
        if depth is not Depth.PARSE:
            rows[:, SENT_START] = NOT_A_START
            rows[sentence_starts(part, part.text), SENT_START] = 1
        if self._lemmas and depth is not Depth.TOKENS:
            rows[:, LEMMA] = self._lemmas.of(part)
        return rows


def _load(model: str | None) -> Pipeline:
    """The pipeline of that name; loaded once per process, and again when its vocabulary has grown too large."""
    with _LOADING:
        pipeline = _LOADED.get(model)
        if pipeline is None or len(pipeline.nlp.vocab) > LARGEST_VOCABULARY:
            pipeline = _LOADED[model] = Pipeline(load(model), ships=model is None)
        return pipeline


_LOADED: dict[str | None, Pipeline] = {}
_LOADING = threading.Lock()
