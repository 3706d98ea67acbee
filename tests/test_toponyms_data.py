"""The lists of data/toponyms fit the gazetteer and one another; the fitting of weights does what it says."""



from events.gazetteer import open_gazetteer
from events.toponyms.lexicon import lexicon
from events.toponyms.recognition import rules
from events.training.logistic import Example, fit


def test_every_publisher_has_its_home_in_the_gazetteer() -> None:
    gazetteer = open_gazetteer()
    lost = []
    for publisher, home in lexicon().publishers.items():
        towns = [match.place for match in gazetteer.lookup(home.city, country=home.country) if match.place.feature_class == "P"]
        if not any(not home.admin1 or town.admin1 == home.admin1 for town in towns):
            lost.append(f"{publisher}: {home.city}, {home.admin1}, {home.country}: {sorted({town.admin1 for town in towns})}")
    assert not lost, "\n".join(lost)


def test_every_short_form_is_in_the_gazetteer() -> None:
    gazetteer = open_gazetteer()
    assert [form.form for form in lexicon().abbreviations.values() if not gazetteer.lookup(form.name, country=form.country or None)] == []


def test_every_seat_of_power_is_in_the_gazetteer() -> None:
    gazetteer = open_gazetteer()
    assert [seat for seat in lexicon().seats if not gazetteer.known(seat)] == []


def test_rules_name_word_classes_that_exist() -> None:
    named = {feature.partition("=")[2].split(",")[0] for feature in rules().weights if feature.split("=")[0] in ("left2", "ends", "begins")}
    assert named <= set(lexicon().words) | {"given_name"}


def test_weights_follow_the_examples_and_stay_near_the_first_guess_elsewhere() -> None:
    examples = [Example(["bias", "good"], True)] * 50 + [Example(["bias", "bad"], False)] * 50 + [Example(["bias", "rare"], True)]
    weights = fit(examples, {"good": 1.0, "bad": 1.0, "rare": 3.0}, pull=1.0, least=2)
    assert set(weights) == {"bias", "good", "bad"}
    assert weights["good"] > 2
    assert weights["bad"] < -2
