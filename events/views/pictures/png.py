"""SVG -> PNG, by resvg."""

import resvg_py

ZOOM = 2  # so that it is sharp in print


def png_of(svg: str) -> bytes:
    """The picture as PNG, twice its size in pixels. Texts are in a font of the system."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM))
