"""Damage a file many times over: each time it is read right or refused in one message, soon and in little memory.

As a script, from the folder of the tests: `python -m fuzz.run 10000 [target ...]`, or `3000:10000` to go on from there.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.forked import programs_in_forks
from fuzz.targets import TARGETS, Target

from interpret.errors import InterpretError

LONGEST = 5.0  # seconds of the processor for one file: others may want it too
MOST_MEMORY = 2**30  # bytes more than before
_KEPT = 6


@dataclass
class Tally:
    """What became of the damaged files."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    memory: int = 0
    faults: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def fault(self, kind: str, words: str) -> None:
        """Note a fault, the first few in full."""
        self.kinds[kind] += 1
        if self.kinds[kind] <= _KEPT:
            self.faults.append(f"{kind}: {words}")


def fuzz(target: Target, numbers: range) -> Tally:
    """Return what became of these damaged copies; each is drawn from its number."""
    tally = Tally()
    before = _memory()
    with programs_in_forks():
        for number in numbers:
            rng = random.Random(f"0/{number}")  # noqa: S311  damage, no secret
            data, names = target.damage(rng, target.whole)
            target.file.write_bytes(data)
            _one(target, data, f"number {number} ({', '.join(names)}): {data[:360]!r}", tally)
    target.file.write_bytes(target.whole)
    tally.memory = _memory() - before
    return tally


def _one(target: Target, data: bytes, words: str, tally: Tally) -> None:
    start = sum(os.times()[:4])
    try:
        got = target.read()
        tally.read += 1
    except InterpretError as error:
        tally.refused += 1
        if error.exit_status != 2 or not error.found or "\n" in error.found:
            tally.fault("message", f"{error.message()}\n{words}")
        return
    except Exception as error:  # noqa: BLE001  that is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        tally.fault(f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}", f"{error}\n{words}")
        return
    finally:
        took = sum(os.times()[:4]) - start
        if took > LONGEST:  # a process of somebody else that ended meanwhile is counted too: only twice is slow
            took = min(took, _seconds(target))
        tally.slowest = max(tally.slowest, took)
        if took > LONGEST:
            tally.fault("slow", f"{took:.1f} s\n{words}")
    try:
        why = "" if data == target.whole else target.judge(target.whole, data, got)
    except Exception as error:  # noqa: BLE001  the plain reading stumbled over what was read
        why = f"the judge stumbled: {type(error).__name__}: {error}"
    if why:
        tally.fault("wrong", f"{why}\n{words}")


def _seconds(target: Target) -> float:
    start = sum(os.times()[:4])
    with suppress(InterpretError):
        target.read()
    return sum(os.times()[:4]) - start


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(numbers: range, names: list[str]) -> None:
    """Print a line a target, and the faults."""
    for name in names or TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            tally = fuzz(TARGETS[name](Path(folder)), numbers)
        took = time.perf_counter() - start
        print(  # noqa: T201  a script
            f"{name}: {len(numbers)} in {took:.0f} s, read {tally.read}, refused {tally.refused}, slowest "
            f"{tally.slowest:.2f} s, memory {tally.memory / 1e6:.0f} MB, faults {dict(tally.kinds)}",
            flush=True,
        )
        for fault in tally.faults:
            print("   ", fault.replace("\n", "\n      "), flush=True)  # noqa: T201  a script


if __name__ == "__main__":
    main(range(*map(int, sys.argv[1].split(":"))), sys.argv[2:])
