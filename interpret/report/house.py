"""In whose name a report is made: institution, logo, whom to ask, what the institution has to say."""

from __future__ import annotations

import re
import struct
from base64 import b64encode
from pathlib import Path
from xml.etree import ElementTree as ET

from interpret.errors import SettingsError
from interpret.report import words
from interpret.report.blocks import House
from interpret.settings import ReportSettings

LARGEST = 1_000_000  # bytes: it stands in every page that is sent
MOST_PIXELS = 4_000
_WHERE = "[report] logo"
_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWN = frozenset(
    {
        *("svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline"),
        *("polygon", "text", "tspan", "use", "symbol", "linearGradient", "radialGradient", "stop", "clipPath", "mask"),
        "style",
    }
)
_REACHES_OUT = re.compile(r"@import|url\(\s*['\"]?(?!#)|javascript:|expression\(", re.IGNORECASE)


def house(settings: ReportSettings) -> House:
    """Return what the settings say, the logo read and checked.

    Raises
    ------
    SettingsError
        The logo cannot be read, is neither a PNG nor a plain SVG, is too large, or has no institution as its text.
    """
    said = {name: words.plain(getattr(settings, name)) for name in ("institution", "contact", "disclaimer")}
    if settings.logo is None:
        return House(**said)
    if not said["institution"]:
        raise SettingsError(
            "a logo without the name of the institution",
            where=_WHERE,
            wanted="[report] institution: it stands for the logo where that cannot be seen",
            remedy="set institution, or leave the logo out",
        )
    return House(**said, logo=_address(settings.logo))


def _address(path: Path) -> str:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise SettingsError(
            f"the logo cannot be read: {error.strerror or error}", where=str(path), remedy="check its path"
        ) from error
    if size > LARGEST:
        raise _unfit(path, f"it has {size:,} bytes, and {LARGEST:,} is the most")
    if content.startswith(_PNG):
        problem, kind = _png_problem(content), "image/png"
    else:
        problem, kind = _svg_problem(content), "image/svg+xml"
    if problem:
        raise _unfit(path, problem)
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"


def _unfit(path: Path, problem: str) -> SettingsError:
    return SettingsError(
        f"the logo cannot be used: {problem}",
        where=str(path),
        wanted="a PNG, or an SVG that holds shapes and letters alone",
        remedy="export it again, or leave it out",
    )


def _png_problem(content: bytes) -> str:
    if len(content) < 33 or content[12:16] != b"IHDR" or b"IEND" not in content[-16:]:  # noqa: PLR2004  its first chunk
        return "the PNG is damaged"
    width, height = struct.unpack(">II", content[16:24])
    if not 0 < min(width, height) <= max(width, height) <= MOST_PIXELS:
        return f"it is {width:,} by {height:,} pixels, and {MOST_PIXELS:,} is the most"
    return ""


def _svg_problem(content: bytes) -> str:  # noqa: PLR0911  one return a fault
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "the SVG declares a document type, through which other files can be reached"
    try:
        root = ET.fromstring(content)  # noqa: S314  no document type, so no entity to be expanded
    except (ET.ParseError, ValueError, LookupError):  # LookupError: an encoding that Python does not know
        return "it is neither a PNG nor an SVG that can be read"
    if _name(root.tag) != "svg" or not (root.get("viewBox") or (root.get("width") and root.get("height"))):
        return "its first element is no <svg> with a viewBox"
    for element in root.iter():
        name = _name(element.tag)
        if name not in _DRAWN:
            return f"the SVG holds <{words.shorten(name, 40)}>"
        for key, value in element.attrib.items():
            own = _name(key)
            if own.lower().startswith("on") or (own == "href" and not value.startswith("#")):
                return f"the SVG has the attribute {words.shorten(own, 40)}, which can run or reach something"
            if _REACHES_OUT.search(value):
                return f"the attribute {words.shorten(own, 40)} of the SVG reaches outside"
        if name == "style" and _REACHES_OUT.search(element.text or ""):
            return "a style in the SVG reaches outside"
    return ""


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2]
