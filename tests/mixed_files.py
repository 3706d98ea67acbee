"""Writes a folder of files of every kind that can be read, good ones and bad ones: for tests, and for benchmarks/intake.py.

Each GOOD maker gives the bytes of a file that holds the report it is given; each BAD one those of a file that must cost one line. All is
made here, by the writers of the formats' own libraries or byte by byte.
"""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from html import escape
from pathlib import Path

import docx
import openpyxl
import pandas
import pypdfium2
from pypdfium2 import raw as pdfium

TOWNS = "Bria Garissa Ramadi Palmyra Mopti Kidal Gao Bangui Sirte Aden Taiz Kunduz Herat Marawi Goma Beni Bunia Tikrit Baiji".split()
WHO = "Rebels|Gunmen|Government troops|Protesters|Militia fighters|Border guards|Insurgents|Police".split("|")
DID = (
    "captured the town of {town}", "attacked a convoy near {town}", "shelled the market of {town}", "blocked the road to {town}",
    "freed 12 hostages in {town}", "clashed with the army in {town}",
)  # fmt: skip
MORE = (
    "Residents said that the shooting began before dawn and went on until noon, when a helicopter circled over the river.",
    "The governor asked the capital for help, and his deputy told reporters that two schools were closed.",
    "A doctor at the hospital counted {killed} dead and said that medicine was running short.",
    "Shops stayed closed, and the price of bread doubled within a day, traders at the northern gate complained.",
    "The United Nations would deliver {tents} tents next week, an official said on Friday.",
)


@dataclass(frozen=True)
class Report:
    """What a good file tells."""

    title: str
    published: date
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def report(number: int) -> Report:
    """The report of this number; no two are copies of one another."""
    draw = random.Random(number)
    town, who, killed = draw.choice(TOWNS), draw.choice(WHO), draw.randint(2, 90)
    lead = f"{who} {draw.choice(DID).format(town=town)} on Thursday, killing {killed} people, report number {number} says."
    rest = [line.format(killed=killed, tents=draw.randint(3, 900)) for line in draw.sample(MORE, 3)]
    names = " ".join(f"Witness {draw.randint(1, 10**6)} told of street {draw.randint(1, 10**6)} in quarter {number}." for _ in range(8))
    return Report(f"{who} near {town}, {number}", date(2015, 1, 1) + timedelta(days=number), (lead, *rest, names))


def text(r: Report) -> bytes:
    return f"---\ntitle: {r.title}\npublished: {r.published}\n---\n{r.text}\n".encode()


def cyrillic(r: Report) -> bytes:
    words = "Повстанцы захватили мост через реку в воскресенье, сообщил мэр города. Школы закрыты, магазины не работают. "
    return (f"Отчёт номер {r.title[-4:]}. " + words * 3).encode("cp1251")


def html(r: Report) -> bytes:
    paragraphs = "".join(f"<p>{escape(p)}</p>" for p in r.paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(r.title)} | Example</title>'
        f'<meta property="article:published_time" content="{r.published}T08:00:00Z"><meta property="og:site_name" content="Example Herald">'
        f"</head><body><nav><a href='/'>Home</a></nav><article><h1>{escape(r.title)}</h1>{paragraphs}</article>"
        f"<footer>Copyright 2020 Example Herald</footer></body></html>"
    ).encode()


def pdf(r: Report, pages: int = 2) -> bytes:
    """A PDF with a text layer, written by hand."""
    lines = [line for p in (r.title, *r.paragraphs) for line in (*_wrapped(p), "")]
    per_page = max(1, -(-len(lines) // pages))
    contents = []
    for start in range(0, len(lines), per_page):
        shown = "".join(f"({_pdf_text(line)}) Tj T*\n" for line in lines[start : start + per_page])
        contents.append(f"BT /F1 11 Tf 14 TL 60 780 Td\n{shown}ET".encode("latin-1", "replace"))
    return pdf_of(contents, f"/Title ({_pdf_text(r.title)}) /CreationDate (D:{r.published:%Y%m%d}080000Z)")


def _wrapped(paragraph: str, width: int = 85) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _pdf_text(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def pdf_of(contents: list[bytes], about: str = "") -> bytes:
    """A PDF of pages with these content streams."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, content in enumerate(contents):
        page = f"/MediaBox [0 0 612 842] /Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {page} >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(f"<< {about} >>".encode())
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(objects), start)
    return bytes(out)


def word(r: Report) -> bytes:
    file, made = io.BytesIO(), docx.Document()
    made.core_properties.title = r.title
    for paragraph in r.paragraphs:
        made.add_paragraph(paragraph)
    made.save(file)
    return file.getvalue()


def mail(r: Report) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Example Agency <desk@example.org>", "list@example.org", r.title
    message["Date"], message["Message-ID"] = f"{r.published:%a, %d %b %Y} 08:00:00 +0000", f"<{r.published}@example.org>"
    message.set_content(r.text)
    return message.as_bytes()


def feed(r: Report) -> bytes:
    body = escape("".join(f"<p>{escape(p)}</p>" for p in r.paragraphs))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Example Feed</title><item>'
        f"<title>{escape(r.title)}</title><link>https://example.org/{r.published}</link>"
        f"<pubDate>{r.published:%a, %d %b %Y} 08:00:00 GMT</pubDate><description>{body}</description></item></channel></rss>"
    ).encode()


def json_line(r: Report) -> bytes:
    return json.dumps({"text": r.text, "title": r.title, "published": r.published.isoformat()}).encode() + b"\n"


def table(r: Report) -> bytes:
    return _frame(r).to_csv(index=False).encode()


def excel(r: Report) -> bytes:
    file, book = io.BytesIO(), openpyxl.Workbook()
    for row in (("Headline", "Date", "Body"), (r.title, r.published, r.text)):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def parquet(r: Report) -> bytes:
    file = io.BytesIO()
    _frame(r).to_parquet(file)
    return file.getvalue()


def _frame(r: Report) -> pandas.DataFrame:
    return pandas.DataFrame({"headline": [r.title], "published": [r.published.isoformat()], "text": [r.text]})


def archive(r: Report) -> bytes:
    return zipped({"report.md": text(r), "picture.png": PNG})


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in members.items():
            made.writestr(name, raw)
    return file.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
GOOD: dict[str, Callable[[Report], bytes]] = {
    "md": text, "txt": text, "html": html, "pdf": pdf, "docx": word, "eml": mail, "rss": feed, "jsonl": json_line, "csv": table,
    "xlsx": excel, "parquet": parquet, "zip": archive,
}  # fmt: skip
MISLABELLED: dict[str, Callable[[Report], bytes]] = {
    "page.txt": html, "file.txt": pdf, "letter.dat": word, "report.pdf": text, "scan.html": pdf, "old.txt": cyrillic,
}  # fmt: skip


def billion_laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>'


def word_with(part: str, raw: bytes) -> bytes:
    """A Word file in which one part is replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(report(1)))) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for member in source.infolist():
            made.writestr(member.filename, raw if member.filename == part else source.read(member))
    return file.getvalue()


def encrypted_zip() -> bytes:
    """A ZIP archive whose member says that it is encrypted."""
    raw = bytearray(zipped({"secret.txt": text(report(1))}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + flags] |= 1
    return bytes(raw)


def encrypted_pdf() -> bytes:
    plain = pdf(report(1))
    at = plain.rindex(b"trailer\n<< ") + len(b"trailer\n<< ")
    guard = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00><00>] " % (b"41" * 32, b"42" * 32)
    return plain[:at] + guard + plain[at:]


def bomb(megabytes: int = 50) -> bytes:
    return zipped({"zeros.txt": b"0" * megabytes * 1_000_000})


def lying_zip() -> bytes:
    """An archive that says that its member is small, and it is not."""
    raw = bytearray(zipped({"a.txt": b"word " * 2_000_000}))
    for signature, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.index(signature) + size
        raw[at : at + 4] = struct.pack("<I", 1000)
    return bytes(raw)


def nested_zip(depth: int = 8) -> bytes:
    raw = text(report(2))
    for _ in range(depth):
        raw = zipped({"inner.zip": raw})
    return raw


def encrypted_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def pdf_of_pictures() -> bytes:
    return pdf_of([b"0 0 100 100 re f"])


def flate_bomb_pdf(megabytes: int = 800) -> bytes:
    """A PDF whose page unpacks to hundreds of megabytes."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()
    plain = pdf_of([packed])
    return plain.replace(b"<< /Length %d >>" % len(packed), b"<< /Length %d /Filter /FlateDecode >>" % len(packed))


def endless_feed() -> bytes:
    return feed(report(3)).replace(b"</item>", b"</item>" + b"<item><title>again</title><description>more</description></item>" * 300_000)


BAD: dict[str, Callable[[], bytes]] = {
    "empty.txt": lambda: b"",
    "empty.pdf": lambda: b"",
    "blank.md": lambda: b" \n\n\t\n",
    "noise.txt": lambda: random.Random(1).randbytes(5000),
    "front.md": lambda: b"---\ntitle: a\nno end",
    "broken.pdf": lambda: pdf(report(4))[:400],
    "encrypted.pdf": encrypted_pdf,
    "pictures.pdf": pdf_of_pictures,
    "bomb.pdf": flate_bomb_pdf,
    "photo.docx": lambda: PNG,
    "broken.docx": lambda: word(report(5))[:3000],
    "laughs.docx": lambda: word_with("word/document.xml", ('<?xml version="1.0"?>' + billion_laughs() + "<x>&l9;</x>").encode()),
    "bomb.docx": lambda: word_with("word/document.xml", b"<w>" + b" " * 60_000_000),
    "encrypted.xlsx": encrypted_office,
    "laughs.rss": lambda: (billion_laughs() + "<rss version='2.0'><channel><title>&l9;</title></channel></rss>").encode(),
    "endless.rss": endless_feed,
    "empty.rss": lambda: b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>',
    "drawing.xml": lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>',
    "menu.html": lambda: b"<!doctype html><html><head><title></title></head><body><script>x()</script></body></html>",
    "encrypted.zip": encrypted_zip,
    "bomb.zip": bomb,
    "lying.zip": lying_zip,
    "nested.zip": nested_zip,
    "broken.zip": lambda: archive(report(6))[:100],
    "leaving.zip": lambda: zipped({"../../../etc/cron.d/evil.txt": text(report(7))}),
    "deep.json": lambda: b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deep.html": lambda: b"<html><body>" + b"<div>" * 200_000 + b"</body></html>",
    "cell.csv": lambda: b"title,text\nhuge," + b"x" * 50_000_000 + b"\n",
    "columns.csv": lambda: b"a,b\n1,2\n",
    "broken.parquet": lambda: b"PAR1" + b"\0" * 100,
    "empty.eml": lambda: b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: nothing\r\n\r\n",
    "huge.txt": lambda: b"word " * 2_000_000,
}  # fmt: skip


def write_folder(folder: Path, count: int) -> tuple[list[Path], list[Path]]:
    """Fills a folder with `count` files, one in four of them bad, spread over subfolders; the good ones and the bad ones.

    Good ones are different reports of every kind; every bad kind comes in turn. A picture lies among them and does not count.
    """
    good_kinds, bad_kinds = [*((f".{ending}", make) for ending, make in GOOD.items()), *MISLABELLED.items()], list(BAD.items())
    good: list[Path] = []
    bad: list[Path] = []
    made: dict[str, bytes] = {}
    for number in range(count):
        place = folder / f"{number // 100:02}"
        place.mkdir(parents=True, exist_ok=True)
        if number % 4 == 3:
            name, build = bad_kinds[len(bad) % len(bad_kinds)]
            made.setdefault(name, build())
            bad.append(place / f"{number:04}-{name}")
            bad[-1].write_bytes(made[name])
        else:
            ending, make = good_kinds[len(good) % len(good_kinds)]
            good.append(place / f"{number:04}-{ending}")
            good[-1].write_bytes(make(report(number)))
    (folder / "picture.png").write_bytes(PNG)
    return good, bad


def pdf_pages(raw: bytes) -> int:
    """Pages of a PDF, to see that what is written here is one."""
    with pypdfium2.PdfDocument(raw) as opened:
        assert pdfium.FPDF_GetPageCount(opened.raw) == len(opened)
        return len(opened)
