"""The tokens of a segment: which of them may begin a sentence, and which stand for names that look like other words."""

import functools
import re
from collections.abc import Iterator

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from events.paths import DATA

QUOTES = frozenset("\"'“”‘’«»") | {"''", "``"}
ENDS_SENTENCE = re.compile(r"[.?!…:;)\]–—*•]$|--")  # of a token
ENDS_PLAINLY = re.compile(r"[.?!…]+$")  # a token that is nothing but the end of a sentence
LONGEST_HEADLINE = 30  # tokens
NOT_A_START = np.uint64(2**64 - 1)  # -1, the value of SENT_START that keeps a sentence from beginning


def make_doc(nlp: Language, text: str) -> Doc:
    """The tokens of a segment, those marked that cannot begin a sentence; in a headline (short, no stop) that is all but the first."""
    doc = tokenised(nlp, text)
    if len(doc) < 2:
        return doc
    starts = np.full(len(doc), NOT_A_START, dtype=np.uint64)
    starts[0] = 0
    is_headline = len(doc) <= LONGEST_HEADLINE and not re.search(r"[.?!;:…]\W*\s", text)
    if not is_headline:
        starts[[index for index, _ in _possible_starts(doc, in_capitals=_is_capitals(text))]] = 0
    return doc.from_array(["SENT_START"], starts[:, None])  # type: ignore[arg-type]


def sentence_starts(doc: Doc, text: str) -> list[int]:
    """The tokens that begin a sentence as marks and capitals tell, for a text that is not parsed."""
    possible = _possible_starts(doc, in_capitals=_is_capitals(text))
    return [0, *(index for index, before in possible if ENDS_PLAINLY.match(before) and index)][: len(doc)]


def _possible_starts(doc: Doc, *, in_capitals: bool) -> Iterator[tuple[int, str]]:
    """The tokens that may begin a sentence, each with the word or mark before it, quotation marks apart."""
    before = ""
    for index, word in enumerate(words_of(doc)):
        if index == 0 or _may_begin_sentence(word, before, in_capitals=in_capitals):
            yield index, before
        if word not in QUOTES:
            before = word


def _may_begin_sentence(word: str, before: str, *, in_capitals: bool) -> bool:
    """Not after a comma; and if it has no capital to show for it, only after a stop, dash or bracket, or with a bracket."""
    if before == ",":
        return False
    return (word[0].isupper() and not in_capitals) or ENDS_SENTENCE.search(before) is not None or word[0] in "([" or word in QUOTES


def words_of(doc: Doc) -> list[str]:
    """The text of each token; quicker than by spaCy's Tokens, of which each is made anew."""
    strings = doc.vocab.strings
    return [strings[key] for key in doc.to_array("ORTH").tolist()]


def tokenised(nlp: Language, text: str) -> Doc:
    """The tokens of a text; names that look like other words ("IS") get the norm of a name that the pipeline has learnt.

    In a text all in capitals they are left alone: there "IS" is the verb.
    """
    doc = nlp.make_doc(text)
    look_alikes = norms()
    if any(word in text for word in look_alikes) and not _is_capitals(text):
        for token in doc:
            if norm := look_alikes.get(token.text):
                token.norm_ = norm
    return doc


def _is_capitals(text: str) -> bool:
    """Whether the text is in capitals, give or take a few letters."""
    small = sum(map(str.islower, text))
    return 11 * small < len(text) and 10 * small < sum(map(str.isupper, text))


@functools.cache
def norms() -> dict[str, str]:
    """The table of data/language/norms.tsv: word -> the norm that stands for it."""
    lines = (DATA / "language" / "norms.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))
