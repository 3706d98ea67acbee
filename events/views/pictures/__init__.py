"""Pictures that need no browser: map and timeline as SVG, the map as PNG, and a report in one HTML file that opens anywhere.

Every text of an article passes through `escape` or an autoescaping template on its way in.
"""

from events.views.pictures.map_svg import map_svg
from events.views.pictures.png import png_of
from events.views.pictures.report import report_html
from events.views.pictures.timeline_svg import timeline_svg

__all__ = ["map_svg", "png_of", "report_html", "timeline_svg"]
