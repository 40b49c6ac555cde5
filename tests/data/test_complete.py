"""Missing values: what an expression may lack, and the genes that lack nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.complete import with_complete_genes
from interpret.data.controls import without_controls
from interpret.data.demo import simulate_study
from interpret.data.expression import Expression
from interpret.data.readers.annotation import annotation_frame
from interpret.data.scale_of_values import scale_of_values
from interpret.data.study import Study
from interpret.errors import AnalysisError, InputError

NAN = np.nan
LABELS = Labels("well", "sick")


def cohort(values: list[list[float]], prefix: str) -> Cohort:
    array = np.array(values)
    n, p = array.shape
    names = tuple(f"{prefix}{i}" for i in range(n))
    return Cohort(Expression(array, names, tuple(f"g{j}" for j in range(p))), np.arange(n) % 2 == 0, LABELS)


def study(training: list[list[float]], independent: list[list[float]] | None = None) -> Study:
    learning = cohort(training, "S")
    closed = None if independent is None else cohort(independent, "T")
    return Study(learning, closed, annotation_frame(learning.genes, ["A", "B", "C"]), (), "", "")


def test_missing_values_are_kept_and_known() -> None:
    expression = cohort([[1.0, NAN, 3.0], [4.0, 5.0, 6.0]], "S").expression
    assert expression.incomplete.tolist() == [False, True, False]
    assert expression.take_samples([1]).incomplete.tolist() == [False] * 3
    assert expression.complete_genes().genes == ("g0", "g2")
    assert expression.complete_genes().values.tolist() == [[1.0, 3.0], [4.0, 6.0]]
    with pytest.raises(ValueError, match="read-only"):
        expression.incomplete[0] = True


def test_complete_expression_is_itself() -> None:
    expression = cohort([[1.0, 2.0, 3.0]], "S").expression
    assert expression.complete_genes() is expression


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_values_are_still_refused_by_name(value: float) -> None:
    with pytest.raises(InputError, match=r"(?s)1 value is infinite.*sample S1, gene g0"):
        cohort([[1.0, NAN], [value, 2.0]], "S")


def test_genes_that_either_set_lacks_are_left_out_of_everything() -> None:
    found = with_complete_genes(study([[1.0, NAN, 3.0], [1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0], [NAN, 5.0, 6.0]]))
    assert found.independent is not None
    assert found.training.genes == found.independent.genes == tuple(found.annotation["gene"]) == ("g2",)
    assert list(found.annotation["symbol"]) == ["C"]
    assert found.training.expression.values.tolist() == [[3.0], [3.0]]
    alone = with_complete_genes(study([[1.0, NAN, 3.0], [1.0, 2.0, 3.0]]))
    assert alone.training.genes == ("g0", "g2")


def test_labels_do_not_decide_which_genes_are_complete() -> None:
    given = study([[1.0, NAN, 3.0], [1.0, 2.0, 3.0]])
    turned = replace(given, training=given.training.with_positive(~given.training.positive))
    assert with_complete_genes(turned).training.genes == with_complete_genes(given).training.genes


def test_a_complete_study_is_itself() -> None:
    given = study([[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]])
    assert with_complete_genes(given) is given


def test_no_complete_gene_names_the_worst_sample() -> None:
    with pytest.raises(AnalysisError, match=r"(?s)every one of 3 genes.*sample T1 lacks the most: 2 values.*leave out"):
        with_complete_genes(study([[NAN, 2.0, 3.0]], [[4.0, 5.0, 6.0], [7.0, NAN, NAN]]))


def test_the_scale_is_told_by_the_values_present() -> None:
    values = simulate_study(3).training.expression.values[:, :500]
    for complete in (values, np.log2(np.clip(values, 1.0, None))):
        holes = complete.copy()
        holes[np.random.default_rng(1).random(complete.shape) < 0.3] = NAN
        assert scale_of_values(holes) is scale_of_values(complete)


def test_controls_are_left_out_of_a_study_with_missing_values() -> None:
    learning = Cohort(
        Expression(np.array([[1.0, NAN, 3.0]]), ("S",), ("AFFX-a", "g", "ERCC-00002")), np.array([True]), LABELS
    )
    kept = without_controls(Study(learning, None, annotation_frame(learning.genes), (), "", ""))
    assert kept.training.genes == tuple(kept.annotation["gene"]) == ("g",)
