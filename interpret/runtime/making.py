"""What makes a result beside the input: the code, the packages it stands on, and the kind of machine."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
from importlib import metadata
from pathlib import Path

from threadpoolctl import threadpool_info

PACKAGE = "interpret-expression"
OPTIONAL = ("xgboost-cpu", "xgboost", "h5py", "pydeseq2")
SETTINGS = ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "NUMBA_DISABLE_JIT", "NUMBA_OPT", "OPENBLAS_CORETYPE")
"""Variables by which the same code computes in another way."""
SAYING = ("cli.py", "command/", "report/")
"""What says and draws results and computes none: a sentence that is put better repeats no model."""


def making() -> str:
    """Return a hash that changes with whatever could change a result, input and settings apart.

    Code of this package, but for what only says and draws; Python; every package this one is built on, with those they
    are built on; the processor, as far as compiled code asks for it; the system's mathematics. What pages are drawn
    with stands in `interpret.report.render.drawn_with`.
    """
    hashed = hashlib.sha256()
    for part in (*_code(), *_packages(), *_machine()):
        hashed.update(f"{len(part)}:".encode() + part)
    return hashed.hexdigest()


def _code() -> list[bytes]:
    """Return every module of this package that computes, by name and content."""
    package = Path(__file__).resolve().parents[1]
    named = {path.relative_to(package).as_posix(): path for path in package.rglob("*.py")}
    computing = sorted(name for name in named if not name.startswith(SAYING))
    return [part for name in computing for part in (name.encode(), named[name].read_bytes())]


def _packages() -> list[bytes]:
    """Return name and version of every package that this one needs, directly or not."""
    found: dict[str, str] = {}
    wanted = [PACKAGE, *OPTIONAL]
    while wanted:
        name = re.sub(r"[-_.]+", "-", wanted.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
            continue
        needed = [line for line in metadata.requires(name) or [] if "extra ==" not in line]
        wanted += [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in needed]
    return [f"{name} {version}".encode() for name, version in sorted(found.items())]


def _machine() -> list[bytes]:
    import llvmlite.binding as llvm  # noqa: PLC0415  only asked for where stages are kept
    import scipy.linalg  # noqa: F401, PLC0415  so that its BLAS is among those listed

    processor = (llvm.get_host_cpu_name(), sorted(llvm.get_host_cpu_features().items()))
    blas = sorted({(pool.get("internal_api"), pool.get("architecture"), pool.get("version")) for pool in _pools()})
    told = [(name, os.environ.get(name)) for name in SETTINGS]
    said = (sys.version, platform.machine(), platform.libc_ver(), processor, blas, told)
    return [repr(part).encode() for part in said]


def _pools() -> list[dict[str, str]]:
    return [pool for pool in threadpool_info() if pool.get("user_api") == "blas"]
