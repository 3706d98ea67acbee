"""The folium map: a basemap that never changes, and a feature group with the symbols that does.

Texts reach the browser as base64 and are written with `textContent`, so that nothing in an article can become script or markup on
the way through templates, regular expressions and HTML.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import folium
from branca.element import MacroElement
from jinja2 import Template

from events.model import PlacePrecision
from events.views.address import Box, MapView
from events.views.arrays import EventArrays
from events.views.assets import BASEMAP_URL, LEAFLET_CSS_URL, LEAFLET_JS_URL, WEB
from events.views.groups import legend
from events.views.labels import interval, number, place_kind
from events.views.symbols import Symbol
from events.views.texts import FALLBACK, say, texts_of

SCRIPT = "".join((WEB / name).read_text("utf-8") for name in ("shapes.js", "map.js"))
LINES = 4  # titles in a tooltip; the rest are counted
MAX_ZOOM = 16

# folium links ten files on content delivery networks. The symbols need Leaflet alone, and that is ours.
folium.Map.default_js = [("leaflet", LEAFLET_JS_URL)]
folium.Map.default_css = [("leaflet_css", LEAFLET_CSS_URL)]


class _Script(MacroElement):
    """A call of one of map.js's functions with the parent layer and one packed argument."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.before }}{{ this.call(this._parent.get_name()) }}{% endmacro %}")

    def __init__(self, function: str, argument: dict[str, Any], before: str = "") -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca is typed in part
        self._name = "Script"
        self.function, self.packed, self.before = function, pack(argument), before

    def call(self, parent: str) -> str:
        return f'\nwindow.eventMap.{self.function}({parent}, "{self.packed}");\n'


@dataclass(frozen=True, slots=True)
class Look:
    """How the events are shown. `selected`: row of the event to mark and bring into sight.

    `visit`: one page load, for which the view is kept. `area`: the box that the user drew. `view`: where the link wants the map to begin.
    """

    selected: int | None = None
    visit: str = ""
    area: Box | None = None
    view: MapView | None = None
    language: str = FALLBACK


def base_map(dark: bool, online_tiles: bool, language: str = FALLBACK) -> folium.Map:
    """The map without events: country outlines of our own, or OpenStreetMap's tiles where the user asked for them."""
    made = folium.Map(location=(25, 15), zoom_start=2, tiles=None, prefer_canvas=True, world_copy_jump=True)
    made.options.update(minZoom=1, maxZoom=MAX_ZOOM, zoomSnap=1 if online_tiles else 0.25)  # tiles blur between whole zooms
    if online_tiles:
        folium.TileLayer("OpenStreetMap", max_zoom=MAX_ZOOM).add_to(made)
    words = texts_of("map", language)
    options = {"dark": dark, "outlines": BASEMAP_URL, "paint": not online_tiles, "groups": legend(dark), "words": words}
    made.add_child(_Script("start", options, before=SCRIPT))
    return made


def event_layer(arrays: EventArrays, symbols: Sequence[Symbol], look: Look) -> folium.FeatureGroup:
    """The symbols, to be put on the base map."""
    layer = folium.FeatureGroup("events")
    layer.add_child(_Script("draw", layer_data(arrays, symbols, look)))
    return layer


def layer_data(arrays: EventArrays, symbols: Sequence[Symbol], look: Look) -> dict[str, Any]:
    """What map.js draws: the symbols with the words of their tooltips, which of them holds the selected event, and the drawn box."""
    return {
        "visit": look.visit,
        "area": look.area,
        "view": look.view,
        "selected": None if look.selected is None else arrays.ids[look.selected],
        "symbols": [_symbol_data(arrays, symbol, look) for symbol in symbols],
    }


def _symbol_data(arrays: EventArrays, symbol: Symbol, look: Look) -> dict[str, Any]:
    return {
        "kind": symbol.kind,
        "key": symbol.key,
        "at": [round(symbol.lat, 5), round(symbol.lon, 5)],
        "radius": symbol.radius_km,
        "country": symbol.country,
        "counts": symbol.counts,
        "hollow": symbol.hollow,
        "selected": look.selected in symbol.rows,
        "place": _place_words(arrays, symbol, look.language),
        "lines": [f"{arrays.titles[row]} · {interval(*arrays.dates(row), look.language)}" for row in symbol.rows[:LINES]],
        "more": max(0, len(symbol.rows) - LINES),
    }


def _place_words(arrays: EventArrays, symbol: Symbol, language: str) -> str:
    if not symbol.rows:
        return say("map.here", language, count=number(symbol.count, language))
    name, precision = arrays.columns["place_name"][symbol.rows[0]] or "?", arrays.columns["place_precision"][symbol.rows[0]]
    return f"{name} ({place_kind(PlacePrecision(precision), language)})"


def pack(value: dict[str, Any]) -> str:
    """JSON as base64: letters and digits only, whatever the article says."""
    return base64.b64encode(json.dumps(value, separators=(",", ":")).encode("utf-8")).decode("ascii")
