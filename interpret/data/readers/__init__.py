"""Readers of expression files, one format a file; the first of `READERS` that recognises a file reads it."""

from interpret.data.readers.arff import ARFF
from interpret.data.readers.arrow import ARROW
from interpret.data.readers.delimited_text import TEXT
from interpret.data.readers.excel import EXCEL
from interpret.data.readers.feature_counts import FEATURE_COUNTS
from interpret.data.readers.format import Format
from interpret.data.readers.gct import GCT
from interpret.data.readers.gds import GDS
from interpret.data.readers.geo_series import GEO_SERIES
from interpret.data.readers.h5ad import H5AD
from interpret.data.readers.htseq import HTSEQ
from interpret.data.readers.res import RES
from interpret.data.readers.star import STAR

READERS: tuple[Format, ...] = (
    EXCEL,
    ARROW,
    H5AD,
    GCT,
    RES,
    GEO_SERIES,
    GDS,
    ARFF,
    FEATURE_COUNTS,
    HTSEQ,
    STAR,
    TEXT,
)
