"""Where templates come from and what they are given."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
import traceback
from pathlib import Path

import jinja2
from markupsafe import Markup

from interpret.errors import OutputError
from interpret.report.blocks import Figure, Medium, Report
from interpret.report.render import svg
from interpret.report.render.exploring import Explorer, on_page
from interpret.report.render.place import PlacedBlock, place
from interpret.report.render.runs import Runs

BASE_TEMPLATE = "report.html.j2"
LONGEST_WORD = 20
"""Letters from which a word in a table may be broken."""

_WORDS = re.compile(r"(\s+)")
# after a mark that joins parts of an identifier, or at the latest after so many letters
_BREAKS = re.compile(r"([^_\-/.,;:|]{0,11}[_\-/.,;:|]|[^_\-/.,;:|]{12})")


def template_folders(chosen: Path | None = None) -> tuple[Path, ...]:
    """Return the folders that are searched for a template, in order: the reader's own, then the package's.

    The package's own templates lie inside the installed package, or at the top level of a checkout.

    Raises
    ------
    OutputError
        A folder does not exist.
    """
    package = Path(__file__).resolve().parents[2]
    own = next((folder for folder in (package / "_templates", package.parent / "templates") if folder.is_dir()), None)
    if own is None:
        raise OutputError("the report templates are missing", where=str(package), remedy="install the package again")
    if chosen is None:
        return (own,)
    if not chosen.is_dir():
        raise OutputError(
            "there is no such folder of templates",
            where=str(chosen),
            wanted="a folder with templates that replace those of the same name",
        )
    return (chosen.resolve(), own)


def render_template(
    report: Report, medium: Medium, templates: Path | None = None, explorer: Explorer | None = None
) -> str:
    """Return the report as one HTML document, styled for the medium, with fonts, styles and drawings inside it.

    Parameters
    ----------
    report
        What is said.
    medium
        `html` for a screen, `pdf` for the page renderer.
    templates
        The reader's own folder of templates, or none.
    explorer
        What stands on the screen after the first section, or none.

    Raises
    ------
    OutputError
        The reader's templates do not exist or do not work.
    ValueError
        The report itself is malformed (see `place`, `svg.isolate`): a fault of this package.
    """
    placed = place(report, explorer.cards if explorer else frozenset())
    folders = template_folders(templates)
    environment = build_environment(folders)
    try:
        return environment.get_template(BASE_TEMPLATE).render(
            report=placed.report,
            sections=placed.sections,
            contents=placed.contents,
            medium=medium,
            explorer=None if explorer is None else on_page(explorer, placed.sections),
        )
    except jinja2.TemplateError as error:
        raise _does_not_work(error, folders) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if not _is_theirs(error, folders):
            raise
        raise _does_not_work(error, folders) from error


def _does_not_work(error: Exception, folders: tuple[Path, ...]) -> OutputError:
    """Return the error that names the template and the line where it arose."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if file is None:  # Jinja names them for what it cannot parse; what fails later, the frames know
        file, line = _place(error)
    where = f"{file}, line {line}" if file else str(folders[0])
    said = f"there is no template {error.name}" if isinstance(error, jinja2.TemplateNotFound) else str(error)
    return OutputError(
        f"a template does not work: {said}",
        where=where,
        wanted="the names, blocks and files that templates/README.md lists",
        remedy="correct the template, or take it out of the folder: the package's own then stands in its place",
    )


def _place(error: Exception) -> tuple[str | None, int | None]:
    """Return file and line of the innermost template that was being drawn."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return (frames[-1].filename, frames[-1].lineno) if frames else (None, None)


def _is_theirs(error: Exception, folders: tuple[Path, ...]) -> bool:
    """Whether the error arose in a template of the reader's own, and not in ours."""
    file, _ = _place(error)
    return len(folders) > 1 and file is not None and Path(file).is_relative_to(folders[0])


def build_environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """Return the Jinja environment: undefined names are errors, text is escaped, drawings are the only safe markup."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    files = TemplateFiles(folders)
    environment.globals.update(
        asset=files.data_uri,
        stylesheet=files.stylesheet,
        script=files.script,
        script_hash=files.script_hash,
        drawing=drawing,
        drawing_uri=drawing_uri,
        drawing_width=drawing_width,
    )
    environment.filters["css_percent"] = css_percent
    environment.filters["breakable"] = breakable
    return environment


class TemplateFiles:
    """Files beside the templates (styles, scripts, fonts, logos), found in the same order as the templates."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def find(self, name: str) -> Path:
        """Return the path of a file; anything outside the folders is refused."""
        for folder in self._folders:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
        raise jinja2.TemplateNotFound(name)

    def data_uri(self, name: str) -> str:
        """Return a file as a `data:` address."""
        kind = "font/woff2" if name.endswith(".woff2") else mimetypes.guess_type(name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(self.find(name).read_bytes()).decode('ascii')}"

    def stylesheet(self, name: str) -> Markup:
        """Return a style sheet to stand inside `<style>`."""
        return self._inside(name, "</style")

    def script(self, name: str) -> Markup:
        """Return a script to stand inside `<script>`."""
        return self._inside(name, "</script")

    def script_hash(self, name: str) -> str:
        """Return the source expression by which the page's policy admits exactly this script."""
        digest = hashlib.sha256(str(self.script(name)).encode()).digest()
        return f"sha256-{base64.b64encode(digest).decode('ascii')}"

    def _inside(self, name: str, end: str) -> Markup:
        text = self.find(name).read_text(encoding="utf-8")
        if end in text.lower():
            raise OutputError(f"a template file holds {end}>", where=name)
        return Markup(text)  # noqa: S704  a file of the templates, not of the data


def drawing(placed: PlacedBlock) -> Markup:
    """Return a figure as inline SVG with its text alternative."""
    figure = _figure(placed)
    written = svg.described(figure.svg, f"{placed.anchor}-drawing", figure.title, figure.alt)
    return Markup(written)  # noqa: S704  parsed and written anew by us


def drawing_uri(placed: PlacedBlock) -> str:
    """Return a figure as a `data:` address."""
    return svg.as_data_uri(_figure(placed).svg)


def drawing_width(placed: PlacedBlock) -> str:
    """Return how wide a figure is by nature, in points: it is never drawn larger on paper."""
    return f"{svg.width(_figure(placed).svg):g}"


def css_percent(share: float) -> str:
    """Return a share of the text width as CSS writes it."""
    return f"{100 * min(max(share, 0.0), 1.0):g}%"


def breakable(text: str) -> Markup:
    """Return escaped text whose very long words may be broken, so that no identifier pushes a table off the page."""
    if isinstance(text, Runs):
        return text.markup(breakable)
    pieces = []
    for piece in _WORDS.split(str(text)):
        parts = [piece] if len(piece) <= LONGEST_WORD else [part for part in _BREAKS.split(piece) if part]
        pieces.append(Markup("<wbr>").join(parts))
    return Markup("").join(pieces)


def _figure(placed: PlacedBlock) -> Figure:
    if not isinstance(placed.block, Figure):
        raise TypeError(f"{placed.anchor} is no figure")
    return placed.block
