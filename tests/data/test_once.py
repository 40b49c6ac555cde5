"""Where samples were taken from, and what is worked out once for a matrix."""

from __future__ import annotations

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest

from interpret.data.expression import Expression
from interpret.data.once import Once
from interpret.errors import InputError


def matrix() -> Expression:
    return Expression(np.arange(20.0).reshape(5, 4), tuple("EDCBA"), ("g3", "g1", "g0", "g2"))


def test_samples_know_their_rows_however_often_they_are_taken() -> None:
    whole = matrix()
    part = whole.take_samples([4, 2, 1]).take_samples([2, 0])
    assert part.origin.whole is whole
    assert part.origin.rows.tolist() == [1, 4]
    assert np.array_equal(part.values, whole.values[part.origin.rows])
    assert whole.origin.whole is whole
    assert whole.origin.rows.tolist() == [0, 1, 2, 3, 4]


def test_other_genes_or_values_come_from_no_other_matrix() -> None:
    part = matrix().take_samples([1, 3])
    for other in (part.take_genes([0, 1]), part.named(["g0"]), part.with_values(part.values + 1.0, part.scale)):
        assert other.origin.whole is other


def test_a_copy_and_what_is_sent_hold_nothing_of_the_other_samples() -> None:
    whole = matrix()
    part = whole.take_samples([0, 1])
    part.once.of("a", lambda: "worked out", len)
    assert whole.once is not part.once
    for other in (copy.copy(part), pickle.loads(pickle.dumps(part))):  # noqa: S301  our own
        assert other.origin.whole is other
        assert other.samples == ("E", "D")
        assert np.array_equal(other.values, part.values)
        assert other.once.of("a", lambda: "anew", len) == "anew"
    assert b"g3" in pickle.dumps(part)
    assert b"worked out" not in pickle.dumps(part)
    assert whole.values[2:].tobytes() not in pickle.dumps(part)


def test_genes_are_put_in_the_order_of_their_names_once() -> None:
    whole = matrix()
    part = whole.take_samples([3, 0]).genes_by_name()
    assert part.genes == ("g0", "g1", "g2", "g3")
    assert np.array_equal(part.values, whole.values[[3, 0]][:, [2, 1, 3, 0]])
    assert part.origin.whole is whole.genes_by_name()
    assert part.genes_by_name() is part


def test_a_name_that_is_not_there_is_told_of_a_part_too() -> None:
    with pytest.raises(InputError, match="1 genes that the model needs") as refused:
        matrix().take_samples([3, 0]).named(["g0", "g9"])
    assert refused.value.where == "first: g9"


def test_what_is_kept_is_not_worked_out_again() -> None:
    once = Once(room=10)
    assert once.of("a", lambda: "first", len) == "first"
    assert once.of("a", lambda: "second", len) == "first"
    assert once.of("b", lambda: "other", len) == "other"


def test_the_first_stay_and_what_has_no_room_is_worked_out_each_time() -> None:
    once = Once(room=10)
    for key in ("a", "b", "c"):
        assert once.of(key, lambda: "12345", len) == "12345"
    assert [once.of(key, lambda: "again", len) for key in ("a", "b", "c")] == ["12345", "12345", "again"]


def test_a_refusal_is_not_kept() -> None:
    once = Once()

    def refuse() -> str:
        raise InputError("no")

    with pytest.raises(InputError):
        once.of("a", refuse, len)
    assert once.of("a", lambda: "yes", len) == "yes"


def test_what_is_kept_goes_with_the_matrix() -> None:
    whole = matrix()
    whole.genes_by_name()
    gone = weakref.ref(whole)
    del whole
    gc.collect()
    assert gone() is None
