"""Text -> Timexes: finds the phrases of the grammar, resolves each in the order of the text, and says which days it covers."""

from datetime import date
from typing import TYPE_CHECKING

from events.model import Timex
from events.timex.context import Context
from events.timex.direction import NEAR, direction_around, is_set_for, look_before
from events.timex.grammar import load_grammar
from events.timex.matcher import Match, find_matches
from events.timex.narrative import is_aside, is_narrative, latest_year
from events.timex.parsed import ParsedDirection
from events.timex.reading import Reading
from events.timex.resolve import DirectionOf, Meaning, resolve
from events.timex.signals import SIGNAL_MODS, bounded, signal_before
from events.timex.tokens import Token, tokenize
from events.timex.verbs import FUTURE, Verbs, load_verbs

if TYPE_CHECKING:
    from events.language import Doc

DAY_FIELDS = frozenset(("weekday", "day", "dayth", "month"))


def tag(text: str, dct: date | None = None, *, doc: "Doc | None" = None, language: str = "en") -> tuple[Timex, ...]:
    """The time expressions of a text in its order, as TIMEX3 with the days that each denotes.

    `dct`: document creation time, what "on Thursday" is resolved against; without it such expressions keep TIMEX3's own notation
    for the unknown ("XXXX-WXX-4") and no days. `doc`: the parse of the text, if there is one; tense is then read from it, else
    from the words around. Expressions that the text itself anchors ("two days later") are resolved against its last mention.
    Raises ConfigurationError for a language without a grammar. The time taken is linear in the length of the text.
    """
    grammar, verbs = load_grammar(language), load_verbs(language)
    tokens = tokenize(text)
    matches = find_matches(grammar, tokens)
    context = Context(dct, is_narrative(matches, tokens, dct), latest_year(matches, tokens))
    parsed = ParsedDirection(doc, verbs) if doc is not None else None
    timexes: list[Timex] = []
    for previous, match in zip([None, *matches], matches, strict=False):
        if previous is None or any(verbs.ends_sentence(token.text) for token in tokens[previous.end : match.start]):
            context.new_sentence()
        signal = signal_before(tokens, match.start)
        reading = Reading(match, tokens, grammar)
        meaning = _meaning(reading, context, _direction(match, tokens, signal, verbs, parsed))
        if meaning is not None and meaning.point is not None:
            context.note(meaning.point, is_aside(match, tokens, meaning.point, signal, context))
        if meaning is not None:
            timexes.append(_annotation(match, reading, meaning, signal, text))
    return tuple(timexes)


def _direction(match: Match, tokens: list[Token], signal: str, verbs: Verbs, parsed: ParsedDirection | None) -> DirectionOf:
    """What to ask for the direction of a match: the parse first, then the words around."""

    def direction() -> int | None:
        if DAY_FIELDS & match.fields.keys() and is_set_for(tokens, match.start, match.end):
            return FUTURE
        way, after = parsed.at(tokens[match.start].start, signal) if parsed else (None, False)
        if way is None:
            return direction_around(tokens, match.start, match.end, signal, verbs)
        before = look_before(tokens, match.start, signal, verbs)
        if after or (before.tense == FUTURE and before.distance <= NEAR):
            return way if before.tense is None else before.tense
        return way

    return direction


def _meaning(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    if reading.match.rule.constants.get("only") == "narrative" and not context.narrative:
        return None
    return resolve(reading, context, direction)


def _annotation(match: Match, reading: Reading, meaning: Meaning, signal: str, text: str) -> Timex:
    kind = meaning.type or match.rule.type
    first, last = bounded(meaning.interval, signal) if kind in ("DATE", "TIME") else meaning.interval
    span = reading.span()
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
