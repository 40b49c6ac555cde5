"""Takes the matrix, `obs` and `var` out of a file of AnnData; run as a program of its own by `h5ad`.

The HDF5 library never comes back from some damaged files, and ends the process on others; here it can do neither harm.
So this file imports nothing of the package.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FAULT = 3  # exit status: what is wrong was written to standard error

_BYTES = 8  # of a float64

Column = tuple[str, list[str]]


class _FaultError(Exception):
    """What is wrong with the file, in words."""


def take_out(source: str, folder: str, largest: int) -> None:
    """Write `values.npy` and `names.json` (index and columns of `obs` and `var`, and what was not read) to a folder."""
    import h5py  # noqa: PLC0415  an extra, which this file alone needs

    with h5py.File(source, "r") as file:
        lacking = [name for name in ("X", "obs", "var") if name not in file]
        if lacking:
            message = f"it has no {' and no '.join(lacking)}"
            raise _FaultError(message)
        _require_self_contained(file)
        values = _matrix(file["X"], largest)
        obs, var = _frame(file, "obs", values.shape[0]), _frame(file, "var", values.shape[1])
        others = [name for name in ("raw", "layers") if name in file and len(file[name])]
    np.save(Path(folder) / "values.npy", values, allow_pickle=False)
    content = json.dumps({"obs": obs, "var": var, "others": others})
    (Path(folder) / "names.json").write_text(content, encoding="utf-8")


def _require_self_contained(file: Any) -> None:  # noqa: ANN401  h5py has no types
    """Refuse a file that has parts of other files: the format allows links, raw storage and views into any path."""
    import h5py  # noqa: PLC0415  as in take_out

    pending, seen = [file["/"]], set()
    while pending:
        group = pending.pop()
        place = h5py.h5o.get_info(group.id).addr
        if place in seen:  # groups may hold each other
            continue
        seen.add(place)
        for name in group:
            link = group.get(name, getlink=True)
            if isinstance(link, h5py.SoftLink):  # within this file; what it names is met where it lies
                continue
            if not isinstance(link, h5py.HardLink):
                message = f"its part {group.name.rstrip('/')}/{name} lies in another file"
                raise _FaultError(message)
            node = group[name]
            if isinstance(node, h5py.Group):
                pending.append(node)
            elif isinstance(node, h5py.Dataset) and (node.external or node.is_virtual):
                message = f"the values of its part {node.name} lie in another file"
                raise _FaultError(message)


def _matrix(node: Any, largest: int) -> npt.NDArray[np.float64]:  # noqa: ANN401  h5py has no types
    """Return `(n, p)` values of a dense or a compressed sparse matrix."""
    sparse = hasattr(node, "keys")
    shape = node.attrs.get("shape", node.attrs.get("h5sparse_shape")) if sparse else node.shape
    if shape is None or len(shape) != 2:  # noqa: PLR2004  samples and genes
        raise _FaultError("X is no matrix")
    n, p = (int(length) for length in shape)
    if n * p * _BYTES > largest:
        raise _FaultError(f"X would be larger than {largest / 1e9:.1f} GB in memory")
    if not sparse:
        return _numbers(node).astype(np.float64)
    kind = node.attrs.get("encoding-type", node.attrs.get("h5sparse_format", b""))
    kind = kind.decode() if isinstance(kind, bytes) else str(kind)
    if not kind.startswith(("csr", "csc")):
        raise _FaultError(f"X is of the kind {kind!r}")
    rows, columns = (n, p) if kind.startswith("csr") else (p, n)
    data, indices, starts = (_numbers(node[name]) for name in ("data", "indices", "indptr"))
    lengths = np.diff(starts)
    if len(starts) != rows + 1 or starts[0] != 0 or (lengths < 0).any() or starts[-1] != len(data):
        raise _FaultError("the sparse matrix X does not fit together")
    if len(indices) != len(data) or (len(indices) and (indices.min() < 0 or indices.max() >= columns)):
        raise _FaultError("the sparse matrix X has places outside of it")
    values = np.zeros((rows, columns))
    np.add.at(values, (np.repeat(np.arange(rows), lengths), indices), data.astype(np.float64))  # repeats are summed
    return values if kind.startswith("csr") else np.ascontiguousarray(values.T)


def _numbers(dataset: Any) -> npt.NDArray[Any]:  # noqa: ANN401  h5py has no types
    """Return the numbers of a dataset.

    HDF5 lets a file define a float of its own (another bias of the exponent, say). Nobody writes expression so: it is
    a damaged file, whose numbers would all be other ones.
    """
    import h5py  # noqa: PLC0415  as in take_out

    kind = dataset.dtype
    if kind.kind == "f" and not (kind.itemsize <= _BYTES and dataset.id.get_type().equal(h5py.h5t.py_create(kind))):
        raise _FaultError(f"the numbers of {dataset.name} are of no standard kind")
    return np.asarray(dataset[()])


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
        raise _FaultError(f"{name} has {len(read[odd[0]])} entries in {odd[0]}, X has {length}")
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
    text = str(value)
    text.encode("utf-8")  # half a pair of marks cannot be written again
    return text


def _bounded(seconds: int) -> None:
    """End this process after so many seconds of work, where the system can: the library may turn in a circle."""
    if importlib.util.find_spec("resource") is not None:
        import resource  # noqa: PLC0415  not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


if __name__ == "__main__":
    _bounded(int(sys.argv[4]))
    try:
        take_out(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except Exception as error:  # noqa: BLE001  a damaged file makes h5py raise nearly anything
        why = str(error) if isinstance(error, _FaultError) else f"{type(error).__name__}: {error}"
        sys.stderr.write(why[:200])
        sys.exit(FAULT)
