"""The report as a PDF that can be archived (PDF/A-3a) and read aloud (PDF/UA-1)."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import datetime as dt
import gc
import hashlib
import logging
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from interpret.errors import OutputError
from interpret.report.blocks import Report
from interpret.report.render import box_sizes, kept_answers, page_fonts, set_lines, shared_styles, svg_runs, svg_shapes
from interpret.report.render.archive import claim_accessibility
from interpret.report.render.environment import TemplateFiles, render_template, template_folders
from interpret.report.render.page_library import pdf_problem, require_page_library
from interpret.report.render.spelling import bound, private, spell_out

__all__ = ["Attachment", "pdf_problem", "render_pdf", "spell_out"]

_EMBEDDED = ("font/", "image/", "text/csv;", "application/json;", "application/vnd.openxmlformats")
"""Kinds of `data:` addresses that a report is made of: fonts, drawings and logos, and what is attached."""

_DRAWING = re.compile(r'src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)"')
_UNKNOWN_LETTERS = re.compile(r"U\+([0-9A-F]{4,6})")


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF; `mime` is its type, such as `text/csv`."""

    name: str
    content: bytes
    description: str
    mime: str


def render_pdf(
    report: Report, templates: Path | None = None, attachments: Sequence[Attachment] = (), date: str = ""
) -> bytes:
    """Return the report as PDF/A-3a and PDF/UA-1 at once; equal input gives equal bytes.

    A letter that no font on this machine has would break both standards: it is written as its code, `[U+4E2D]`. So is
    one for private use, which means something else in every font.

    Parameters
    ----------
    report
        What is said.
    templates
        The reader's own folder of templates, searched before the package's; or none.
    attachments
        Files to carry, for example the table of all genes.
    date
        ISO date of the document and its attachments; the report's own if empty.

    Raises
    ------
    OutputError
        The system libraries are missing, a template does not work or asks for something outside the folders of
        templates, or the date is no ISO date.
    """
    dated = bound(private(dataclasses.replace(report, date=_iso_date(date or report.date).isoformat())))
    require_page_library()
    pdf, unknown = _draw(dated, templates, attachments)
    if unknown:
        pdf, _ = _draw(spell_out(dated, unknown), templates, attachments)
    return pdf


def _draw(report: Report, templates: Path | None, attachments: Sequence[Attachment]) -> tuple[bytes, frozenset[str]]:
    """Return the PDF, and the letters that no font had."""
    markup, drawings = _drawings_apart(render_template(report, "pdf", templates))
    folders = template_folders(templates)
    weasyprint = _import_weasyprint()
    known = svg_runs.can_draw_runs()
    document = shared_styles.kind_of_document(weasyprint, markup) if known else weasyprint.HTML
    fetcher = _fetcher(weasyprint, folders, drawings)
    stamp = dt.datetime.combine(dt.date.fromisoformat(report.date), dt.time(), tzinfo=dt.UTC)
    files = [_carry(weasyprint, attachment, stamp) for attachment in attachments]
    identifier = hashlib.sha256(repr((report.title, report.date, report.running)).encode()).hexdigest()[:32]
    with _listen() as unknown, _uncollected(), warnings.catch_warnings():
        # WeasyPrint leaves its colour profile's file to the garbage collector
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            pdf: bytes = document(
                string=markup, base_url=f"{folders[0].as_uri()}/", url_fetcher=fetcher, media_type="print"
            ).write_pdf(
                pdf_variant="pdf/a-3a",
                pdf_identifier=identifier.encode(),
                attachments=files,
                finisher=claim_accessibility,
            )
        except weasyprint.urls.FatalURLFetchingError as error:
            raise OutputError(
                f"a template asks for something that cannot be had: {error}",
                where=str(folders[0]),
                wanted="files inside the folder of templates",
            ) from error
    return pdf, frozenset(unknown)


def _drawings_apart(markup: str) -> tuple[str, dict[str, bytes]]:
    """Return the page with a short address in place of each drawing, and the drawings by their addresses.

    A drawing in its address is read letter by letter as part of the page before it is drawn.
    """
    drawings: dict[str, bytes] = {}

    def short(match: re.Match[str]) -> str:
        address = f"drawing:{len(drawings)}"
        drawings[address] = base64.b64decode(match[1])
        return f'src="{address}"'

    return _DRAWING.sub(short, markup), drawings


def _iso_date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise OutputError(f"the date {text!r} is no date", wanted="YYYY-MM-DD") from error


def _import_weasyprint() -> ModuleType:
    with warnings.catch_warnings():
        # "no fonts configured": the templates bring theirs
        warnings.simplefilter("ignore", UserWarning)
        import weasyprint  # noqa: PLC0415  it needs system libraries, and HTML must work without them
        import weasyprint.pdf.stream  # noqa: PLC0415
        import weasyprint.svg  # noqa: PLC0415
        import weasyprint.urls  # noqa: PLC0415
    if svg_runs.can_draw_runs():
        svg_runs.register(weasyprint)
        svg_shapes.register(weasyprint)
        page_fonts.register(weasyprint)
        set_lines.register(weasyprint)
        box_sizes.register(weasyprint)
        shared_styles.register(weasyprint)
        kept_answers.register(weasyprint)
    module: ModuleType = weasyprint
    return module


def _carry(weasyprint: ModuleType, attachment: Attachment, stamp: dt.datetime) -> Any:  # noqa: ANN401  untyped package
    # as a data: address, because there alone the type is ours and not the machine's guess from the name
    address = f"data:{attachment.mime};base64,{base64.b64encode(attachment.content).decode('ascii')}"
    return weasyprint.Attachment(
        url=address,
        name=attachment.name,
        description=attachment.description,
        created=stamp,
        modified=stamp,
        relationship="Data",
    )


def _fetcher(weasyprint: ModuleType, folders: tuple[Path, ...], drawings: Mapping[str, bytes]) -> Any:  # noqa: ANN401
    """Return what gives the page renderer its files: what is embedded, and files of the templates, nothing else."""
    files = TemplateFiles(folders)
    base: Any = weasyprint.urls.URLFetcher

    class TemplateFetcher(base):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401
            if url in drawings:
                return weasyprint.urls.URLFetcherResponse(url, drawings[url], {"Content-Type": "image/svg+xml"})
            parts = urlsplit(url)
            if parts.scheme == "data" and parts.path.startswith(_EMBEDDED):
                return super().fetch(url, headers)
            path = Path(unquote(parts.path))
            if parts.scheme == "file" and not parts.netloc and path.is_relative_to(folders[0]):
                found = files.find(str(path.relative_to(folders[0])))
                return weasyprint.urls.URLFetcherResponse(url, found.read_bytes())
            raise PermissionError(f"refused: {url[:100]}")

    return TemplateFetcher(allowed_protocols={"data"}, fail_on_errors=True)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Search for no garbage meanwhile.

    What WeasyPrint makes lives until the document is written: looking through it again and again finds nothing to free.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextlib.contextmanager
def _listen() -> Iterator[set[str]]:
    """Collect the letters that WeasyPrint reports as in no font."""
    unknown: set[str] = set()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if ".notdef" in message:
                unknown.update(chr(int(code, 16)) for code in _UNKNOWN_LETTERS.findall(message))

    logger = logging.getLogger("weasyprint")
    listener = Listener(level=logging.WARNING)
    logger.addHandler(listener)
    try:
        yield unknown
    finally:
        logger.removeHandler(listener)
