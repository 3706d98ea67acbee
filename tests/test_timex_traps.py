"""Sentences in which nothing is a time expression, though a word or number looks like one."""

from datetime import date

import pytest

from events.timex import tag

TRAPS = [
    # months and weekdays that are words or names
    "We may act if the talks fail.",
    "May the best team win.",
    "Prime Minister Theresa May resigned.",
    "Mrs May said she would not yield.",
    "Brian May played the guitar.",
    "May's government lost the vote.",
    "The march on Rome began with a quarrel.",
    "Thousands march for peace.",
    "The March of Dimes raised money.",
    "The Long March is taught in schools.",
    "They marched to the palace.",
    "The troops were on the march.",
    "The report was in the Sun newspaper.",
    "The Sun said the minister had lied.",
    "The Sunday Times broke the story.",
    "According to the Daily Telegraph, he is ill.",
    "The Daily Mail apologised.",
    "The cat sat on the mat.",
    "He wed his childhood friend.",
    "Black September claimed the hijacking.",
    "The Good Friday Agreement holds.",
    "April Jones was a nurse.",
    # seconds, springs, falls, quarters
    "THE ISSUES THAT MAY ARISE ARE KNOWN.",
    "THIS MAY BE TRUE.",
    "HE SAID HE MAY RESIGN.",
    "He came second in the race.",
    "The second man was taller.",
    "The Second World War museum is closed.",
    "A second bomb was defused.",
    "The fall of Mosul shocked them.",
    "Prices fall when demand drops.",
    "The government may fall.",
    "A fall in exports hurt the port.",
    "Springs of fresh water are rare there.",
    "They spring into action.",
    "The spring in the lock was broken.",
    "Three quarters of the voters stayed at home.",
    "A quarter of the houses were burned.",
    "The Latin Quarter was sealed off.",
    "They played in the quarter-final.",
    "The team led by nine points after the third quarter.",
    # numbers
    "The AT-4 is a light weapon.",
    "An F-16 was shot down.",
    "He was treated for Covid-19.",
    "The Su-24 crashed near the border.",
    "A Boeing 747 made an emergency landing.",
    "The fee is $48.",
    "It cost $2,015.",
    "They paid €1990 for it.",
    "He has 2,000 rockets.",
    "About 1500 soldiers were sent.",
    "More than 1600 civilians were hurt.",
    "The army lost 1200 men.",
    "Article 12 of 1998 does not apply.",
    "Under Section 4 he has no case.",
    "Resolution 2254 was adopted.",
    "Law No. 5 of 2004 bans it.",
    "Turn to page 1998.",
    "See pages 10 to 12.",
    "Call 555-2015 for help.",
    "His number is (202) 555-1987.",
    "Version 2.0.15 fixes the fault.",
    "Python 3.11 is needed.",
    "They won 3-2.",
    "The score was 21-15.",
    "The vote was 51 to 49.",
    "Turnout was 20.15 percent.",
    "It is 10:1 that he loses.",
    "Flight 1549 landed safely.",
    "He lives in room 1904.",
    "Highway 1 is closed.",
    "The hill is 1917 metres high.",
    "It weighs 1950 kg.",
    "They walked 20 km.",
    "The temperature was 30 degrees.",
    "The ratio is 1/2.",
    "The bridge is 1998 m long.",
    "He bought 12 eggs and 30 loaves.",
    "The regiment has 1800 horses.",
    "Unit 731 is notorious.",
    "Psalm 23 was read.",
    # ages
    "The 18-year-olds voted.",
    "He died at 45 years of age.",
    "She is in her late 40s.",
    "The Winter Olympics were called off.",
    "The Arab Spring was over.",
    # words of time that denote none
    "The time is ripe.",
    "It was hard times for all.",
    "He works day and nightlife reporters follow.",
    "The minutes of the meeting were lost.",
    "Daylight faded.",
    "The Weekly Standard closed.",
    "The House of the Rising Sun was sung.",
    "The Times reported it.",
    "The former is cheaper.",
    "He kept the books up to date.",
    "The committee sat for the second time.",
]


@pytest.mark.parametrize("text", TRAPS)
def test_nothing_is_found(text: str) -> None:
    assert [t.text for t in tag(text, date(2015, 5, 21))] == []


def test_there_are_traps_enough() -> None:
    assert len(set(TRAPS)) >= 60
