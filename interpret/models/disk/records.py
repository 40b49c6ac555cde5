"""Between the records that a model is made of and the plain things that a file holds.

A record (a frozen dataclass) becomes a mapping of its fields, with the name of its class under `is`; a row of records
of one class, like the trees of a forest, one mapping with their arrays joined. So a new kind of model has nothing to
say here as long as its rule is a record of numbers, words, arrays, other records and estimators of scikit-learn.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from interpret.data.expression import Scale
from interpret.errors import InputError

_ROOMS = ("interpret.models.", "interpret.prep.")


def to_plain(item: Any) -> Any:  # noqa: ANN401, PLR0911  a model holds anything; one branch a type
    """Return mappings, lists, words, numbers, arrays and estimators for what a model holds.

    Raises
    ------
    TypeError
        A type without a form here.
    """
    if isinstance(item, Scale):
        return {"is": "Scale", "value": item.value}
    if item is None or isinstance(item, (bool, int, float, str, BaseEstimator)):
        return item
    if isinstance(item, np.generic):
        return item.item()
    if isinstance(item, np.ndarray) and not item.dtype.hasobject:
        return item
    if isinstance(item, (tuple, list)):
        return _list_to_plain(item)
    if hasattr(item, "save_raw"):  # a booster of XGBoost
        return {"is": "booster", "json": bytes(item.save_raw("json")).decode()}
    if isinstance(item, bytes):
        return {"is": "bytes", "hex": item.hex()}
    return {"is": _name(item), **{field.name: to_plain(getattr(item, field.name)) for field in _fields(item)}}


def from_plain(item: Any) -> Any:  # noqa: ANN401, PLR0911  a model holds anything; one branch a type
    """Return what `to_plain` was given; lists come back as tuples.

    Raises
    ------
    InputError
        A model of XGBoost where that is not installed.
    KeyError, TypeError, ValueError
        Something that `to_plain` does not write.
    """
    if isinstance(item, list):
        return tuple(from_plain(each) for each in item)
    if not isinstance(item, dict):
        return item
    fields = {name: value for name, value in item.items() if name != "is"}
    match item["is"]:
        case "Scale":
            return Scale(fields["value"])
        case "bytes":
            return bytes.fromhex(fields["hex"])
        case "words":
            return _words(fields["json"])
        case "booster":
            return _booster(fields["json"])
        case "rows":
            return _rows(**fields)
        case name:
            return _records()[name](**{key: from_plain(value) for key, value in fields.items()})


def _list_to_plain(items: Sequence[Any]) -> Any:  # noqa: ANN401  see to_plain
    kinds = {type(item) for item in items}
    if kinds == {str}:  # thousands of genes as one text: each by itself would take 200 bytes
        return {"is": "words", "json": json.dumps(list(items))}
    if len(kinds) == 1 and dataclasses.is_dataclass(items[0]):
        columns = {field.name: _join([getattr(item, field.name) for item in items]) for field in _fields(items[0])}
        return {"is": "rows", "of": _name(items[0]), "columns": columns}
    return [to_plain(item) for item in items]


def _join(values: list[Any]) -> Any:  # noqa: ANN401  see to_plain
    """Return one field of many records: numbers as an array, arrays end to end with their sizes."""
    values = [each.item() if isinstance(each, np.generic) else each for each in values]
    first = values[0]
    if isinstance(first, np.ndarray) and all(each.ndim == 1 and each.dtype == first.dtype for each in values):
        return {"joined": np.concatenate(values), "sizes": np.array([each.size for each in values])}
    if isinstance(first, bytes):
        return {"hex": json.dumps([each.hex() for each in values])}
    if {type(each) for each in values} <= {int} or {type(each) for each in values} <= {float}:
        return np.array(values)
    message = f"records with a {type(first).__name__} in a field cannot be joined"
    raise TypeError(message)


def _part(column: Any) -> list[Any]:  # noqa: ANN401  see to_plain
    if isinstance(column, np.ndarray):
        return list(column.tolist())
    if "hex" in column:
        return [bytes.fromhex(each) for each in _words(column["hex"])]
    sizes, joined = column["sizes"], column["joined"]
    if sizes.min() < 0 or sizes.sum() != joined.size:
        message = "the sizes of joined arrays do not add up"
        raise ValueError(message)
    return np.split(joined, np.cumsum(sizes)[:-1])


def _rows(of: str, columns: dict[str, Any]) -> tuple[Any, ...]:
    record = _records()[of]
    parts = {name: _part(column) for name, column in columns.items()}
    return tuple(record(**dict(zip(parts, row, strict=True))) for row in zip(*parts.values(), strict=True))


def _words(text: str) -> tuple[str, ...]:
    words = tuple(json.loads(text))
    if not all(isinstance(word, str) for word in words):
        message = "a list of names holds something else"
        raise TypeError(message)
    return words


def _booster(text: str) -> Any:  # noqa: ANN401  XGBoost is untyped
    if find_spec("xgboost") is None:
        raise InputError(
            "the model was made by XGBoost, which is not installed",
            wanted="the optional extra xgboost",
            remedy="pip install 'interpret-expression[xgboost]'",
        )
    from xgboost import Booster  # noqa: PLC0415  an optional extra

    return Booster({"nthread": 1}, model_file=bytearray(text.encode()))


def _name(record: Any) -> str:  # noqa: ANN401  see to_plain
    name = type(record).__name__
    if _records().get(name) is not type(record):
        message = f"a {type(record).__qualname__} has no form on disk"
        raise TypeError(message)
    return name


def _fields(record: Any) -> tuple[dataclasses.Field[Any], ...]:  # noqa: ANN401  see to_plain
    return dataclasses.fields(record)


@cache
def _records() -> dict[str, type[Any]]:
    """Return the records that a model can be made of, by name: those defined in the rooms of models and preparation.

    A file names a class by one of these words. It can name no module, so nothing is imported at its wish.
    """
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith(_ROOMS)]
    return {
        name: item
        for module in modules
        for name, item in vars(module).items()
        if isinstance(item, type) and dataclasses.is_dataclass(item) and item.__module__ == module.__name__
    }
