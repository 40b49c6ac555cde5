"""What is wrong with settings, in words: every problem with its key, what was found, and what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from pydantic import BaseModel, ValidationError

_LONGEST = 40  # letters of a value that is shown


def settings_problems(error: ValidationError, settings: type[BaseModel]) -> list[str]:
    """Return one sentence a problem, for settings that were read into the model `settings`."""
    return [_problem(one["loc"], one["type"], one["msg"], one["input"], settings) for one in error.errors()]


def _problem(place: Sequence[int | str], kind: str, said: str, found: object, settings: type[BaseModel]) -> str:
    key = ".".join(str(part) for part in place) or "settings"
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(str(place[-1]), _keys(place[:-1], settings), n=2, cutoff=0.6)
        return f"{key}: unknown key" + (f", did you mean {' or '.join(close)}?" if close else "")
    if kind == "path_type":
        said = "Input should be text: a path"
    if isinstance(found, dict) or kind == "value_error":  # what was found is said by the check itself, or is a group
        return f"{key}: {said}"
    shown = repr(found)
    return f"{key}: {said}, found {shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + '...'}"


def _keys(place: Sequence[int | str], settings: type[BaseModel]) -> list[str]:
    """Return the keys of the group that stands at the place."""
    group = settings
    for part in place:
        field = group.model_fields.get(str(part))
        if field is None or not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
            return []
        group = field.annotation
    return list(group.model_fields)
