"""What a document is drawn with beside what it says: our code, templates, fonts and the system's page library."""

from __future__ import annotations

import ctypes
import hashlib
import os
from pathlib import Path

from interpret.report.render.environment import template_folders

_VERSIONS = (("libpango-1.0.so.0", "pango_version_string"), ("libharfbuzz.so.0", "hb_version_string"))


def drawn_with(templates: Path | None = None) -> str:
    """Return a hash that changes with the code that draws, the templates, the fonts here and the page library.

    A letter that our own fonts lack is drawn from whatever font the system has.
    """
    hashed = hashlib.sha256(" ".join(_libraries()).encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        hashed.update(f"{module.name} {hashlib.sha256(module.read_bytes()).hexdigest()}\n".encode())
    for folder in template_folders(templates):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            hashed.update(f"{file.relative_to(folder)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
        hashed.update(b"\n")
    for folder in _font_folders():
        hashed.update(f"{folder} {folder.stat().st_mtime_ns}\n".encode())
    return hashed.hexdigest()


def _libraries() -> list[str]:
    """Return the versions of the system's page library; empty where it is not there."""
    found: list[str] = []
    for name, function in _VERSIONS:
        try:
            version = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            found.append("")
        else:
            version.restype = ctypes.c_char_p
            found.append((version() or b"").decode())
    return found


def _font_folders() -> list[Path]:
    """Return every folder of fonts; its time changes when a font comes or goes."""
    home = os.environ.get("HOME")
    own = [Path(home) / name for name in (".fonts", ".local/share/fonts", "Library/Fonts")] if home else []
    shared = map(Path, ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts"))
    roots = [root for root in (*own, *shared) if root.is_dir()]
    return sorted(folder for root in roots for folder in (root, *root.rglob("*")) if folder.is_dir())
