"""One line of plain words for an event: who, what, to whom, where."""

from events.model import Mention, Place, PlacePrecision, Status, Where

_LONGEST = 110
_PREFIX = {Status.PLANNED: "Planned: ", Status.HYPOTHETICAL: "Possible: ", Status.DENIED: "Denied: ", Status.ACTUAL: ""}


def title_of(text: str, mention: Mention, where: Where | None, status: Status) -> str:
    """The title of an event told by its most telling mention, at most 110 characters, status first where it is not actual."""
    line = _clause(text, mention) if "(verb)" in mention.rule else _phrase(mention)
    if where is not None and where.place.name.lower() not in line.lower():
        line += f", {place_name(where.place)}"
    elif where is not None and where.place.country and where.place.country.lower() not in line.lower():
        line += f", {where.place.country}"
    return _PREFIX[status] + shorten(line[:1].upper() + line[1:])


def place_name(place: Place) -> str:
    """ "Ramadi, Iraq"; a country stands alone."""
    if place.precision is PlacePrecision.COUNTRY or not place.country or place.country == place.name:
        return place.name
    return f"{place.name}, {place.country}"


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
    """Actor and verb as written, with what the verb is done to."""
    who, what = _who(mention, "actor"), mention.text
    goods = ", ".join(f"{q.value:,.0f} {q.unit}" for q in mention.quantities[:2])
    whom = goods or _object(text, mention)
    return " ".join(part for part in (who, what, whom) if part)


def _object(text: str, mention: Mention) -> str:
    """The recipient where it follows the trigger; for a takeover the place is the object and is added by the caller."""
    if not mention.recipients:
        return mention.where.toponym.text if mention.where and mention.where.toponym and mention.where.role == "scene" else ""
    first = mention.recipients[0]
    whom = _who(mention, "recipient")
    return whom if first.span is None or first.span.start > mention.trigger.start else f"({whom})"


def _phrase(mention: Mention) -> str:
    who, whom = _who(mention, "actor"), _who(mention, "recipient")
    line = mention.text
    line += f" by {who}" if who else ""
    return line + (f" against {whom}" if whom and mention.event_type == "ASSAULT" else f" with {whom}" if whom else "")
