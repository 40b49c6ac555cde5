from __future__ import annotations

import enum
import hashlib
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from interpret.models.digest import LENGTH, _take, _take_pairs, digest

X = np.random.default_rng(3).normal(size=(30, 4))
Y = X[:, 1] + 0.3 * X[:, 2] > 0.0


@dataclass(frozen=True, eq=False)
class Record:
    a: Any
    b: Any = 1


def test_it_is_twelve_hex_digits() -> None:
    assert len(digest(1)) == LENGTH == 12
    assert int(digest("a", X), 16) >= 0


DIFFERENT: list[Any] = [
    None, True, False, 0, 1, 1.0, "1", b"1", 2, -0.0, 0.0, float("nan"), (), [1], (1, 2), (2, 1), ((1,), 2), (1, (2,)),
    "", {"a": 1}, {"a": 2}, {"b": 1}, np.zeros(2), np.zeros(3), np.zeros((1, 2)), np.zeros((2, 1)),
    np.zeros(2, dtype=np.float32), np.zeros(2, dtype=np.int64), np.array([0.0, 1e-300]),
    np.array(["a", 1], dtype=object), np.array(["a", 2], dtype=object), Record(1), Record(2), Record(1, 2),
    Record(Record(1)),
    int, float, digest,
    ("ab", "c"), ("a", "bc"), X, X.T, X[::-1],
]  # fmt: skip


def test_whatever_differs_in_type_shape_or_content_has_another_hash() -> None:
    hashes = [digest(item) for item in DIFFERENT]
    same = [(a, b) for a in range(len(hashes)) for b in range(a) if hashes[a] == hashes[b]]
    assert same == []
    assert digest(1, 2) != digest((1, 2))


@pytest.mark.parametrize(
    "items", [("a", "b'\"\n", ""), ("a",), (0.0, -0.0, 1e-300, float("nan"), -float("inf")), (-0.0, 0.0), (3.0,)]
)
def test_names_and_numbers_in_one_piece_are_those_taken_one_by_one(items: tuple[Any, ...]) -> None:
    def taken(take: Any) -> str:
        hashed = hashlib.sha256()
        take(hashed)
        return hashed.hexdigest()

    one_by_one = taken(lambda hashed: _take_pairs(hashed, "sequence", list(enumerate(items))))
    assert taken(lambda hashed: _take(hashed, items)) == taken(lambda hashed: _take(hashed, list(items))) == one_by_one


def test_content_counts_and_not_where_it_lies() -> None:
    assert digest(X) == digest(X.copy()) == digest(np.asfortranarray(X)) == digest(np.repeat(X, 2, axis=0)[::2])
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest(Record(X)) == digest(replace(Record(X.copy())))
    assert digest(np.float64(0.5), np.bool_(True)) == digest(0.5, True)  # noqa: FBT003  the value is the point


def test_the_padding_between_the_fields_of_a_record_does_not_count() -> None:
    padded = np.dtype([("a", np.int8), ("b", np.float64)], align=True)
    assert padded.itemsize > 9
    one, other = np.zeros(5, dtype=padded), np.zeros(5, dtype=padded)
    other.view(np.uint8)[:] = 255
    for name in ("a", "b"):
        one[name] = other[name] = np.arange(5)
    assert one.tobytes() != other.tobytes()
    assert digest(one) == digest(other)
    one["b"][3] = 7.0
    assert digest(one) != digest(other)


def test_a_learnt_tree_with_other_padding_is_the_same_tree() -> None:
    tree = DecisionTreeClassifier(random_state=0).fit(X, Y)
    state = tree.tree_.__getstate__()
    dirty = {**state, "nodes": state["nodes"].copy()}
    raw = dirty["nodes"].view(np.uint8).reshape(len(state["nodes"]), -1)
    used = np.zeros(raw.shape[1], dtype=np.bool_)
    for dtype, offset, *_ in state["nodes"].dtype.fields.values():
        used[offset : offset + dtype.itemsize] = True
    assert not used.all(), "without padding this test shows nothing"
    raw[:, ~used] = 123
    assert digest(dirty) == digest(state)


@pytest.mark.parametrize(
    "make",
    [
        lambda seed: DecisionTreeClassifier(random_state=seed, max_features=1),
        lambda seed: GradientBoostingClassifier(n_estimators=4, random_state=seed, max_features=1),
        lambda seed: SVC(C=1.0 + seed),
    ],
)
def test_estimators_count_by_what_they_learnt(make: Any) -> None:
    assert digest(make(0).fit(X, Y)) == digest(make(0).fit(X.copy(), Y))
    assert digest(make(0).fit(X, Y)) != digest(make(1).fit(X, Y))
    assert digest(make(0).fit(X, Y)) != digest(make(0).fit(X + 0.5 * X**2, Y))


def test_another_process_with_other_hash_seeds_says_the_same() -> None:
    script = (
        "import numpy as np\nfrom interpret.models.digest import digest\n"
        "print(digest({'b': 1, 'a': (2.5, None)}, np.arange(6.0).reshape(2, 3), 'x'))"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", script]
        place = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])}
        said = subprocess.run(command, env=place, capture_output=True, text=True, check=True).stdout  # noqa: S603  ours
        assert said.strip() == digest({"a": (2.5, None), "b": 1}, np.arange(6.0).reshape(2, 3), "x")


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Unreadable:
    __slots__ = ()

    def __reduce__(self) -> str:
        return "somewhere"


def test_what_cannot_be_told_is_refused_or_told_apart() -> None:
    with pytest.raises(TypeError, match="Unreadable cannot be told"):
        digest(Unreadable())
    assert digest(Colour.RED) != digest(Colour.BLUE)
