"""The pattern language of the grammar files -> regular expressions over kinds of tokens.

`word`       a word or sign of the text, in any case (a capital in the pattern asks for one in the text)
`NAME`       a token of that lexical class
`@name`      a macro
`a b`        one after the other;  `( a | b )` choice;  `?` after an item: it may be missing
`x=item`     keeps what the item matched as field x
`{ ... }`    before or after the body: context that must be there and is not part of the span
`{! ... }`   context, one token long, that must not be there
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ITEM = re.compile(r"[{}()|?]|[a-z_]+=|@\w+|[^\s{}()|?=]+")
_SIGNS = frozenset("{}()|?!")


def literals(patterns: Iterable[str]) -> set[str]:
    """The words and signs that patterns name themselves."""
    items = {item for pattern in patterns for item in _ITEM.findall(pattern)}
    return {item for item in items if item not in _SIGNS and not item.startswith("@") and not item.endswith("=") and not _is_class(item)}


def _is_class(item: str) -> bool:
    return len(item) > 1 and item.isupper()


@dataclass(frozen=True, slots=True)
class _Part:
    """A compiled piece: its expression, the kinds that it can begin with, whether it can be empty, and sets of kinds of each of
    which every match has one."""

    expression: str
    first: frozenset[str]
    empty: bool = False
    needs: tuple[frozenset[str], ...] = ()

    def then(self, other: "_Part") -> "_Part":
        first = self.first | other.first if self.empty else self.first
        return _Part(self.expression + other.expression, first, self.empty and other.empty, self.needs + other.needs)


_NOTHING = _Part("", frozenset(), True)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern as a regular expression, whose group "span" is what belongs to the time expression. `first`: the kinds that a match
    can begin with; `needs`: sets of kinds of each of which every match has one; `trigger`: the one of them least frequent in texts."""

    expression: str
    first: frozenset[str]
    needs: tuple[frozenset[str], ...]
    trigger: frozenset[str]


class PatternCompiler:
    """Compiles the patterns of one grammar.

    `members`: lexical class -> the kinds of tokens that may have it; `weights`: kind -> how frequent its words are, roughly.
    """

    def __init__(self, members: dict[str, frozenset[str]], weights: dict[str, float], macros: dict[str, str]) -> None:
        self._members, self._weights, self._macros = members, weights, macros
        self._fields = 0

    def compile(self, pattern: str) -> Compiled:
        """The pattern as a regular expression. ValueError says what is wrong with it."""
        before, body, after = _split(_ITEM.findall(pattern))
        inner = self._choice(body)
        if inner.empty:
            raise ValueError("the pattern matches nothing at all")
        whole = _Part(f"(?P<span>{inner.expression})", inner.first, False, inner.needs)
        for items in reversed(before):
            whole = self._before(items, whole)
        for items in after:
            whole = whole.then(self._after(items))
        if not whole.needs:
            raise ValueError("the pattern needs a word that every match has")
        return Compiled(whole.expression, whole.first, whole.needs, self._rarest(whole.needs))

    def _rarest(self, needs: tuple[frozenset[str], ...]) -> frozenset[str]:
        return min(needs, key=lambda kinds: sum(self._weights[kind] for kind in kinds))

    def _before(self, items: list[str], body: _Part) -> _Part:
        if items[0] != "!":
            return self._choice(items).then(body)
        return _Part(f"(?<!{self._choice(items[1:]).expression})", frozenset(), True).then(body)

    def _after(self, items: list[str]) -> _Part:
        if items[0] == "!":
            return _Part(f"(?!{self._choice(items[1:]).expression})", frozenset(), True)
        context = self._choice(items)
        return _Part(f"(?={context.expression})", frozenset(), True, context.needs)

    def _choice(self, items: list[str]) -> _Part:
        part, rest = self._alternatives(items)
        if rest:
            raise ValueError(f"a ) without its ( before {' '.join(rest[1:])}")
        return part

    def _alternatives(self, items: list[str]) -> tuple[_Part, list[str]]:
        branches, sequence = [], _NOTHING
        while items and items[0] != ")":
            if items[0] == "|":
                branches.append(sequence)
                sequence, items = _NOTHING, items[1:]
            else:
                part, items = self._item(items)
                sequence = sequence.then(part)
        branches.append(sequence)
        first = frozenset().union(*(branch.first for branch in branches))
        needs = branches[0].needs if len(branches) == 1 else self._needs_of_one(branches)
        return _Part(f"(?:{'|'.join(b.expression for b in branches)})", first, any(b.empty for b in branches), needs), items

    def _needs_of_one(self, branches: list[_Part]) -> tuple[frozenset[str], ...]:
        if not all(branch.needs for branch in branches):
            return ()
        return (frozenset().union(*(self._rarest(branch.needs) for branch in branches)),)

    def _item(self, items: list[str]) -> tuple[_Part, list[str]]:
        part, rest = self._single(items)
        if rest and rest[0] == "?":
            return _Part(f"(?:{part.expression})?", part.first, True), rest[1:]
        return part, rest

    def _single(self, items: list[str]) -> tuple[_Part, list[str]]:
        head, rest = items[0], items[1:]
        if head.endswith("=") and len(head) > 1:
            self._fields += 1
            name = f"{head[:-1]}__{self._fields}"  # a group name may be used once, a field in many branches
            inner, rest = self._single(rest)
            return _Part(f"(?P<{name}>{inner.expression})", inner.first, inner.empty, inner.needs), rest
        if head == "(":
            inner, rest = self._alternatives(rest)
            if not rest:
                raise ValueError("a ( without its )")
            return inner, rest[1:]
        if head.startswith("@"):
            return self._macro(head[1:]), rest
        return self._token(head), rest

    def _macro(self, name: str) -> _Part:
        if name not in self._macros:
            raise ValueError(f"no macro @{name}; there are: {', '.join(sorted(self._macros))}")
        return self._choice(_ITEM.findall(self._macros[name]))

    def _token(self, name: str) -> _Part:
        kinds = self._members.get(name if _is_class(name) else "=" + name)
        if not kinds:
            raise ValueError(f"no word has the class {name}" if _is_class(name) else f"{name!r} is out of place")
        return _Part(f"[{''.join(sorted(kinds))}]", kinds, False, (kinds,))


def _split(items: list[str]) -> tuple[list[list[str]], list[str], list[list[str]]]:
    """The contexts before the body, the body, the contexts after it."""
    before: list[list[str]] = []
    after: list[list[str]] = []
    while items and items[0] == "{":
        end = items.index("}")
        before.append(items[1:end])
        items = items[end + 1 :]
    while items and items[-1] == "}":
        begin = len(items) - 1 - items[::-1].index("{")
        after.insert(0, items[begin + 1 : -1])
        items = items[:begin]
    if not items or not all(before) or not all(after):
        raise ValueError("a pattern needs a body, and a context needs something in it")
    return before, items, after
