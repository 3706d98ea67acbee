"""Names that are nearly right: the folded keys closest to a query."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4  # letters; below it one changed letter makes any other name


class SpellingIndex:
    """Folded keys by length, in memory. Made once; about 0.1 s and 60 MB for the shipped sources."""

    def __init__(self, keys: Iterable[str]) -> None:
        by_length: dict[int, list[str]] = defaultdict(list)
        for key in keys:
            by_length[len(key)].append(key)
        self._by_length = dict(by_length)

    def closest(self, key: str, limit: int) -> list[tuple[str, float]]:
        """Up to `limit` other keys with their similarity (share of letters kept, 0..1), best first; [] for a key under 4 letters.

        One letter may be added, lost, changed or swapped with its neighbour in a key of 4 to 7 letters, two in a longer one.
        """
        if len(key) < _SHORTEST:
            return []
        edits = 1 if len(key) < 8 else 2
        found = []
        for length in range(len(key) - edits, len(key) + edits + 1):
            choices = self._by_length.get(length, [])
            hits = process.extract(key, choices, scorer=OSA.distance, score_cutoff=edits, limit=limit, processor=None)
            found += [(str(other), 1 - distance / max(length, len(key))) for other, distance, _ in hits if other != key]
        return sorted(found, key=lambda each: (-each[1], each[0]))[:limit]
