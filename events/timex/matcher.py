"""Tokens -> Matches: the phrases of a grammar that stand in a text, without overlaps."""

from dataclasses import dataclass
from itertools import repeat

from events.timex.grammar import OTHER, Grammar, Rule
from events.timex.guards import GUARDS, Site
from events.timex.tokens import Tokens, number_classes
from events.timex.words import WordLists, load_word_lists

TokenRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the tokens start..end (half-open); `fields`: what its parts matched, as ranges of tokens."""

    rule: Rule
    start: int
    end: int
    fields: dict[str, TokenRange]


def kind_string(grammar: Grammar, tokens: Tokens) -> str:
    """One character for each token."""
    found = list(map(grammar.kinds.get, tokens.words, repeat(OTHER)))
    for index, word in enumerate(tokens.words):
        if word[0].isdigit() and word not in grammar.kinds and not _in_code(tokens, index, grammar.kinds):
            found[index] = grammar.number_kinds.get(frozenset(number_classes(word)), OTHER)
    return "".join(found)


def _in_code(tokens: Tokens, index: int, kinds: dict[str, str]) -> bool:
    """Whether a number belongs to a name such as AT-4 or Covid-19: joined to a word that is none of ours by a hyphen."""
    if index < 2 or not tokens[index].joined or tokens.words[index - 1] != "-" or not tokens[index - 1].joined:
        return False
    before = tokens.words[index - 2]
    return before[0].isalpha() and before not in kinds


def find_matches(grammar: Grammar, tokens: Tokens) -> list[Match]:
    """The matches in text order: from the left the longest, of two equal ones the one higher up in the file; blockers are gone."""
    kinds, lists = kind_string(grammar, tokens), load_word_lists(grammar.language, "context")
    chosen: list[Match] = []
    for island in grammar.islands.finditer(kinds):
        start, end = island.span()
        active = grammar.active_rules(kinds[start:end])
        if not active:
            continue
        found = [m for i in range(start, end) if (rules := active.get(kinds[i])) for m in _matches_at(rules, tokens, kinds, i, lists)]
        found.sort(key=lambda m: (m.start, -m.end, m.rule.priority))
        last = 0
        for match in found:
            if match.start >= last:
                chosen.append(match)
                last = match.end
    return [match for match in chosen if match.rule.operation != "none"]


def _matches_at(rules: tuple[Rule, ...], tokens: Tokens, kinds: str, index: int, lists: WordLists) -> list[Match]:
    matches = []
    for rule in rules:
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
