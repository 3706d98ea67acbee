"""The tree of plain objects says of every word what spaCy says of it."""

import pytest

from events.language import Doc, Tree, Word, parse

TEXTS = (
    "",
    " ",
    "Ramadi.",
    "Islamic State fighters, who had besieged Ramadi since 2014, captured it on 17 May 2015.\n\n  The army withdrew.  \n",
    "RAMADI (Reuters) - \"We lost 3,000 men\", Gen. al-Abadi's aide said - and wept.\tThen\na second line, a third",
    "\ud800 Straße naïve 東京 مدينة 🙂 e.g. U.S. 1,5",
)
ATTRIBUTES = (
    "i", "idx", "text", "whitespace_", "tag_", "pos_", "dep_", "lemma_", "lower_", "ent_type_", "ent_iob_", "like_num", "is_punct",
    "is_space", "is_upper", "is_sent_start",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_as_spacy_has_them(text: str) -> None:
    doc = parse(text)
    tree = Tree(doc)
    found = [[[getattr(word, name) for name in ATTRIBUTES] for word in words] for words in (tree, doc)]
    assert found[0] == found[1]
    for word, token in zip(tree, doc, strict=True):
        assert (word.head.i, [c.i for c in word.children]) == (token.head.i, [c.i for c in token.children])
        assert ([c.i for c in word.lefts], [c.i for c in word.rights]) == ([c.i for c in token.lefts], [c.i for c in token.rights])
        assert (word.left_edge.i, word.right_edge.i) == (token.left_edge.i, token.right_edge.i)
        assert [w.i for w in word.subtree] == sorted(t.i for t in token.subtree)
        assert (word.sent.start, word.sent.end) == (token.sent.start, token.sent.end)


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_and_names_are_as_spacy_has_them(text: str) -> None:
    doc = parse(text)
    tree = Tree(doc)
    found = [[(s.start, s.end, s.start_char, s.end_char, s.text, s.label_) for s in part] for part in (tree.sents, tree.ents)]
    assert found == [[(s.start, s.end, s.start_char, s.end_char, s.text, s.label_) for s in part] for part in (doc.sents, doc.ents)]
    assert [s.root.i for s in tree.sents] == [s.root.i for s in doc.sents]
    assert tree.text == doc.text


def touched_by_spacy(doc: Doc, start: int, end: int) -> list[str]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return [token.text for token in span] if span is not None else []


@pytest.mark.parametrize(("start", "end"), [(0, 3), (8, 13), (10, 26), (69, 75), (84, 92)])
def test_touched_words(start: int, end: int) -> None:
    doc = parse(TEXTS[3])
    assert [word.text for word in Tree(doc).touched(start, end)] == touched_by_spacy(doc, start, end)


def words(*heads: int) -> Tree:
    doc = Doc(parse("A town.").vocab, words=list("abcdef")[: len(heads)], heads=list(heads), deps=["dep"] * len(heads))
    return Tree(doc)


def test_mending_moves_words_and_sentences() -> None:
    tree = words(1, 1, 1, 4, 4)
    assert [(s.start, s.end) for s in tree.sents] == [(0, 3), (3, 5)]
    tree.mend({4: 1, 0: 2}, {4: "conj", 0: "det"}, {2: ("see", "VBD")})
    assert [(w.head.i, w.dep_, w.tag_, w.lemma_) for w in (tree[0], tree[2], tree[4])] == [
        (2, "det", "", ""), (1, "dep", "VBD", "see"), (1, "conj", "", ""),
    ]  # fmt: skip
    assert [[c.i for c in w.children] for w in tree] == [[], [2, 4], [0], [], [3]]
    assert [(s.start, s.end) for s in tree.sents] == [(0, 5)]


def test_ancestors_and_neighbours() -> None:
    tree = words(1, 2, 2, 2)
    first, second, third, last = tree
    assert [[a.is_ancestor(b) for b in tree] for a in tree] == [
        [False] * 4, [True, False, False, False], [True, True, False, True], [False] * 4,
    ]  # fmt: skip
    assert [second.nbor(), second.nbor(-1), last.nbor(-3)] == [third, first, first]
    with pytest.raises(IndexError):
        first.nbor(-1)
    with pytest.raises(IndexError):
        last.nbor()
    assert isinstance(first, Word) and len(tree[1:3]) == 2 and [w.i for w in reversed(tree[1:3])] == [2, 1]
