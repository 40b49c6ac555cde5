"""Who the samples come from, and that nobody is left out by halves."""

from __future__ import annotations

import numpy as np
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.errors import AnalysisError


def cohort(subjects: str | None, positive: str) -> Cohort:
    """Return a cohort of one sample a letter: whose it is, and `+` or `-`."""
    n = len(positive)
    expression = Expression(np.arange(2.0 * n).reshape(n, 2), tuple(f"S{i}" for i in range(n)), ("g", "h"))
    labels = np.array([sign == "+" for sign in positive])
    return Cohort(expression, labels, Labels("well", "sick"), subjects=None if subjects is None else tuple(subjects))


def test_persons_are_numbered_by_first_appearance() -> None:
    found = cohort("bacabb", "-+--+-")
    assert found.persons.tolist() == [0, 1, 2, 1, 0, 0]
    assert found.persons.dtype == np.int64
    assert not found.persons.flags.writeable
    assert found.n_persons == 3
    assert found.rows_of(0).tolist() == [0, 4, 5]


def test_without_subjects_every_sample_is_a_person() -> None:
    found = cohort(None, "-+-+")
    assert found.persons.tolist() == [0, 1, 2, 3]
    assert found.n_persons == 4
    assert found.without(2).samples == ("S0", "S1", "S3")


@pytest.mark.parametrize("row", [0, 4, 5])
def test_a_person_leaves_with_every_sample(row: int) -> None:
    rest = cohort("bacabb", "-+--+-").without(row)
    assert rest.samples == ("S1", "S2", "S3")
    assert rest.subjects == ("a", "c", "a")
    assert rest.persons.tolist() == [0, 1, 0]


def test_classes_are_counted_in_persons() -> None:
    cohort("abcabcddeeff", "------++++++").require_both_classes()
    cohort("aabbcc", "+-+-+-").require_both_classes()  # who has both counts in both
    with pytest.raises(AnalysisError, match="3 patients are well and 2 sick, however many samples they gave"):
        cohort("abcdddee", "---+++++").require_both_classes()
    with pytest.raises(AnalysisError, match="2 patients are well and 2 sick\nwanted"):
        cohort(None, "--++").require_both_classes()
