"""Noun phrases and who they name."""

from pathlib import Path

import pytest

from events.actors import FOLDER, Actor, ActorDictionary, load_actors
from events.errors import ConfigurationError

ISLAMIC_STATE = Actor("Islamic State", "IMG REB", "armed group", "", "non-state")
IRAQ = Actor("Iraq", "IRQ", "state", "IQ", "state")
IRAQI_MILITARY = Actor("Iraqi military", "IRQ MIL", "military", "IQ", "state")
IRAQI_GOVERNMENT = Actor("Iraqi government", "IRQ GOV", "government", "IQ", "state")
RUSSIAN_GOVERNMENT = Actor("Russian government", "RUS GOV", "government", "RU", "state")
US_MILITARY = Actor("US military", "USA MIL", "military", "US", "state")
ABADI = Actor("Haidar al-Abadi", "IRQ GOV", "person", "IQ", "state")
TALIBAN = Actor("Taliban", "AFG REB", "armed group", "AF", "non-state")
HAMAS = Actor("Hamas", "PSE REB", "armed group", "PS", "non-state")
UN = Actor("United Nations", "UNO", "igo", "", "state")
MILITANTS = Actor("militants", "REB", "armed group", "", "non-state")
GUNMEN = Actor("gunmen", "UAF", "armed group", "", "non-state")
CIVILIANS = Actor("civilians", "CVL", "civilian", "", "non-state")

PHRASES = [
    # armed groups, their aliases and what belongs to them
    ("Islamic State militants", ISLAMIC_STATE),
    ("IS", ISLAMIC_STATE),
    ("the Islamic State group", ISLAMIC_STATE),
    ("ISIL fighters", ISLAMIC_STATE),
    ("ISLAMIC STATE MILITANTS", ISLAMIC_STATE),
    ("Taliban positions", TALIBAN),
    ("a spokesman for the Taliban", TALIBAN),
    ("the leader of Hamas", HAMAS),
    ("the Islamist group Hamas", HAMAS),
    ("Iran-backed Houthi rebels", Actor("Houthis", "YEM REB", "armed group", "YE", "non-state")),
    ("Lebanon's Hezbollah movement", Actor("Hezbollah", "LBN REB", "armed group", "LB", "non-state")),
    ("Boko Haram gunmen", Actor("Boko Haram", "NGA REB", "armed group", "NG", "non-state")),
    ("Al Shabaab militants", Actor("al-Shabaab", "SOM REB", "armed group", "SO", "non-state")),
    ("al Qaeda in the Arabian Peninsula", Actor("al-Qaeda in the Arabian Peninsula", "YEM REB", "armed group", "YE", "non-state")),
    ("FARC", Actor("Revolutionary Armed Forces of Colombia", "COL REB", "armed group", "CO", "non-state")),
    ("the RSF", Actor("Rapid Support Forces", "SDN REB", "armed group", "SD", "non-state")),
    ("pro-Russian separatists", Actor("pro-Russian separatists", "UKR REB", "armed group", "UA", "non-state")),
    ("Kurdish fighters", Actor("Kurdish fighters", "IMG REB", "armed group", "", "non-state")),
    ("Iraqi Kurdish Peshmerga fighters", Actor("Peshmerga", "IRQ MIL", "military", "IQ", "state")),
    ("the Sinaloa cartel", Actor("Sinaloa Cartel", "MEX CRM", "criminal", "MX", "non-state")),
    # states, their organs, and the seats that stand for them
    ("Iraq", IRAQ),
    ("Iraqi", IRAQ),
    ("the US", Actor("United States", "USA", "state", "US", "state")),
    ("Baghdad", IRAQI_GOVERNMENT),
    ("the Baghdad government", IRAQI_GOVERNMENT),
    ("Moscow", RUSSIAN_GOVERNMENT),
    ("the Kremlin", RUSSIAN_GOVERNMENT),
    ("The Pentagon", Actor("US defence department", "USA GOV", "government", "US", "state")),
    ("the Russian Foreign Ministry", Actor("Russian foreign ministry", "RUS GOV", "government", "RU", "state")),
    ("the president of Iraq", Actor("Iraqi president", "IRQ GOV", "government", "IQ", "state")),
    ("Iraqi forces", IRAQI_MILITARY),
    ("Iraq's army", IRAQI_MILITARY),
    ("soldiers of the Iraqi army", IRAQI_MILITARY),
    ("Iraqi and Syrian troops", IRAQI_MILITARY),
    ("Iraqi security forces", Actor("Iraqi security forces", "IRQ COP", "police", "IQ", "state")),
    ("U.S. troops", US_MILITARY),
    ("American soldiers", US_MILITARY),
    ("at least 12 Nigerian soldiers", Actor("Nigerian military", "NGA MIL", "military", "NG", "state")),
    ("soldiers from Chad", Actor("Chadian military", "TCD MIL", "military", "TD", "state")),
    ("Israeli military spokesman", Actor("Israeli military", "ISR MIL", "military", "IL", "state")),
    ("Turkey's parliament", Actor("Turkish parliament", "TUR LEG", "legislature", "TR", "state")),
    ("the Spanish Congress", Actor("Spanish parliament", "ESP LEG", "legislature", "ES", "state")),
    ("Congress", Actor("Congress", "USA LEG", "legislature", "US", "state")),
    ("THE GOVERNMENT OF EL SALVADOR", Actor("Salvadoran government", "SLV GOV", "government", "SV", "state")),
    ("Egyptian police", Actor("Egyptian police", "EGY COP", "police", "EG", "state")),
    # persons
    ("US Secretary of State John Kerry", Actor("John Kerry", "USA GOV", "person", "US", "state")),
    ("Prime Minister Haidar al-Abadi", ABADI),
    ("visiting Iraqi Prime Minister Haider al-Abadi", ABADI),
    ("Abadi", ABADI),
    ("Assad's forces", Actor("Syrian military", "SYR MIL", "military", "SY", "state")),
    ("the Assad government", Actor("Syrian government", "SYR GOV", "government", "SY", "state")),
    ("the former Iraqi prime minister", Actor("former Iraqi prime minister", "IRQ ELI", "civilian", "IQ", "non-state")),
    ("Iraqi lawmaker Ahmed Jabouri", Actor("Iraqi lawmakers", "IRQ LEG", "legislature", "IQ", "state")),
    # organisations
    ("the UN", UN),
    ("UN peacekeepers", UN),
    ("the U.N. Security Council", Actor("UN Security Council", "UNO", "igo", "", "state")),
    ("the EU", Actor("European Union", "EUR", "igo", "", "state")),
    ("the US-led coalition", Actor("US-led coalition", "IGO", "igo", "", "state")),
    ("Doctors Without Borders", Actor("Medecins Sans Frontieres", "NGO", "ngo", "", "non-state")),
    ("a Reuters journalist", Actor("Reuters", "JRN", "media", "", "non-state")),
    ("Shell", Actor("Royal Dutch Shell", "MNC", "company", "GB", "non-state")),
    # roles as such
    ("the militants", MILITANTS),
    ("al-Qaeda-linked militants", MILITANTS),
    ("anti-Taliban militants", MILITANTS),
    ("unidentified gunmen", GUNMEN),
    ("Syrian rebels", Actor("Syrian rebels", "SYR REB", "armed group", "SY", "non-state")),
    ("Sunni militants", Actor("Sunni militants", "REB", "armed group", "", "non-state")),
    ("dozens of protesters", Actor("protesters", "CVL", "protester", "", "non-state")),
    ("50 civilians", CIVILIANS),
    ("residents of Aleppo", CIVILIANS),
    ("victims of Hamas", CIVILIANS),
    ("villagers in Nigeria", Actor("Nigerian civilians", "NGA CVL", "civilian", "NG", "non-state")),
    ("two Palestinians", Actor("Palestinians", "PSE CVL", "civilian", "PS", "non-state")),
    ("an Iraqi", Actor("Iraqi civilians", "IRQ CVL", "civilian", "IQ", "non-state")),
]

NOBODY = [
    "his visit", "it", "he", "who", "us", "is", "shell", "May", "", "  ", "the city", "the Iraqi city of Ramadi",
    "northern Iraq", "central Baghdad", "a Taliban attack",
    "US airstrikes", "2,000 AT-4 anti-tank rockets", "Ahmed Abadi", "Michael Jordan",
    "Iraq Body Count", "the force", "positions",
    "<script>alert(1)</script>", "---", "'s", ", ,", "$" * 500,
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "expected"), PHRASES, ids=[p for p, _ in PHRASES])
def test_phrase_names_actor(phrase: str, expected: Actor) -> None:
    assert load_actors().resolve(phrase) == expected


@pytest.mark.parametrize("phrase", NOBODY)
def test_phrase_names_nobody(phrase: str) -> None:
    assert load_actors().resolve(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "sector"), [("Iraq", ""), ("Iraqi troops", "MIL"), ("militants", "REB"), ("the UN", "UNO"), ("Amnesty International", "NGO")]
)
def test_sector(phrase: str, sector: str) -> None:
    actor = load_actors().resolve(phrase)
    assert actor is not None and actor.sector == sector


def _lines(name: str) -> list[list[str]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("name", "least"),
    [("countries.tsv", 195), ("armed_groups.tsv", 200), ("organisations.tsv", 100), ("persons.tsv", 120), ("roles.tsv", 60)],
)
def test_enough_rows(name: str, least: int) -> None:
    assert len(_lines(name)) >= least


@pytest.mark.parametrize("name", ["armed_groups.tsv", "organisations.tsv", "seats.tsv"])
def test_side_and_countries_are_known(name: str) -> None:
    known = {row[0] for row in _lines("countries.tsv")}
    assert {row[5] for row in _lines(name)} <= {"state", "non-state"}
    assert {code for row in _lines(name) for code in row[4].split("|") if code} <= known


@pytest.mark.parametrize("name", ["countries.tsv", "armed_groups.tsv", "organisations.tsv", "persons.tsv", "peoples.tsv"])
def test_each_name_once(name: str) -> None:
    names = [row[0] for row in _lines(name)]
    assert len(names) == len(set(names))


def test_surname_alone_names_one_person() -> None:
    surnames = [surname for row in _lines("persons.tsv") for surname in row[2].split("|") if surname]
    assert sorted(s for s in surnames if surnames.count(s) > 1) == []


def test_every_listed_name_resolves_to_its_actor() -> None:
    dictionary = load_actors()
    wrong = [row[0] for row in _lines("persons.tsv") if getattr(dictionary.resolve(row[0]), "name", None) != row[0]]
    wrong += [row[2] for row in _lines("countries.tsv") if getattr(dictionary.resolve(row[2]), "name", None) != row[2]]
    assert wrong == []


def test_missing_folder_says_which_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"countries\.tsv cannot be read"):
        ActorDictionary(tmp_path)


def test_broken_line_says_where(tmp_path: Path) -> None:
    (tmp_path / "countries.tsv").write_text("# header\nIQ\tIRQ\tIraq\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"countries\.tsv:2: 3 columns where 7 belong"):
        ActorDictionary(tmp_path)


def test_dictionary_is_read_once() -> None:
    assert load_actors() is load_actors()
