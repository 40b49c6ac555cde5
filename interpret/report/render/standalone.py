"""A drawing by itself: an SVG file with its letters inside, and the same as a PNG in the resolution of a printed page.

The PNG is drawn by resvg, which gives the same bytes on every platform and needs no part of the system; its wheel is
small and brings nothing with it. (CairoSVG needs Cairo, and matplotlib reads no SVG.)
"""

from __future__ import annotations

import base64
import re
import struct
import tempfile
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import resvg_py

from interpret.report.render import svg
from interpret.report.render.faces import CALLED, ITALIC, REGULAR, STRONG, Face

DPI = 300
_POINTS_PER_INCH = 72.0
_INCHES_PER_METRE = 1 / 0.0254
_OWN, _INSTALLED = "Inter Report", "Inter"
# Inter first where it is installed; then what editors of drawings have, none of it wider
_FAMILY = f"'{_OWN}',{_INSTALLED},'Helvetica Neue',Arial,'DejaVu Sans',sans-serif"
_PNG_HEAD = 8 + 25  # signature, and the chunk that gives width and height


def letters(markup: str) -> str:
    """Return all text of a drawing."""
    return "".join(ET.fromstring(markup).itertext())  # noqa: S314  our own drawing


def standalone(markup: str, prefix: str, title: str, description: str, faces: Sequence[Face]) -> str:
    """Return the drawing as an SVG file: its size in points, a title, a description, and the faces that it uses.

    Parameters
    ----------
    markup
        A drawing, as the figures make it.
    prefix
        Name of the drawing, before its identifiers.
    title, description
        Short name and full text alternative.
    faces
        What `cut_faces` gave for its letters, or for those of several drawings.
    """
    described = svg.described(markup, prefix, title, description)
    root = ET.fromstring(described)  # noqa: S314  written by us a line ago
    _, _, width, height = root.attrib["viewBox"].split()
    root.set("width", f"{width}pt")
    root.set("height", f"{height}pt")
    root.set("font-family", _FAMILY)
    used = [face for face in faces if face.name in _asked_for(markup)]
    style = ET.Element(f"{{{svg.SVG}}}style")
    style.text = "".join(_rule(face) for face in used)
    root.insert(2, style)
    ET.register_namespace("", svg.SVG)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _asked_for(markup: str) -> frozenset[str]:
    strong, italic = 'font-weight="' in markup, 'font-style="italic"' in markup
    return frozenset({REGULAR} | ({STRONG} if strong else set()) | ({ITALIC} if italic else set()))


def _rule(face: Face) -> str:
    weight, slant = CALLED[face.name]
    data = base64.b64encode(face.woff2).decode("ascii")
    return (
        f'@font-face{{font-family:"{_OWN}";font-weight:{weight};font-style:{slant};'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )


@contextmanager
def faces_on_disk(faces: Sequence[Face]) -> Iterator[list[str]]:
    """Write the faces where resvg can read them, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="interpret-") as folder:
        paths = []
        for face in faces:
            path = Path(folder) / f"{face.name}.otf"
            path.write_bytes(face.opentype)
            paths.append(str(path))
        yield paths


def png(markup: str, face_files: Sequence[str], *, system_fonts: bool = False) -> bytes:
    """Return the drawing on white at 300 dots an inch of its printed size.

    Parameters
    ----------
    markup
        A drawing, as the figures make it.
    face_files
        Files of our faces.
    system_fonts
        Look for letters that our faces lack among the fonts of this machine.
    """
    named = re.sub(r'font-family="[^"]*"', f'font-family="{_INSTALLED}, sans-serif"', markup, count=1)
    picture = resvg_py.svg_to_bytes(
        svg_string=named,
        background="white",
        width=round(svg.width(markup) / _POINTS_PER_INCH * DPI),
        skip_system_fonts=not system_fonts,
        font_files=list(face_files),
        font_family=_INSTALLED,
        sans_serif_family=_INSTALLED,
    )
    return _with_resolution(bytes(picture))


def _with_resolution(picture: bytes) -> bytes:
    """Say in the file how many dots make a metre, or a page would take one dot for one point."""
    dots = round(DPI * _INCHES_PER_METRE)
    body = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:_PNG_HEAD] + chunk + picture[_PNG_HEAD:]
