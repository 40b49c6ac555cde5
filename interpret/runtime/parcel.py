"""A function on its way to another process, with the matrices that it holds sent apart: each process gets them once."""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

from interpret.data.expression import Expression
from interpret.runtime.content import content_hash

KEPT = 4
"""Matrices that a process keeps: those last asked for."""
_NAMES: WeakKeyDictionary[Expression, bytes] = WeakKeyDictionary()
_KEPT: OrderedDict[bytes, Expression] = OrderedDict()


@dataclass(frozen=True)
class Parcel:
    """A pickled function that refers to its matrices by their hash, and those of them that are sent along, pickled."""

    function: bytes
    names: tuple[bytes, ...]
    parts: Mapping[bytes, Expression] = field(default_factory=dict)

    def without_parts(self) -> Parcel:
        """Return the same without the matrices."""
        return replace(self, parts={})


@dataclass(frozen=True)
class Missing:
    """What a process answers that has not got a matrix."""


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.parts: dict[bytes, Expression] = {}

    def persistent_id(self, item: object) -> bytes | None:
        if type(item) is not Expression:
            return None
        name = _NAMES.get(item)
        if name is None:
            name = _NAMES[item] = content_hash(item)
        self.parts[name] = item
        return name


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, name: Any) -> Expression:  # noqa: ANN401  as pickle asks
        return _KEPT[name]


def packed(function: Callable[..., Any]) -> Parcel:
    """Return the function with everything it holds."""
    file = io.BytesIO()
    pickler = _Pickler(file)
    pickler.dump(function)
    return Parcel(file.getvalue(), tuple(pickler.parts), pickler.parts)


def keep(parts: Mapping[bytes, Expression]) -> None:
    """Keep these matrices in this process."""
    _KEPT.update(parts)


def opened(parcel: Parcel) -> Callable[..., Any] | Missing:
    """Return the function; `Missing` where this process neither has all its matrices nor was sent them."""
    for name in parcel.names:
        if name not in _KEPT:
            if name not in parcel.parts:
                return Missing()
            _KEPT[name] = parcel.parts[name]
        _KEPT.move_to_end(name)
    function: Callable[..., Any] = _Unpickler(io.BytesIO(parcel.function)).load()
    while len(_KEPT) > max(KEPT, len(parcel.names)):
        _KEPT.popitem(last=False)
    return function
