# ruff: noqa: RUF001  the true signs are what is tested
from __future__ import annotations

import math

import pytest

from interpret.report import words

NAN = math.nan


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (1e-12, "less than 1%"),
        (0.0049, "less than 1%"),
        (0.0051, "1%"),
        (0.958, "96%"),
        (0.994, "99%"),
        (71.6 / 72, "99%"),
        (71.9 / 72, "more than 99%"),
        (0.9996, "more than 99%"),
        (1.0, "100%"),
        (NAN, "not available"),
    ],
)
def test_percent_says_none_and_all_only_when_exact(share: float, text: str) -> None:
    assert words.percent(share) == text


def test_percent_with_a_decimal_moves_its_limits() -> None:
    assert words.percent(0.9996, 1) == "more than 99.9%"
    assert words.percent(0.0004, 1) == "less than 0.1%"
    assert words.percent(0.9994, 1) == "99.9%"
    assert words.percent(1.0, 1) == "100%"


def test_percent_interval() -> None:
    assert words.percent_interval(0.8826, 0.9913) == "88% to 99%"
    assert words.percent_interval(0.9, 1.0) == "90% to 100%"
    assert words.percent_interval(NAN, 1.0) == "not available"


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (1.0, "1"),
        (0.9996, "> 0.99"),
        (0.34, "0.34"),
        (0.0995, "0.10"),
        (0.034, "0.034"),
        (0.0021, "0.0021"),
        (0.001, "0.0010"),
        (3.2e-7, "3.2 × 10⁻⁷"),
        (1.04e-15, "1.0 × 10⁻¹⁵"),
        (1e-320, "< 10⁻³⁰⁰"),
        (0.0, "< 10⁻³⁰⁰"),
        (NAN, "not available"),
    ],
)
def test_p_value_is_written_as_a_statistician_writes_it(p: float, text: str) -> None:
    assert words.p_value(p) == text
    assert words.q_value(p) == text


def test_p_in_a_sentence() -> None:
    assert words.p_brief(0.034) == "p = 0.034"
    assert words.p_brief(3e-9) == "p < 0.001"
    assert words.p_brief(0.9996) == "p > 0.99"
    assert words.p_brief(NAN) == "p not available"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.2, "+1.20"), (-0.854, "−0.85"), (0.0, "0.00"), (-0.001, "0.00"), (0.001, "0.00"), (NAN, "not available")],
)
def test_signed_has_a_true_minus_and_no_sign_at_zero(value: float, text: str) -> None:
    assert words.signed(value) == text


def test_numbers() -> None:
    assert words.number(-1234.5, 1) == "−1,234.5"
    assert words.number(math.inf) == "infinite"
    assert words.significant(0.04312) == "0.0431"
    assert words.significant(1234567.0) == "1,230,000"
    assert words.significant(-2.5e-9) == "−2.50 × 10⁻⁹"
    assert words.significant(0.0) == "0"
    assert words.quantity(1360.0) == "1,360"
    assert words.quantity(0.0431) == "0.04310"
    assert words.with_interval(0.91, 0.8, 0.98) == "0.91 (0.80 to 0.98)"
    assert words.with_interval(0.91, NAN, NAN) == "0.91"
    assert words.with_interval(NAN, 0.1, 0.2) == "not available"
    assert words.signed_interval(-1.2, 0.35) == "−1.20 to +0.35"


def test_counts_and_plurals() -> None:
    assert words.count(7129) == "7,129"
    assert words.count(NAN) == "not available"
    assert words.plural(1, "gene") == "1 gene"
    assert words.plural(1043, "gene") == "1,043 genes"
    assert words.plural(2, "analysis", "analyses") == "2 analyses"
    assert words.spelled_plural(0, "call") == "no call"
    assert words.spelled_plural(3, "call") == "three calls"
    assert words.spelled(11) == "11"
    assert words.of(36, 38) == "36 of 38"
    assert words.of(38, 38) == "all 38"
    assert words.of(0, 0) == "0 of 0"


def test_lists() -> None:
    assert words.listing([]) == ""
    assert words.listing(["A"]) == "A"
    assert words.listing(["A", "B", "C"]) == "A, B and C"
    assert words.listing(list("ABCDEFGHI"), most=2) == "A, B and 7 more"


def test_text_from_files_stays_on_one_line_and_within_its_width() -> None:
    assert words.plain(" a\n\tb\x00c\u200b ") == "a b[U+0000]c[U+200B]"
    long = "complement factor D (adipsin), a description that runs on"
    assert words.shorten(long, 40) == "complement factor D (adipsin), a..."
    assert words.shorten("zyxin", 5) == "zyxin"
    assert words.shorten("x" * 50, 20) == "x" * 17 + "..."
    assert all(len(words.shorten(long, width)) <= width for width in range(5, 60))
    assert words.shorten("<b>x</b>", 20) == "<b>x</b>"


def test_first_sentence() -> None:
    assert words.first_sentence("One of two. Two.", 16) == "One of two. Two."
    assert words.first_sentence("One of two. Two.", 15) == "One of two."
    assert words.first_sentence("One without an end", 5) == "One without an end"


def test_files_dates_and_settings() -> None:
    assert words.file_size(1) == "1 byte"
    assert words.file_size(1_700_000) == "1.7 MB"
    assert words.checksum("0123456789abcdef" * 4) == "0123456789ab..."
    assert words.date("2026-03-01") == "1 March 2026"
    assert words.date("soon") == "soon"
    assert words.setting(value=True) == "yes"
    assert words.setting(16000.0) == "16,000"
    assert words.setting(0.05) == "0.05"
    assert words.setting((0.5, 1.0)) == "0.5, 1"
    assert words.setting(None) == "none"


@pytest.mark.parametrize(
    ("p", "expected"),
    [(1 / 10_001, "1/10,001"), (2 / 252, "1/126"), (0.003, "0.0030"), (float("nan"), words.NOT_AVAILABLE)],
)
def test_a_floor_is_the_fraction_that_it_is(p: float, expected: str) -> None:
    assert words.one_in(p) == expected


def test_fold_and_cell() -> None:
    assert [words.fold(x) for x in (1.9, -1.0, 0.0)] == ["3.7-fold", "2.0-fold", "1.0-fold"]
    assert words.fold(float("nan")) == words.NOT_AVAILABLE
    assert [words.cell(text) for text in (words.NOT_AVAILABLE, "0.05")] == ["—", "0.05"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Sparse logistic regression", "sparse logistic regression"),
        ("AdaBoost", "AdaBoost"),
        ("XGBoost", "XGBoost"),
        ("RBF SVM", "RBF SVM"),
        ("AUC within pairs", "AUC within pairs"),
        ("Brier score", "Brier score"),
        ("k-nearest neighbours", "k-nearest neighbours"),
        ("", ""),
    ],
)
def test_a_title_within_a_sentence_keeps_the_capitals_of_names(title: str, expected: str) -> None:
    assert words.within(title) == expected


def test_a_narrow_cell_says_more_than_with_a_mark() -> None:
    assert words.narrow(f"26 of 27 ({words.percent_interval(0.81, 0.9991)})") == "26 of 27 (81% to > 99%)"
    assert words.narrow(words.percent(0.001)) == "< 1%"


def test_sentences_of_other_parts_get_the_reports_per_cent_and_minus() -> None:
    said = words.closed("values from -28,400 to -5, 28 % of them negative; gene HLA-2, 1990-1995")
    assert said == "values from \N{MINUS SIGN}28,400 to \N{MINUS SIGN}5, 28% of them negative; gene HLA-2, 1990-1995"
