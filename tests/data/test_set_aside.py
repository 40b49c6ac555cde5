"""Every gene that was not tested has one reason, and the numbers add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.data import set_aside
from interpret.data.cohort import Cohort, Labels
from interpret.data.controls import without_controls
from interpret.data.expression import Expression
from interpret.data.readers.annotation import annotation_frame
from interpret.data.set_aside import genes_set_aside
from interpret.data.study import Study
from interpret.prep.preparation import learn_preparation
from interpret.settings import PreparationSettings

NAN = np.nan
LIMITS = (100.0, 16000.0)
CASES = {
    "AFFX-x": ([0.0] * 6, set_aside.CONTROL),
    "missing": ([NAN] * 6, set_aside.ALL_MISSING),
    "zero": ([0.0, 0.0, NAN, 0.0, -0.0, 0.0], set_aside.ALL_ZERO),
    "constant": ([7.0, 7.0, 7.0, NAN, 7.0, 7.0], set_aside.CONSTANT),
    "single": ([NAN, NAN, NAN, NAN, 700.0, NAN], set_aside.CONSTANT),
    "low": ([1.0, 2.0, 99.0, 100.0, -5.0, NAN], set_aside.CONSTANT_AFTER_CLAMPING),
    "high": ([16000.0, 17000.0, 18000.0, 16001.0, 2e4, 3e4], set_aside.CONSTANT_AFTER_CLAMPING),
    "flat": ([100.0, 200.0, 150.0, 120.0, 110.0, 105.0], set_aside.BELOW_FILTER),
    "few": ([100.0, 9000.0, 150.0, NAN, NAN, 105.0], set_aside.TOO_FEW),
    "other": ([100.0, 9000.0, 150.0, 300.0, 400.0, 105.0], set_aside.OTHER_PROBE),
    "odd": ([100.0, 9000.0, 150.0, 300.0, 400.0, 105.0], set_aside.NOT_TESTABLE),
    "tested": ([100.0, 9000.0, 150.0, 300.0, 400.0, 105.0], None),
    "LRG_1": ([100.0, 9000.0, 150.0, 300.0, 400.0, 105.0], set_aside.CONTROL),
}
KEPT = ("few", "other", "odd", "tested")


def cohort(values: FloatArray, genes: tuple[str, ...]) -> Cohort:
    samples = tuple(f"S{i}" for i in range(len(values)))
    return Cohort(Expression(values, samples, genes), np.arange(len(values)) >= 3, Labels("well", "sick"))


@pytest.fixture
def training() -> Cohort:
    return cohort(np.array([values for values, _ in CASES.values()]).T, tuple(CASES))


def test_every_gene_has_the_first_reason_that_holds(training: Cohort) -> None:
    annotation = annotation_frame(training.genes, [gene.upper() for gene in training.genes])
    frame = genes_set_aside(training, annotation, ("tested",), kept=KEPT, limits=LIMITS, collapsed=("other",))
    assert list(frame.columns) == ["gene", "symbol", "reason"]
    expected = {gene: reason for gene, (_, reason) in CASES.items() if reason}
    assert dict(zip(frame["gene"], frame["reason"], strict=True)) == expected
    assert list(frame["gene"]) == list(expected)  # in the order of the file
    assert list(frame["symbol"]) == [gene.upper() for gene in expected]
    assert set(frame["reason"]) == set(set_aside.REASONS)  # each of them is tried here


def test_without_limits_no_gene_is_constant_after_clamping(training: Cohort) -> None:
    annotation = annotation_frame(training.genes)
    frame = genes_set_aside(training, annotation, (), kept=training.genes, limits=None).set_index("gene")
    assert set_aside.CONSTANT_AFTER_CLAMPING not in set(frame["reason"])
    assert frame.loc["low", "reason"] == set_aside.NOT_TESTABLE
    assert len(frame) == len(CASES)


def test_controls_that_are_kept_are_judged_as_genes(training: Cohort) -> None:
    annotation = annotation_frame(training.genes)
    frame = genes_set_aside(
        training, annotation, ("tested", "LRG_1"), kept=(*KEPT, "LRG_1"), limits=LIMITS, keep_controls=True
    ).set_index("gene")
    assert frame.loc["AFFX-x", "reason"] == set_aside.ALL_ZERO
    assert "LRG_1" not in frame.index


def test_nothing_is_set_aside_where_all_are_tested(training: Cohort) -> None:
    annotation = annotation_frame(training.genes)
    frame = genes_set_aside(training, annotation, training.genes, kept=training.genes, limits=LIMITS)
    assert frame.empty
    assert list(frame.columns) == ["gene", "symbol", "reason"]


def golub_counts(golub: Study, settings: PreparationSettings) -> dict[str, int]:
    study = golub if settings.keep_controls else without_controls(golub)
    preparation = learn_preparation(study.training.expression, settings)
    frame = genes_set_aside(
        golub.training,
        golub.annotation,
        preparation.genes,
        kept=preparation.genes,
        limits=preparation.limits,
        keep_controls=settings.keep_controls,
    )
    counts = frame["reason"].value_counts().to_dict() | {"tested": len(preparation.genes)}
    assert sum(counts.values()) == 7129
    return {str(reason): int(number) for reason, number in counts.items()}


@pytest.mark.shared
def test_golub_adds_up(golub: Study) -> None:
    found = golub_counts(golub, PreparationSettings())
    assert found == {
        set_aside.CONTROL: 58,
        set_aside.CONSTANT_AFTER_CLAMPING: 1033,
        set_aside.BELOW_FILTER: 3007,
        "tested": 3031,
    }


@pytest.mark.shared
def test_golub_with_controls_adds_up(golub: Study) -> None:
    found = golub_counts(golub, PreparationSettings(keep_controls=True))
    assert found == {set_aside.CONSTANT_AFTER_CLAMPING: 1050, set_aside.BELOW_FILTER: 3028, "tested": 3051}


@pytest.mark.shared
def test_labels_decide_on_no_reason_but_the_number_of_values(golub: Study) -> None:
    turned = replace(golub.training, positive=~golub.training.positive)
    given = {"kept": golub.training.genes[:500], "limits": LIMITS}
    frames = [
        genes_set_aside(c, golub.annotation, golub.training.genes[:400], **given) for c in (golub.training, turned)
    ]
    assert frames[0].equals(frames[1])
