"""The learned judge of places: its trees, its weights, its files, and what it thinks of plain sentences."""

import math
from pathlib import Path

import numpy as np
import pytest

from events.errors import ConfigurationError
from events.extractor import mended
from events.extractor.place_features import SentenceNames, act_of, pair
from events.extractor.place_linker import STANDING, Linker, load_linker, sigmoid
from events.extractor.spots import view_of
from events.gazetteer import open_gazetteer
from events.language import parse
from events.model import Document
from events.toponyms import find_toponyms

FACTS = "slot=prep:in\t2.0\nslot=prep:from\t-1.5\nlevel=city\t0.5\nbias\t0.25\n"
LEAF = "{tree}\t{node}\t-\t0\t{node}\t{node}\t{value}\n"
TREES = (
    "0\t0\tslot\t1.0\t1\t2\t0\n" + LEAF.format(tree=0, node=1, value=-2.0) + LEAF.format(tree=0, node=2, value=1.0)
    + "1\t0\t@9\t0\t1\t2\t0\n" + LEAF.format(tree=1, node=1, value=0.0) + "1\t2\tlevel\t0.4\t3\t4\t0\n"
    + LEAF.format(tree=1, node=3, value=-0.5) + LEAF.format(tree=1, node=4, value=0.5)
)  # fmt: skip


def written(folder: Path, facts: str = FACTS, trees: str = TREES) -> Linker:
    paths = folder / "facts.tsv", folder / "trees.tsv"
    for path, text in zip(paths, (facts, trees), strict=True):
        path.write_text(text, encoding="utf-8")
    return load_linker(*paths)


def names_of(text: str) -> SentenceNames:
    tree = mended(parse(text))
    return SentenceNames(view_of(text, tree), 0, find_toponyms(Document(text), tree, open_gazetteer()))


def judged(linker: Linker, text: str, trigger: str) -> dict[str, float]:
    names = names_of(text)
    head = next(word for word in names.view.doc if word.text == trigger)
    (odds,) = linker.probabilities([(names, act_of(names.view, head, "ASSAULT"))])
    return {names.text(number): value for number, value in odds.items()}


def test_sums_by_family(tmp_path: Path) -> None:
    linker = written(tmp_path)
    assert linker.families == ("bias", "level", "slot")
    assert linker.sums(["bias", "level=city", "level=city", "slot=prep:in", "unknown=1"]).tolist() == [0.25, 0.5, 2.0]


@pytest.mark.parametrize(
    ("slot", "level", "distance", "odds"),
    [(2.0, 0.5, 3.0, 1.5), (2.0, 0.0, 3.0, 0.5), (2.0, 0.5, -3.0, 1.0), (1.0, 0.5, 3.0, -1.5), (-1.5, 0.0, 0.0, -2.0)],
)
def test_trees_add_up(slot: float, level: float, distance: float, odds: float, tmp_path: Path) -> None:
    """A value that equals the threshold goes left."""
    case = np.zeros(STANDING + 3)
    case[9], case[STANDING + 1], case[STANDING + 2] = distance, level, slot
    assert written(tmp_path).trees.odds(np.array([case, np.zeros(STANDING + 3)])).tolist() == [odds, -2.0]


def test_facts_of_a_name_are_weighed_once_and_count_for_every_trigger(tmp_path: Path) -> None:
    linker, names = written(tmp_path), names_of("Gunmen from Ramadi attacked a bank in Mosul and burned it.")
    heads = [word for word in names.view.doc if word.text in ("attacked", "burned")]
    acts = [act_of(names.view, head, "ASSAULT") for head in heads]
    together = list(linker.probabilities((names, act) for act in acts))
    assert together == [odds for act in acts for odds in linker.probabilities([(names, act)])]
    for act in acts:
        near = names.near(act.token)
        parts = [names.weighed[number] + linker.sums(pair(names, act, number, near)) for number in near]
        wholes = [linker.sums(names.own(number) + pair(names, act, number, near)) for number in near]
        assert [part.tolist() for part in parts] == [whole.tolist() for whole in wholes]


@pytest.mark.parametrize(
    ("text", "trigger", "scene"),
    [
        ("Gunmen from Ramadi attacked a bank in Mosul on Friday.", "attacked", "Mosul"),
        ("In Kabul, a bomb killed nine people, officials in Washington said.", "killed", "Kabul"),
        ("Rebels captured Palmyra after leaving Homs.", "captured", "Palmyra"),
        ("Troops from Chad clashed with militants in Diffa, Niger.", "clashed", "Diffa"),
    ],
)
def test_the_model_that_ships(text: str, trigger: str, scene: str) -> None:
    odds = judged(load_linker(), text, trigger)
    assert max(odds, key=lambda name: odds[name]) == scene and odds[scene] > 0.5
    assert all(0 < value < 1 for value in odds.values())


def test_no_names_no_odds(tmp_path: Path) -> None:
    assert judged(written(tmp_path), "somebody attacked a bank.", "attacked") == {}


@pytest.mark.parametrize(("value", "expected"), [(0.0, 0.5), (1000.0, 1 / (1 + math.exp(-30))), (-1000.0, 1 / (1 + math.exp(30)))])
def test_sigmoid_is_bounded(value: float, expected: float) -> None:
    assert sigmoid(value) == expected


@pytest.mark.parametrize(
    ("facts", "trees", "said"),
    [("slot=prep:in\n", TREES, "facts.tsv"), (FACTS, "0\t0\t-\t0\n", "trees.tsv"), (FACTS, None, "trees.tsv")],
)
def test_broken_files_are_named(facts: str, trees: str | None, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=said):
        if trees is None:
            (tmp_path / "facts.tsv").write_text(facts, encoding="utf-8")
            load_linker(tmp_path / "facts.tsv", tmp_path / "trees.tsv")
        else:
            written(tmp_path, facts, trees)
