"""The models, one a file; the registry is the tuple `KINDS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interpret.errors import SettingsError
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.kinds.sparse_logistic import SparseLogistic
from interpret.models.learner import Learner
from interpret.settings import Settings


@dataclass(frozen=True)
class Kind:
    """A registered model: its name and how the settings make a learner of it."""

    name: str
    make: Callable[[Settings], Learner]


KINDS: tuple[Kind, ...] = (
    Kind("sparse-logistic", lambda settings: SparseLogistic(settings.models.sparse, settings.preparation)),
    Kind("random-forest", lambda settings: RandomForest(settings.models.forest, settings.preparation)),
)


def learners(settings: Settings) -> tuple[Learner, ...]:
    """Return the learners that the settings ask for, in that order.

    Raises
    ------
    SettingsError
        A name that is not registered, a name asked for twice, or none at all.
    """
    makers = {kind.name: kind.make for kind in KINDS}
    asked = settings.models.run
    unknown = [name for name in asked if name not in makers]
    if unknown or not asked or len(set(asked)) != len(asked):
        raise SettingsError(
            f"the models asked for are: {', '.join(asked) or 'none'}",
            where="models.run",
            wanted=f"one or more of {', '.join(makers)}, each once",
            remedy=f"correct {', '.join(unknown)}" if unknown else "name each model once",
        )
    return tuple(makers[name](settings) for name in asked)
