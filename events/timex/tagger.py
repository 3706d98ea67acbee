"""Text -> Timexes: finds the phrases of the grammar, resolves each in the order of the text, and says which days it covers."""

from datetime import date
from typing import TYPE_CHECKING

from events.model import Span, Timex
from events.timex.context import Context
from events.timex.direction import direction_around
from events.timex.grammar import Grammar, load_grammar
from events.timex.matcher import Match, find_matches
from events.timex.narrative import is_narrative
from events.timex.reading import Reading
from events.timex.resolve import Meaning, resolve
from events.timex.signals import SIGNAL_MODS, bounded, signal_before
from events.timex.tokens import Token, tokenize
from events.timex.verbs import load_verbs

if TYPE_CHECKING:
    from events.language import Doc


def tag(text: str, dct: date | None = None, *, doc: "Doc | None" = None, language: str = "en") -> tuple[Timex, ...]:
    """The time expressions of a text in its order, as TIMEX3 with the days that each denotes.

    `dct`: document creation time, what "on Thursday" is resolved against; without it such expressions keep TIMEX3's own notation
    for the unknown ("XXXX-WXX-4") and no days. `doc`: the parse of the text, if there is one; tense is then read from it, else
    from the words around. Expressions that the text itself anchors ("two days later") are resolved against its last mention.
    Raises ConfigurationError for a language without a grammar. The time taken is linear in the length of the text.
    """
    grammar = load_grammar(language)
    tokens = tokenize(text)
    matches = find_matches(grammar, tokens)
    context = Context(dct, is_narrative(matches, tokens, dct))
    found = (_timex(match, text, tokens, grammar, context, doc) for match in matches)
    return tuple(timex for timex in found if timex is not None)


def _timex(match: Match, text: str, tokens: list[Token], grammar: Grammar, context: Context, doc: "Doc | None") -> Timex | None:
    verbs = load_verbs(grammar.language)
    reading = Reading(match, tokens, grammar)
    signal = signal_before(tokens, match.start)

    def direction() -> int | None:
        return direction_around(tokens, match.start, match.end, verbs)

    if match.rule.constants.get("only") == "narrative" and not context.narrative:
        return None
    meaning = resolve(reading, context, direction)
    if meaning is None:
        return None
    if meaning.point is not None:
        context.note(meaning.point)
    return _annotation(match, reading, meaning, signal, Span(tokens[match.start].start, tokens[match.end - 1].end), text)


def _annotation(match: Match, reading: Reading, meaning: Meaning, signal: str, span: Span, text: str) -> Timex:
    kind = meaning.type or match.rule.type
    first, last = bounded(meaning.interval, signal) if kind in ("DATE", "TIME") else meaning.interval
    return Timex(
        span=span,
        text=span.of(text),
        type=kind,
        value=meaning.value,
        mod=reading.get("edge") or reading.get("mod") or SIGNAL_MODS.get(signal),
        anchor=meaning.anchor,
        first=first,
        last=last,
        rule=match.rule.name,
    )
