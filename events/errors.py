"""What can go wrong, as one tree. Every message says what failed, why, and what to do.

EventsError
├─ ConfigurationError(ValueError)   a setting or name that does not exist; the message lists the choices
├─ DocumentError(ValueError)        a text that cannot be read; path, and line where there is one
├─ ExtractionError                  an extractor that failed; document id, extractor
├─ GeocodingError                   a geocoder that failed (not: found nothing); query, retry_after
├─ ReviewError(ValueError)          a correction that cannot be made; in what the reviewer saw or gave
└─ StoreError                       a database that cannot be used; path or URL without its password
"""


from typing import Any


class EventsError(Exception):
    """Root of all errors that this package raises on purpose. They survive pickling, so worker processes can hand them over."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.args, self.__dict__)


def _rebuilt(kind: type[EventsError], args: tuple[Any, ...], fields: dict[str, Any]) -> EventsError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(fields)
    return error


class ConfigurationError(EventsError, ValueError):
    """A setting, backend or name that does not exist."""


class DocumentError(EventsError, ValueError):
    """A text that cannot be read. `path` names it, `line` (1-based) where in it, if known; `reason` says why."""

    def __init__(self, message: str, *, path: str, line: int | None = None) -> None:
        self.path, self.line, self.reason = path, line, message
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {message}")


class ExtractionError(EventsError):
    """An extractor that failed on a document."""

    def __init__(self, message: str, *, document_id: str, extractor: str) -> None:
        self.document_id, self.extractor = document_id, extractor
        super().__init__(f"document {document_id}, extractor {extractor}: {message}")


class GeocodingError(EventsError):
    """A geocoder that failed: unreachable, refused, timed out, answered nonsense. `retry_after` in seconds where it said so."""

    def __init__(self, message: str, *, query: str | None = None, retry_after: float | None = None) -> None:
        self.query, self.retry_after = query, retry_after
        super().__init__(message)


class ReviewError(EventsError, ValueError):
    """A correction that cannot be made: a wrong value, an event that is gone, or somebody else was quicker. Nothing was changed."""


class StoreError(EventsError):
    """A database that cannot be opened, read or written. `location` is its path, or its URL without the password."""

    def __init__(self, message: str, *, location: str) -> None:
        self.location = location
        super().__init__(f"{location}: {message}")
