"""Tells places from governments that go by the name of their seat: "Moscow said", "the Kremlin", "Baghdad-backed"."""

from events.model import Place
from events.toponyms.lexicon import Lexicon
from events.toponyms.tokens import Tokens


def is_actor(first: int, last: int, place: Place | None, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether the name stands for those who govern there."""
    name = tokens.phrase(first, last)
    seat = name in lexicon.seats or name.title() in lexicon.seats
    if _located(first, tokens, lexicon):
        return False
    if seat:
        return True
    if place is None or not (place.feature_code == "PPLC" or place.feature_code.startswith("PCL")):
        return False
    if _regime(last, tokens, lexicon):
        return True
    return _acts(first, last, tokens, lexicon, capital=place.feature_code == "PPLC")


def _located(first: int, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "in the Kremlin", "near Moscow": said of the place."""
    begin = tokens.bounds[tokens.sentence[first]][0]
    before = tokens.lower[max(begin, first - 2) : first]
    words = [word for word in before if word != "the"][-1:]
    return bool(words) and lexicon.is_a(words[0], "located")


def _regime(last: int, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "the Baghdad government", "Moscow-backed"."""
    words = [tokens.after(last), tokens.after(last + 1) if tokens.after(last) in ("-", "–", "'s", "’s") else ""]
    return any(lexicon.is_a(word, "regime") for word in words)


def _acts(first: int, last: int, tokens: Tokens, lexicon: Lexicon, *, capital: bool) -> bool:
    """Whether it is what says or wills something; a capital, whatever it does unless a town could do it, too."""
    root = next((i for i in range(first, last) if not first <= tokens.head[i] < last), last - 1)
    head = tokens.head[root]
    if tokens.dep[root] == "nsubj" and head != root:
        if lexicon.is_a(tokens.lower[head], "speech") or tokens.lower[head] in ("saying", "accusing", "warning"):
            return True
        return capital and not lexicon.is_a(tokens.lemma[head], "town_verb") and tokens.tag[head].startswith("V")
    return capital and tokens.dep[root] == "dobj" and lexicon.is_a(tokens.lemma[head], "done_to_power")
