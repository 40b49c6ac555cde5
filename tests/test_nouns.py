"""What a sample was taken from, in words: plurals, articles, endings, and whose words are changed."""

from __future__ import annotations

import copy

import pytest
from pydantic import ValidationError

from interpret.data.names import with_noun
from interpret.errors import AnalysisError, InputError, all_of
from interpret.nouns import PATIENT, PERSON, USUAL, Noun, plural_of, resolved, rewritten, told
from interpret.report import words
from interpret.report.inline import bare, symbol
from interpret.settings import Settings, StudySettings

MOUSE, ANIMAL, LINE = Noun("mouse", "mice"), Noun("animal", "animals"), Noun("cell line", "cell lines")


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("mouse", "mice"),
        ("knockout mouse", "knockout mice"),
        ("Mouse", "Mice"),
        ("cell line", "cell lines"),
        ("biopsy", "biopsies"),
        ("assay", "assays"),
        ("child", "children"),
        ("zebrafish", "zebrafish"),
        ("fly", "flies"),
        ("fox", "foxes"),
        ("sandwich", "sandwiches"),
        ("donor", "donors"),
        ("patient", "patients"),
    ],
)
def test_plurals_that_are_sure(one: str, many: str) -> None:
    assert plural_of(one) == many


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ("mouse", "a mouse"),
        ("animal", "an animal"),
        ("organoid", "an organoid"),
        ("unit", "a unit"),
        ("ewe", "a ewe"),
        ("heir", "an heir"),
        ("RNA pool", "an RNA pool"),
        ("iPSC line", "an iPSC line"),
        ("PDX", "a PDX"),
        ("Ash mutant", "an Ash mutant"),
    ],
)
def test_article(one: str, said: str) -> None:
    assert resolved(f"a {Noun(one, plural_of(one)).run}") == said


@pytest.mark.parametrize("noun", [USUAL, MOUSE, ANIMAL, LINE])
def test_a_sentence_is_written_as_for_patients(noun: Noun) -> None:
    one = noun.run
    text = f"A {one}'s values; the {one}s' values, a {one}, 3 {one}s. {words.capital(one)}s, {one}s."
    one, many = noun.one, noun.many
    own = f"{many}'" if many.endswith("s") else f"{many}'s"
    first = "An" if one == "animal" else "A"
    assert resolved(text) == (
        f"{first} {one}'s values; the {own} values, {first.lower()} {one}, 3 {many}. {many.capitalize()}, {many}."
    )


def test_the_usual_noun_is_a_plain_word() -> None:
    assert (USUAL.run, USUAL.person, MOUSE.person) == ("patient", "person", MOUSE.run)
    assert USUAL.said("A patient is a person.") == "A patient is a person."


def test_words_of_the_package_are_said_anew() -> None:
    said = ANIMAL.said("A patient's place among the patients: one person, Persons, people; patients of a person.")
    assert said == "An animal's place among the animals: one animal, Animals, animals; animals of an animal."


@pytest.mark.parametrize(
    "kept",
    ["patients.pdf", "patients.csv", "patient_id", "--no-patient-data", "interpret patient", "'patient'", "outpatient"],
)
def test_names_of_files_columns_and_options_stay(kept: str) -> None:
    assert MOUSE.said(f"See {kept}.") == f"See {kept}."


def test_a_title_begins_and_ends_as_any_word() -> None:
    assert resolved(words.capital(f"{MOUSE.run}s to look at again")) == "Mice to look at again"
    assert resolved(words.within(words.capital(f"{MOUSE.run}s"))) == "mice"
    assert resolved(words.plural(1, MOUSE.run)) == "1 mouse"
    assert resolved(words.spelled_plural(3, MOUSE.run)) == "three mice"
    assert bare(f"{symbol('CD33')} of a {ANIMAL.run}") == "CD33 of an animal"


def test_what_is_told_keeps_the_words_of_the_data() -> None:
    text = told(f"3 {PATIENT}s without a label, as patient 7 and person X of a {PERSON}")
    assert text == "3 patients without a label, as patient 7 and person X of a person"
    assert MOUSE.retold(text) == "3 mice without a label, as patient 7 and person X of a mouse"
    assert MOUSE.retold("patient 7") == "patient 7"  # not told: it may be anybody's
    assert MOUSE.retold(copy.copy(text)) == MOUSE.retold(text)  # as in another process: by __reduce__
    assert MOUSE.retold(rewritten(text, lambda said: said.replace("7", "8"))).count("patient 8") == 1
    assert with_noun({"note": (text, "patient 7")}, MOUSE) == {"note": (MOUSE.retold(text), "patient 7")}


def test_a_class_called_a_is_no_article() -> None:
    assert resolved(f"the A {ANIMAL.run}s, the a {ANIMAL.run}s' values") == "the A animals, the a animals' values"


def test_no_text_from_a_file_holds_the_marks() -> None:
    assert resolved(words.plain(f"a {MOUSE.run}")) == words.plain(f"a {MOUSE.run}")
    assert "[U+FDD0]" in words.plain(MOUSE.run)


def test_errors_speak_of_the_study() -> None:
    one = AnalysisError(told(f"2 {PATIENT}s are patient"), wanted=told(f"a {PERSON}"))
    several = all_of([one, InputError("no column 'patient'")])
    assert str(one) == "2 patients are patient\nwanted: a person"
    several.speak_of(ANIMAL)
    assert "2 animals are patient\n   wanted: an animal" in several.message()
    assert "'patient'" in several.message()


def test_the_setting_is_words_and_no_number_hangs_on_it() -> None:
    study = StudySettings(unit="ox")
    assert (study.noun, StudySettings().noun) == (Noun("ox", "oxen"), USUAL)
    assert StudySettings(unit="octopus", units="octopodes").noun == Noun("octopus", "octopodes")
    assert Settings(study=study).for_numbers() == Settings().for_numbers()
    for odd in ("mouse\n", " mouse", "m\ufdd0", "<b>", "x" * 41):
        with pytest.raises(ValidationError):
            StudySettings(unit=odd)
