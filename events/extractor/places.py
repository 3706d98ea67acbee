"""The place of each mention: what the trigger's lexicon line says of the slot a name stands in, and how probable a scene it is.

The step that decided (the trigger's own clause, its sentence, the paragraph, the dateline) is kept as `link`.
"""

from dataclasses import dataclass

from events.extractor.arguments import slots_of
from events.extractor.lexicon import FOLDER, word_list
from events.extractor.linking import Setting, clause_breaks, way
from events.extractor.place_features import Spot, spot_of
from events.extractor.place_linker import probability
from events.extractor.syntax import is_verbal, patients
from events.extractor.triggers import Trigger
from events.language import Token
from events.model import Link, Place, PlacePrecision, Toponym, Where
from events.tables import numbered_rows

CLAUSE_SCORE = 0.5  # from here on a place counts as said by the trigger's own clause
SENTENCE_SCORE = 0.3
SURE = 0.95  # the lexicon line itself names the slot as the scene
_FINENESS = {PlacePrecision.EXACT: 0.12, PlacePrecision.CITY: 0.12, PlacePrecision.ADMIN: 0.06, PlacePrecision.COUNTRY: 0.0}


def _slot_of(trigger: Trigger, down: list[Token]) -> tuple[str, str]:
    """(slot, innermost preposition) by which a place hangs on the trigger; `down` leads from the place up to the trigger.

    The further words of the trigger are no slots: in "tightening its grip on" the place stands in "on".
    """
    steps = [t for t in down[:-1] if t not in trigger.others or t.dep_ == "prep"]
    first = steps[-1] if steps else down[0]
    inner = next((t.lower_ for t in down if t.dep_ in ("prep", "agent")), "")
    if first.dep_ in ("dobj", "nsubjpass", "dative", "oprd"):
        return "obj", inner
    if first.dep_ in ("nsubj", "agent"):
        return "subj", inner
    if first.dep_ == "prep":
        return first.lower_, inner
    return first.dep_, inner


def _role_and_weight(trigger: Trigger, slot: str, inner: str) -> tuple[str, float]:
    """The role that the slot gives to a place, and how good a scene that makes it."""
    roles = trigger.entry.roles
    nested = inner if slot == "obj" else ""
    if nested and nested in roles.get("destination", ()):
        return "destination", 0.7
    if nested and nested in roles.get("scene", ()):
        return "scene", 0.8  # "signed an agreement in Belfast"
    for role, weight in (("scene", 1.0), ("destination", 0.75), ("origin", 0.1), ("topic", 0.0), ("goods", 0.3)):
        if slot in roles.get(role, ()):
            return role, weight
    if slot == "obj":
        return ("party", 0.1) if is_verbal_act(trigger) else ("scene", 0.9 if trigger.entry.acled == "territory" else 0.7)
    if slot in ("subj", "by", "agent"):
        return "party", 0.35 if _scene_preposition(inner) else 0.1
    if slot in ("compound", "amod", "nmod", "poss"):
        return "party", 0.45 if slot in ("compound", "nmod") else 0.2
    if slot in slots_of(trigger, "actor"):
        return "party", 0.15
    if is_verbal_act(trigger) and slot in slots_of(trigger, "recipient"):
        return "party", 0.1
    role, weight = _PREPOSITIONS.get(slot, ("", 0.3))
    return role or "scene", weight


def is_verbal_act(trigger: Trigger) -> bool:
    """Whether what the trigger tells of is words rather than deeds: what it is about is not where it happens."""
    return trigger.entry.event_type in word_list("verbal_types") or trigger.entry.mode in word_list("verbal_types")


def _scene_preposition(word: str) -> bool:
    return _PREPOSITIONS.get(word, ("", 0))[0] == "scene" and word != "of"


def _preposition_table() -> dict[str, tuple[str, float]]:
    return {cells[0]: (cells[1], float(cells[2])) for _, cells in numbered_rows(FOLDER / "prepositions.tsv")}


_PREPOSITIONS = _preposition_table()


def _place_score(trigger: Trigger, place: Place, spot: Spot) -> tuple[float, str]:
    head = spot.head
    up, down = way(trigger.head, head)
    left, entered = clause_breaks(up), clause_breaks(down)
    if _is_where(trigger.head, spot):
        return 1.0, "scene"
    if _is_relativised(trigger.head, spot):
        return (0.96 if trigger.entry.acled == "territory" or slots_of(trigger, "scene") == ("obj",) else 0.6), "scene"
    if up[-1] == trigger.head:
        slot, inner = _slot_of(trigger, down)
        role, weight = _role_and_weight(trigger, slot, inner)
        if inner and inner != slot and role == "scene" and not _scene_preposition(inner) and inner != "of":
            weight *= 0.6
        elif inner != slot and role in ("party", "destination") and _scene_preposition(inner) and place.is_point:
            role, weight = ("scene" if role == "party" else role), max(weight, 0.5)  # "signed it with the government in Bamako"
    else:
        first = down[-2] if len(down) > 1 else down[0]
        role, weight = _PREPOSITIONS.get(first.lower_, ("scene", 0.3)) if first.dep_ == "prep" else ("party", 0.15)
        weight *= 0.85
        if first.lower_ in slots_of(trigger, "recipient") and is_verbal_act(trigger):
            role, weight = "party", 0.1
    score = weight - 0.2 * left - 0.5 * entered + _FINENESS[place.precision] - 0.004 * abs(trigger.head.i - head.i)
    return score, role


def _is_where(verb: Token, spot: Spot) -> bool:
    """Whether the verb's relative clause is set in this place: "Manila, where they signed it"."""
    where = next((c for c in verb.children if c.dep_ == "advmod" and c.lower_ == "where"), None)
    return where is not None and where.i - spot.last in (1, 2)


def _is_relativised(verb: Token, spot: Spot) -> bool:
    """Whether the verb's relative clause speaks of this place: "Menaka, a town that it had captured"."""
    if verb.dep_ != "relcl" or not is_verbal(verb):
        return False
    noun, head = verb.head, spot.head
    behind = 0 < noun.i - spot.last <= 4 and any(t.text == "," for t in verb.doc[spot.last + 1 : noun.i])
    apposed = (noun.dep_ == "appos" and noun.head == head) or (head.dep_ == "appos" and head.head == noun)
    return noun in patients(verb) and (head == noun or apposed or behind)


def where_of(trigger: Trigger, toponyms: list[Toponym], setting: Setting, *, told: bool) -> Where | None:
    """The place that the mention's clause, sentence, paragraph or dateline gives; None when nothing places it.

    `told`: the mention goes on with what the paragraph's place was said of. A verbal act (talks, threats, aid) that does not
    is placed by its own clause only: what it is about is not where it happens.
    """
    best = _best_place(trigger, toponyms)
    if best is not None and best.place is not None:
        return Where(best.place, best.link, best.spot.toponym, best.role)
    adverbs = {c.lower_ for c in trigger.head.children}
    here, there = "here" in adverbs, "there" in adverbs
    if there and (back := _named_before(trigger, toponyms)) is not None and back.place is not None:
        return Where(back.place, Link.CLAUSE, back)
    if (not told and not here and not there) or trigger.entry.mode in word_list("verbal_types"):
        return None
    if setting.paragraph_where is not None and not here:
        return Where(setting.paragraph_where.place, Link.PARAGRAPH, setting.paragraph_where.toponym)
    if setting.dateline is not None and setting.dateline.place is not None and setting.dateline.place.is_point:
        return Where(setting.dateline.place, Link.DATELINE, setting.dateline)
    return None


def _named_before(trigger: Trigger, toponyms: list[Toponym]) -> Toponym | None:
    """The last point of the sentence that was named before the trigger: what "there" means."""
    points = [t for t in toponyms if t.span.end <= trigger.span.start and t.place is not None and t.place.is_point]
    return points[-1] if points else None


@dataclass(frozen=True, slots=True)
class _Choice:
    """A place name, the role that its slot gives it, and the evidence that the trigger's event belongs there."""

    spot: Spot
    role: str
    evidence: float
    link: Link

    @property
    def place(self) -> Place | None:
        return self.spot.toponym.place


def _best_place(trigger: Trigger, toponyms: list[Toponym]) -> _Choice | None:
    spots = [spot for t in toponyms if (spot := spot_of(trigger.head.doc, t)) is not None]
    choices = [_choice(trigger, s, [o for o in spots if o is not s]) for s in spots if _eligible(trigger, s)]
    good = [c for c in choices if c is not None]
    return max(good, key=lambda c: c.evidence, default=None)


def _eligible(trigger: Trigger, spot: Spot) -> bool:
    return spot.toponym.place is not None and spot.toponym.role != "actor" and spot.head != trigger.head


def _choice(trigger: Trigger, spot: Spot, others: list[Spot]) -> _Choice | None:
    place = spot.toponym.place
    if place is None:
        return None
    score, role = _place_score(trigger, place, spot)
    verbal = is_verbal_act(trigger)
    if role == "topic":
        return None
    if role == "destination" and score >= 0.3:
        return _Choice(spot, role, score, Link.CLAUSE)
    learned = probability(trigger.head, trigger.entry.event_type, spot, others)
    evidence = score if verbal else learned + (1.0 if score >= SURE else 0.0)
    if evidence >= CLAUSE_SCORE:
        return _Choice(spot, role if role == "destination" else "scene", evidence, Link.CLAUSE)
    if not verbal and evidence >= SENTENCE_SCORE and role == "scene":
        return _Choice(spot, "scene", evidence, Link.SENTENCE)
    return None
