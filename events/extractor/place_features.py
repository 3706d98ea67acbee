"""What the parse says of a trigger and a place name near it, as the strings that the place linker weighs.

A feature is a fact such as "slot=prep:in" or "between=comma"; which facts speak for the place being the scene was learned
(data/linking/places.tsv). Nothing here decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from events.extractor.lexicon import word_list
from events.extractor.syntax import is_passive, is_verbal, path_up, tokens_in
from events.language import Doc, Token
from events.model import Toponym

_CLAUSE_LABELS = frozenset({"relcl", "ccomp", "advcl", "parataxis", "csubj", "acl", "conj", "xcomp"})
_DISTANCES = (1, 2, 3, 5, 8, 12, 20)
_PATH_KEPT = 7  # longer paths are too rare to have learned anything


@dataclass(frozen=True, slots=True)
class Spot:
    """A place name in a sentence: its head and its first and last token."""

    toponym: Toponym
    head: Token
    first: int
    last: int


def spot_of(doc: Doc, toponym: Toponym) -> Spot | None:
    """The tokens of a place name, None where the span has none."""
    tokens = tokens_in(doc, toponym.span)
    if not tokens:
        return None
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[-1])
    return Spot(toponym, head, tokens[0].i, tokens[-1].i)


def features(trigger: Token, lemma: str, kind: str, spot: Spot, others: Sequence[Spot]) -> list[str]:
    """The facts about one place name of a trigger's sentence. `kind`: PLOVER type; `others`: the sentence's other place names."""
    slot = _slot(trigger, spot)
    facts = [*_path_facts(trigger, spot, slot), *_surface_facts(trigger, spot), *_rival_facts(trigger, spot, others)]
    voice = "noun" if not is_verbal(trigger) else "passive" if is_passive(trigger) else "active"
    level = spot.toponym.place.precision.name if spot.toponym.place else "UNKNOWN"
    facts += [f"level={level}", f"role={spot.toponym.role}", f"voice={voice}", f"slot&voice={slot}&{voice}", f"slot&lemma={slot}&{lemma}"]
    facts += [f"slot&kind={slot}&{kind}", f"slot&level={slot}&{level}", f"lemma={lemma}", f"kind={kind}", "bias"]
    return facts


def _slot(trigger: Token, spot: Spot) -> str:
    """How the place hangs on the trigger: "prep:in", "dobj", "nsubj>prep:of"; "apart" where it hangs elsewhere."""
    path = path_up(spot.head)
    if trigger not in path:
        return "apart"
    down = path[: path.index(trigger)]
    steps = [_step(t) for t in reversed(down) if t.dep_ != "pobj" and t is not spot.head]
    steps += [] if spot.head.dep_ == "pobj" else [_step(spot.head)]
    return ">".join(steps[:3])


def _step(token: Token) -> str:
    return f"prep:{token.lower_}" if token.dep_ in ("prep", "agent") else token.dep_


def _path_facts(trigger: Token, spot: Spot, slot: str) -> list[str]:
    up, down = path_up(trigger), path_up(spot.head)
    ancestors = {t.i for t in down}
    climbed = [t for t in up if t.i not in ancestors]
    common = next((t for t in up if t.i in ancestors), None)
    entered = down[: down.index(common)] if common is not None else down
    left = [t.dep_ for t in climbed if t.dep_ in _CLAUSE_LABELS and is_verbal(t)]
    into = [t.dep_ for t in entered if t.dep_ in _CLAUSE_LABELS and is_verbal(t)]
    facts = [f"slot={slot}", f"left={'>'.join(left)}", f"into={'>'.join(into)}", f"inner={_inner(entered)}"]
    if len(climbed) + len(entered) <= _PATH_KEPT:
        facts.append("path=" + "/".join([t.dep_ for t in climbed] + ["^"] + [_step(t) for t in reversed(entered)]))
    if common is not None and common != trigger:
        top = entered[-1] if entered else spot.head
        governor = "report" if common.lemma_.lower() in word_list("reporting") else common.pos_
        facts += [f"apart={_step(top)}&{governor}", f"apart={_step(top)}&{'>'.join(left) or climbed[-1].dep_ if climbed else ''}"]
    return facts


def _inner(entered: list[Token]) -> str:
    return next((t.lower_ for t in entered if t.dep_ in ("prep", "agent")), "none")


def _surface_facts(trigger: Token, spot: Spot) -> list[str]:
    doc, sentence = trigger.doc, trigger.sent
    before = doc[spot.first - 1] if spot.first > sentence.start else None
    after = doc[spot.last + 1] if spot.last + 1 < sentence.end else None
    low, high = sorted((trigger.i, spot.head.i))
    between = doc[low + 1 : high]
    verbs = sum(1 for t in between if t.pos_ == "VERB")
    side = "before" if spot.head.i < trigger.i else "after"
    distance = sum(1 for limit in _DISTANCES if abs(trigger.i - spot.head.i) > limit)
    preposition = _preposition(spot, sentence.start)
    parent = spot.head.head
    return [
        f"side={side}", f"distance={distance}", f"side&distance={side}&{distance}", f"verbs={side}&{min(verbs, 3)}",
        f"commas={side}&{min(2, sum(1 for t in between if t.lower_ == ','))}",
        f"before={_word(before, '^')}", f"after={_word(after, '$')}",
        f"preposition={preposition}", f"preposition&side={preposition}&{side}", f"preposition&verbs={preposition}&{side}&{min(verbs, 2)}",
        f"parent={spot.head.dep_}&{parent.lemma_.lower() if parent.pos_ in ('NOUN', 'ADP', 'PROPN') else parent.pos_}",
        f"opens={spot.first - sentence.start <= 2}&{preposition}", f"dep={spot.head.dep_}",
        f"quoted={any(t.text in QUOTES for t in between)}",
    ]  # fmt: skip


def _word(token: Token | None, edge: str) -> str:
    return edge if token is None else token.lower_.strip() or "_"


QUOTES = frozenset('"“”«»')


def _preposition(spot: Spot, start: int) -> str:
    """The nearest preposition left of the name within its phrase, by words alone, for parses that went wrong."""
    doc = spot.head.doc
    for i in range(spot.first - 1, max(start, spot.first - 6) - 1, -1):
        token = doc[i]
        if token.pos_ == "ADP" and token.lower_ != "of":
            return token.lower_
        if token.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") or token.text in ".;:":
            return f"none:{token.pos_}"
    return "none"


def _rival_facts(trigger: Token, spot: Spot, others: Sequence[Spot]) -> list[str]:
    """How the name stands to the sentence's other place names: nearest, inside one, followed by the larger one."""
    distance = abs(spot.head.i - trigger.i)
    nearest = all(distance <= abs(o.head.i - trigger.i) for o in others)
    same_side = [o for o in others if (o.head.i < trigger.i) == (spot.head.i < trigger.i)]
    nearest_side = all(distance <= abs(o.head.i - trigger.i) for o in same_side)
    facts = [f"rivals={min(3, len(others))}", f"nearest={nearest}&{nearest_side}"]
    facts += [f"larger of={_gap(o, spot)}" for o in others if 0 < spot.first - o.last <= 3]
    facts += [f"smaller of={_gap(spot, o)}" for o in others if 0 < o.first - spot.last <= 5]
    if any(_within(o, spot) for o in others):
        facts.append("holds another")
    if any(_within(spot, o) for o in others):
        facts.append("within another")
    if any(_preposition(o, 0) in ("in", "at", "near") for o in others):
        facts.append(f"rival has in&{_preposition(spot, 0)}")
    return facts


def _gap(left: Spot, right: Spot) -> str:
    return " ".join(t.lower_ for t in left.head.doc[left.last + 1 : right.first])


def _within(inner: Spot, outer: Spot) -> bool:
    """Whether one place is a finer one of the other's country or division."""
    a, b = inner.toponym.place, outer.toponym.place
    if a is None or b is None or a.country_code != b.country_code or not a.country_code:
        return False
    return a.radius_km < b.radius_km and (b.feature_code.startswith("PCL") or b.name == a.admin1)
