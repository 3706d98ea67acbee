"""The seed reports and the hand-made gold: complete, well formed, true to the calendar and to the texts."""

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from events.documents import read_text
from events.model import Document, PlacePrecision, Status
from events.paths import SEEDS

GOLD = Path(__file__).parent / "gold"
FOLDERS = ((GOLD / "seeds", SEEDS), (GOLD / "articles", GOLD / "articles"))
PAIRS = [(gold, texts / f"{gold.stem}.md") for golds, texts in FOLDERS for gold in sorted(golds.glob("*.json"))]
FIELDS = {"what", "event_type", "acled", "status", "first", "last", "place", "lat", "lon", "country_code", "precision", "trigger", "quote"}
EXTRA = {"also", "quantities"}
PLOVER = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
)
ACLED = {
    "Armed clash", "Government regains territory", "Non-state actor overtakes territory", "Chemical weapon", "Air/drone strike",
    "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade", "Sexual violence", "Attack",
    "Abduction/forced disappearance", "Peaceful protest", "Protest with intervention", "Excessive force against protesters",
    "Violent demonstration", "Mob violence", "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
    "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
}  # fmt: skip
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
DATED_WEEKDAY = re.compile(rf"({'|'.join(WEEKDAYS)}),? (\d{{1,2}}) ({'|'.join(MONTHS)})(?:,? (\d{{4}}))?")


@cache
def document(path: Path) -> Document:
    return read_text(path.read_bytes(), source=str(path))


@cache
def gold(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def occurrences(words: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text))


@pytest.mark.parametrize(("golds", "texts"), FOLDERS)
def test_every_text_has_its_gold_file(golds: Path, texts: Path) -> None:
    assert [path.stem for path in sorted(golds.glob("*.json"))] == [path.stem for path in sorted(texts.glob("*.md"))]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.md")), ids=lambda path: path.stem)
def test_front_matter_and_length(path: Path) -> None:
    report = document(path)
    assert (report.publisher, report.language) == ("Events seed reports", "en")
    assert report.title and report.dct and path.stem.startswith(report.dct.isoformat())
    assert report.url is None or report.url.startswith("https://en.wikipedia.org/wiki/")
    assert 150 <= len(report.text.split()) <= 350


@pytest.mark.parametrize("path", [text for _, text in PAIRS], ids=lambda path: path.stem)
def test_weekdays_agree_with_the_calendar(path: Path) -> None:
    report = document(path)
    for weekday, day, month, year in DATED_WEEKDAY.findall(report.text):
        assert year or report.dct, f"{weekday}, {day} {month} has no year"
        when = date(int(year or report.dct.year), MONTHS.index(month) + 1, int(day))  # type: ignore[union-attr]
        assert WEEKDAYS[when.weekday()] == weekday, f"{weekday}, {day} {month} {year}"


@pytest.mark.parametrize(("path", "text"), PAIRS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_quotes_and_triggers_stand_in_the_text(path: Path, text: Path) -> None:
    body = document(text).text
    mentions = [m for e in gold(path)["events"] for m in (e, *e.get("also", ()))]
    for mention in mentions + [entry for entry in gold(path).get("not_events", ()) if "quote" in entry]:
        assert body.count(mention["quote"]) == 1, mention["quote"]
        assert occurrences(mention["trigger"], mention["quote"]) == 1, (mention["trigger"], mention["quote"])


@pytest.mark.parametrize(("path", "text"), PAIRS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_gold_is_well_formed(path: Path, text: Path) -> None:
    assert gold(path)["document"] == text.name
    for event in gold(path)["events"]:
        assert set(event) - EXTRA == FIELDS, event["what"]
        assert event["event_type"] in PLOVER and event["acled"] in {None, *ACLED}, event
        assert event["status"] in set(Status)
        days = [date.fromisoformat(event[end]) for end in ("first", "last") if event[end]]
        assert days == sorted(days), event["what"]
        placed = {event[field] is not None for field in ("place", "lat", "lon", "precision")}
        assert len(placed) == 1, event["what"]
        assert event["precision"] in {None, *PlacePrecision}, event["what"]


def test_nothing_is_annotated_twice() -> None:
    keys = [(path, e["trigger"], e["quote"], e["place"]) for path, _ in PAIRS for e in gold(path)["events"]]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_the_seeds_are_rich_enough_for_a_first_screen() -> None:
    events = [e for path, text in PAIRS if text.parent == SEEDS for e in gold(path)["events"]]
    dated_and_placed = [e for e in events if e["place"] and (e["first"] or e["last"])]
    assert len(list(SEEDS.glob("*.md"))) >= 12
    assert len(dated_and_placed) >= 70
    assert len({e["country_code"] for e in dated_and_placed} - {None}) >= 15
    assert {e["event_type"] for e in events} == PLOVER
    assert {e["status"] for e in events} == set(Status)
