"""Control probes: spots and spike-ins that check the experiment, not genes of the patient."""

from __future__ import annotations

import re

import numpy as np

from interpret.data.study import Study

# AFFX: Affymetrix controls. ERCC-00002 and so on: the spike-ins of the External RNA Controls Consortium, never the
# repair genes ERCC1 to ERCC8. LRG_1 and so on: Locus Reference Genomic records, copies of genes that stand beside them.
# R turns the hyphen of a name into a dot.
_CONTROL = re.compile(r"AFFX|ERCC[-._][0-9]{5}(?![0-9])|LRG_[0-9]", re.IGNORECASE)


def is_control(gene: str) -> bool:
    """Return True for a control probe (Affymetrix AFFX, ERCC spike-in, LRG record), told by its name."""
    return _CONTROL.match(gene) is not None


def without_controls(study: Study) -> Study:
    """Return the study without its control probes."""
    return study.take_genes(np.flatnonzero([not is_control(gene) for gene in study.training.genes]))
