"""Absolute and simple relative dates in the other languages."""

from datetime import date

import pytest

from events.errors import ConfigurationError
from events.timex import languages, tag

DCT = date(2015, 5, 21)  # a Thursday


def found(text: str, language: str, dct: date | None = DCT) -> list[tuple[str, str]]:
    return [(t.text, t.value) for t in tag(text, dct, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le ministre a rencontré jeudi son homologue.", [("jeudi", "2015-05-21")]),
        ("fr", "Il se rendra lundi à Alger.", [("lundi", "2015-05-25")]),
        ("fr", "L'attaque du 3 mars 2014 a fait dix morts.", [("3 mars 2014", "2014-03-03")]),
        ("fr", "Elle a été signée le 1er avril.", [("le 1er avril", "2015-04-01")]),
        ("fr", "Il est mort hier soir.", [("hier soir", "2015-05-20TEV")]),
        ("fr", "La grève a commencé il y a trois jours.", [("il y a trois jours", "2015-05-18")]),
        ("fr", "Le vote aura lieu la semaine prochaine.", [("la semaine prochaine", "2015-W22")]),
        ("fr", "Ils manifestent chaque vendredi depuis 2011.", [("chaque vendredi", "XXXX-WXX-5"), ("2011", "2011")]),
        ("es", "El presidente llegó el martes a Madrid.", [("el martes", "2015-05-19")]),
        ("es", "Viajará el sábado a Lima.", [("el sábado", "2015-05-23")]),
        ("es", "Murió el 3 de marzo de 2014 en la cárcel.", [("el 3 de marzo de 2014", "2014-03-03")]),
        ("es", "Ayer llovió y hoy nieva.", [("Ayer", "2015-05-20"), ("hoy", "2015-05-21")]),
        ("es", "La huelga empezó hace dos semanas.", [("hace dos semanas", "2015-W19")]),
        ("es", "Las elecciones serán el próximo mes.", [("el próximo mes", "2015-06")]),
        ("es", "A finales de abril cerró la mina.", [("finales de abril", "2015-04")]),
        ("de", "Der Minister traf am Mittwoch in Berlin ein.", [("Mittwoch", "2015-05-20")]),
        ("de", "Er wird am Freitag nach Paris reisen.", [("Freitag", "2015-05-22")]),
        ("de", "Der Vertrag vom 3. März 2014 gilt.", [("3. März 2014", "2014-03-03")]),
        ("de", "Gestern regnete es, morgen schneit es.", [("Gestern", "2015-05-20"), ("morgen", "2015-05-22")]),
        ("de", "Am Montagabend brannte das Lager.", [("Montagabend", "2015-05-18TEV")]),
        ("de", "Vor zwei Wochen begann der Streik.", [("Vor zwei Wochen", "2015-W19")]),
        ("de", "Ende 2014 lag die Zahl höher.", [("Ende 2014", "2014")]),
        ("ru", "Министр прибыл в среду в Москву.", [("среду", "2015-05-20")]),
        ("ru", "Переговоры пройдут в пятницу.", [("пятницу", "2015-05-22")]),
        ("ru", "Он погиб 3 марта 2014 года.", [("3 марта 2014 года", "2014-03-03")]),
        ("ru", "Вчера был дождь, сегодня снег.", [("Вчера", "2015-05-20"), ("сегодня", "2015-05-21")]),
        ("ru", "Завод закрыли на прошлой неделе.", [("прошлой неделе", "2015-W20")]),
        ("ru", "Это было три года назад.", [("три года назад", "2012")]),
        ("ru", "В начале апреля выпал снег.", [("начале апреля", "2015-04")]),
        ("uk", "Міністр прибув у середу до Києва.", [("середу", "2015-05-20")]),
        ("uk", "Переговори відбудуться у п'ятницю.", [("п'ятницю", "2015-05-22")]),
        ("uk", "Він загинув 3 березня 2014 року.", [("3 березня 2014 року", "2014-03-03")]),
        ("uk", "Учора був дощ, сьогодні сніг.", [("Учора", "2015-05-20"), ("сьогодні", "2015-05-21")]),
        ("uk", "Завод закрили минулого тижня.", [("минулого тижня", "2015-W20")]),
        ("uk", "Це було два роки тому.", [("два роки тому", "2013")]),
        ("ar", "قال الوزير يوم الأربعاء إنه سيسافر.", [("يوم الأربعاء", "2015-05-20")]),
        ("ar", "ستبدأ المحادثات يوم الجمعة.", [("يوم الجمعة", "2015-05-22")]),
        ("ar", "وقع الهجوم في 3 مارس 2014.", [("3 مارس 2014", "2014-03-03")]),
        ("ar", "وقع الهجوم في ٣ آذار ٢٠١٤.", [("٣ آذار ٢٠١٤", "2014-03-03")]),
        ("ar", "توفي في 3 كانون الأول 2014.", [("3 كانون الأول 2014", "2014-12-03")]),
        ("ar", "أغلق المعبر أمس.", [("أمس", "2015-05-20")]),
        ("ar", "بدأ الإضراب قبل ثلاثة أيام.", [("قبل ثلاثة أيام", "2015-05-18")]),
        ("ar", "اجتمعوا الأسبوع الماضي.", [("الأسبوع الماضي", "2015-W20")]),
        ("ar", "اجتمعوا الخميس الماضي.", [("الخميس الماضي", "2015-05-14")]),
    ],
)
def test_expressions(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Il est mort hier.", [("hier", "XXXX-XX-XX")]),
        ("es", "Murió el martes.", [("el martes", "XXXX-WXX-2")]),
        ("de", "Er starb am 3. März.", [("3. März", "XXXX-03-03")]),
        ("ru", "Завод закрыли на прошлой неделе.", [("прошлой неделе", "XXXX-WXX")]),
        ("uk", "Він загинув 3 березня 2014 року.", [("3 березня 2014 року", "2014-03-03")]),
        ("ar", "أغلق المعبر أمس.", [("أمس", "XXXX-XX-XX")]),
    ],
)
def test_without_a_date_of_creation_nothing_is_invented(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language, None) == expected


@pytest.mark.parametrize("text", ["", "Nichts.", "٢٠١٥ ٢٠ ٣", "12. 13. 14.", "мая июня", "le la les 3 de"])
@pytest.mark.parametrize("language", languages())
def test_odd_texts_do_no_harm(language: str, text: str) -> None:
    assert all(t.text == t.span.of(text) for t in tag(text, DCT, language=language))


def test_a_region_after_the_language_changes_nothing() -> None:
    assert found("Er starb gestern.", "de-AT") == found("Er starb gestern.", "DE_ch") == [("gestern", "2015-05-20")]


@pytest.mark.parametrize("language", ["xx", "", "../en", "tlh"])
def test_an_unknown_language_is_refused_with_the_choices(language: str) -> None:
    with pytest.raises(ConfigurationError, match="there is one for: ar, de, en, es, fr, ru, uk"):
        tag("hier", DCT, language=language)
