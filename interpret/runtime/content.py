"""The hash of what things hold: settings, learners, patients, tables. Equal content, equal hash, in every process.

It decides what a kept result may be used for, so what it cannot tell apart for certain it refuses.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import struct
from collections.abc import Mapping
from enum import Enum
from types import BuiltinFunctionType, FunctionType
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from pydantic import BaseModel

from interpret.data.expression import Expression


class UntoldError(TypeError):
    """An object whose content cannot be told: nothing that depends on it can be kept."""


_OF_EXPRESSION: WeakKeyDictionary[Expression, bytes] = WeakKeyDictionary()
"""A matrix that cannot change and that many stages depend on is hashed once."""


def content_hash(*parts: object) -> bytes:
    """Return the SHA-256 of the parts' content.

    Types count, and the order of sequences, mappings, rows and columns; where an object lies in memory does not, nor
    what it has worked out and remembers. A function counts by its name alone: its code is part of the package, whose
    hash stands beside.

    Raises
    ------
    UntoldError
        An object whose content cannot be told: a function made inside another, an object of an unknown type.
    """
    return _joined("parts", [_hash(part) for part in parts])


def _joined(kind: str, pieces: list[bytes]) -> bytes:
    """Return one hash of pieces, each with its length, so that none can be taken for two."""
    hashed = hashlib.sha256(kind.encode() + b"\0" + struct.pack("<Q", len(pieces)))
    for piece in pieces:
        hashed.update(struct.pack("<Q", len(piece)))
        hashed.update(piece)
    return hashed.digest()


def _hash(item: Any) -> bytes:  # noqa: ANN401, C901, PLR0911  content is anything; one branch a type
    name = f"{type(item).__module__}.{type(item).__qualname__}"
    if isinstance(item, Enum):
        return _joined(name, [item.name.encode()])
    if item is None or isinstance(item, (bool, int, float, complex, str, bytes, dt.date, dt.timedelta)):
        return _joined(name, [repr(item).encode("utf-8", "surrogatepass")])
    if item is pd.NA or item is pd.NaT:
        return _joined(name, [])
    if isinstance(item, np.generic):
        return _of_array(np.asarray(item))
    if isinstance(item, np.ndarray):
        return _of_array(item)
    if isinstance(item, (pd.DataFrame, pd.Series, pd.Index)):
        return _of_frame(item)
    if isinstance(item, np.random.SeedSequence):
        return _joined(name, [_hash(item.entropy), _hash(tuple(item.spawn_key)), _hash(item.pool_size)])
    if isinstance(item, Mapping):
        return _joined(name, [_hash(part) for pair in item.items() for part in pair])
    if isinstance(item, (tuple, list)):
        return _joined(name, [_hash(part) for part in item])
    if isinstance(item, (set, frozenset)):
        return _joined(name, sorted(_hash(part) for part in item))
    if isinstance(item, functools.partial):
        return _joined(name, [_hash(item.func), _hash(item.args), _hash(item.keywords)])
    if isinstance(item, (type, FunctionType, BuiltinFunctionType)):
        return _of_name(item)
    return _of_record(item, name)


def _of_array(array: np.ndarray[Any, Any]) -> bytes:
    if array.dtype.hasobject:
        items = array.ravel().tolist()
        if all(type(item) is str for item in items):  # names and calls: one hash instead of one each
            lengths = np.fromiter(map(len, items), dtype="<i8", count=len(items))
            return _joined(f"texts{array.shape}", [lengths.tobytes(), "".join(items).encode("utf-8", "surrogatepass")])
        return _joined(f"objects{array.shape}", [_hash(part) for part in items])
    return _joined(f"array{array.dtype.descr}{array.shape}", [np.ascontiguousarray(array).tobytes()])


def _of_frame(frame: pd.DataFrame | pd.Series[Any] | pd.Index[Any]) -> bytes:
    if isinstance(frame, pd.DataFrame):
        around = [_hash(frame.index), _hash(frame.columns), _hash(frame.attrs)]
        kinds = set(frame.dtypes)
        if len(kinds) == 1:  # a matrix with names: one column at a time would take its rows' names in each time
            (kind,) = kinds
            return _joined(f"matrix {kind!r}", [*around, _of_array(_plain(frame, kind))])
        return _joined("frame", [*around, *(_hash(frame.iloc[:, j]) for j in range(frame.shape[1]))])
    beside = [] if isinstance(frame, pd.Index) else [_hash(frame.index)]
    return _joined(f"column {frame.dtype!r}", [_hash(frame.name), _of_array(_plain(frame, frame.dtype)), *beside])


def _plain(frame: pd.DataFrame | pd.Series[Any] | pd.Index[Any], kind: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401  pandas' own
    return frame.to_numpy() if isinstance(kind, np.dtype) else np.asarray(frame.astype(object), dtype=object)


def _of_name(item: type | FunctionType | BuiltinFunctionType) -> bytes:
    if "<" in item.__qualname__ or getattr(item, "__closure__", None):
        raise UntoldError(f"the function {item.__qualname__} may hold anything")
    return _joined("name", [f"{item.__module__}.{item.__qualname__}".encode()])


def _of_record(item: Any, name: str) -> bytes:  # noqa: ANN401  content is anything
    if isinstance(item, Expression):
        if item not in _OF_EXPRESSION:
            _OF_EXPRESSION[item] = _of_fields(item, name, [field.name for field in dataclasses.fields(item)])
        return _OF_EXPRESSION[item]
    if dataclasses.is_dataclass(item):
        return _of_fields(item, name, [field.name for field in dataclasses.fields(item)])
    if isinstance(item, BaseModel):
        return _of_fields(item, name, list(type(item).model_fields))
    raise UntoldError(f"the content of a {name} cannot be told")


def _of_fields(item: object, name: str, fields: list[str]) -> bytes:
    return _joined(name, [part for field in fields for part in (field.encode(), _hash(getattr(item, field)))])
