"""The names of a sentence that may say where something happened: place names, and names that the gazetteer does not know.

A village, a camp or a road that no gazetteer lists is still the place that the text gives; it becomes a Spot without a Place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from events.language import Tree
from events.model import Span, Toponym
from events.toponyms.lexicon import lexicon

LONGEST = 7  # words of a name that the gazetteer does not know
_ENDINGS = frozenset(("'s", "’s", "--", "-", "–", "—"))
_BEFORE = "\"'“”‘’«([{`"
_BEHIND = "\"“”»’')]},.;:!?…"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_NAME = re.compile(
    rf"[‘’'`]?{_CAPITAL}|(?:al|el|ar|as|ash|an|at|ad|az|es|ed|d|l|ul)[-–‘’'`]+{_CAPITAL}|\d+(?:st|nd|rd|th)?$|[A-Za-z]-?\d+$"
)
_JOINTS = frozenset("of de la le les du des del di da do dos das al el ibn bin bint upon sur".split())
_OPENERS = frozenset(("DT", "PRP", "PRP$"))
_ARTICLES = frozenset(("the", "la", "las", "los"))


@dataclass(frozen=True, slots=True)
class Words:
    """A parsed text as parallel lists, one entry for each token that is no white space: quicker to walk than its Tree."""

    source: str
    text: list[str]
    lower: list[str]
    start: list[int]
    end: list[int]
    tag: list[str]
    dep: list[str]
    head: list[int]
    lemma: list[str]
    name: list[str]  # PERSON, ORG, LOC or ""
    name_starts: list[bool]
    sentence: list[int]
    bounds: list[tuple[int, int]]  # first and last token of each sentence (half open)

    def phrase(self, first: int, last: int) -> str:
        """The text of tokens first..last (half open) as written."""
        return self.source[self.start[first] : self.end[last - 1]]

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this token and the one before."""
        return index > 0 and self.end[index - 1] == self.start[index]


@dataclass(frozen=True, slots=True)
class View:
    """A parsed document as lists. `places`: index in the Tree of each token of the lists; `number`: the way back."""

    doc: Tree
    tokens: Words
    places: list[int]
    number: dict[int, int]


def view_of(text: str, doc: Tree) -> View:
    """The view of a parsed text."""
    kept = [token for token in doc if not token.is_space]
    number = {token.i: index for index, token in enumerate(kept)}
    sentence: list[int] = []
    bounds: list[tuple[int, int]] = []
    for index, token in enumerate(kept):
        if index == 0 or token.sentence != kept[index - 1].sentence:
            bounds.append((index, index))
        sentence.append(len(bounds) - 1)
        bounds[-1] = (bounds[-1][0], index + 1)
    words = [token.text for token in kept]
    tokens = Words(
        source=text,
        text=words,
        lower=[word.lower() for word in words],
        start=[token.idx for token in kept],
        end=[token.idx + len(token.text) for token in kept],
        tag=[token.tag_ for token in kept],
        dep=[token.dep_ for token in kept],
        head=[number.get(token.head.i, index) for index, token in enumerate(kept)],
        lemma=[token.lemma_.lower() for token in kept],
        name=[token.ent_type_ for token in kept],
        name_starts=[token.ent_iob_ == "B" for token in kept],
        sentence=sentence,
        bounds=bounds,
    )
    return View(doc, tokens, [token.i for token in kept], number)


@dataclass(frozen=True, slots=True)
class Spot:
    """Tokens first..last (half open) of a sentence's name. `toponym`: None where the name is in no gazetteer and was not taken for a
    place; `inner`: the place name within a longer name ("Aleppo" of "Aleppo Airport")."""

    first: int
    last: int
    span: Span
    toponym: Toponym | None = None
    inner: Toponym | None = None

    def overlaps(self, other: "Spot") -> bool:
        return max(self.first, other.first) < min(self.last, other.last)


def spots_of(tokens: Words, sentence: int, toponyms: Sequence[Toponym]) -> list[Spot]:
    """The names of a sentence in text order; a longer name stands beside the place name that it holds."""
    low, high = tokens.bounds[sentence]
    known = [spot for toponym in toponyms if (spot := _known(tokens, low, high, toponym)) is not None]
    taken = {(spot.first, spot.last) for spot in known}
    found = list(known)
    for first, last in _names(tokens, low, high):
        if (first, last) in taken:
            continue
        inside = [k for k in known if first <= k.first and k.last <= last]
        crossing = any(k.first < last and first < k.last and k not in inside for k in known)
        if crossing:
            continue
        span = Span(tokens.start[first], tokens.end[last - 1])
        found.append(Spot(first, last, span, None, inside[-1].toponym if inside else None))
        taken.add((first, last))
    return sorted(found, key=lambda s: (s.first, s.last))


def _known(tokens: Words, low: int, high: int, toponym: Toponym) -> Spot | None:
    inside = [i for i in range(low, high) if tokens.start[i] < toponym.span.end and toponym.span.start < tokens.end[i]]
    return Spot(inside[0], inside[-1] + 1, toponym.span, toponym) if inside else None


def _names(tokens: Words, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, whole and cut at "of" and the like; a possessive or a comma ends one."""
    pieces = list(_pieces(tokens, low, high))
    run: list[tuple[int, int, bool]] = []
    for piece in pieces:
        if run and piece[0] == run[-1][1] and not _apart(tokens, piece[0]) and len(run) < LONGEST:
            run.append(piece)
            continue
        yield from _stretches(tokens, run)
        run = [piece]
    yield from _stretches(tokens, run)


def _apart(tokens: Words, index: int) -> bool:
    """Whether a token begins something else, though no mark says so: a wide space before it, or "in Mosul | A huge blast followed"."""
    return tokens.start[index] - tokens.end[index - 1] > 1 or tokens.tag[index] in _OPENERS


def _stretches(tokens: Words, run: list[tuple[int, int, bool]]) -> Iterator[tuple[int, int]]:
    """The run and, where small words join its parts, each part. A small word is never first or last."""
    while run and not run[0][2]:
        run = run[1:]
    while run and not run[-1][2]:
        run = run[:-1]
    if not run or all(tokens.text[i].isdigit() or tokens.tag[i] in _OPENERS for i in range(run[0][0], run[-1][1])):
        return
    yield run[0][0], run[-1][1]
    parts: list[list[tuple[int, int, bool]]] = [[]]
    for piece in run:
        if piece[2]:
            parts[-1].append(piece)
        else:
            parts.append([])
    if len(parts) > 1:
        for part in parts:
            if part:
                yield part[0][0], part[-1][1]


def _pieces(tokens: Words, low: int, high: int) -> Iterator[tuple[int, int, bool]]:
    """(first, last, is a name word) of what is written together: "al-Bab", "Ma’rkabah"; small joining words too."""
    first = low
    while first < high:
        last = first + 1
        while last < high and tokens.end[last - 1] == tokens.start[last] and tokens.text[last - 1] not in "/(":
            last += 1
        piece = _stripped(tokens, first, last)
        if piece is not None:
            word = tokens.source[tokens.start[piece[0]] : tokens.end[piece[1] - 1]]
            if _is_name(tokens, piece, word, opens=piece[0] == low):
                yield (*piece, True)
            elif word in _JOINTS or (word in _ARTICLES and piece[0] > low and tokens.lower[piece[0] - 1] == "of"):
                yield (*piece, False)
        first = last


def _stripped(tokens: Words, first: int, last: int) -> tuple[int, int] | None:
    """A stretch without the quotation marks, brackets and stops around it and without the possessive."""
    while first < last and tokens.text[first][0] in _BEFORE and not _opens_name(tokens, first, last):
        first += 1
    while last > first and (tokens.text[last - 1] in _ENDINGS or not tokens.text[last - 1].strip(_BEHIND)):
        last -= 1
    return (first, last) if first < last else None


def _opens_name(tokens: Words, first: int, last: int) -> bool:
    """Whether a stroke belongs to the name behind it: "‘Arak"."""
    return last - first > 1 and tokens.text[first] in "‘’'`" and tokens.text[first + 1][0].isupper()


def _is_name(tokens: Words, piece: tuple[int, int], word: str, *, opens: bool) -> bool:
    if _NAME.match(word) is None:
        return False
    head = tokens.lower[piece[0]]
    words = lexicon()
    if words.is_a(head, "month") or words.is_a(head, "weekday"):
        return False
    return not (opens and not tokens.tag[piece[0]].startswith("NNP"))
