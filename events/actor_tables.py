"""The actor dictionary's data files, data/actors/*.tsv, read into one table of terms. `events.actors` looks things up in it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from events.tables import rows, several

UNPREFIXED = frozenset({"UNO", "EUR", "IGO", "MNC"})  # sectors that belong to no single country


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts. `code`: ISO alpha-3 and PLOVER sector ("IRQ MIL"), or one of them; `side`: "state" or "non-state"."""

    name: str
    code: str
    kind: str  # state, government, military, police, armed group, igo, ngo, party, media, company, person, civilian, ...
    country_code: str  # ISO 3166-1 alpha-2; empty when there is none or more than one
    side: str

    @property
    def sector(self) -> str:
        """The PLOVER sector, or an empty string for a country as such."""
        return "" if self.kind == "state" else self.code.rpartition(" ")[2]


@dataclass(frozen=True, slots=True)
class Term:
    """What a sequence of words means: its class (name, person, country, role ...) and the actor that it stands for or composes."""

    cls: str
    actor: Actor
    spelled: str  # as in the data file; decides which capitals are demanded
    adjective: str = ""  # of the country or people: "Iraqi"
    bound: bool = False  # a role that means nobody without an owner
    yields: bool = False  # a role before it says more


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The word in lower case without accents, apostrophes and full stops: the form in which words are compared."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in ".'’‘`ʼ").casefold()


@dataclass(frozen=True, slots=True)
class Country:
    """A line of countries.tsv; `adjective` is the one used in composed names."""

    alpha2: str
    alpha3: str
    name: str
    adjective: str


@dataclass(slots=True)
class Tables:
    """What the data files say, keyed by folded words, in the order in which a reading is preferred."""

    terms: dict[tuple[str, ...], list[Term]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    countries: dict[str, Country] = field(default_factory=dict)
    longest: int = 1

    def add(self, spelled: str, term: Term) -> None:
        key = tuple(fold(p) for p in re.split(r"[\s\-–/]+", spelled) if fold(p))
        if key:
            self.terms.setdefault(key, []).append(term)
            self.longest = max(self.longest, len(key))

    def code(self, sector: str, countries: Sequence[str]) -> str:
        """ "NGA REB": the one country and the sector; "IMG REB" for rebels at home in several or none."""
        if len(countries) == 1 and sector not in UNPREFIXED:
            return f"{self.countries[countries[0]].alpha3} {sector}"
        return "IMG REB" if sector == "REB" and len(countries) != 1 else sector


def _read_countries(tables: Tables, folder: Path) -> list[tuple[str, Term]]:
    """Fills `tables.countries`; returns (form, term) for names, adjectives, peoples and capitals."""
    found: list[tuple[str, Term]] = []
    for alpha2, alpha3, name, others, adjectives, peoples, capitals in rows(folder / "countries.tsv", 7):
        adjective = (several(adjectives) or (name,))[0]
        tables.countries[alpha2] = Country(alpha2, alpha3, name, adjective)
        state = Actor(name, alpha3, "state", alpha2, "state")
        government = Actor(f"{adjective} government", f"{alpha3} GOV", "government", alpha2, "state")
        found += [(form, Term("country", state, form, adjective)) for form in [name, *several(others)]]
        found += [(form, Term("adjective", state, form, adjective)) for form in several(adjectives)]
        for form in several(peoples):
            people = Actor(several(peoples)[0], f"{alpha3} CVL", "civilian", alpha2, "non-state")
            found.append((form, Term("people", people, form, adjective)))
        found += [(form, Term("capital", government, form, adjective)) for form in several(capitals)]
    return found


def _read_persons(tables: Tables, folder: Path) -> None:
    for name, aliases, surnames, _, sector, country, side, _, _ in rows(folder / "persons.tsv", 9):
        known = tables.countries.get(country)
        code = tables.code(sector, [country] if known else [])
        actor = Actor(name, code, "person", country, side)
        adjective = known.adjective if known else ""
        for form in [name, *several(aliases)]:
            tables.add(form, Term("person", actor, form, adjective))
        for form in several(surnames):
            tables.add(form, Term("surname", actor, form, adjective))


def _read_names(tables: Tables, path: Path) -> None:
    seats = path.stem == "seats"
    for name, aliases, kind, sector, countries, side, *_ in rows(path, 7 if seats else 6):
        if not kind:
            continue
        codes = several(countries)
        actor = Actor(name, tables.code(sector, codes), kind, codes[0] if len(codes) == 1 else "", side)
        forms = several(aliases) if seats else [re.sub(r" \(.*\)$", "", name), *several(aliases)]
        for form in forms:
            tables.add(form, Term("name", actor, form, tables.countries[codes[0]].adjective if len(codes) == 1 else ""))


def _read_roles(tables: Tables, folder: Path) -> None:
    for forms, name, kind, sector, side, yields in rows(folder / "roles.tsv", 6):
        for form in several(forms):
            spelled = form.rstrip("+")
            actor = Actor(name, sector, kind, "", side)
            tables.add(spelled, Term("role", actor, spelled, bound=form.endswith("+"), yields=yields == "yes"))
    for (noun,) in rows(folder / "parts.tsv", 1):
        tables.add(noun, Term("part", Actor("", "", "part", "", ""), noun, bound=True, yields=True))


def _read_peoples(tables: Tables, folder: Path) -> None:
    for forms, adjective, country in rows(folder / "peoples.tsv", 3):
        for form in several(forms):
            tables.add(form, Term("people adjective", Actor(adjective, "", "people", country, "non-state"), form, adjective))


def read_tables(folder: Path) -> Tables:
    """All data files of a folder. Raises ConfigurationError naming file and line of what cannot be read."""
    tables = Tables()
    nations = _read_countries(tables, folder)
    _read_persons(tables, folder)
    for stem in ("armed_groups", "organisations", "seats"):
        _read_names(tables, folder / f"{stem}.tsv")
    for form, term in nations:
        tables.add(form, term)
    _read_peoples(tables, folder)
    _read_roles(tables, folder)
    for word, cls in rows(folder / "words.tsv", 2):
        tables.words.setdefault(cls, set()).add(word)
    return tables
