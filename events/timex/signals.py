"""What the words before a time expression make of its interval: "since" leaves the end open, "until" the start, ranges span both."""

from datetime import timedelta

from events.timex.calendar import UNKNOWN, Interval
from events.timex.tokens import Token

DAY = timedelta(days=1)


def signal_before(tokens: list[Token], start: int) -> str:
    """The word or phrase before a time expression that bounds it: since, until, by, before, after, "as early as" ...; "" for none."""
    words = [token.text.lower() for token in tokens[max(0, start - 4) : start]]
    for size in (3, 2, 1):
        phrase = " ".join(words[-size:])
        if len(words) >= size and phrase in SIGNALS:
            return phrase
    return ""


def bounded(interval: Interval, signal: str) -> Interval:
    """The days that a time with this signal before it covers; one end open where the signal says so."""
    kind = SIGNALS.get(signal, "")
    first, last = interval
    if first is None or last is None or kind in ("", "EARLIEST", "LATEST"):
        return interval
    if kind == "FROM":
        return first, None
    if kind == "TO":
        return None, last
    if kind == "BEFORE":
        return (None, first - DAY) if first.toordinal() > 1 else UNKNOWN
    return last + DAY, None


SIGNALS = {
    "since": "FROM", "ever since": "FROM", "starting": "FROM", "beginning": "FROM", "from": "FROM", "as of": "FROM", "effective": "FROM",
    "until": "TO", "till": "TO", "up to": "TO", "by": "TO", "no later than": "TO", "not later than": "TO",
    "before": "BEFORE", "prior to": "BEFORE", "ahead of": "BEFORE", "after": "AFTER",
    "as early as": "EARLIEST", "no earlier than": "FROM", "as late as": "LATEST",
}  # fmt: skip
SIGNAL_MODS = {
    "as early as": "ON_OR_AFTER", "no earlier than": "ON_OR_AFTER", "no later than": "ON_OR_BEFORE", "not later than": "ON_OR_BEFORE",
}  # fmt: skip
