"""The models, one a file; the registry is the tuple `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from interpret.errors import SettingsError
from interpret.method import Basis
from interpret.models.closed_form import ClosedForm
from interpret.models.kinds import (
    adaboost,
    decision_tree,
    diagonal_discriminant,
    extra_trees,
    gradient_boosting,
    k_nearest_neighbours,
    linear_svm,
    logistic_regression,
    naive_bayes,
    neural_network,
    prevalence,
    random_forest,
    rbf_svm,
    shrunken_centroids,
    sparse_logistic,
    top_scoring_pair,
    weighted_voting,
    xgboost,
)
from interpret.models.kinds.extra_trees import ExtraTrees
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.kinds.sparse_logistic import SparseLogistic
from interpret.models.learner import Learner
from interpret.models.panel import PanelLearner, Plan
from interpret.settings import PanelSettings, Settings


@dataclass(frozen=True)
class Kind:
    """A registered model.

    Attributes
    ----------
    name
        As in the settings and in predictions.csv.
    make
        How the settings make a learner of it.
    basis
        What it estimates, how, and under which assumptions, for `interpret methods`.
    needs
        The module of an optional extra without which it cannot run, and the extra's name; empty: none.
    """

    name: str
    make: Callable[[Settings], Learner]
    basis: Basis
    needs: str = ""

    @property
    def runs_here(self) -> bool:
        """True where what it needs is installed."""
        return not self.needs or find_spec(self.needs) is not None


def _closed(plan: Callable[[PanelSettings], Plan]) -> Callable[[Settings], Learner]:
    return lambda settings: ClosedForm(plan(settings.models.panel), settings.preparation)


def _panel(plan: Callable[[PanelSettings], Plan]) -> Callable[[Settings], Learner]:
    def make(settings: Settings) -> Learner:
        panel = settings.models.panel
        return PanelLearner(plan(panel), settings.preparation, panel.inner_folds)

    return make


KINDS: tuple[Kind, ...] = (
    Kind(
        "sparse-logistic",
        lambda settings: SparseLogistic(settings.models.sparse, settings.preparation),
        sparse_logistic.BASIS,
    ),
    Kind(
        "random-forest",
        lambda settings: RandomForest(settings.models.forest, settings.preparation),
        random_forest.BASIS,
    ),
    Kind("extra-trees", lambda settings: ExtraTrees(settings.models.forest, settings.preparation), extra_trees.BASIS),
    Kind("logistic-regression", _panel(logistic_regression.plan), logistic_regression.BASIS),
    Kind("k-nearest-neighbours", _panel(k_nearest_neighbours.plan), k_nearest_neighbours.BASIS),
    Kind("linear-svm", _panel(linear_svm.plan), linear_svm.BASIS),
    Kind("rbf-svm", _panel(rbf_svm.plan), rbf_svm.BASIS),
    Kind("naive-bayes", _closed(naive_bayes.plan), naive_bayes.BASIS),
    Kind(decision_tree.NAME, _panel(decision_tree.plan), decision_tree.BASIS),
    Kind("adaboost", _panel(adaboost.plan), adaboost.BASIS),
    Kind("gradient-boosting", _panel(gradient_boosting.plan), gradient_boosting.BASIS),
    Kind("xgboost", _panel(xgboost.plan), xgboost.BASIS, needs="xgboost"),
    Kind("neural-network", _panel(neural_network.plan), neural_network.BASIS),
    Kind(weighted_voting.NAME, weighted_voting.make, weighted_voting.BASIS),
    Kind("shrunken-centroids", _panel(shrunken_centroids.plan), shrunken_centroids.BASIS),
    Kind("diagonal-discriminant", _closed(diagonal_discriminant.plan), diagonal_discriminant.BASIS),
    Kind(top_scoring_pair.NAME, top_scoring_pair.make, top_scoring_pair.BASIS),
    Kind("prevalence", _closed(prevalence.plan), prevalence.BASIS),
)


def learners(settings: Settings) -> tuple[Learner, ...]:
    """Return the learners that the settings ask to run in full, in that order.

    Raises
    ------
    SettingsError
        A name that is not registered, a name asked for twice, none at all, or one whose optional extra is missing.
    """
    asked = settings.models.run
    _require_known(asked, "models.run", empty_is_fine=False)
    return _made(asked, settings)


def learners_beside(settings: Settings) -> tuple[Learner, ...]:
    """Return the learners shown beside those that run in full: all others that can run here, or those asked for.

    Raises
    ------
    SettingsError
        As `learners`, or a name that is among those that run in full.
    """
    asked = settings.models.beside
    if asked == "all":
        return _made([kind.name for kind in KINDS if kind.name not in settings.models.run and kind.runs_here], settings)
    _require_known(asked, "models.beside", empty_is_fine=True)
    twice = [name for name in asked if name in settings.models.run]
    if twice:
        raise SettingsError(
            f"{', '.join(twice)} is among the models that run in full already",
            where="models.beside",
            wanted="each model once",
            remedy="leave it out of one of models.run and models.beside",
        )
    return _made(asked, settings)


def not_installed(settings: Settings) -> tuple[str, ...]:
    """Return the names of the models that `all` would bring, were their optional extra installed."""
    if settings.models.beside != "all":
        return ()
    return tuple(kind.name for kind in KINDS if not kind.runs_here)


def _require_known(asked: Sequence[str], where: str, *, empty_is_fine: bool) -> None:
    known = [kind.name for kind in KINDS]
    unknown = [name for name in asked if name not in known]
    if unknown or (not asked and not empty_is_fine) or len(set(asked)) != len(asked):
        raise SettingsError(
            f"the models asked for are: {', '.join(asked) or 'none'}",
            where=where,
            wanted=f"one or more of {', '.join(known)}, each once",
            remedy=f"correct {', '.join(unknown)}" if unknown else "name at least one model, and each once",
        )


def _made(names: Sequence[str], settings: Settings) -> tuple[Learner, ...]:
    kinds = {kind.name: kind for kind in KINDS}
    for name in names:
        if not kinds[name].runs_here:
            raise SettingsError(
                f"the model {name} needs the package {kinds[name].needs}, which is not installed",
                where="models",
                wanted="an installed package, or other models",
                remedy=f"pip install 'interpret-expression[{name}]', or leave {name} out",
            )
    return tuple(kinds[name].make(settings) for name in names)
