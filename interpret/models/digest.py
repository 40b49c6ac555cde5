"""One short hash of everything that decides what a model says, the same in every process and on every run."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import BuiltinFunctionType, FunctionType
from typing import Any, Protocol

import numpy as np

LENGTH = 12  # hex digits: among a million models two alike with a chance of 1 in 500


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""
        ...


def digest(*parts: object) -> str:
    """Return the first 12 hex digits of the SHA-256 of these objects' content.

    Arrays count by type, shape and values; mappings by sorted keys; records by their fields; learnt estimators of
    scikit-learn by their state. Where an object lies in memory does not count.

    Raises
    ------
    TypeError
        An object whose content cannot be told.
    """
    hashed = hashlib.sha256()
    _take(hashed, parts)
    return hashed.hexdigest()[:LENGTH]


def _take(hashed: _Hash, item: Any) -> None:  # noqa: ANN401, C901  content is anything; one branch a type
    if item is None or isinstance(item, (bool, int, float, complex, str, bytes, np.generic)):
        plain = item.item() if isinstance(item, np.generic) else item
        hashed.update(f"{type(plain).__name__}:{plain!r};".encode())
    elif isinstance(item, np.ndarray):
        _take_array(hashed, item)
    elif isinstance(item, Mapping):
        _take_pairs(hashed, "mapping", sorted(item.items(), key=lambda pair: repr(pair[0])))
    elif isinstance(item, (tuple, list)):
        _take_sequence(hashed, item)
    elif isinstance(item, (type, FunctionType, BuiltinFunctionType)):
        hashed.update(f"name:{item.__qualname__};".encode())
    elif dataclasses.is_dataclass(item):
        fields = [(field.name, getattr(item, field.name)) for field in dataclasses.fields(item)]
        _take_pairs(hashed, type(item).__name__, fields)
    elif isinstance(item, np.random.RandomState):
        hashed.update(b"chance;")  # used up in learning; no prediction looks at it
    elif hasattr(item, "save_raw"):  # a booster of XGBoost
        hashed.update(bytes(item.save_raw("json")))
    elif hasattr(item, "__getstate__") and isinstance(state := item.__getstate__(), dict):
        _take_pairs(hashed, type(item).__name__, sorted(state.items()))
    else:  # compiled objects without a state say how they would be made anew
        made = item.__reduce__()
        if not isinstance(made, tuple):
            message = f"the content of a {type(item).__name__} cannot be told"
            raise TypeError(message)
        _take_pairs(hashed, type(item).__name__, list(enumerate(made[1:])))


def _take_pairs(hashed: _Hash, kind: str, pairs: list[tuple[Any, Any]]) -> None:
    hashed.update(f"{kind}:{len(pairs)}(".encode())
    for key, value in pairs:
        hashed.update(f"{key!r}=".encode())
        _take(hashed, value)
    hashed.update(b")")


def _take_sequence(hashed: _Hash, items: Sequence[Any]) -> None:
    kinds = set(map(type, items))
    if kinds == {str}:
        hashed.update(_of_names(tuple(items)))
    elif kinds == {float}:
        hashed.update(_of_numbers(np.array(items).tobytes()))  # by its bits: 0 and -0 are equal
    else:
        _take_pairs(hashed, "sequence", list(enumerate(items)))


# Names and numbers of which there is one a gene: what `_take_pairs` would take one by one. The models of one fold, of
# whatever kind, have them in common.
@lru_cache(maxsize=32)
def _of_names(names: tuple[str, ...]) -> bytes:
    cells = "".join([f"{place}=str:{name!r};" for place, name in enumerate(names)])
    return f"sequence:{len(names)}({cells})".encode()


@lru_cache(maxsize=32)
def _of_numbers(bits: bytes) -> bytes:
    numbers = np.frombuffer(bits).tolist()
    cells = "".join([f"{place}=float:{number!r};" for place, number in enumerate(numbers)])
    return f"sequence:{len(numbers)}({cells})".encode()


def _take_array(hashed: _Hash, array: np.ndarray[Any, Any]) -> None:
    if array.dtype.names:  # field by field: the padding between them is whatever lay in memory
        _take_pairs(hashed, "record", [(name, np.ascontiguousarray(array[name])) for name in array.dtype.names])
    elif array.dtype == object:
        _take_pairs(hashed, f"objects{array.shape}", list(enumerate(array.ravel().tolist())))
    else:
        hashed.update(f"array:{array.dtype.str}{array.shape};".encode())
        hashed.update(np.ascontiguousarray(array).tobytes())
