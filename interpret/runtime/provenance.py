"""What the report says of its own making: versions and date."""

from __future__ import annotations

import datetime as dt
import os
import platform
from importlib import metadata

from interpret.errors import SettingsError

PACKAGES = (
    "interpret-expression",
    "formulaic",
    "matplotlib",
    "numba",
    "numpy",
    "pandas",
    "scikit-learn",
    "scipy",
    "shap",
    "skops",
    "statsmodels",
    "weasyprint",
)
OPTIONAL = ("xgboost-cpu", "xgboost", "pydeseq2")  # the first two are one package, without and with CUDA


def versions() -> dict[str, str]:
    """Return the version of Python and of every package that decides a number or a page; optional ones where there."""
    needed = {"python": platform.python_version()} | {name: metadata.version(name) for name in PACKAGES}
    return needed | {name: found for name in OPTIONAL if (found := _version_if_there(name))}


def _version_if_there(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def report_date(asked: dt.date | None) -> dt.date:
    """Return the date the report carries: the one asked for, else SOURCE_DATE_EPOCH, else today.

    Raises
    ------
    SettingsError
        SOURCE_DATE_EPOCH is not a whole number of seconds.
    """
    if asked is not None:
        return asked
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return dt.datetime.now(tz=dt.UTC).astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(
            f"SOURCE_DATE_EPOCH is {epoch!r}", wanted="seconds since 1970", remedy="unset it or use --date"
        ) from error
