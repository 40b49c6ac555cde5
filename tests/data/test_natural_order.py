"""Names in the order in which people write them, and the words of messages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interpret.data.natural_order import natural_order
from interpret.data.wording import count, did_you_mean, some


def ordered(*names: str) -> list[str]:
    return [names[i] for i in natural_order(names)]


def test_numbers_count() -> None:
    assert ordered("10", "2", "1") == ["1", "2", "10"]
    assert ordered("P10b", "P9", "P10a", "A1") == ["A1", "P9", "P10a", "P10b"]
    assert ordered("S1-10", "S1-9", "S1") == ["S1", "S1-9", "S1-10"]


@given(st.lists(st.text(alphabet="ab01290-. \u00b2", max_size=6), unique=True))
def test_any_names_have_one_order(names: list[str]) -> None:
    assert ordered(*names) == ordered(*reversed(names))


def test_suggestions() -> None:
    assert did_you_mean("AML", ["ALL", "aml"], "-") == "did you mean aml?"
    assert did_you_mean("cancr", ["cancer", "patient"], "-") == "did you mean cancer?"
    assert did_you_mean("zzz", ["cancer"], "look again") == "look again"


def test_lists_are_cut_and_counted() -> None:
    assert some(["a", "b"]) == "a, b"
    assert some(map(str, range(10)), 3) == "0, 1, 2 and 7 more"
    assert [count(1, "gene"), count(0, "gene"), count(7129, "gene")] == ["1 gene", "0 genes", "7,129 genes"]
