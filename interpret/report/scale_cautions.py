"""What the scale of the values does not allow to conclude."""

from __future__ import annotations

from interpret.data.expression import Scale
from interpret.data.study import Study
from interpret.report.findings import Caution
from interpret.settings import Settings
from interpret.stats.two_group.mann_whitney import MANN_WHITNEY
from interpret.stats.two_group.moderated_t_trend import MODERATED_T_TREND
from interpret.stats.two_group.voom_t import VOOM

_COUNTS = (
    "The values are counts, made comparable by TMM, which takes most genes not to differ. Where one class expresses "
    "much more RNA than the other, that is lost, and genes that did not change look as if they had."
)
_NO_TREND = (
    "The primary test does not know that the variance of a logged count depends on its mean, as voom and the moderated "
    "t with a trend do: few counts are taken to be as certain as many."
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
    if scale in {Scale.COUNTS, Scale.SCALED_COUNTS} and primary not in {
        VOOM.name,
        MODERATED_T_TREND.name,
        MANN_WHITNEY.name,
    }:
        text = f"{text} {_NO_TREND}"
    if scale is Scale.RANKS and primary != MANN_WHITNEY.name:
        text = f"{text} {_NOT_BY_RANKS}"
    return [Caution(f"scale_{key}", text, "limit")]
