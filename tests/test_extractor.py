"""What single sentences tell: type, status, roles, quantities, date and place."""

import pytest

from events.errors import ConfigurationError
from events.extractor import EXTRACTORS, get_extractor
from tests.extraction import days, extract, place

TERRITORY = "Non-state actor overtakes territory"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Islamic State captured Ramadi on Sunday.", [("ASSAULT", "", TERRITORY)]),
        ("Iraqi troops recaptured Ramadi on Sunday.", [("ASSAULT", "", "Government regains territory")]),
        ("Gunmen kidnapped three engineers near Port Harcourt.", [("ASSAULT", "abduct", "Abduction/forced disappearance")]),
        ("Nine people were killed in a suicide bombing in Kabul.", [("ASSAULT", "suicide-attack", "Suicide bomb")]),
        ("A bomb killed six people in Baghdad.", [("ASSAULT", "explosives", "Remote explosive/landmine/IED")]),
        ("Police arrested 40 protesters in Istanbul.", [("COERCE", "arrest", "Arrests")]),
        ("Thousands of teachers marched through Mexico City.", [("PROTEST", "demo", "Peaceful protest")]),
        ("Doctors went on strike in Harare.", [("PROTEST", "strike", "")]),
        ("Protesters clashed with police in Tunis.", [("PROTEST", "riot", "Violent demonstration")]),
        ("Germany sent tents to Nepal.", [("AID", "", "")]),
        ("The foreign ministers met in Vienna.", [("CONSULT", "", "")]),
        ("The European Union imposed sanctions on Russia.", [("SANCTION", "discontinue", "")]),
        ("North Korea threatened South Korea with war.", [("THREATEN", "", "")]),
        ("Troops withdrew from Debaltseve.", [("RETREAT", "withdraw", "")]),
        ("The president resigned on Sunday.", [("RETREAT", "resign", "")]),
        ("Colombia and the FARC signed a peace agreement in Havana.", [("SUPPORT", "", "Agreement")]),
        ("The government reached an agreement with the rebels.", [("AGREE", "", "Agreement")]),
        ("The rebels called off their truce on Friday.", [("REJECT", "", "")]),
        ("Kenya deployed 500 soldiers along the border on Tuesday.", [("MOBILIZE", "troops", "Change to group/activity")]),
        ("The mayor lifted the curfew on Monday.", [("CONCEDE", "", "")]),
        ("The army continued its advance on Palmyra.", [("ASSAULT", "", "")]),
        ("The advance of Islamic State on Palmyra went on.", [("ASSAULT", "", "")]),
        ("Rebels began the offensive at dawn, striking two army posts.", [("ASSAULT", "", ""), ("ASSAULT", "", "")]),
        ("Sony continued its advance in the console market.", []),
    ],
)
def test_type(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(e.event_type, e.mode, e.acled or "") for e in extract(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The film captured the mood of the city.",
        "She charged her phone in the station.",
        "The company fired its director on Monday.",
        "The team attacked well in the second half.",
        "Prices marched upwards all week.",
        "The minister met the deadline.",
        "Talks of more rain worried farmers.",
        "He is 40 and lives in Paris.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert extract(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels attacked Aleppo on Monday.", "actual"),
        ("The foreign ministers will meet in Vienna next week.", "planned"),
        ("The council is to discuss the crisis in Vienna next week.", "planned"),
        ("The army vowed to retake Mosul.", "planned"),
        ("France may send troops to Mali.", "hypothetical"),
        ("If talks fail, the rebels could attack Donetsk.", "hypothetical"),
        ("Did rebels attack Aleppo?", "hypothetical"),
        ("Al-Shabaab denied that it had attacked Mandera.", "denied"),
        ("Soldiers did not enter Bujumbura on Monday.", "denied"),
        ("The rebels failed to capture Donetsk.", "denied"),
        ("The rebels went on attacking Donetsk.", "actual"),
        ("Rebels managed to capture Aleppo.", "actual"),
        ("No shots were fired at the border.", "denied"),
        ("Nobody was killed in the attack on Monday.", "denied"),
        ("The army never shelled the hospital.", "denied"),
        ("The rebels nearly captured Aleppo in March.", "denied"),
        ("The rebels were about to storm the prison.", "planned"),
        ("The planned deployment of 500 soldiers worries Kenya.", "planned"),
        ("The government has yet to release the prisoners.", "denied"),
        ("Had the army attacked, many would have died.", "hypothetical"),
        ("The rebels did not retreat but robbed a bank.", "actual"),
        ("The army reportedly captured Aleppo on Monday.", "actual"),
    ],
)
def test_status(text: str, expected: str) -> None:
    assert expected in [e.status.value for e in extract(text)]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Boko Haram attacked soldiers in Maiduguri.", ("Boko Haram",), ("military",)),
        ("Soldiers were attacked by Boko Haram in Maiduguri.", ("Boko Haram",), ("military",)),
        ("Islamic State, which captured Mosul last June, released a film.", ("Islamic State",), ()),
        ("The capture of Mosul by Islamic State surprised nobody.", ("Islamic State",), ()),
        ("Barack Obama met Angela Merkel in Berlin.", ("Barack Obama",), ("Angela Merkel",)),
        ("Colombia and the FARC signed a peace agreement in Havana.", ("Colombia", "Revolutionary Armed Forces of Colombia"), ()),
        ("The European Union imposed sanctions on Russia.", ("European Union",), ("Russia",)),
        ("Nine people were killed in Kabul on Monday.", (), ("civilians",)),
    ],
)
def test_roles(text: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    (event,) = extract(text)
    assert (event.actor_names, event.recipient_names) == (actors, recipients)


def test_verbs_share_their_object() -> None:
    events = extract("Police arrested and charged two men in Oslo on Monday.")
    assert [(e.event_type, e.mentions[0].recipients[0].text) for e in events] == [("COERCE", "two men"), ("ACCUSE", "two men")]
    (arrived,) = extract("Gunmen arrived and killed ten people in Kano.", other=True)
    assert (arrived.mentions[0].text, arrived.mentions[0].recipients) == ("arrived", ())


def test_a_pronoun_is_whom_the_sentence_before_speaks_of() -> None:
    _, praised = extract("Barack Obama met Angela Merkel in Berlin on Monday. He praised her government on Tuesday.")
    assert (praised.event_type, praised.actor_names, days(praised)) == ("SUPPORT", ("Barack Obama",), "2015-05-19")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested 40 protesters in Istanbul.", [(40.0, "protesters", "arrested", None)]),
        ("At least 20 people were wounded in Aden.", [(20.0, "people", "injured", "MORE_THAN")]),
        ("The Pentagon will deliver 2,000 rockets to Iraq.", [(2000.0, "rockets", "delivered", None)]),
        ("A bomb killed six people in Baghdad.", [(6.0, "people", "killed", None)]),
        ("Fighters captured Mosul.", []),
        ("Gunmen shot dead nine farmers near Kaduna.", [(9.0, "farmers", "killed", None)]),
        ("Nearly 90 people were hurt in the attack.", [(90.0, "people", "injured", "LESS_THAN")]),
        ("About 3,000 people marched through Beirut.", [(3000.0, "people", "protesters", "APPROX")]),
        ("The court sentenced nine soldiers to death.", [(9.0, "soldiers", "sentenced", None)]),
        ("Donors pledged $2.5 billion for Nepal.", [(2.5e9, "$", "money", None)]),
        ("Japan gave 50 million euros to Jordan.", [(5e7, "euros", "money", None)]),
        ("Customs officers seized 400 rifles in Piraeus.", [(400.0, "rifles", "seized", None)]),
        ("Fighting displaced 25,000 villagers.", [(25000.0, "villagers", "displaced", None)]),
    ],
)
def test_quantities(text: str, expected: list[tuple[float, str, str, str | None]]) -> None:
    found = [q for e in extract(text) for m in e.mentions for q in m.quantities]
    assert [(q.value, q.unit, q.kind, q.mod) for q in found] == expected


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("Soldiers attacked Aleppo on Monday, the army said.", "the army"),
        ("Rebels attacked Aleppo on Monday, according to residents.", "residents"),
        ("Rebels attacked Aleppo on Monday.", None),
        ("Guards tortured prisoners in Aleppo, a defector told reporters.", "a defector"),
        ("Rebels shelled Aleppo, according to the Syrian Observatory for Human Rights.", "the Syrian Observatory for Human Rights"),
        ("No one claimed the attack on Monday.", None),
        ("Residents reported an attack on Aleppo.", "Residents"),
    ],
)
def test_who_reports_it(text: str, reporter: str | None) -> None:
    assert [m.reported_by for e in extract(text) for m in e.mentions] == [reporter]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels attacked Aleppo on Monday.", ("2015-05-18", "clause")),
        ("Ministers met in Vienna to discuss the results of Tuesday's election.", ("2015-05-21", "dct")),
        ("Six people were killed in Tuesday's attack.", ("2015-05-19", "clause")),
        ("Islamic State, which captured Mosul last June, lost 40 fighters on Monday.", ("2014-06-01..2014-06-30", "clause")),
        ("The foreign ministers will meet in Vienna next week.", ("2015-05-25..2015-05-31", "clause")),
        ("Iraqi troops recaptured Ramadi.", ("2015-05-21", "dct")),
        ("Al-Shabaab denied that it had attacked Mandera.", ("..2015-05-21", "dct")),
        ("France may send troops to Mali.", ("", None)),
        ("Rebels captured Aleppo at the start of March.", ("2015-03-01..2015-03-10", "clause")),
        ("John Kerry, who met Sergei Lavrov in London on Monday, praised Russia.", ("2015-05-18", "clause")),
    ],
)
def test_when(text: str, expected: tuple[str, str | None]) -> None:
    event = extract(text)[0]
    assert (days(event), event.date_link and event.date_link.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels attacked a market in Aleppo.", ("Aleppo", "clause", "scene")),
        ("The Pentagon will deliver 2,000 rockets to Iraq.", ("Iraq", "clause", "destination")),
        ("The envoys discussed Syria in Geneva on Tuesday.", ("Geneva", "clause", "scene")),
        ("The envoys discussed Syria on Tuesday.", ("", None, "scene")),
        ("The European Union imposed sanctions on Russia.", ("", None, "scene")),
        ("The United States accused Iran of piracy.", ("", None, "scene")),
        ("Troops from Chad attacked rebels in Maiduguri.", ("Maiduguri", "clause", "scene")),
        ("The ministers flew to Manila, where they signed an agreement on Monday.", ("Manila", "clause", "scene")),
        ("Troops withdrew from Mosul on Monday.", ("Mosul", "clause", "scene")),
    ],
)
def test_where(text: str, expected: tuple[str, str | None, str]) -> None:
    event = extract(text)[-1]
    assert (place(event), event.place_link and event.place_link.value, event.place_role) == expected


def test_a_paragraph_passes_on_its_place_and_date() -> None:
    _, second = extract("Rebels attacked Aleppo on Monday. They killed nine soldiers.")[:1] * 2
    assert (place(second), days(second)) == ("Aleppo", "2015-05-18")


def test_a_name_ends_where_the_next_sentence_begins_without_a_stop() -> None:
    for text in ("Nine people were killed in Mosul  AT least two died in Tikrit.", "A bomb exploded in Mosul A huge fire followed."):
        assert place(extract(text)[0]) == "Mosul"


def test_a_country_stays_an_area() -> None:
    (event,) = extract("Rebels killed nine soldiers in Mali on Monday.")
    assert event.place is not None
    assert (event.place.name, event.place.is_point) == ("Mali", False)


def test_without_a_publication_date_no_date_is_invented() -> None:
    events = extract("Rebels attacked Aleppo on Monday. Troops recaptured Ramadi.", dct=None)
    assert [(days(e), e.date_link and e.date_link.value) for e in events] == [("", None), ("", None)]


def test_an_unknown_extractor_lists_the_choices() -> None:
    with pytest.raises(ConfigurationError, match=", ".join(EXTRACTORS)):
        get_extractor("oracle")
