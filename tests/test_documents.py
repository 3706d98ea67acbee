"""Files, folders and pasted text become Documents, and each bad one a single clear line."""

import io
import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from unprivileged import run_unprivileged

from events.documents import MAX_BYTES, MAX_CHARACTERS, describe_skipped, read_path, read_stream, read_text
from events.documents.formats import readable
from events.errors import ConfigurationError, DocumentError
from events.model import DateOrigin, Document

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"
BODY = "Rebels took the bridge on Sunday.\n\nThe mayor fled.\n"
FRONT_MATTER = '---\ntitle: "Bridge: lost"\npublished: 2015-05-21\npublisher: Example Wire\nurl: https://example.org/a\nlanguage: en\n---\n'
DESCRIBED = Document(
    BODY, "Bridge: lost", "Example Wire", "https://example.org/a", "en", date(2015, 5, 21), "x.md", DateOrigin.FRONT_MATTER
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (FRONT_MATTER + BODY, DESCRIBED),
        (FRONT_MATTER + "\n \n" + BODY, DESCRIBED),
        ("\n\n" + FRONT_MATTER + BODY, DESCRIBED),
        ("\ufeff" + FRONT_MATTER + BODY, DESCRIBED),
        ((FRONT_MATTER + BODY).encode(), DESCRIBED),
        (b"\xef\xbb\xbf" + (FRONT_MATTER + BODY).encode(), DESCRIBED),
        (
            (FRONT_MATTER + BODY).replace("\n", "\r\n").encode(),
            replace(DESCRIBED, text=BODY.replace("\n", "\r\n")),
        ),
        (
            "---\nTitle: Two\n  lines\nauthor: [a, b]\nlanguage: pt-BR\n---\nText.",
            Document("Text.", "Two lines", language="pt-BR", source="x.md"),
        ),
        ("---\npublisher:\nurl: ~\ntitle: 1984\n---\nText.", Document("Text.", "1984", source="x.md")),
        ("---\n---\nText.", Document("Text.", source="x.md")),
        ("  Indented *as written*.\n\n---\n\nMore.  ", Document("  Indented *as written*.\n\n---\n\nMore.  ", source="x.md")),
        ("-----\nno front matter\n-----\n", Document("-----\nno front matter\n-----\n", source="x.md")),
    ],
)
def test_text_and_metadata_are_told_apart(raw: bytes | str, expected: Document) -> None:
    assert read_text(raw, source="x.md") == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2015-05-21", date(2015, 5, 21)),
        ('"2015-05-21"', date(2015, 5, 21)),
        ("2015-5-3", date(2015, 5, 3)),
        ("2015-05-21T23:30:00+02:00", date(2015, 5, 21)),
        ("2015-05-21 08:00:00 Z", date(2015, 5, 21)),
        ("", date(2020, 1, 1)),
    ],
)
def test_publication_date(published: str, expected: date) -> None:
    document = read_text(f"---\npublished: {published}\n---\nText.", source="x.md", published=date(2020, 1, 1))
    assert document.dct == expected


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Rebels take bridge\n\nThe bridge fell on Sunday.", "Rebels take bridge"),
        ("\n\n  Will it hold?\r\n\r\nNobody knows.", "Will it hold?"),
        ("# Rebels take bridge #\nThe bridge fell.", "Rebels take bridge"),
        ("Rebels took the bridge.\n\nThe mayor fled.", None),
        ("The bridge fell on\nSunday, said the mayor.", None),
        ("Rebels take bridge", None),
        ("Dear reader,\n\nThe bridge fell.", None),
        ("- a list item\n\nThe bridge fell.", None),
        ("word " * 40 + "\n\nThe bridge fell.", None),
        ("# " + "#" * 200_000 + "x\n\nThe bridge fell.", None),
    ],
)
def test_a_first_line_is_a_title_only_where_it_looks_like_a_headline(body: str, title: str | None) -> None:
    assert read_text(body, source="paste").title == title


def test_what_the_caller_knows_serves_where_the_text_says_nothing() -> None:
    known = {"published": date(2014, 1, 1), "title": "Known", "publisher": "P", "url": "https://example.org/", "language": "fr"}
    assert read_text(BODY, source="paste", **known) == Document(
        BODY, "Known", "P", "https://example.org/", "fr", date(2014, 1, 1), "paste", DateOrigin.GIVEN
    )
    assert read_text(FRONT_MATTER + BODY, source="x.md", **known) == DESCRIBED


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "x.md: there is no text in it"),
        (b" \r\n\t\n", "x.md: there is no text in it"),
        (FRONT_MATTER.encode(), "x.md: there is no text in it"),
        (b"\x7fELF\x02\x01\x00\x00 text", "x.md: this is no text but binary data; convert it to text first"),
        (b"\x89PNG\r\n\x1a\n\x01\x02\xff\xfe", "x.md: this is no text but binary data; convert it to text first"),
        ("beep \a\a\a", "x.md: this is no text but binary data; convert it to text first"),
        (
            b"Rain.\n\nIn Besan\x81on it rained.",
            "x.md:3: byte 0x81 at offset 15 is not UTF-8; read it with its encoding, for example --encoding latin-1",
        ),
        ("half \ud800", "x.md: character 5 is half a character (a lone surrogate); copy the text anew"),
        ("---\ntitle: a\nText.", "x.md:1: the front matter has no end; close it with a line of ---"),
        (
            "---\ntitle: a\nurl: b: c\n---\nText.",
            "x.md:3: broken front matter (mapping values are not allowed here); "
            "write one `key: value` a line, in quotes where the value has a colon",
        ),
        (
            "---\ntitle: " + "[" * 5000 + "\n---\nText.",
            "x.md:2: broken front matter (it is no YAML); write one `key: value` a line, in quotes where the value has a colon",
        ),
        ("---\n- a\n- b\n---\nText.", "x.md:2: broken front matter: it must be lines of `key: value`"),
        ("---\na: " + "b" * 20_000 + "\n---\nText.", "x.md:1: the front matter is longer than 20,000 characters"),
        ("\n---\ntitle: [a, b]\n---\nText.", "x.md:3: title: must be one text, not a list"),
        ("---\ntitle: a\npublished: 2015-02-30\n---\nText.", "x.md:3: published: '2015-02-30' is no date; write it like 2015-05-21"),
        ("---\npublished: '2015-02-30'\n---\nText.", "x.md:2: published: '2015-02-30' is no date; write it like 2015-05-21"),
        (
            "---\r\ntitle: a\r\nPublished: 0000-01-01\r\n---\r\nText.",
            "x.md:3: published: '0000-01-01' is no date; write it like 2015-05-21",
        ),
        ("---\npublished: 21 May 2015\n---\nText.", "x.md:2: published: '21 May 2015' is no date; write it like 2015-05-21"),
        (
            "---\nurl: javascript:alert(1)\n---\nText.",
            "x.md:2: url: 'javascript:alert(1)' is no address; it must begin with http:// or https://",
        ),
        ("---\nlanguage: English\n---\nText.", "x.md:2: language: 'English' is no language code; write it like en or pt-BR"),
        ("a" * (MAX_CHARACTERS + 1), "x.md: 1,000,001 characters are too many, at most 1,000,000 are read; split it into its articles"),
        (b"a" * (MAX_BYTES + 1), "x.md: more than 4,000,000 bytes are too many; split it into its articles"),
    ],
    ids=lambda value: None if isinstance(value, bytes) or len(value) > 200 else value[:40],
)
def test_bad_text_is_one_clear_line(raw: bytes | str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(raw, source="x.md")
    assert str(caught.value) == message


def test_other_encodings_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("À Besançon.".encode("latin-1"))
    assert list(read_path(path, encoding="latin-1")) == [Document("À Besançon.", source=str(path))]
    path.write_bytes("À Besançon.".encode("utf-16"))
    assert list(read_path(path, encoding="utf-16")) == [Document("À Besançon.", source=str(path))]
    path.write_bytes(b"odd")
    assert [str(item) for item in read_path(path, encoding="utf-16")] == [
        f"{path}:1: byte 0x64 at offset 2 is not UTF-16; read it with its encoding, for example --encoding latin-1"
    ]


@pytest.mark.parametrize("encoding", ["klingon", "rot13"])
def test_an_unknown_encoding_is_a_configuration_error(encoding: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"no encoding '{encoding}'; common ones are utf-8"):
        read_path(tmp_path, encoding=encoding)


def test_a_pipe_holds_one_document_and_is_not_read_beyond_the_limit() -> None:
    stream = io.BytesIO((FRONT_MATTER + BODY).encode())
    assert read_stream(stream).publisher == "Example Wire"
    endless = io.BytesIO(b"a" * (MAX_BYTES + 1000))
    with pytest.raises(DocumentError, match="stdin: more than 4,000,000 bytes"):
        read_stream(endless)
    assert endless.tell() == MAX_BYTES + 1


def test_a_folder_is_read_in_order_and_what_is_passed_over_is_counted(tmp_path: Path) -> None:
    files = ["b.txt", "a.MD", "c.markdown", "notes.jpg", "Makefile", ".hidden.txt", "sub/d.txt", "sub/e.jpg", ".git/f.txt", "sub/bad.txt"]
    for name in files:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("" if "bad" in name else f"Text of {name}.")
    reading = read_path(tmp_path, published=date(2015, 1, 1))
    shown = [str(item) if isinstance(item, DocumentError) else (item.source, item.text, item.dct) for item in reading]
    expected = [(str(tmp_path / name), f"Text of {name}.", date(2015, 1, 1)) for name in ("a.MD", "b.txt", "c.markdown", "sub/d.txt")]
    assert shown == [*expected[:3], f"{tmp_path}/sub/bad.txt: there is no text in it", expected[3]]
    assert reading.skipped == Counter({".jpg": 2, "hidden": 2, "no suffix": 1})
    assert describe_skipped(reading.skipped) == "skipped: 2 .jpg, 2 hidden, 1 no suffix"


def test_a_path_without_a_document_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "long.txt").write_bytes(b"long " * 4_000_000)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(PNG)
    (tmp_path / "a.docx").write_bytes(PNG)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    cases = {
        "missing.txt": "missing.txt: there is no such file or folder; see how it is spelled",
        "gone.txt": "gone.txt: there is no such file or folder; see how it is spelled",
        "line\nbreak.txt": "line\ufffdbreak.txt: there is no such file or folder; see how it is spelled",
        "x" * 300: f"{'x' * 300}: it cannot be read: File name too long",
        "pictures": f"pictures: nothing to read in this folder (skipped: 1 .png); {readable()}",
        "pictures/a.png": "pictures/a.png: this is no text but binary data; convert it to text first",
        "a.docx": f"a.docx: this is Portable Network Graphics file (.png); {readable()}",
        "empty": "empty/a.pdf: this is no PDF although its name says so; save it anew",
        "long.txt": "long.txt: 20,000,000 bytes are too many for text, at most 4,000,000 are read; split it into its articles",
        "pipe.txt": "pipe.txt: this is neither a file nor a folder; pipe it in instead",
    }
    assert {name: [str(item) for item in read_path(tmp_path / name)] for name in cases} == {
        name: [f"{tmp_path}/{message}"] for name, message in cases.items()
    }


def test_a_name_that_is_no_unicode_does_not_stop_the_batch(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Text.")
    assert list(read_path(tmp_path)) == [Document("Text.", source=f"{tmp_path}/caf\ufffd.txt")]


def test_what_one_may_not_read_is_one_line_each(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir()
    for name in ("a.txt", "locked/b.txt", "c.txt"):
        (tmp_path / name).write_text("Text.")
    (tmp_path / "c.txt").chmod(0)
    (tmp_path / "locked").chmod(0)
    program = "import sys; from events.documents import read_path\nfor item in read_path(sys.argv[1]): print(getattr(item, 'text', item))"
    found = run_unprivileged(program, str(tmp_path))
    (tmp_path / "locked").chmod(0o700)
    advice = "you may not read it; see who owns it"
    assert found.splitlines() == ["Text.", f"{tmp_path}/c.txt: {advice}", f"{tmp_path}/locked: {advice}"]
