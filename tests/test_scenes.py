"""Where and when mentions are, where origin, destination, topic, home or dateline is named beside the scene: tests/gold/scenes.tsv."""

from datetime import date
from pathlib import Path

import pytest

from events.annotate import response
from events.model import Document
from events.pipeline import analyse
from events.tables import rows

GOLD = Path(__file__).parent / "gold" / "scenes.tsv"
PUBLISHED = date(2015, 5, 21)
LEAST = 90  # per cent


def found(text: str, trigger: str) -> tuple[set[str], str] | None:
    """(names of the scene, date as the gold file writes it) of what is found at the trigger; None where nothing is."""
    answer = response("", analyse(Document(text, dct=PUBLISHED)), None)
    start = text.index(trigger)
    here = [m for m in answer["mentions"] if m["start"] < start + len(trigger) and start < m["end"]]
    if not here:
        return None
    names = {text[w["start"] : w["end"]] for m in here if (w := m["where"]) is not None and w["start"] is not None}
    return names, _date(here[0]["when"])


def _date(when: dict[str, str] | None) -> str:
    if when is None:
        return ""
    if when["link"] == "dct":
        return "dct" if when["first"] == when["last"] else f"{when['first'] or ''}..{when['last'] or ''}"
    return when["first"] if when["first"] == when["last"] else f"{when['first'] or ''}..{when['last'] or ''}"


@pytest.fixture(scope="module")
def judged() -> list[tuple[str, bool, bool]]:
    """(sentence, trigger and both answers; whether the scene is right; whether the date is) of each line."""
    lines = []
    for text, trigger, scene, day in rows(GOLD, 4):
        wanted = set() if scene == "-" else set(scene.split(";"))
        answer = found(text, trigger)
        names, when = answer or (None, None)
        lines.append((f"{text} [{trigger}] {scene} {day} -> {names} {when}", names == wanted, answer is not None and day in ("-", when)))
    return lines


@pytest.mark.parametrize(("place", "what"), [(1, "scene"), (2, "date")])
def test_nine_in_ten_are_right(judged: list[tuple[str, bool, bool]], place: int, what: str) -> None:
    wrong = [line[0] for line in judged if not line[place]]
    assert len(judged) >= 60
    assert 100 * (len(judged) - len(wrong)) >= LEAST * len(judged), f"{what} wrong in:\n" + "\n".join(wrong)
