"""The field's classic rules, one a file: learnt from arrays, applied to arrays, no names and no preparation inside."""

from __future__ import annotations

from interpret.models.rules.diagonal_discriminant import DiagonalDiscriminant, learn_diagonal_discriminant
from interpret.models.rules.prevalence import Prevalence, learn_prevalence
from interpret.models.rules.protocol import Rule
from interpret.models.rules.shrunken_centroids import (
    ShrunkenCentroids,
    largest_threshold,
    learn_shares_of_the_largest,
    learn_shrunken_centroids,
)
from interpret.models.rules.top_scoring_pair import TopScoringPair, learn_top_scoring_pair
from interpret.models.rules.weighted_voting import (
    WeightedVoting,
    learn_weighted_voting,
    signal_to_noise,
    top_by_signal_to_noise,
)

__all__ = [
    "DiagonalDiscriminant",
    "Prevalence",
    "Rule",
    "ShrunkenCentroids",
    "TopScoringPair",
    "WeightedVoting",
    "largest_threshold",
    "learn_diagonal_discriminant",
    "learn_prevalence",
    "learn_shares_of_the_largest",
    "learn_shrunken_centroids",
    "learn_top_scoring_pair",
    "learn_weighted_voting",
    "signal_to_noise",
    "top_by_signal_to_noise",
]
