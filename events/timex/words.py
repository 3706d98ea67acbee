"""Word lists of the grammar files: which words are in which class."""

from dataclasses import dataclass
from functools import cache

from events.paths import DATA
from events.tables import numbered_rows

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WordLists:
    """The classes of each word, in lower case, and the beginnings or endings of each class of those."""

    classes: dict[str, frozenset[str]]
    endings: dict[str, tuple[str, ...]]

    def has(self, word: str, *names: str) -> bool:
        """Whether a word is in one of these classes."""
        return not self.classes.get(word, _NONE).isdisjoint(names)

    def words(self, name: str) -> frozenset[str]:
        """All words of a class."""
        return frozenset(word for word, names in self.classes.items() if name in names)

    def ends_like(self, word: str, name: str) -> bool:
        """Whether a word ends, after two letters at least, in one of the endings of a class."""
        return any(word.endswith(ending) and len(word) > len(ending) + 2 for ending in self.endings.get(name, ()))

    def begins_like(self, word: str, name: str) -> bool:
        """Whether a word begins, with two letters at least after it, with one of the beginnings of a class."""
        return any(word.startswith(beginning) and len(word) > len(beginning) + 2 for beginning in self.endings.get(name, ()))


@cache
def load_word_lists(language: str, name: str) -> WordLists:
    """The lists of data/timex/<language>/<name>.tsv; empty where a language has none. Classes ending in SUFFIX or PREFIX hold those."""
    path = DATA / "timex" / language / f"{name}.tsv"
    classes: dict[str, set[str]] = {}
    endings: dict[str, tuple[str, ...]] = {}
    for _, (word, kind) in numbered_rows(path, 2) if path.exists() else []:
        classes.setdefault(word, set()).add(kind)
        if kind.endswith(("SUFFIX", "PREFIX")):
            endings[kind] = (*endings.get(kind, ()), word)
    return WordLists({word: frozenset(kinds) for word, kinds in classes.items()}, endings)
