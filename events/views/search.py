"""The search for words in events and in the documents that the store's own index finds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow
from pyarrow import compute

from events.views.arrays import EventArrays, Flags
from events.views.facets import ACTORS, Facet, of_column

NAMES = (ACTORS, "place_name")  # columns that are searched besides titles
FOLDED_AT_ONCE = 5_000  # titles, so that they are not all held twice


@dataclass(frozen=True, slots=True, eq=False)
class Searchable:
    """Of every event the folded title, and its actors and place: names that many events share, so that each is looked at once."""

    titles: pyarrow.ChunkedArray
    names: tuple[Facet, ...]

    def holding(self, part: str) -> Flags:
        """Which events have this folded word, or part of a word, in their title, actors or place."""
        flags: Flags = compute.match_substring(self.titles, part).to_numpy().astype(np.bool_)
        for names in self.names:
            flags |= np.array([part in name.casefold() for name in names.values], dtype=np.bool_)[names.codes]
        return flags


def searchable(arrays: EventArrays) -> Searchable:
    """What `with_words` looks through; made once as long as titles, actors and places do not change."""
    return Searchable(arrays.kept.of("folded titles", _folded, arrays.titles), tuple(of_column(arrays, name) for name in NAMES))


def _folded(titles: Sequence[str]) -> pyarrow.ChunkedArray:
    parts = (titles[begin : begin + FOLDED_AT_ONCE] for begin in range(0, len(titles), FOLDED_AT_ONCE))
    return pyarrow.chunked_array([[title.casefold() for title in part] for part in parts], pyarrow.string())


def with_words(told: Searchable, arrays: EventArrays, words: str, documents: frozenset[str]) -> Flags:
    """Which events hold every word in their title, actors or place, or stand in one of these documents."""
    mine = np.ones(len(arrays), dtype=np.bool_)
    for part in words.casefold().split():
        mine &= told.holding(part)
    if not documents:
        return mine
    return mine | arrays.of_documents(documents)
