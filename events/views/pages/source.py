"""The source text of the chosen event, on every page that has one beside its list."""

from events.model import Analysis, Event
from events.storage import Store
from events.views import components
from events.views.alike import alike
from events.views.arrays import EventArrays
from events.views.evidence import Alike, Evidence, evidence
from events.views.pages.frame import language, tell
from events.views.pages.review_bar import mark
from events.views.selection import Selection


def draw_source(
    store: Store, arrays: EventArrays, selection: Selection, analysis: Analysis | None, event: Event | None, *, above: str
) -> None:
    """The panel of the chosen event, or what to do where none is chosen. `above`: the height of what stands over it, as a CSS length."""
    components.source_panel(
        _shown(store, arrays, selection, analysis, event) if analysis and event else None,
        above=above,
        hint=tell("explore.hint"),
        language=language(),
        on_document=selection.open_document,
        on_event=selection.select,
        on_beside=selection.put_beside,
        on_marked=mark,
    )


def _shown(store: Store, arrays: EventArrays, selection: Selection, analysis: Analysis, event: Event) -> Evidence:
    found = _alike(arrays, event)
    wanted = selection.beside
    other = store.event(wanted) if wanted in {one.id for one in found} else None
    theirs = store.analysis(other.document_id) if other else None
    return evidence(
        analysis,
        event,
        language(),
        readings=store.sources(analysis.document.id),
        alike=found,
        beside=(theirs, other) if theirs and other else None,
    )


def _alike(arrays: EventArrays, event: Event) -> list[Alike]:
    row = arrays.index.get(event.id)
    if row is None:
        return []
    publishers, titles = arrays.columns["publisher"], arrays.columns["document_title"]
    return [
        Alike(arrays.ids[other], publishers[other] or titles[other] or tell("source.untitled"), arrays.titles[other])
        for other in alike(arrays, row).tolist()
    ]
