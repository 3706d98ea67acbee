"""Text -> Timexes: finds the phrases of the grammar, resolves each in the order of the text, and says which days it covers."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from events.model import Timex
from events.timex.context import Context
from events.timex.dateline import dateline
from events.timex.direction import NEAR, direction_around, is_called_off, is_set_for, look_before, opens_clause
from events.timex.edges import at_edge
from events.timex.grammar import languages, load_grammar
from events.timex.matcher import Match, find_matches
from events.timex.meaning import DirectionOf, Meaning
from events.timex.narrative import is_aside, is_narrative, names_a_date, written_years
from events.timex.operations import resolve
from events.timex.parsed import ParsedDirection
from events.timex.ranges import load_ranges, with_ranges
from events.timex.reading import Reading
from events.timex.signals import Signal, load_signals, signal_before
from events.timex.tokens import Tokens, tokenize
from events.timex.verbs import FUTURE, PAST, Verbs, load_verbs

if TYPE_CHECKING:
    from events.language import Tree

HEAD = 2000  # characters in which a dateline stands
DAY_FIELDS = frozenset(("weekday", "day", "dayth"))
_QUOTES_OR_BREAK = frozenset('"“”„«»\n')


def tag(text: str, dct: date | None = None, *, tree: "Tree | None" = None, language: str = "en") -> tuple[Timex, ...]:
    """The time expressions of a text in its order, as TIMEX3 with the days that each denotes.

    `dct`: document creation time, what "on Thursday" is resolved against; without it such expressions keep TIMEX3's own notation
    for the unknown ("XXXX-WXX-4") and no days, unless the text bears its own date at its head. `tree`: the parse of the text, if
    there is one; tense is then read from it, else from the words around. Expressions that the text itself anchors ("two days
    later") are resolved against its last mention. `language`: "en", "de-AT"; raises ConfigurationError for one without a grammar.
    The time taken is linear in the length of the text.
    """
    code = language.lower().replace("_", "-").partition("-")[0]
    grammar, verbs, signals = load_grammar(code), load_verbs(code), load_signals(code)
    tokens = tokenize(text)
    matches = find_matches(grammar, tokens)
    written = dct or dateline(matches, tokens, grammar)
    source = "dct" if dct else "dateline"
    years = written_years(matches, tokens)
    context = Context(written, is_narrative(matches, years, written), max(years, default=None), source)
    parsed = ParsedDirection(tree, verbs) if tree is not None else None
    found: list[tuple[Match, Timex]] = []
    for match in _in_sentences(matches, tokens, context, verbs):
        reading, signal = Reading(match, tokens, grammar), signal_before(tokens, match.start, signals)
        meaning = _meaning(reading, context, _direction(match, tokens, signal, verbs, parsed))
        if meaning is None:
            continue
        if meaning.point is not None and names_a_date(match):
            context.note(meaning.point, is_aside(match, tokens, meaning.point, signal, context))
        found.append((match, _annotation(reading, meaning, signal, text, context)))
    return tuple(with_ranges(found, tokens, load_ranges(code)))


def written_on(text: str, *, language: str = "en") -> date | None:
    """The day that a text bears at its own head ("ADEN, 21 May 2015 -"); None without one, or in a language without a grammar."""
    code = language.lower().replace("_", "-").partition("-")[0]
    if code not in languages():
        return None
    grammar, tokens = load_grammar(code), tokenize(text[:HEAD])
    return dateline(find_matches(grammar, tokens), tokens, grammar)


def _in_sentences(matches: list[Match], tokens: Tokens, context: Context, verbs: Verbs) -> Iterator[Match]:
    """The matches, with the context told of each sentence end and quotation mark on the way."""
    position = 0
    for match in matches:
        between = tokens.words[position : match.start]
        if not verbs.stops.isdisjoint(between):
            context.new_sentence()
        if context.narrative and not _QUOTES_OR_BREAK.isdisjoint(between):
            context.quoted = _is_quoted(between, context.quoted)
        position = match.end
        yield match


def _is_quoted(words: list[str], quoted: bool) -> bool:
    """Whether the end of some words stands in quotation marks, when their beginning does or not; a paragraph ends them."""
    for word in words:
        if word in _QUOTES_OR_BREAK:
            quoted = word != "\n" and not quoted
    return quoted


def _direction(match: Match, tokens: Tokens, signal: Signal, verbs: Verbs, parsed: ParsedDirection | None) -> DirectionOf:
    """What to ask for the direction of a match: the parse first, then the words around."""

    def direction() -> int | None:
        if signal.past:
            return PAST
        site = (tokens, match.start, match.end, verbs)
        if DAY_FIELDS & match.fields.keys() and (is_set_for(*site) or is_called_off(*site)):
            return FUTURE
        way, after = parsed.at(tokens.start(match.start), signal) if parsed else (None, False)
        if way is None:
            return direction_around(*site[:3], signal, verbs, weekday="weekday" in match.fields)
        before = look_before(tokens, match.start, signal, verbs)
        if after and (opens_clause(*site) or before.beyond_clause):
            return way
        if after or (before.tense == FUTURE and before.distance <= NEAR):
            return way if before.tense is None else before.tense
        return way

    return direction


def _meaning(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    only = reading.constant("only")
    if (only == "narrative" and not context.narrative) or (only == "antiquity" and not (context.year and context.year.bc)):
        return None
    return resolve(reading, context, direction)


def _annotation(reading: Reading, meaning: Meaning, signal: Signal, text: str, context: Context) -> Timex:
    kind, span = meaning.type or reading.match.rule.type, reading.span()
    first, last = meaning.interval
    if kind in ("DATE", "TIME"):
        first, last = signal.bounded(at_edge(meaning, reading.get("edge"), reading.compared(), context.dct))
    return Timex(
        span=span,
        text=span.of(text),
        type=kind,
        value=meaning.value,
        mod=reading.get("edge") or reading.get("mod") or signal.mod,
        anchor=meaning.anchor,
        first=first,
        last=last,
        rule=reading.match.rule.name,
    )
