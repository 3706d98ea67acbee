"""Whether two texts are the same story: the copies that ten sites print of one wire report, each with its own headline and ending.

Compared is what stands in sentences: headlines, bylines, menus and other lines without a full stop do not count. MinHash (datasketch)
over runs of five words gives `bands` by which likely copies are looked up; `compare` then decides on the words themselves. A copy may
lack an end, have another one, and differ in a word here and there, but not in a number or a name: that would be another report.
"""

import re
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from events.model import Document

RUN = 5  # words in a row that are compared
ROWS, BANDS = 3, 20  # texts that share half of their runs meet in a band 93 times in 100, those that share a tenth 2 times
FEWEST_RUNS = 20  # shorter texts say too little to be called copies
SHARED = 0.75  # of the runs of the shorter text must be in the longer
NOTHING_NEW = 0.25  # of the runs of a text may be missing from the other: boilerplate, not news
DAYS_APART = 3  # publication dates of copies
_LINE = re.compile(r"[^\n\f]+")
_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred hundreds thousand thousands million dozen dozens".split()
)


class Copy(StrEnum):
    """What a text is beside another one that is known already."""

    OF_IT = "of it"  # it adds nothing of substance
    FULLER = "fuller"  # it holds the other one and more


def body_words(text: str) -> list[str]:
    """The words of the lines that end as sentences do, as written."""
    lines = [match[0] for match in _LINE.finditer(text)]
    return [word for line in lines if _SENTENCE_END.search(line) for word in _WORD.findall(line)]


def _runs(words: list[str]) -> set[str]:
    folded = [word.casefold() for word in words]
    return {" ".join(folded[start : start + RUN]) for start in range(len(folded) - RUN + 1)}


def bands(text: str) -> tuple[bytes, ...]:
    """Keys under which likely copies of a text are found: two of them share at least one. None for a text that is too short."""
    from datasketch import MinHash  # half a second, which only those who store texts should wait for

    runs = _runs(body_words(text))
    if len(runs) < FEWEST_RUNS:
        return ()
    sketch = MinHash(num_perm=ROWS * BANDS)
    sketch.update_batch([run.encode() for run in sorted(runs)])
    rows = sketch.hashvalues.astype("<u4").reshape(BANDS, ROWS)
    return tuple(bytes([number]) + row.tobytes() for number, row in enumerate(rows))


def compare(new: Document, known: Document) -> Copy | None:
    """What `new` is beside `known`; None where they are two reports, however alike."""
    if not _about_one_time(new.dct, known.dct) or new.language[:2] != known.language[:2]:
        return None
    ours, theirs = body_words(new.text), body_words(known.text)
    ours_runs, theirs_runs = _runs(ours), _runs(theirs)
    fewest = min(len(ours_runs), len(theirs_runs))
    shared = len(ours_runs & theirs_runs)
    if fewest < FEWEST_RUNS or shared < SHARED * fewest or not _same_facts(ours, theirs):
        return None
    if shared >= (1 - NOTHING_NEW) * len(ours_runs):
        return Copy.OF_IT
    return Copy.FULLER if shared >= (1 - NOTHING_NEW) * len(theirs_runs) else None


def _about_one_time(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= DAYS_APART


def _same_facts(ours: list[str], theirs: list[str]) -> bool:
    """Whether no number and no name differs between the first and the last run that the texts share."""
    left, right = [word.casefold() for word in ours], [word.casefold() for word in theirs]
    blocks = [block for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks() if block.size]
    long = [number for number, block in enumerate(blocks) if block.size >= RUN]
    if not long:
        return False
    within = blocks[long[0] : long[-1] + 1]
    for before, after in pairwise(within):
        one, other = ours[before.a + before.size : after.a], theirs[before.b + before.size : after.b]
        if one and other and _facts(one) != _facts(other):
            return False
    return True


def _facts(words: Iterable[str]) -> list[str]:
    """Numbers and capitalised words, without their full stops: "U.S." is "US"."""
    facts = [word for word in words if word[0].isupper() or any(map(str.isdigit, word)) or word.casefold() in _NUMBERS]
    return sorted(word.replace(".", "").casefold() for word in facts)
