"""Models on disk: one file a model, from which the same probabilities come back and nothing else can.

The sparse logistic regression, which is a handful of numbers, is written as JSON that explains itself. All others are
written by skops, whose files hold data and no code; what is read is checked before anything is built from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from interpret.data.cohort import Labels
from interpret.models.disk import archive, sparse_text
from interpret.models.disk.damage import LARGEST, not_a_model, reading
from interpret.models.kinds import KINDS
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic
from interpret.models.learner import Fitted

_ZIP, _JSON = b"PK\x03\x04", b"{"


@dataclass(frozen=True)
class ModelFile:
    """A file name, without its folder, and the bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, eq=False)
class SavedModel:
    """A model read back.

    Attributes
    ----------
    kind
        Registry name.
    labels
        Of the two classes.
    fitted
        What gives `probability` of the positive class for values as read. Of a sparse logistic regression the training
        patients themselves are not kept: its `background` is their mean, one row.
    """

    kind: str
    labels: Labels
    fitted: Fitted


def file_name(kind: str) -> str:
    """Return the name of the file of a registered kind."""
    return f"{kind}.json" if kind == sparse_text.KIND else f"{kind}.skops"


FILE_NAMES = tuple(file_name(kind.name) for kind in KINDS)
"""Every file name that a folder of models can hold."""


def model_file(kind: str, fitted: Fitted, labels: Labels) -> ModelFile:
    """Return the file of a model: the same bytes for the same model, on every run and in every process.

    Parameters
    ----------
    kind
        Registry name.
    fitted
        The model.
    labels
        Of the two classes.

    Raises
    ------
    TypeError
        The model holds something that a file cannot.
    """
    if kind == sparse_text.KIND and isinstance(fitted, FittedSparseLogistic):
        return ModelFile(file_name(kind), sparse_text.write(fitted, labels))
    return ModelFile(file_name(kind), archive.write(kind, fitted, labels))


def read_model(path: str | Path) -> SavedModel:
    """Read a model from the folder `models` of a report.

    No code of the file is run: it can name no function, and only types of a short list are built.

    Raises
    ------
    InputError
        No file, one that is no model of this package, damaged, of another version, or that names anything else than a
        model is made of.
    """
    path = Path(path)
    with reading(path):
        size = path.stat().st_size
        if size > LARGEST:
            raise not_a_model(f"the file has {size:,} bytes, more than any model", path)
        content = path.read_bytes()
        if content.startswith(_ZIP):
            return SavedModel(*archive.read(content, path))
        if content.lstrip().startswith(_JSON):
            return SavedModel(sparse_text.KIND, *sparse_text.read(content, path))
        raise not_a_model("the file is neither JSON nor a skops archive", path)
