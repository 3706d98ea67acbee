"""What links a mention to times and places: the way between two words of a parse, and what the text around establishes."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from events.extractor.syntax import clause_root, is_verbal, path_up
from events.language import Tree, Word
from events.model import Span, Timex, Toponym, When, Where

NEAREST = 12  # times and places of a sentence that are weighed for one trigger
_Spanned = TypeVar("_Spanned", Timex, Toponym)
_BREAKS = frozenset({"relcl", "ccomp", "advcl", "parataxis", "csubj", "acl", "conj"})
_DATELINE = re.compile(r"[^\n]{0,70}?(?:\s[-–—]{1,2}\s|\s?\((?:Reuters|AFP|AP|[A-Z][\w ]{1,20})\)\s*[-–—]*)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the text around establishes for a mention that says nothing itself."""

    dct: date | None = None
    paragraph_when: When | None = None
    paragraph_where: Where | None = None
    dateline: Toponym | None = None
    since_when: str = ""  # the text from the sentence that gave the date up to the mention's own
    since_where: str = ""


def nearest(trigger: Span, found: list[_Spanned]) -> list[_Spanned]:
    """The few nearest in text order, so that a sentence without end ends in bounded time."""
    if len(found) <= NEAREST:
        return found
    return sorted(sorted(found, key=lambda f: abs(f.span.start - trigger.start))[:NEAREST], key=lambda f: f.span)


def head_of(doc: Tree, span: Span) -> Word | None:
    """The token of a span that the others hang on."""
    words = doc.touched(span.start, span.end)
    return words.root if words else None


def way(trigger: Word, other: Word) -> tuple[list[Word], list[Word]]:
    """Heads from each side up to their lowest common ancestor, which ends both lists."""
    up, down = path_up(trigger), path_up(other)
    common = next((t for t in up if t in down), None)
    if common is None:
        return up, down
    return up[: up.index(common) + 1], down[: down.index(common) + 1]


def clause_breaks(path: list[Word]) -> int:
    """How many clauses a path leaves on its way up."""
    return sum(1 for t in path[:-1] if t.dep_ in _BREAKS and is_verbal(t))


def main_clause_depth(token: Word) -> int:
    """How deep a token's clause is nested: 0 for the sentence's main clause."""
    return clause_breaks(path_up(clause_root(token)))


def dateline_of(text: str, toponyms: tuple[Toponym, ...]) -> Toponym | None:
    """The place name that opens the text or a paragraph as a dateline ("BAGHDAD, May 21 (Agency) - "), None without one."""
    for toponym in toponyms:
        start = toponym.span.start
        opens = start == 0 or text[start - 1] == "\n"
        name = text[toponym.span.start : toponym.span.end]
        rest = text[toponym.span.end : toponym.span.end + 80]
        if opens and start < 600 and name.isupper() and _DATELINE.match(rest):
            return toponym
    return None
