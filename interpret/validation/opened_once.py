"""The independent set is opened once: by models written down, with a hash, before it is opened, and by no other.

What a set of patients says of a model holds as long as nobody chose or changed the model after seeing them. So every
model that will be tried on the independent set is entered in a ledger first, and whoever opens the set shows the
ledger: a model that is not in it, or that has changed since, is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from interpret.models.digest import digest
from interpret.models.learner import Fitted


@dataclass(frozen=True)
class FrozenModel:
    """One model of the ledger.

    Attributes
    ----------
    name
        Registered name; `notebook: ` in front for a model of the notebook preset.
    model_id
        As in predictions.csv.
    content
        Hash of everything the fitted model holds, taken anew: a model may remember its own `model_id`.
    """

    name: str
    model_id: str
    content: str


@dataclass(frozen=True)
class Ledger:
    """The models that may be tried on the independent set, in the order of freezing, and the SHA-256 of that list."""

    models: tuple[FrozenModel, ...]
    sha256: str

    def require(self, name: str, fitted: Fitted) -> None:
        """Raise ValueError unless `fitted` is the model of this name, as it was when it was frozen.

        That it is not is a mistake in the program, not in the study: no result of it may be reported.
        """
        entry = next((each for each in self.models if each.name == name), None)
        if entry is None:
            message = f"the model {name} was not frozen before the independent set was opened"
            raise ValueError(message)
        if _entry(name, fitted) != entry:
            message = f"the model {name} has changed since it was frozen: {entry.model_id} was, {fitted.model_id} is"
            raise ValueError(message)


def freeze(models: Mapping[str, Fitted]) -> Ledger:
    """Return the ledger of these fitted models by name."""
    entries = tuple(_entry(name, fitted) for name, fitted in models.items())
    lines = "".join(f"{entry.name}\t{entry.model_id}\t{entry.content}\n" for entry in entries)
    return Ledger(entries, hashlib.sha256(lines.encode()).hexdigest())


def _entry(name: str, fitted: Fitted) -> FrozenModel:
    return FrozenModel(name, fitted.model_id, digest(fitted))
