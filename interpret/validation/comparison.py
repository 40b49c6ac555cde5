"""Every two models on the same patients: who alone was right, and whose probabilities lay nearer the truth.

Models are never compared by whether their separate intervals overlap: they judged the same patients, and those on
whom both agree say nothing about which is better.

Two families of tests are adjusted by Holm, each within a set and a measure. The one fixed in advance holds the first
model of the settings against every other; the other holds every two models against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, Column, FloatArray, IntArray
from interpret.method import Basis, Method
from interpret.scoring.measures.protocol import Part, Scored
from interpret.scoring.paired import Difference, mcnemar_exact, paired_difference
from interpret.stats.multiplicity import holm

NOT_CALIBRATED = ("weighted-voting", "top-scoring-pair")
"""Models whose probabilities are shares of votes: their Brier scores are compared with nobody's."""

LEVEL = 0.05  # an adjusted p-value above it is no evidence of a difference

COMPARISON_COLUMNS = (
    Column("set", "text", "", "loo or independent"),
    Column("model_a", "text", "", "model; where the first model of the settings takes part, it"),
    Column("model_b", "text", "", "the model it is compared with"),
    Column("n", "integer", "patients", "patients whom both judged"),
    Column("both_right", "integer", "patients", "patients called right by both"),
    Column("only_a_right", "integer", "patients", "patients called right by model_a alone"),
    Column("only_b_right", "integer", "patients", "patients called right by model_b alone"),
    Column("both_wrong", "integer", "patients", "patients called wrong by both"),
    Column("mcnemar_p", "number", "", "exact McNemar, two-sided; persons with several samples taken together"),
    Column(
        "mcnemar_p_holm",
        "number",
        "",
        "adjusted by Holm over a set's comparisons with the first model; else empty",
    ),
    Column("mcnemar_p_holm_all", "number", "", "adjusted by Holm over all pairs of models of a set"),
    Column(
        "brier_difference",
        "number",
        "Brier score",
        "Brier score of model_a minus that of model_b: below 0 where model_a is nearer the truth; empty where a "
        "probability is a share of votes",
    ),
    Column("ci_low", "number", "Brier score", "lower end of the 95 % interval, jackknife over persons"),
    Column("ci_high", "number", "Brier score", "upper end of the 95 % interval"),
    Column("brier_p", "number", "", "two-sided p-value of the same jackknife t"),
    Column("brier_p_holm", "number", "", "as mcnemar_p_holm"),
    Column("brier_p_holm_all", "number", "", "as mcnemar_p_holm_all"),
)


@dataclass(frozen=True, eq=False)
class JudgedSet:
    """The probabilities `(n,)` that every model gave the samples of one set, by model name, the first model first."""

    part: Part
    positive: BoolArray
    persons: IntArray
    probability: Mapping[str, FloatArray]


def compare(sets: Sequence[JudgedSet]) -> pd.DataFrame:
    """Return one row a set and pair of models, with columns `COMPARISON_COLUMNS`."""
    names = [column.name for column in COMPARISON_COLUMNS]
    frames = [frame for each in sets if not (frame := _compared(each)).empty]
    return pd.concat(frames, ignore_index=True)[names] if frames else pd.DataFrame(columns=names)


def _compared(judged: JudgedSet) -> pd.DataFrame:
    models = tuple(judged.probability)
    frame = pd.DataFrame([_pair(judged, a, b) for a, b in combinations(models, 2)])
    if frame.empty:
        return frame
    with_first = (frame["model_a"] == models[0]).to_numpy()
    for measure in ("mcnemar_p", "brier_p"):
        p_value = frame[measure].to_numpy(dtype=np.float64)
        frame[f"{measure}_holm"] = holm(np.where(with_first, p_value, np.nan))
        frame[f"{measure}_holm_all"] = holm(p_value)
    return frame


def _pair(judged: JudgedSet, a: str, b: str) -> dict[str, object]:
    scored = [Scored(judged.positive, judged.probability[name]) for name in (a, b)]
    right_a, right_b = (each.right for each in scored)
    difference = Difference(np.nan, np.nan, np.nan, np.nan)
    if a not in NOT_CALIBRATED and b not in NOT_CALIBRATED:
        loss_a, loss_b = ((each.probability - each.positive) ** 2 for each in scored)
        difference = paired_difference(loss_a, loss_b, judged.persons)
    return {
        "set": judged.part,
        "model_a": a,
        "model_b": b,
        "n": judged.positive.size,
        "both_right": int((right_a & right_b).sum()),
        "only_a_right": int((right_a & ~right_b).sum()),
        "only_b_right": int((right_b & ~right_a).sum()),
        "both_wrong": int((~right_a & ~right_b).sum()),
        "mcnemar_p": mcnemar_exact(right_a, right_b, judged.persons),
        "brier_difference": difference.value,
        "ci_low": difference.ci_low,
        "ci_high": difference.ci_high,
        "brier_p": difference.p_value,
    }


RECORD = Method(
    name="comparison",
    title="Two models on the same samples",
    room="validation",
    about=(
        "Models were compared on the same samples: exact McNemar test of the calls and paired difference in "
        "Brier score."
    ),
    basis=Basis(
        estimand="Whether one of two models calls more samples right, and by how much their Brier scores differ.",
        formula=(
            "McNemar: two-sided binomial(b; b + c, 1/2), b and c samples that one model alone called right. "
            "Brier: mean difference -+ t * standard error over persons."
        ),
        assumptions=(
            "Independent persons; left-out judgements share their training persons, so p-values are approximate."
        ),
        reference="McNemar 1947, doi:10.1007/BF02295996; Efron and Stein 1981, doi:10.1214/aos/1176345462",
    ),
)
