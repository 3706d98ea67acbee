"""Data files -> Grammar: the lexicon of a language and its phrase rules, ready to be matched.

Every token of a text is reduced to one character, its kind: the set of lexical classes that it may have. A rule's pattern is
then a regular expression over that string of kinds, without repetition (the pattern language has no * and no +), so that a
match looks at a bounded number of tokens and the whole is linear in the length of the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from events.errors import ConfigurationError
from events.paths import DATA
from events.tables import numbered_rows
from events.timex.patterns import Compiled, PatternCompiler, literals
from events.timex.tokens import Classes, number_classes, sample_numbers
from events.timex.words import load_word_lists

OTHER = " "  # the kind of every token that no rule mentions, and of line breaks
NUMBER_CLASSES = frozenset(("COUNT", "NUMBER", "TENS", "SCALE", "VAGUE", "STOPSIGN", "MOD"))
REMEMBERED, REMEMBERED_LENGTH = 20_000, 8  # words, runs of kinds, and tokens of one such run
_FIRST_KIND = 0x4E00  # a long block of letters, none of which regular expressions treat apart


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase: what it looks like, and the operation and constant fields that say what it means."""

    name: str
    type: str
    pattern: re.Pattern[str]
    operation: str
    constants: dict[str, str]
    priority: int  # its line in the file
    needs: tuple[frozenset[str], ...]  # every match has a token of each of these sets of kinds
    span: int  # the group of the pattern that holds what belongs to the expression
    fields: tuple[tuple[str, int], ...]  # name of a field and its group; in many branches the same name may come again


class Kinds(dict[str, str]):
    """Word as written -> kind, OTHER for a word of no rule. Words that it was asked for are remembered, up to REMEMBERED of them."""

    def __init__(self, lexicon: dict[str, str], number_kinds: dict[frozenset[str], str]) -> None:
        super().__init__(lexicon)
        self.lexicon, self._number_kinds, self._limit = frozenset(lexicon), number_kinds, len(lexicon) + REMEMBERED

    def __missing__(self, word: str) -> str:
        kind = self._number_kinds.get(frozenset(number_classes(word)), OTHER) if word[0].isdigit() else OTHER
        if len(self) < self._limit:
            self[word] = kind
        return kind


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled rules of a language."""

    language: str
    kinds: "Kinds"
    classes: dict[str, Classes]  # word as written -> its lexical classes
    number_after_hyphen: re.Pattern[str]  # in a string of kinds
    rules: dict[str, tuple[Rule, ...]]  # first kind -> rules that can begin with it
    triggers: dict[str, frozenset[int]]  # kind -> priorities of the rules that cannot match without a token of such a kind nearby
    trigger: re.Pattern[str]  # any of those kinds
    known_islands: dict[str, dict[str, tuple[Rule, ...]]] = field(default_factory=dict)  # what `active_rules` found, for short ones

    def classes_of(self, word: str) -> Classes:
        """The lexical classes of a token with its value in each."""
        known = self.classes.get(word)
        return known if known is not None else number_classes(word) if word[0].isdigit() else {}

    def active_rules(self, island: str) -> dict[str, tuple[Rule, ...]]:
        """First kind -> the rules that can begin with it and have their trigger somewhere in this run of kinds."""
        known = self.known_islands.get(island)
        if known is None:
            present = set(island)
            active = frozenset[int]().union(*(self.triggers.get(kind, ()) for kind in present))
            able = {kind: tuple(r for r in self.rules.get(kind, ()) if r.priority in active and _met(r.needs, present)) for kind in present}
            known = {kind: rules for kind, rules in able.items() if rules}
            if len(island) <= REMEMBERED_LENGTH and len(self.known_islands) < REMEMBERED:
                self.known_islands[island] = known
        return known


def _met(needs: tuple[frozenset[str], ...], present: set[str]) -> bool:
    return not any(need.isdisjoint(present) for need in needs)


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a grammar, in order of the alphabet."""
    return tuple(sorted(path.parent.name for path in (DATA / "timex").glob("*/rules.tsv")))


@cache
def load_grammar(language: str) -> Grammar:
    """The grammar of a language from data/timex/<language>/. ConfigurationError when there is none or a line of it is wrong."""
    if language not in languages():
        known = ", ".join(languages())
        raise ConfigurationError(f"no grammar of time expressions for language {language!r}; there is one for: {known}")
    folder = DATA / "timex" / language
    macros = {name: pattern for _, (name, pattern) in numbered_rows(folder / "macros.tsv", 2)}
    rows = list(numbered_rows(folder / "rules.tsv", 4))
    words = _read_lexicon(folder / "words.tsv")
    _add_literals(words, literals([*macros.values(), *(fields[2] for _, fields in rows)]))
    words = {word: number_classes(word) | classes if word[0].isdigit() else classes for word, classes in words.items()}
    return _compile(language, words, macros, rows, folder / "rules.tsv")


def _read_lexicon(path: Path) -> dict[str, Classes]:
    """Word as it may be written -> classes. A word that begins with a capital in the file is found with one only."""
    words: dict[str, Classes] = {}
    for _, (word, name, value) in numbered_rows(path, 3):
        for form in _forms(word):
            words.setdefault(form, {})[name] = value
    return words


def _forms(word: str) -> set[str]:
    capital = word[:1].upper() + word[1:]
    forms = {capital, word.upper()} if word != word.lower() else {word, capital, word.upper()}
    return forms | {form.replace("'", "’") for form in forms}


def _add_literals(words: dict[str, Classes], found: Iterable[str]) -> None:
    for literal in found:
        for form in _forms(literal):
            words.setdefault(form, {})["=" + literal] = literal


def _compile(language: str, words: dict[str, Classes], macros: dict[str, str], rows: list[tuple[int, list[str]]], path: Path) -> Grammar:
    numbers = {frozenset(number_classes(n)) for n in sample_numbers()}
    combinations = sorted({frozenset(c) for c in words.values()} | numbers, key=sorted)
    kind_of = {names: chr(_FIRST_KIND + i) for i, names in enumerate(combinations) if names}
    function_words = load_word_lists(language, "context").words("FUNCTION")
    weights = {kind: _weight(names, function_words) for names, kind in kind_of.items()}
    compiler = PatternCompiler(_members(kind_of), weights, macros)
    number_kinds = {names: kind for names, kind in kind_of.items() if names in numbers}
    kinds = Kinds({word: kind_of[frozenset(classes)] for word, classes in words.items()}, number_kinds)
    rules: dict[str, list[Rule]] = {}
    triggers: dict[str, set[int]] = {}
    for number, fields in rows:
        try:
            rule, compiled = _rule(fields, number, compiler)
        except (ValueError, re.error) as error:
            raise ConfigurationError(f"{path}:{number}: {error}") from error
        for kind in compiled.first:
            rules.setdefault(kind, []).append(rule)
        for kind in compiled.trigger:
            triggers.setdefault(kind, set()).add(rule.priority)
    return Grammar(
        language=language,
        kinds=kinds,
        classes=words,
        number_after_hyphen=re.compile(f"{kinds['-']}[{''.join(sorted(number_kinds.values()))}]"),
        rules={kind: tuple(found) for kind, found in rules.items()},
        triggers={kind: frozenset(found) for kind, found in triggers.items()},
        trigger=re.compile(f"[{''.join(sorted(triggers))}]"),
    )


def _members(kind_of: dict[frozenset[str], str]) -> dict[str, frozenset[str]]:
    """Class -> the kinds that may have it."""
    members: dict[str, set[str]] = {}
    for names, kind in kind_of.items():
        for name in names:
            members.setdefault(name, set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in members.items()}


def _weight(names: frozenset[str], function_words: frozenset[str]) -> float:
    """A guess at how frequent the words of a kind are: function words, numbers, and other words that patterns only name when short."""
    literals = [name.removeprefix("=") for name in names if name.startswith("=")]
    if any(literal in function_words for literal in literals):
        return 1000.0
    if len(literals) == len(names):
        return 1000.0 / (1 + min(map(len, literals))) ** 2
    return 20.0 if names & NUMBER_CLASSES else 1.0


def _rule(fields: list[str], priority: int, compiler: PatternCompiler) -> tuple[Rule, Compiled]:
    name, kind, pattern, meaning = fields
    operation, *constants = meaning.split()
    compiled = compiler.compile(pattern)
    table = dict(part.split("=", 1) for part in constants)
    pattern_of_kinds = re.compile(compiled.expression)
    groups = dict(pattern_of_kinds.groupindex)
    span = groups.pop("span")
    named = tuple((group.partition("__")[0], number) for group, number in groups.items())
    return Rule(name, kind, pattern_of_kinds, operation, table, priority, compiled.needs, span, named), compiled
