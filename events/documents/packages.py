"""Checks of ZIP files before anything in them is trusted: names, encryption, sizes; of XML in them, that it declares no entities."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException, sax

from events.errors import DocumentError

MAX_MEMBERS = 20_000
MAX_MEMBER = 64_000_000  # bytes of one member, unpacked
MAX_UNPACKED = 1_000_000_000  # bytes of all members, unpacked
MAX_RATIO = 150  # of unpacked to packed bytes; text shrinks to a fifth, seldom to a twentieth
SMALL = 1_000_000  # unpacked bytes below which the ratio does not matter


@contextmanager
def opened_archive(file: BinaryIO, source: str) -> Iterator[zipfile.ZipFile]:
    """The archive; DocumentError for one that is damaged or has too many members."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError("it is no valid ZIP archive, or damaged; pack it anew", path=source) from error
    with archive:
        if len(archive.infolist()) > MAX_MEMBERS:
            raise DocumentError(f"{len(archive.infolist()):,} members are too many, at most {MAX_MEMBERS:,} are read", path=source)
        yield archive


def member_problem(member: zipfile.ZipInfo) -> str | None:
    """Why a member must not be read; None where it may."""
    if member.flag_bits & 0x1:
        return "it is encrypted; pack it without a password"
    name = member.filename
    if "\0" in name or ".." in PurePosixPath(name.replace("\\", "/")).parts or name.startswith("/") or PureWindowsPath(name).drive:
        return "its name leads out of the archive; it is not read"
    if member.file_size > MAX_MEMBER:
        return f"{member.file_size:,} bytes unpacked are too many, at most {MAX_MEMBER:,} are read"
    if member.file_size > SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size):
        return f"it unpacks to {member.file_size // max(1, member.compress_size):,} times its size, as archives made to do harm do"
    return None


def member_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str) -> bytes:
    """The bytes of a member, at most as many as it says it has. DocumentError where it is damaged."""
    try:
        with archive.open(member) as file:
            return file.read(member.file_size)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DocumentError(f"it is damaged or packed in an unknown way ({error}); pack it anew", path=source) from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma", "_lzma", "bz2"):
            raise DocumentError(f"it is damaged ({error}); pack it anew", path=source) from error
        raise


def check_package(file: BinaryIO, source: str) -> None:
    """DocumentError where an Office file, which is an archive of XML, is encrypted, too large, a bomb, or declares XML entities."""
    with opened_archive(file, source) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise DocumentError(f"it unpacks to more than {MAX_UNPACKED:,} bytes", path=source)
        for member in members:
            problem = member_problem(member)
            if problem:
                raise DocumentError(f"{member.filename} in it: {problem}", path=source)
            if member.filename.endswith((".xml", ".rels")):
                check_xml(member_bytes(archive, member, source), source)
    file.seek(0)


def check_xml(raw: bytes, source: str) -> None:
    """DocumentError where XML declares entities, which can unfold without end. XML that is merely broken passes."""
    head = raw[:100_000]
    if b"<!ENTITY" not in head and b"<!DOCTYPE" not in head and b"\0" not in head[:200]:
        return  # entities can be declared in a document type only, which stands at the head
    try:
        sax.parseString(raw, ContentHandler(), forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise DocumentError("its XML declares entities, as files made to do harm do; it is not read", path=source) from error
    except (SAXException, ValueError):
        return
