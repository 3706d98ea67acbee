"""What the words before a time expression make of its interval: "since" leaves the end open, "until" the start."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from events.paths import DATA
from events.tables import numbered_rows
from events.timex.calendar import UNKNOWN, Interval
from events.timex.tokens import Tokens

DAY = timedelta(days=1)
LONGEST = 3  # words of a signal


@dataclass(frozen=True, slots=True)
class Signal:
    """A word or phrase before a time expression that bounds it; `bound` is FROM, TO, BEFORE, AFTER, EARLIEST, LATEST or ""."""

    bound: str = ""
    mod: str | None = None
    deadline: bool = False
    aside: bool = False
    past: bool = False
    target: bool = False  # where a thing is moved or put off to

    def bounded(self, interval: Interval) -> Interval:
        """The days that a time with this signal before it covers; one end is open where the signal says so."""
        first, last = interval
        if first is None or last is None or self.bound in ("", "EARLIEST", "LATEST"):
            return interval
        if self.bound == "FROM":
            return first, None
        if self.bound == "TO":
            return None, last
        if self.bound == "BEFORE":
            return (None, first - DAY) if first.toordinal() > 1 else UNKNOWN
        return (last + DAY, None) if last.year < 9999 else UNKNOWN


NO_SIGNAL = Signal()


class Signals(dict[str, Signal]):
    """Phrase -> Signal. `last_words`: the words that end a phrase."""

    def __init__(self, phrases: dict[str, Signal]) -> None:
        super().__init__(phrases)
        self.last_words = frozenset(phrase.rpartition(" ")[2] for phrase in phrases)


@cache
def load_signals(language: str) -> Signals:
    """The signals of data/timex/<language>/signals.tsv; none where a language has no such file."""
    path = DATA / "timex" / language / "signals.tsv"
    rows = list(numbered_rows(path, 4)) if path.exists() else []
    return Signals({phrase: _signal(bound, mod, remarks) for _, (phrase, bound, mod, remarks) in rows})


def _signal(bound: str, mod: str, remarks: str) -> Signal:
    known = {remark: True for remark in remarks.split(",") if remark != "-"}
    return Signal("" if bound == "-" else bound, None if mod == "-" else mod, **known)


def signal_before(tokens: Tokens, start: int, signals: Signals) -> Signal:
    """The longest signal that ends at token `start`; NO_SIGNAL for none."""
    if start == 0 or tokens.words[start - 1].lower() not in signals.last_words:
        return NO_SIGNAL
    words = [word.lower() for word in tokens.words[max(0, start - LONGEST) : start]]
    for size in range(len(words), 0, -1):
        signal = signals.get(" ".join(words[-size:]))
        if signal:
            return signal
    return NO_SIGNAL
