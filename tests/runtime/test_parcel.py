from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from interpret.data.expression import Expression
from interpret.runtime import parcel as post
from interpret.runtime.mappers import Processes
from interpret.runtime.parcel import Missing, opened, packed


def expression(first: float = 1.0) -> Expression:
    values = np.arange(6.0).reshape(2, 3) + first
    return Expression(values, ("a", "b"), ("g1", "g2", "g3"))


def total(matrix: Expression, other: Expression, more: float) -> float:
    return float(matrix.values.sum() + other.values.sum()) + more


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "_KEPT", type(post._KEPT)())


def test_a_matrix_is_asked_for_once_and_then_known_by_its_content() -> None:
    sent = packed(partial(total, expression(), expression(5.0)))
    assert len(sent.names) == 2
    assert isinstance(opened(sent.without_parts()), Missing)
    function = opened(sent)
    assert not isinstance(function, Missing)
    assert function(0.5) == 21.0 + 45.0 + 0.5
    again = opened(packed(partial(total, expression(5.0), expression())).without_parts())
    assert not isinstance(again, Missing)
    assert again(0.0) == 66.0


def test_the_words_of_a_parcel_hold_no_matrix() -> None:
    large = Expression(np.ones((100, 1000)), tuple(f"s{i}" for i in range(100)), tuple(f"g{j}" for j in range(1000)))
    assert len(packed(partial(total, large, large)).function) < 1000


def test_only_the_last_matrices_are_kept() -> None:
    for first in range(10):
        opened(packed(partial(total, expression(first), expression(first + 0.5))))
    assert len(post._KEPT) == post.KEPT
    assert isinstance(opened(packed(partial(total, expression(0), expression(0.5))).without_parts()), Missing)


def test_what_comes_out_of_a_parcel_cannot_be_changed() -> None:
    opened(packed(partial(total, expression(), expression())))
    (kept,) = post._KEPT.values()
    assert not kept.values.flags.writeable


def test_many_matrices_reach_every_process() -> None:
    mapper = Processes(2)
    for first in range(2 * post.KEPT):
        function = partial(total, expression(first), expression(-first))
        assert list(mapper(function, [0.0, 1.0, 2.0])) == [30.0, 31.0, 32.0]


def test_items_begun_with_ahead_come_in_order_beside_other_work() -> None:
    mapper = Processes(2)
    ahead = mapper.begin(partial(total, expression(), expression()), [1.0, 2.0, 3.0])
    assert list(mapper(abs, [-1, -2])) == [1, 2]
    assert list(ahead) == [43.0, 44.0, 45.0]
