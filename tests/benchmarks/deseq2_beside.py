"""How long pydeseq2 takes, and the room it needs: `python tests/benchmarks/deseq2_beside.py GENES SAMPLES`.

Where pydeseq2 is installed. Writes genes, samples, processor seconds, and the most memory of the process in MB, tabbed.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from interpret.stats.design import two_groups
from interpret.stats.two_group.deseq2 import results_of


def main(genes: int, samples: int) -> None:
    random = np.random.default_rng(20261126)
    level = np.exp(random.normal(5.0, 1.5, genes))
    dispersion = (0.05 + 4.0 / level) * random.chisquare(10.0, genes) / 10.0
    mean = level * random.uniform(0.5, 2.0, (samples, 1))
    counts = random.poisson(mean * random.gamma(1.0 / dispersion, size=(samples, genes)) * dispersion)
    results_of(counts[:, :200].astype(np.float64), two_groups(np.arange(samples) % 2 == 1))  # imports
    before = time.process_time()
    results_of(counts.astype(np.float64), two_groups(np.arange(samples) % 2 == 1))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{genes}\t{samples}\t{time.process_time() - before:.1f}\t{most:.0f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
