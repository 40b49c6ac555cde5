"""Several problems in one message: numbered, each with its place, the first ten written out."""

from __future__ import annotations

import pytest

from interpret.errors import InputError, InterpretError, Problems, SettingsError, SeveralError, all_of


def problem(line: int) -> InputError:
    return InputError(f"text in line {line}", where=f"m.csv, line {line}", wanted="a number", remedy="mend it")


def test_one_problem_is_itself() -> None:
    only = problem(3)
    assert all_of([only], "m.csv") is only


def test_two_are_numbered_with_their_places() -> None:
    error = all_of([problem(3), SettingsError("no column", remedy="name it")], "m.csv")
    assert error.exit_status == 2
    assert str(error).splitlines() == [
        "2 problems in m.csv:",
        "1. text in line 3",
        "   where:  m.csv, line 3",
        "   wanted: a number",
        "   to do:  mend it",
        "2. no column",
        "   to do:  name it",
    ]


@pytest.mark.parametrize(("number", "last"), [(10, "    to do:  mend it"), (11, "and 1 more problem like these")])
def test_the_first_ten_are_written_out_and_the_others_counted(number: int, last: str) -> None:
    lines = str(all_of([problem(i) for i in range(number)])).splitlines()
    assert lines[0] == f"{number} problems:"
    assert lines[-1].startswith(last)
    assert sum(line.lstrip("0123456789").startswith(". ") for line in lines) == 10


def test_several_within_several_are_taken_apart() -> None:
    error = all_of([problem(1), all_of([problem(2), problem(3)])])
    assert isinstance(error, SeveralError)
    assert [each.found for each in error.problems] == ["text in line 1", "text in line 2", "text in line 3"]


def test_what_is_gathered_is_raised_at_the_end() -> None:
    problems = Problems("m.csv")
    problems.raise_any()
    reached = []
    for line in (1, 2):
        with problems.gathering():
            reached.append(line)
            raise problem(line)
    with pytest.raises(InterpretError, match=r"2 problems in m\.csv"):
        problems.raise_any()
    assert reached == [1, 2]


def test_a_fault_of_the_program_is_not_gathered() -> None:
    problems = Problems()
    with pytest.raises(ZeroDivisionError), problems.gathering():
        _ = 1 / 0
