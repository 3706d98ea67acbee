"""Bytes as text: by the encoding that was named, else by what they say themselves, else by charset-normalizer's guess."""

import codecs

from charset_normalizer import from_bytes

from events.documents.base import binary, is_binary
from events.errors import ConfigurationError, DocumentError

SAMPLE = 200_000  # bytes that a guess looks at
FEWEST = 40  # letters that are not ASCII make a guess worth trusting; with fewer only Western European is tried
MAX_CHAOS = 0.1  # of a guess, 0 to 1, as charset-normalizer measures it
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = (  # of old encodings that news is found in; the long tail of others only makes guesses worse
    "utf_8 utf_16 utf_32 cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8_r koi8_u cp874 "
    "gb18030 big5 shift_jis euc_jp iso2022_jp euc_kr iso8859_5 iso8859_6 iso8859_2"
).split()


def decoded(raw: bytes, source: str, encoding: str | None = None, *, declared: str | None = None) -> str:
    """The text in some bytes. `encoding`: what the user said, which must fit; `declared`: what the server or file said, which may.

    DocumentError where they are no text, or where their encoding cannot be told.
    """
    if encoding is not None:
        return _strictly(raw, encoding, source)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw, name, source)
    for likely in (declared, "utf-8") if raw.isascii() else ("utf-8", declared):  # by accident nothing else looks like UTF-8
        text = _if_it_fits(raw, likely)
        if text is not None:
            return text
    guess = guessed(raw)
    if guess is not None:
        return _strictly(raw, guess, source)
    raise _undecodable(raw, "utf-8", source, _first_bad(raw))


def guessed(raw: bytes) -> str | None:
    """The likely encoding of some bytes that are not UTF-8; None where there is no telling."""
    sample = raw[:SAMPLE]
    if is_binary(sample.decode("latin-1")):
        return None
    high = sum(byte >= 0x80 for byte in sample)
    if high < FEWEST:
        return "cp1252" if high * 5 < len(sample) and _if_it_fits(raw, "cp1252") is not None and _accents_only(sample) else None
    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    if best is None or best.chaos > MAX_CHAOS or _if_it_fits(raw, best.encoding) is None:
        return None
    return best.encoding


def _accents_only(sample: bytes) -> bool:
    """Whether all that is not ASCII would be Western letters and quotation marks, most of them inside of words."""
    text = sample.decode("cp1252", "replace")
    return all(c.isalpha() or c in "‘’“”–—…«»°§£€ \u00a0" for c in text if ord(c) >= 0x80)


def _if_it_fits(raw: bytes, encoding: str | None) -> str | None:
    try:
        return raw.decode(encoding) if encoding else None
    except (UnicodeError, LookupError):
        return None


def _strictly(raw: bytes, encoding: str, source: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeError as error:
        raise _undecodable(raw, encoding, source, getattr(error, "start", 0)) from error


def _first_bad(raw: bytes) -> int:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _undecodable(raw: bytes, encoding: str, source: str, offset: int) -> DocumentError:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return DocumentError("this is UTF-16; read it with --encoding utf-16", path=source)
    if is_binary(raw.decode("latin-1")):
        return binary(source)
    name = codecs.lookup(encoding).name.upper()
    problem = f"byte 0x{raw[offset]:02X} at offset {offset:,} is not {name}"
    advice = "read it with its encoding, for example --encoding latin-1"
    return DocumentError(f"{problem}; {advice}", path=source, line=raw.count(b"\n", 0, offset) + 1)


def check_encoding(encoding: str | None) -> None:
    """ConfigurationError for an encoding that does not exist."""
    try:
        b"x".decode(encoding or "utf-8")
    except LookupError:
        message = f"no encoding {encoding!r}; common ones are utf-8, utf-16, latin-1, cp1252, cp1251, cp1256"
        raise ConfigurationError(message) from None
    except UnicodeError:
        return  # it exists, and needs more than one byte
