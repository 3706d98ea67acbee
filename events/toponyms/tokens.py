"""A text as parallel lists of what the rules read of each token: much quicker to walk than the `Doc` itself."""

from dataclasses import dataclass

from events.language import Doc

_SHOUTED = 0.7  # share of the longer words of a sentence in capitals from which on capitals say nothing
_TITLED = 0.75  # the same for words that begin with a capital


@dataclass(frozen=True, slots=True)
class Tokens:
    """One entry per token. `sentence`: its number; `first`/`last`: of the tokens of each sentence (half open)."""

    source: str
    text: list[str]
    lower: list[str]
    start: list[int]
    end: list[int]
    tag: list[str]
    dep: list[str]
    head: list[int]
    lemma: list[str]
    name: list[str]  # PERSON, ORG, LOC or ""
    name_starts: list[bool]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    shouted: list[bool]  # by sentence: all in capitals
    titled: list[bool]  # by sentence: a headline, each longer word capitalised

    def __len__(self) -> int:
        return len(self.text)

    def phrase(self, first: int, last: int) -> str:
        """The text of tokens first..last (half open) as written, white space as one blank."""
        piece = self.source[self.start[first] : self.end[last - 1]]
        return piece if piece.isprintable() and "  " not in piece else " ".join(piece.split())

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this token and the one before."""
        return index > 0 and self.end[index - 1] == self.start[index]

    def before(self, index: int) -> str:
        """The token before in the same sentence, in lower case; "" at its head."""
        return self.lower[index - 1] if index > self.bounds[self.sentence[index]][0] else ""

    def after(self, index: int) -> str:
        """The token at `index` if it is of the same sentence as the one before it, in lower case."""
        return self.lower[index] if 0 < index < len(self.text) and self.sentence[index] == self.sentence[index - 1] else ""


def tokens_of(source: str, doc: Doc) -> Tokens:
    """The view of a parsed text. Offsets are those of `source`."""
    kept = [token for token in doc if not token.is_space]
    place = {token.i: index for index, token in enumerate(kept)}
    sentence: list[int] = []
    bounds: list[tuple[int, int]] = []
    for index, token in enumerate(kept):
        if index == 0 or token.is_sent_start or any(doc[i].is_sent_start for i in range(kept[index - 1].i + 1, token.i)):
            bounds.append((index, index))
        sentence.append(len(bounds) - 1)
        bounds[-1] = (bounds[-1][0], index + 1)
    text = [token.text for token in kept]
    return Tokens(
        source=source,
        text=text,
        lower=[word.lower() for word in text],
        start=[token.idx for token in kept],
        end=[token.idx + len(token.text) for token in kept],
        tag=[token.tag_ for token in kept],
        dep=[token.dep_ for token in kept],
        head=[place.get(token.head.i, index) for index, token in enumerate(kept)],
        lemma=[token.lemma_.lower() for token in kept],
        name=[token.ent_type_ for token in kept],
        name_starts=[token.ent_iob_ == "B" for token in kept],
        sentence=sentence,
        bounds=bounds,
        shouted=[_shouted(text[first:last]) for first, last in bounds],
        titled=[_titled(text[first:last]) for first, last in bounds],
    )


def _shouted(words: list[str]) -> bool:
    longer = [word for word in words if word.isalpha() and len(word) > 3]
    return len(longer) >= 2 and sum(word.isupper() for word in longer) >= _SHOUTED * len(longer)


def _titled(words: list[str]) -> bool:
    longer = [word for word in words if word.isalpha() and len(word) > 3]
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) >= _TITLED * len(longer)
