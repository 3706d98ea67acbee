"""Word lists of the grammar files: which words are in which class."""

from dataclasses import dataclass
from functools import cache

from events.paths import DATA
from events.timex.tables import read_table


@dataclass(frozen=True, slots=True)
class WordLists:
    """Words by class, in lower case."""

    classes: dict[str, frozenset[str]]

    def has(self, word: str, *names: str) -> bool:
        """Whether a word is in one of these classes."""
        return any(word in self.classes.get(name, ()) for name in names)

    def ends_like(self, word: str, name: str) -> bool:
        """Whether a word ends, after two letters at least, in one of the endings of a class."""
        return any(word.endswith(ending) and len(word) > len(ending) + 2 for ending in self.classes.get(name, ()))


@cache
def load_word_lists(language: str, name: str) -> WordLists:
    """The lists of data/timex/<language>/<name>.tsv; empty where a language has none."""
    path = DATA / "timex" / language / f"{name}.tsv"
    classes: dict[str, set[str]] = {}
    for _, (word, kind) in read_table(path, 2) if path.exists() else []:
        classes.setdefault(kind, set()).add(word)
    return WordLists({kind: frozenset(words) for kind, words in classes.items()})
