"""Tokens -> Matches: the phrases of a grammar that stand in a text, without overlaps."""

from dataclasses import dataclass

from events.timex.grammar import OTHER, Grammar, Rule
from events.timex.guards import GUARDS, Site
from events.timex.tokens import Token, number_classes
from events.timex.words import WordLists, load_word_lists

TokenRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the tokens start..end (half-open); `fields`: what its parts matched, as ranges of tokens."""

    rule: Rule
    start: int
    end: int
    fields: dict[str, TokenRange]


def kind_string(grammar: Grammar, tokens: list[Token]) -> str:
    """One character for each token."""
    kinds, numbers = grammar.kinds, grammar.number_kinds
    found = []
    for index, token in enumerate(tokens):
        word = token.text
        if not word[0].isdigit() or word in kinds:
            found.append(kinds.get(word, OTHER))
        elif _in_code(tokens, index, kinds):
            found.append(OTHER)
        else:
            found.append(numbers.get(frozenset(number_classes(word)), OTHER))
    return "".join(found)


def _in_code(tokens: list[Token], index: int, kinds: dict[str, str]) -> bool:
    """Whether a number belongs to a name such as AT-4 or Covid-19: joined to a word that is none of ours by a hyphen."""
    if index < 2 or not tokens[index].joined or tokens[index - 1].text != "-" or not tokens[index - 1].joined:
        return False
    before = tokens[index - 2].text
    return before[0].isalpha() and before not in kinds


def find_matches(grammar: Grammar, tokens: list[Token]) -> list[Match]:
    """The matches in text order: from the left the longest, of two equal ones the one higher up in the file; blockers are gone."""
    kinds, lists = kind_string(grammar, tokens), load_word_lists(grammar.language, "context")
    chosen: list[Match] = []
    for island in grammar.islands.finditer(kinds):
        active = _active_rules(grammar, island.group())
        if not active:
            continue
        found = [m for i in range(island.start(), island.end()) for m in _matches_at(grammar, active, tokens, kinds, i, lists)]
        found.sort(key=lambda m: (m.start, -m.end, m.rule.priority))
        end = 0
        for match in found:
            if match.start >= end:
                chosen.append(match)
                end = match.end
    return [match for match in chosen if match.rule.operation != "none"]


def _active_rules(grammar: Grammar, island: str) -> set[int]:
    """The priorities of the rules that can match somewhere in a run of tokens."""
    active: set[int] = set()
    for kind in set(island):
        active.update(grammar.triggers.get(kind, ()))
    return active


def _matches_at(grammar: Grammar, active: set[int], tokens: list[Token], kinds: str, index: int, lists: WordLists) -> list[Match]:
    matches = []
    for rule in grammar.rules.get(kinds[index], ()):
        if rule.priority not in active:
            continue
        found = rule.pattern.match(kinds, index)
        if found is None:
            continue
        fields = {name.partition("__")[0]: found.span(name) for name, value in found.groupdict().items() if value is not None}
        start, end = fields.pop("span")
        match = Match(rule, start, end, fields)
        guard = rule.constants.get("guard")
        if guard is None or GUARDS[guard](Site(tokens, start, end, fields, lists)):
            matches.append(match)
    return matches
