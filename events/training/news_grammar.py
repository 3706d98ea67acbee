"""The grammar of news_sentences.tsv, whose header explains it: rules, and lists of words, some of them from the project's data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from events.actors import FOLDER as ACTORS
from events.errors import ConfigurationError
from events.extractor.lexicon import load_lexicon
from events.paths import DATA
from events.tables import numbered_rows, rows, several

GRAMMAR = Path(__file__).with_name("news_sentences.tsv")


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a rule: `label` is a relation, "*" for the head, "+" for items taken over from another rule."""

    label: str
    thing: str
    chance: float


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar. `name`: the kind of name that the whole is, or empty."""

    weight: float
    name: str
    parts: tuple[Part, ...]


@dataclass(slots=True)
class Grammar:
    """The rules by symbol and the words by list."""

    rules: dict[str, list[Rule]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)


def read_grammar(path: Path = GRAMMAR) -> Grammar:
    """The grammar of a file. Raises ConfigurationError naming the line that cannot be read."""
    grammar = Grammar(words={name: list(words) for name, words in words_of_data().items()})
    for number, cells in numbered_rows(path):
        if len(cells) == 2 and cells[0].startswith("@"):
            grammar.words.setdefault(cells[0][1:], []).extend(cells[1].split())
        elif len(cells) == 4:
            symbol, weight, name, parts = cells
            grammar.rules.setdefault(symbol, []).append(Rule(float(weight), name.strip("-"), tuple(map(_part, parts.split()))))
        else:
            raise ConfigurationError(f"{path}:{number}: neither a list of words nor a rule of 4 columns; the file's header explains both")
    return grammar


def _part(text: str) -> Part:
    body, _, chance = text.partition("?")
    label, thing = ("+", body[1:]) if body.startswith("+") else body.split(":", 1)
    return Part(label, thing, float(chance or 1))


@cache
def words_of_data() -> dict[str, list[str]]:
    """The lists that are not in the grammar's file: verbs by what they are done to, adjectives of nations, names of groups and persons."""
    adjectives = [adjective for cells in numbered_rows(ACTORS / "countries.tsv") for adjective in several(cells[1][4])[:1]]
    return {
        "nation": [word for word in adjectives if word.isalpha()],
        "group": sorted(_names("armed_groups.tsv")),
        "organisation": sorted(_names("organisations.tsv")),
        "place-verb": _verbs({"place", "settlement"}),
        "person-verb": _verbs({"person", "forces", "official", "protester"}),
        "thing-verb": _verbs({"building", "infrastructure", "vehicle", "weapon"}),
        "given": [word for _, (line,) in numbered_rows(DATA / "toponyms" / "given_names.txt") for word in line.split()],
        "surname": [name for name, kind in rows(DATA / "toponyms" / "person_names.tsv", 2) if kind == "surname"],
    }


def _names(table: str) -> Iterator[str]:
    """Names of a table of actors whose words are letters, with at most one "of" or "for" in them."""
    for _, cells in numbered_rows(ACTORS / table):
        for name in (cells[0], *several(cells[1])):
            if re.fullmatch(r"[A-Z][^\W\d_]+( [A-Z][^\W\d_]+)*( (of|for)( the)?( [A-Z][^\W\d_]+)+)?", name):
                yield name.replace(" ", "_")


def _verbs(classes: set[str]) -> list[str]:
    """The verbs of the trigger lexicon, one word each, that are done to a member of one of the classes."""
    found = set()
    for (pos, head), entries in load_lexicon().entries.items():
        for entry in entries:
            needed = [need for need in entry.needs if need.slot == "dobj" and not need.negated]
            if pos == "verb" and not entry.rest and head.isalpha() and any(need.classes & classes for need in needed):
                found.add(head)
    return sorted(found)
