"""Finds the place names of a document and puts each where the writer meant.

`find_toponyms` is all that other modules need. On the way: `tokens` (words and sentences, no parse), `proposals` (what may be a name),
`evidence` and `recognition` (what is one), `beside` and `resolution` (which place it means), `directions` ("30 km south of"),
`roles` (governments that go by their capital's name). All word lists, rules and weights are files in `data/toponyms`.
"""

from collections import Counter

from events.gazetteer import Gazetteer, Match, fold
from events.language import Tree
from events.model import Candidate, Document, Span, Toponym
from events.toponyms.beside import Named, bonuses
from events.toponyms.directions import moved
from events.toponyms.lexicon import Lexicon, lexicon
from events.toponyms.recognition import Found, Judge, judge, recognise
from events.toponyms.resolution import Reading, Setting, rank
from events.toponyms.roles import is_actor
from events.toponyms.tokens import Tokens, tokens_of

__all__ = ["find_toponyms", "recogniser"]

_KEPT = 10  # candidates kept beside the chosen place


def find_toponyms(document: Document, tree: Tree | None, gazetteer: Gazetteer, *, by: Judge | None = None) -> tuple[Toponym, ...]:
    """The place names of a document in text order, each with the place it means and the ranked candidates that lost.

    `tree`: the parse of `document.text`, or None; it only helps to tell a capital that acts from a town. `by`: other weights than
    those that ship. A name that the gazetteer lacks has place None. Role "actor": the name stands for a government. "30 km south
    of X" and the like move the point of the place and widen its radius; the name stays X's.
    """
    words = lexicon()
    tokens = tokens_of(document.text, words)
    found = recognise(tokens, gazetteer, words, by or judge())
    named = [Named(each.proposal.first, each.proposal.last, each.matches, each.proposal.short is not None) for each in found]
    readings = [
        Reading(fold(each.proposal.name), each.matches, beside)
        for each, beside in zip(found, bonuses(named, tokens, gazetteer, words), strict=True)
    ]
    ranked = rank(readings, _setting(document, tokens, gazetteer, words))
    pairs = zip(found, ranked, strict=True)
    return tuple(_toponym(each, candidates, tokens, words, tree) for each, candidates in pairs)


def recogniser() -> str:
    """What decides whether a word is a place name: "learned" weights, or "rules" where the file of weights is missing."""
    return judge().kind


def _toponym(found: Found, candidates: list[Candidate], tokens: Tokens, words: Lexicon, tree: Tree | None) -> Toponym:
    first, last = found.proposal.first, found.proposal.last
    span = Span(tokens.start[first], tokens.end[last - 1])
    best = candidates[0].place if candidates else None
    return Toponym(
        span=span,
        text=span.of(tokens.source),
        place=moved(best, first, tokens, words) if best is not None else None,
        candidates=tuple(candidates[1 : _KEPT + 1]),
        role="actor" if is_actor(first, last, best, tokens, words, tree) else "place",
    )


def _setting(document: Document, tokens: Tokens, gazetteer: Gazetteer, words: Lexicon) -> Setting:
    """What the document says of its countries other than by place names."""
    demonyms = gazetteer.demonyms
    named = (demonyms.get(text) or demonyms.get(text.removesuffix("s")) for text in tokens.text if text[0].isupper())
    return Setting(Counter(country for country in named if country), _home(document, gazetteer, words))


def _home(document: Document, gazetteer: Gazetteer, words: Lexicon) -> Match | None:
    """Where the publisher sits, if that is known."""
    host = (document.url or "").split("//")[-1].split("/")[0].split(":")[0].lower()
    parts = host.split(".")
    keys = [(document.publisher or "").strip().lower(), *(".".join(parts[index:]) for index in range(len(parts) - 1))]
    for key in keys:
        home = words.publishers.get(key)
        if home is not None:
            return _town(home.city, home.admin1, home.country, gazetteer)
    return None


def _town(city: str, admin1: str, country: str, gazetteer: Gazetteer) -> Match | None:
    towns = [match for match in gazetteer.lookup(city, country=country) if match.place.feature_class == "P"]
    return next((match for match in towns if not admin1 or match.place.admin1 == admin1), towns[0] if towns else None)
