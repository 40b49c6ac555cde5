"""Make our own drawings fit to stand together on one page.

Drawings are made apart from each other, and each names its clip paths and markers as if it were alone. Two of them in
one HTML page would then borrow each other's clip paths, and a style sheet inside one would restyle the whole page.
"""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET

from interpret.report.render import svg_runs, svg_shapes

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_VIEW_BOX = re.compile(r"""<svg\s[^>]*?\bviewBox=["']([^"']*)""")
_URL_REFERENCE = re.compile(r"url\(\s*(['\"]?)#([^)'\"]+)\1\s*\)")
_SELECTORS = re.compile(r"([^{}]+)\{")
_LISTS_OF_IDS = frozenset({"aria-labelledby", "aria-describedby"})
_REFUSED = frozenset({"script", "foreignObject", "iframe"})


def isolate(markup: str, prefix: str) -> str:
    """Return the drawing with every id, every reference to one and every style rule kept to itself.

    Parameters
    ----------
    markup
        One `<svg>` document with a viewBox.
    prefix
        Unique within the page; becomes the id of the root, and `<prefix>-` stands before all other ids.

    Raises
    ------
    ValueError
        The markup is no SVG, has no viewBox, or carries script.
    """
    return _markup(_isolated(markup, prefix))


def _isolated(markup: str, prefix: str) -> ET.Element:
    root = _parse(markup)
    for element in root.iter():
        _rename_references(element, prefix)
        if _local(element.tag) == "style" and element.text:
            element.text = _scope_rules(_rename_urls(element.text, prefix), prefix)
    root.set("id", prefix)
    return root


def described(markup: str, prefix: str, title: str, description: str) -> str:
    """Return the drawing isolated and as an accessible image: `role="img"`, a title and a description first.

    Parameters
    ----------
    markup, prefix
        As `isolate`, and it raises as that does.
    title, description
        Short name and full text alternative.
    """
    return _markup(_described(_isolated(markup, prefix), title, description))


def _described(root: ET.Element, title: str, description: str) -> ET.Element:
    prefix = root.get("id", "figure")
    for old in [child for child in root if _local(child.tag) in {"title", "desc"}]:
        root.remove(old)
    name = ET.Element(f"{{{SVG}}}title", {"id": f"{prefix}-title"})
    name.text = title or description
    text = ET.Element(f"{{{SVG}}}desc", {"id": f"{prefix}-desc"})
    text.text = description
    root.insert(0, name)
    root.insert(1, text)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    return root


def as_data_uri(markup: str) -> str:
    """Return the drawing as a `data:` address for an `<img>` on a page.

    PDF/A forbids interpolated rasters, so embedded ones (dense scatters) are marked to be drawn crisp.
    """
    root = _parse(markup)
    if svg_runs.can_draw_runs():
        svg_runs.mark_runs(root, SVG)
        svg_shapes.mark_shapes(root, SVG)
    for element in root.iter(f"{{{SVG}}}image"):
        element.set("image-rendering", "crisp-edges")
    encoded = base64.b64encode(_markup(root).encode()).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}"


def _markup(root: ET.Element) -> str:
    """Return the text of the drawing with SVG as its default namespace.

    The prefixes are one list for the whole process, and WeasyPrint takes the empty one for itself when it is imported:
    they are set each time, or a page would hold `<ns0:svg>`, which no browser draws.
    """
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="unicode")


def width(markup: str) -> float:
    """Return the width of the drawing's viewBox, in its own units."""
    found = _VIEW_BOX.search(markup)
    if found is None:
        raise ValueError("a figure needs a viewBox")
    return float(found[1].replace(",", " ").split()[2])


def _parse(markup: str) -> ET.Element:
    if "<!" in markup:  # no drawing of ours declares a document type or an entity, or is remarked on
        raise ValueError("a figure holds a declaration or a comment")
    try:
        root = ET.fromstring(markup)  # noqa: S314  made by this package only
    except ET.ParseError as error:
        raise ValueError(f"a figure is not well-formed SVG: {error}") from error
    if root.tag != f"{{{SVG}}}svg" or "viewBox" not in root.attrib:
        raise ValueError("a figure needs one <svg> root element in the SVG namespace, with a viewBox")
    for element in root.iter():
        if _local(element.tag) in _REFUSED or any(name.startswith("on") or "}on" in name for name in element.attrib):
            raise ValueError(f"a figure carries script: <{_local(element.tag)}>")
    for child in [child for child in root if _local(child.tag) == "metadata"]:
        root.remove(child)
    # the page decides the size; the viewBox keeps the proportions
    for attribute in ("width", "height"):
        root.attrib.pop(attribute, None)
    return root


def _rename_references(element: ET.Element, prefix: str) -> None:
    for name, value in list(element.attrib.items()):
        if name in {"id", _XML_ID}:
            element.set(name, f"{prefix}-{value}")
        elif _local(name) == "href" and value.startswith("#"):
            element.set(name, f"#{prefix}-{value[1:]}")
        elif name in _LISTS_OF_IDS:
            element.set(name, " ".join(f"{prefix}-{part}" for part in value.split()))
        elif "url(" in value:
            element.set(name, _rename_urls(value, prefix))


def _rename_urls(value: str, prefix: str) -> str:
    return _URL_REFERENCE.sub(lambda match: f"url(#{prefix}-{match[2]})", value)


def _scope_rules(css: str, prefix: str) -> str:
    def scope(match: re.Match[str]) -> str:
        selectors = (selector.strip().replace("#", f"#{prefix}-") for selector in match[1].split(","))
        return ", ".join(f"#{prefix} {selector}" for selector in selectors) + " {"

    return _SELECTORS.sub(scope, css)


def _local(name: object) -> str:
    # comments and processing instructions have a function for a tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""
