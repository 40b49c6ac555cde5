"""Files that would fill the memory, or that reach for other files: refused in little memory and time."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.feather as pa_feather
import pyarrow.parquet as pa_parquet
import pytest
from data.readers.test_excel import changed, rows, write
from data.readers.test_h5ad import write as write_h5ad
from data.readers.written import read, with_sheet

from interpret.data.readers import workbook
from interpret.data.readers.arrow_trial import TOO_LARGE, unpack
from interpret.data.readers.content import read_content
from interpret.errors import InputError

ABSURD = 4 * 10**8


def test_a_parquet_file_of_absurd_shape_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.parquet"
    pa_parquet.write_table(pa.table({"gene": pa.nulls(10**6), "P1": pa.nulls(10**6)}), path)
    assert path.stat().st_size < 10**5
    monkeypatch.setattr("interpret.data.readers.arrow_bounds.LARGEST", 10**7)
    with pytest.raises(InputError, match="unpacked, the file is larger than"):
        with_sheet(path)


def test_a_feather_file_of_absurd_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.feather"
    pa_feather.write_feather(pa.table({"gene": pa.nulls(ABSURD), "P1": pa.nulls(ABSURD)}), path, chunksize=ABSURD)
    assert path.stat().st_size < 10**6
    with pytest.raises(InputError, match="unpacked, the file is larger than"):
        with_sheet(path)


def test_one_long_word_in_every_row_is_refused(tmp_path: Path) -> None:
    """A dictionary stores it once."""
    words = pa.DictionaryArray.from_arrays(pa.array(np.zeros(30_000, dtype=np.int8)), ["x" * 10**5])
    table = pa.table({"gene": words, "P1": np.zeros(30_000)})
    pa_parquet.write_table(table, tmp_path / "m.parquet")
    pa_parquet.write_table(table, tmp_path / "plain.parquet", store_schema=False)
    pa_feather.write_feather(table, tmp_path / "m.feather")
    for name in ("m.parquet", "plain.parquet", "m.feather"):
        assert (tmp_path / name).stat().st_size < 10**6
        with pytest.raises(InputError, match="unpacked, the file is larger than"):
            with_sheet(tmp_path / name)


def test_a_feather_file_that_unpacks_to_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.feather"
    table = pa.table({"gene": ["g"] * 10**5, "P1": np.zeros(10**5), "P2": np.zeros(10**5)})
    pa_feather.write_feather(table, path, compression="zstd")
    monkeypatch.setattr("interpret.data.readers.arrow_bounds.largest_unpacked", lambda _: 10**6)
    with pytest.raises(InputError, match="unpacked, the file is larger than 1 MB"):
        with_sheet(path)


def test_the_trial_counts_and_leaves_damage_to_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interpret.data.readers.arrow_trial.resource", None)
    path = tmp_path / "m.feather"
    pa_feather.write_feather(pa.table({"P1": np.zeros(10**5)}), path, compression="zstd")
    assert unpack(str(path), 10**6, 0) == 0
    assert unpack(str(path), 10**5, 0) == TOO_LARGE
    path.write_bytes(path.read_bytes()[:-30])
    assert unpack(str(path), 10**6, 0) == 0


def test_one_cell_far_to_the_right_in_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 10_000)
    lines = rows()
    path = write(tmp_path / "m.xlsx", lines)
    far = b"".join(b'<row r="%d"><c r="ZZ%d"><v>1</v></c></row>' % (i, i) for i in range(100, 200))
    with pytest.raises(InputError, match="more than 10,000 cells"):
        with_sheet(changed(path, lambda _, data: data.replace(b"</sheetData>", far + b"</sheetData>")))


def test_one_long_text_in_every_cell_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [["name", *["x" * 30_000] * 4]] * 5
    path = write(tmp_path / "m.xlsx", lines)
    monkeypatch.setattr(workbook, "largest_unpacked", lambda _: 10**5)
    with pytest.raises(InputError, match="unpacked, the file is larger than"):
        with_sheet(path)


def test_a_part_is_looked_at_whatever_it_is_called(tmp_path: Path) -> None:
    """The workbook says which part is a sheet: it need not end in .xml."""
    path = write(tmp_path / "m.xlsx", rows())
    head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            new = data.replace(b"sheet1.xml", b"sheet1.dat")
            archive.writestr(name.replace("sheet1.xml", "sheet1.dat"), head + new if "sheet1" in name else new)
    with pytest.raises(InputError, match=r"sheet1\.dat declares a document type"):
        with_sheet(path)


@pytest.mark.parametrize("way", ["link", "link within", "raw", "view"])
def test_a_file_that_reaches_for_another_one_is_refused(way: str, tmp_path: Path) -> None:
    """HDF5 has links to parts of other files, values in raw files (any path), and views over datasets of others."""
    other, path = write_h5ad(tmp_path / "other.h5ad"), write_h5ad(tmp_path / "m.h5ad")
    with h5py.File(path, "a") as file:
        values = file["X"][()]
        name = "obs/age" if way == "link within" else "X"
        del file[name]
        if way.startswith("link"):
            file[name] = h5py.ExternalLink(str(other), f"/{name}")
        elif way == "raw":
            (tmp_path / "secret").write_bytes(values.tobytes())
            file.create_dataset("X", values.shape, "f8", external=[(str(tmp_path / "secret"), 0, values.nbytes)])
        else:
            layout = h5py.VirtualLayout(values.shape, "f8")
            layout[:] = h5py.VirtualSource(str(other), "X", values.shape)
            file.create_virtual_dataset("X", layout)
    with pytest.raises(InputError, match="in another file"):
        read(path, outcome="status", positive="sick")


def test_groups_that_hold_each_other_come_to_an_end(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "m.h5ad")
    with h5py.File(path, "a") as file:
        file["obs/again"] = file["/"]
    assert read(path, outcome="status", positive="sick").training.n == 4


def test_a_file_name_that_is_no_text_can_still_be_written(tmp_path: Path) -> None:
    path = tmp_path / "m\udcff\udce9.csv"
    path.write_text("gene,P1\na,1\n")
    name = read_content(path, "expression").source.name
    assert name == "m\\xff\\xe9.csv"
    assert name.encode()


def test_the_program_that_tries_a_file_imports_nothing_of_the_package() -> None:
    code = (
        "import sys, runpy; runpy.run_path(sys.argv[1]); print([n for n in sys.modules if n.startswith('interpret')])"
    )
    trial = Path(workbook.__file__).with_name("arrow_trial.py")
    done = subprocess.run([sys.executable, "-P", "-c", code, str(trial)], capture_output=True, text=True, check=True)  # noqa: S603  our own program
    assert done.stdout.strip() == "[]"
