"""Named streams of random numbers: its purpose decides a stream, never the order of use or the number of jobs."""

from __future__ import annotations

import zlib

import numpy as np


def named_stream(seed: int, *names: str | int) -> np.random.SeedSequence:
    """Return the stream of this purpose, for example `named_stream(0, "random-forest", "fold", 3)`."""
    key = tuple(name if isinstance(name, int) else zlib.crc32(name.encode()) for name in names)
    return np.random.SeedSequence(entropy=seed, spawn_key=key)
