"""The map as SVG: country outlines in Web Mercator, cut to where the events are, and the same symbols as on the page."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from events.paths import DATA
from events.views.arrays import EventArrays, Rows
from events.views.groups import GROUPS
from events.views.labels import counted
from events.views.pictures.shapes import FONT, LIGHT, legend, linked, plain, shape
from events.views.places import Kind
from events.views.symbols import WORLD, Symbol, symbols
from events.views.texts import FALLBACK, say, teller

LOWEST, HIGHEST = -75.0, 83.0  # degrees that a map of the world shows
LEAST_SPAN = 0.03  # of the world's width: a single place is shown with its surroundings
MARGIN = 0.12
FINEST = 0.6  # pixels: nearer points of an outline are left out
TITLES = 8  # in the words of a symbol


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is drawn, in Web Mercator units (0..1 from west to east and north to south), and the picture's size."""

    left: float
    top: float
    scale: float  # pixels a unit
    width: int
    height: int

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        return (_x(lon) - self.left) * self.scale, (_y(lat) - self.top) * self.scale


def map_svg(arrays: EventArrays, rows: Rows, *, width: int = 960, height: int = 560, links: bool = False, language: str = FALLBACK) -> str:
    """An SVG of the placed events among `rows`, with a legend and the source of the outlines. `links`: symbols lead to "#event-ID"."""
    placed, tell = rows[arrays.placed[rows]], teller(language)
    found = symbols(arrays, placed, WORLD)
    frame = framed(found, width, height)
    body = "".join(_symbol(arrays, frame, symbol, links, language) for symbol in found)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{plain(tell("picture.map", events=counted(len(placed), "event", language)))}" style="{FONT};font-size:11px">'
        f'<rect width="{width}" height="{height}" fill="{LIGHT["sea"]}"/>'
        f'<path d="{_outlines(frame)}" fill="{LIGHT["land"]}" stroke="{LIGHT["border"]}" stroke-width=".8" fill-rule="evenodd"/>'
        f"{_names(frame)}{body}"
        f'<g fill="{LIGHT["ink"]}"><rect y="{height - 20}" width="{width}" height="20" fill="{LIGHT["paper"]}" fill-opacity=".85"/>'
        f'{legend(8, height - 6, language)}<text x="{width - 8}" y="{height - 6}" text-anchor="end" fill="{LIGHT["faint"]}">'
        f"{plain(tell('picture.outlines'))}</text></g></svg>"
    )


def framed(found: Sequence[Symbol], width: int, height: int) -> Frame:
    """The frame that holds all symbols with a margin; the world where there are none."""
    if not found:
        return _fit(_x(-180), _y(HIGHEST), _x(180), _y(LOWEST), width, height)
    xs = [_x(symbol.lon) for symbol in found]
    ys = [_y(min(max(symbol.lat, LOWEST), HIGHEST)) for symbol in found]
    half = [min(symbol.radius_km / 40075 / max(0.2, math.cos(math.radians(symbol.lat))), 0.06) for symbol in found]
    edges = [min(map(_minus, xs, half)), min(map(_minus, ys, half)), max(map(_plus, xs, half)), max(map(_plus, ys, half))]
    room = max(edges[2] - edges[0], edges[3] - edges[1], LEAST_SPAN) * MARGIN
    return _fit(edges[0] - room, edges[1] - room, edges[2] + room, edges[3] + room, width, height)


def _minus(a: float, b: float) -> float:
    return a - b


def _plus(a: float, b: float) -> float:
    return a + b


def _fit(left: float, top: float, right: float, bottom: float, width: int, height: int) -> Frame:
    scale = min(width / max(right - left, LEAST_SPAN), height / max(bottom - top, LEAST_SPAN))
    x, y = (left + right) / 2, (top + bottom) / 2
    return Frame(x - width / scale / 2, y - height / scale / 2, scale, width, height)


def _x(lon: float) -> float:
    return (lon + 180) / 360


def _y(lat: float) -> float:
    sine = math.sin(math.radians(min(max(lat, -85.05), 85.05)))
    return 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


# ---- outlines
@cache
def _countries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / "basemap" / "countries.geojson").read_text("utf-8"))["features"]
    return found


def _rings(feature: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _outlines(frame: Frame, only: str | None = None) -> str:
    """Path data of all countries, or of one, as far as they reach into the frame."""
    features = (feature for feature in _countries() if only is None or feature["properties"]["id"] == only)
    return "".join(_path(frame, ring) for feature in features for ring in _rings(feature))


def _path(frame: Frame, ring: list[tuple[float, float]]) -> str:
    points = [frame.at(lat, lon) for lon, lat in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if max(xs) < 0 or min(xs) > frame.width or max(ys) < 0 or min(ys) > frame.height:
        return ""
    kept = [points[0]]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= FINEST:
            kept.append(point)
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in kept) + "Z"


def _names(frame: Frame) -> str:
    """The names of the countries that are wide enough to bear them."""
    parts = []
    for feature in _countries():
        told = feature["properties"]
        if not told.get("name") or told["width"] / 360 * frame.scale < 6.2 * len(told["name"]):
            continue
        x, y = frame.at(told["label"][1], told["label"][0])
        if 0 < x < frame.width and 0 < y < frame.height:
            parts.append(f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" fill="{LIGHT["faint"]}">{plain(told["name"])}</text>')
    return "".join(parts)


# ---- symbols
def _symbol(arrays: EventArrays, frame: Frame, symbol: Symbol, links: bool, language: str) -> str:
    x, y = frame.at(symbol.lat, symbol.lon)
    place = arrays.columns["place_name"][symbol.rows[0]] if symbol.rows else counted(symbol.count, "event", language)
    titles = [arrays.titles[row] for row in symbol.rows[:TITLES]]
    rest = [say("map.more", language, count=len(symbol.rows) - TITLES)] if len(symbol.rows) > TITLES else []
    words = "\n".join([place or "?", *titles, *rest])
    first = arrays.ids[symbol.rows[0]] if links and symbol.rows else None
    return linked(first, words, _drawn(frame, symbol, x, y))


def _drawn(frame: Frame, symbol: Symbol, x: float, y: float) -> str:
    group = GROUPS[symbol.counts.index(max(symbol.counts))]
    strength = 0.06 if symbol.hollow else 0.13
    area = f'fill="{group.light}" fill-opacity="{strength}" stroke="{group.light}" stroke-width="1.3" stroke-dasharray="4 3"'
    if symbol.kind is Kind.COUNTRY:
        outline = _outlines(frame, symbol.country)
        if outline:
            return f'<path d="{outline}" {area}/>{_tag(x, y, symbol.count, group.light)}'
    if symbol.kind in (Kind.COUNTRY, Kind.RING):
        pixels = symbol.radius_km / 40075 / max(0.05, math.cos(math.radians(symbol.lat))) * frame.scale
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(10.0, pixels):.1f}" {area}/>{_tag(x, y, symbol.count, group.light)}'
    if symbol.count == 1:
        return shape(group, x, y, 7, symbol.hollow)
    radius = min(22.0, 8 + 2 * math.log2(symbol.count))
    return _doughnut(x, y, radius, symbol)


def _doughnut(x: float, y: float, radius: float, symbol: Symbol) -> str:
    """A ring whose parts are the groups, with the number in it."""
    around, parts, done = 2 * math.pi * (radius - 2), [], 0.0
    for group, number in zip(GROUPS, symbol.counts, strict=True):
        share = number / symbol.count * around
        if number:
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius - 2:.1f}" fill="none" stroke="{group.light}" stroke-width="4.5" '
                f'stroke-dasharray="{share:.2f} {around - share:.2f}" stroke-dashoffset="{around / 4 - done:.2f}"/>'
            )
        done += share
    paper = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius + 1.5:.1f}" fill="{LIGHT["paper"]}"/>'
    return paper + "".join(parts) + _number(x, y, symbol.count)


def _tag(x: float, y: float, number: int, colour: str) -> str:
    width = 10 + 6 * len(str(number))
    box = f'<rect x="{x - width / 2:.1f}" y="{y - 8:.1f}" width="{width}" height="16" rx="4" fill="{LIGHT["paper"]}" stroke="{colour}"/>'
    return box + _number(x, y, number)


def _number(x: float, y: float, number: int) -> str:
    return f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-weight="600" fill="{LIGHT["ink"]}">{number:,}</text>'
