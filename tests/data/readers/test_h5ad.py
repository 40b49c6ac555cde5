"""AnnData on disk, in the layouts of its versions, written here by h5py alone."""

from __future__ import annotations

import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from data.readers.written import GENES, LABELS, SAMPLES, VALUES, check, read, with_sheet

from interpret.data.readers import h5ad
from interpret.data.study import Study
from interpret.errors import InputError, SettingsError

TEXT = h5py.string_dtype()


def text(group: h5py.Group, name: str, cells: tuple[str, ...]) -> None:
    group.create_dataset(name, data=np.array(cells, dtype=object), dtype=TEXT)


def frame(file: h5py.File, name: str, index: tuple[str, ...], columns: tuple[str, ...]) -> h5py.Group:
    group = file.create_group(name)
    group.attrs["_index"] = "index"
    group.attrs.create("column-order", np.array(columns, dtype=object), dtype=TEXT)
    text(group, "index", index)
    return group


def matrix(file: h5py.File, kind: str) -> None:
    if kind == "dense":
        file["X"] = VALUES
        return
    group = file.create_group("X")
    values = VALUES if kind.startswith("csr") else VALUES.T
    group.attrs["encoding-type"] = kind
    group.attrs["shape"] = VALUES.shape
    group["data"] = values[values != 0.0]
    group["indices"] = np.argwhere(values != 0.0)[:, 1]
    group["indptr"] = np.concatenate([[0], np.cumsum((values != 0.0).sum(axis=1))])


def write(path: Path, kind: str = "dense", *, categories: str = "new") -> Path:
    with h5py.File(path, "w") as file:
        matrix(file, kind)
        obs = frame(file, "obs", SAMPLES, ("status", "age", "smoker"))
        codes = np.array([("sick", "well").index(label) for label in LABELS], dtype=np.int8)
        if categories == "new":
            group = obs.create_group("status")
            group["codes"] = codes
            text(group, "categories", ("sick", "well"))
        else:
            text(obs, "__categories/status", ("sick", "well"))
            obs["status"] = codes
            obs["status"].attrs["categories"] = obs["__categories/status"].ref
        obs["age"] = np.array([30.0, np.nan, 32.0, 33.0])
        group = obs.create_group("smoker")
        group["values"] = np.array([True, False, True, True])
        group["mask"] = np.array([False, False, True, False])
        text(frame(file, "var", GENES, ("gene_symbols",)), "gene_symbols", ("A", "B", "C"))
        file.create_group("layers")["counts"] = VALUES
    return path


def of_status(path: Path) -> Study:
    return read(path, outcome="status", positive="sick")


@pytest.mark.parametrize("categories", ["new", "old"])
@pytest.mark.parametrize("kind", ["dense", "csr_matrix", "csc_matrix"])
def test_every_layout_gives_the_same_study(tmp_path: Path, kind: str, categories: str) -> None:
    study = of_status(write(tmp_path / "m.h5ad", kind, categories=categories))
    check(study)
    covariates = study.training.covariates  # P1, P2, P3, P10
    assert covariates["age"].fillna(-1.0).tolist() == [32.0, -1.0, 33.0, 30.0]
    assert covariates["smoker"].fillna("none").tolist() == ["none", "False", "True", "True"]
    assert list(study.annotation["symbol"]) == ["A", "B", "C"]
    assert "X of m.h5ad was read; layers were not." in study.notes
    assert study.layout.startswith("AnnData (h5ad), samples in rows")


def test_the_layout_before_0_7(tmp_path: Path) -> None:
    path = tmp_path / "m.h5ad"
    with h5py.File(path, "w") as file:
        file["X"] = VALUES
        kind = np.dtype([("index", "S8"), ("status", "i1"), ("site", "S8")])
        rows = [(name.encode(), int(label == "well"), b"X") for name, label in zip(SAMPLES, LABELS, strict=True)]
        file["obs"] = np.array(rows, dtype=kind)
        file["var"] = np.array([(gene.encode(),) for gene in GENES], dtype=[("index", "S16")])
        file["uns/status_categories"] = np.array([b"sick", b"well"])
    check(of_status(path))


def test_a_sheet_goes_before_obs(tmp_path: Path) -> None:
    check(with_sheet(write(tmp_path / "m.h5ad")))
    with pytest.raises(SettingsError, match=r"(?s)no outcome.*status \(sick: 2, well: 2\)"):
        read(tmp_path / "m.h5ad")


def test_without_h5py_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "m.h5ad")
    monkeypatch.setitem(sys.modules, "h5py", None)
    with pytest.raises(SettingsError, match=r"(?s)h5py, which is not installed.*pip install .*\[h5ad\]"):
        of_status(path)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("X", None, "it has no X"),
        ("var", None, "it has no var"),
        ("X", VALUES[:3], r"obs has 4 entries in index.*X has 3"),
        ("X", VALUES[0], "X is no matrix"),
        ("X", np.where(VALUES == 2.5, np.inf, VALUES), r"1 value is infinite.*sample P3, gene HLA-A, B"),
        ("X", np.where(VALUES < 1e9, np.nan, VALUES), "4 samples without any value"),
        ("obs/status/codes", np.array([0, 1, 2, 0], dtype=np.int8), "a category has no name"),
        ("obs/index", np.array([b"P1", b"P1", b"P2", b"P3"]), r"1 sample names occur more than once.*P1"),
    ],
)
def test_faults_are_named(tmp_path: Path, name: str, value: np.ndarray | None, words: str) -> None:
    path = write(tmp_path / "m.h5ad")
    with h5py.File(path, "a") as file:
        del file[name]
        if value is not None:
            file[name] = value
    with pytest.raises(InputError, match=f"(?s){words}") as caught:
        of_status(path)
    assert "m.h5ad" in caught.value.where


@pytest.mark.parametrize(
    ("name", "value"),
    [("indptr", [0, 3, 5, 8, 12]), ("indices", [0, 1, 9, 0, 1, 0, 1, 2, 0, 1, 2]), ("indptr", [0, 9, 5, 8, 11])],
)
def test_a_sparse_matrix_that_does_not_fit_is_refused(tmp_path: Path, name: str, value: list[int]) -> None:
    path = write(tmp_path / "m.h5ad", "csr_matrix")
    with h5py.File(path, "a") as file:
        del file["X"][name]
        file["X"][name] = np.array(value)
    with pytest.raises(InputError, match="the sparse matrix X"):
        of_status(path)


@pytest.mark.parametrize("kind", ["<f4", ">f4", "<f8", ">f8", "<f2", "<i4", ">u2"])
def test_standard_numbers_of_every_width_are_read(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "m.h5ad")
    with h5py.File(path, "r+") as file:
        del file["X"]
        file["X"] = np.arange(12.0).reshape(4, 3).astype(kind)
    study = read(path, outcome="status", positive="sick")
    assert study.training.expression.values[study.training.samples.index("P10")].tolist() == [0.0, 1.0, 2.0]


def test_a_float_of_the_file_s_own_making_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "m.h5ad")
    own = h5py.h5t.IEEE_F64LE.copy()
    own.set_ebias(869)
    with h5py.File(path, "r+") as file:
        del file["X"]
        made = h5py.h5d.create(file.id, b"X", own, h5py.h5s.create_simple(VALUES.shape))
        made.write(h5py.h5s.ALL, h5py.h5s.ALL, VALUES)
    with pytest.raises(InputError, match="the numbers of /X are of no standard kind"):
        read(path, outcome="status", positive="sick")


def test_a_matrix_that_is_large_only_by_name_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "m.h5ad")
    with h5py.File(path, "a") as file:
        del file["X"]
        file.create_dataset("X", shape=(4, 10**12), chunks=(1, 10**6), dtype="f8")
    with pytest.raises(InputError, match=r"X would be larger than 0\.3 GB"):
        of_status(path)


def test_a_library_that_hangs_or_crashes_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "m.h5ad")
    program = tmp_path / "program.py"
    monkeypatch.setattr(h5ad, "_PARTS", program)
    program.write_text("import os; os.kill(os.getpid(), 11)", encoding="utf-8")
    with pytest.raises(InputError, match="the HDF5 library ended with status -11"):
        of_status(path)
    program.write_text("while True: pass", encoding="utf-8")
    monkeypatch.setattr(h5ad, "LONGEST", 0.5)
    with pytest.raises(InputError, match=r"had not come back after 0\.5 s"):
        of_status(path)


def test_other_files_of_hdf5_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.h5"
    with h5py.File(other, "w") as file:
        file["matrix"] = VALUES
    with pytest.raises(InputError, match="it has no X and no obs and no var"):
        of_status(other)
    path = write(tmp_path / "m.h5ad")
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(InputError, match="cannot be read as AnnData"):
        of_status(path)


@pytest.mark.shared
def test_the_reference_file_has_five_groups(shared: Path) -> None:
    path = shared / "data" / "formats" / "krumsiek11.h5ad"
    with pytest.raises(SettingsError, match=r"5 labels .*Ery \(80\), Mk \(80\), .*progenitor \(320\)"):
        read(path, outcome="cell_type", positive="Mo")
