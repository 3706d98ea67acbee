"""Mentions of one happening, brought together into one Event with the date and place that they agree on."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from events.extractor.lexicon import word_list
from events.extractor.titles import title_of
from events.extractor.wording import Wording
from events.gazetteer.entries import distance_km
from events.model import Document, Event, Link, Mention, Place, PlacePrecision, Status, When, Where

_GENERAL = frozenset({"Attack", "Armed clash"})  # sub-event types that say nothing of the weapon
_LINK_ORDER = list(Link)
_SAID = (Link.CLAUSE, Link.SENTENCE)
_STATUS_ORDER = (Status.ACTUAL, Status.PLANNED, Status.HYPOTHETICAL, Status.DENIED)
COMPARED = 12  # members of an event that a mention is compared with: the first and the last told
GROUPS_COMPARED = 150  # the latest events that a mention may belong to: far more than an article has, and no text takes forever
_ENOUGH = 2.0  # evidence that two mentions tell of one happening
_FINENESS = {PlacePrecision.EXACT: 3, PlacePrecision.CITY: 2, PlacePrecision.ADMIN: 1, PlacePrecision.COUNTRY: 0}


@dataclass(frozen=True, slots=True)
class Found:
    """A mention and what only its sentence knows: its trigger's lemma, whether it points back ("the delivery")."""

    mention: Mention
    lemma: str
    noun: bool
    definite: bool
    words: Wording
    generic: bool  # a bare plural: "airstrikes" as such, not some that happened
    sentence: int
    passing: bool = False  # spoken of in passing, as the object or purpose of something else: no event unless told elsewhere
    token: int = -1  # of the trigger's head
    ties: frozenset[int] = frozenset()  # heads of triggers that the parse makes one with it: "killed in an attack"
    beside: int = -2  # head of the verb that it is coordinated with: "raided the camp and abducted three men"
    takes: bool = False  # tells of taking a place


@dataclass(slots=True)
class _Group:
    members: list[Found] = field(default_factory=list)


def group(document: Document, found: list[Found]) -> tuple[Event, ...]:
    """The events of a document in the order of their first mention."""
    groups: list[_Group] = []
    for one in found:
        scored = [(evidence, i) for i, g in list(enumerate(groups))[-GROUPS_COMPARED:] if (evidence := _evidence(g, one)) >= _ENOUGH]
        if scored:
            groups[max(scored)[1]].members.append(one)
        elif one.definite and _bare(one.mention) and (last := _last_of_type(groups, one)) is not None:
            last.members.append(one)
        elif not one.generic and not one.passing and not (one.noun and _bare(one.mention)):
            groups.append(_Group([one]))
    return tuple(_event(document, g) for g in groups)


def _bare(mention: Mention) -> bool:
    """Whether a mention says nothing of its own: no actor, no date or place in its clause."""
    dated = mention.when is not None and mention.when.link is Link.CLAUSE
    placed = mention.where is not None and mention.where.link is Link.CLAUSE
    return not (dated or placed or mention.actors or mention.recipients or mention.quantities)


def _last_of_type(groups: list[_Group], one: Found) -> _Group | None:
    return next((g for g in reversed(groups) if g.members[0].mention.event_type == one.mention.event_type), None)


# --- are they the same? ---------------------------------------------------------------------------------------------------


def _evidence(group: _Group, one: Found) -> float:
    """How much speaks for the mention belonging to the group; negative infinity when something contradicts it."""
    members = group.members if len(group.members) <= COMPARED else [group.members[0], *group.members[1 - COMPARED :]]
    if any(_contradict(other, one) for other in members) or _another_deed(members, one):
        return float("-inf")
    return max((_pair(other, one) for other in members), default=0.0)


def _another_deed(members: list[Found], one: Found) -> bool:
    """Whether one side tells of taking a place and the other of an attack: what helped to take it is an event of its own."""
    if one.takes == any(m.takes for m in members) or (one.definite and _bare(one.mention)):
        return False
    return not any(_tied(m, one) or (m.definite and _bare(m.mention)) for m in members)


def _contradict(one: Found, other: Found) -> bool:
    a, b = one.mention, other.mention
    if a.event_type != b.event_type or (Status.DENIED in (a.status, b.status) and a.status is not b.status):
        return True
    if _tied(one, other):
        return False
    if one.token == other.beside or other.token == one.beside:
        return True
    if a.mode and b.mode and a.mode != b.mode and not _same_act(a, b):
        return True
    return _dates_differ(a.when, b.when) or _places_differ(a.where, b.where) or _parties_differ(a, b)


def _tied(one: Found, other: Found) -> bool:
    """Whether the parse makes them one deed: cause and effect, or a verb that goes on; not two deeds in a row ("raided and abducted")."""
    if one.token not in other.ties and other.token not in one.ties:
        return False
    a, b = one.mention, other.mention
    effect = any(word_list("quantities").get(f.lemma) in ("killed", "injured") for f in (one, other))
    return one.noun or other.noun or effect or (a.mode == b.mode and a.acled == b.acled)


def _same_act(a: Mention, b: Mention) -> bool:
    """Whether two modes can be sides of one act: coordinated triggers of one sentence ("shot and killed")."""
    return a.sentence == b.sentence and a.actors == b.actors and bool(a.actors)


def _said(when: When | None) -> bool:
    return when is not None and when.link in _SAID and when.timex is not None


def _dates_differ(a: When | None, b: When | None) -> bool:
    if a is None or b is None or not (_said(a) and _said(b)):
        return False
    low, high = max(a.first or date.min, b.first or date.min), min(a.last or date.max, b.last or date.max)
    return low > high


def _places_differ(a: Where | None, b: Where | None) -> bool:
    if a is None or b is None or a.link not in _SAID or b.link not in _SAID:
        return False
    return not _compatible(a.place, b.place)


def _compatible(a: Place, b: Place) -> bool:
    """Same place, or one within the other."""
    if a == b:
        return True
    wide = next((p for p in (a, b) if p.precision is PlacePrecision.COUNTRY), None)
    if wide is not None:
        other = b if wide is a else a
        if wide.country_code and other.country_code:
            return wide.country_code == other.country_code
    return distance_km(a.latitude, a.longitude, b.latitude, b.longitude) <= max(a.radius_km, b.radius_km, 5.0)


def _names(mention: Mention) -> set[str]:
    """Who took part, as far as that tells one from another: "the city" may be any."""
    parties = (*mention.actors, *mention.recipients)
    return {(a.name or a.text).lower() for a in parties if a.name != a.name.lower() or any(w[:1].isupper() for w in a.text.split()[1:])}


def _kinds(mention: Mention) -> set[str]:
    """What kinds of people took part, where only that is said: "civilians", "gunmen"."""
    return {a.name for a in (*mention.actors, *mention.recipients) if a.name == a.name.lower() and a.name}


def _last_words(names: set[str]) -> set[str]:
    return {n.split()[-1] for n in names if n.split()}


def _parties_differ(a: Mention, b: Mention) -> bool:
    """Whether both name who took part and no name is shared."""
    mine, other = _names(a), _names(b)
    return bool(mine and other) and not (_last_words(mine) & _last_words(other))


def _pair(a: Found, b: Found) -> float:
    """Evidence that two mentions are one happening: shared date, place, parties, words, nearness."""
    x, y = a.mention, b.mention
    score = 3.0 if a.token in b.ties or b.token in a.ties else 0.0
    score += _same_days(x.when, y.when)
    if x.where is not None and y.where is not None and x.where.link in _SAID and y.where.link in _SAID:
        score += 1.2 if x.where.place == y.where.place else 0.8
    elif x.where is not None and y.where is not None and x.where.place == y.where.place:
        score += 0.3
    if _open(x, y) and x.where and y.where and x.where.place == y.where.place and x.where.place.is_point:
        score += 0.4  # told once with its date, once without
    if _last_words(_names(x)) & _last_words(_names(y)):
        score += 1.0
    elif _kinds(x) & _kinds(y):
        score += 0.5
    if a.lemma == b.lemma or _related(a.lemma, b.lemma):
        score += 0.8
        if a.noun and b.noun and not (_names(x) and _names(y)):
            score += 0.5  # "talks in Moscow", said again without saying who talks
    if x.acled is not None and x.acled == y.acled:
        score += 0.5
    if b.definite:
        score += 0.8
    if x.status is not y.status and not (a.takes and b.takes):
        score -= 1.0
    if a.sentence == b.sentence:
        score += 0.3
    return score + max(0.0, 0.4 - 0.1 * abs(a.sentence - b.sentence))


def _same_days(a: When | None, b: When | None) -> float:
    """Evidence in dates: the same, or one within the other ("two weeks ago", "on 2 November")."""
    if a is None or b is None or not (_said(a) and _said(b)) or None in (a.first, a.last, b.first, b.last):
        return 0.0
    if (a.first, a.last) == (b.first, b.last):
        return 1.0 if a.link is b.link is Link.CLAUSE else 0.4
    return 0.3 if _dates_differ(a, b) is False and min(_days(a), _days(b)) <= 7 else 0.0


def _open(a: Mention, b: Mention) -> bool:
    """Whether one of two actual mentions says no date of its own."""
    return a.status is b.status is Status.ACTUAL and _said(a.when) != _said(b.when)


def _related(a: str, b: str) -> bool:
    """Whether two lemmas share their stem ("deliver", "delivery")."""
    return min(len(a), len(b)) >= 4 and a[:5] == b[:5]


# --- what they agree on ---------------------------------------------------------------------------------------------------


def _event(document: Document, group: _Group) -> Event:
    mentions = tuple(f.mention for f in group.members)
    teller = _lead(group.members)
    lead = teller.mention
    when, where = _agreed_when(mentions), _agreed_where(mentions)
    status = min((m.status for m in mentions), key=_STATUS_ORDER.index)
    first = mentions[0]
    key = f"{document.id}:{first.event_type}:{first.trigger.start}"
    return Event(
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        document_id=document.id,
        event_type=lead.event_type,
        title=title_of(document.text, lead, teller.words, where, status),
        mentions=mentions,
        mode=_mode(lead, mentions),
        contexts=tuple(sorted({c for m in mentions for c in m.contexts})),
        acled=_acled(lead, mentions),
        status=status,
        first=when.first if when else None,
        last=when.last if when else None,
        date_link=when.link if when else None,
        place=where.place if where else None,
        place_link=where.link if where else None,
        place_role=where.role if where else "scene",
        confidence=_confidence(group, when, where, status),
    )


def _acled(lead: Mention, mentions: tuple[Mention, ...]) -> str | None:
    """The leading mention's sub-event type, else another's; one that says how ("Suicide bomb") before one that "killed" suggests."""
    told = [m.acled for m in (lead, *mentions) if m.acled and m.event_type == lead.event_type]
    return next((name for name in told if name not in _GENERAL), told[0] if told else None)


def _mode(lead: Mention, mentions: tuple[Mention, ...]) -> str:
    """The leading mention's mode, else another's; how a place was taken says nothing of the taking itself."""
    takeover = lead.acled is not None and lead.acled.endswith("territory")
    return lead.mode if lead.mode or takeover else next((m.mode for m in mentions if m.mode), "")


def _lead(members: list[Found]) -> Found:
    """The mention that tells most, a verb rather than a noun: it gives the title."""

    def telling(found: Found) -> tuple[int, int, bool, int, int]:
        m = found.mention
        placed = m.where is not None and m.where.link in _SAID
        told = bool(m.actors) + bool(m.recipients) + bool(m.quantities)
        return (-_STATUS_ORDER.index(m.status), told, not found.noun, placed + _said(m.when), -m.trigger.start)

    return max(members, key=telling)


def _agreed_when(mentions: tuple[Mention, ...]) -> When | None:
    """The interval of the surest link, narrowed by the others of that link where they overlap."""
    known = [m.when for m in mentions if m.when is not None and (m.when.first or m.when.last)]
    if not known:
        return None
    best = min(_LINK_ORDER.index(w.link) for w in known)
    surest = [w for w in known if _LINK_ORDER.index(w.link) == best]
    return min(surest, key=_days)


def _days(when: When) -> int:
    return (when.last - when.first).days if when.first and when.last else 10**6


def _agreed_where(mentions: tuple[Mention, ...]) -> Where | None:
    """The place with the surest link, the finest among equals, the first among those."""
    known = [m.where for m in mentions if m.where is not None]
    if not known:
        return None
    return min(known, key=lambda w: (w.link not in _SAID, -_FINENESS[w.place.precision], _LINK_ORDER.index(w.link)))


def _confidence(group: _Group, when: When | None, where: Where | None, status: Status) -> float:
    mentions = [f.mention for f in group.members]
    factors = ["base", f"date {when.link if when else 'none'}", f"place {where.link if where else 'none'}"]
    factors += ["no actor"] if not any(m.actors for m in mentions) else []
    factors += ["not actual"] if status is not Status.ACTUAL else []
    factors += ["noun trigger"] if all("(noun)" in m.rule for m in mentions) else []
    factors += ["second mention"] * min(2, len(mentions) - 1)
    product = 1.0
    for factor in factors:
        product *= _factors()[factor]
    return round(min(product, 0.99), 3)


@cache
def _factors() -> dict[str, float]:
    return {name: float(value) for name, value in word_list("confidence").items()}


def disagreements(event: Event) -> Iterator[str]:
    """One line for each mention whose own date or place is not the event's."""
    for mention in event.mentions:
        when = mention.when
        if when and _said(when) and (when.first, when.last) != (event.first, event.last):
            yield f"{mention.text!r} says {when.value}"
        if mention.where and mention.where.link in _SAID and mention.where.place != event.place:
            yield f"{mention.text!r} says {mention.where.place.name}"
