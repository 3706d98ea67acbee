"""What map and timeline pictures share: the shapes of the groups, escaped text, colours."""

import math
from html import escape

from events.views.groups import GROUPS, Group

LIGHT = {"sea": "#dde6ee", "land": "#f8f7f3", "border": "#b9c3cd", "paper": "#ffffff", "ink": "#111827", "faint": "#68778a"}
FONT = "font-family:'Source Sans 3','Source Sans Pro',Arial,sans-serif"
_POLYGONS = {"square": (4, 1.14, math.pi / 4), "triangle": (3, 1.25, -math.pi / 2), "diamond": (4, 1.2, 0.0), "hexagon": (6, 1.0, 0.0)}
_BAD = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))  # no XML can hold them


def plain(text: str) -> str:
    """Text as XML and HTML may hold it, in attributes too."""
    return escape(text.translate(_BAD), quote=True)


def shape(group: Group, x: float, y: float, radius: float, hollow: bool) -> str:
    """The symbol of a group as an SVG element; hollow where the date is assumed."""
    fill, stroke = (LIGHT["paper"], group.light) if hollow else (group.light, LIGHT["paper"])
    style = f'fill="{fill}" stroke="{stroke}" stroke-width="{2 if hollow else 1.2}"'
    if group.shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius * 0.95:.1f}" {style}/>'
    sides, size, turn = _POLYGONS[group.shape]
    down = radius * 0.2 if group.shape == "triangle" else 0.0
    angles = [turn + 2 * math.pi * i / sides for i in range(sides)]
    points = " ".join(f"{x + radius * size * math.cos(a):.1f},{y + down + radius * size * math.sin(a):.1f}" for a in angles)
    return f'<polygon points="{points}" {style}/>'


def legend(x: float, y: float, language: str) -> str:
    """The groups in a line, from the left."""
    parts = []
    for group in GROUPS:
        name = group.said(language)
        parts.append(shape(group, x + 6, y - 4, 5, False) + f'<text x="{x + 16:.0f}" y="{y:.0f}">{plain(name)}</text>')
        x += 34 + 6.2 * len(name)
    return "".join(parts)


def linked(event_id: str | None, title: str, inner: str) -> str:
    """An element that leads to the event's place in the report and says its title; where there is no report, one that only says it."""
    named = f"<title>{plain(title)}</title>{inner}"
    return f'<a href="#event-{plain(event_id)}">{named}</a>' if event_id else f"<g>{named}</g>"
