"""Every method of the package in one list, gathered from the registries and from beside the code.

The methods section prints what a study used of it, and `interpret methods` all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from interpret.explain.blocks import RECORD as BLOCKS
from interpret.explain.consensus import RECORD as CONSENSUS
from interpret.explain.interactions import RECORD as INTERACTIONS
from interpret.explain.linear import RECORD as LINEAR
from interpret.explain.rank_biased_overlap import RECORD as RANK_BIASED_OVERLAP
from interpret.explain.replacing import RECORD as REPLACING
from interpret.explain.sampled import RECORD as SAMPLED
from interpret.explain.stability import RECORD as STABILITY
from interpret.explain.tree import RECORD as TREE
from interpret.method import ROOMS, Basis, Method, Room
from interpret.models.kinds import KINDS
from interpret.models.screening import RECORD as SCREENING
from interpret.models.stability_selection import RECORD as STABILITY_SELECTION
from interpret.prep.clamp import RECORD as CLAMP
from interpret.prep.filter import RECORD as FILTER
from interpret.prep.filter_by_expression import RECORD as COUNT_FILTER
from interpret.prep.log_counts import RECORD as LOG_COUNTS
from interpret.prep.log_cpm import RECORD as LOG_CPM
from interpret.prep.logarithm import RECORD as LOGARITHM
from interpret.prep.scale_arrays import RECORD as SCALE_ARRAYS
from interpret.prep.tmm import RECORD as TMM
from interpret.scoring.decision_curve import RECORD as DECISION_CURVE
from interpret.scoring.measures import MEASURES
from interpret.scoring.roc_band import RECORD as ROC_BAND
from interpret.settings import Settings
from interpret.stats.auc_interval import RECORD as AUC_INTERVAL
from interpret.stats.effects import RECORD as EFFECTS
from interpret.stats.gene_sets.camera import RECORD as CAMERA
from interpret.stats.gene_sets.over_representation import RECORD as OVER_REPRESENTATION
from interpret.stats.gene_sets.overlap import RECORD as SET_OVERLAP
from interpret.stats.gene_shifts import RECORD as GENE_SHIFTS
from interpret.stats.hedges import RECORD as HEDGES
from interpret.stats.multiplicity import ADJUSTMENTS
from interpret.stats.overview import RECORD as OVERVIEW
from interpret.stats.replication import RECORD as REPLICATION
from interpret.stats.resampling.permute import RECORD as PERMUTE
from interpret.stats.storey import RECORD as STOREY
from interpret.stats.two_group import TESTS
from interpret.validation.calls import RECORD as CALLS
from interpret.validation.clustering import RECORD as CLUSTERING
from interpret.validation.comparison import RECORD as COMPARISON
from interpret.validation.identifiability.identify import RECORD as IDENTIFY
from interpret.validation.leave_one_out import RECORD as LEAVE_ONE_OUT
from interpret.validation.permuted_labels import RECORD as PERMUTED_LABELS
from interpret.validation.schemes.bootstrap import RECORD as BOOTSTRAP
from interpret.validation.schemes.groups import RECORD as GROUPS
from interpret.validation.schemes.k_fold import RECORD as K_FOLD

# a new step is a record beside its code and a name here
_STEPS = (
    *(CLAMP, FILTER, COUNT_FILTER, TMM, LOGARITHM, LOG_COUNTS, LOG_CPM, SCALE_ARRAYS),
    *(EFFECTS, HEDGES, AUC_INTERVAL, GENE_SHIFTS, REPLICATION),
    *(STOREY, PERMUTE),
    *(CAMERA, OVER_REPRESENTATION, SET_OVERLAP),
    *(SCREENING, STABILITY_SELECTION),
    *(LEAVE_ONE_OUT, K_FOLD, BOOTSTRAP, GROUPS, CALLS, PERMUTED_LABELS, COMPARISON, IDENTIFY, CLUSTERING, OVERVIEW),
    *(DECISION_CURVE, ROC_BAND),
    *(LINEAR, TREE, SAMPLED, CONSENSUS, STABILITY, BLOCKS, REPLACING, INTERACTIONS, RANK_BIASED_OVERLAP),
)

TITLES: dict[Room, str] = {
    "preparation": "Preparation of the data",
    "tests": "Tests of a gene",
    "effects": "Sizes of effects",
    "corrections": "Corrections for many tests",
    "sets": "Sets of genes",
    "models": "Models",
    "measures": "Measures of a model",
    "validation": "Validation",
    "explanations": "Explanations",
}


@cache
def every_method() -> tuple[Method, ...]:
    """Return every method, room by room, in the order of the registries. Models speak of their default settings."""
    found = [*_tests(), *_models(), *_measures(), *_STEPS]
    return tuple(sorted(found, key=lambda method: ROOMS.index(method.room)))


def method_named(name: str) -> Method | None:
    """Return the method of this name or title, whatever its capitals and whether joined by hyphens; None: no such."""
    asked = _folded(name)
    return next((each for each in every_method() if asked in {_folded(each.name), _folded(each.title)}), None)


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def _tests() -> Iterator[Method]:
    for test in TESTS:
        if test.basis is not None:
            yield Method(test.name.replace("_", "-"), test.title, "tests", test.method, test.basis)
    for rule in ADJUSTMENTS:
        if rule.basis is not None:
            yield Method(rule.name, rule.title, "corrections", rule.method, rule.basis)


def _models() -> Iterator[Method]:
    settings = Settings()
    for kind in KINDS:
        learner = kind.make(settings)
        yield Method(kind.name, learner.title, "models", learner.method, kind.basis)


def _measures() -> Iterator[Method]:
    for measure in MEASURES:
        basis = Basis(measure.meaning, measure.formula, measure.assumptions, measure.reference)
        interval = "No interval is defined." if measure.interval == "none" else f"Interval: {measure.interval}."
        about = f"{measure.judges.capitalize()} are judged; {measure.better} is better. {interval}"
        yield Method(measure.name.replace("_", "-"), measure.title, "measures", about, basis)
