"""Which models are run and how they are tuned, how they are judged, and which of them are explained."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interpret.settings.group import Group


class SparseSettings(Group):
    """Elastic-net logistic regression: its grid, the weight of its classes and its inner cross-validation.

    `inner_folds` and `inner_repeats` are read where `inner` is `k-fold`.
    """

    alphas: tuple[float, ...] = (0.5, 1.0)
    lambdas: int = Field(default=100, ge=5)
    smallest_lambda_ratio: float = Field(default=0.01, gt=0.0, lt=1.0)
    class_weight: Literal["none", "balanced"] = "none"
    inner: Literal["k-fold", "leave-one-out"] = "k-fold"
    inner_folds: int = Field(default=10, ge=3)
    inner_repeats: int = Field(default=1, ge=1)
    rule: Literal["min", "1se"] = "min"


class ForestSettings(Group):
    """Random forest and extra trees: fixed, never tuned, so that held-out trees are exact.

    `trees` grow in the one forest whose held-out trees judge each patient; 1,360 leave about 500 for everybody.
    """

    trees: int = Field(default=1360, ge=50)
    min_leaf: int = Field(default=1, ge=1)


class PanelSettings(Group):
    """The classical panel: genes its models are given, inner folds, rounds of boosting tried."""

    genes: int = Field(default=50, ge=1)
    inner_folds: int = Field(default=5, ge=2)
    boosting_rounds: tuple[Annotated[int, Field(ge=1)], ...] = Field(default=(10, 50), min_length=1)


class VotingSettings(Group):
    """Golub's weighted voting: genes for each class, and the prediction strength below which no call is made.

    `published` names a column of the sample sheet that holds strengths published elsewhere, to be set beside ours.
    """

    each: int = Field(default=25, ge=1)
    least_strength: float = Field(default=0.3, ge=0.0, lt=1.0)
    published: str = ""


class SelectionSettings(Group):
    """Stability selection: pairs of complementary halves of the training patients."""

    pairs: int = Field(default=50, ge=1)


class ModelSettings(Group):
    """Which models run and how.

    Those in `run` are judged, explained and shown patient by patient, and page 1 speaks of the first; those in `beside`
    are judged in the same way and shown beside them in one table: `all` others, none (an empty list), or these names.
    `preset = "notebook"` also repeats, as it was done, the notebook study that this package answers to.
    """

    run: tuple[str, ...] = ("sparse-logistic", "random-forest")
    beside: Literal["all"] | tuple[str, ...] = "all"
    sparse: SparseSettings = SparseSettings()
    forest: ForestSettings = ForestSettings()
    panel: PanelSettings = PanelSettings()
    voting: VotingSettings = VotingSettings()
    selection: SelectionSettings = SelectionSettings()
    preset: Literal["", "notebook"] = ""


class ValidationSettings(Group):
    """How the training patients are left out, what else is tried, and how much error three-way calls may make.

    `scheme` judges every model: `auto` is leave-one-out up to 150 persons, else a stratified k-fold of `folds` folds
    dealt `repeats` times. `also` and `groups` (a column of the sample sheet, as the centre) add other schemes for the
    models run in full. `label_permutations` are runs of the whole validation on shuffled labels.

    `prevalence` is the share of the positive class where the test would be used, for predictive values and net
    benefit; without it the patients' own. `leave_pair_out` fits every model anew without each pair of patients.

    `error_rate` None: 0.10 in each class, or the smallest rate that the patients allow where that is larger.
    """

    error_rate: float | None = Field(default=None, gt=0.0, lt=0.5)
    label_permutations: int = Field(default=5, ge=0)
    scheme: Literal["auto", "leave-one-out", "k-fold"] = "auto"
    folds: int = Field(default=10, ge=3)
    repeats: int = Field(default=5, ge=1)
    also: tuple[Literal["k-fold", "bootstrap"], ...] = ()
    bootstrap_draws: int = Field(default=50, ge=25)
    groups: str = ""
    prevalence: float | None = Field(default=None, gt=0.0, lt=1.0)
    leave_pair_out: bool = False


class ExplainSettings(Group):
    """Which models are explained besides those whose SHAP values can be worked out.

    `sampled` names models whose values are estimated by `orders` random orders of the genes a patient, each run through
    forwards and backwards.
    """

    sampled: tuple[str, ...] = ()
    orders: int = Field(default=20, ge=2)
