"""The word lists of `data/toponyms`: what the words beside a name say of it, short forms, papers' homes; and seats of power."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from events import paths
from events.tables import lines, rows, several

FOLDER = paths.DATA / "toponyms"
ACTORS = paths.DATA / "actors"
_PRIVATE = frozenset(("JRN", "PTY", "BUS", "MNC", "NGO", "IGO", "UNO", "REL"))  # sectors
COMMON_WORDS = FOLDER / "common_words.tsv"
PERSON_NAMES = FOLDER / "person_names.tsv"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form. `use`: "free" wherever it stands, "tail" only behind a place ("Springfield, Ill.")."""

    form: str
    name: str
    country: str
    level: str  # country, admin1, city, region
    use: str


@dataclass(frozen=True, slots=True)
class Home:
    """Where a publisher sits."""

    city: str
    admin1: str
    country: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists; words are lower case, names as written."""

    words: dict[str, frozenset[str]]
    classes: dict[str, tuple[str, ...]]  # word -> its classes
    directions: dict[str, tuple[float, float]]  # east, north
    abbreviations: dict[str, Abbreviation]
    seats: dict[str, str]  # name -> country
    publishers: dict[str, Home]
    units: dict[str, float]  # kilometres
    numbers: dict[str, float]
    given_names: frozenset[str]  # lower case
    surnames: frozenset[str]  # lower case; those that are names of places, too
    organisations: frozenset[str]  # as written; actors of one word that are no places
    short_forms: frozenset[str]  # words whose full stop belongs to them: "Fla." as written, others with a capital: "Gov."
    not_places: dict[str, tuple[tuple[str, ...], ...]]  # first word -> whole names as lower-case words, longest first
    common: dict[str, int]  # word -> how often it stands in lower case in open text, as a power of two

    def is_a(self, word: str, kind: str) -> bool:
        return word in self.words[kind]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists as they ship, read once."""
    measures = list(rows(FOLDER / "measures.tsv", 3))
    words = {kind: frozenset(several(text)) for kind, text in rows(FOLDER / "words.tsv", 2)}
    abbreviations = {row[0]: Abbreviation(*row) for row in rows(FOLDER / "abbreviations.tsv", 5)}
    by_hand = (name.lower() for _, line in lines(FOLDER / "given_names.txt") for name in line.split())
    not_places = {line for _, line in lines(FOLDER / "not_places.txt")}
    people, organised = list(rows(PERSON_NAMES, 2)), _organised()
    return Lexicon(
        words=words,
        classes=_classes(words),
        directions={word: (float(east), float(north)) for word, east, north in rows(FOLDER / "directions.tsv", 3)},
        abbreviations=abbreviations,
        short_forms=frozenset(_short_forms(words, abbreviations)),
        seats={seat: row[4] for row in rows(ACTORS / "seats.tsv", 7) if row[6] == "yes" for seat in several(row[1])},
        publishers={key: Home(*home) for key, *home in rows(FOLDER / "publishers.tsv", 4)},
        units={word: float(value) for word, kind, value in measures if kind == "unit"},
        numbers={word: float(value) for word, kind, value in measures if kind == "number"},
        not_places=_by_first_word({name.lower() for name in (*not_places, *organised) if " " in name or name in not_places}),
        given_names=frozenset((*by_hand, *(name.lower() for name, kind in people if kind == "given"))),
        surnames=frozenset(name.lower() for name, kind in people if kind == "surname"),
        organisations=frozenset(name for name in organised if " " not in name),
        common={word: int(power) for word, power in rows(COMMON_WORDS, 2)},
    )


def _classes(words: dict[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind in sorted(words):
        for word in words[kind]:
            found[word] = (*found.get(word, ()), kind)
    return found


def _organised() -> set[str]:
    """The names of actors that are no public bodies: what place their name holds is not where they act."""
    listed = [*rows(ACTORS / "armed_groups.tsv", 6), *(row for row in rows(ACTORS / "organisations.tsv", 6) if row[3] in _PRIVATE)]
    names = {re.sub(r" \(.*\)$", "", name) for row in listed for name in (row[0], *several(row[1]))}
    return {name for name in names if not re.search(r"^[Tt]he | in | [a-z]+$|^E\.?U\.?$|^European Union$", name)}


def _short_forms(words: dict[str, frozenset[str]], abbreviations: Iterable[str]) -> Iterator[str]:
    for form in (*abbreviations, *(word.capitalize() for members in words.values() for word in members), *words["short_form"]):
        if form.endswith(".") and " " not in form:
            yield form


def _by_first_word(names: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Names as words, split at hyphens and before possessives as the tokenizer does, by their first word."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in sorted(names, key=len, reverse=True):
        words = tuple(name.replace("-", " - ").replace("'s", " 's").split())
        found[words[0]] = (*found.get(words[0], ()), words)
    return found
