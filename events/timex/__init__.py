"""Time expressions of a text as TIMEX3, resolved to days: `tag`. The date that a text bears itself: `written_on`."""

from events.timex.grammar import languages
from events.timex.tagger import tag, written_on

__all__ = ["languages", "tag", "written_on"]
