"""Measures of the synthetic study: the registered ones, on pairs that one model could have judged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.report.rows import measure_rows
from interpret.scoring.intervals import rank_wins
from interpret.scoring.measures import PairWins, Scored


def measures(name: str, part: str, probability: FloatArray, positive: BoolArray) -> pd.DataFrame:
    """Return the rows of models.csv of one model and set; the chances stand in for those of leave-pair-out.

    The model that looks at no gene gives both of a pair the same chance.
    """
    said = np.full_like(probability, 0.3) if name == "prevalence" else probability
    pairs = PairWins(rank_wins(said[positive], said[~positive]), exact=True) if part == "loo" else None
    return measure_rows(name, part, Scored(positive, probability, pairs))
