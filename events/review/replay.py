"""The log of corrections applied to what was found: findings and corrections in, the events as people left them out."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from events.model import Analysis, Argument, Event, Link, Mention, Place, Review, Span, Status, Toponym
from events.records import from_plain
from events.review.corrections import Correction, Verb, triggers_of, typed_fields

REVIEWED_BY_HAND = "a person marked it"


@dataclass(frozen=True, slots=True)
class Replay:
    """An analysis as corrected. `lost`: corrections whose event was not found, or that no longer fit it; they stay in the log."""

    analysis: Analysis
    lost: tuple[Correction, ...] = ()


def corrected(analysis: Analysis, log: Sequence[Correction]) -> Replay:
    """Applies the corrections of this document in their order, those taken back left out."""
    state = _State(analysis, list(analysis.events))
    lost = [one for one in in_force(log) if not _applied(state, one)]
    return Replay(replace(state.analysis, events=tuple(state.events)), tuple(lost))


def _applied(state: "_State", one: Correction) -> bool:
    """False for a correction whose event is gone, or that no longer fits it: a first day after the last day found since."""
    try:
        return _VERBS[one.verb](state, one)
    except ValueError:
        return False


def in_force(log: Sequence[Correction]) -> list[Correction]:
    """The corrections that are not taken back, in order. An undo may itself be undone, so the last word is read first."""
    undone: set[int] = set()
    for one in reversed(log):
        if one.verb is Verb.UNDO and one.number not in undone and one.undoes is not None:
            undone.add(one.undoes)
    return [one for one in log if one.verb is not Verb.UNDO and one.number not in undone]


@dataclass(slots=True)
class _State:
    analysis: Analysis
    events: list[Event]

    def find(self, event_id: str, triggers: Iterable[Span]) -> int | None:
        """Position of the event: by its id, else the one that shares most triggers."""
        for at, event in enumerate(self.events):
            if event.id == event_id:
                return at
        wanted = set(triggers)
        shared = [(len(wanted & set(triggers_of(event))), -at) for at, event in enumerate(self.events)]
        best = max(shared, default=(0, 0))
        return -best[1] if best[0] else None


def _judge(state: _State, one: Correction) -> bool:
    at = state.find(one.event_id, one.triggers)
    if at is None:
        return False
    event = state.events[at]
    untouched = Review.EDITED if event.corrected else Review.UNREVIEWED
    verdict = {Verb.ACCEPT: Review.ACCEPTED, Verb.REJECT: Review.REJECTED}.get(one.verb, untouched)
    state.events[at] = replace(event, review=verdict)
    return True


def _edit(state: _State, one: Correction) -> bool:
    at = state.find(one.event_id, one.triggers)
    if at is not None:
        state.events[at] = _edited(state.events[at], typed_fields(one.new))
    return at is not None


def _edited(event: Event, values: dict[str, Any]) -> Event:
    """The event with these values. Parties are those of its mentions, so the first mention gets them all."""
    mentions = event.mentions
    for role in ("actors", "recipients"):
        if role in values:
            mentions = _with_parties(mentions, role, values.pop(role))
    if "place" in values:
        values |= {"place_link": Link.REVIEWER if values["place"] else None, "place_role": "scene"}
    if {"first", "last"} & set(values):
        dated = values.get("first", event.first) or values.get("last", event.last)
        values["date_link"] = Link.REVIEWER if dated else None
    review = Review.ADDED if event.review is Review.ADDED else Review.EDITED
    return replace(event, mentions=mentions, review=review, corrected=True, **values)


def _with_parties(mentions: tuple[Mention, ...], role: str, names: Sequence[str]) -> tuple[Mention, ...]:
    known = {party.name or party.text: party for mention in mentions for party in getattr(mention, role)}
    parties = tuple(known.get(name, Argument(name, name=name)) for name in names)
    changes: list[dict[str, Any]] = [{role: parties}, *({role: ()} for _ in mentions[1:])]
    return tuple(replace(mention, **change) for mention, change in zip(mentions, changes, strict=True))


def _merge(state: _State, one: Correction) -> bool:
    at = state.find(one.event_id, one.triggers)
    if at is None:
        return False
    kept = state.events[at]
    for other in one.new["others"]:
        there = state.find(other["id"], _spans(other["triggers"]))
        if there is not None and state.events[there].id != kept.id:
            kept = _merged(kept, state.events.pop(there))
            at = next(i for i, event in enumerate(state.events) if event.id == kept.id)
            state.events[at] = kept
    return True


def _merged(kept: Event, other: Event) -> Event:
    """One event of two: the first one's values, and the other's date and place where it has none."""
    filled: dict[str, Any] = {}
    if kept.date_link is None:
        filled |= {"first": other.first, "last": other.last, "date_link": other.date_link}
    if kept.place is None:
        filled |= {"place": other.place, "place_link": other.place_link, "place_role": other.place_role}
    mentions = tuple(sorted({*kept.mentions, *other.mentions}, key=lambda mention: mention.trigger))
    return replace(kept, mentions=mentions, review=Review.EDITED, corrected=True, **filled)


def _split(state: _State, one: Correction) -> bool:
    at = state.find(one.event_id, one.triggers)
    leaving = set(_spans(one.new["triggers"]))
    event = state.events[at] if at is not None else None
    if at is None or event is None or not 0 < len(leaving & set(triggers_of(event))) < len(event.mentions):
        return False
    gone = tuple(mention for mention in event.mentions if mention.trigger in leaving)
    stay = tuple(mention for mention in event.mentions if mention.trigger not in leaving)
    state.events[at] = replace(event, mentions=stay, review=Review.EDITED, corrected=True)
    state.events.insert(at + 1, _event_of(state.analysis, event, gone))
    return True


def _event_of(analysis: Analysis, origin: Event, mentions: tuple[Mention, ...]) -> Event:
    """An event of its own, with what its first mention says of itself."""
    lead = mentions[0]
    return replace(
        origin,
        id=_id(analysis, "split", lead.trigger),
        event_type=lead.event_type,
        title=" ".join(lead.sentence.of(analysis.document.text).split())[:120],
        mentions=mentions,
        mode=lead.mode,
        contexts=lead.contexts,
        acled=lead.acled,
        status=lead.status,
        first=lead.when.first if lead.when else None,
        last=lead.when.last if lead.when else None,
        date_link=lead.when.link if lead.when and (lead.when.first or lead.when.last) else None,
        place=lead.where.place if lead.where else None,
        place_link=lead.where.link if lead.where else None,
        place_role=lead.where.role if lead.where else "scene",
        review=Review.EDITED,
        corrected=True,
    )


def _add(state: _State, one: Correction) -> bool:
    values = typed_fields(one.new)
    trigger, text = one.triggers[0], state.analysis.document.text
    if trigger.end > len(text):
        return False
    sentence = next((span for span in state.analysis.sentences if span.contains(trigger)), trigger)
    actors = tuple(Argument(name, name=name) for name in values.pop("actors", ()))
    kind, status = values["event_type"], values.get("status", Status.ACTUAL)
    mention = Mention(trigger, trigger.of(text), sentence, kind, status=status, actors=actors, rule=REVIEWED_BY_HAND)
    values["date_link"] = Link.REVIEWER if values.get("first") or values.get("last") else None
    values["place_link"] = Link.REVIEWER if values.get("place") else None
    event = Event(
        id=_id(state.analysis, f"added {one.number}", trigger),
        document_id=state.analysis.document.id,
        mentions=(mention,),
        confidence=1.0,
        rank=len(state.events),
        review=Review.ADDED,
        corrected=True,
        **values,
    )
    state.events.append(event)
    return True


def _rename_place(state: _State, one: Correction) -> bool:
    name, plain = one.new["name"], one.new["place"]
    place = from_plain(Place, plain) if plain else None
    state.analysis = replace(state.analysis, toponyms=tuple(_renamed(toponym, name, place) for toponym in state.analysis.toponyms))
    named = [at for at, event in enumerate(state.events) if name == place_name(event)]
    for at in named:
        state.events[at] = _edited(state.events[at], {"place": place})
    return bool(named)


def _renamed(toponym: Toponym, name: str, place: Place | None) -> Toponym:
    return replace(toponym, place=place) if toponym.text == name else toponym


def place_name(event: Event) -> str:
    """The words of the text that placed the event: those of the mention that gave it its place; "" where no words did."""
    named = [mention.where for mention in event.mentions if mention.where and mention.where.toponym]
    giving = next((where for where in named if where.place == event.place), named[0] if named else None)
    return giving.toponym.text if giving and giving.toponym else ""


def _spans(plain: Iterable[Sequence[int]]) -> list[Span]:
    return [Span(start, end) for start, end in plain]


def _id(analysis: Analysis, how: str, trigger: Span) -> str:
    return hashlib.sha256(f"{analysis.document.id}:{how}:{trigger.start}".encode()).hexdigest()[:12]


_VERBS: dict[Verb, Callable[[_State, Correction], bool]] = {
    Verb.ACCEPT: _judge,
    Verb.REJECT: _judge,
    Verb.REOPEN: _judge,
    Verb.EDIT: _edit,
    Verb.MERGE: _merge,
    Verb.SPLIT: _split,
    Verb.ADD: _add,
    Verb.RENAME_PLACE: _rename_place,
}
