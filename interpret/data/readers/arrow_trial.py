"""Unpacks a Feather file to see whether it can be, in bounded memory; run as a program of its own by `arrow_bounds`.

So this file imports nothing of the package. Exit status 0: it can be, or it is damaged, which the reader says better.
"""

from __future__ import annotations

import sys

import pyarrow as pa

try:
    import resource
except ImportError:  # not a Unix: what is unpacked is still counted
    resource = None  # type: ignore[assignment]

TOO_LARGE = 3


def unpack(source: str, limit: int, room: int) -> int:
    """Return the exit status."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (limit + room, limit + room))
    size = 0
    try:
        with pa.memory_map(source) as stream:
            file = pa.ipc.open_file(stream)
            for number in range(file.num_record_batches):
                size += file.get_batch(number).nbytes
                if size > limit:
                    return TOO_LARGE
    except (MemoryError, pa.ArrowMemoryError):
        return TOO_LARGE
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError):
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(unpack(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
