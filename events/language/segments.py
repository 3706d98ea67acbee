"""The stretches of a text that no sentence crosses: paragraphs, headlines, list items. They bound what is analysed at once."""

import re
from collections.abc import Iterator
from itertools import pairwise

from events.model import Span

LONGEST_SEGMENT = 2_000  # characters; a longer paragraph is cut, at a sentence end where there is one
LONGEST_RUN = 500  # characters without a space; the tokenizer's time grows with the square of it
WRAP_WIDTHS = range(50, 111)  # columns; longer or shorter lines were not broken by a word wrapper


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
    if following[0].islower() and line[-1] not in '.?!:;"”':
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
