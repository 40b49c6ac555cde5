"""What the scale of the values does not allow to conclude."""

from __future__ import annotations

from interpret.data.expression import Scale
from interpret.data.study import Study
from interpret.report.findings import Caution
from interpret.settings import Settings
from interpret.stats.two_group.mann_whitney import MANN_WHITNEY
from interpret.stats.two_group.moderated_t_trend import MODERATED_T_TREND

_COUNTS = (
    "The values are counts. They are analysed as log2 counts per million, by library size alone: libraries of another "
    "composition were not normalised, and neither precision weights (voom) nor a model of counts (edgeR) were used."
)
_NO_TREND = (
    "The primary test does not know that the variance of a logged count depends on its mean, as the moderated t with a "
    "trend does: few counts are taken to be as certain as many."
)
_SCALED = (
    "The values are counts that were scaled. How many reads stand behind a value can no longer be told, so few reads "
    "are taken to be as certain as many."
)
_RANKS = (
    "The values are ranks within each sample. How far two genes lie apart is lost, so no fold change is given; a "
    "gene's rank also changes where other genes change."
)
_NOT_BY_RANKS = (
    "No test of ranks can be made in this design, so differences of ranks are tested as if they were measurements."
)
_Z_SCORES = (
    "The values are z-scores. The variances were taken out before, so fold changes are lost and a small difference "
    "looks as large as a large one. If mean and standard deviation were those of all samples, those left out had a say "
    "in them."
)
_TEXTS = {
    Scale.COUNTS: ("counts", _COUNTS),
    Scale.SCALED_COUNTS: ("scaled_counts", _SCALED),
    Scale.RANKS: ("ranks", _RANKS),
    Scale.Z_SCORES: ("z_scores", _Z_SCORES),
}


def scale_cautions(study: Study, settings: Settings) -> list[Caution]:
    """Return the cautions that the scale as read asks for."""
    scale = study.training.expression.scale
    if scale not in _TEXTS:
        return []
    key, text = _TEXTS[scale]
    primary = settings.tests.primary
    if scale in {Scale.COUNTS, Scale.SCALED_COUNTS} and primary not in {MODERATED_T_TREND.name, MANN_WHITNEY.name}:
        text = f"{text} {_NO_TREND}"
    if scale is Scale.RANKS and primary != MANN_WHITNEY.name:
        text = f"{text} {_NOT_BY_RANKS}"
    return [Caution(f"scale_{key}", text, "limit")]
