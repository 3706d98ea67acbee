"""One Doc over a whole text from the analyses of its segments."""

import re

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from events.language.tokens import words_of
from events.model import Span

NAME_LABELS = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}  # others are dropped
TAGGED = ["TAG", "POS", "MORPH", "LEMMA", "ENT_TYPE", "ENT_IOB"]
UNPARSED: list[int | str] = [*TAGGED, "SENT_START"]
PARSED: list[int | str] = [*TAGGED, "DEP", "HEAD"]
TAG, POS, MORPH, LEMMA, ENT_TYPE, ENT_IOB, DEP, HEAD = range(len(PARSED))  # columns
SENT_START = UNPARSED.index("SENT_START")  # column
INSIDE, OUTSIDE = 1, 2  # values of ENT_IOB
NO_START = np.uint64(2**64 - 1)  # -1, the value of SENT_START within a sentence

Rows = NDArray[np.uint64]
"""Annotation of the words of a segment, a row each; the columns are those of UNPARSED or of PARSED."""


class Assembly:
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
        self.rows: list[Rows] = []

    def add_segment(self, span: Span, part: Doc, rows: Rows) -> None:
        """The tokens of a segment that was analysed with each run of white space as one space, and their annotation."""
        self._add_white(span.start, within=False)
        self.rows.append(rows)
        if part.text == span.of(self.text):
            self._add_all(part, span.end)
            return
        origin: list[int] = []  # of each analysed character, in the text
        for word in re.finditer(r"\S+", span.of(self.text)):
            origin.extend(range(span.start + word.start(), span.start + word.end() + 1))
        for token in part:
            first = token.idx
            self._add_white(origin[first], within=True)
            self.places.append(len(self.words))
            self._add(origin[first + len(token) - 1] + 1)

    def _add_all(self, part: Doc, end: int) -> None:
        """The tokens of a segment that was analysed as it stands in the text."""
        self.places += range(len(self.words), len(self.words) + len(part))
        self.words += words_of(part)
        self.spaces += map(bool, part.to_array("SPACY").tolist())
        self.end = end

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
        if not self.places:
            return doc
        rows: Rows = np.concatenate(self.rows)
        is_parsed = rows.shape[1] == len(PARSED)
        return doc.from_array(PARSED if is_parsed else UNPARSED, self._spread(rows, vocab, is_parsed=is_parsed))  # type: ignore[arg-type]

    def _spread(self, rows: Rows, vocab: Vocab, *, is_parsed: bool) -> Rows:
        """The annotation of all tokens, white space among them, from that of the words."""
        _map_names(rows, vocab)
        places, here = np.array(self.places), np.arange(len(self.words))
        source = np.maximum(np.searchsorted(places, here, side="right") - 1, 0)  # the word that each token takes after
        white = places[source] != here
        result: Rows = rows[source]
        if is_parsed:
            heads = rows[:, HEAD].astype(np.int64) + np.arange(len(rows))  # HEAD is relative
            result[:, HEAD] = (np.where(white, places[source], places[heads[source]]) - here).astype(np.uint64)
            result[white, DEP] = vocab.strings.add("dep")
        else:
            result[white, SENT_START] = NO_START
        for column, value in ((TAG, "_SP"), (POS, "SPACE"), (MORPH, "")):
            result[white, column] = vocab.strings.add(value)
        result[white, LEMMA] = [vocab.strings.add(self.words[i]) for i in np.flatnonzero(white)]
        goes_on = np.append(rows[1:, ENT_IOB] == INSIDE, False)[source]  # the name goes on after the white space
        in_name = goes_on & (here >= places[0])  # white space that opens the text is in no name
        result[white, ENT_IOB] = np.where(in_name[white], INSIDE, OUTSIDE)
        result[white & ~in_name, ENT_TYPE] = 0
        return result


def _map_names(rows: Rows, vocab: Vocab) -> None:
    """Turns the name labels of any pipeline into PERSON, ORG and LOC; other names are dropped."""
    labels = rows[:, ENT_TYPE].copy()
    for label in np.unique(labels):
        name = NAME_LABELS.get(vocab.strings[label], "")
        rows[labels == label, ENT_TYPE] = vocab.strings.add(name)
        if not name:
            rows[labels == label, ENT_IOB] = OUTSIDE
