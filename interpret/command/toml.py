"""Values as TOML writes them, which the standard library can only read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from pydantic import BaseModel


def toml_value(value: object) -> str:  # noqa: PLR0911  one return a kind of value
    """Return a value as it stands behind `key = `; nothing is written as the empty text."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        pairs = ((name, getattr(value, name)) for name in type(value).model_fields)
        return "{ " + ", ".join(f"{name} = {toml_value(each)}" for name, each in pairs) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_value(each) for each in value) + "]"
    return toml_text(value.as_posix() if isinstance(value, Path) else str(value))


def toml_text(text: str) -> str:
    """Return a text in quotes: as in JSON, but that TOML also wants DEL escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
