"""Tell whether the page renderer can work here, without trying it and dying.

WeasyPrint draws with system libraries. Without them its import prints advice of its own and fails.
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys

from interpret.errors import OutputError

DEBIAN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)


def pdf_problem() -> str:
    """Return why no PDF can be made on this machine, as one sentence, or an empty text when one can.

    Fonts are no reason: the templates bring their own, and WeasyPrint was tried with no other font installed.
    """
    if importlib.util.find_spec("weasyprint") is None:
        return "the Python package weasyprint is not installed"
    missing = missing_libraries()
    if missing:
        return f"WeasyPrint lacks {', '.join(missing)}"
    return ""


def missing_libraries() -> tuple[str, ...]:
    """Return the shared libraries that WeasyPrint needs and the system cannot load; checked on Linux only."""
    if not sys.platform.startswith("linux"):
        return ()
    return tuple(name for name in _LIBRARIES if not _loads(name))


def require_page_library() -> None:
    """Raise when no PDF can be made here.

    Raises
    ------
    OutputError
        With the Debian packages that help.
    """
    problem = pdf_problem()
    if problem:
        raise _output_error(problem)


def _output_error(problem: str) -> OutputError:
    return OutputError(
        f"the PDF cannot be drawn: {problem}",
        wanted=f"the Debian packages {DEBIAN_PACKAGES}",
        remedy=f"apt-get install {DEBIAN_PACKAGES}; report.html needs none of them",
    )


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
