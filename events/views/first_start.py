"""Fills a new database from seeds/, in the background, so that closing the page does not stop it half-way."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from events.documents import read_path
from events.errors import EventsError
from events.paths import SEEDS
from events.storage import Store
from events.views.labels import number
from events.views.texts import FALLBACK, say

if TYPE_CHECKING:
    from events.pipeline import Report


def seeds_missing(store: Store, folder: Path = SEEDS) -> bool:
    """Whether a database still wants its seeds: it is empty, or holds some of them and nothing else.

    The latter is what a first start leaves behind when the program is stopped in the middle of it.
    """
    seeds = {path.name for path in folder.glob("*.md")}
    stored = {Path(source).name if source else "" for source in store.some_sources(len(seeds) + 1)}
    return bool(seeds) and stored < seeds


class FirstStart(threading.Thread):
    """One run. `share` (0 to 1) and `words()` say how far it is; `errors` what could not be read, `failure` what stopped it.

    A run that ended without `complete` and without `failure` met a mistake of ours, which is in the program's log.
    """

    def __init__(self, store: Store, folder: Path = SEEDS) -> None:
        super().__init__(daemon=True, name="first start")
        self._store, self._folder = store, folder
        self.share = 0.0
        self._step: tuple[str, dict[str, int]] = ("model", {})
        self.errors: list[EventsError] = []
        self.failure: EventsError | None = None
        self.complete = False

    def words(self, language: str = FALLBACK) -> str:
        """What it is doing."""
        key, numbers = self._step
        return say(f"first_start.{key}", language, **{name: number(value, language) for name, value in numbers.items()})

    def run(self) -> None:
        try:
            self._read()
            self.complete = True
        except EventsError as error:
            self.failure = error

    def _read(self) -> None:
        from events.gazetteer import ensure_gazetteer  # here, because pages that start nothing need no language model
        from events.pipeline import ingest

        ensure_gazetteer(progress=lambda _, share: self._tell(share / 2, "gazetteer"))
        documents = list(read_path(self._folder))
        self.errors = ingest(documents, self._store, progress=lambda report: self._count(report, len(documents))).errors

    def _count(self, report: "Report", total: int) -> None:
        done = report.documents + len(report.errors)
        self._tell((1 + done / total) / 2, "read", done=done, total=total, events=report.events)

    def _tell(self, share: float, key: str, **numbers: int) -> None:
        self.share, self._step = min(1.0, share), (key, numbers)
