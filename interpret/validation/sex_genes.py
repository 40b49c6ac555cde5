"""The genes by which the expression of a sample tells male from female, found by symbol or by Ensembl number."""

from __future__ import annotations

import re

import pandas as pd

# Expressed wherever there is a Y chromosome, in most tissues; not those of the testis alone (SRY, TSPY, RBMY, DAZ), nor
# TMSB4Y, whose reads and probes cannot be told from the much stronger TMSB4X. Symbols before a gene was renamed too.
Y_GENES = {
    "RPS4Y1": "RPS4Y1",
    "RPS4Y": "RPS4Y1",
    "DDX3Y": "DDX3Y",
    "DBY": "DDX3Y",
    "KDM5D": "KDM5D",
    "SMCY": "KDM5D",
    "JARID1D": "KDM5D",
    "EIF1AY": "EIF1AY",
    "UTY": "UTY",
    "USP9Y": "USP9Y",
    "DFFRY": "USP9Y",
    "ZFY": "ZFY",
    "NLGN4Y": "NLGN4Y",
    "TXLNGY": "TXLNGY",
    "CYORF15B": "TXLNGY",
    "EIF2S3Y": "EIF2S3Y",  # of mice, as the last three below
    "ENSG00000129824": "RPS4Y1",
    "ENSG00000067048": "DDX3Y",
    "ENSG00000012817": "KDM5D",
    "ENSG00000198692": "EIF1AY",
    "ENSG00000183878": "UTY",
    "ENSG00000114374": "USP9Y",
    "ENSG00000067646": "ZFY",
    "ENSG00000165246": "NLGN4Y",
    "ENSG00000131002": "TXLNGY",
    "ENSMUSG00000069045": "DDX3Y",
    "ENSMUSG00000056673": "KDM5D",
    "ENSMUSG00000068457": "UTY",
    "ENSMUSG00000069049": "EIF2S3Y",
}
XIST = {"XIST": "XIST", "ENSG00000229807": "XIST", "ENSMUSG00000086503": "XIST"}

_BETWEEN = re.compile(r"\s*(?:///|//|;|,|\|)\s*")
_VERSION = re.compile(r"^(ENS[A-Z]*G[0-9]{11})\.[0-9]+$")


def sex_genes(annotation: pd.DataFrame) -> tuple[dict[int, str], dict[int, str]]:
    """Return the rows of `annotation` (columns `ANNOTATION_COLUMNS`) that are XIST, and those that are a Y gene.

    Each row with the symbol in use today. The name of the gene itself is looked at too: many tables name genes by
    their symbols.
    """
    xist: dict[int, str] = {}
    male: dict[int, str] = {}
    for row, (gene, symbol) in enumerate(zip(annotation["gene"], annotation["symbol"], strict=True)):
        for name in (*_names(str(symbol)), *_names(str(gene))):
            if name in XIST:
                xist.setdefault(row, XIST[name])
            elif name in Y_GENES:
                male.setdefault(row, Y_GENES[name])
    return xist, {row: name for row, name in male.items() if row not in xist}


def _names(cell: str) -> list[str]:
    return [_VERSION.sub(r"\1", name.upper()) for name in _BETWEEN.split(cell.strip()) if name]
