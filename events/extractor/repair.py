"""What is changed in a parse before it is written: the repairs of a text, collected."""

from events.language import Word


class Repair:
    """New heads and labels of a document's tokens, by index; what is not named stays."""

    def __init__(self) -> None:
        self.heads: dict[int, int] = {}
        self.labels: dict[int, str] = {}
        self.verbs: dict[int, tuple[str, str]] = {}  # words that are verbs: lemma and tag

    def hang(self, token: Word, head: Word, label: str) -> None:
        self.heads[token.i], self.labels[token.i] = head.i, label

    def add(self, other: "Repair") -> None:
        self.heads |= other.heads
        self.labels |= other.labels
        self.verbs |= other.verbs
