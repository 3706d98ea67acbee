"""A Match -> its fields as values: month "05", count "3", modifier "APPROX"."""

from events.model import Span
from events.timex.grammar import Grammar
from events.timex.matcher import Match
from events.timex.tokens import Token

FIELD_CLASSES = {
    "month": ("MONTH", "MONTHISH"),
    "day": ("DAY", "DAYTH"),
    "year": ("YEAR", "YEAR2"),
    "anyyear": ("ANYYEAR", "YEAR"),
    "weekday": ("WEEKDAY", "WEEKDAYISH", "WEEKDAYS"),
    "season": ("SEASON", "SEASONISH", "SEASONS"),
    "part": ("PART", "PARTS", "NIGHT"),
    "edge": ("EDGE", "EDGENOUN", "EDGEADJ"),
    "ord": ("ORDINAL", "ORDWORD", "HALFORD"),
    "unit": ("UNIT", "UNITS", "SECOND", "QUARTERUNIT", "NIGHT", "WEEKEND", "UNITLONG"),
    "nth": ("ORDINAL", "ORDWORD", "WHICH"),
    "which": ("WHICH",),
    "yearwhich": ("WHICH",),
    "other": ("OTHER", "WHICH"),
    "shift": ("DAYWORD",),
    "value": ("NOWWORD", "PASTWORD", "FUTUREWORD"),
    "iso": ("ISO",),
    "decade": ("DECADE", "DECADE3"),
    "decade_short": ("DECADE2", "DECADEWORD"),
    "hundreds": ("YEARS",),
    "yearpair": ("YEARPAIR",),
    "quarter_name": ("QUARTERNAME",),
    "holiday": ("HOLIDAY",),
    "era": ("BC", "AD"),
    "ampm": ("AMPM",),
    "zone": ("ZONE", "ZONENAME"),
    "hour": ("HOUR12", "HOURWORD", "HOUR24"),
    "clock": ("CLOCK", "DOTCLOCK", "CLOCKAMPM", "DOTCLOCKAMPM"),
    "hhmm": ("HHMM", "HHMMH"),
    "period": ("ADVSET",),
    "weekend": ("WEEKEND", "UNITS"),
    "mod": ("MOD",),
}
VAGUE = "X"
NIGHT_PART = "NI"


class Reading:
    """The fields of a match, by name; a constant of the rule stands for a field that nothing matched."""

    def __init__(self, match: Match, tokens: list[Token], grammar: Grammar) -> None:
        self.match, self._tokens, self._grammar = match, tokens, grammar

    def span(self) -> Span:
        """Where the match stands in the text."""
        return Span(self._tokens[self.match.start].start, self._tokens[self.match.end - 1].end)

    def has(self, field: str) -> bool:
        return field in self.match.fields or field in self.match.rule.constants

    def words(self, field: str) -> list[str]:
        """The words of a field, in lower case."""
        start, end = self.match.fields[field]
        return [token.text.lower() for token in self._tokens[start:end]]

    def get(self, field: str) -> str:
        """The value of a field in its lexical class, "" where there is none."""
        if field not in self.match.fields:
            return self.match.rule.constants.get(field, "")
        start, end = self.match.fields[field]
        for token in self._tokens[start:end]:
            classes = self._grammar.classes_of(token.text)
            for name in FIELD_CLASSES.get(field, ()):
                if name in classes:
                    return classes[name]
        return " ".join(self.words(field))

    def classes(self, field: str) -> dict[str, str]:
        """All lexical classes of a field's first word."""
        return self._grammar.classes_of(self._tokens[self.match.fields[field][0]].text)

    def word_classes(self, word: str) -> dict[str, str]:
        return self._grammar.classes_of(word)

    def get_class(self, word: str, *names: str) -> str:
        """The value of a word in the first of these classes that it has."""
        classes = self._grammar.classes_of(word)
        return next((classes[name] for name in names if name in classes), "")

    def all_words(self) -> list[str]:
        """The words of the whole span, in lower case."""
        return [token.text.lower() for token in self._tokens[self.match.start : self.match.end]]

    def word_before(self, field: str) -> str:
        return self._tokens[self.match.fields[field][0] - 1].text.lower()

    def number_before(self) -> int | None:
        """The number two tokens before the span: the first year of "1939-45"."""
        text = self._tokens[self.match.start - 2].text if self.match.start >= 2 else ""
        return int(text) if text.isdigit() else None

    def next_era(self) -> str:
        """The era that stands after the second year or century of a range: "477-450 BC"."""
        start, end = self.match.fields.get("era", (0, 0))
        return self.get("era") if end > start else ""

    def number(self, field: str) -> int | None:
        value = self.get(field)
        return int(value) if value.lstrip("+-").isdigit() else None

    def count(self, field: str = "n") -> str:
        """A number in words or digits as "3" or "2.5"; "X" when the words are vague."""
        if field not in self.match.fields:
            return self.match.rule.constants.get(field, "")
        start, end = self.match.fields[field]
        return count_of([self._grammar.classes_of(t.text) | {"WORD": t.text.lower()} for t in self._tokens[start:end]])


def count_of(words: list[dict[str, str]]) -> str:
    """What the words of a number come to: "2", "2.5", "X" when vague. Each word is its lexical classes and itself as WORD."""
    total, current = 0.0, 0.0
    for classes in words:
        word = classes["WORD"]
        if "VAGUE" in classes or "PLURALSCALE" in classes or word in ("few", "number", "handful"):
            return VAGUE
        if "SCALE" in classes:
            current = max(current, 1.0) * float(classes["SCALE"])
        elif word == "half":
            current += 0.5
        elif word == "couple":
            current = 2.0
        elif word in ("a", "an", "1", "one") and not current:
            current = 1.0 if "half" not in (w["WORD"] for w in words) or len(words) > 2 else 0.0
        else:
            number = classes.get("COUNT") or classes.get("TENS") or classes.get("NUMBER")
            current = _joined(current, float(number), word) if number else current
    total += current
    return f"{total:g}" if total < 1e6 else f"{total:.0f}"


def _joined(current: float, number: float, word: str) -> float:
    return number if word == "dozen" or current == 1.0 else current + number
