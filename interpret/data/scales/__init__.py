"""What the numbers of a matrix are: found out from the values, or told and held against them."""

from interpret.data.scales.found import ScaleFound, told_scale, understand
from interpret.data.scales.names import SCALE_WORDS, word_of_scale

__all__ = ["SCALE_WORDS", "ScaleFound", "told_scale", "understand", "word_of_scale"]
