"""One line of plain words for an event: who, what, to whom, where."""

import re

from events.extractor.wording import Wording
from events.model import Argument, Mention, Place, PlacePrecision, Status, Where

_LONGEST = 110
_FURTHEST = 90  # characters from the trigger to the end of what the title quotes
_PREFIX = {Status.PLANNED: "Planned: ", Status.HYPOTHETICAL: "Possible: ", Status.DENIED: "Denied: ", Status.ACTUAL: ""}
_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their)\s+", re.IGNORECASE)


def title_of(text: str, mention: Mention, words: Wording, where: Where | None, status: Status) -> str:
    """The title of an event told by its most telling mention, at most 110 characters, status first where it is not actual."""
    line = _clause(text, mention, words) if "(verb)" in mention.rule else _phrase(text, mention, words)
    for part in () if where is None else (_written(where), where.place.country):
        if part and part.lower() not in line.lower():
            line += f", {part}"
    return _PREFIX[status] + shorten(line[:1].upper() + line[1:])


def place_name(place: Place) -> str:
    """ "Ramadi, Iraq"; a country stands alone."""
    if place.precision is PlacePrecision.COUNTRY or not place.country or place.country == place.name:
        return place.name
    return f"{place.name}, {place.country}"


def shorten(line: str) -> str:
    """The line on one line, cut at a word where it is too long."""
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _written(where: Where) -> str:
    """The place as the text calls it."""
    return where.toponym.text if where.toponym else where.place.name


def _named(arguments: tuple[Argument, ...]) -> str:
    """The first two: by their known name where the text names them, else as the text calls them."""
    return " and ".join(dict.fromkeys(_called(a) for a in arguments[:2]))


def _called(argument: Argument) -> str:
    """The known name of somebody in particular; the text's own words where the dictionary knows only what kind they are."""
    if argument.name and argument.name != argument.name.lower():
        return argument.name
    words = _ARTICLE.sub("", argument.text)
    return words[:1].lower() + words[1:] if argument.name and words[1:] == words[1:].lower() else words


def _clause(text: str, mention: Mention, words: Wording) -> str:
    """Who stands before the verb, the verb, and what follows it as the text has it."""
    who, whom = _named(mention.actors), _named(mention.recipients)
    written = _ARTICLE.sub("", words.subject.of(text)) if words.subject else ""
    if words.passive:
        return f"{whom or written} {mention.text}".strip() + (f" by {who}" if who else "")
    return f"{who or written} {'to ' if words.infinitive and (who or written) else ''}{_predicate(text, mention, words)}".strip()


def _predicate(text: str, mention: Mention, words: Wording) -> str:
    """The trigger with its object and the recipients, numbers and place behind it that are near enough."""
    spans = [a.span for a in mention.recipients if a.span] + [q.span for q in mention.quantities] + [words.phrase]
    spans += [mention.where.toponym.span] if mention.where and mention.where.toponym else []
    start, stop = mention.trigger.start, min(mention.trigger.start + _FURTHEST, mention.sentence.end)
    ends = [s.end for s in spans if s.end > mention.trigger.end and s.end <= stop]
    return text[start : max([mention.trigger.end, *ends])]


def _phrase(text: str, mention: Mention, words: Wording) -> str:
    who, whom = _named(mention.actors), _named(mention.recipients)
    line = words.phrase.of(text)
    inside = any(a.span is not None and words.phrase.contains(a.span) for a in mention.actors)  # "US airstrikes"
    line += f" by {who}" if who and not inside else ""
    link = {"ASSAULT": "on", "CONSULT": "with", "AGREE": "with", "SUPPORT": "with", "COOPERATE": "with"}.get(mention.event_type, "of")
    return line + (f" {link} {whom}" if whom and whom.lower() not in line.lower() else "")
