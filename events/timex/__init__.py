"""Time expressions of a text as TIMEX3, resolved to days: `tag`."""

from events.timex.grammar import languages
from events.timex.tagger import tag

__all__ = ["languages", "tag"]
