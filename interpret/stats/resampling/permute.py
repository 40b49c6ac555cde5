"""Permutations of one comparison: raw p-values, step-down maxT, and what chance alone makes of the statistics."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from interpret.contracts import FloatArray, Stage
from interpret.method import Basis, Method
from interpret.stats.design import Design, Kind
from interpret.stats.resampling.chance import ChanceOrder
from interpret.stats.resampling.freedman_lane import FREEDMAN_LANE
from interpret.stats.resampling.labels import LABELS, group_sizes
from interpret.stats.resampling.resampled import Resampled
from interpret.stats.resampling.scheme import Draws, PermutationScheme, plain_sums
from interpret.stats.resampling.sign_flips import SIGN_FLIPS
from interpret.stats.resampling.step_down import times_reached
from interpret.stats.resampling.strata import STRATA, mixed_strata

# Numbers a chunk of statistics holds, 2 MB: it stays in the cache. Fixed, so that chunks depend on the data only.
CHUNK = 1 << 18
# Draws a chunk has at least: a product of matrices needs some columns to be fast.
FEWEST = 32

SCHEMES: dict[Kind, PermutationScheme] = {
    "groups": LABELS,
    "strata": STRATA,
    "pairs": SIGN_FLIPS,
    "covariates": FREEDMAN_LANE,
}


def unfit_for_permutation(design: Design) -> str:
    """Return why no permutation is possible in this design, as half a sentence; empty where one is."""
    if design.kind == "groups" and min(group_sizes(design)) < 2:  # noqa: PLR2004  a variance needs two values
        return "a class has fewer than two samples"
    if design.kind == "covariates" and design.person is not None:
        return "with covariates the residuals of the two samples of a person are tied, so they cannot be shuffled"
    if design.kind == "strata" and not mixed_strata(design):
        return "no stratum holds samples of both classes, so no label can be permuted within one"
    if design.residual_df < 1:
        return "the design leaves no degrees of freedom to the residuals"
    return ""


def draws_needed(design: Design, permutations: int) -> int:
    """Return how many draws `resample` reports to its stage."""
    return min(SCHEMES[design.kind].distinct(design), permutations)


def method_text(design: Design, permutations: int) -> str:
    """Return the paragraph for the methods section, for this design and this many permutations."""
    scheme = SCHEMES[design.kind]
    number = draws_needed(design, permutations)
    if _is_complete(design, permutations):
        which = f"all {number:,} {scheme.all_called}"
    else:
        which = f"the observed and {number:,} randomly drawn {scheme.draws_called}"
    return (
        "Family-wise error was controlled by the step-down maxT procedure of Westfall and Young "
        + scheme.method.format(which=which)
        + " The adjusted p-value is the share of the draws, the observed one included, whose successive maximum of |t| "
        f"reaches the observed |t|; no p-value can be below {_floor(design, permutations):.3g}. It is controlled "
        "whichever genes differ, if these leave the joint distribution of the others' t as it is (subset pivotality). "
        "Dudoit, Shaffer and Boldrick 2003, doi:10.1214/ss/1056397487; Phipson and Smyth 2010, "
        "doi:10.2202/1544-6115.1585."
    )


def resample(
    values: FloatArray,
    design: Design,
    stream: np.random.SeedSequence,
    permutations: int = 10_000,
    stage: Stage | None = None,
) -> Resampled:
    """Return raw and family-wise adjusted permutation p-values of every gene, in one pass over the draws.

    What is permuted follows from the design. `groups`: the labels, with Welch's t. `strata`: the labels within each
    stratum, with the t of the class in the linear model. `pairs`: the signs of the differences, with the paired t.
    `covariates`: the residuals of the model without the class, with the t of the full model.

    Every draw is enumerated where there are at most `permutations` of them: p = count / draws. Otherwise
    `permutations` are drawn at random (with replacement) and the observed one is added:
    p = (1 + count) / (1 + permutations). So a p-value is never 0 and the test is valid at any number of draws.

    Parameters
    ----------
    values
        `(n, p)`, NaN where missing; every gene varies and has two values of each class.
    design
        The design of the `n` samples.
    stream
        The only source of the random draws.
    permutations
        Draws at most.
    stage
        Told of every draw done, `draws_needed` in all.

    Raises
    ------
    ValueError
        `unfit_for_permutation` has a reason against the design.

    Notes
    -----
    Null hypothesis: what is permuted is exchangeable (labels, signs, errors). For two groups equal distributions imply
    it; unequal variances alone break it, so with groups of unequal size read a small p-value as "the distributions
    differ". With `covariates` the p-values are close to exact, not exact, even where all orders are looked at:
    residuals are not quite exchangeable (Freedman and Lane 1983, doi:10.2307/1391660; Winkler et al. 2014,
    doi:10.1016/j.neuroimage.2014.01.060).

    Missing values: in groups, the labels of the samples present are permuted with the others, and a labelling that
    leaves a gene fewer than two values in a group does not reach it; in pairs, a gene is tested on its complete pairs,
    if it has two; with strata and covariates a gene with gaps gets NaN, and maxT's family is the other genes.

    A gene that is constant all else equal has t = 0 under every draw; one that the class alone explains is as
    significant as can be. The t of both is NaN. The order of the genes does not matter.

    Step-down maxT after Dudoit, Shaffer and Boldrick 2003, doi:10.1214/ss/1056397487; (1 + count) after Phipson and
    Smyth 2010, doi:10.2202/1544-6115.1585.
    """
    if reason := unfit_for_permutation(design):
        raise ValueError(reason)
    scheme = SCHEMES[design.kind]
    family = np.flatnonzero(scheme.usable(values, design))
    tested = values if family.size == values.shape[1] else values[:, family]
    squared_t = scheme.squared_t(tested, design)
    observed = squared_t.of_draws(scheme.observed(design), plain_sums)[:, 0]
    chance = ChanceOrder(family.size, squared_t.factor)
    portion = max(FEWEST, CHUNK // max(1, family.size))
    chunks = _chunks(scheme, design, stream, permutations, portion)
    reached = times_reached(squared_t, observed, chunks, chance, stage)
    complete = _is_complete(design, permutations)
    added = 0 if complete else 1
    draws = draws_needed(design, permutations) + added
    p_value, adjusted = reached.p_values(added, draws)

    def for_all(of_family: FloatArray) -> FloatArray:
        whole = np.full(values.shape[1], np.nan)
        whole[family] = of_family
        return whole

    return Resampled(
        statistic=for_all(scheme.statistic(tested, design)),
        p_value=for_all(p_value),
        adjusted=for_all(adjusted),
        scheme=scheme.name,
        statistic_name=scheme.statistic_name,
        draws=draws,
        complete=complete,
        floor=_floor(design, permutations),
        place=chance.place,
        chance=chance.quantiles(),
        chance_draws=chance.draws,
        left_out=values.shape[1] - family.size,
    )


def _is_complete(design: Design, permutations: int) -> bool:
    return SCHEMES[design.kind].distinct(design) <= permutations


def _floor(design: Design, permutations: int) -> float:
    if _is_complete(design, permutations):
        scheme = SCHEMES[design.kind]
        return scheme.mirrored(design) / scheme.distinct(design)
    return 1.0 / (1 + permutations)


def _chunks(
    scheme: PermutationScheme, design: Design, stream: np.random.SeedSequence, permutations: int, portion: int
) -> Iterator[Draws]:
    """Give the draws in portions; all there are come in random order, so that the first are like any others."""
    number = draws_needed(design, permutations)
    starts = range(0, number, portion)
    if _is_complete(design, permutations):
        every = scheme.every(design)[np.random.default_rng(stream).permutation(number)]
        yield from (every[start : start + portion] for start in starts)
    else:
        draw = scheme.source(design, stream)
        yield from (draw(min(portion, number - start)) for start in starts)


RECORD = Method(
    name="maxt",
    title="Step-down maxT",
    room="corrections",
    about="Family-wise error was controlled by the step-down maxT procedure over relabelled samples.",
    basis=Basis(
        estimand="The probability of one false call or more (family-wise error).",
        formula=(
            "adjusted p_(i) = share of the draws in which the largest |t| among genes i, i + 1, ... (ordered by "
            "observed |t|) reaches the observed |t_(i)|, made monotone."
        ),
        assumptions=(
            "Labels (in pairs: signs; with covariates: residuals) can be exchanged under the null hypothesis, "
            "and the genes that differ leave the joint distribution of the others as it is."
        ),
        reference=(
            "Westfall and Young 1993, ISBN 978-0-471-55761-6; Dudoit, Shaffer and Boldrick 2003, "
            "doi:10.1214/ss/1056397487; Phipson and Smyth 2010, doi:10.2202/1544-6115.1585"
        ),
    ),
)
