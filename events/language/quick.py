"""What makes the shipped pipeline quick: a better matrix product, and memories of what depends on the word alone."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps
from thinc.types import Ragged
from threadpoolctl import threadpool_limits

from events.language.tokens import words_of

REMEMBERED = 50_000  # words whose vector is kept; some 25 MB
CONVOLUTION = "residual(expand_window>>maxout>>layernorm>>dropout)"  # what spaCy's encoders of words in their surroundings are made of
BLOCK = 64  # words whose vectors are computed at once: always as many, so that a vector never depends on its company


def _gemm(
    self: NumpyOps, x: NDArray[np.float32], y: NDArray[np.float32], *,
    out: NDArray[np.float32] | None = None, trans1: bool = False, trans2: bool = False,
) -> NDArray[np.float32]:  # fmt: skip
    x, y = x.T if trans1 else x, y.T if trans2 else y
    return np.dot(x, y) if out is None else np.dot(x, y, out=out)


def quicken_products() -> None:
    """Lets numpy multiply thinc's matrices.

    Its BLAS uses the vector units of the machine at hand, thinc's own kernels do not: a parse takes 1.7 times as long with them.
    """
    NumpyOps.gemm = _gemm


def one_blas_thread() -> None:
    """Keeps numpy's matrix products to one thread, even where numpy was loaded before this package (by Streamlit, say).

    The matrices are small: several threads only wait for one another, and on a busy machine up to fifty times as long as one works.
    """
    threadpool_limits(limits=1, user_api="blas")


class Lemmas:
    """The lemmas of spaCy's rule lemmatizer, which depend on word, part of speech and morphology alone, computed once for each."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self._lemmatizer = lemmatizer
        index = lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech, lemmas in list(index.items()):
            index[part_of_speech] = frozenset(lemmas)  # as lists they are searched from end to end for each new word
        self._known: dict[bytes, int] = {}

    def of(self, doc: Doc) -> list[int]:
        """The lemma of each token, as a key of the vocabulary's strings."""
        known = self._known
        keys = _keys(doc, "ORTH", "POS", "MORPH")
        for index, key in enumerate(keys):
            if key not in known:
                known[key] = doc.vocab.strings.add(self._lemmatizer.lemmatize(doc[index])[0])
        return [known[key] for key in keys]


class RareRules:
    """spaCy's attribute ruler, which looks at a text from end to end only if a word stands there that its rules ask for."""

    def __init__(self, ruler: AttributeRuler) -> None:
        rules: Any = ruler.patterns
        asked = [token.get("ORTH") for rule in rules for pattern in rule["patterns"] for token in pattern]
        self._words = frozenset(word for word in asked if isinstance(word, str))
        self._always = not all(isinstance(word, str) for word in asked)
        self._ruler = ruler

    def __call__(self, doc: Doc) -> None:
        """Changes what the rules say of the tokens."""
        if self._always or not self._words.isdisjoint(words_of(doc)):
            self._ruler(doc)


def _keys(doc: Doc, *attributes: str) -> list[bytes]:
    """What tells one token from another by these attributes."""
    rows = np.ascontiguousarray(doc.to_array(list(attributes)))
    keys: list[bytes] = rows.view(f"V{rows.dtype.itemsize * len(attributes)}").ravel().tolist()
    return keys


def remember_words(nlp: Language) -> None:
    """Lets each network of a pipeline compute only once what it makes of a word by itself, before it looks at the words around."""
    for layers, place in _places(nlp, lambda layer: layer.layers[0].name == "extract_features"):
        layers[place] = Model("remembered_words", WordVectors(layers[place]))


def _places(nlp: Language, suits: Callable[[Model[Any, Any]], bool]) -> Iterator[tuple[list[Model[Any, Any]], int]]:
    """Where a layer made of layers stands that suits, in each network of a pipeline: the layers beside it, and its place among them."""
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in list(model.walk()) if isinstance(model, Model) else ():
            yield from ((node.layers, place) for place, layer in enumerate(node.layers) if layer.layers and suits(layer))


class WordVectors:
    """The forward pass of a layer that embeds words, with a memory. For predicting only."""

    def __init__(self, embed: Model[Any, Any]) -> None:
        self._embed = embed
        self._columns = list(embed.layers[0].attrs["columns"])
        self._inner = embed.layers[2:-1]  # between list2ragged and ragged2list
        self._places: dict[bytes, int] = {}  # word and norm -> row
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)

    def __call__(self, model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Callable[[Any], Any]]:
        if is_train:
            return self._embed(docs, is_train)
        if len(self._places) > REMEMBERED:
            self._places.clear()
        keys = [_keys(doc, "ORTH", "NORM") for doc in docs]
        new = {key: (number, place) for number, each in enumerate(keys) for place, key in enumerate(each) if key not in self._places}
        if new:
            self._learn(docs, new)
        return [self._vectors[[self._places[key] for key in each]] for each in keys], lambda d_vectors: []

    def _learn(self, docs: list[Doc], new: dict[bytes, tuple[int, int]]) -> None:
        """Computes the vectors of new words; `new` says for each in which text it is, and where."""
        features = [doc.to_array(self._columns) for doc in docs]
        wanted = np.array([features[number][place] for number, place in new.values()], dtype=np.uint64)
        padded = np.zeros((-(-len(wanted) // BLOCK) * BLOCK, wanted.shape[1]), dtype=np.uint64)
        padded[: len(wanted)] = wanted
        found = np.concatenate([self._embedded(padded[first : first + BLOCK]) for first in range(0, len(padded), BLOCK)])[: len(wanted)]
        count = len(self._places)
        self._places.update(zip(new, range(count, count + len(new)), strict=True))
        if len(self._places) > len(self._vectors):
            larger = np.zeros((2 * len(self._places), found.shape[1]), dtype=np.float32)
            if count:
                larger[:count] = self._vectors[:count]
            self._vectors = larger
        self._vectors[count : count + len(found)] = found

    def _embedded(self, features: NDArray[np.uint64]) -> NDArray[np.float32]:
        ragged = Ragged(features, np.array([len(features)], dtype=np.int32))  # type: ignore[arg-type]
        for layer in self._inner:
            ragged = layer.predict(ragged)
        return np.asarray(ragged.dataXd, dtype=np.float32)


def join_convolutions(nlp: Language) -> None:
    """Lets the layers that look at the words around be computed without what only training needs, and in fewer steps."""
    for layers, place in _places(nlp, lambda layer: all(each.name == CONVOLUTION for each in layer.layers)):
        layers[place] = Model("convolutions", Convolutions(layers[place]))


class Convolutions:
    """The forward pass of a chain of CONVOLUTION layers. For predicting only: when training it is left to the layers themselves."""

    def __init__(self, chain: Model[Any, Any]) -> None:
        self._chain = chain
        self._layers = [_Convolution(layer) for layer in chain.layers]

    def __call__(self, model: Model[Any, Any], words: NDArray[np.float32], is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
        if is_train:
            return self._chain(words, is_train)
        for layer in self._layers:
            words = layer(words)
        return words, lambda d_words: []


class _Convolution:
    """Each word with its neighbours multiplied, the largest of the pieces taken, normalised, and added to what was known of the word."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        nodes = {node.name: node for node in layer.walk()}

        def kept(node: str, name: str) -> NDArray[np.float32]:
            return np.array(nodes[node].get_param(name), dtype=np.float32)

        weights = kept("maxout", "W")
        self._width, self._pieces, inputs = weights.shape
        by_piece = weights.transpose(1, 0, 2).reshape(-1, inputs)  # so that the pieces lie side by side
        self._weights = np.ascontiguousarray(by_piece.T)
        self._bias = kept("maxout", "b").T.ravel()
        self._scale, self._shift = kept("layernorm", "G"), kept("layernorm", "b")
        self._beside = nodes["expand_window"].attrs["window_size"]

    def __call__(self, words: NDArray[np.float32]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._with_neighbours(words) @ self._weights
        found += self._bias
        first, *others = np.split(found, self._pieces, axis=1)
        best: NDArray[np.float32] = first.copy()
        for other in others:
            np.maximum(best, other, out=best)
        best -= best.mean(axis=1, keepdims=True)
        best *= 1 / np.sqrt(np.einsum("ij,ij->i", best, best)[:, None] / np.float32(self._width) + np.float32(1e-8))
        best *= self._scale
        best += self._shift
        best += words
        return best

    def _with_neighbours(self, words: NDArray[np.float32]) -> NDArray[np.float32]:
        count, width = words.shape
        around = np.zeros((count, 2 * self._beside + 1, width), dtype=np.float32)
        for place, step in enumerate(range(-self._beside, self._beside + 1)):
            around[max(0, -step) : count - max(0, step), place] = words[max(0, step) : count + min(0, step)]
        return around.reshape(count, -1)
