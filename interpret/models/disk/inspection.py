"""A look into an archive before anything is built from it: sizes, kinds of parts, and trees that stay in bounds."""

from __future__ import annotations

import io
import json
import re
import stat
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np

from interpret.models.disk.damage import damaged, hostile, not_a_model

# The parts of an archive that our models are made of. Others (methods, partial functions, operators) are not needed.
_PARTS = frozenset(
    {
        *("DictNode", "ListNode", "TupleNode", "JsonNode", "TypeNode", "NdArrayNode", "DTypeNode"),
        *("ObjectNode", "TreeNode", "LossNode", "RandomStateNode"),
    }
)
_SCHEMA = "schema.json"
_ARRAY = re.compile(r"[\w-]+\.npy", re.ASCII)
_LEAF = -1


def inspect(archive: ZipFile, size: int, path: Path) -> dict[str, Any]:
    """Return the plain entries at the top of the archive.

    Parameters
    ----------
    archive
        Opened.
    size
        Bytes of the file.

    Raises
    ------
    InputError
        Compressed entries (ours are not, so what is unpacked is no larger than the file), entries that are no arrays
        or bear a path, parts that no model needs, arrays other than their heads say, or trees that point outside of
        themselves.
    """
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if _SCHEMA not in names:
        raise not_a_model("the file is a zip archive, but not one of skops", path)
    if any(entry.compress_type != ZIP_STORED for entry in entries) or len(set(names)) < len(names):
        raise damaged("its entries are compressed or stand there twice", path)
    if sum(entry.file_size for entry in entries) > size:
        raise damaged("its entries are said to be larger than the file", path)
    odd = sorted(entry.filename for entry in entries if not _is_plain(entry))
    if odd:
        raise hostile(odd, path)
    schema = json.loads(archive.read(_SCHEMA))
    for name in names:
        if name != _SCHEMA:
            _require_whole(archive.read(name), name, path)
    parts = list(_parts(schema))
    unknown = sorted(
        {f"{part['__module__']}.{part['__class__']}" for part in parts if part["__loader__"] not in _PARTS}
    )
    if unknown:
        raise hostile(unknown, path)
    for part in parts:
        if part["__loader__"] == "TreeNode":
            _require_inside(archive, part, path)
    return _head(schema)


def _is_plain(entry: ZipInfo) -> bool:
    """Return whether the entry is the schema or an array, by a bare name: no folder, path, link or pickle."""
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    return not linked and (entry.filename == _SCHEMA or bool(_ARRAY.fullmatch(entry.filename)))


def require_sound(estimator: Any, path: Path) -> None:  # noqa: ANN401  scikit-learn is untyped
    """Refuse an estimator whose parts do not fit together: its compiled code goes by their sizes unchecked.

    Looked at are the two kinds of scikit-learn's with compiled code, sums of trees and support vector machines; the
    nodes within a tree have been looked at by `inspect`.
    """
    k = getattr(estimator, "n_features_in_", None)
    sound = True
    if hasattr(estimator, "estimators_"):
        members = np.array(estimator.estimators_, dtype=object)
        trees = [member.tree_ for member in members.ravel()]
        sound = members.size == len(members) and all(tree.n_features == k and tree.n_outputs == 1 for tree in trees)
    elif hasattr(estimator, "support_vectors_"):
        n = len(estimator.support_vectors_)
        sound = (
            estimator.support_vectors_.shape == (n, k)
            and estimator.shape_fit_[1] == k
            and estimator._dual_coef_.shape == (1, n)
            and estimator._n_support.shape == (2,)  # noqa: SLF001  the same
            and int(estimator._n_support.min()) >= 0  # noqa: SLF001  the same
            and int(estimator._n_support.sum()) == n  # noqa: SLF001  the same
            and estimator._intercept_.shape == (1,)
            and not estimator._sparse  # noqa: SLF001  the same
        )
    if not sound:
        raise damaged("the parts of its estimator do not fit together", path)


def _parts(node: Any) -> Any:  # noqa: ANN401  JSON is anything; a generator of its mappings
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            if "__loader__" in item:
                yield item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def _head(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of the outermost mapping that are words, numbers or truth values."""
    content = schema["content"] if schema.get("__loader__") == "DictNode" else {}
    return {key: json.loads(part["content"]) for key, part in content.items() if part["__loader__"] == "JsonNode"}


def _require_whole(data: bytes, name: str, path: Path) -> None:
    """Refuse an array whose head speaks of more (or less) than what follows it: NumPy would make room for it first."""
    file = io.BytesIO(data)
    version = np.lib.format.read_magic(file)
    heads = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    shape, _, dtype = heads[version](file)
    number = 1
    for length in shape:  # whole numbers of any size: a product in NumPy could run over
        number *= int(length)
    if dtype.hasobject or dtype.itemsize == 0 or number * dtype.itemsize != len(data) - file.tell():
        raise damaged(f"the array {name} is not what its head says", path)


def _require_inside(archive: ZipFile, part: dict[str, Any], path: Path) -> None:
    """Refuse a tree of scikit-learn whose nodes point outside: it follows them unchecked, in compiled code."""
    content, arguments = part["content"]["content"], part["__reduce__"]["args"]["content"]
    nodes = np.load(io.BytesIO(archive.read(content["nodes"]["file"])), allow_pickle=False)
    n, n_features = json.loads(content["node_count"]["content"]), json.loads(arguments[0]["content"])
    place, split = np.arange(nodes.size), nodes["left_child"] != _LEAF
    below = np.stack([nodes["left_child"], nodes["right_child"]])[:, split]
    inside = (below > place[split]) & (below < nodes.size)  # scikit-learn numbers a node before those below it
    feature = nodes["feature"][split]
    ends = nodes["right_child"][~split] == _LEAF
    if (
        n != nodes.size
        or n < 1
        or not (inside.all() and ends.all() and ((feature >= 0) & (feature < n_features)).all())
    ):
        raise damaged("a tree points outside of itself", path)
