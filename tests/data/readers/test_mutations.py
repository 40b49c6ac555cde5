"""Files that were damaged in any way: every reader gives back a matrix or says in one message what is wrong.

A reader never raises anything else, never gives back values that are not finite or missing, and a file that was cut off
is refused wherever the format has an end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from data.readers.writers import WRITERS, Files, Written
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from interpret.data.read import _read_matrix
from interpret.data.readers import h5ad
from interpret.data.readers.cls import read_classes
from interpret.data.readers.matrix import Matrix
from interpret.data.readers.sheet import SampleSheet, read_sheet
from interpret.errors import InputError, InterpretError, SettingsError
from interpret.settings import InputSettings

LONGEST = timedelta(seconds=20)  # of one example, on a machine that has other things to do
FEW, MANY = 200, 10_000
SHARE = {"h5ad": 10}  # a process for each example
# these have no last line of their own, and the report says so where the last one is not closed
OPEN_ENDED = frozenset(
    {"commas", "tabs", "semicolons", "samples in rows", "decimal commas", "UTF-16", "gct", "gct 1.3", "res", "arff"}
    | {"feature counts", "star"}
)

STUDY = Written(
    ("P10", "P2", "P1", "P3"),
    ("g1", "HLA-A, B", "1007_s_at"),
    np.array([[100.0, 400.0, 1e3], [200.5, np.nan, 0.0], [300.0, -600.0, 900.125], [1.5, 2.5, 70000.0]]),
    ("sick", "well", "sick", "well"),
)


@dataclass(frozen=True, eq=False)
class Target:
    """A file, what it held, and how it is read."""

    file: Path
    whole: bytes
    read: Callable[[], Matrix | SampleSheet | None]


def expression(files: Files) -> Callable[[], Matrix]:
    chosen = InputSettings.model_validate({"expression": files.path, **files.settings})

    def read() -> Matrix:
        given_sheet = None if chosen.samples is None else read_sheet(chosen.samples)
        return _read_matrix(files.path, "expression", given_sheet, chosen)

    return read


@pytest.fixture(scope="module", params=[*WRITERS, "class file", "sample sheet"])
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Target]]:
    kind = request.param
    folder = tmp_path_factory.mktemp("files")
    if kind == "class file":
        file = WRITERS["gct"](folder, STUDY).path.with_suffix(".cls")

        def read() -> None:
            read_classes(file)

        yield kind, Target(file, file.read_bytes(), read)
    elif kind == "sample sheet":
        file = Path(str(WRITERS["commas"](folder, STUDY).settings["samples"]))
        yield kind, Target(file, file.read_bytes(), lambda: read_sheet(file))
    else:
        files = WRITERS[kind](folder, STUDY)
        file = files.path if files.path.is_file() else files.path / "s1.txt"
        yield kind, Target(file, file.read_bytes(), expression(files))


@st.composite
def changes(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Return one way to damage a file."""
    place = draw(st.floats(0.0, 1.0))
    other = draw(st.floats(0.0, 1.0))
    some_bytes = draw(st.binary(min_size=1, max_size=6))
    pairs = (
        b"\t,",
        b",\t",
        b",;",
        b"\n\r",
        b"\n\t",
        b".,",
        b"\t ",
        b'\t"',
        b"1e",
        b"0-",
        b"\n\x00",
        b"a\xff",
        b"#!",
        b"::",
    )
    old, new = (bytes([byte]) for byte in draw(st.sampled_from(pairs)))
    codec = draw(st.sampled_from(("utf-16", "utf-16-le", "utf-32", "utf-7", "cp500", "utf-8-sig")))

    def flipped(data: bytes, at: int) -> bytes:
        return data[:at] + some_bytes + data[at + len(some_bytes) :]

    def recoded(data: bytes, _: int) -> bytes:
        return data.decode("latin-1").encode(codec)

    ways: tuple[Callable[[bytes, int], bytes], ...] = (
        flipped,
        lambda data, at: data[:at] + some_bytes + data[at:],
        lambda data, at: data[:at],
        lambda data, at: data[at:],
        lambda data, at: data[:at] + data[round(other * len(data)) :],
        lambda data, _: data.replace(old, new),
        lambda data, at: data[:at] + data[at:].replace(old, new, 1),
        recoded,
    )
    way = draw(st.sampled_from(ways))
    return lambda data: way(data, round(place * len(data)))


def survives(target: Target, damages: list[Callable[[bytes], bytes]]) -> None:
    data = target.whole
    for damage in damages:
        data = damage(data)
    target.file.write_bytes(data)
    try:
        read = target.read()
    except (InputError, SettingsError) as error:
        assert error.found  # noqa: PT017  whatever was found, it is said
        assert error.exit_status == 2  # noqa: PT017
        return
    finally:
        target.file.write_bytes(target.whole)
    if isinstance(read, Matrix):
        assert not np.isinf(read.expression.values).any()
        assert all(read.expression.samples)
        assert all(read.expression.genes)


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(h5ad, "LONGEST", LONGEST.total_seconds() / 2)


def run(target: Target, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=LONGEST,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )
    @example([])
    @given(st.lists(changes(), min_size=1, max_size=3))
    def holds(damages: list[Callable[[bytes], bytes]]) -> None:
        survives(target, damages)

    holds()


def test_a_damaged_file_is_read_or_refused(target: tuple[str, Target]) -> None:
    run(target[1], FEW // SHARE.get(target[0], 1))


@pytest.mark.slow
def test_a_damaged_file_is_read_or_refused_ten_thousand_times(target: tuple[str, Target]) -> None:
    run(target[1], MANY // SHARE.get(target[0], 1))


def test_a_file_that_was_cut_off_is_refused_or_whole(target: tuple[str, Target]) -> None:
    kind, file = target
    if kind in {"class file", "sample sheet"}:
        return
    whole = file.read()
    assert isinstance(whole, Matrix)
    size = len(file.whole)
    places = 60 // SHARE.get(kind, 1)
    for at in sorted({*range(0, size, max(1, size // places)), *range(max(0, size - places), size)}):
        file.file.write_bytes(file.whole[:at])
        try:
            cut = file.read()
        except InterpretError:
            continue
        finally:
            file.file.write_bytes(file.whole)
        assert isinstance(cut, Matrix)
        if kind not in OPEN_ENDED or (file.whole[at - 1 : at] != b"\n" and "not ended" not in cut.origin.how):
            np.testing.assert_array_equal(cut.expression.values, whole.expression.values)
