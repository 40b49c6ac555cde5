"""AnnData on disk (.h5ad): samples in rows, what is known of them beside the matrix.

The layout of the file: anndata.readthedocs.io/en/stable/fileformat-prose.html, and the older ones of anndata 0.6 and
0.7. It is read with h5py alone, in a process of its own (`h5ad_parts`): only the matrix, `obs` and `var` are needed.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from interpret.data.readers.annotation import DESCRIPTION_NAMES, SYMBOL_NAMES
from interpret.data.readers.content import Content, largest_unpacked, read_content
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, matrix_of, own_sheet
from interpret.errors import InputError, SettingsError

LONGEST = 300.0  # seconds by the clock
_WORK = 4  # seconds of work for a small file
_SPEED = 2e7  # bytes a second on a slow machine

_MARK = b"\x89HDF\r\n\x1a\n"
_SYMBOLS = SYMBOL_NAMES | {"gene_symbols", "gene_name", "gene_names", "feature_name"}
_PARTS = Path(__file__).with_name("h5ad_parts.py")

Column = tuple[str, list[str]]


def recognises(start: Start) -> bool:
    """Return whether it is an HDF5 file."""
    return start.data.startswith(_MARK)


def read(path: Path, asked: Asked) -> Matrix:
    """Read the matrix `X`; `obs` is its own sheet, `var` names the genes.

    Raises
    ------
    SettingsError
        The package h5py is not installed.
    InputError
        The file is damaged, is no AnnData, or its parts do not fit.
    """
    if importlib.util.find_spec("h5py") is None:
        raise SettingsError(
            "reading .h5ad needs the package h5py, which is not installed",
            where=str(path),
            wanted="the extra h5ad of this package",
            remedy="pip install 'interpret-expression[h5ad]', or export the matrix as CSV",
        )
    content = read_content(path, asked.role)
    with tempfile.TemporaryDirectory() as folder:
        _take_out(content, Path(folder))
        values = np.load(Path(folder) / "values.npy", allow_pickle=False)
        names = json.loads((Path(folder) / "names.json").read_text(encoding="utf-8"))
    samples, about_samples = names["obs"]
    genes, about_genes = names["var"]
    origin = Origin(content.name, (content.source,), "AnnData (h5ad)")
    others = names["others"]
    notes = [f"X of {path.name} was read; {' and '.join(others)} were not."] if others else []
    about = About(
        _column(about_genes, _SYMBOLS),
        _column(about_genes, DESCRIPTION_NAMES),
        own_sheet(origin, samples, about_samples),
        notes,
    )
    return matrix_of(values, samples, genes, origin, about, genes_in_rows=False)


def _take_out(content: Content, folder: Path) -> None:
    """Let another process take the file apart: the HDF5 library may hang on it or end the process."""
    source = folder / "source.h5ad"
    source.write_bytes(content.data)  # unpacked, and not to be changed meanwhile
    size = len(content.data)
    limits = (str(largest_unpacked(size)), str(_WORK + int(size / _SPEED)))
    command = [sys.executable, "-P", str(_PARTS), str(source), str(folder), *limits]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603  our own program
    except subprocess.TimeoutExpired as error:
        raise _damaged(content, f"the HDF5 library had not come back after {LONGEST:g} s") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", errors="replace")[-200:].strip()
        raise _damaged(content, said or f"the HDF5 library ended with status {done.returncode}")


def _damaged(content: Content, why: str) -> InputError:
    return InputError(
        f"the file cannot be read as AnnData: {' '.join(why.split())}",
        where=content.name,
        wanted="X, obs and var as anndata writes them",
        remedy="write it again with a recent anndata, or export the matrix as CSV",
    )


def _column(columns: list[Column], names: frozenset[str]) -> list[str] | None:
    return next((cells for heading, cells in columns if heading.casefold() in names), None)


H5AD = Format("h5ad", "AnnData (.h5ad)", recognises, read)
