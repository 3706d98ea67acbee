"""What speaks for and against a proposal being a place name, as a list of features that both rules and learned weights read.

A feature is a short text such as "left=locative" or "finder=LOC". Those that name a word of the text ("l1=", "r1=")
only count for learned weights.
"""

import math
from collections import Counter
from dataclasses import dataclass, field

from events.gazetteer import Gazetteer, Match
from events.model import PlacePrecision
from events.toponyms.lexicon import Lexicon
from events.toponyms.proposals import LISTING, Proposal
from events.toponyms.tokens import Tokens

_LEADERS = ("locative", "title", "weak_title", "place_noun", "org_of", "place_of", "thing_of", "make", "speech", "month", "weekday")
_FIRST, _LAST = ("place_lead", "title", "month"), ("place_tail", "institution", "org_tail", "street")
_ORDINARY = 4  # a common word, as a power of two of its count
_DATELINE = ("-", "--", "–", "—", "(", ":", ",")
_GLUE = ("of", "in", "the", "-", ",")
_FOLLOWERS = (
    "org_tail", "public_body", "institution", "street", "place_tail", "place_noun", "person_verb", "speech", "regime", "month", "goods",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the whole document says of a word: as part of which names the name finder saw it."""

    people: Counter[str] = field(default_factory=Counter)  # words of names of persons that have two or more words
    places: Counter[str] = field(default_factory=Counter)  # places, whole names in lower case
    demonyms: Counter[str] = field(default_factory=Counter)


def surroundings(tokens: Tokens) -> Surroundings:
    """One walk over the names that the name finder saw."""
    found = Surroundings()
    first = 0
    while first < len(tokens):
        last = first + 1
        while tokens.name[first] and last < len(tokens) and tokens.name[last] == tokens.name[first] and not tokens.name_starts[last]:
            last += 1
        words = [word for word in tokens.lower[first:last] if word[0].isalpha() and len(word) > 1]
        if tokens.name[first] == "PERSON" and len(words) > 1:
            found.people.update(words[1:])
        elif tokens.name[first] == "LOC":
            found.places[" ".join(words)] += 1
        first = last
    return found


def features(
    proposal: Proposal, tokens: Tokens, matches: list[Match], around: Surroundings, gazetteer: Gazetteer, lexicon: Lexicon
) -> list[str]:  # fmt: skip
    """All features of a proposal, in no order."""
    found = ["bias", f"origin={proposal.origin}"]
    found += _gazetteer(proposal, matches)
    found += _form(proposal, tokens, gazetteer, lexicon)
    found += _finder(proposal, tokens)
    found += _left(proposal, tokens, lexicon)
    found += _right(proposal, tokens, gazetteer, lexicon)
    found += _patterns(proposal, tokens, lexicon)
    found += _syntax(proposal, tokens)
    found += _document(proposal, tokens, around)
    return found + _pairs(found)


def _gazetteer(proposal: Proposal, matches: list[Match]) -> list[str]:
    """Whether and how the gazetteer knows the name, and the best-known place that bears it."""
    if not matches:
        return ["gz=none", "top=none"]
    best = max(matches, key=lambda match: standing(match))
    found = [f"gz={best.kind}" + ("" if best.preferred else "~"), f"top={rank_name(best)}", f"many={min(len(matches), 20).bit_length()}"]
    if proposal.short is not None:
        found.append(f"short={proposal.short.use}")
    return found


def standing(match: Match) -> float:
    """How widely known a place is under this name: powers of ten of population, more for what is no town."""
    place = match.place
    size = math.log10(place.population + 1)
    if place.feature_class not in ("P", "A"):
        size = max(size, 4.5)
    size += {"PCLI": 5.0, "CONT": 5.0, "RGNE": 4.0, "PPLC": 2.0, "ADM1": 1.5, "ADM2": -1.0}.get(place.feature_code, 0.0)
    return size - (0.0 if match.preferred else 1.0) - (0.0 if match.kind == "exact" else 2.0)


def rank_name(match: Match) -> str:
    """The kind of a place in a dozen words, towns by size."""
    place = match.place
    if place.precision is PlacePrecision.COUNTRY:
        return "country"
    if place.feature_code in ("ADM1", "ADM2", "PPLC"):
        return place.feature_code
    if place.feature_class != "P":
        return f"class{place.feature_class}"
    return f"town{min(7, len(str(place.population)))}"


def _form(proposal: Proposal, tokens: Tokens, gazetteer: Gazetteer, lexicon: Lexicon) -> list[str]:
    """The words of the name themselves."""
    first, last = proposal.first, proposal.last
    words = [word for word in tokens.lower[first:last] if word[0].isalpha()]
    name = " ".join(words)
    found = [f"words={min(len(words), 4)}"]
    sentence = tokens.sentence[first]
    shape = "upper" if tokens.text[first].isupper() and len(tokens.text[first]) > 1 else "title"
    style = "shouted" if tokens.shouted[sentence] else "titled" if tokens.titled[sentence] else "running"
    found.append(f"shape={shape},{style}")
    if len(words) == 1:
        power = (lexicon.common.get(name, 0) + 1) // 2
        head = tokens.bounds[sentence][0] == first or tokens.text[first - 1] in '"“‘:-–—'
        found += [f"common={power}", f"head={head}", f"common={power},head={head}"]
        found += [f"is={kind}" for kind in lexicon.classes.get(name, ())]
        if name in lexicon.given_names:
            found.append("is=given_name")
    else:
        found += [f"ends={kind}" for kind in lexicon.classes.get(words[-1], ()) if kind in _LAST]
        found += [f"begins={kind}" for kind in lexicon.classes.get(words[0], ()) if kind in _FIRST]
        if words[0] in lexicon.given_names and not tokens.lower[first + 1].startswith("-"):
            found.append("begins=given_name")
        if proposal.origin in ("finder", "pattern"):
            found.append(f"ordinary={min(3, sum(_is_ordinary(word, lexicon) for word in words))}")
        found.append(f"commonest={min(min(lexicon.common.get(word, 0) for word in words), 6)}")
    if tokens.phrase(first, last) in lexicon.seats or name.title() in lexicon.seats:
        found.append("is=seat")
    if tokens.phrase(first, last) in gazetteer.demonyms or name.title() in gazetteer.demonyms:
        found.append("is=demonym")
    return found


def _is_ordinary(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a common one that does not belong to names of places."""
    if any(lexicon.is_a(word, kind) for kind in ("place_tail", "place_lead")) or word in lexicon.directions:
        return False
    return lexicon.common.get(word, 0) >= _ORDINARY


def _finder(proposal: Proposal, tokens: Tokens) -> list[str]:
    """What the name finder made of these tokens, and whether its name is larger or smaller."""
    first, last = proposal.first, proposal.last
    labels = {tokens.name[index] for index in range(first, last)}
    if labels == {""}:
        return ["finder=none"]
    if labels == {"LOC", ""}:
        return ["finder=LOC", "finder=LOC,joined"]
    if len(labels) > 1:
        return ["finder=mixed"] + [f"finder~{label}" for label in sorted(labels) if label]
    label = tokens.name[first]
    left = not tokens.name_starts[first] and first > 0 and tokens.name[first - 1] == label
    right = last < len(tokens) and tokens.name[last] == label and not tokens.name_starts[last]
    extent = {(False, False): "whole", (True, False): "end", (False, True): "begin", (True, True): "inside"}[left, right]
    return [f"finder={label}", f"finder={label},{extent}"]


def _left(proposal: Proposal, tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """The words before, as classes and as themselves."""
    first = proposal.first
    begin = tokens.bounds[tokens.sentence[first]][0]
    if first == begin:
        return ["left=head"]
    word, text = tokens.lower[first - 1], tokens.text[first - 1]
    found = [f"l1={word}", *(f"left={kind}" for kind in lexicon.classes.get(word, ()) if kind in _LEADERS)]
    if text[0].isupper() and len(text) > 1 and first - 1 > begin:
        found.append("left=capital" + _headline(tokens, first))
        if word in lexicon.given_names:
            found.append("left=given_name")
    elif text[0].isupper() and word in lexicon.given_names:
        found.append("left=given_name")
    if first - 2 >= begin:
        two = tokens.lower[first - 2]
        found.append(f"l2={two},{word}")
        big = tokens.text[first - 2][0].isupper()
        kinds = [kind for kind in lexicon.classes.get(two, ()) if kind in _LEADERS and (big or kind != "org_of")]
        found += [f"left2={kind},{word}" for kind in kinds if word in _GLUE]
        if word == "," and tokens.text[first - 2][0].isupper():
            found.append("left=capital,comma")
    return found


def _patterns(proposal: Proposal, tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """Turns that news keeps for places: datelines, "Ann Lee, 54, of X", "12 High Street, X", "R-X", "X and Y counties"."""
    first, last = proposal.first, proposal.last
    begin, end = tokens.bounds[tokens.sentence[first]]
    before, behind = tokens.lower[max(begin, first - 4) : first], tokens.lower[last : min(end, last + 6)]
    found = []
    if first == begin and tokens.text[first].isupper() and len(tokens.text[first]) > 3:
        found.append("dateline=" + ("dash" if behind[:1] and behind[0] in _DATELINE else "bare"))
    if before[-1:] == ["of"] and len(before) > 1:
        if before[-2] == "," and before[-3:-2] and before[-3].isdigit():
            found.append("pattern=aged,of")
        elif tokens.name[first - 2] == "PERSON":
            found.append("pattern=person,of")
    if before[-1:] == [","] and lexicon.is_a(before[-2] if len(before) > 1 else "", "street"):
        found.append("pattern=street,comma")
    if before[-1:] == ["-"] and before[-2:-1] and lexicon.is_a(before[-2], "party"):
        found.append("pattern=party,dash")
    return found + _named_after(proposal, end, tokens, lexicon) + _list_noun(last, end, tokens, lexicon)


def _named_after(proposal: Proposal, end: int, tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """Turns that news keeps for people: a given name before a capitalised word, "X said she"."""
    first, last = proposal.first, proposal.last
    found = []
    follows_capital = last < end and tokens.text[last][0].isupper() and not lexicon.classes.get(tokens.lower[last])
    if last - first == 1 and follows_capital and tokens.lower[first] in lexicon.given_names:
        found.append("pattern=given,capital")
    if last + 1 < end and lexicon.is_a(tokens.lower[last], "speech") and lexicon.is_a(tokens.lower[last + 1], "pronoun"):
        found.append("pattern=said,pronoun")
    return found


def _list_noun(last: int, end: int, tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """Whether a list of capitalised words goes on to a plural of places: "X, Y and Z counties"."""
    index, joints = last, 0
    while index < min(end, last + 12) and (tokens.lower[index] in LISTING or tokens.text[index][0].isupper()):
        joints += tokens.lower[index] in LISTING
        index += 1
    return ["pattern=list,noun"] if joints and index < end and lexicon.is_a(tokens.lower[index], "places") else []


def _right(proposal: Proposal, tokens: Tokens, gazetteer: Gazetteer, lexicon: Lexicon) -> list[str]:
    """The words behind, as classes and as themselves."""
    last, end = proposal.last, tokens.bounds[tokens.sentence[proposal.first]][1]
    if last >= end:
        return ["right=end"]
    word, text = tokens.lower[last], tokens.text[last]
    case = "capital" if text[0].isupper() else "small"
    found = [f"r1={word}", *(f"right={kind},{case}" for kind in lexicon.classes.get(word, ()) if kind in _FOLLOWERS)]
    if case == "capital":
        found.append("right=capital" + _headline(tokens, proposal.first))
        if not lexicon.classes.get(word):
            found.append("right=capital,unclassed" + _headline(tokens, proposal.first))
    if last + 1 < end:
        found.append(f"r2={word},{tokens.lower[last + 1]}")
        if word in ("'s", "’s", "-", "–", "city", "county", "state", "public", "high", "fire", "school", "and"):
            found += [f"right2={kind}" for kind in lexicon.classes.get(tokens.lower[last + 1], ()) if kind in _FOLLOWERS]
        if word in (",", "(") and tokens.text[last + 1][0].isupper():
            found.append("right=comma," + _known(tokens, last + 1, end, gazetteer, lexicon))
    return found


def _headline(tokens: Tokens, index: int) -> str:
    """A mark for sentences where a capital says little."""
    sentence = tokens.sentence[index]
    return ",titled" if tokens.titled[sentence] or tokens.shouted[sentence] else ""


def _known(tokens: Tokens, first: int, end: int, gazetteer: Gazetteer, lexicon: Lexicon) -> str:
    """Whether a country, state or short form stands at a token: "container", else "capital"."""
    for last in range(min(first + 3, end), first, -1):
        name = tokens.phrase(first, last)
        short = lexicon.abbreviations.get(name)
        if short is not None and short.level != "city":
            return "container"
        if gazetteer.known(name) and any(map(_holds_others, gazetteer.lookup(name))):
            return "container"
    return "capital"


def _holds_others(match: Match) -> bool:
    return match.preferred and match.place.feature_code in ("PCLI", "ADM1")


def _syntax(proposal: Proposal, tokens: Tokens) -> list[str]:
    """The place of the name in the parse: what it is to the word that governs it, and that word's preposition."""
    root = proposal.last - 1
    for index in range(proposal.first, proposal.last):
        if not proposal.first <= tokens.head[index] < proposal.last:
            root = index
            break
    head = tokens.head[root]
    found = [f"dep={tokens.dep[root]}", f"tag={tokens.tag[root]}"]
    if tokens.dep[root] == "pobj":
        found.append(f"prep={tokens.lower[head]}")
        if tokens.lower[head] == "of":
            found.append(f"of={tokens.lemma[tokens.head[head]]}")
    elif tokens.dep[root] in ("nsubj", "nsubjpass", "dobj"):
        found.append(f"verb={tokens.lemma[head]},{tokens.dep[root]}")
    elif tokens.dep[root] in ("compound", "poss", "amod", "nmod"):
        found.append(f"heads={tokens.lower[head]}")
    return found


def _document(proposal: Proposal, tokens: Tokens, around: Surroundings) -> list[str]:
    """What the name finder said of the same words elsewhere."""
    words = [word for word in tokens.lower[proposal.first : proposal.last] if word[0].isalpha() and len(word) > 1]
    name = " ".join(words)
    here = tokens.name[proposal.first] == "LOC"
    found = []
    if len(words) == 1 and around.people[name]:
        found.append("elsewhere=person")
    if around.places[name] > here:
        found.append("elsewhere=place")
    return found


_JOINED = ("dateline=", "pattern=", "finder=", "top=", "left=", "right=", "common=", "is=", "elsewhere=", "gz=", "head=", "shape=")


def _pairs(found: list[str]) -> list[str]:
    """Pairs of features that mean more together than apart."""
    kept = [feature for feature in found if feature.startswith(_JOINED)]
    finder = next((feature for feature in found if feature.startswith("finder")), "")
    top = next((feature for feature in found if feature.startswith("top=")), "")
    joined = [f"{finder}&{feature}" for feature in kept if not feature.startswith("finder")]
    return joined + [f"{top}&{feature}" for feature in kept if feature.startswith(("left=", "right=", "common=", "is=", "shape="))]
