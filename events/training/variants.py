"""Variants of a training text that news brings along: capitals, headlines, missing stops, other quotation marks, other names.

Each takes an annotated text and gives the same annotation over other words; leaves of the tree may be left out.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, Span, Token

ARTICLES = frozenset(("a", "an", "the"))
VERB_TAGS = ("VB", "VBZ", "VBD", "VBN", "VBG")
NEWS_WORDS = Path(__file__).with_name("news_words.tsv")
BE = frozenset("be am is are was were been being".split())


def rebuilt(doc: Doc, words: list[str], *, kept: Iterable[int] | None = None, space_after: int | None = None) -> Doc:
    """The annotation of `doc` over other words, one for each token.

    `kept`: the tokens to keep, all if None; those left out must be leaves. `space_after`: a kept token that gets a space.
    """
    kept = range(len(doc)) if kept is None else list(kept)
    place = {old: new for new, old in enumerate(kept)}
    tokens = [doc[i] for i in kept]
    texts = [words[i] for i in kept]
    spaces = [bool(t.whitespace_) or t.i == space_after for t in tokens]
    names = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else t.ent_iob_ for t in tokens]
    if not doc.has_annotation("DEP"):
        return Doc(doc.vocab, words=texts, spaces=spaces, ents=names)
    return Doc(
        doc.vocab,
        words=texts,
        spaces=spaces,
        tags=[t.tag_ for t in tokens],
        pos=[t.pos_ for t in tokens],
        morphs=[str(t.morph) for t in tokens],
        heads=[place[t.head.i] for t in tokens],
        deps=[t.dep_ for t in tokens],
        ents=names,
    )


def capitals(doc: Doc, _: random.Random) -> Doc:
    """As in wire copy: all in capitals."""
    return rebuilt(doc, [_same_length(t.text, t.text.upper()) for t in doc])


def lower_case(doc: Doc, _: random.Random) -> Doc:
    return rebuilt(doc, [_same_length(t.text, t.lower_) for t in doc])


def title_case(doc: Doc, _: random.Random) -> Doc:
    return rebuilt(doc, [_titled(t.text) for t in doc])


def quotes(doc: Doc, rng: random.Random) -> Doc:
    """Straight quotation marks for curly ones, or the other way round."""
    if rng.random() < 0.5:
        straight = str.maketrans("“”‘’", "\"\"''")
        return rebuilt(doc, [t.text.translate(straight) for t in doc])
    curly = {"``": "“", "''": "”"}
    return rebuilt(doc, [curly.get(t.tag_, t.text) if t.text == '"' else t.text.replace("'", "’") for t in doc])


def headline(doc: Doc, rng: random.Random) -> Doc:
    """One sentence as a headline: no articles, no "be" before a participle, no full stop, most often with capitals."""
    sentences = [s for s in doc.sents if 5 <= len(s) <= 18] if doc.has_annotation("DEP") else []
    if not sentences:
        return title_case(doc, rng)
    sentence = rng.choice(sentences).as_doc()
    heads = {t.head.i for t in sentence if t.head.i != t.i} | {t.i for t in sentence if t.head.i == t.i}
    last = len(sentence) - 1
    kept = [t.i for t in sentence if t.i in heads or not (_is_left_out(t.lower_, t.dep_) or (t.text == "." and t.i == last))]
    return rebuilt(sentence, [_titled(t.text) if rng.random() < 0.9 else t.text for t in sentence], kept=kept)


def glued(doc: Doc, _: random.Random) -> Doc:
    """The text without the full stop of its first sentence, as when a headline runs into the text."""
    if not doc.has_annotation("DEP"):
        return doc
    first = next(doc.sents)
    stop = doc[first.end - 1]
    if stop.text != "." or stop.head.i == stop.i or any(t.head.i == stop.i for t in first) or len(first) == len(doc):
        return doc
    return rebuilt(doc, [t.text for t in doc], kept=[i for i in range(len(doc)) if i != stop.i], space_after=stop.i - 1)


def _same_length(word: str, other: str) -> str:
    return other if len(other) == len(word) else word


def _titled(word: str) -> str:
    return word.capitalize() if len(word) > 3 and word.islower() else word


def _is_left_out(word: str, dep: str) -> bool:
    return (dep == "det" and word in ARTICLES) or (dep in ("aux", "auxpass") and word in BE)


class NewsWords:
    """Puts words of news in the place of others with the same tag; the table is news_words.tsv."""

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {}
        for line in NEWS_WORDS.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                kind, words = line.split("\t")
                forms = zip(VERB_TAGS, words.split(), strict=True) if kind == "VERB" else ((kind, word) for word in words.split())
                for tag, word in forms:
                    self.words.setdefault(tag, []).append(word)

    def __call__(self, doc: Doc, rng: random.Random) -> Doc:
        if not doc.has_annotation("DEP"):
            return rebuilt(doc, [rng.choice(self.words["GROUP"]) if _is_group(t) and rng.random() < 0.4 else t.text for t in doc])
        return rebuilt(doc, [self._instead(t, rng) if rng.random() < 0.35 else t.text for t in doc])

    def _instead(self, token: Token, rng: random.Random) -> str:
        if _is_group(token):
            return rng.choice(self.words["GROUP"])
        if token.ent_type_:
            return token.text
        if token.dep_ == "nummod" and token.tag_ == "CD":
            return rng.choice((f"{rng.randrange(2, 999)}", f"{rng.randrange(1, 99)},{rng.randrange(10)}00"))
        if token.dep_ == "compound" and token.head.tag_ in ("NN", "NNS") and rng.random() < 0.2:
            return "".join(rng.choices("ABCDEFGHIKMPRSTU", k=rng.choice((1, 1, 2, 2, 3)))) + f"-{rng.randrange(1, 90)}"  # AT-4, T-72
        if token.tag_ in VERB_TAGS and not any(child.dep_ in ("dobj", "nsubjpass") for child in token.children):
            return token.text
        word = rng.choice(self.words.get(token.tag_, [token.text]))
        return word.capitalize() if token.text.istitle() else word


def _is_group(token: Token) -> bool:
    """Whether an organisation is named by this one word."""
    alone = token.i + 1 == len(token.doc) or token.nbor().ent_iob_ != "I"
    return token.ent_type_ == "ORG" and token.ent_iob_ == "B" and alone and token.text[0].isupper()


Variant = Callable[[Doc, random.Random], Doc]
SHARES: tuple[tuple[float, Variant], ...] = (
    (0.09, capitals),
    (0.02, lower_case),
    (0.04, headline),
    (0.12, NewsWords()),
    (0.02, title_case),
    (0.05, quotes),
    (0.03, glued),
)


@dataclass(slots=True)
class Variants:
    """Draws the variants of texts. `places`: names of one word to put in the place of others; `organisation`: makes the words of a name."""

    rng: random.Random
    places: list[str]
    organisation: Callable[[], list[str]]
    people: dict[int, list[list[str]]] = field(default_factory=dict)  # names of the training texts, by their number of words

    def learn_people(self, docs: Iterable[Doc]) -> None:
        """Collects the names of people, to put some in the place of others."""
        for doc in docs:
            for name in doc.ents:
                if name.label_ == "PERSON" and name.text[0].isupper():
                    self.people.setdefault(len(name), []).append([t.text for t in name])

    def draw(self, doc: Doc) -> Doc:
        """The text itself, most often; or a variant of it; now and then with other names in it."""
        if doc.ents and self.rng.random() < 0.2:
            doc = self._renamed(doc)
        if any(name.label_ == "ORG" for name in doc.ents) and not doc.has_annotation("DEP") and self.rng.random() < 0.15:
            doc = self._reorganised(doc)
        left = self.rng.random()
        for share, make in SHARES:
            left -= share
            if left < 0:
                return make(doc, self.rng)
        return doc

    def _renamed(self, doc: Doc) -> Doc:
        words = [t.text for t in doc]
        for name in doc.ents:
            if name.label_ == "LOC" and len(name) == 1 and name.text.istitle() and self.places and self.rng.random() < 0.6:
                words[name.start] = self.rng.choice(self.places)
            elif name.label_ == "PERSON" and len(name) in self.people and self.rng.random() < 0.5:
                words[name.start : name.end] = self.rng.choice(self.people[len(name)])
        return rebuilt(doc, words)

    def _reorganised(self, doc: Doc) -> Doc:
        """A text without a tree, with other organisations in the place of those of several words."""
        words: list[str] = []
        spaces: list[bool] = []
        names: list[str] = []
        for token in doc:
            long = token.ent_type_ == "ORG" and token.text[0].isupper() and len(_name_at(token)) > 1
            if not long:
                words.append(token.text)
                names.append(f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else token.ent_iob_)
                spaces.append(bool(token.whitespace_))
            elif token.ent_iob_ == "B":
                made = self.organisation()
                words += made
                names += ["B-ORG", *["I-ORG"] * (len(made) - 1)]
                spaces += [*[True] * (len(made) - 1), bool(_name_at(token)[-1].whitespace_)]
        return Doc(doc.vocab, words=words, spaces=spaces, ents=names)


def _name_at(token: Token) -> Span:
    """The name that a token is part of."""
    return next(name for name in token.doc.ents if name.start <= token.i < name.end)
