"""The same story on many sites is one document with many sources; two stories, however alike, are two documents."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from events.copies import Copy, bands, compare
from events.model import Analysis, Document
from events.pipeline import ingest
from events.storage import SaveResult, Store, open_store

PARAGRAPHS = (
    "Rebels seized the port of Mareb on Tuesday after a night of shelling that killed at least 14 soldiers, officials said.",
    "Fighters of the Northern Front entered the customs house shortly before dawn, residents told the agency by telephone, and raised "
    "their flag over the harbour office an hour later.",
    '"We heard the guns until four, and then it was quiet," said a fisherman who asked not to be named because he feared reprisals.',
    "The army said in a statement that its units had pulled back to the hills south of the town in order to spare civilians. It did not "
    "say how many of its men were missing.",
    "The United Nations called on both sides to let aid ships land. Its envoy is expected in the capital on Thursday for talks about a "
    "ceasefire that broke down in March.",
    "Mareb, a town of 40,000 people, handles most of the wheat that the country imports. Merchants warned that bread would be short "
    "within two weeks if the port stayed closed.",
)
WIRE = Document("\n\n".join(PARAGRAPHS), "Rebels seize port of Mareb", "Example Wire", "https://wire.example/mareb", dct=date(2031, 5, 20))


def edited(edit: Callable[[str], str], **metadata: object) -> Document:
    return replace(WIRE, text=edit(WIRE.text), **metadata)


COPIES = {
    "another headline": edited(lambda text: "Key port falls to insurgents\n\n" + text, title="Key port falls"),
    "another byline": edited(lambda text: "Rebels seize port of Mareb\nBy Jane Roe in Mareb\n20 May 2031, 10:32 GMT\n\n" + text),
    "trimmed end": edited(lambda text: "\n\n".join(text.split("\n\n")[:4])),
    "half of it": edited(lambda text: "\n\n".join(text.split("\n\n")[:3])),
    "boilerplate": edited(
        lambda text: text + "\n\nSubscribe to our newsletter and never miss a story.\n\n(c) 2031 Example Herald.\nRead more\n"
    ),
    "another dateline": edited(lambda text: "MAREB, May 20 (Wire) - " + text),
    "house style": edited(lambda text: text.replace("harbour", "harbor").replace("officials", "sources").replace("U.N.", "UN")),
    "other line breaks": edited(lambda text: text.replace("\n\n", "\r\n\r\n").replace(" said", "  said").replace('"', "“")),
    "the next day": edited(lambda text: "Port lost\n\n" + text, dct=date(2031, 5, 21)),
    "no date": edited(lambda text: "Port lost\n\n" + text, dct=None),
    "all at once": edited(
        lambda text: "Port lost\n\nBy our staff\n\nMAREB (Wire) — " + "\n\n".join(text.split("\n\n")[:5]) + "\n\nFollow us for more news."
    ),
}
OTHERS = {
    "another number": edited(lambda text: text.replace("14", "41")),
    "a number in words": edited(lambda text: text.replace("two weeks", "three weeks")),
    "another place": edited(lambda text: text.replace("Mareb", "Sabra")),
    "another day": edited(lambda text: text.replace("Tuesday", "Sunday")),
    "a week later": edited(lambda text: "Port lost\n\n" + text, dct=date(2031, 5, 27)),
    "its own half": edited(lambda text: "\n\n".join((*text.split("\n\n")[4:], *(f"Line {n} tells of something new." for n in range(9))))),
    "another story": Document(
        "The council of Oberau voted on Monday to close the old bridge. Lorries have to go round by Unterau, which takes an hour longer, "
        "and shopkeepers fear for their trade in the summer months ahead."
    ),
    "a few words": Document("Rebels seized the port of Mareb on Tuesday after a night of shelling.", dct=WIRE.dct),
    "another language": edited(lambda text: text, language="fr"),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_known_as_one_and_found_by_its_bands(name: str) -> None:
    copy = COPIES[name]
    assert compare(copy, WIRE) is Copy.OF_IT
    assert set(bands(copy.text)) & set(bands(WIRE.text))


@pytest.mark.parametrize("name", OTHERS)
def test_another_report_is_no_copy_however_alike(name: str) -> None:
    assert (compare(OTHERS[name], WIRE), compare(WIRE, OTHERS[name])) == (None, None)


def test_what_holds_a_copy_and_more_is_fuller() -> None:
    assert compare(WIRE, COPIES["half of it"]) is Copy.FULLER
    assert compare(COPIES["half of it"], WIRE) is Copy.OF_IT


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'events.sqlite'}")


def sites(documents: dict[str, Document]) -> list[Document]:
    return [
        replace(document, source=f"{number}.txt", publisher=f"Site {number}", url=f"https://site{number}.example/")
        for number, document in enumerate(documents.values())
    ]


def test_ten_copies_are_one_document_with_ten_sources(store: Store) -> None:
    copies = sites(COPIES)
    report = ingest([replace(WIRE, source="wire.txt"), *copies], store)
    assert (report.added, report.copies, report.unchanged, report.errors) == (1, len(copies), 0, [])
    (kept,) = store.documents()
    assert (kept.id, kept.sources, kept.publisher) == (WIRE.id, 1 + len(copies), "Example Wire")
    assert [(source.source, source.publisher) for source in store.sources(WIRE.id)] == [
        ("wire.txt", "Example Wire"),
        *((copy.source, copy.publisher) for copy in copies),
    ]
    version = store.version()
    again = ingest([*copies, replace(WIRE, source="wire.txt")], store)
    assert (again.unchanged, again.added + again.updated + again.copies, store.version()) == (1 + len(copies), 0, version)


def test_the_fuller_text_takes_the_place_of_a_trimmed_one(store: Store) -> None:
    half, whole = replace(COPIES["half of it"], source="half.txt"), replace(WIRE, source="whole.txt")
    assert [ingest([one], store).added for one in (half, whole)] == [1, 1]
    assert [(kept.id, kept.sources) for kept in store.documents()] == [(WIRE.id, 2)]
    assert ingest([half], store).unchanged == 1


def test_the_same_text_from_two_places_has_two_sources(store: Store) -> None:
    ingest([replace(WIRE, source="a.txt"), replace(WIRE, source="b.txt")], store)
    assert [source.source for source in store.sources(WIRE.id)] == ["a.txt", "b.txt"]
    assert [kept.id for kept in store.documents()] == [WIRE.id]


def test_a_copy_that_comes_while_the_first_is_worked_on_is_found_when_it_is_saved(store: Store) -> None:
    assert store.save(Analysis(WIRE, extractor="rules", config_hash="1")) is SaveResult.ADDED
    copy = replace(COPIES["trimmed end"], source="late.txt")
    assert store.save(Analysis(copy, extractor="rules", config_hash="1")) is SaveResult.COPY
    assert [source.source for source in store.sources(WIRE.id)] == ["https://wire.example/mareb", "late.txt"]


def test_other_reports_stay_apart(store: Store) -> None:
    report = ingest([WIRE, *sites(OTHERS)], store)
    assert (report.added, report.copies, report.errors) == (len(OTHERS), 0, [])  # the one in another language is the same text
