"""Every kind of file becomes the same report; every bad one is one line; what a file is is told by its content."""

import io
import re
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import mixed_files
import openpyxl
import pandas
import pytest
from mixed_files import BAD, GOOD, MISLABELLED, PNG, report, word_with, zipped

from events.documents import READERS, Columns, Hints, isolation, read_bytes, read_path
from events.documents.isolation import Request, read_apart
from events.errors import DocumentError
from events.model import DateOrigin, Document

R = report(11)
FILE_DAY = (R.published, DateOrigin.FILE)
ORIGINS = {
    "html": (R.published, DateOrigin.METADATA), "pdf": FILE_DAY, "docx": (None, None), "eml": (R.published, DateOrigin.MAIL),
    "rss": (R.published, DateOrigin.FEED), "jsonl": (R.published, DateOrigin.COLUMN), "csv": (R.published, DateOrigin.COLUMN),
    "xlsx": (R.published, DateOrigin.COLUMN), "parquet": (R.published, DateOrigin.COLUMN),
}  # fmt: skip


def one(raw: bytes, name: str, **hints: object) -> Document:
    (document,) = read_bytes(raw, name, Hints(**hints))
    assert isinstance(document, Document), document
    return document


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("ending", GOOD)
def test_every_kind_gives_the_report_with_its_title_and_date(ending: str) -> None:
    document = one(GOOD[ending](R), f"report.{ending}")
    assert (document.title, document.language) == (R.title, "en")
    assert (document.dct, document.dct_origin) == ORIGINS.get(ending, (R.published, DateOrigin.FRONT_MATTER))
    body = words(document.text)
    head = words(R.title) if ending in ("html", "pdf") and body[: len(words(R.title))] == words(R.title) else []
    assert body == head + words(R.text)
    assert [line.split()[0] for line in document.text.split("\n\n")][-1] == "Witness"


@pytest.mark.parametrize("name", MISLABELLED)
def test_what_a_file_is_is_told_by_its_content(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(MISLABELLED[name](R))
    (document,) = read_path(tmp_path)
    assert isinstance(document, Document)
    if name == "old.txt":
        assert document.language == "ru" and "Повстанцы захватили мост" in document.text
    else:
        assert words(R.text)[-30:] == words(document.text)[-30:]


GIVEN_UP = "it was given up after 0 seconds; convert it to text"
LINES = {
    "empty.txt": "there is no text in it",
    "empty.pdf": "this is no PDF although its name says so; save it anew",
    "blank.md": "there is no text in it",
    "noise.txt": "this is no text but binary data; convert it to text first",
    "front.md": "the front matter has no end; close it with a line of ---",
    "broken.pdf": "it is no valid PDF, or damaged; save it anew",
    "encrypted.pdf": "it is encrypted; save it without its password",
    "pictures.pdf": "it has no text layer, only pictures of pages; run it through OCR first, for example ocrmypdf",
    "bomb.pdf": "reading it broke off: it is damaged, or wants too much memory; convert it to text",
    "photo.docx": "this is Portable Network Graphics file (.png); readable are",
    "broken.docx": "it is no valid ZIP archive, or damaged; pack it anew",
    "laughs.docx": "its XML declares entities, as files made to do harm do; it is not read",
    "bomb.docx": "as archives made to do harm do",
    "encrypted.xlsx": "this is an encrypted Office file; save it without its password",
    "laughs.rss": "its XML declares entities, as files made to do harm do; it is not read",
    "endless.rss": "bytes are too many for a feed, at most 16,000,000 are read; split it into its articles",
    "empty.rss": "it is a feed without entries",
    "drawing.xml": "this is XML that is no feed (<svg>); readable are",
    "menu.html": "there is no text in it",
    "encrypted.zip": "it is encrypted; pack it without a password",
    "bomb.zip": "as archives made to do harm do",
    "lying.zip": "it is damaged or packed in an unknown way",
    "nested.zip": "archives in archives are read 2 deep; unpack it",
    "broken.zip": "it is no valid ZIP archive, or damaged; pack it anew",
    "leaving.zip": "its name leads out of the archive; it is not read",
    "deep.json": "it is nested too deeply",
    "deep.html": "there is no text in it",
    "cell.csv": "more than 8,000,000 bytes are too many for one line",
    "columns.csv": "no column of texts; say which it is with --text-column, of: a, b",
    "broken.parquet": "it is no valid Parquet file, or damaged; write it anew",
    "empty.eml": "there is no text in it",
    "huge.txt": "10,000,000 bytes are too many for text, at most 4,000,000 are read; split it into its articles",
}


@pytest.mark.parametrize("name", BAD)
def test_every_bad_file_is_one_line_that_says_why(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name]())
    (error,) = read_path(path)
    assert isinstance(error, DocumentError)
    assert str(error).startswith(str(path)) and LINES[name] in str(error) and "\n" not in str(error)


def test_the_pages_of_a_pdf_are_kept(tmp_path: Path) -> None:
    document = one(mixed_files.pdf(R, pages=3), "a.pdf")
    assert document.text.count("\f") == 2
    first, last = R.paragraphs[0].split()[0], R.paragraphs[-1].split()[-3]
    assert (document.page(document.text.index(first)), document.page(document.text.rindex(last))) == (1, 3)
    assert Document("No pages.").page(3) is None


def test_a_sentence_that_goes_over_a_page_or_a_line_is_whole() -> None:
    first = b"BT /F1 11 Tf 14 TL 60 780 Td (Rebels who came from the north cap-) Tj T* (tured the town of Bria after heavy) Tj ET"
    second = b"BT /F1 11 Tf 14 TL 60 780 Td (fighting with the army on Thursday.) Tj T* T* (The mayor fled.) Tj ET"
    document = one(mixed_files.pdf_of([first, second]), "a.pdf")
    whole = "Rebels who came from the north captured the town of Bria after heavy\ffighting with the army on Thursday."
    assert document.text.startswith(whole)


def test_columns_by_name_or_by_option() -> None:
    names, rows = ["when", "what was said", "Link"], [["2015-05-21", R.text, "https://example.org/a"], ["", "Another text.", ""]]
    raw = pandas.DataFrame([*rows, ["soon", "x", ""]], columns=names).to_csv(index=False, sep=";").encode("cp1252")
    found = list(read_bytes(raw, "a.csv", Hints(columns=Columns(text="What was said", date="When"))))
    assert [(d.text, d.dct, d.url, d.source) for d in found[:2] if isinstance(d, Document)] == [
        (R.text, date(2015, 5, 21), "https://example.org/a", "a.csv:2"),
        ("Another text.", None, None, "a.csv:3"),
    ]
    assert [str(item) for item in found[2:]] == ["a.csv:4: 'soon' is no date; write it like 2015-05-21"]
    assert [str(item) for item in read_bytes(raw, "a.csv", Hints(columns=Columns(text="body")))] == [
        "a.csv: no column 'body'; there are: when, what was said, Link"
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2015-05-21", date(2015, 5, 21)), ("20150521", date(2015, 5, 21)), ("21 May 2015", date(2015, 5, 21)),
        ("May 21, 2015 10:00", date(2015, 5, 21)), ("21/05/2015", date(2015, 5, 21)), ("2015-05-06T23:00:00Z", date(2015, 5, 6)),
        ("05/06/2015", "can be more than one day"), ("May 2015", "can be more than one day"), ("2015", "can be more than one day"),
        ("next week", "is no date"), ("", None),
    ],
)  # fmt: skip
def test_a_date_in_a_cell_is_read_or_refused_never_guessed(cell: str, expected: date | str | None) -> None:
    (item,) = read_bytes(pandas.DataFrame({"text": [R.text], "date": [cell]}).to_csv(index=False).encode(), "a.csv")
    if isinstance(expected, str):
        assert isinstance(item, DocumentError) and expected in str(item)
    else:
        assert isinstance(item, Document) and (item.dct, item.dct_origin) == (expected, DateOrigin.COLUMN if expected else None)


def test_good_rows_beside_bad_ones_are_read() -> None:
    lines = ["title,text", "one,First text.", "two,a,b,c", "huge," + "x" * 9_000_000, "three,Third text.", "four,"]
    lines += ['five,"A text', 'in two lines."']
    found = list(read_bytes("\n".join(lines).encode(), "a.csv"))
    assert [item.text for item in found if isinstance(item, Document)] == ["First text.", "Third text.", "A text\nin two lines."]
    problems = [re.sub(r"^a.csv:\d+: ", "", str(item)) for item in found if isinstance(item, DocumentError)]
    assert sorted(problems) == [
        "its cells do not fit the header (expected 2 fields, saw 4)",
        "more than 8,000,000 bytes are too many for one line",
        "there is no text in it",
    ]


def test_a_feed_of_entries_and_json_in_other_shapes() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>
        <entry><title>One</title><link href="https://example.org/1"/><updated>2015-05-21T01:00:00Z</updated><content type="html">
        &lt;p&gt;Rebels left.&lt;/p&gt;&lt;p&gt;Tents came.&lt;/p&gt;</content></entry>
        <entry><title>Two only a headline</title><id>2</id></entry>
        </feed>"""
    found = [item for item in read_bytes(atom, "a.xml") if isinstance(item, Document)]
    assert [(d.text, d.title, d.url, d.dct, d.source, d.publisher) for d in found] == [
        ("Rebels left.\n\nTents came.", "One", "https://example.org/1", date(2015, 5, 21), "a.xml#https://example.org/1", "F"),
        ("Two only a headline", "Two only a headline", None, None, "a.xml#2", "F"),
    ]
    listed = list(read_bytes(b'[{"text": "One."}, 7, {"body": "Two.", "lang": "fr"}]', "a.json"))
    assert [item.text if isinstance(item, Document) else str(item) for item in listed] == [
        "One.", "a.json:2: it is no JSON object with the fields of a document", "Two.",
    ]  # fmt: skip
    lines = list(read_bytes(b'{"text": "One."}\nno json\n\n{"text": "\\ud800"}\n{"text": 3}\n', "a.jsonl"))
    assert [item.text if isinstance(item, Document) else str(item) for item in lines] == [
        "One.",
        "a.jsonl:2: this is no JSON (Expecting value: line 1 column 1 (char 0))",
        "a.jsonl:4: character 0 is half a character (a lone surrogate); copy the text anew",
        "a.jsonl:5: there is no text in it",
    ]


def test_mail_with_attachments() -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "desk@example.org", "News", "Thu, 21 May 2015 23:30:00 +0200"
    message["Message-ID"] = "<1@example.org>"
    message.set_content("<p>Rebels left the town of <b>Bria</b> on Sunday after three days of talks.</p>", subtype="html")
    message.add_attachment(mixed_files.pdf(R), maintype="application", subtype="pdf", filename="report.pdf")
    message.add_attachment(PNG, maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(zipped({"../out.txt": b"x"}), maintype="application", subtype="zip", filename="more.zip")
    found = list(read_bytes(message.as_bytes(), "a.eml"))
    assert [str(item.source if isinstance(item, Document) else item) for item in found] == [
        "a.eml", "a.eml/report.pdf", "a.eml/more.zip/../out.txt: its name leads out of the archive; it is not read",
    ]  # fmt: skip
    body = found[0]
    assert isinstance(body, Document) and body.text == "Rebels left the town of Bria on Sunday after three days of talks."
    assert (body.title, body.publisher, body.dct, body.dct_origin) == ("News", "desk@example.org", date(2015, 5, 21), DateOrigin.MAIL)


def test_an_archive_in_an_archive_and_what_is_passed_over(tmp_path: Path) -> None:
    inner = zipped({"a.txt": b"First text.", "deep/b.html": mixed_files.html(R), "__MACOSX/._a.txt": b"\0\0", ".DS_Store": b"\0"})
    (tmp_path / "outer.zip").write_bytes(zipped({"inner.zip": inner, "logo.png": PNG, "bad.txt": b"\0\1\2"}))
    reading = read_path(tmp_path)
    found = [str(item.source if isinstance(item, Document) else item).removeprefix(f"{tmp_path}/") for item in reading]
    binary = "outer.zip/bad.txt: this is no text but binary data; convert it to text first"
    assert found == [binary, "outer.zip/inner.zip/a.txt", "outer.zip/inner.zip/deep/b.html"]
    assert reading.skipped == {".png": 1}


def test_excel_with_a_bomb_or_an_entity_in_it() -> None:
    file, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(["text"])
    book.save(file)
    raw = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        for member in source.infolist():
            sheet = member.filename == "xl/worksheets/sheet1.xml"
            made.writestr(member.filename, mixed_files.billion_laughs().encode() + b"<x>&l9;</x>" if sheet else source.read(member))
    assert "declares entities" in str(next(read_bytes(raw.getvalue(), "a.xlsx")))
    outside = word_with("docProps/core.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    assert "declares entities" in str(next(read_bytes(outside, "a.docx")))


def test_a_reader_that_takes_too_long_costs_its_line_and_the_next_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading process needs longer to start than it is given here."""
    monkeypatch.setattr(isolation, "SECONDS", 0.01)
    monkeypatch.setattr(isolation, "_idle", [])
    (tmp_path / "a.pdf").write_bytes(mixed_files.pdf(R))
    assert [str(item) for item in read_path(tmp_path / "a.pdf")] == [f"{tmp_path}/a.pdf: {GIVEN_UP}"]
    monkeypatch.setattr(isolation, "SECONDS", 60)
    assert [type(item) for item in read_path(tmp_path / "a.pdf")] == [Document]


def test_a_reading_process_that_is_left_half_way_is_not_used_again() -> None:
    raw = b"".join(b'{"text": "Text number %d."}\n' % number for number in range(1000))
    items = read_apart(Request(raw, "a.jsonl", ".jsonl", Hints(), "jsonl"))
    assert next(items).text == "Text number 0."  # type: ignore[union-attr]
    items.close()  # type: ignore[attr-defined]
    assert [item.text for item in read_bytes(b'{"text": "Another."}', "b.jsonl")] == ["Another."]  # type: ignore[union-attr]


def test_the_table_of_readers_knows_each_kind_and_its_module() -> None:
    assert all(callable(form.read) for form in READERS.values())
    endings: list[str] = [suffix for form in READERS.values() for suffix in form.suffixes]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les rebelles ont pris le pont de Bria dimanche après deux jours de combats, a déclaré le maire de la ville à la radio.", "fr"),
        ("Повстанцы захватили мост через реку в воскресенье, сообщил мэр города, и школы закрыты до конца недели.", "ru"),
        ("Rebels took the bridge of Bria on Sunday after two days of fighting, the mayor of the town told a radio station.", "en"),
        ("Le pont.", "en"),
    ],
)
def test_the_language_is_told_where_there_is_enough_to_tell_it_by(text: str, language: str) -> None:
    assert one(text.encode(), "a.txt").language == language
