"""A text as parallel lists of what the rules read of each token. No parse: words, marks and sentences are told by their look."""

import re
from dataclasses import dataclass
from itertools import pairwise

from events.language import segments
from events.toponyms.lexicon import Lexicon

_SHOUTED = 0.7  # share of the longer words of a sentence in capitals from which on capitals say nothing
_TITLED = 0.75  # the same for words that begin with a capital
_OPENER = 10  # a word as common as that (a power of two), capitalised behind a short form, begins a sentence
_LONGEST_RUN = 200  # characters without a space that are looked at as words
_WORD = r"[^\W_\u0300-\u036f](?:[\w\u0300-\u036f]|['’ʼ‘`](?![sS]\b)(?=[^\W\d_]))*"
_TOKEN = re.compile(
    rf"""
    (?:https?://|www\.)\S+ | [\w.+-]+@[\w-]+\.[\w.-]*\w | (?:[\w-]+\.)+(?:com|org|net|gov|edu|info)\b   # addresses
    | \d+(?:[.,:]\d+)+ | (?:[^\W\d_]\.){{2,}} | [^\W\d_]\.[^\W\d_]\b | ['’][sS]\b | {_WORD}              # 10,000  U.S.  U.S  's  word
    | --+ | \.\.+ | \S
    """,
    re.VERBOSE,
)
_ENDS = re.compile(r"[.?!…]+$")
_CLOSERS = frozenset("\"'”’»)]")
_OPENERS = frozenset("\"'“‘«([")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One entry per token. `sentence`: its number; `bounds`: first and last token of each sentence (half open)."""

    source: str
    text: list[str]
    lower: list[str]
    start: list[int]
    end: list[int]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    shouted: list[bool]  # by sentence: all in capitals
    titled: list[bool]  # by sentence: a headline, each longer word capitalised

    def __len__(self) -> int:
        return len(self.text)

    def phrase(self, first: int, last: int) -> str:
        """The text of tokens first..last (half open) as written, white space as one blank."""
        piece = self.source[self.start[first] : self.end[last - 1]]
        return piece if piece.isprintable() and "  " not in piece else " ".join(piece.split())

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this token and the one before."""
        return index > 0 and self.end[index - 1] == self.start[index]

    def before(self, index: int) -> str:
        """The token before in the same sentence, in lower case; "" at its head."""
        return self.lower[index - 1] if index > self.bounds[self.sentence[index]][0] else ""

    def after(self, index: int) -> str:
        """The token at `index` if it is of the same sentence as the one before it, in lower case."""
        return self.lower[index] if 0 < index < len(self.text) and self.sentence[index] == self.sentence[index - 1] else ""


def tokens_of(source: str, lexicon: Lexicon) -> Tokens:
    """The tokens and sentences of a text. Offsets are those of `source`; no sentence crosses a paragraph, headline or list item."""
    text: list[str] = []
    start: list[int] = []
    bounds: list[tuple[int, int]] = []
    for segment in segments(source):
        first = len(text)
        for word, position in _words(source, segment.start, segment.end, lexicon):
            text.append(word)
            start.append(position)
        cuts = [first, *(index for index in range(first + 1, len(text)) if _begins(text, start, index, first, lexicon)), len(text)]
        bounds += [(one, other) for one, other in pairwise(cuts) if one < other]
    return Tokens(
        source=source,
        text=text,
        lower=[word.lower() for word in text],
        start=start,
        end=[position + len(word) for position, word in zip(start, text, strict=True)],
        sentence=[number for number, (first, last) in enumerate(bounds) for _ in range(first, last)],
        bounds=bounds,
        shouted=[_shouted(text[first:last]) for first, last in bounds],
        titled=[_titled(text[first:last]) for first, last in bounds],
    )


def _words(source: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[str, int]]:
    """The tokens of a stretch with their offsets; a full stop goes to the short form before it ("Mr.", "Fla.", "J.")."""
    found: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(source, start, end):
        word, position = match[0], match.start()
        behind = source[match.end() : match.end() + 9]
        if word == "." and found and found[-1][1] + len(found[-1][0]) == position and _is_short(found[-1][0], behind, lexicon):
            found[-1] = (found[-1][0] + ".", found[-1][1])
        else:
            found.append((word, position))
    return found


def _is_short(word: str, behind: str, lexicon: Lexicon) -> bool:
    if word in ("No", "Nos"):
        return re.match(r"\s*\d", behind) is not None
    return (len(word) == 1 and word.isupper()) or f"{word}." in lexicon.short_forms


def _begins(text: list[str], start: list[int], index: int, first: int, lexicon: Lexicon) -> bool:
    """Whether a sentence begins at a token: behind a stop, with a capital, digit or quotation mark."""
    if start[index - 1] + len(text[index - 1]) == start[index] or text[index] in _CLOSERS:
        return False
    before = index - 1
    while before > first and text[before] in _CLOSERS:
        before -= 1
    if not _ENDS.search(text[before]):
        return False
    word = text[index + 1] if text[index] in _OPENERS and index + 1 < len(text) else text[index]
    if not (word[0].isupper() or word[0].isdigit() or word in _OPENERS):
        return False
    if text[before] in (".", "?", "!") or not text[before][0].isalnum():
        return True
    return lexicon.common.get(word.lower(), 0) >= _OPENER and not lexicon.is_a(text[before].lower(), "title")


def _shouted(words: list[str]) -> bool:
    longer = [word for word in words if word.isalpha() and len(word) > 3]
    return len(longer) >= 2 and sum(word.isupper() for word in longer) >= _SHOUTED * len(longer)


def _titled(words: list[str]) -> bool:
    longer = [word for word in words if word.isalpha() and len(word) > 3]
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) >= _TITLED * len(longer)
