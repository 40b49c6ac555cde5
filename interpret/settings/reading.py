"""Read a study.toml, and check what was read or said."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from interpret.errors import SettingsError
from interpret.settings.problems import settings_problems
from interpret.settings.whole import PATHS, Settings


def read_settings(path: Path) -> dict[str, Any]:
    """Return the content of a `study.toml`, paths taken relative to the file.

    Raises
    ------
    SettingsError
        The file is missing or is not TOML (line and column named).
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"there is no file {path}", remedy="check the path of the study file") from error
    except OSError as error:
        raise SettingsError(
            f"the study file cannot be read: {error.strerror or error}", where=str(path), remedy="check its path"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"this is not a TOML file: {error}", where=str(path), wanted="key = value lines") from error
    for name, keys in PATHS.items():
        group = content.get(name, {})
        for key in keys:
            if isinstance(group, dict) and key in group:
                group[key] = _beside(path, group[key])
    return content


def _beside(file: Path, given: object) -> object:
    """Return a path relative to the folder of the file, or each of a list; what is no path is left for the check."""
    if isinstance(given, list):
        return [_beside(file, each) for each in given]
    return file.parent / given if isinstance(given, str) and given else given


def make_settings(content: dict[str, Any], where: str = "the command line") -> Settings:
    """Return checked settings.

    Raises
    ------
    SettingsError
        Unknown keys and values out of range, all of them in one message.
    """
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        problems = settings_problems(error, Settings)
        raise SettingsError(
            f"{len(problems)} setting{'s' * (len(problems) > 1)} cannot be used: " + "; ".join(problems),
            where=where,
            wanted="the keys and ranges that README.md lists, and that interpret init writes into a file",
            remedy="correct them; interpret report --help lists the options",
        ) from error
