"""What the values of a scale can never be; what is told may overrule a guess, but not this."""

from __future__ import annotations

from collections.abc import Callable

from interpret.data.expression import Scale
from interpret.data.scales.look import Look

LARGEST_LOG = {Scale.LOG2: 64.0, Scale.LN: 45.0, Scale.LOG10: 20.0, Scale.LOG_RATIOS: 64.0}
SURELY_LOGGED = 25.0  # base 2 of 33 million; nothing of an array or a sequencer is as small before a logarithm
LARGEST_SCORE = 100.0
RANKED = 20  # samples of fewer genes come in few ranks


def impossible(scale: Scale, look: Look) -> str:
    """Return why these values cannot be on that scale, as half a sentence; empty where they can."""
    reason = _REASONS.get(scale)
    return reason(look) if reason else ""


def _raw(look: Look) -> str:
    if look.largest <= SURELY_LOGGED and look.values.size >= RANKED:
        return f"the largest value is {look.largest:.4g}, as after a logarithm: it would be taken twice"
    return ""


def _counts(look: Look) -> str:
    if look.negative:
        return f"the smallest value is {look.smallest:.6g}, and nothing can be counted less than never"
    if look.fractions:
        logged = " and the largest is as small as a logarithm's" if look.largest <= SURELY_LOGGED else ""
        return f"{look.fractions:,} values are not whole numbers{logged}"
    return ""


def _scaled(look: Look) -> str:
    if look.negative:
        return f"the smallest value is {look.smallest:.6g}, and a scaled count is never negative"
    return _raw(look)


def _ratios(look: Look) -> str:
    if look.smallest <= 0.0:
        return f"the smallest value is {look.smallest:.6g}, and a ratio is above 0"
    return ""


def _log_ratios(look: Look) -> str:
    if not look.negative and look.median > 0.0 and look.values.size >= RANKED:
        return f"no value is below 0 (the smallest is {look.smallest:.6g}), so nothing was ever below its reference"
    return _logarithm(Scale.LOG_RATIOS)(look)


def _logarithm(scale: Scale) -> Callable[[Look], str]:
    def reason(look: Look) -> str:
        if look.largest > LARGEST_LOG[scale]:
            return f"the largest value is {look.largest:,.6g}, and no measurement has so large a logarithm"
        return ""

    return reason


def _ranks(look: Look) -> str:
    if look.negative:
        return f"the smallest value is {look.smallest:.6g}, and a rank is never negative"
    return ""


def _z_scores(look: Look) -> str:
    size = max(abs(look.smallest), abs(look.largest))
    if size > LARGEST_SCORE:
        return f"a value is as large as {size:,.6g}, and a z-score counts standard deviations"
    if not look.negative and look.largest > 0.0:
        return "no value is below 0, and the mean of z-scores is 0"
    return ""


_REASONS: dict[Scale, Callable[[Look], str]] = {
    Scale.RAW: _raw,
    Scale.COUNTS: _counts,
    Scale.SCALED_COUNTS: _scaled,
    Scale.RATIOS: _ratios,
    Scale.LOG_RATIOS: _log_ratios,
    Scale.RANKS: _ranks,
    Scale.Z_SCORES: _z_scores,
    **{scale: _logarithm(scale) for scale in (Scale.LOG2, Scale.LN, Scale.LOG10)},
}
