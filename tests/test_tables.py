"""The reader of the tab-separated files of data/."""

from pathlib import Path

import pytest

from events.errors import ConfigurationError
from events.tables import numbered_rows, records, rows, several


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.tsv"


def test_rows_have_no_comments_blank_lines_and_blanks_around_cells(path: Path) -> None:
    path.write_text("# header\na\tb \n\n \n c\td\x85e\r\n#\tf\n", encoding="utf-8")
    assert list(numbered_rows(path)) == [(2, ["a", "b"]), (5, ["c", "d\x85e"])]
    assert list(rows(path, 2)) == [["a", "b"], ["c", "d\x85e"]]


def test_records_take_their_columns_from_the_first_row(path: Path) -> None:
    path.write_text("# comment\nname\tcode\nA\t1\n\nB\n", encoding="utf-8")
    assert records(path) == [{"name": "A", "code": "1"}, {"name": "B", "code": ""}]


def test_a_row_that_does_not_fit_is_named(path: Path) -> None:
    path.write_text("# header\nname\tcode\nA\t1\t2\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"list\.tsv:3: 3 columns where 2 belong"):
        list(rows(path, 2))
    with pytest.raises(ConfigurationError, match=r"list\.tsv:3: 3 cells, but only 2 columns \(name, code\)"):
        records(path)


def test_a_file_that_cannot_be_read_is_named(path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"list\.tsv cannot be read \(No such file or directory\)"):
        records(path)
    path.write_bytes(b"a\t\xff\n")
    with pytest.raises(ConfigurationError, match=r"list\.tsv cannot be read \(it is not UTF-8 text\)"):
        records(path)


def test_a_cell_may_hold_several_values() -> None:
    assert several(" a | b||c d") == ("a", "b", "c d")
    assert several("") == ()
