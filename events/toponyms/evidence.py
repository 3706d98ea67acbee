"""What speaks for and against a proposal being a place name, as a list of features that both rules and learned weights read.

A feature is a short text such as "left=locative" or "run=whole". Those that name a word of the text ("l1=", "r1=")
only count for learned weights.
"""

import math
from dataclasses import dataclass

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
    """What the whole document says: the words that end names of persons in it ("Paris" where "Paris Hilton" stands too does not)."""

    people: frozenset[str]
    forenames: frozenset[str]  # the words that begin such names


def surroundings(tokens: Tokens, lexicon: Lexicon) -> Surroundings:
    """One walk over the runs of capitalised words: behind a title or a given name stands a person."""
    found: set[str] = set()
    forenames: set[str] = set()
    last = 0
    for first in range(len(tokens)):
        if first < last or not _in_run(tokens, first) or _headline(tokens, first):
            continue
        last = _run_end(tokens, first)
        words = tokens.lower[first:last]
        titles = 0
        while titles < len(words) and lexicon.is_a(words[titles], "title"):
            titles += 1
        named = words[titles:]
        if not named or lexicon.classes.get(named[-1]):
            continue
        if titles or (len(named) > 1 and named[0] in lexicon.given_names):
            found.update(word for word in named[min(1, len(named) - 1) :] if len(word) > 2)
        if len(named) > 1 and named[0] in lexicon.given_names:
            forenames.add(named[0])
    return Surroundings(frozenset(found), frozenset(forenames))


def _in_run(tokens: Tokens, index: int) -> bool:
    return tokens.text[index][0].isupper()


def _run_end(tokens: Tokens, first: int) -> int:
    """Where the capitalised words that begin at a token end, in the same sentence."""
    last, end = first + 1, tokens.bounds[tokens.sentence[first]][1]
    while last < end and _in_run(tokens, last):
        last += 1
    return last


def features(
    proposal: Proposal, tokens: Tokens, matches: list[Match], around: Surroundings, gazetteer: Gazetteer, lexicon: Lexicon
) -> list[str]:  # fmt: skip
    """All features of a proposal, in no order."""
    found = ["bias", f"origin={proposal.origin}"]
    found += _gazetteer(proposal, matches)
    found += _form(proposal, tokens, gazetteer, lexicon)
    found += _run(proposal, tokens, lexicon)
    found += _left(proposal, tokens, lexicon)
    found += _right(proposal, tokens, gazetteer, lexicon)
    found += _patterns(proposal, tokens, lexicon)
    found += _document(proposal, tokens, around)
    return found + _pairs(found)


def _gazetteer(proposal: Proposal, matches: list[Match]) -> list[str]:
    """Whether and how the gazetteer knows the name, and the best-known place that bears it."""
    if not matches:
        return ["gz=none", "top=none"]
    best = max(matches, key=lambda match: standing(match))
    found = [f"gz={best.kind}" + ("" if best.preferred else "~"), f"top={rank_name(best)}", f"many={min(len(matches), 20).bit_length()}"]
    if proposal.short is not None:
        found.append(f"short={proposal.short.level}")
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
        if name in lexicon.surnames:
            found.append("is=surname")
        found += [f"ending={name[-size:]}" for size in (3, 4) if len(name) > size + 1]
    else:
        found += [f"ends={kind}" for kind in lexicon.classes.get(words[-1], ()) if kind in _LAST]
        found += [f"begins={kind}" for kind in lexicon.classes.get(words[0], ()) if kind in _FIRST]
        if words[0] in lexicon.given_names and not tokens.lower[first + 1].startswith("-"):
            found.append("begins=given_name")
        if proposal.origin == "pattern":
            found.append(f"ordinary={min(3, sum(_is_ordinary(word, lexicon) for word in words))}")
        found.append(f"commonest={min(min(lexicon.common.get(word, 0) for word in words), 6)}")
    if tokens.phrase(first, last) in lexicon.organisations:
        found.append("is=organisation")
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


def _run(proposal: Proposal, tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """The capitalised words around that the name may be part of: how it lies in them, how they begin and end."""
    begin, end = tokens.bounds[tokens.sentence[proposal.first]]
    first, last = proposal.first, proposal.last
    while first > begin and _in_run(tokens, first - 1):
        first -= 1
    while last < end and _in_run(tokens, last):
        last += 1
    mark = _headline(tokens, proposal.first)
    extent = "inside" if first < proposal.first and proposal.last < last else "end" if first < proposal.first else "begin"
    found = [f"run={'whole' if (first, last) == (proposal.first, proposal.last) else extent}{mark}"]
    if first < proposal.first:
        lead = tokens.lower[first]
        found += [f"lead={kind}" for kind in lexicon.classes.get(lead, ()) if kind in _LEADERS]
        found += ["lead=given_name"] if lead in lexicon.given_names else []
        found += ["lead=initial"] if any(len(word) == 2 and word[1] == "." for word in tokens.text[first : proposal.first]) else []
    if last > proposal.last:
        found += [f"tail={kind}" for kind in lexicon.classes.get(tokens.lower[last - 1], ()) if kind in _FOLLOWERS]
        found.append(f"tail={min(3, last - proposal.last)}{mark}")
    return found


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
        if word in (",", "of") and big and first - 2 > begin:
            found.append(f"left=capital,{'comma' if word == ',' else word}")
    return found


def _patterns(proposal: Proposal, tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """Turns that news keeps for places: datelines, "Ann Lee, 54, of X", "12 High Street, X", "R-X", "X and Y counties"."""
    first, last = proposal.first, proposal.last
    begin, end = tokens.bounds[tokens.sentence[first]]
    before, behind = tokens.lower[max(begin, first - 4) : first], tokens.lower[last : min(end, last + 6)]
    found = []
    if tokens.text[first].isupper() and len(tokens.text[first]) > 3:
        if first == begin:
            found.append("dateline=" + ("dash" if behind[:1] and behind[0] in _DATELINE else "bare"))
        elif behind[:1] and behind[0] in _DATELINE[:4] and not tokens.text[first - 1].isupper():
            found.append("dateline=within")
    if before[-1:] == ["of"] and len(before) > 1:
        if before[-2] == "," and before[-3:-2] and before[-3].isdigit():
            found.append("pattern=aged,of")
        elif before[-2] == ",":
            found.append("pattern=comma,of")
    if before[-1:] == [","] and lexicon.is_a(before[-2] if len(before) > 1 else "", "street"):
        found.append("pattern=street,comma")
    if before[-1:] == ["-"] and before[-2:-1] and lexicon.is_a(before[-2], "party"):
        found.append("pattern=party,dash")
    if behind[:1] == [","] and len(behind) > 2 and behind[1] in ("a", "an", "the") and _is_place_noun(behind[2:5], lexicon):
        found.append("pattern=apposition")
    return found + _named_after(proposal, end, tokens, lexicon) + _list_noun(last, end, tokens, lexicon)


def _is_place_noun(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a word for a kind of place comes before any mark."""
    for word in words:
        if not word[0].isalpha():
            return False
        if lexicon.is_a(word, "place_noun"):
            return True
    return False


def _named_after(proposal: Proposal, end: int, tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """Turns that news keeps for people: a given name before a capitalised word, "X said she"."""
    first, last = proposal.first, proposal.last
    found = []
    follows_capital = last < end and tokens.text[last][0].isupper() and not lexicon.classes.get(tokens.lower[last])
    if last - first == 1 and follows_capital and tokens.lower[first] in lexicon.given_names:
        found.append("pattern=given,capital")
    tail = last
    while tail < end and tokens.text[tail][0].isupper():
        tail += 1
    if tokens.lower[tail : tail + 1] == [","] and tail + 2 < end and tokens.text[tail + 1].isdigit() and len(tokens.text[tail + 1]) < 3:
        found += ["pattern=aged"] if tokens.text[tail + 2] in (",", ".") else []
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


def _document(proposal: Proposal, tokens: Tokens, around: Surroundings) -> list[str]:
    """Whether the same word ends the name of a person elsewhere in the text."""
    word = tokens.lower[proposal.first]
    if proposal.last - proposal.first > 1:
        return []
    return ["elsewhere=person"] * (word in around.people) + ["elsewhere=forename"] * (word in around.forenames)


_JOINED = ("dateline=", "pattern=", "run=", "top=", "left=", "right=", "common=", "is=", "elsewhere=", "gz=", "head=", "shape=")


def _pairs(found: list[str]) -> list[str]:
    """Pairs of features that mean more together than apart."""
    kept = [feature for feature in found if feature.startswith(_JOINED)]
    run = next((feature for feature in found if feature.startswith("run=")), "")
    top = next((feature for feature in found if feature.startswith("top=")), "")
    joined = [f"{run}&{feature}" for feature in kept if not feature.startswith("run=")]
    return joined + [f"{top}&{feature}" for feature in kept if feature.startswith(("left=", "right=", "common=", "is=", "shape="))]
