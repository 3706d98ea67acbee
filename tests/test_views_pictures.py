"""Pictures and the report: well-formed, complete, and harmless whatever the articles say, in a real browser without a network."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import view_samples
from view_arrays import POINT, RING, arrays_of, many, on

from events.storage import Store, open_store
from events.views.arrays import EventArrays, event_arrays
from events.views.downloads import PICTURES
from events.views.pictures import map_svg, png_of, report_html, timeline_svg
from events.views.pictures.timeline_svg import ticks

SVG = "{http://www.w3.org/2000/svg}"
MADE = datetime(2026, 11, 26, 12, 0)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, EventArrays]]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('pictures')}/events.sqlite")
    for analysis in (*view_samples.world(), view_samples.analysis_of(view_samples.HOSTILE)):
        store.save(analysis)
    yield store, event_arrays(store.event_columns())


def titles(svg: str) -> list[str]:
    return [(element.text or "").splitlines()[0] for element in ElementTree.fromstring(svg).iter(f"{SVG}title")]


def test_the_map_has_a_symbol_for_every_place(world: tuple[Store, EventArrays]) -> None:
    arrays = world[1]
    rows = np.flatnonzero(arrays.placed)
    places = {arrays.columns["place_name"][row] for row in rows.tolist()}
    assert set(titles(map_svg(arrays, rows))) == {place.replace("\x00", "") for place in places}


def test_the_timeline_has_every_dated_event(world: tuple[Store, EventArrays]) -> None:
    arrays = world[1]
    found = titles(timeline_svg(arrays, np.arange(len(arrays))))
    assert sorted(found) == sorted(arrays.titles[row] for row in np.flatnonzero(arrays.dated).tolist())


def test_many_events_are_counts_and_none_are_lost() -> None:
    arrays = many(5_000)
    found = [int(re.sub(r"\D", "", title)) for title in titles(timeline_svg(arrays, np.arange(len(arrays))))]
    assert sum(found) == int(arrays.dated.sum())


@pytest.mark.parametrize(
    "events",
    [
        [],
        [{}],
        [on("2015-05-01")],
        [{**POINT, **on(None, "2015-05-01")}],
        [{**RING, "lat": 89.0, "lon": -179.9}],
        [on("0001-01-01", "9999-12-31")],
    ],
)
def test_whatever_there_is_can_be_drawn(events: list[dict[str, object]]) -> None:
    arrays = arrays_of(*events)
    rows = np.arange(len(arrays))
    for svg in (map_svg(arrays, rows), timeline_svg(arrays, rows)):
        assert ElementTree.fromstring(svg).tag == f"{SVG}svg"
        assert "nan" not in svg.lower().replace("nanumea", "")


def test_the_map_as_png_is_twice_its_size(world: tuple[Store, EventArrays]) -> None:
    arrays = world[1]
    picture = png_of(map_svg(arrays, np.arange(len(arrays)), width=300, height=200))
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (600, 400)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (16571, 16573, ["16 May", "17 May", "18 May"]),
        (16571, 16600, ["18 May", "25 May", "1 Jun", "8 Jun"]),
        (16556, 16650, ["May 2015", "Jun 2015", "Jul 2015", "Aug 2015"]),
        (0, 3652, [str(year) for year in range(1971, 1981)]),
    ],
)
def test_ticks_suit_the_stretch(first: int, last: int, words: list[str]) -> None:
    assert [text for _, text in ticks(first, last)] == words


def test_the_report_holds_every_event_with_its_sentence_and_source(world: tuple[Store, EventArrays], tmp_path: Path) -> None:
    store, arrays = world
    report = report_html(arrays, np.arange(len(arrays)), store.analyses, title="Spring & summer", made=MADE, choices="type Assault")
    assert sorted(re.findall(r'<article id="event-([^"]+)"', report)) == sorted(arrays.ids)
    assert len(re.findall(r'<details id="text-', report)) == len(store.documents())
    assert "<title>Spring &amp; summer</title>" in report
    assert "27 events, 2 without a date, 4 without a place; made on 2026-11-26 12:00. Chosen: type Assault." in report
    assert '<mark class="what">captured</mark>' in report
    assert "<script" not in report and "javascript:" not in re.sub(r">[^<]*<", "><", report)
    assert re.findall(r"""(?:src|href)=["'](?!#|https://example\.org/)""", re.sub(r">[^<]*<", "><", report)) == []


def test_only_the_first_are_told_one_by_one_and_the_rest_is_counted(
    world: tuple[Store, EventArrays], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, arrays = world
    monkeypatch.setattr("events.views.pictures.report.MAX_EVENTS", 20)
    report = report_html(arrays, np.arange(len(arrays)), store.analyses, title="Events", made=MADE)
    assert report.count("<article ") == 20 and "7 events more, later than these" in report


def test_every_picture_can_be_saved(world: tuple[Store, EventArrays]) -> None:
    store, arrays = world
    heads = {name: picture.draw(store, arrays, np.arange(len(arrays)), "en")[:4] for name, picture in PICTURES.items()}
    assert heads == {"report": b"<!DO", "map-png": b"\x89PNG", "map-svg": b"<svg", "timeline-svg": b"<svg"}
