"""How firm the genes of the synthetic study are in each model, and the pairs of genes of its forest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from interpret.explain.interactions import INTERACTION_COLUMNS, Interactions

LOOSE_PLACES = {3: "fold_use_share", 8: "fold_sign_share", 12: "fold_rank_high"}
"""Places by mean absolute SHAP whose gene is unstable in every model, and by what."""


def add_firmness(frame: pd.DataFrame, key: str) -> None:
    """Add the columns of stability beside rank and mean of the model `key` to a table of evidence."""
    size, rank = frame[f"{key}_mean_abs_shap"], frame[f"{key}_shap_rank"]
    used = (size > 0.0).to_numpy()
    columns = {
        "mean_abs_low": 0.8 * size,
        "mean_abs_high": 1.25 * size,
        "fold_rank_low": np.maximum(1.0, np.floor(rank * 0.5)),
        "fold_rank_high": np.minimum(90.0, 2.0 * rank + 3.0),
        "fold_use_share": pd.Series(1.0, frame.index),
        "fold_sign_share": pd.Series(1.0, frame.index),
    }
    order = np.lexsort((frame["gene"].to_numpy(dtype=str), -size.to_numpy()))  # as the figures order them
    bad = {"fold_use_share": 0.35, "fold_sign_share": 0.8, "fold_rank_high": 140.0}
    for place, name in LOOSE_PLACES.items():
        columns[name].iloc[order[place]] = bad[name]
    for name, column in columns.items():
        frame[f"{key}_{name}"] = np.where(used, column, np.nan)


def interactions(model: str, genes: Sequence[str]) -> Interactions:
    """Return three pairs, the first supported and stable, the second stable alone, the third supported alone."""
    pairs = [tuple(sorted(genes[i : i + 2])) for i in (0, 2, 4)]
    table = pd.DataFrame(
        {
            "model": model,
            "gene_a": [a for a, _ in pairs],
            "gene_b": [b for _, b in pairs],
            "mean_abs_interaction": [0.0214, 0.0102, 0.0051],
            "mean_abs_low": [0.0171, 0.0081, 0.0035],
            "mean_abs_high": [0.0262, 0.0129, 0.0068],
            "rank": [1, 2, 3],
            "rank_low": [1.0, 2.0, 3.0],
            "rank_high": [1.0, 4.0, 140.0],
            "fold_use_share": [1.0, 0.97, 0.61],
            "fold_sign_share": [1.0, 0.97, 0.92],
            "brier_gain": [0.0123, 0.0004, 0.0071],
            "brier_gain_low": [0.0031, -0.0011, 0.0012],
            "supported": [True, False, True],
            "stable": [True, True, False],
        }
    )
    return Interactions(table[[column.name for column in INTERACTION_COLUMNS]], ((model, 214),))
