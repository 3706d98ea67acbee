"""Who acts: noun phrases resolved to actors by the dictionary in data/actors/, with composition ("Iraqi" + "forces").

`load_actors().resolve(phrase)` knows countries, governments, armed groups, organisations, office holders and role nouns, and
composes nationality or owner with role. A phrase whose head is none of these ("his visit") is nobody: None.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from events.actor_tables import Actor, Term, fold, read_tables
from events.paths import DATA

__all__ = ["Actor", "ActorDictionary", "load_actors"]

FOLDER = DATA / "actors"
LONGEST_PHRASE = 40  # pieces; what follows in a longer phrase never decides who is meant
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
CIVIL_KINDS = frozenset({"civilian", "protester", "media", "religious"})  # "victims of Hamas" are not Hamas
_WORD = re.compile(r"[,;:()\[\]]|[^\s,;:()\[\]\"“”«»]+")
_POSSESSIVE = re.compile(r"'[sS]?$")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\.?")
_JOINT = re.compile(r"[\-–/]")
REMEMBERED = 20_000  # phrases whose reading is kept
_TITLE_NAMES = frozenset({"person", "surname"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a part of a hyphenated one. `word`: number of the whole word; `blocked`: part of "anti-X" or "X-backed"."""

    raw: str
    fold: str
    word: int
    possessive: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Pieces start..end (half-open) read as a term."""

    start: int
    end: int
    term: Term


class ActorDictionary:
    """Resolves noun phrases to actors. Built once by `load_actors`; immutable and safe to share between threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises ConfigurationError with file and line when the data cannot be read."""
        self._tables = read_tables(folder)
        self._resolve = lru_cache(maxsize=REMEMBERED)(self._read)

    def resolve(self, text: str) -> Actor | None:
        """The actor that a noun phrase names, None when it names none: "the Iraqi army" -> Iraqi military, "his visit" -> None."""
        return self._resolve(text)

    def _read(self, text: str) -> Actor | None:
        pieces = self._pieces(text)[:LONGEST_PHRASE]
        return self._phrase(pieces) if pieces else None

    # reading the phrase

    def _is(self, cls: str, word: str) -> bool:
        return word in self._tables.words[cls]

    def _pieces(self, text: str) -> list[Piece]:
        found: list[Piece] = []
        for number, word in enumerate(_WORD.findall(text.replace("’", "'"))):
            possessive = word.endswith(("'s", "s'", "'S", "S'"))
            bare = _POSSESSIVE.sub("", word).strip("'`.-–") if len(word) > 1 else word
            if _INITIALS.fullmatch(word):
                bare = word
            parts = [p for p in _JOINT.split(bare) if p]
            folded = [fold(p) for p in parts]
            blocked = len(parts) > 1 and (self._is("bound-prefix", folded[0]) or self._is("bound-suffix", folded[-1]))
            found += [
                Piece(p, f, number, possessive and i == len(parts) - 1, blocked)
                for i, (p, f) in enumerate(zip(parts, folded, strict=True))
                if f
            ]
        return found

    def _phrase(self, pieces: list[Piece]) -> Actor | None:
        one_of_many = pieces[0].fold in ("a", "an")
        pieces = self._without_openers(pieces)
        matches = self._matches(pieces)
        cut = self._core_end(pieces, matches)
        core = [m for m in matches if m.end <= cut]
        if not core or not self._ends_in(core[-1], pieces[:cut]):
            return None
        head = core[-1].term
        if head.cls in ("role", "part"):
            return self._composed(core, pieces, cut)
        named = self._named(core, pieces, cut)
        return _citizen(head) if named and one_of_many and head.cls == "adjective" else named

    def _without_openers(self, pieces: list[Piece]) -> list[Piece]:
        """Without determiners, numbers and "dozens of" at the start."""
        while len(pieces) > 1:
            if self._is("quantity", pieces[0].fold) and pieces[1].fold == "of":
                pieces = pieces[2:]
            elif (self._is("determiner", pieces[0].fold) or pieces[0].fold[0].isdigit()) and not self._longest(pieces, 0):
                pieces = pieces[1:]
            else:
                break
        return pieces

    def _matches(self, pieces: list[Piece]) -> list[Match]:
        """Dictionary readings, leftmost and longest first, never overlapping."""
        found: list[Match] = []
        at = 0
        while at < len(pieces):
            match = self._longest(pieces, at, found[-1] if found else None)
            if match is not None:
                found.append(match)
            at = match.end if match else at + 1
        return found

    def _longest(self, pieces: list[Piece], start: int, before: Match | None = None) -> Match | None:
        stop = min(len(pieces), start + self._tables.longest)
        for end in range(stop, start, -1):
            terms = self._tables.terms.get(tuple(p.fold for p in pieces[start:end]))
            if terms and _whole_words(pieces, start, end):
                for term in terms:
                    if self._fits(term, pieces, start, end, before):
                        return Match(start, end, term)
        return None

    def _fits(self, term: Term, pieces: list[Piece], start: int, end: int, before: Match | None) -> bool:
        """Whether the capitals are right and the neighbours do not make it part of some longer, unknown name."""
        raw = "".join(p.raw for p in pieces[start:end])
        letters = [c for c in raw if c.isalpha()]
        shouted = len(pieces) > end - start and all(p.raw.isupper() for p in pieces if p.raw[0].isalpha())
        acronym = term.spelled.isupper()
        if acronym and (not all(c.isupper() for c in letters) or (shouted and self._is("acronym-word", pieces[start].fold))):
            return False
        if any(c.isupper() for c in term.spelled) and not any(c.isupper() for c in letters):
            return False
        if end - start > 1 or shouted or term.cls in ("role", "part", "people"):
            return True
        return not self._in_longer_name(term, pieces, start, end) and not _of_another_country(term, before, start)

    def _in_longer_name(self, term: Term, pieces: list[Piece], start: int, end: int) -> bool:
        """A capitalised word that the dictionary does not know beside a single-word name: "Ahmed Abadi", "Iraq Body Count"."""
        if start and self._unknown_name(pieces, start - 1):
            return True
        after = end < len(pieces) and not pieces[end - 1].possessive
        return after and term.cls != "name" and self._unknown_name(pieces, end)

    def _unknown_name(self, pieces: list[Piece], at: int) -> bool:
        piece = pieces[at]
        if not piece.raw[0].isupper() or any(self._is(c, piece.fold) for c in ("determiner", "direction", "former")):
            return False
        return not any(
            tuple(p.fold for p in pieces[start:end]) in self._tables.terms
            for start in range(max(0, at - 3), at + 1)
            for end in range(at + 1, min(len(pieces), at + 4) + 1)
        )

    def _core_end(self, pieces: list[Piece], matches: list[Match]) -> int:
        """Where the core of the phrase ends: at the first preposition, comma or relative word outside a dictionary match."""
        inside = {i for m in matches for i in range(m.start, m.end)}
        for i, piece in enumerate(pieces):
            if i and i not in inside and not piece.blocked:
                if self._is("boundary", piece.fold):
                    return i
                if piece.fold == "and" and any(m.end == i and "adjective" not in m.term.cls for m in matches):
                    return i
        return len(pieces)

    def _ends_in(self, last: Match, core: list[Piece]) -> bool:
        """Whether the match is the head: nothing follows it, or only the name of someone unknown ("lawmaker Ahmed Jabouri")."""
        rest = core[last.end :]
        return not rest or (last.term.cls == "role" and all(p.raw[0].isupper() or p.raw[0].isdigit() for p in rest))

    # saying who it is

    def _named(self, core: list[Match], pieces: list[Piece], cut: int) -> Actor | None:
        """The actor of a core that ends in a name, a country or an adjective."""
        last = core[-1]
        if last.term.cls == "capital":
            return last.term.actor if last.end - last.start == cut else None
        if last.term.cls in ("country", "adjective") and last.start and self._is("direction", pieces[last.start - 1].fold):
            return None
        if last.term.cls == "people adjective":
            return None
        return next((m.term.actor for m in core if m.term.cls in _TITLE_NAMES and not pieces[m.end - 1].possessive), last.term.actor)

    def _composed(self, core: list[Match], pieces: list[Piece], cut: int) -> Actor | None:
        """The actor of a core that ends in a role: of its owner where one is named, else the role as such."""
        role = core[-1]
        if role.term.yields and len(core) > 1 and core[-2].term.cls == "role" and core[-2].end == role.start:
            role = core[-2]
        owner = self._owner(core, pieces) or self._owner_behind(role.term, pieces, cut)
        actor = self._with_owner(role.term, owner)
        if actor is None or not any(self._is("former", p.fold) for p in pieces[: role.start]):
            return actor
        return _out_of_office(actor)

    def _owner(self, core: list[Match], pieces: list[Piece]) -> Term | None:
        """The name, country or people before the role that it belongs to; names before countries."""
        before = [m.term for m in core[:-1] if m.term.cls not in ("role", "part")]
        for wanted in (("name", "person", "surname"), ("country", "adjective", "capital"), ("people adjective",)):
            for term in before:
                if term.cls in wanted:
                    return term
        return None

    def _owner_behind(self, role: Term, pieces: list[Piece], cut: int) -> Term | None:
        """The owner in "president of Iraq", "soldiers from Chad", "leader of the Islamist group Hamas"."""
        cut += cut < len(pieces) and pieces[cut].fold == "loyal"
        if cut >= len(pieces) or pieces[cut].fold not in ("of", "from", "in", "to", *(("for",) if role.yields else ())):
            return None
        rest = self._without_openers(pieces[cut + 1 :])
        if not rest:
            return None
        matches = self._matches(rest)
        first = next((m.term for m in matches if m.term.cls not in ("role", "part")), None)
        if first is None or (first.cls in ("country", "capital", "adjective") and matches[0].start > 1):
            return None
        if pieces[cut].fold in ("from", "in") and first.cls not in ("country", "capital"):
            return None
        return first

    def _with_owner(self, role: Term, owner: Term | None) -> Actor | None:
        if owner is None:
            return None if role.bound else role.actor
        if owner.cls == "people adjective":
            named = replace(role.actor, name=f"{owner.adjective} {role.actor.name}", country_code=owner.actor.country_code)
            return None if role.cls == "part" else named
        if role.cls == "part" or (owner.cls == "name" and role.actor.kind not in CIVIL_KINDS - {owner.actor.kind}):
            return owner.actor
        if owner.actor.kind == "person" and owner.actor.side == "non-state" and role.actor.kind not in CIVIL_KINDS:
            return owner.actor
        country = self._tables.countries.get(owner.actor.country_code)
        if country is None or owner.cls == "name":
            return None if role.bound else role.actor
        name = f"{country.adjective} {role.actor.name}"
        return replace(role.actor, name=name, code=f"{country.alpha3} {role.actor.code}", country_code=country.alpha2)


def _whole_words(pieces: list[Piece], start: int, end: int) -> bool:
    """Whether blocked compounds are covered whole or not at all: "al-Qaeda-linked" is not al-Qaeda, "US-led coalition" is listed."""
    for i in range(start, end):
        if pieces[i].blocked:
            before = start and pieces[start - 1].word == pieces[start].word
            after = end < len(pieces) and pieces[end].word == pieces[end - 1].word
            return not before and not after
    return True


def _of_another_country(term: Term, before: Match | None, start: int) -> bool:
    """ "Spanish Congress": a national body's name right behind the adjective of another country."""
    if before is None or before.end != start or term.cls != "name" or "adjective" not in before.term.cls:
        return False
    home = term.actor.country_code
    return bool(home) and before.term.actor.country_code not in ("", home) and term.actor.kind != "armed group"


def _citizen(nationality: Term) -> Actor:
    """ "An Iraqi" is a person of that country, not the country."""
    state = nationality.actor
    return Actor(f"{nationality.adjective} civilians", f"{state.code} CVL", "civilian", state.country_code, "non-state")


def _out_of_office(actor: Actor) -> Actor:
    """A former official acts for no state: PLOVER's ELI."""
    country, _, sector = actor.code.rpartition(" ")
    if actor.kind == "person" or sector not in STATE_SECTORS:
        return actor
    return Actor(f"former {actor.name}", f"{country} ELI".strip(), "civilian", actor.country_code, "non-state")


@cache
def load_actors(folder: Path = FOLDER) -> ActorDictionary:
    """The dictionary of a folder, read once. Raises ConfigurationError naming the file that cannot be read."""
    return ActorDictionary(folder)
