"""One line of plain words for an event: who, what, to whom, where."""

from events.model import Argument, Mention, Place, PlacePrecision, Status, Where

_LONGEST = 110
_FURTHEST = 90  # characters from the trigger to the end of what the title quotes
_PREFIX = {Status.PLANNED: "Planned: ", Status.HYPOTHETICAL: "Possible: ", Status.DENIED: "Denied: ", Status.ACTUAL: ""}


def title_of(text: str, mention: Mention, where: Where | None, status: Status) -> str:
    """The title of an event told by its most telling mention, at most 110 characters, status first where it is not actual."""
    line = _clause(text, mention) if "(verb)" in mention.rule else _phrase(mention)
    for part in () if where is None else (_written(where), where.place.country):
        if part and part.lower() not in line.lower():
            line += f", {part}"
    return _PREFIX[status] + shorten(line[:1].upper() + line[1:])


def place_name(place: Place) -> str:
    """ "Ramadi, Iraq"; a country stands alone."""
    if place.precision is PlacePrecision.COUNTRY or not place.country or place.country == place.name:
        return place.name
    return f"{place.name}, {place.country}"


def _written(where: Where) -> str:
    """The place as the text calls it."""
    return where.toponym.text if where.toponym else where.place.name


def shorten(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _who(mention: Mention, role: str) -> str:
    arguments = mention.actors if role == "actor" else mention.recipients
    names = [a.name or _clean(a.text) for a in arguments[:2]]
    return " and ".join(dict.fromkeys(names))


def _clean(phrase: str) -> str:
    words = phrase.split()
    return " ".join(words[1:] if words and words[0].lower() in ("the", "a", "an") else words)


def _clause(text: str, mention: Mention) -> str:
    """Actor, verb and what follows it as the text has it, up to the last thing that it is about."""
    who, whom = _who(mention, "actor"), _who(mention, "recipient")
    if _stands_before(mention.recipients, mention) and not _stands_before(mention.actors, mention):
        return f"{whom} {mention.text}" + (f" by {who}" if who else "")
    open_ended = mention.status in (Status.PLANNED, Status.HYPOTHETICAL) and not mention.text.endswith(("ed", "ing"))
    infinitive = "to " if who and open_ended else ""
    return f"{who} {infinitive}{_predicate(text, mention)}".strip()


def _stands_before(arguments: tuple[Argument, ...], mention: Mention) -> bool:
    return any(a.span is not None and a.span.start < mention.trigger.start for a in arguments)


def _predicate(text: str, mention: Mention) -> str:
    """The trigger with the objects, numbers and place behind it that are near enough."""
    spans = [a.span for a in mention.recipients if a.span] + [q.span for q in mention.quantities]
    spans += [mention.where.toponym.span] if mention.where and mention.where.toponym else []
    start, stop = mention.trigger.start, min(mention.trigger.start + _FURTHEST, mention.sentence.end)
    ends = [s.end for s in spans if s.start >= mention.trigger.end and s.end <= stop]
    return text[start : max([mention.trigger.end, *ends])]


def _phrase(mention: Mention) -> str:
    who, whom = _who(mention, "actor"), _who(mention, "recipient")
    line = mention.text
    line += f" by {who}" if who else ""
    return line + (f" against {whom}" if whom and mention.event_type == "ASSAULT" else f" with {whom}" if whom else "")
