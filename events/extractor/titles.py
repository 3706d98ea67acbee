"""One line of plain words for an event: who, what, to whom, where."""

import re

from events.extractor.verb_forms import past
from events.extractor.wording import Wording
from events.model import Argument, Link, Mention, Place, PlacePrecision, Status, Where

_LONGEST = 110
_FURTHEST = 80  # characters of what follows the verb
_PREFIX = {Status.PLANNED: "Planned: ", Status.HYPOTHETICAL: "Possible: ", Status.DENIED: "Denied: ", Status.ACTUAL: ""}
_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their|whose)\s+", re.IGNORECASE)
_PRONOUNS = frozenset("i we us me he she it they them him her his their its who some others many both you".split())
_LINKS = {"ASSAULT": "on", "CONSULT": "with", "AGREE": "with", "SUPPORT": "with", "COOPERATE": "with"}
_GOING_ON = frozenset("by for with to in on at from against over after of".split())
_ON = frozenset({"attack", "assault", "raid", "strike", "airstrike", "offensive", "war", "ambush"})
_BETWEEN = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_CLASSES_IN = frozenset({"P", "A", "L"})  # feature classes of places that one is in


def title_of(text: str, mention: Mention, words: Wording, where: Where | None, status: Status) -> str:
    """The title of an event told by its most telling mention, at most 110 characters, status first where it is not actual."""
    line = _clause(text, mention, words, status) if words.verb else _phrase(text, mention, words)
    line = _with_place(" ".join(line.split()), where)
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


def _with_place(line: str, where: Where | None) -> str:
    """The line with place and country where it does not name them: "in Kabul, Afghanistan"."""
    if where is None:
        return line
    name, country = _written(where), where.place.country
    if name.lower() not in line.lower():
        inside = where.place.feature_class in _CLASSES_IN and where.link in (Link.CLAUSE, Link.SENTENCE)
        line = f"{line}{' in ' if inside else ', '}{'the ' if inside and name.startswith('United ') else ''}{name}"
    if not country or _names(line, country):
        return line
    end = line.lower().rindex(name.lower()) + len(name)
    goes_on = line[end:].split(" ", 2)[1] if line[end:].startswith(" ") else ""
    return f"{line[:end]}, {country},{line[end:]}" if goes_on in _GOING_ON else f"{line}, {country}"


def _names(line: str, country: str) -> bool:
    """Whether the line names the country already, by itself or in "the Iraqi city of Ramadi"."""
    if country.lower() in line.lower():
        return True
    return " " not in country and bool(re.search(rf"\b{re.escape(country[:4])}", line, re.IGNORECASE))


def _written(where: Where) -> str:
    """The place as the text calls it; a dateline's capitals are its style, no part of the name."""
    name = " ".join(where.toponym.text.split()) if where.toponym else where.place.name
    return name.title() if where.link is Link.DATELINE and name.isupper() else name


def _named(arguments: tuple[Argument, ...]) -> str:
    """The first two: by their known name where the text names them, else as the text calls them; not "they"."""
    return " and ".join(dict.fromkeys(name for a in arguments[:2] if (name := _called(a))))


def _called(argument: Argument) -> str:
    """The known name of somebody in particular; the text's own words where the dictionary knows only what kind they are."""
    if argument.name and (argument.name != argument.name.lower() or argument.text.lower() in _PRONOUNS):
        return argument.name
    if argument.text.lower() in _PRONOUNS:
        return ""
    words = _ARTICLE.sub("", argument.text)
    return words[:1].lower() + words[1:] if argument.name and words[1:] == words[1:].lower() else words


def _clause(text: str, mention: Mention, words: Wording, status: Status) -> str:
    """Who stands before the verb, the verb, and what follows it as the text has it."""
    who, following = _doers(text, mention, words), _following(text, words)
    open_ended = status in (Status.PLANNED, Status.HYPOTHETICAL)
    if words.passive:
        by, done = _named(mention.actors), " ".join([words.verb, *following])
        whom = who or _named(mention.recipients)
        by = f"by {by}" if by and by.lower() not in done.lower() else ""
        return " ".join(part for part in (whom, "to be" if whom and open_ended else "", done, by) if part)
    suffers = mention.recipients[0] if mention.recipients else None
    if not who and suffers is not None and suffers.span is not None and suffers.span.start > mention.trigger.start:
        rest = [piece for piece in following if piece not in suffers.text and suffers.text not in piece]
        return " ".join([_ARTICLE.sub("", suffers.text), words.participle, *rest])
    verb = f"to {words.lemma}" if open_ended and who else past(words.lemma) if words.infinitive and not open_ended else words.verb
    return " ".join(part for part in (who, verb, *following) if part)


def _doers(text: str, mention: Mention, words: Wording) -> str:
    """The grammatical subject: by name where it is the actor (or, of a passive, the recipient), else as the text has it."""
    parties = mention.recipients if words.passive else mention.actors
    written = _ARTICLE.sub("", words.subject.of(text)) if words.subject else ""
    same = words.subject is None or any(a.span is not None and _same_end(a, words) for a in parties)
    return (_named(parties) if same else "") or written


def _same_end(argument: Argument, words: Wording) -> bool:
    """Whether an argument is the subject itself, not a part of it ("Russian airstrikes")."""
    assert argument.span is not None and words.subject is not None
    return argument.span.end >= words.subject.end or not words.subject.overlaps(argument.span)


def _following(text: str, words: Wording) -> list[str]:
    """The phrases behind the verb, as many as the line can hold."""
    kept: list[str] = []
    for piece in words.pieces:
        phrase = " ".join(piece.of(text).split())
        if sum(map(len, kept)) + len(phrase) > _FURTHEST:
            break
        kept.append(phrase)
    return kept


def _phrase(text: str, mention: Mention, words: Wording) -> str:
    """A noun with who did it to whom: "Attack by gunmen on a bus", "Talks between Iran and the United States"."""
    line = " ".join(words.pieces[0].of(text).split())
    if mention.event_type in _BETWEEN and len(mention.actors) > 1 and (both := _named(mention.actors)):
        return f"{line} between {both}"
    who, whom = _named(mention.actors), _named(mention.recipients)
    inside = any(a.span is not None and words.pieces[0].contains(a.span) for a in mention.actors)  # "US airstrikes"
    line += f" by {who}" if who and not inside else ""
    if mention.mode == "visit":
        return line + (f" to {mention.recipients[0].text}" if whom else "")
    link = _LINKS.get(mention.event_type, "of")
    if link == "on" and words.lemma not in _ON:
        link = "of"
    return line + (f" {link} {whom}" if whom and whom.lower() not in line.lower() else "")
