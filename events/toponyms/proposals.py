"""Stretches of a text that may be place names: whatever the gazetteer, the short forms or a pattern suggests."""

from collections.abc import Iterator
from dataclasses import dataclass

from events.gazetteer import Gazetteer, fold
from events.toponyms.lexicon import Abbreviation, Lexicon
from events.toponyms.tokens import Tokens

LISTING = (",", "and", "or", "&")  # what stands between the members of a list
_FUNCTION_WORD = 10  # a word as common as that begins no name but in capitals throughout
_COMMON_IN_CAPITALS = 5
LONGEST = 8  # tokens, hyphens included
_ARTICLES = frozenset("al el ar as ash an at ad adh az ed es ez il ul d' l'".split())
_JOINTS = _ARTICLES.union("of the de la le les du des del di da do dos das am der bei sur upon on and und et y e - ' ’ ‘ . & –".split())
_INSIDE_UNKNOWN = _ARTICLES.union(("de", "la", "-", "’", "'"))
_VAGUE = ("by", "to", "over", "off", "above", "below", "along", "of")  # before persons as often as before places
_ENDINGS = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Tokens first..last (half open) and the name to look up. `origin`: gazetteer, short (form) or pattern."""

    first: int
    last: int
    name: str
    origin: str
    short: Abbreviation | None = None


def proposals(tokens: Tokens, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Proposal]:
    """All of them in text order, one for each stretch; they overlap."""
    found: dict[tuple[int, int], Proposal] = {}
    barred = _barred(tokens, lexicon)
    for first in range(len(tokens)):
        for proposal in _from_here(tokens, first, gazetteer, lexicon):
            found.setdefault((proposal.first, proposal.last), proposal)
    wholes = [key for key, each in found.items() if each.short is not None and key[1] - key[0] > 1]
    return [found[key] for key in sorted(found) if not any(i in barred for i in range(*key)) and not any(_within(key, w) for w in wholes)]


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _barred(tokens: Tokens, lexicon: Lexicon) -> set[int]:
    """The tokens of names that hold a place name and mean something else ("Real Madrid")."""
    found: set[int] = set()
    for index, word in enumerate(tokens.lower):
        for words in lexicon.not_places.get(word, ()):
            if tuple(tokens.lower[index : index + len(words)]) == words:
                found.update(range(index, index + len(words)))
                break
    return found


def starts_name(tokens: Tokens, index: int) -> bool:
    """Whether a name may begin here: a capital, a letter of a script that has none, or an article before a capital ("al-Bab")."""
    letter = tokens.text[index][0]
    if letter.isupper() or (letter.isalpha() and letter.lower() == letter.upper()):
        return True
    if tokens.lower[index] in _ARTICLES and index + 1 < len(tokens) and tokens.glued(index + 1):
        after = index + 2 if tokens.text[index + 1] in "-–" else index + 1
        return after < len(tokens) and tokens.text[after][0].isupper()
    return False


def _from_here(tokens: Tokens, first: int, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[Proposal]:
    """Those that begin at a token."""
    if not starts_name(tokens, first):
        return
    end = tokens.bounds[tokens.sentence[first]][1]
    for last in range(first + 1, min(first + LONGEST, end) + 1):
        word = tokens.text[last - 1]
        goes_on = word[0].isupper() or tokens.lower[last - 1] in _JOINTS or word in _ENDINGS or _numeral(word)
        if last > first + 1 and not (goes_on or _hyphened(tokens, last - 1)):
            return
        if word[0].isalnum() or word in _ENDINGS or word == ".":
            yield from _named(tokens, first, last, gazetteer, lexicon)


def _hyphened(tokens: Tokens, index: int) -> bool:
    """Whether a word stands between two hyphens, as in "Port-au-Prince"."""
    inside = 0 < index < len(tokens) - 1 and tokens.text[index - 1] == tokens.text[index + 1] == "-"
    return inside and tokens.glued(index) and tokens.glued(index + 1)


def _numeral(word: str) -> bool:
    return word.isdigit() and len(word) <= 3


def _named(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[Proposal]:
    """The proposal of this very stretch, if something suggests it."""
    name = tokens.phrase(first, last)
    short = lexicon.abbreviations.get(name)
    if short is not None and (short.use == "free" or _behind_place(tokens, first)):
        yield Proposal(first, last, short.name, "short", short)
    elif len(name) > 2 and not name.endswith(".") and gazetteer.known(name) and _whole(tokens, first, last, gazetteer, lexicon):
        yield Proposal(first, last, name, "gazetteer")
    elif _patterned(tokens, first, last, lexicon) or _introduced(tokens, first, last, lexicon):
        yield Proposal(first, last, name, "pattern")


def _behind_place(tokens: Tokens, first: int) -> bool:
    """Whether a short form that is also a word stands where a state does: behind a comma, a party's dash or a capitalised name."""
    begin = tokens.bounds[tokens.sentence[first]][0]
    if first == begin:
        return False
    before = tokens.text[first - 1]
    return before in (",", "-", "(") or (before[0].isupper() and not tokens.shouted[tokens.sentence[first]])


def _whole(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """Whether an article at its head belongs to the name ("The Hague", not "The City"), and no common word is taken for a short form."""
    name = tokens.phrase(first, last)
    if tokens.shouted[tokens.sentence[first]] and lexicon.common.get(name.lower(), 0) >= _COMMON_IN_CAPITALS:
        return any(match.preferred and fold(match.place.name) == fold(name) for match in gazetteer.lookup(name, limit=1))
    if tokens.lower[first] != "the":
        return True
    return any(match.kind == "exact" and match.place.name.lower().startswith("the ") for match in gazetteer.lookup(name))


def _introduced(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> bool:
    """ "the village of X", "lives in X al-Y", "X, Ill.": a name that nothing else knows."""
    begin, end = tokens.bounds[tokens.sentence[first]]
    if not _unknown(tokens, first, last, lexicon) or (last < end and tokens.text[last][0].isupper()):
        return False
    before, after = tokens.before(first), tokens.after(last)
    if before == "of":
        return first - 2 >= begin and lexicon.is_a(tokens.lower[first - 2], "place_noun")
    if after == "," and last + 1 < end and (short := lexicon.abbreviations.get(tokens.text[last + 1])) is not None:
        return short.level != "city" and not tokens.text[max(begin, first - 1)][0].isupper()
    return lexicon.is_a(before, "locative") and before not in _VAGUE


def _unknown(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether these are at most two capitalised words, joined by articles or hyphens, that have no other meaning."""
    words = [word for word in tokens.text[first:last] if word.lower() not in _INSIDE_UNKNOWN]
    return (
        0 < len(words) <= 2
        and tokens.text[last - 1][0].isupper()
        and all(len(word) > 2 and word.istitle() and word.isalpha() for word in words)
        and not any(lexicon.common.get(word.lower()) or lexicon.classes.get(word.lower()) for word in words)
    )


def _patterned(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> bool:
    """ "X County", "Lake X": capitalised throughout, with a word that makes names of places at its end or head."""
    if not 1 < last - first <= 4 or tokens.lower[first] == "the" or not all(word[0].isupper() for word in tokens.text[first:last]):
        return False
    if lexicon.common.get(tokens.lower[first], 0) >= _FUNCTION_WORD:
        return False
    return lexicon.is_a(tokens.lower[last - 1], "place_tail") and tokens.lower[last - 1] not in ("state", "border", "national", "base")
