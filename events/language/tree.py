"""A parsed text as plain objects. A rule that walks a tree reads a word's attributes many times over; spaCy makes a new
object at every step, these are made once. Names of attributes are spaCy's, so that its documentation holds for them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import overload

from spacy.tokens import Doc

from events.model import Span

_COLUMNS: list[int | str] = [
    "ORTH", "TAG", "POS", "DEP", "LEMMA", "ENT_TYPE", "LOWER", "SPACY", "ENT_IOB", "HEAD", "SENT_START", "LIKE_NUM", "IS_PUNCT",
    "IS_SPACE", "IS_UPPER",
]  # fmt: skip
_STRINGS = 7  # of the columns hold strings
_IOB = ("", "I", "O", "B")
_SIGN = 2**63  # spaCy keeps negative numbers as unsigned ones


class Word:
    """A token. Attributes as spaCy's `Token` has them; words are the same only if they are the same object."""

    __slots__ = (
        "children", "dep_", "doc", "ent_iob_", "ent_type_", "head", "i", "idx", "is_punct", "is_sent_start", "is_space", "is_upper",
        "lemma_", "like_num", "lower_", "pos_", "sentence", "tag_", "text", "whitespace_",
    )  # fmt: skip
    doc: "Tree"
    i: int
    idx: int  # of its first character
    text: str
    whitespace_: str
    tag_: str
    pos_: str
    dep_: str
    lemma_: str
    lower_: str
    ent_type_: str
    ent_iob_: str
    like_num: bool
    is_punct: bool
    is_space: bool
    is_upper: bool
    is_sent_start: bool
    head: "Word"  # itself at the root
    children: "tuple[Word, ...]"  # in text order
    sentence: int  # number of its sentence

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def sent(self) -> "Stretch":
        return self.doc.sents[self.sentence]

    @property
    def subtree(self) -> "list[Word]":
        """The word and all below it, in text order."""
        return sorted(self._below(), key=_place)

    @property
    def left_edge(self) -> "Word":
        return min(self._below(), key=_place)

    @property
    def right_edge(self) -> "Word":
        return max(self._below(), key=_place)

    def _below(self) -> "list[Word]":
        found = [self]
        for word in found:
            found += word.children
        return found

    @property
    def lefts(self) -> "list[Word]":
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> "list[Word]":
        return [child for child in self.children if child.i > self.i]

    def nbor(self, steps: int = 1) -> "Word":
        """The word so many places further on; IndexError beyond the text."""
        place = self.i + steps
        if place < 0:
            raise IndexError(f"no word {-steps} before the {self.i}th")
        return self.doc[place]

    def is_ancestor(self, other: "Word") -> bool:
        """Whether the other word stands below this one."""
        while other.head is not other:
            other = other.head
            if other is self:
                return True
        return False


def _place(word: Word) -> int:
    return word.i


class Stretch:
    """Words start..end (half open) of a tree: a sentence, a name, a slice."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: "Tree", start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __iter__(self) -> Iterator[Word]:
        return iter(self.doc.words[self.start : self.end])

    def __reversed__(self) -> Iterator[Word]:
        return reversed(self.doc.words[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def start_char(self) -> int:
        words = self.doc.words
        return words[self.start].idx if self.start < len(words) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        if self.end <= self.start:
            return self.start_char
        last = self.doc.words[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        return self.doc.text[self.start_char : self.end_char]

    @property
    def root(self) -> Word:
        """The first word whose head is outside; of a sentence, its root. StopIteration where there is no word."""
        return next(word for word in self if word.head is word or not self.start <= word.head.i < self.end)

    @property
    def ents(self) -> "list[Stretch]":
        every = self.doc.ents  # in text order, none within another
        low = bisect_left(every, self.start, key=_start)
        return [name for name in every[low : bisect_left(every, self.end, key=_start)] if name.end <= self.end]


def _start(stretch: Stretch) -> int:
    return stretch.start


class Tree:
    """A text's words with their heads; sentences and names as stretches of them. `text` has the offsets of the source."""

    def __init__(self, doc: Doc) -> None:
        self.text: str = doc.text
        self.words: list[Word] = _words(self, doc)
        self.ents: list[Stretch] = [Stretch(self, name.start, name.end, name.label_) for name in doc.ents]
        self.sents: list[Stretch] = []
        self._link()

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    @overload
    def __getitem__(self, place: int) -> Word: ...

    @overload
    def __getitem__(self, place: slice) -> Stretch: ...

    def __getitem__(self, place: int | slice) -> "Word | Stretch":
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self.words))
            return Stretch(self, start, max(start, end))
        return self.words[place]

    @property
    def sentence_spans(self) -> tuple[Span, ...]:
        """The sentences in order, without the white space around them."""
        kept = [[word for word in sentence if not word.is_space] for sentence in self.sents]
        return tuple(Span(words[0].idx, words[-1].idx + len(words[-1])) for words in kept if words)

    def touched(self, start: int, end: int) -> Stretch:
        """The words that the characters start..end (half open) touch."""
        low = bisect_right(self.words, start, key=lambda word: word.idx + len(word.text))
        return self[low : bisect_left(self.words, end, key=lambda word: word.idx)]

    def mend(self, heads: Mapping[int, int], labels: Mapping[int, str], verbs: Mapping[int, tuple[str, str]]) -> None:
        """Hangs words (by index) on other heads with other labels, and makes verbs with these lemmas and tags of others."""
        words = self.words
        for i, head in heads.items():
            words[i].head, words[i].dep_ = words[head], labels[i]
        for i, (lemma, tag) in verbs.items():
            words[i].tag_, words[i].pos_, words[i].lemma_ = tag, "VERB", lemma
        self._link()

    def _link(self) -> None:
        """Works out children and sentences from the heads: a sentence starts at the left edge of a root, as in spaCy."""
        below: list[list[Word]] = [[] for _ in self.words]
        for word in self.words:
            if word.head is not word:
                below[word.head.i].append(word)
        for word, children in zip(self.words, below, strict=True):
            word.children = tuple(children)
        starts = [word.i for word in self.words if word.is_sent_start]
        if any(word.dep_ for word in self.words):
            starts = sorted({root.left_edge.i for root in self.words if root.head is root})
        self._cut(starts)

    def _cut(self, starts: list[int]) -> None:
        if not self.words:
            return
        starts = [0, *(start for start in starts if start)]
        self.sents = [Stretch(self, low, high) for low, high in zip(starts, [*starts[1:], len(self.words)], strict=True)]
        for number, sentence in enumerate(self.sents):
            for word in sentence:
                word.sentence, word.is_sent_start = number, word.i == sentence.start


def _words(tree: Tree, doc: Doc) -> list[Word]:
    words = [Word() for _ in range(len(doc))]
    columns: list[list[int]] = doc.to_array(_COLUMNS).T.tolist()
    names = {key: doc.vocab.strings[key] if key else "" for key in set().union(*columns[:_STRINGS])}
    named = [[names[key] for key in column] for column in columns[:_STRINGS]]
    place = 0
    for i, (word, texts, row) in enumerate(zip(words, zip(*named, strict=True), zip(*columns[_STRINGS:], strict=True), strict=True)):
        word.doc, word.i, word.idx = tree, i, place
        word.text, word.tag_, word.pos_, word.dep_, word.lemma_, word.ent_type_, word.lower_ = texts
        spaced, iob, head, starts, number, punctuation, space, upper = row
        word.whitespace_ = " " if spaced else ""
        place += len(word.text) + spaced
        word.ent_iob_ = _IOB[iob]
        word.head = words[i + (head - 2 * _SIGN if head >= _SIGN else head)]
        word.is_sent_start, word.sentence = starts == 1, 0
        word.like_num, word.is_punct, word.is_space, word.is_upper = bool(number), bool(punctuation), bool(space), bool(upper)
    return words
