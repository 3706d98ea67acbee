"""The place of each mention: what the trigger's lexicon line says of the slot a name stands in, and how probable a scene it is.

The step that decided (the trigger's own clause, its sentence, the paragraph, the dateline) is kept as `link`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from events.extractor.arguments import slots_of
from events.extractor.lexicon import FOLDER, load_lexicon, word_list
from events.extractor.linking import Setting, clause_breaks, way
from events.extractor.place_features import Act, SentenceNames, act_of
from events.extractor.spots import Spot
from events.extractor.syntax import is_verbal, patients
from events.extractor.triggers import Trigger
from events.language import Word
from events.model import Link, Place, PlacePrecision, Toponym, Where
from events.ontology import OTHER
from events.tables import numbered_rows
from events.toponyms.lexicon import lexicon

SCENE = 0.4  # from here on a name counts as the scene that the trigger's own clause gives
SENTENCE_SCENE = 0.45  # from here on a place of the sentence stands for one
CERTAIN = 0.75  # from here on what was learned outweighs the slot: the parser hung the name on the wrong word
CLAUSE_SCORE = 0.5  # from here on a slot speaks for the scene of a verbal act
SAID, UNSAID = 0.1, 0.15  # what a slot that names the scene adds, and what one that does not takes from a verbal act
SURE = 0.95  # the lexicon line itself names the slot as the scene
DESTINATION_SCORE = 0.3  # from here on a slot's place is where the thing goes to
HOLDER_GAP = 6  # words between a name that no gazetteer knows and the place that it lies in
_FINENESS = {PlacePrecision.EXACT: 0.12, PlacePrecision.CITY: 0.12, PlacePrecision.ADMIN: 0.06, PlacePrecision.COUNTRY: 0.0}


def _slot_of(trigger: Trigger, down: list[Word]) -> tuple[str, str]:
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
        return ("recipient", 0.1) if is_verbal_act(trigger) else ("scene", 0.9 if trigger.entry.acled == "territory" else 0.7)
    if slot in ("subj", "by", "agent"):
        return "party", 0.35 if _scene_preposition(inner) else 0.1
    if slot in ("compound", "amod", "nmod", "poss"):
        return "party", 0.45 if slot in ("compound", "nmod") else 0.2
    if slot in slots_of(trigger, "actor"):
        return "party", 0.15
    if is_verbal_act(trigger) and slot in slots_of(trigger, "recipient"):
        return "recipient", 0.1
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


def _place_score(trigger: Trigger, place: Place, head: Word, last: int) -> tuple[float, str]:
    """How good a scene the name's slot makes it, and its role. `head`, `last`: the name's head and the index of its last token."""
    up, down = way(trigger.head, head)
    left, entered = clause_breaks(up), clause_breaks(down)
    if _is_where(trigger.head, last):
        return 1.0, "scene"
    if _is_relativised(trigger.head, head, last):
        return (0.96 if trigger.entry.acled == "territory" or slots_of(trigger, "scene") == ("obj",) else 0.6), "scene"
    if up[-1] == trigger.head:
        slot, inner = _slot_of(trigger, down)
        role, weight = _role_and_weight(trigger, slot, inner)
        if inner and inner != slot and role == "scene" and not _scene_preposition(inner) and inner != "of":
            weight *= 0.6
        elif inner != slot and role in ("party", "recipient", "destination") and _scene_preposition(inner) and place.is_point:
            role, weight = (role if role == "destination" else "scene"), max(weight, 0.5)  # "signed it with the government in Bamako"
    else:
        first = down[-2] if len(down) > 1 else down[0]
        role, weight = _PREPOSITIONS.get(first.lower_, ("scene", 0.3)) if first.dep_ == "prep" else ("party", 0.15)
        weight *= 0.85
        if first.lower_ in slots_of(trigger, "recipient") and is_verbal_act(trigger):
            role, weight = "recipient", 0.1
    score = weight - 0.2 * left - 0.5 * entered + _FINENESS[place.precision] - 0.004 * abs(trigger.head.i - head.i)
    return score, role


def _is_where(verb: Word, last: int) -> bool:
    """Whether the verb's relative clause is set in this place: "Manila, where they signed it"."""
    where = next((c for c in verb.children if c.dep_ == "advmod" and c.lower_ == "where"), None)
    return where is not None and where.i - last in (1, 2)


def _is_relativised(verb: Word, head: Word, last: int) -> bool:
    """Whether the verb's relative clause speaks of this place: "Menaka, a town that it had captured"."""
    if verb.dep_ != "relcl" or not is_verbal(verb):
        return False
    noun = verb.head
    behind = 0 < noun.i - last <= 4 and any(t.text == "," for t in verb.doc[last + 1 : noun.i])
    apposed = (noun.dep_ == "appos" and noun.head == head) or (head.dep_ == "appos" and head.head == noun)
    return noun in patients(verb) and (head == noun or apposed or behind)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a mention happened. `names`: what the text calls the place or places, in text order, also where no gazetteer knows it."""

    where: Where | None = None
    names: tuple[Toponym, ...] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    """A name of the sentence, the role that its slot gives it, and the evidence that the trigger's event belongs there."""

    number: int
    toponym: Toponym
    role: str
    evidence: float
    score: float = 0.0  # by the slot alone

    @property
    def place(self) -> Place | None:
        return self.toponym.place


def act_in(trigger: Trigger, names: SentenceNames) -> Act:
    """The trigger as the linker sees it."""
    kind = trigger.entry.event_type
    return act_of(names.view, trigger.head, None if kind == OTHER else kind)


def scene_of(trigger: Trigger, names: SentenceNames, odds: Mapping[int, float], setting: Setting, *, told: bool) -> Scene:
    """The place that the mention's clause, sentence, paragraph or dateline gives; an empty Scene when nothing says where.

    `odds`: how probable a scene the linker finds each name, by number; a name that it does not weigh is none.
    `told`: the mention goes on with what the paragraph's place was said of. A verbal act (talks, threats, aid) that does not
    is placed by its own clause only: what it is about is not where it happens.
    """
    said = _said(trigger, names, odds)
    if said is not None:
        return said
    adverbs = {c.lower_ for c in trigger.head.children}
    here, there = "here" in adverbs, "there" in adverbs
    if there and (back := _named_before(trigger, names)) is not None and back.place is not None:
        return Scene(Where(back.place, Link.CLAUSE, back), (back,))
    if (not told and not here and not there) or trigger.entry.mode in word_list("verbal_types"):
        return Scene()
    if trigger.head.dep_ == "relcl" and trigger.head.head.lemma_.lower() in load_lexicon().classes["settlement"]:
        return Scene()  # "the cities that they have seized": it happened there, wherever that is
    if setting.paragraph_where is not None and not here:
        return Scene(Where(setting.paragraph_where.place, Link.PARAGRAPH, setting.paragraph_where.toponym))
    if setting.dateline is not None and setting.dateline.place is not None and setting.dateline.place.is_point:
        return Scene(Where(setting.dateline.place, Link.DATELINE, setting.dateline))
    return Scene()


def _said(trigger: Trigger, names: SentenceNames, odds: Mapping[int, float]) -> Scene | None:
    """The scene that the trigger's sentence names, None without one."""
    near = names.near(names.view.number[trigger.head.i])
    choices = [c for number in near if (c := _choice(trigger, names, number, odds.get(number, 0.0))) is not None]
    best = max(choices, key=lambda c: c.evidence, default=None)
    if best is not None and best.role == "destination" and best.place is not None:
        return Scene(Where(best.place, Link.CLAUSE, best.toponym, best.role))
    evidence = {c.number: c.evidence for c in choices if c.role != "destination"}
    kept = chosen(names.spots, evidence, SCENE) if evidence else ()
    found = [c for c in choices if c.number in kept]
    if found:
        return _scene(names, found, odds)
    likely = [c for c in choices if c.place is not None and c.role == "scene" and (c.evidence >= SENTENCE_SCENE or c.score >= SURE)]
    best = max(likely, key=lambda c: (c.score >= SURE, c.evidence), default=None)
    if best is None or best.place is None or (is_verbal_act(trigger) and best.score < CLAUSE_SCORE):
        return None
    return Scene(Where(best.place, Link.CLAUSE if best.score >= SURE else Link.SENTENCE, best.toponym))


def _scene(names: SentenceNames, found: list[_Choice], odds: Mapping[int, float]) -> Scene:
    toponyms = tuple(c.toponym for c in found)
    placed = [c for c in found if c.place is not None]
    if placed:
        best = max(placed, key=lambda c: c.evidence)
        assert best.place is not None
        return Scene(Where(best.place, Link.CLAUSE, best.toponym), toponyms)
    holder = next((h for c in found if (h := _holder(names, c.number)) is not None), None)
    return Scene(Where(holder.place, Link.SENTENCE, holder) if holder and holder.place else None, toponyms)


def _named_before(trigger: Trigger, names: SentenceNames) -> Toponym | None:
    """The last point of the sentence that was named before the trigger: what "there" means."""
    toponyms = [spot.toponym for spot in names.spots if spot.toponym is not None]
    points = [t for t in toponyms if t.span.end <= trigger.span.start and t.place is not None and t.place.is_point]
    return points[-1] if points else None


def _choice(trigger: Trigger, names: SentenceNames, number: int, learned: float) -> _Choice | None:
    """The name as a choice, None where it is out of question. `learned`: its probability of being the scene."""
    spot, head = names.spots[number], names.head(number)
    toponym, verbal = names.toponym(number), is_verbal_act(trigger)
    if toponym.role == "actor" or head == trigger.head:
        return None
    if toponym.place is None:
        return _Choice(number, toponym, "scene", learned - UNSAID * verbal)
    score, role = _place_score(trigger, toponym.place, head, names.view.places[spot.last - 1])
    if (role == "topic" and (verbal or learned < CERTAIN)) or (role == "recipient" and verbal):
        return None
    if role == "destination" and score >= DESTINATION_SCORE:
        return _Choice(number, toponym, role, 1.0 + score, score)
    bonus = SAID * (score >= (CLAUSE_SCORE if verbal else SURE)) - UNSAID * (verbal and score < CLAUSE_SCORE)
    return _Choice(number, toponym, role, learned + bonus, score)


def chosen(spots: Sequence[Spot], evidence: Mapping[int, float], least: float) -> list[int]:
    """The names with at least so much evidence, by number, none overlapping a better one, in text order."""
    found: list[int] = []
    for number in sorted(evidence, key=lambda n: (-evidence[n], n)):
        if evidence[number] >= least and not any(spots[number].overlaps(spots[other]) for other in found):
            found.append(number)
    return sorted(found)


def _holder(names: SentenceNames, number: int) -> Toponym | None:
    """The known place that the text puts an unknown name in: "Kafr X in Idlib", "Tal Y, Hama", "Baghdad's Z quarter", "Aleppo Airport"."""
    spot, tokens = names.spots[number], names.tokens
    if spot.inner is not None and spot.inner.place is not None:
        public = any(lexicon().is_a(tokens.lower[spot.last - 1], kind) for kind in ("place_tail", "public_body", "institution"))
        return spot.inner if public and spot.inner.place.is_point else None
    for other in names.spots[number + 1 :]:
        gap = tokens.lower[spot.last : other.first]
        if len(gap) > HOLDER_GAP or other.first < spot.last:
            break
        if other.toponym is not None and other.toponym.place is not None and _holds(gap):
            return other.toponym
    for other in reversed(names.spots[:number]):
        gap = tokens.lower[other.last : spot.first]
        if len(gap) > HOLDER_GAP:
            break
        if other.toponym is not None and other.toponym.place is not None and gap[:1] in (["'s"], ["’s"]):
            return other.toponym
    return None


def _holds(gap: Collection[str]) -> bool:
    """Whether words between two names say that the first lies in the second."""
    words = lexicon()
    return all(word in _INTO or words.is_a(word, "place_noun") or words.is_a(word, "between") for word in gap) and not _APART & set(gap)


_INTO = frozenset((",", "in", "of", "the", "(", "a", "an", "his", "its"))
_APART = frozenset(("near", "outside", "and", "to", "from"))
