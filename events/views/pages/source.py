"""The source text of the chosen event, on every page that has one beside its list."""

import numpy as np

from events.model import Analysis, Event
from events.storage import Store
from events.views import components
from events.views.alike import alike
from events.views.arrays import EventArrays, Rows
from events.views.evidence import Alike, Evidence, evidence
from events.views.pages.frame import language, tell
from events.views.pages.review_bar import mark
from events.views.selection import Selection
from events.views.table import MAX_ROWS


def draw_source(
    store: Store,
    arrays: EventArrays,
    selection: Selection,
    analysis: Analysis | None,
    event: Event | None,
    *,
    listed: Rows,
    above: str,
    hint: str,
) -> None:
    """The panel of the chosen event, or `hint` where none is chosen.

    `listed`: the rows of the list beside it; `above`: the height of what stands over it, as a CSS length.
    """
    components.source_panel(
        _shown(store, arrays, selection, analysis, event) if analysis and event else None,
        line=_line(listed, arrays.index.get(event.id)) if event else None,
        above=above,
        hint=hint,
        language=language(),
        on_document=selection.open_document,
        on_event=selection.select,
        on_beside=selection.put_beside,
        on_marked=mark,
    )


def _line(listed: Rows, row: int | None) -> int | None:
    """The line of a list that an event stands in, counted from 0; None where the list does not show it."""
    found = np.flatnonzero(listed[:MAX_ROWS] == row)
    return int(found[0]) if len(found) else None


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
