"""What is said of a model file that cannot be read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from interpret.errors import InputError, InterpretError

SCHEMA = "interpret-model/1"
LARGEST = 1 << 29  # bytes; a forest on 50,000 genes has a few million
_WANTED = "a file from the folder models of a report of this package"
_AGAIN = "copy the file again, or make the report again"


def not_a_model(found: str, path: Path, remedy: str = "give a file from the folder models of a report") -> InputError:
    """Return the error for a file that is no model of ours."""
    return InputError(found, where=str(path), wanted=_WANTED, remedy=remedy)


def damaged(why: str, path: Path) -> InputError:
    """Return the error for a file of ours that was cut, changed or made up."""
    return InputError(f"the model file is damaged: {why}", where=str(path), wanted=_WANTED, remedy=_AGAIN)


def hostile(names: list[str], path: Path) -> InputError:
    """Return the error for a file that wants more built than a model is made of."""
    return InputError(
        f"the file asks for {', '.join(names[:5])}, which no model of this package is made of",
        where=str(path),
        wanted=_WANTED,
        remedy="do not use the file: it was not written by this package, or somebody changed it",
    )


def require_schema(schema: object, path: Path) -> None:
    """Raise InputError where the file says that it is of another version, or of something else."""
    if schema == SCHEMA:
        return
    if isinstance(schema, str) and schema.startswith("interpret-model/"):
        raise not_a_model(
            f"the file is of version {schema}, this package reads {SCHEMA}", path, "make the report again"
        )
    raise not_a_model("the file does not say that it is a model of this package", path)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever a file that is no model makes of its reading into an InputError."""
    try:
        yield
    except InterpretError:
        raise
    except OSError as error:
        raise not_a_model(f"the file cannot be read: {error.strerror or error}", path) from error
    except Exception as error:  # a made-up file can fail anywhere in what reads it
        words = " ".join(str(error).split()) or type(error).__name__
        raise damaged(words[:200], path) from error
