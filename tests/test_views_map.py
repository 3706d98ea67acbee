"""The map's data and script: nothing of an article outside the packed texts, nothing on the network."""

import base64
import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import view_samples
from view_arrays import arrays_of, on, world_arrays

from events.errors import ConfigurationError
from events.paths import DATA
from events.storage import open_store
from events.views.arrays import event_arrays
from events.views.assets import provide_assets
from events.views.groups import GROUPS, OTHER, group_of
from events.views.map import Look, base_map, event_layer, layer_data, pack
from events.views.symbols import symbols
from events.views.table import MAX_ROWS, event_table


def test_a_symbol_for_the_browser(tmp_path: Path) -> None:
    events = world_arrays(tmp_path)
    rows = np.flatnonzero(events.placed)
    selected = next(row for row in rows if events.titles[row].startswith("Police withdrew"))
    data = layer_data(events, symbols(events, rows), Look(selected, "visit"))
    ramadi = next(symbol for symbol in data["symbols"] if symbol["key"] == "point:33.42056,43.30778")
    assert (data["visit"], data["selected"]) == ("visit", events.ids[selected])
    assert ramadi == {
        "kind": "point",
        "key": "point:33.42056,43.30778",
        "at": [33.42056, 43.30778],
        "radius": 6.0,
        "country": "IQ",
        "counts": (0, 1, 0, 3, 0),
        "hollow": False,
        "selected": True,
        "place": "Ramadi (city or town)",
        "lines": [
            "Islamic State fighters captured Ramadi last weekend · 16–17 May 2015",
            "Police withdrew from Ramadi on Sunday · 17 May 2015",
            "Militias massed near Ramadi on Wednesday · 20 May 2015",
            "Guards closed the road to Ramadi yesterday · no date",
        ],
        "more": 0,
    }


def test_article_texts_reach_the_map_only_packed(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/hostile.sqlite")
    store.save(view_samples.analysis_of(view_samples.HOSTILE))
    events = event_arrays(store.event_columns())
    layer = event_layer(events, symbols(events, np.arange(len(events))), Look(0, "visit"))
    base = base_map(dark=False, online_tiles=False)
    layer.add_to(base)
    script = base.get_root().render()
    assert "pwned" not in script and "onerror" not in script
    packed = re.findall(r'eventMap\.draw\(\w+, "([A-Za-z0-9+/=]+)"\)', script)
    assert [json.loads(base64.b64decode(text))["symbols"][0]["place"] for text in packed] == [f"{view_samples.EVIL} (region)"]


@pytest.mark.parametrize("online", [False, True])
def test_only_the_online_map_names_another_server(online: bool) -> None:
    page = base_map(dark=True, online_tiles=online).get_root().render()
    sources = re.findall(r'(?:src|href)="(https?://[^"]+)', page)
    assert (sources, "tile.openstreetmap.org" in page) == ([], online)


def test_packing_keeps_every_character() -> None:
    value = {"text": "\u2028 ' \" ` ${x} </script> \U0001f600"}
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", pack(value)) and json.loads(base64.b64decode(pack(value))) == value


@pytest.mark.parametrize(
    ("event_type", "name"),
    [
        ("CONSULT", "Verbal cooperation"),
        ("AID", "Material cooperation"),
        ("ACCUSE", "Verbal conflict"),
        ("ASSAULT", "Material conflict"),
        ("WHATEVER", "Other"),
    ],
)
def test_groups_of_event_types(event_type: str, name: str) -> None:
    assert GROUPS[group_of(event_type)].name == name and GROUPS[OTHER].name == "Other"


def test_a_list_of_events() -> None:
    events = arrays_of(on("2015-05-16", date_assumed=True, actors="Rebels", title="=HYPERLINK(1)"), on("...", "..."))
    table = event_table(events, np.array([1, 0]))
    assert table[["When", "What", "Where", "Type", "Date assumed", "Actors"]].to_numpy().tolist() == [
        ["no date", "Event 1", "no place", "Assault", False, ""],
        ["16 May 2015", "=HYPERLINK(1)", "no place", "Assault", True, "Rebels"],
    ]
    assert len(event_table(events, np.zeros(MAX_ROWS + 1, dtype=np.intp))) == MAX_ROWS


def test_assets_are_copied_once_and_mended(tmp_path: Path) -> None:
    provide_assets(tmp_path)
    script, outlines = tmp_path / "leaflet" / "leaflet.js", tmp_path / "basemap" / "countries.geojson"
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    outlines.write_text("damaged")
    provide_assets(tmp_path)
    assert outlines.read_bytes() == (DATA / "basemap" / "countries.geojson").read_bytes()
    assert script.stat().st_mtime_ns == times[script] and sorted(times) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_assets_that_cannot_be_written_say_so(tmp_path: Path) -> None:
    (tmp_path / "static").write_text("a file where a folder should be")
    with pytest.raises(ConfigurationError, match="the map's files cannot be put into"):
        provide_assets(tmp_path / "static")


def test_the_basemap_has_every_country_once_cut_at_the_antimeridian() -> None:
    outlines = json.loads((DATA / "basemap" / "countries.geojson").read_text("utf-8"))["features"]
    codes = {outline["properties"]["id"] for outline in outlines}
    assert {"IQ", "SY", "RU", "US", "PS", "XK", "TW", "FJ", "VA"} <= codes and len(codes) > 230
    for outline in outlines:
        geometry = outline["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        steps = [abs(a[0] - b[0]) for polygon in polygons for ring in polygon for a, b in pairwise(ring)]
        assert max(steps) < 180 or outline["properties"]["id"] == "AQ"
