"""What the code finds in the seed reports is what it found when the golden files were last reviewed."""

from pathlib import Path

import pytest
from golden.regenerate import FOLDER, ROOT, found_in

REPORTS = sorted((ROOT / "seeds").glob("*.md"))


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_report_yields_what_it_did(report: Path) -> None:
    golden = FOLDER / f"{report.stem}.json"
    assert found_in(report) == golden.read_text(encoding="utf-8"), (
        "events differ; if the change is wanted, run tests/golden/regenerate.py and review the difference"
    )


def test_every_golden_file_has_its_report() -> None:
    assert {p.stem for p in FOLDER.glob("*.json")} == {p.stem for p in REPORTS}
