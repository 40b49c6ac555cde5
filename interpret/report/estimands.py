"""What the SHAP values of a model are, in words: what is asked when a gene is taken away, and on which scale."""

from __future__ import annotations

from interpret.explain.attribution import Attribution
from interpret.report.findings import ModelFindings

_REPLACED = (
    "a gene's value is what the {scale} loses, on average over all orders of the genes, when the gene is replaced by "
    "those of the training {one}s, genes taken as independent of one another (interventional SHAP)"
)
_FOLLOWED = (
    "where a gene is not known, a tree is followed down both branches, weighted by the training {one}s that went each "
    "way (path-dependent SHAP), and a gene's value is what knowing it adds to the {scale}"
)
_WORDS = {"linear": _REPLACED, "tree": _FOLLOWED}


def estimand(model: ModelFindings, attribution: Attribution, one: str) -> str:
    """Return what the values of this model are, as a clause; `one` is the noun for a row of the training set.

    Values that carry a text of their own are described by it.
    """
    own = str(getattr(attribution, "estimand", ""))
    if own:
        return own.rstrip(".")
    family = model.frozen.family
    if family not in _WORDS:  # of a family that is explained as one of these two: the unit tells which
        family = "tree" if attribution.unit == "probability" else "linear"
    return _WORDS[family].format(scale=attribution.unit, one=one)
