"""What is used of the shap package, imported in one place because importing it warns."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # shap 0.51 colours its own plots, which are never used here, in a way that matplotlib 3.11 is about to retire.
    warnings.simplefilter("ignore", PendingDeprecationWarning)
    from shap import Explanation, LinearExplainer, PermutationExplainer, TreeExplainer
    from shap.maskers import Independent, Masker

__all__ = ["Explanation", "Independent", "LinearExplainer", "Masker", "PermutationExplainer", "TreeExplainer"]
