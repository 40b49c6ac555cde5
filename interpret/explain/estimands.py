"""What a SHAP value is of, in words for the report: one text for each family of models."""

from __future__ import annotations

from interpret.models.forms import Family

_REPLACED = (
    "the value of a gene is what the {scale} would lose, averaged over all orders of the genes, if the gene's value "
    "were replaced by those of the training patients (interventional SHAP). Genes are replaced one by one, whatever "
    "they correlate with, so a gene that the model does not use has no value"
)
_FOLLOWED = (
    "where a gene is not known a tree is followed down both branches, weighted by the training patients that went each "
    "way (path-dependent SHAP). A gene that no tree splits by has no value"
)

ESTIMANDS: dict[Family, str] = {
    "linear": f"Exact, in log-odds: {_REPLACED.format(scale='log-odds')}.",
    "additive": f"Exact, in log-odds: {_REPLACED.format(scale='log-odds')}.",
    "tree": f"Exact, in probability: {_FOLLOWED}.",
    "boosted": f"Exact, in log-odds, the scale on which the trees are added up: {_FOLLOWED}.",
    "other": f"Sampled, in probability: {_REPLACED.format(scale='probability')}. Each value is the mean over random "
    "orders of the genes and has a standard error; the values of all genes still add up to the output.",
}


def estimand(family: Family) -> str:
    """Return what the SHAP values of this family are of: a full sentence or two.

    Raises
    ------
    KeyError
        A family that is not explained.
    """
    return ESTIMANDS[family]
