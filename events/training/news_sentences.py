"""Sentences of news written by a grammar, so that their trees and names are known: what the treebanks have too rarely."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from events.errors import ConfigurationError
from events.training.news_forms import Token, in_form, part_of_speech
from events.training.news_grammar import Grammar, Rule, read_grammar

NO_SPACE_BEFORE = frozenset((",", ".", "'s", "'", ")", "-", ":"))
NO_SPACE_AFTER = frozenset(("(", "-"))


class Writer:
    """Writes sentences by the grammar. `places`, `countries`: names of one word."""

    def __init__(self, rng: random.Random, places: list[str], countries: list[str], grammar: Grammar | None = None) -> None:
        self.rng = rng
        self.grammar = grammar or read_grammar()
        self.grammar.words.update(place=places, country=[name for name in countries if name.isalpha()])
        self._plurals = frozenset(self.grammar.words.get("plural-name", ()))
        self._adjectives = frozenset((*self.grammar.words.get("name-adjective", ()), *self.grammar.words["nation"]))

    def doc(self, vocab: Vocab) -> Doc:
        """One headline, or up to three sentences."""
        if self.rng.random() < 0.25:
            return _doc(vocab, self.sentence("HEADLINE"), titled=self.rng.random() < 0.4)
        return Doc.from_docs([_doc(vocab, self.sentence("SENTENCE")) for _ in range(self.rng.choice((1, 1, 2, 3)))])

    def sentence(self, symbol: str) -> list[Token]:
        """The tokens of a sentence, verbs in their forms, the root pointing at itself."""
        return in_form(_joined(_tidied(self._expanded(symbol))))

    def organisation(self) -> list[str]:
        """The words of the name of an organisation."""
        return [token.word for token in self._expanded("ORGNAME")]

    def _expanded(self, symbol: str) -> list[Token]:
        """One piece of text for a symbol, its head without a head."""
        rule, argument = self._chosen(symbol)
        pieces = [(label, self._piece(thing, argument)) for label, thing in self._items(rule, argument)]
        starts, head, at = [], -1, 0
        for label, piece in pieces:
            starts.append(at)
            if label == "*":
                head = at + next(i for i, token in enumerate(piece) if token.head is None)
            at += len(piece)
        if head < 0:
            raise ConfigurationError(f"the grammar's rule for {symbol} has no head")
        found = [token for (label, piece), start in zip(pieces, starts, strict=True) for token in _moved(piece, start, label, head)]
        return [replace(token, name=f"{'I' if i else 'B'}-{rule.name}") for i, token in enumerate(found)] if rule.name else found

    def _items(self, rule: Rule, argument: str) -> Iterator[tuple[str, str]]:
        """The items of a rule with those that it takes over from others."""
        for part in rule.parts:
            if self.rng.random() >= part.chance:
                continue
            thing = part.thing.replace("(T)", f"({argument})")
            if part.label == "+":
                taken, inner = self._chosen(thing)
                yield from self._items(taken, inner)
            else:
                yield part.label, re.sub(r"/T$", f"/{argument}", thing)

    def _chosen(self, symbol: str) -> tuple[Rule, str]:
        plain, _, argument = symbol.rstrip(")").partition("(")
        rules = self.grammar.rules.get(plain)
        if not rules:
            raise ConfigurationError(f"the grammar has no rule for {symbol}")
        return self.rng.choices(rules, [rule.weight for rule in rules])[0], argument

    def _piece(self, thing: str, argument: str) -> list[Token]:
        word, slash, tag = thing.rpartition("/")
        if not slash:
            return self._expanded(thing)
        if word == "<number>":
            return [Token(self._number(), tag)]
        if word.startswith("<"):
            word = self.rng.choice(self.grammar.words[word.strip("<>")])
        return self.phrase(word.split("_"), tag)

    def phrase(self, words: list[str], tag: str) -> list[Token]:
        """The tree of a name or compound of several words: the last before an "of" is the head."""
        at = next((i for i, word in enumerate(words) if word in ("of", "for") and i), len(words))
        plural = tag == "NNP" and words[at - 1] in self._plurals
        left = tag if tag in ("NNP", "NNPS") else "NN"
        found = [Token(w, left, "amod" if left == "NNP" and w in self._adjectives else "compound", at - 1) for w in words[: at - 1]]
        found.append(Token(words[at - 1], "NNPS" if plural else tag))
        if at < len(words):
            inner = self.phrase([word for word in words[at + 1 :] if word != "the"], tag)
            found.append(Token(words[at], "IN", "prep", at - 1))
            article = [Token("the", "DT", "det", None)] if words[at + 1] == "the" else []
            start = at + 1 + len(article)
            head = start + next(i for i, token in enumerate(inner) if token.head is None)
            found += [replace(token, head=head) for token in article] + list(_moved(inner, start, "pobj", at))
        return found

    def _number(self) -> str:
        kind = self.rng.random()
        if kind < 0.3:
            return self.rng.choice("two three four five six seven eight nine ten twelve".split())
        return f"{self.rng.randrange(2, 200)}" if kind < 0.85 else f"{self.rng.randrange(1, 90)},{self.rng.randrange(10)}00"


def _moved(piece: list[Token], start: int, label: str, head: int) -> Iterator[Token]:
    """A piece in its place: its head hangs on `head` by `label`, or stays the head if that is "*"."""
    for token in piece:
        if token.head is not None:
            yield replace(token, head=token.head + start)
        else:
            yield token if label == "*" else replace(token, head=head, dep=label)


def _tidied(tokens: list[Token]) -> list[Token]:
    """Without commas before another mark or the end; "an" before vowels; the root pointing at itself."""
    kept = [i for i, token in enumerate(tokens) if token.word != "," or (i + 1 < len(tokens) and tokens[i + 1].word not in (",", ".", ")"))]
    place = {old: new for new, old in enumerate(kept)}
    found = []
    for old, following in zip(kept, [*kept[1:], kept[-1]], strict=True):
        token = tokens[old]
        word = "an" if token.word == "a" and tokens[following].word[0] in "aeioAEIO" else token.word
        rooted = token.head is None
        found.append(replace(token, word=word, head=place[old if token.head is None else token.head], dep="ROOT" if rooted else token.dep))
    return found


def _joined(tokens: list[Token]) -> list[Token]:
    """An "and" hangs on what it adds, as in the treebanks."""
    found = list(tokens)
    for i, token in enumerate(tokens):
        added = [j for j in range(i + 1, len(tokens)) if tokens[j].dep == "conj" and tokens[j].head == token.head]
        if token.dep == "cc" and added:
            found[i] = replace(token, head=added[0])
    return found


def _doc(vocab: Vocab, tokens: list[Token], *, titled: bool = False) -> Doc:
    """A sentence as spaCy's Doc, with its first letter a capital, or as the title of an article."""
    words = [token.word for token in tokens]
    if titled:
        words = [word.capitalize() if len(word) > 3 and word.islower() else word for word in words]
    words[0] = words[0][:1].upper() + words[0][1:]
    spaces = [word not in NO_SPACE_AFTER and after not in NO_SPACE_BEFORE for word, after in zip(words, [*words[1:], "x"], strict=True)]
    spaces = [space and tag != "HYPH" for space, tag in zip(spaces, [t.tag for t in tokens], strict=True)]
    kinds = [part_of_speech(tokens, i) for i in range(len(tokens))]
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=[token.tag for token in tokens],
        pos=[pos for pos, _ in kinds],
        morphs=[features for _, features in kinds],
        heads=[token.head if token.head is not None else i for i, token in enumerate(tokens)],
        deps=[token.dep for token in tokens],
        ents=[token.name for token in tokens],
    )
