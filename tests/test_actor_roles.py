"""Who acts and who is acted upon, against the project's own gold, tests/gold/actors.tsv."""

from dataclasses import dataclass
from pathlib import Path

from events.model import Argument, Mention
from tests.extraction import extract

GOLD = Path(__file__).parent / "gold" / "actors.tsv"
ROLES = ("actors", "recipients")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of the gold, its trigger, and the (head words, name or "") of who acts and who is acted upon."""

    construction: str
    text: str
    trigger: str
    actors: tuple[tuple[str, str], ...]
    recipients: tuple[tuple[str, str], ...]


def cases() -> list[Case]:
    rows = [line.split("\t") for line in GOLD.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [Case(kind, text, trigger, _parties(actors), _parties(recipients)) for kind, text, trigger, actors, recipients in rows]


def _parties(cell: str) -> tuple[tuple[str, str], ...]:
    if cell == "-":
        return ()
    pairs = (part.partition("=") for part in cell.split("|"))
    return tuple((words, name) for words, _, name in pairs)


def mention_of(case: Case) -> Mention | None:
    """The mention whose trigger is the one of the case; None where nothing was found there."""
    start = case.text.rindex(case.trigger)
    found = [m for event in extract(case.text) for m in event.mentions]
    return next((m for m in found if m.trigger.start < start + len(case.trigger) and start < m.trigger.end), None)


def _same(argument: Argument, wanted: tuple[str, str]) -> bool:
    words, name = wanted
    return argument.name == name if name else words.lower() in argument.text.lower()


def right(case: Case, mention: Mention | None) -> dict[str, tuple[int, int, int]]:
    """For each role: how many are right, how many are wanted, how many were found."""
    found = {}
    for role in ROLES:
        wanted: tuple[tuple[str, str], ...] = getattr(case, role)
        have: tuple[Argument, ...] = getattr(mention, role) if mention is not None else ()
        found[role] = (sum(any(_same(h, w) for h in have) for w in wanted), len(wanted), len(have))
    return found


def scores() -> tuple[dict[str, float], list[str]]:
    """Per cent of sentences with both roles whole and nobody too many, F1 of each role, and the cases that are wrong."""
    counts = {role: [0, 0, 0] for role in ROLES}
    whole, wrong = 0, []
    for case in cases():
        mention = mention_of(case)
        result = right(case, mention)
        for role, numbers in result.items():
            counts[role] = [a + b for a, b in zip(counts[role], numbers, strict=True)]
        good = mention is not None and all(hits == wanted == found for hits, wanted, found in result.values())
        whole += good
        if not good:
            told = "no mention" if mention is None else [[(a.text, a.name) for a in getattr(mention, r)] for r in ROLES]
            wrong.append(f"{case.construction}: {case.text} [{case.trigger}] {case.actors} {case.recipients} <- {told}")
    f1 = {role: round(200 * hits / max(1, wanted + found), 1) for role, (hits, wanted, found) in counts.items()}
    return {"whole": round(100 * whole / len(cases()), 1), **f1}, wrong


def test_roles_of_the_gold() -> None:
    figures, wrong = scores()
    assert figures["whole"] >= 91, "\n".join([str(figures), *wrong])
    assert figures["actors"] >= 96, figures
    assert figures["recipients"] >= 94, figures
