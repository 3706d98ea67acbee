"""The pages, each a small file of widgets: what a page shows is made by the pure functions of `events.views`."""

from collections.abc import Callable
from dataclasses import dataclass

from events.storage import Store
from events.views.pages.add import add_page
from events.views.pages.charts import charts_page
from events.views.pages.documents import documents_page
from events.views.pages.explore import explore_page
from events.views.pages.review import review_page
from events.views.pages.settings import settings_page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its path in the address (""  for the first), icon, and what draws it."""

    path: str
    icon: str
    draw: Callable[[Store], None]


PAGES: dict[str, PageEntry] = {
    "explore": PageEntry("", ":material/map:", explore_page),
    "charts": PageEntry("charts", ":material/bar_chart:", charts_page),
    "documents": PageEntry("documents", ":material/description:", documents_page),
    "add": PageEntry("add", ":material/note_add:", add_page),
    "review": PageEntry("review", ":material/rule:", review_page),
    "settings": PageEntry("data", ":material/database:", settings_page),
}
