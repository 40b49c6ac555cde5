"""Every place in the code that could let text through as markup, style, code or a formula: a list, agreed on.

A new one belongs here only after somebody has looked at where its text comes from.
"""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
_UNESCAPED = re.compile(
    r"Markup\(|\|\s*safe\b|autoescape|html_escape|__html__|\.raw\(|innerHTML|outerHTML"
    r"|insertAdjacentHTML|DOMParser|document\.write|\beval\(|\bexec\(|new Function|import pickle"
    r"|\bpickle\.|joblib\.load|yaml\.load|shell=True|os\.system|allow_pickle=True|write_formula|write_url|ET\.fromstring|lxml|minidom|saxutils"
)
AGREED = {
    # the environment itself, and what of the templates or of our own making stands in it unescaped
    "interpret/report/render/environment.py": [
        "autoescape=True,",
        "return Markup(text)  # noqa: S704  a file of the templates, not of the data",
        "return Markup(written)  # noqa: S704  parsed and written anew by us",
        'pieces.append(Markup("<wbr>").join(parts))',
        'return Markup("").join(pieces)',
    ],
    # matplotlib's own drawing of axes, taken apart and written anew, and marks drawn by hand above it
    "interpret/report/figures/axes.py": [
        "_copy_all(ET.fromstring(stream.getvalue()), drawing)  # noqa: S314  our own output of a line ago",
        "drawing.raw(self.over.body())",
    ],
    # drawings are read again to be made fit for a page
    "interpret/report/render/svg.py": ["root = ET.fromstring(markup)  # noqa: S314  made by this package only"],
    "interpret/report/figures/svg.py": ["from xml.sax.saxutils import escape as _escape"],
}

AGREED["interpret/report/house.py"] = [
    # a logo is read to be refused if it holds anything that runs or fetches
    "root = ET.fromstring(content)  # noqa: S314  no document type, so no entity to be expanded",
]
AGREED["interpret/report/render/standalone.py"] = [
    # drawings of our own are read again to become files
    'return "".join(ET.fromstring(markup).itertext())  # noqa: S314  our own drawing',
    "root = ET.fromstring(described)  # noqa: S314  written by us a line ago",
]
AGREED["interpret/report/render/runs.py"] = [
    # `format` and `join` escape what they are given: words of a text, and anchors of our own
    "def __html__(self) -> str:",
    'return Markup("").join(_markup(piece, written) for piece in self.pieces)',
    "words = Markup('<i class=\"symbol\">{}</i>').format(words)",
    "words = Markup('<a href=\"#{}\">{}</a>').format(piece.anchor, piece.words if alone else words)",
    'words += Markup(\'<span class="on-page" data-target="#{}"></span>\').format(piece.anchor)',
    "return Markup('<span id=\"{}\">{}</span>').format(piece.own, words) if piece.own else words",
]
AGREED["interpret/report/render/exploring.py"] = [
    # the page refuses it with a mark of markup in it
    "return Markup(json)  # noqa: S704  JSON whose every mark of markup is written as a code",
]
AGREED["templates/explorer/patients.js"] = [
    # drawings that went through render/svg.py, read by a parser that runs nothing, and cleaned again
    'const parsed = new DOMParser().parseFromString(block.svg, "image/svg+xml").documentElement;',
]
AGREED["interpret/runtime/memory.py"] = [
    # what finished stages gave, kept in a folder of the user's own that nobody else can use
    "import pickle",
    "_CANNOT_BE_KEPT = (pickle.PicklingError, TypeError, AttributeError, RecursionError, MemoryError, OSError)",
    "return (pickle.loads(memoryview(content)[start:]),)  # noqa: S301  ours: see the top of the file",
    "content = pickle.dumps(result, protocol=5)",
    "again: Result = pickle.loads(content)  # noqa: S301  made in the line above",
]
AGREED["interpret/runtime/parcel.py"] = [
    # from this process to those that it has started itself, through their own pipe
    "import pickle",
    "class _Pickler(pickle.Pickler):",
    "super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)",
    "class _Unpickler(pickle.Unpickler):",
]


def found() -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    files = [*(CHECKOUT / "interpret").rglob("*.py"), *(CHECKOUT / "templates").rglob("*")]
    for path in sorted(files):
        if path.suffix not in {".py", ".j2", ".js", ".css"}:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if _UNESCAPED.search(line) and not line.strip().startswith(("#", '"""')):
                places.setdefault(str(path.relative_to(CHECKOUT)), []).append(line.strip())
    return places


def test_text_gets_through_unescaped_only_where_it_was_agreed() -> None:
    assert found() == {name: lines for name, lines in AGREED.items() if (CHECKOUT / name).exists()}


def test_no_template_turns_escaping_off_or_writes_text_into_a_style_or_a_script() -> None:
    inside = re.compile(r"<(style|script)\b[^>]*>(.*?)</\1>", re.DOTALL)
    allowed = re.compile(
        r"(weight|style|stylesheet\(.*\)|script\((?:name|\"[a-z]+\.js\")\)|explorer\.(?:payload|later)"
        r"|asset\(\"fonts/Inter-\" ~ face ~ \"\.woff2\"\) if medium == \"html\""
        r" else \"fonts/Inter-\" ~ face ~ \"\.woff2\")"
    )
    for path in sorted((CHECKOUT / "templates").rglob("*.j2")):
        text = path.read_text(encoding="utf-8")
        assert "autoescape" not in text
        for _, body in inside.findall(text):
            for expression in re.findall(r"\{\{(.*?)\}\}", body):
                assert allowed.fullmatch(expression.strip()), f"{path.name}: {expression}"
        for attribute in re.findall(r"(?:href|src|style|id|class)=([^\"'\s>]*\{\{)", text):
            raise AssertionError(f"{path.name}: an attribute without quotation marks: {attribute}")
