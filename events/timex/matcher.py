"""Tokens -> Matches: the phrases of a grammar that stand in a text, without overlaps."""

from collections.abc import Iterator
from typing import NamedTuple

from events.timex.grammar import OTHER, Grammar, Rule
from events.timex.guards import GUARDS, Site
from events.timex.tokens import Tokens
from events.timex.words import WordLists, load_word_lists

TokenRange = tuple[int, int]


class Match(NamedTuple):
    """A rule that fits the tokens start..end (half-open); `fields`: what its parts matched, as ranges of tokens."""

    rule: Rule
    start: int
    end: int
    fields: dict[str, TokenRange]


def kind_string(grammar: Grammar, tokens: Tokens) -> str:
    """One character for each token."""
    kinds = "".join(map(grammar.kinds.__getitem__, tokens.words))
    codes = [found.end() - 1 for found in grammar.number_after_hyphen.finditer(kinds) if _in_code(tokens, found.end() - 1, grammar)]
    if not codes:
        return kinds
    found = list(kinds)
    for index in codes:
        found[index] = OTHER
    return "".join(found)


def _in_code(tokens: Tokens, index: int, grammar: Grammar) -> bool:
    """Whether a number after a hyphen belongs to a name such as AT-4 or Covid-19: joined to a word that is none of ours."""
    if index < 2 or tokens.words[index] in grammar.kinds.lexicon or not (tokens.joined(index) and tokens.joined(index - 1)):
        return False
    before = tokens.words[index - 2]
    return before[0].isalpha() and before not in grammar.kinds.lexicon


def find_matches(grammar: Grammar, tokens: Tokens) -> list[Match]:
    """The matches in text order: from the left the longest, of two equal ones the one higher up in the file; blockers are gone."""
    kinds, lists = kind_string(grammar, tokens), load_word_lists(grammar.language, "context")
    chosen: list[Match] = []
    for start, end in _islands(grammar, kinds):
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


def _islands(grammar: Grammar, kinds: str) -> Iterator[TokenRange]:
    """The runs of tokens that rules mention, as far as one of them is a trigger."""
    end = 0
    for found in grammar.trigger.finditer(kinds):
        at = found.start()
        if at >= end:
            start, end = kinds.rfind(OTHER, end, at) + 1 or end, kinds.find(OTHER, at)
            end = end if end >= 0 else len(kinds)
            yield start, end


def _matches_at(rules: tuple[Rule, ...], tokens: Tokens, kinds: str, index: int, lists: WordLists) -> list[Match]:
    matches = []
    for rule in rules:
        found = rule.pattern.match(kinds, index)
        if found is None:
            continue
        spans = found.regs
        fields = {name: span for name, group in rule.fields if (span := spans[group])[0] >= 0}
        start, end = spans[rule.span]
        match = Match(rule, start, end, fields)
        guard = rule.constants.get("guard")
        if guard is None or GUARDS[guard](Site(tokens, start, end, fields, lists)):
            matches.append(match)
    return matches
