"""Writes what the code finds in each seed report to tests/golden/: run it after a change, and review the difference.

    .venv/bin/python tests/golden/regenerate.py
"""

import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent


def found_in(path: Path) -> str:
    """JSON of the events of a report, one line an event, in the order of the text; last, in one line, those without a type."""
    from events.documents import read_path
    from events.model import Document
    from events.ontology import OTHER
    from events.pipeline import analyse

    (document,) = read_path(path)
    assert isinstance(document, Document), document
    lines, untyped = [], []
    for event in analyse(document).events:
        place = event.place
        if event.event_type == OTHER and event.rank:
            untyped.append(f"{event.mentions[0].text} | {event.last or ''} | {place.name if place else ''}")
            continue
        row = {
            "title": event.title,
            "type": f"{event.event_type} {event.mode}".strip(),
            "acled": event.acled,
            "status": event.status,
            "first": event.first and event.first.isoformat(),
            "last": event.last and event.last.isoformat(),
            "date from": event.date_link,
            "place": place and f"{place.name}, {place.country_code}",
            "place from": event.place_link,
            "triggers": [mention.text for mention in event.mentions],
        }
        lines.append(json.dumps(row, ensure_ascii=False))
    lines.append(json.dumps({"without a type": untyped}, ensure_ascii=False))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> None:
    sys.path.insert(0, str(ROOT))
    for path in sorted((ROOT / "seeds").glob("*.md")):
        (FOLDER / f"{path.stem}.json").write_text(found_in(path), encoding="utf-8")
        print(path.stem)


if __name__ == "__main__":
    main()
