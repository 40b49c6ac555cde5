"""AnnData on disk (.h5ad): samples in rows, what is known of them beside the matrix.

The layout of the file: anndata.readthedocs.io/en/stable/fileformat-prose.html, and the older ones of anndata 0.6 and
0.7. It is read with h5py alone: only the matrix, `obs` and `var` are needed.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.readers.annotation import DESCRIPTION_NAMES, SYMBOL_NAMES
from interpret.data.readers.content import LARGEST, Content, read_content, too_large
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import About, Asked, Matrix, Origin, matrix_of, own_sheet
from interpret.data.wording import some
from interpret.errors import InputError, SettingsError

_MARK = b"\x89HDF\r\n\x1a\n"
_SYMBOLS = SYMBOL_NAMES | {"gene_symbols", "gene_name", "gene_names", "feature_name"}
_BYTES = 8  # of a float64

Column = tuple[str, list[str]]


class _FaultError(Exception):
    """What is wrong with the file, in words."""


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
    try:
        import h5py  # noqa: PLC0415  an extra: few studies are AnnData
    except ImportError as error:
        raise SettingsError(
            "reading .h5ad needs the package h5py, which is not installed",
            where=str(path),
            wanted="the extra h5ad of this package",
            remedy="pip install 'interpret-expression[h5ad]', or export the matrix as CSV",
        ) from error
    content = read_content(path, asked.role)
    try:
        with h5py.File(io.BytesIO(content.data), "r") as file:
            return _read(file, content)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # a damaged file makes h5py raise nearly anything
        why = str(error) if isinstance(error, _FaultError) else f"{type(error).__name__}: {error}"
        raise InputError(
            f"the file cannot be read as AnnData: {why[:200]}",
            where=content.name,
            wanted="X, obs and var as anndata writes them",
            remedy="write it again with a recent anndata, or export the matrix as CSV",
        ) from error


def _read(file: Any, content: Content) -> Matrix:  # noqa: ANN401  h5py has no types
    lacking = [name for name in ("X", "obs", "var") if name not in file]
    if lacking:
        raise _FaultError(f"it has no {' and no '.join(lacking)}")
    values = _matrix(file["X"], content)
    samples, about_samples = _frame(file, "obs", values.shape[0])
    genes, about_genes = _frame(file, "var", values.shape[1])
    origin = Origin(content.name, (content.source,), "AnnData (h5ad)")
    other = [name for name in ("raw", "layers") if name in file and len(file[name])]
    notes = [f"X of {content.path.name} was read; {' and '.join(other)} were not."] if other else []
    headings = [name.casefold() for name, _ in about_genes]
    return matrix_of(
        values,
        samples,
        genes,
        origin,
        About(
            _column(about_genes, headings, _SYMBOLS),
            _column(about_genes, headings, DESCRIPTION_NAMES),
            own_sheet(origin, samples, about_samples),
            notes,
        ),
        genes_in_rows=False,
    )


def _matrix(node: Any, content: Content) -> FloatArray:  # noqa: ANN401  h5py has no types
    """Return `(n, p)` values of a dense or a compressed sparse matrix."""
    sparse = hasattr(node, "keys")
    shape = node.attrs.get("shape", node.attrs.get("h5sparse_shape")) if sparse else node.shape
    if shape is None or len(shape) != 2:  # noqa: PLR2004  samples and genes
        raise _FaultError("X is no matrix")
    n, p = (int(length) for length in shape)
    if n * p * _BYTES > LARGEST:
        raise too_large(content.path, LARGEST)
    if not sparse:
        return np.asarray(node[()], dtype=np.float64)
    kind = node.attrs.get("encoding-type", node.attrs.get("h5sparse_format", b""))
    kind = kind.decode() if isinstance(kind, bytes) else str(kind)
    if not kind.startswith(("csr", "csc")):
        raise _FaultError(f"X is of the kind {kind!r}")
    rows, columns = (n, p) if kind.startswith("csr") else (p, n)
    data, indices, starts = (np.asarray(node[name][()]) for name in ("data", "indices", "indptr"))
    lengths = np.diff(starts)
    if len(starts) != rows + 1 or starts[0] != 0 or (lengths < 0).any() or starts[-1] != len(data):
        raise _FaultError("the sparse matrix X does not fit together")
    if len(indices) != len(data) or (len(indices) and (indices.min() < 0 or indices.max() >= columns)):
        raise _FaultError("the sparse matrix X has places outside of it")
    values = np.zeros((rows, columns))
    np.add.at(values, (np.repeat(np.arange(rows), lengths), indices), data.astype(np.float64))  # repeats are summed
    return values if kind.startswith("csr") else np.ascontiguousarray(values.T)


def _frame(file: Any, name: str, length: int) -> tuple[list[str], list[Column]]:  # noqa: ANN401  h5py has no types
    """Return the index and the columns of `obs` or `var` as text."""
    node = file[name]
    if hasattr(node, "keys"):
        index = _text(node.attrs.get("_index", "_index"))
        columns = [_text(column) for column in node.attrs.get("column-order", [])]
        read = {column: _cells(file, node, column) for column in (index, *columns) if column in node}
    else:  # a table of records, as before anndata 0.7
        records = node[()]
        columns = list(records.dtype.names or ())
        index = next((column for column in ("index", "_index") if column in columns), columns[0] if columns else "")
        read = {column: [_text(cell) for cell in records[column]] for column in columns}
        for column in columns:
            labels = file.get("uns", {}).get(f"{column}_categories")
            if labels is not None:
                read[column] = _labelled(records[column], [_text(label) for label in labels[()]])
    if index not in read:
        raise _FaultError(f"{name} has no index")
    odd = [column for column, cells in read.items() if len(cells) != length]
    if odd:
        raise _FaultError(f"{name} has {len(read[odd[0]])} entries in {some(odd)}, X has {length}")
    return read[index], [(column, cells) for column, cells in read.items() if column != index]


def _cells(file: Any, frame: Any, column: str) -> list[str]:  # noqa: ANN401  h5py has no types
    node = frame[column]
    if not hasattr(node, "keys"):
        values = np.asarray(node[()])
        categories = node.attrs.get("categories")  # as anndata 0.7 wrote them
        if categories is not None:
            return _labelled(values, [_text(label) for label in file[categories][()]])
        return [_text(value) for value in values]
    if "codes" in node:
        return _labelled(node["codes"][()], [_text(label) for label in node["categories"][()]])
    cells = [_text(value) for value in node["values"][()]]
    mask = node["mask"][()] if "mask" in node else np.zeros(len(cells), dtype=np.bool_)
    return ["" if missing else cell for cell, missing in zip(cells, mask, strict=True)]


def _labelled(codes: Any, labels: list[str]) -> list[str]:  # noqa: ANN401  numbers of any width
    numbers = np.asarray(codes).astype(np.int64)
    if len(numbers) and numbers.max() >= len(labels):
        raise _FaultError("a category has no name")
    return [labels[number] if number >= 0 else "" for number in numbers.tolist()]


def _text(value: Any) -> str:  # noqa: ANN401  whatever a file holds
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else repr(float(value))
    return str(value)


def _column(columns: list[Column], headings: list[str], names: frozenset[str]) -> list[str] | None:
    return next((cells for (_, cells), heading in zip(columns, headings, strict=True) if heading in names), None)


H5AD = Format("h5ad", "AnnData (.h5ad)", recognises, read)
