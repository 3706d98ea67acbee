"""What stands right beside a name and tells which place is meant: "Ramadi, Iraq", "the Iraqi city of X", "X province", "Syria's X"."""

from collections.abc import Iterator
from dataclasses import dataclass

from events.gazetteer import Gazetteer, Match
from events.toponyms.lexicon import Lexicon
from events.toponyms.proposals import LISTING
from events.toponyms.resolution import prior, weights
from events.toponyms.tokens import Tokens

_KINDS = ("P", "ADM1", "ADM2", "PCL", "H", "T")  # feature classes and codes, each with its words in class kind_*
_MOST_LOOKED_AT = 8  # candidates of a container that are tried
LONGEST_LIST = 60  # names compared with one another; a list without end takes no longer a name than one of so many


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch taken for a place name, with the places that bear it."""

    first: int
    last: int
    matches: list[Match]
    short: bool = False


def bonuses(names: list[Named], tokens: Tokens, gazetteer: Gazetteer, lexicon: Lexicon) -> list[list[float]]:
    """For each name the bonus of each of its matches."""
    found = [[0.0] * len(name.matches) for name in names]
    for members in _lists(names, tokens):
        for number in members:
            others = [names[other] for other in members if other != number]
            found[number] = _summed(found[number], [_of_one_kind(match, others) for match in names[number].matches])
    for number, name in enumerate(names):
        following = names[number + 1] if number + 1 < len(names) else None
        if following is not None and (strength := _joined(name, following, tokens, lexicon)):
            if number + 2 < len(names) and _listed(following, names[number + 2], tokens) and _equals(name, following):
                strength *= weights()["inside_list"]
            inner, outer = _inside(name.matches, following.matches, strength, gazetteer)
            found[number] = _summed(found[number], inner)
            found[number + 1] = _summed(found[number + 1], outer)
        words = _kind_words(number, names, tokens)
        for index, match in enumerate(name.matches):
            found[number][index] += _kind(match, name, words, tokens, lexicon)
            found[number][index] += _demonym(match, name, tokens, gazetteer, lexicon)
    return found


def _summed(left: list[float], right: list[float]) -> list[float]:
    return [a + b for a, b in zip(left, right, strict=True)]


def _joined(name: Named, following: Named, tokens: Tokens, lexicon: Lexicon) -> float:
    """How surely the second name says where the first lies, 0 if it does not; below 0 where the first contains the second."""
    between = tokens.lower[name.last : following.first]
    if tokens.sentence[name.first] != tokens.sentence[following.first] or len(between) > 4:
        return 0.0
    w = weights()
    if between in ([","], ["("]):
        return w["inside"]
    if between in (["'s"], ["’s"]):
        return -w["inside_loose"]
    if between and between[0] in ("in", ",") and "in" in between and all(lexicon.is_a(word, "between") for word in between):
        return w["inside_loose"]
    if not between and following.short:
        return w["inside"]
    return 0.0


def _inside(inner: list[Match], outer: list[Match], strength: float, gazetteer: Gazetteer) -> tuple[list[float], list[float]]:
    """Bonuses for the pairs where one lies in the other: of the inner's matches and of the outer's."""
    if strength < 0:
        outer_bonus, inner_bonus = _inside(outer, inner, -strength, gazetteer)
        return inner_bonus, outer_bonus
    for_inner, for_outer = [0.0] * len(inner), [0.0] * len(outer)
    top = sorted(range(len(outer)), key=lambda index: -_width(outer[index]))[:_MOST_LOOKED_AT]
    for o in top:
        share = _width(outer[o])
        for i, match in enumerate(inner):
            if match.place != outer[o].place and share > 0 and _larger(outer[o], match) and gazetteer.contains(outer[o].place, match.place):
                for_inner[i] = max(for_inner[i], strength * share)
                for_outer[o] = max(for_outer[o], strength * share * 0.8)
    return for_inner, for_outer


def _width(match: Match) -> float:
    """How fit a place is to be named as the container of another: countries and states most."""
    code, kind = match.place.feature_code, match.place.feature_class
    base = 1.0 if code.startswith("PCL") or code == "ADM1" else 0.8 if code == "ADM2" or kind != "P" else 0.5
    return base if match.preferred else base - 0.2


def _larger(outer: Match, inner: Match) -> bool:
    if outer.place.feature_class == "P":
        return inner.place.feature_class in ("P", "S") and outer.place.population > inner.place.population
    return outer.place.radius_km >= inner.place.radius_km


def _listed(name: Named, following: Named, tokens: Tokens) -> bool:
    """Whether only a comma or "and" stands between two names."""
    between = tokens.lower[name.last : following.first]
    between = between[:-1] if between[-1:] == ["the"] else between
    return 0 < len(between) <= 2 and all(word in LISTING for word in between)


def _lists(names: list[Named], tokens: Tokens) -> list[list[int]]:
    """The numbers of the names of each list of three or more, a very long one in parts."""
    found: list[list[int]] = [[]]
    for number, name in enumerate(names):
        if number and len(found[-1]) < LONGEST_LIST and _listed(names[number - 1], name, tokens):
            found[-1].append(number)
        else:
            found.append([number])
    return [members for members in found if len(members) > 2]


def _level(match: Match) -> str:
    """Country, state, county or other, with the country of the last three: what the members of a list have in common."""
    code = match.place.feature_code
    if code.startswith("ADM"):
        return f"{code} {match.place.country_code}"
    return "country" if code.startswith("PCL") else match.place.feature_class


def _equals(name: Named, following: Named) -> bool:
    """Whether the first name is known for a place of the very kind that the second one is: two states, two countries."""
    levels = {_level(match) for match in following.matches if match.preferred and match.place.feature_class == "A"}
    return any(match.preferred and _level(match) in levels for match in name.matches)


def _of_one_kind(match: Match, others: list[Named]) -> float:
    """The share of the others whose best-known place is of the kind of this one, times its weight."""
    alike = sum(1 for other in others if other.matches and _level(max(other.matches, key=prior)) == _level(match))
    return weights()["list_kind"] * alike / len(others)


def _kind_words(number: int, names: list[Named], tokens: Tokens) -> list[str]:
    """The words that may tell the kind of a name: those at its sides, the one behind its list ("X, Y and Z counties")."""
    name = names[number]
    begin, end = tokens.bounds[tokens.sentence[name.first]]
    words = [tokens.lower[index] for index in (name.first - 1, name.last) if begin <= index < end]
    if name.first - 2 >= begin and tokens.lower[name.first - 1] == "of":
        words.append(tokens.lower[name.first - 2])
    last = name.last
    for following in names[number + 1 : number + LONGEST_LIST]:
        if not _listed(name, following, tokens):
            break
        name, last = following, following.last
    if last != names[number].last and last < end and tokens.lower[last].endswith("s"):
        words.append(tokens.lower[last])
    return words


def _kind(match: Match, name: Named, words: list[str], tokens: Tokens, lexicon: Lexicon) -> float:
    """Whether a word for a kind of place agrees: "city of X", "X province", "the river X"."""
    w = weights()
    own = tokens.lower[name.last - 1] if name.last - name.first > 1 else ""
    total = 0.0
    for kind in _KINDS:
        members = lexicon.words[f"kind_{kind}"]
        if not members.isdisjoint(words):
            total += w["kind_agrees"] if _fits(match, kind) else w["kind_differs"]
        elif own in members and _fits(match, kind):
            total += w["kind_agrees"]
    return total


def _fits(match: Match, kind: str) -> bool:
    place = match.place
    if len(kind) == 1:
        return place.feature_class == kind
    return place.feature_code.startswith(kind)


def _demonym(match: Match, name: Named, tokens: Tokens, gazetteer: Gazetteer, lexicon: Lexicon) -> float:
    """ "Iraqi X", "the Iraqi city of X" for a place in Iraq."""
    begin = tokens.bounds[tokens.sentence[name.first]][0]
    for text in _words_before(tokens, begin, name.first, lexicon):
        country = gazetteer.demonyms.get(text)
        if country:
            return weights()["demonym_before"] if match.place.country_code == country else 0.0
    return 0.0


def _words_before(tokens: Tokens, begin: int, first: int, lexicon: Lexicon) -> Iterator[str]:
    """The word before, and those before "city of"."""
    if first - 1 >= begin:
        yield tokens.text[first - 1]
    index = first - 1
    if index >= begin and tokens.lower[index] == "of":
        for back in range(index - 1, max(begin, index - 4) - 1, -1):
            yield tokens.text[back]
    elif index - 1 >= begin and any(lexicon.is_a(tokens.lower[index], f"kind_{kind}") for kind in _KINDS):
        yield tokens.text[index - 1]
