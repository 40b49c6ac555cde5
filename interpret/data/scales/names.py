"""The words for scales in `[input] scale`."""

from __future__ import annotations

from interpret.data.expression import Scale

SCALE_WORDS: dict[str, Scale] = {
    "raw": Scale.RAW,
    "log2": Scale.LOG2,
    "log10": Scale.LOG10,
    "ln": Scale.LN,
    "counts": Scale.COUNTS,
    "scaled-counts": Scale.SCALED_COUNTS,
    "ratios": Scale.RATIOS,
    "log-ratios": Scale.LOG_RATIOS,
    "ranks": Scale.RANKS,
    "z-scores": Scale.Z_SCORES,
}


def word_of_scale(scale: Scale) -> str:
    """Return the word for a scale that values can be read on."""
    return next(word for word, named in SCALE_WORDS.items() if named is scale)
