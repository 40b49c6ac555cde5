"""How each scale is recognised, one small function a scale; the registry is the tuple `RULES`, tried in its order.

A function returns its evidence in words, or nothing where the values do not look so. The last rules always hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from interpret.data.expression import Scale
from interpret.data.scales.look import FEW, Look, percent
from interpret.data.scales.moments import in_ranks, standardised

NO_LOGARITHM = 50.0  # base 2 of a number that no scanner or sequencer gives
SEEN = 0.9  # share of genes or values that must show a sign: files are rounded, and rows were added or cut
LEAST_SAMPLES, LEAST_VALUES, MANY_VALUES = 4, 40, 1000
ZEROS, SMALL = 0.01, 0.005
MILLION = 1e6
LOG10_LARGEST = 5.3  # 200,000: intensities end at 65,535 as a rule


@dataclass(frozen=True)
class Rule:
    """A scale; `evidence` says why it is recognised (empty: it is not), `near` what else it may be (empty: nothing)."""

    scale: Scale
    evidence: Callable[[Look], str]
    near: Callable[[Look], str] = lambda look: ""  # noqa: ARG005  most have no neighbour


def ranks(look: Look) -> str:
    """Every sample holds the same ranks."""
    if look.negative:
        return ""
    run = in_ranks(look.values)
    return f"every sample holds its own ranks, {run} in even steps" if run else ""


def z_scores(look: Look) -> str:
    """Each gene, or each sample, has mean 0 and standard deviation 1."""
    n, p = look.values.shape
    if not look.negative or look.wide or min(n, p) < LEAST_SAMPLES or n * p < LEAST_VALUES or abs(look.median) > 1.0:
        return ""
    for what, values in (("gene", look.values), ("sample", look.values.T)):
        share = float(standardised(values).mean())
        if share >= SEEN:
            return f"{percent(share)} of the {what}s have mean 0 and standard deviation 1"
    return ""


def counts(look: Look) -> str:
    """Whole numbers from 0 on, small ones among them."""
    if look.negative or not look.all_whole:
        return ""
    small = look.zero + look.few >= SMALL
    fits = look.largest > NO_LOGARITHM or look.values.size >= MANY_VALUES  # a handful of whole numbers may be anything
    if look.values.size < LEAST_VALUES or not (look.zero >= 0.3 or (small and fits)):  # noqa: PLR2004
        return ""
    return f"every value is a whole number, the largest is {look.largest:,.0f}, {percent(look.zero)} are 0"


def _near_counts(look: Look) -> str:
    if look.zero + look.few >= 5 * ZEROS:
        return ""
    return f"only {percent(look.zero + look.few)} are {FEW:g} or less, so they may be intensities rounded (--scale raw)"


def scaled_counts(look: Look) -> str:
    """No negative value, fractions, many exact zeros, values too large for a logarithm; or samples of one million."""
    if look.negative or look.all_whole or look.largest <= NO_LOGARITHM:
        return ""
    if look.values.size >= LEAST_VALUES and (np.abs(look.sums / MILLION - 1.0) <= ZEROS).all():
        return "no value is negative, and every sample sums to a million: counts that were scaled, as TPM or CPM"
    if look.zero < ZEROS:
        return ""
    return (
        f"no value is negative, {percent(look.zero)} are exactly 0, the largest is {look.largest:,.6g} and not all are "
        "whole numbers: counts that were scaled, as TPM or RPKM"
    )


def _near_scaled(look: Look) -> str:
    near = 0.0 < look.zero < 10 * ZEROS
    return "they may be intensities whose background was cut off at 0 (--scale raw)" if near else ""


def ratios(look: Look) -> str:
    """Positive values around 1, further above it than below, as far when logged."""
    if look.smallest <= 0.0 or look.values.size < LEAST_VALUES or not 0.8 <= look.median <= 1.25:  # noqa: PLR2004
        return ""
    below, above = look.median - look.low, look.high - look.median
    log_below, log_above = np.log2(look.median / look.low), np.log2(look.high / look.median)
    even = log_below > 0.0 and 1 / 3 <= log_above / log_below <= 3.0  # noqa: PLR2004
    if not even or above <= 1.05 * below:
        return ""
    return (
        f"every value is above 0, the median is {look.median:.3g}, and they reach further above it than below "
        f"(1 % are under {look.low:.3g}, 1 % over {look.high:.3g})"
    )


def _near_ratios(look: Look) -> str:
    return "a logarithm with so small values would look alike (--scale log2)" if look.high < 8.0 else ""  # noqa: PLR2004


def log_ratios(look: Look) -> str:
    """As many values below 0 as above it."""
    if look.wide or not 0.2 <= look.negative <= 0.8 or look.values.size < LEAST_VALUES:  # noqa: PLR2004
        return ""
    if abs(look.median) > 0.25 * (look.high - look.low):
        return ""
    return f"the values lie around 0 ({look.span}, median {look.median:.3g}, {percent(look.negative)} below 0)"


def _near_log_ratios(look: Look) -> str:
    share = float((np.abs(np.nanstd(look.values, axis=0) - 1.0) <= 0.15).mean())  # noqa: PLR2004
    near = share >= 0.5  # noqa: PLR2004
    return "most genes have a standard deviation near 1, as z-scores have (--scale z-scores)" if near else ""


def raw(look: Look) -> str:
    """Values too large for logarithms, or too large a range."""
    if not look.wide:
        return ""
    signs = f", {percent(look.negative)} are negative, as where background was subtracted" if look.negative else ""
    return f"{look.span} are too wide for logarithms (1 % exceed {look.high:,.6g}){signs}"


def _near_raw(look: Look) -> str:
    if look.all_whole and not look.negative:
        return "all are whole numbers, so they may be counts (--scale counts)"
    if look.zero > 0.0 and not look.negative:
        return f"{percent(look.zero)} are exactly 0, so they may be counts that were scaled (--scale scaled-counts)"
    return "" if look.largest > 2 * NO_LOGARITHM else "so few are large that they may be logarithms (--scale log2)"


def log10(look: Look) -> str:
    """Logarithms to base 10 of whole numbers; or no value beyond 5.3, and none near 0."""
    hidden = _hidden(look, 10.0)
    if hidden:
        return hidden
    if look.values.size < LEAST_VALUES or not (
        look.smallest >= 0.5 and 1.5 <= look.median <= 4.0 and 3.5 <= look.largest <= LOG10_LARGEST  # noqa: PLR2004
    ):
        return ""
    return f"{look.span} are those of intensities logged to base 10: 10 to the largest is {10**look.largest:,.0f}"


def _near_log10(look: Look) -> str:
    return "" if _hidden(look, 10.0) else "the base cannot be seen for certain; were it 2, say --scale log2"


def natural(look: Look) -> str:
    """Natural logarithms of whole numbers."""
    return _hidden(look, float(np.e))


def _hidden(look: Look, base: float) -> str:
    if look.wide or look.largest > NO_LOGARITHM:
        return ""
    share = look.hidden
    best = max(share, key=share.__getitem__, default=0.0)
    if best != base or share[base] < SEEN:
        return ""
    name = "e" if base == float(np.e) else f"{base:g}"
    return f"{look.span}; {percent(share[base])} of those to be asked are logarithms to base {name} of whole numbers"


def log2(look: Look) -> str:
    """Everything that is none of the others: the base of a logarithm cannot be seen, and 2 is the custom."""
    return _hidden(look, 2.0) or (
        f"{look.span} are those of logarithms; the base cannot be seen, and 2 is the custom of the field"
    )


def _near_log2(look: Look) -> str:
    if _hidden(look, 2.0):
        return ""
    if look.largest <= LOG10_LARGEST:
        return f"the largest value is only {look.largest:.3g}: was the base 10, say --scale log10"
    if look.largest <= 11.6:  # noqa: PLR2004  the natural logarithm of 100,000
        return f"the largest value is only {look.largest:.3g}: was it the natural logarithm, say --scale ln"
    return ""


RULES: tuple[Rule, ...] = (
    Rule(Scale.RANKS, ranks),
    Rule(Scale.Z_SCORES, z_scores),
    Rule(Scale.COUNTS, counts, _near_counts),
    Rule(Scale.SCALED_COUNTS, scaled_counts, _near_scaled),
    Rule(Scale.RATIOS, ratios, _near_ratios),
    Rule(Scale.RAW, raw, _near_raw),
    Rule(Scale.LOG_RATIOS, log_ratios, _near_log_ratios),
    Rule(Scale.LN, natural),
    Rule(Scale.LOG10, log10, _near_log10),
    Rule(Scale.LOG2, log2, _near_log2),
)
