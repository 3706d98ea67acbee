"""A Match -> its fields as values: month "05", count "3", modifier "APPROX"."""

from events.model import Span
from events.timex.grammar import Grammar
from events.timex.matcher import Match
from events.timex.tokens import Classes, Tokens

FIELD_CLASSES = {
    "month": ("MONTH", "MONTHISH"),
    "day": ("DAY", "DAYTH"),
    "dayth": ("TENS", "ORDWORD"),
    "year": ("YEAR", "YEAR2"),
    "short_year": ("YEAR2",),
    "anyyear": ("ANYYEAR", "YEAR", "PAIRBC", "FYEAR"),
    "weekday": ("WEEKDAY", "WEEKDAYISH", "WEEKDAYS"),
    "season": ("SEASON", "SEASONISH", "SEASONS"),
    "part": ("PART", "PARTS", "NIGHT"),
    "edge": ("EDGE", "ENDEDGE", "EDGENOUN", "EDGEADJ", "EDGEORD", "HALFEDGE"),
    "ord": ("ORDINAL", "ORDWORD", "HALFORD"),
    "nth": ("ORDINAL", "ORDWORD", "WHICH", "LASTWORD"),
    "unit": ("UNIT", "UNITS", "SECOND", "QUARTERUNIT", "NIGHT", "WEEKEND", "UNITLONG", "DUAL", "DAYUNIT"),
    "which": ("WHICH",),
    "yearwhich": ("WHICH",),
    "other": ("OTHER", "WHICH"),
    "shift": ("DAYWORD",),
    "reach": ("REACH",),
    "iso": ("ISO",),
    "decade": ("DECADE", "DECADE3"),
    "decade_short": ("DECADE2", "DECADEWORD"),
    "hundreds": ("YEARS",),
    "yearpair": ("YEARPAIR",),
    "quarter_name": ("QUARTERNAME",),
    "holiday": ("HOLIDAY",),
    "holiday_part": ("HOLIDAYPART",),
    "era": ("BC", "AD"),
    "ampm": ("AMPM",),
    "zone": ("ZONE", "ZONENAME"),
    "hour": ("HOUR12", "HOURWORD", "HOUR24"),
    "minutes": ("MINUTES",),
    "clock": ("CLOCK", "DOTCLOCK", "CLOCKAMPM", "DOTCLOCKAMPM"),
    "hhmm": ("HHMM", "HHMMH"),
    "period": ("ADVSET",),
    "weekend": ("WEEKEND", "UNITS"),
    "mod": ("MOD",),
}
VAGUE = "X"
NIGHT = "night"


class Reading:
    """The fields of a match, by name; a constant of the rule stands for a field that nothing matched."""

    def __init__(self, match: Match, tokens: Tokens, grammar: Grammar) -> None:
        self.match, self._tokens, self._grammar = match, tokens, grammar

    @property
    def language(self) -> str:
        return self._grammar.language

    def span(self) -> Span:
        """Where the match stands in the text."""
        return Span(self._tokens.start(self.match.start), self._tokens.ends[self.match.end - 1])

    def has(self, field: str) -> bool:
        return field in self.match.fields or field in self.match.rule.constants

    def constant(self, name: str) -> str:
        """A constant of the rule, "" where it has none of that name."""
        return self.match.rule.constants.get(name, "")

    def get(self, field: str) -> str:
        """The value of a field in its lexical class, "" where there is none."""
        if field not in self.match.fields:
            return self.match.rule.constants.get(field, "")
        names = FIELD_CLASSES.get(field, ())
        for classes in self._classes(field):
            for name in names:
                if name in classes:
                    return classes[name]
        return ""

    def compared(self) -> int | None:
        """-1 where the edge is "earlier", 1 where it is "later", None for "early" and "late"."""
        classes = self._classes("edge")[0] if "edge" in self.match.fields else {}
        return int(classes["COMPARED"]) if "COMPARED" in classes else None

    def number(self, field: str) -> int | None:
        """The value of a field as a whole number."""
        value = self.get(field)
        return int(value) if value and value.lstrip("+-").isdigit() else None

    def sum(self, field: str) -> int | None:
        """The sum of the values of a field's words: "twenty-first" is 21."""
        if field not in self.match.fields:
            return None
        return sum(int(classes[name]) for classes in self._classes(field) for name in FIELD_CLASSES[field] if name in classes)

    def count(self, field: str = "n") -> str:
        """A number in words or digits as "3" or "2.5"; "X" when the words are vague, "" when there is none."""
        return count_of(self._classes(field)) if field in self.match.fields else self.constant(field)

    def classes(self, field: str) -> Classes:
        """All lexical classes of a field's first word."""
        return self._classes(field)[0]

    def phrase(self, field: str = "") -> str:
        """A field, or the whole span, as it is written, with single spaces."""
        start, end = self.match.fields.get(field, (self.match.start, self.match.end))
        return "".join(("" if token.joined else " ") + token.text for token in self._tokens[start:end]).strip()

    def words(self, field: str) -> list[str]:
        """The words of a field, in lower case."""
        start, end = self.match.fields[field]
        return [word.lower() for word in self._tokens.words[start:end]]

    def all_words(self) -> list[str]:
        """The words of the whole span, in lower case."""
        return [word.lower() for word in self._tokens.words[self.match.start : self.match.end]]

    def number_before(self) -> int | None:
        """The number two tokens before the span: the first year of "1939-45"."""
        text = self._tokens.words[self.match.start - 2] if self.match.start >= 2 else ""
        return int(text) if text.isdigit() and len(text) == 4 else None

    def _classes(self, field: str) -> list[Classes]:
        start, end = self.match.fields[field]
        return [self._grammar.classes_of(word) for word in self._tokens.words[start:end]]


def count_of(words: list[Classes]) -> str:
    """What the words of a number come to, each given as its lexical classes: "2", "2.5", "X" when they are vague.

    Classes: COUNT, NUMBER, TENS, FRACTION numbers; SCALE multiplies; ONE an article; HALF adds 0.5; VAGUE, PLURALSCALE, VAGUENOUN
    make it vague.
    """
    total, with_half = 0.0, any("HALF" in classes for classes in words)
    for classes in words:
        if classes.keys() & {"VAGUE", "PLURALSCALE", "VAGUENOUN"}:
            return VAGUE
        number = classes.get("FRACTION") or classes.get("COUNT") or classes.get("TENS") or classes.get("NUMBER")
        if "SCALE" in classes:
            total = max(total, 1.0) * float(classes["SCALE"])
        elif "HALF" in classes:
            total += 0.5
        elif "ONE" in classes:
            total = total or (0.0 if with_half and len(words) == 2 else 1.0)
        elif number:
            total = float(number) if "ONE" in words[0] else total + float(number)
    return f"{total:g}" if total < 1e6 else f"{total:.0f}"
