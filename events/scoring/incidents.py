"""Incidents of political violence against gold templates, slot by slot, in the manner of MUC-4.

A gold document has "events": templates with "type" (ATTACK, BOMBING, KIDNAPPING, ARSON, ROBBERY ...), "optional", "date_start" and
"date_end", "place" (alternatives of levels {"name", "kind"} from country to town) and lists of alternative phrases ("perp_individual",
"perp_org", "human_target_name", "human_target_desc", "physical_target"). Predicted incidents are the events whose type is one of
VIOLENT; each template gets the free incident that fills most of its slots, at least one of them besides the type.

type    right if the event's modes are among those that the template's type allows
date    right if both intervals share a day and the event's is known to a month
place   right if the event's place, or a name that one of its mentions has for it, is the template's finest level; half right if
        it is a level above
who     right if an actor (perpetrator), a recipient (target) shares a word with one of the phrases
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from events.gazetteer import fold
from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores

VIOLENT = frozenset({"ASSAULT"})
SLOTS = ("type", "date", "place", "perpetrator", "target")
_MODES = {
    "BOMBING": frozenset({"explosives", "suicide-attack", "heavy-weapons", "aerial", ""}),
    "KIDNAPPING": frozenset({"abduct"}),
    "ARSON": frozenset({"destroy", "explosives"}),
}  # any other type allows every mode but "abduct"
_PARTIES = {  # slot -> where a template has its phrases, where a mention has its parties
    "perpetrator": (("perp_individual", "perp_org"), "actors"),
    "target": (("human_target_name", "human_target_desc", "physical_target"), "recipients"),
}
_MONTH = 31  # days
_SMALL = frozenset("the of and a an in on at for to by de la el los las del".split())


@dataclass(frozen=True, slots=True)
class _Incident:
    """A predicted event and its mentions."""

    event: Annotation
    mentions: list[Annotation]


def score_incidents(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """Recall, precision and F1 of the slots over all incidents, in per cent, and the F1 of each slot.

    "found": per cent of the templates that have an incident. An optional template that is not found costs nothing, one that is found
    counts like any other. A slot that the template leaves empty is not asked for. Incidents without a template ("spare") are counted,
    not weighed: the gold leaves out what is no terrorist act, such as fights between armies.
    """
    asked: Counter[str] = Counter()
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for _, template, incident, spare in _aligned(gold, predicted):
        counts["spare"] += spare
        if template is None or (incident is None and template.get("optional")):
            continue
        counts.update(["templates", *(["found"] if incident is not None else [])])
        wanted = [slot for slot in SLOTS if _is_asked(template, slot)]
        asked.update(wanted)
        if incident is not None:
            given.update(slot for slot in wanted if _is_given(incident, slot))
            for slot in wanted:
                right[slot] += int(2 * _worth(template, incident, slot))
    hits, wanted_all, given_all = (sum(c[s] for s in SLOTS) for c in (right, asked, given))
    shares = {slot: round(100 * right[slot] / max(1, asked[slot] + given[slot]), 1) for slot in SLOTS}
    total = {"recall": hits / 2 / max(1, wanted_all), "precision": hits / 2 / max(1, given_all)}
    total["f1"] = hits / max(1, wanted_all + given_all)
    return {
        "templates": counts["templates"], "found": round(100 * counts["found"] / max(1, counts["templates"]), 1),
        **{name: round(100 * share, 1) for name, share in total.items()}, **shares, "spare": counts["spare"],
    }  # fmt: skip


def incident_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """Each template that no incident was found for, and each slot that is not wholly right."""
    found: list[Disagreement] = []
    for document, template, incident, _ in _aligned(gold, predicted):
        if template is None:
            continue
        context = " ".join(document["text"][:160].split())
        if incident is None:
            found.append(Disagreement(document["doc_id"], "missed", {"text": template["type"]}, None, context))
            continue
        for slot in SLOTS:
            if _is_asked(template, slot) and _worth(template, incident, slot) < 1:
                sides = ({"text": str(_shown(template, slot))}, {"text": str(incident.event.get("title"))})
                found.append(Disagreement(document["doc_id"], slot, *sides, context))
    return found


def _aligned(
    gold: Iterable[Annotated], predicted: Iterable[Annotated]
) -> Iterator[tuple[Annotated, Annotation | None, _Incident | None, int]]:
    """(document, template, its incident or None, 0), the best pairs first, and at the end (document, None, None, incidents left)."""
    answers = {document["doc_id"]: document for document in predicted}
    for document in gold:
        free = _incidents(answers.get(document["doc_id"], {}))
        waiting = list(document["events"])
        while waiting:
            worths = [(_total(t, i), -ti, -ii) for ti, t in enumerate(waiting) for ii, i in enumerate(free)]
            best = max(worths, default=(0.0, 0, 0))
            if best[0] <= 0:
                break
            yield document, waiting.pop(-best[1]), free.pop(-best[2]), 0
        for template in waiting:
            yield document, template, None, 0
        yield document, None, None, len(free)


def _incidents(answer: Annotated) -> list[_Incident]:
    violent = [e for e in answer.get("events", []) if e["event_type"] in VIOLENT and e.get("status") != "denied"]
    return [_Incident(e, [m for m in answer["mentions"] if m["event"] == e["id"]]) for e in violent]


def _total(template: Annotation, incident: _Incident) -> float:
    """How well an incident fills a template: 0 where it fits in nothing but its type."""
    worth = sum(_worth(template, incident, slot) for slot in SLOTS if slot != "type" and _is_asked(template, slot))
    return worth + 0.5 * _worth(template, incident, "type") if worth else 0.0


def _is_asked(template: Annotation, slot: str) -> bool:
    return slot == "type" or bool(_shown(template, slot))


def _shown(template: Annotation, slot: str) -> object:
    """What a template has in a slot."""
    if slot in _PARTIES:
        return _phrases(template, slot)
    return template["date_start"] or template["date_end"] if slot == "date" else template[slot]


def _is_given(incident: _Incident, slot: str) -> bool:
    if slot in _PARTIES:
        return bool(_parties(incident, slot))
    return slot == "type" or (_days(incident.event) is not None if slot == "date" else bool(incident.event.get("name")))


def _worth(template: Annotation, incident: _Incident, slot: str) -> float:
    """How right the incident has the slot: 0, 0.5 or 1."""
    if slot == "type":
        return float(any(_allows(template["type"], m["mode"] or "") for m in incident.mentions))
    if slot == "date":
        return float(_same_days(template, incident.event))
    if slot == "place":
        return max((_same_place(levels, incident) for levels in template["place"]), default=0.0)
    wanted = {word for phrase in _phrases(template, slot) for word in _words(phrase)}
    return float(bool(wanted & {word for party in _parties(incident, slot) for word in _words(party)}))


def _allows(kind: str, mode: str) -> bool:
    return any(mode in _MODES[k] if k in _MODES else mode != "abduct" for k in kind.split(" / "))


def _days(event: Annotation) -> tuple[date, date] | None:
    """First and last day of an event that is known to a month at least."""
    if not event.get("first") or not event.get("last"):
        return None
    first, last = date.fromisoformat(event["first"]), date.fromisoformat(event["last"])
    return (first, last) if (last - first).days <= _MONTH else None


def _same_days(template: Annotation, event: Annotation) -> bool:
    days = _days(event)
    if days is None:
        return False
    first, last = (day.isoformat() for day in days)
    return max(template["date_start"] or "", first) <= min(template["date_end"] or "9999", last)


def _same_place(levels: list[Annotation], incident: _Incident) -> float:
    """1 for the finest level by its name, 0.5 for one above, 0 for none."""
    event = incident.event
    names = {fold(name) for name in (event.get("name"), *(m["where"]["name"] for m in incident.mentions if m["where"])) if name}
    told = [fold(level["name"]) for level in levels]
    if told and told[-1] in names:
        return 1.0
    return 0.5 if names & set(told) else 0.0


def _phrases(template: Annotation, slot: str) -> list[str]:
    fields, _ = _PARTIES[slot]
    return [phrase for field in fields for alternatives in template.get(field) or [] for phrase in alternatives]


def _parties(incident: _Incident, slot: str) -> list[str]:
    _, name = _PARTIES[slot]
    return [text for m in incident.mentions for party in m[name] for text in (party["text"], party["name"] or "") if text]


def _words(phrase: str) -> set[str]:
    return {word for word in re.findall(r"\w+", phrase.lower()) if word not in _SMALL and not word.isdigit()}


INCIDENTS = Layer(score_incidents, incident_errors)
