"""The trigger lexicon: data/lexicon/triggers*.tsv and their word classes, read once and indexed by head lemma.

A line says which lemma (or lemmas) tells of which PLOVER event type, under which conditions on its arguments, and which
grammatical slot fills which role. The file's header explains its columns.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from events.errors import ConfigurationError
from events.paths import DATA
from events.tables import numbered_rows

FOLDER = DATA / "lexicon"


@dataclass(frozen=True, slots=True)
class Condition:
    """`slot` must (or, negated, must not) hold one of `words` or a member of one of `classes`."""

    slot: str  # dobj, subj, any, prep:on ...
    words: frozenset[str]
    classes: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon."""

    head: str
    rest: tuple[str, ...]  # lemmas that must stand among the head's particles, objects and prepositional objects
    pos: str  # verb or noun
    event_type: str
    mode: str
    acled: str
    needs: tuple[Condition, ...]
    roles: dict[str, tuple[str, ...]]
    example: str
    line: int

    @property
    def name(self) -> str:
        return f"{' '.join((self.head, *self.rest))} ({self.pos}), line {self.line}"


def _condition(text: str, where: str) -> Condition:
    negated, body = text.startswith("!"), text.lstrip("!").strip()
    slot, equals, values = body.partition("=")
    if not equals:
        raise ConfigurationError(f"{where}: condition {text!r} has no '='; write slot=@class or slot=word|word")
    choices = values.split("|")
    return Condition(
        slot.strip(),
        frozenset(v for v in choices if not v.startswith("@")),
        frozenset(v[1:] for v in choices if v.startswith("@")),
        negated,
    )


def _roles(text: str) -> dict[str, tuple[str, ...]]:
    pairs = (part.split("=", 1) for part in text.split() if "=" in part)
    return {role: tuple(slots.split(",")) for role, slots in pairs}


def _entry(number: int, cells: list[str], path: Path) -> Entry:
    where = f"{path.name}:{number}"
    if len(cells) < 3:
        raise ConfigurationError(f"{where}: a line needs at least trigger, pos and event_type, separated by tabs")
    trigger, pos, event_type, mode, acled, needs, roles, example = (cells + [""] * 8)[:8]
    if pos not in ("verb", "noun"):
        raise ConfigurationError(f"{where}: pos is verb or noun, not {pos!r}")
    head, *rest = trigger.split()
    conditions = tuple(_condition(c, where) for c in needs.split(";") if c.strip())
    return Entry(head, tuple(rest), pos, event_type, mode, acled, conditions, _roles(roles), example, number)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries by (pos, head lemma), most demanding first, and the members of each word class."""

    entries: dict[tuple[str, str], tuple[Entry, ...]]
    classes: dict[str, frozenset[str]]
    sources: dict[str, tuple[str, ...]]  # what else counts as a member: "toponym", "actor:military", ...
    hash: str

    @property
    def verbs(self) -> frozenset[str]:
        """The lemmas of the verbs."""
        return frozenset(lemma for pos, lemma in self.entries if pos == "verb")

    def of(self, pos: str, lemma: str) -> tuple[Entry, ...]:
        return self.entries.get((pos, lemma), ())


@cache
def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """The lexicon of a folder. Raises ConfigurationError naming file and line of what cannot be read."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for path in sorted(folder.glob("triggers*.tsv")):
        for number, cells in numbered_rows(path):
            entry = _entry(number, cells, path)
            found.setdefault((entry.pos, entry.head), []).append(entry)
    members, sources = _grouped(folder / "classes.tsv"), _grouped(folder / "class_sources.tsv")
    ordered = {key: tuple(sorted(some, key=lambda e: (-len(e.rest), -len(e.needs)))) for key, some in found.items()}
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(folder.glob("*.tsv")))).hexdigest()[:12]
    return Lexicon(ordered, members, {k: tuple(sorted(v)) for k, v in sources.items()}, digest)


def _grouped(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _, cells in numbered_rows(path):
        found.setdefault(cells[0].lstrip("@"), set()).add(cells[1].strip())
    return {name: frozenset(values) for name, values in found.items()}


@cache
def word_list(name: str, folder: Path = FOLDER) -> dict[str, str]:
    """Two-column data file as a mapping: data/lexicon/<name>.tsv."""
    return {cells[0]: (cells[1] if len(cells) > 1 else "") for _, cells in numbered_rows(folder / f"{name}.tsv")}
