"""A model as a skops archive: written so that its bytes depend on the model alone, and checked before it is built."""

from __future__ import annotations

import hashlib
import io
import json
import warnings
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np
import sklearn
from sklearn.base import BaseEstimator
from sklearn.exceptions import InconsistentVersionWarning

from interpret.data.cohort import Labels
from interpret.errors import InputError
from interpret.models.digest import digest
from interpret.models.disk.damage import SCHEMA, damaged, hostile, not_a_model, require_schema
from interpret.models.disk.inspection import inspect, require_sound
from interpret.models.disk.records import from_plain, to_plain
from interpret.models.kinds import KINDS
from interpret.models.learner import Fitted

TRUSTED = (
    "sklearn._loss._loss.CyHalfBinomialLoss",
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn.tree._tree.Tree",  # its nodes are looked at before, see inspection.py
)
"""What may be built besides what skops trusts by itself: plain data and the estimators of scikit-learn."""

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of zip's calendar
_UNIX = 3


def write(kind: str, fitted: Fitted, labels: Labels) -> bytes:
    """Return the archive; `skops.io.load` with `TRUSTED` gives the plain mapping that is put together here."""
    import skops.io  # noqa: PLC0415  takes a second to import

    plain = to_plain(fitted)
    content = {
        "schema": SCHEMA,
        "kind": kind,
        "model_id": fitted.model_id,
        "negative": labels.negative,
        "positive": labels.positive,
        "scikit_learn": sklearn.__version__,
        "holds_estimator": bool(_estimators(plain)),
        "content_digest": digest(fitted),
        "fitted": plain,
    }
    return _settled(skops.io.dumps(content))


def read(content: bytes, path: Path) -> tuple[str, Labels, Fitted]:
    """Return kind, labels and model.

    Raises
    ------
    InputError
        Not such an archive, or one that holds more or other than a model.
    """
    import skops.io  # noqa: PLC0415  takes a second to import

    with ZipFile(io.BytesIO(content)) as archive:
        head = inspect(archive, len(content), path)
    require_schema(head.get("schema"), path)
    if head.get("kind") not in {kind.name for kind in KINDS}:
        raise not_a_model(f"the file holds a model of kind {head.get('kind')!r}, which is not registered", path)
    _require_same_scikit_learn(head, path)
    untrusted = sorted(set(skops.io.get_untrusted_types(data=content)) - set(TRUSTED))
    if untrusted:
        raise hostile(untrusted, path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InconsistentVersionWarning)  # a later fix of the same version
        said = skops.io.loads(content, trusted=list(TRUSTED))
    for estimator in _estimators(said["fitted"]):
        require_sound(estimator, path)
    try:
        fitted: Fitted = from_plain(said["fitted"])
    except InputError as error:
        raise InputError(error.found, where=str(path), wanted=error.wanted, remedy=error.remedy) from error
    if digest(fitted) != said["content_digest"] or fitted.model_id != said["model_id"]:
        raise damaged("its content does not give the digest that it states", path)
    return str(said["kind"]), Labels(said["negative"], said["positive"]), fitted


def _settled(content: bytes) -> bytes:
    """Return the archive that skops wrote without what is of the process and not of the model.

    Numbers of objects are addresses in memory: they are dropped, and arrays named by what they hold, so that it does
    not matter either which of them were one object. Entries are not compressed, since compression differs between
    builds of zlib, and bear no date.
    """
    with ZipFile(io.BytesIO(content)) as source:
        arrays: dict[str, bytes] = {}
        schema = _without_addresses(json.loads(source.read("schema.json")), source, arrays)
    settled = io.BytesIO()
    with ZipFile(settled, "w", ZIP_STORED) as archive:
        entries = {**dict(sorted(arrays.items())), "schema.json": json.dumps(schema, separators=(",", ":")).encode()}
        for name, data in entries.items():
            entry = ZipInfo(name, _FIRST_DAY)
            entry.create_system = _UNIX
            archive.writestr(entry, data)
    return settled.getvalue()


def _without_addresses(node: Any, source: ZipFile, arrays: dict[str, bytes]) -> Any:  # noqa: ANN401  JSON is anything
    if isinstance(node, list):
        return [_without_addresses(each, source, arrays) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _without_addresses(value, source, arrays) for key, value in node.items() if key != "__id__"}
    if node.get("__loader__") == "CachedNode":
        message = "a model that refers to one of its parts by its address has no form on disk"
        raise TypeError(message)
    if node.get("__loader__") == "NdArrayNode" and node["type"] == "numpy":
        data = _without_padding(source.read(node["file"]))
        kept["file"] = f"{hashlib.sha256(data).hexdigest()[:32]}.npy"
        arrays[kept["file"]] = data
    return kept


def _without_padding(data: bytes) -> bytes:
    """Return an array's bytes with zeros between the fields of its records, where whatever lay in memory stands."""
    array = np.load(io.BytesIO(data), allow_pickle=False)
    if not array.dtype.names:
        return data
    clean = np.zeros(array.shape, array.dtype)
    for name in array.dtype.names:
        clean[name] = array[name]
    buffer = io.BytesIO()
    np.save(buffer, clean, allow_pickle=False)
    return buffer.getvalue()


def _estimators(plain: Any) -> list[BaseEstimator]:  # noqa: ANN401  as to_plain
    if isinstance(plain, (dict, list)):
        within = plain.values() if isinstance(plain, dict) else plain
        return [found for each in within for found in _estimators(each)]
    return [plain] if isinstance(plain, BaseEstimator) else []


def _require_same_scikit_learn(head: dict[str, Any], path: Path) -> None:
    made, here = str(head.get("scikit_learn")), str(sklearn.__version__)
    if head.get("holds_estimator") is False or made.split(".")[:2] == here.split(".")[:2]:
        return
    raise InputError(
        f"the model holds an estimator of scikit-learn {made}, and {here} is installed",
        where=str(path),
        wanted=f"scikit-learn {'.'.join(made.split('.')[:2])}: another version may give other probabilities, unsaid",
        remedy=f"pip install 'scikit-learn=={made}', or make the report again",
    )
