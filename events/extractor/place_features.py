"""What the parse says of a trigger and a name near it, as the strings that the place linker weighs.

A feature is a fact such as "slot=prep:in" or "between=comma"; which facts speak for the name being the scene was learned
(data/linking). Nothing here decides. `SentenceNames` reads a sentence once; `pair` is called for each trigger and name.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from events.extractor.lexicon import word_list
from events.extractor.spots import Spot, View, Words, spots_of
from events.extractor.syntax import is_passive, is_verbal
from events.language import Word
from events.model import Toponym
from events.toponyms.lexicon import lexicon

_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "parataxis", "csubj", "acl", "conj", "xcomp", "pcomp"})
_DISTANCES = (1, 2, 3, 5, 8, 12, 20)
_PATH_KEPT = 7  # longer paths are too rare to have learned anything
_TAILS = ("place_tail", "org_tail", "institution", "public_body", "street")
_LEFT = ("place_noun", "title", "locative", "place_tail")
_RIGHT = ("place_noun", "public_body", "institution", "places", "regime")
_TURNS = frozenset(("to", "after", "before", "when", "while", "where"))
_MARKS = "cqtw"
_QUOTES = frozenset('"“”«»')
_PREPOSITION_TAGS = frozenset(("IN", "TO", "RP"))
_SCENIC = frozenset(("in", "at", "near", "outside", "inside", "on", "around", "across", "through"))
NEAREST = 16  # names of a sentence that are weighed for one trigger
_ATTACHED = frozenset(("prep:in", "prep:at", "prep:near", "dobj", "nsubjpass"))
_FINE = frozenset(("city", "exact", "unknown"))
_BESIDE = 4  # names to each side that a name is compared with
_LONGEST_PATH = 60  # tokens from a word up to the root
_BACK = 8  # tokens left of a name that are searched for its preposition


@dataclass(frozen=True, slots=True)
class Act:
    """The trigger as the linker sees it: its token's place in the view, its lemma, PLOVER type and voice."""

    token: int
    lemma: str
    kind: str
    voice: str  # noun, passive, active


class SentenceNames:
    """A sentence's names and what is true of them whatever the trigger, worked out when first asked for."""

    def __init__(self, view: View, sentence: int, toponyms: Sequence[Toponym]) -> None:
        self.view, tokens = view, view.tokens
        self.tokens = tokens
        self.low, self.high = tokens.bounds[sentence]
        self.spots = spots_of(tokens, sentence, toponyms)
        self.heads = [_head(tokens, s.first, s.last) for s in self.spots]
        self.levels = [_level(s) for s in self.spots]
        self._paths: dict[int, list[int]] = {}
        self._prepositions: dict[int, str] = {}
        self._own: dict[int, list[str]] = {}
        self._slots: dict[tuple[int, int], str] = {}
        self.weighed: dict[int, NDArray[np.float64]] = {}  # by name, for whoever weighs them
        self._texts: dict[int, str] = {}
        inside = range(self.low, self.high)
        self.verbs = frozenset(i for i in inside if tokens.tag[i].startswith(("VB", "MD")))
        self.clauses = {i: tokens.dep[i] for i in self.verbs if tokens.dep[i] in _CLAUSES}
        self.prepositional = {i: tokens.lower[i] for i in inside if tokens.dep[i] in ("prep", "agent")}
        self.marks = {i: _marks(tokens, i) for i in inside}
        self._rivals: dict[int, list[_Rival]] = {}
        self._toponyms: dict[int, Toponym] = {}
        self.people = sum(1 for i in inside if tokens.name[i] == "PERSON")

    def head(self, number: int) -> Word:
        """The head of a name in the parse."""
        return self.view.doc[self.view.places[self.heads[number]]]

    def path(self, token: int) -> list[int]:
        """The token and its heads up to the root, within the sentence."""
        if token not in self._paths:
            found, heads = [token], self.tokens.head
            while heads[found[-1]] != found[-1] and self.low <= heads[found[-1]] < self.high and len(found) < _LONGEST_PATH:
                found.append(heads[found[-1]])
            self._paths[token] = found
        return self._paths[token]

    def preposition(self, number: int) -> str:
        """The nearest preposition left of a name within its phrase."""
        if number not in self._prepositions:
            self._prepositions[number] = _preposition(self, self.spots[number])
        return self._prepositions[number]

    def own(self, number: int) -> list[str]:
        """What is true of a name on its own."""
        if number not in self._own:
            self._own[number] = _own(self, number)
        return self._own[number]

    def text(self, number: int) -> str:
        if number not in self._texts:
            self._texts[number] = self.tokens.phrase(self.spots[number].first, self.spots[number].last)
        return self._texts[number]

    def slot(self, trigger: int, number: int) -> str:
        """How a name hangs on the trigger: "prep:in", "dobj", "nsubj>prep:of"; "apart" where it hangs elsewhere."""
        key = trigger, self.heads[number]
        if key not in self._slots:
            self._slots[key] = _slot(self, *key)
        return self._slots[key]

    def toponym(self, number: int) -> Toponym:
        """The name as a place name, one without a place where it is in no gazetteer."""
        if number not in self._toponyms:
            spot = self.spots[number]
            self._toponyms[number] = spot.toponym or Toponym(spot.span, spot.span.of(self.tokens.source))
        return self._toponyms[number]

    def rivals(self, trigger: int, near: Sequence[int]) -> "list[_Rival]":
        """The place names among those weighed for the trigger, as it sees them."""
        if trigger not in self._rivals:
            places = [i for i in near if self.levels[i] != "none"]
            self._rivals[trigger] = [
                _Rival(
                    i, self.heads[i] < trigger, abs(self.heads[i] - trigger), self.preposition(i) in _SCENIC,
                    self.slot(trigger, i) in _ATTACHED, self.levels[i] in _FINE,
                )
                for i in places
            ]  # fmt: skip
        return self._rivals[trigger]

    def step(self, token: int) -> str:
        """A word of a path: its label, a preposition with its word."""
        return f"prep:{self.prepositional[token]}" if token in self.prepositional else self.tokens.dep[token]

    def near(self, token: int) -> list[int]:
        """The names that are weighed for a trigger at that token, in text order: the nearest, so that no sentence is too long."""
        every = range(len(self.spots))
        if len(every) <= NEAREST:
            return list(every)
        return sorted(sorted(every, key=lambda i: (abs(self.heads[i] - token), i))[:NEAREST])


class _Rival(NamedTuple):
    """A place name as a trigger sees it."""

    number: int
    before: bool
    distance: int
    scenic: bool  # behind "in", "at", "near" ...
    attached: bool  # where the trigger itself has a place
    fine: bool


def act_of(view: View, head: Word, kind: str | None) -> Act:
    """A trigger as the linker sees it. `kind`: its PLOVER type, None for a word that no lexicon line types."""
    voice = "noun" if not is_verbal(head) else "passive" if is_passive(head) else "active"
    return Act(view.number[head.i], head.lemma_.lower(), kind or "none", voice)


def _head(tokens: Words, first: int, last: int) -> int:
    return next((i for i in range(first, last) if not first <= tokens.head[i] < last or tokens.head[i] == i), last - 1)


def _level(spot: Spot) -> str:
    toponym = spot.toponym or spot.inner
    level = "none" if toponym is None else "unknown" if toponym.place is None else toponym.place.precision.name.lower()
    return level if spot.inner is None else f"in {level}"


def _word(names: SentenceNames, index: int) -> str:
    if not names.low <= index < names.high:
        return "^" if index < names.low else "$"
    word = names.tokens.lower[index]
    return "#" if word[0].isdigit() else word.strip() or "_"


def _preposition(names: SentenceNames, spot: Spot) -> str:
    """The nearest preposition left of the name within its phrase, by words alone, for parses that went wrong."""
    tokens = names.tokens
    for index in range(spot.first - 1, max(names.low, spot.first - _BACK) - 1, -1):
        tag, word = tokens.tag[index], tokens.lower[index]
        if tag in _PREPOSITION_TAGS and word != "of":
            return word
        if tag.startswith(("VB", "MD", "W")) or word in ("that", ".", ";", ":", "(", "--", "–"):
            return f"none:{tag[:2]}"
    return "none"


def _own(names: SentenceNames, number: int) -> list[str]:
    """What is true of a name on its own: what it is, the words around it, the names next to it."""
    spot, tokens, words = names.spots[number], names.tokens, lexicon()
    first, last, head = spot.first, spot.last, names.heads[number]
    level, preposition = names.levels[number], names.preposition(number)
    before, after = _word(names, first - 1), _word(names, last)
    before2, after2 = _word(names, first - 2), _word(names, last + 1)
    labels = {tokens.name[i] for i in range(first, last)}
    label = labels.pop() if len(labels) == 1 else "mixed"
    inside = (first > names.low and tokens.name[first - 1] not in ("",) and not tokens.name_starts[first] and tokens.name[first] != "") or (
        last < names.high and tokens.name[last] != "" and not tokens.name_starts[last]
    )
    role = (spot.toponym or spot.inner).role if spot.toponym or spot.inner else "name"  # type: ignore[union-attr]
    tail, lead = tokens.lower[last - 1], tokens.lower[first]
    classes_tail = [c for c in _TAILS if last - first > 1 and words.is_a(tail, c)]
    classes_before = [c for c in _LEFT if words.is_a(before, c)]
    classes_after = [c for c in _RIGHT if words.is_a(after, c)]
    noun_of = before == "of" and words.is_a(before2, "place_noun")
    parent = tokens.head[head]
    code = spot.toponym.place.feature_code if spot.toponym and spot.toponym.place else ""
    facts = [
        f"level={level}", f"role={role}", f"label={label}&{inside}", f"level&label={level}&{label}", f"code={code}",
        f"before={before}", f"after={after}", f"before2={before2} {before}", f"after2={after} {after2}",
        f"words={min(4, last - first)}&{level[:4]}", f"preposition={preposition}", f"level&preposition={level}&{preposition}",
        f"dep={tokens.dep[head]}", f"dep&level={tokens.dep[head]}&{level}",
        f"parent={tokens.dep[head]}&{tokens.lemma[parent] if parent != head else ''}",
        f"opens={first - names.low <= 2}&{preposition}", f"tag={tokens.tag[head]}&{level[:4]}",
        f"lead={lead if words.is_a(lead, 'place_lead') or tokens.tag[first] != 'NNP' else ''}",
    ]  # fmt: skip
    facts += [f"tail={c}&{level[:4]}" for c in classes_tail]
    facts += [f"tailword={tail}"] if classes_tail else []
    facts += [f"left class={c}&{level[:4]}" for c in classes_before]
    facts += [f"right class={c}&{level[:4]}" for c in classes_after]
    facts += [f"noun of={before2}", f"noun of&level={level[:4]}"] if noun_of else []
    facts += ["glued=before"] if first > names.low and tokens.glued(first) else []
    facts += ["glued=after"] if last < names.high and tokens.glued(last) else []
    if any(c.isupper() for c in tokens.text[first][1:2]) and tokens.text[first].isupper():
        facts.append(f"capitals={last - first}&{level[:4]}")
    return facts + _neighbours(names, number)


def _neighbours(names: SentenceNames, number: int) -> list[str]:
    """How the name stands to the names next to it: inside one, holding one, in a list, with the larger place behind."""
    spot, facts = names.spots[number], []
    beside = range(max(0, number - _BESIDE), min(len(names.spots), number + _BESIDE + 1))
    for other_number in beside:
        other = names.spots[other_number]
        if other is spot:
            continue
        level = names.levels[other_number]
        if spot.overlaps(other):
            shorter = other.last - other.first < spot.last - spot.first
            facts.append(f"{'holds' if shorter else 'within'}={level}&{names.levels[number]}")
            continue
        gap, side = (spot.first - other.last, "left") if other.first < spot.first else (other.first - spot.last, "right")
        if gap <= 4 and not any(_between(names.spots[i], spot, other) for i in beside):
            words = _gap(names, spot, other)
            facts += [f"{side} name={words}", f"{side} name&levels={words}&{names.levels[number]}&{level}"]
        if _within(spot, other):
            facts.append(f"inside another={side}")
        if _within(other, spot):
            facts.append(f"has another={side}")
    return facts


def _between(third: Spot, one: Spot, other: Spot) -> bool:
    low, high = min(one.last, other.last), max(one.first, other.first)
    return low <= third.first and third.last <= high


def _gap(names: SentenceNames, one: Spot, other: Spot) -> str:
    low, high = min(one.last, other.last), max(one.first, other.first)
    return " ".join("#" if w[0].isdigit() else w for w in names.tokens.lower[low:high])


def _within(inner: Spot, outer: Spot) -> bool:
    """Whether one place is a finer one of the other's country or division."""
    a = inner.toponym.place if inner.toponym else None
    b = outer.toponym.place if outer.toponym else None
    if a is None or b is None or a.country_code != b.country_code or not a.country_code:
        return False
    return a.radius_km < b.radius_km and (b.feature_code.startswith("PCL") or b.name == a.admin1)


# --- trigger and name -------------------------------------------------------------------------------------------------------


def pair(names: SentenceNames, act: Act, number: int, near: Sequence[int]) -> list[str]:
    """The facts about one name as seen from the trigger. `near`: the names weighed for this trigger, this one among them."""
    slot = names.slot(act.token, number)
    level, preposition = names.levels[number], names.preposition(number)
    side = "before" if names.heads[number] < act.token else "after"
    facts = [
        "bias", f"voice={act.voice}", f"lemma={act.lemma}", f"kind={act.kind}",
        f"slot={slot}", f"slot&voice={slot}&{act.voice}", f"slot&lemma={slot}&{act.lemma}", f"slot&kind={slot}&{act.kind}",
        f"slot&level={slot}&{level}", f"lemma&preposition={act.lemma}&{preposition}&{side}", f"kind&level={act.kind}&{level}",
        f"lemma&level={act.lemma}&{level[:4]}&{side}",
    ]  # fmt: skip
    facts += _path_facts(names, act, number, side)
    facts += _surface(names, act, number, side)
    facts += _rivals(names, act, number, side, near)
    return facts


def _slot(names: SentenceNames, trigger: int, head: int) -> str:
    path = names.path(head)
    if trigger not in path:
        return "apart"
    down = path[: path.index(trigger)]
    dep = names.tokens.dep
    steps = [names.step(t) for t in reversed(down) if dep[t] != "pobj" and t != head]
    steps += [] if dep[head] == "pobj" else [names.step(head)]
    return ">".join(steps[:3])


def _path_facts(names: SentenceNames, act: Act, number: int, side: str) -> list[str]:
    tokens, trigger = names.tokens, act.token
    up, down = names.path(trigger), names.path(names.heads[number])
    common = next((t for t in up if t in down), None)
    climbed = up[: up.index(common)] if common is not None else up
    entered = down[: down.index(common)] if common is not None else down
    left = ">".join([names.clauses[t] for t in climbed if t in names.clauses])
    into = ">".join([names.clauses[t] for t in entered if t in names.clauses])
    prepositions = [names.prepositional[t] for t in entered if t in names.prepositional]
    inner = prepositions[0] if prepositions else "none"
    facts = [f"left={left}", f"into={into}", f"left&into={left}&{into}&{side}", f"inner={inner}", f"inner&left={inner}&{left}&{into}"]
    verb = next((t for t in down if t in names.verbs), None)
    which = "none" if verb is None else "same" if verb == trigger else "above" if verb in up else "other"
    facts += [f"verb={which}&{side}", f"verb&preposition={which}&{names.preposition(number)}&{side}"]
    if which in ("above", "other") and verb is not None:
        facts += [f"its verb={tokens.lemma[verb]}&{which}", f"its verb tag={tokens.tag[verb]}&{tokens.dep[verb]}&{which}&{side}"]
    chain = ">".join(reversed(prepositions))
    facts += [f"chain={chain}&{which}", f"chain&lemma={chain}&{act.lemma}&{which}"]
    facts.append(f"depth={min(8, len(climbed) + len(entered))}&{side}")
    if len(climbed) + len(entered) <= _PATH_KEPT:
        path = "/".join([tokens.dep[t] for t in climbed] + ["^"] + [names.step(t) for t in reversed(entered)])
        facts += [f"path={path}", f"path&kind={path}&{act.kind}"]
    if common is not None and common != trigger:
        top = entered[-1] if entered else names.heads[number]
        governor = "report" if tokens.lemma[common] in word_list("reporting") else tokens.tag[common][:2]
        step = names.step(top)
        facts += [f"apart={step}&{governor}", f"apart={step}&{left or tokens.dep[climbed[-1]]}", f"common={tokens.lemma[common]}&{step}"]
    return facts


def _surface(names: SentenceNames, act: Act, number: int, side: str) -> list[str]:
    tokens, spot, preposition = names.tokens, names.spots[number], names.preposition(number)
    first, last = (spot.last, act.token) if side == "before" else (act.token + 1, spot.first)
    between = range(first, last)
    verbs = min(3, len([tag for tag in tokens.tag[first:last] if tag[:2] == "VB"]))
    commas = min(3, tokens.lower[first:last].count(","))
    distance = bisect_left(_DISTANCES, abs(act.token - names.heads[number]))
    found = "".join([names.marks[i] for i in between])
    marks = "".join([mark for mark in _MARKS if mark in found])
    facts = [
        f"side={side}", f"side&distance={side}&{distance}", f"verbs={side}&{verbs}", f"commas={side}&{commas}", f"marks={side}&{marks}",
        f"verbs&commas={side}&{verbs}&{commas}&{marks}", f"preposition&side={preposition}&{side}",
        f"preposition&verbs={preposition}&{side}&{verbs}", f"preposition&between={preposition}&{side}&{verbs}&{commas}",
        f"preposition&distance={preposition}&{side}&{distance}", f"level&between={names.levels[number]}&{side}&{verbs}&{commas}",
        f"lemma&side={act.lemma}&{side}&{verbs}", f"own dep={tokens.dep[act.token]}&{side}&{verbs}",
    ]  # fmt: skip
    if last - first <= 5:
        words = [tokens.lower[i] if tokens.tag[i][:2] not in ("NN", "JJ", "CD") else tokens.tag[i][:2] for i in between]
        facts += [f"string={side}&{' '.join(words)}", f"string&lemma={act.lemma}&{side}&{' '.join(words)}"]
    return facts


def _marks(tokens: Words, index: int) -> str:
    """What a word is, a letter each: c(onjunction), q(uotation mark), t(ime word or "to"), w(h-word)."""
    tag = tokens.tag[index]
    found = "c" if tag == "CC" else "w" if tag[:1] == "W" else ""
    found += "q" if tokens.text[index] in _QUOTES else ""
    return found + ("t" if tokens.lower[index] in _TURNS else "")


def _rivals(names: SentenceNames, act: Act, number: int, side: str, near: Sequence[int]) -> list[str]:
    """How the name stands to the sentence's other names as seen from the trigger: nearest, next, better attached."""
    distance, level, preposition = abs(names.heads[number] - act.token), names.levels[number], names.preposition(number)
    places = [rival for rival in names.rivals(act.token, near) if rival.number != number]
    same = [rival.distance for rival in places if rival.before == (side == "before")]
    closer = len([other for other in same if other < distance])
    farther = len(same) - closer
    facts = [
        f"rank={side}&{min(closer, 3)}&{min(farther, 2)}", f"rank&level={side}&{min(closer, 2)}&{level}",
        f"rank&preposition={min(closer, 2)}&{preposition}&{side}", f"rivals={min(4, len(places))}&{level}",
    ]  # fmt: skip
    spot = names.spots[number]
    sides = {"before" if rival.before else "after" for rival in places if rival.scenic and not names.spots[rival.number].overlaps(spot)}
    facts.append(f"scenic rival={'+'.join(sorted(sides))}&{side}&{preposition}")
    attached, fine = True in [rival.attached for rival in places], True in [rival.fine for rival in places]
    facts.append(f"attached rival={attached}&{side}&{names.slot(act.token, number)}")
    name = names.text(number)
    again = [abs(names.heads[i] - act.token) for i in near if i != number and names.text(i) == name]
    if again:
        facts.append(f"again={'nearer' if min(again) < distance else 'farther'}")
    facts.append(f"verbs of sentence={min(5, len(names.verbs))}&{bool(names.people)}")
    facts.append(f"finer rival={fine}&{level}&{side}")
    return facts
