"""Tells places from governments that go by the name of their seat: "Moscow said", "the Kremlin", "Baghdad-backed"."""

from events.language import Tree
from events.model import Place
from events.toponyms.lexicon import Lexicon
from events.toponyms.tokens import Tokens


def is_actor(first: int, last: int, place: Place | None, tokens: Tokens, lexicon: Lexicon, tree: Tree | None) -> bool:
    """Whether the name stands for those who govern there. `tree`: the parse, None or without heads where there is none."""
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
    capital = place.feature_code == "PPLC"
    if _speaks(last, tokens, lexicon) or (capital and lexicon.is_a(tokens.before(first), "power_before")):
        return True
    return tree is not None and _acts(tokens.start[first], tokens.end[last - 1], tree, lexicon, capital=capital)


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


def _speaks(last: int, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "Moscow said", "Baghdad repeatedly denied"."""
    word = tokens.after(last)
    if word.endswith("ly") or word in ("has", "have", "had", "also"):
        word = tokens.after(last + 1)
    return lexicon.is_a(word, "speech")


def _acts(start: int, end: int, tree: Tree, lexicon: Lexicon, *, capital: bool) -> bool:
    """Whether, by the parse, it is what says or wills something; a capital, whatever it does unless a town could do it, too."""
    words = tree.touched(start, end)
    if not words or not words.root.dep_:
        return False
    root, head = words.root, words.root.head
    if root.dep_ == "nsubj" and head != root:
        if lexicon.is_a(head.lower_, "speech") or head.lower_ in ("saying", "accusing", "warning"):
            return True
        return capital and not lexicon.is_a(head.lemma_.lower(), "town_verb") and head.tag_.startswith("V")
    return capital and root.dep_ == "dobj" and lexicon.is_a(head.lemma_.lower(), "done_to_power")
