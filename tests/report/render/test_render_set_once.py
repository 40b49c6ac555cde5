"""Lines set once and sizes reckoned once draw the pages that WeasyPrint draws by itself, with less work."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream

from interpret.report.blocks import Report
from interpret.report.render import box_sizes, pdf, set_lines
from interpret.report.render.environment import template_folders
from interpret.report.render.pdf import render_pdf

FOLDER = (template_folders()[-1] / "fonts").as_uri()
FONTS = "".join(
    f"@font-face {{ font-family: Inter; font-weight: {weight}; src: url({FOLDER}/{name}) }}"
    for weight, name in ((400, "Inter-Regular.woff2"), (700, "Inter-Bold.woff2"))
)
PAGE = f"<style>{FONTS} @page {{ size: 300pt 400pt; margin: 20pt }} body {{ font: 10pt Inter }} %s</style>%s"

# the same words, again and again: what is kept of one must not be taken for another
LINE_STYLES = """
    .large { font-size: 14pt } .wide { letter-spacing: 2pt } .bold { font-weight: 700 } .red { color: #b00 }
    .line { text-decoration: underline } .unseen { visibility: hidden } .narrow, .cut, .clamp { width: 60pt }
    .cut { overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
    .clamp { max-lines: 1; block-ellipsis: auto }
    .even { width: 110pt; text-align: justify } .columns { columns: 2 }
"""
NAMES = " large wide bold line unseen red narrow cut clamp even columns "
LINES = PAGE % (
    LINE_STYLES,
    "".join(f'<p class="{name}">Genes that differ between classes</p>' for name in NAMES.split(" ")),
)

# what is laid out more than once, in places of different widths, the last over pages of different widths
SIZE_STYLES = """
    .grid { display: grid; grid-template-columns: auto 1fr } .grid p { padding-left: 10%; margin: 0 }
    .flex { display: flex } .flex p { width: 40%; min-width: 10pt }
    table { border-collapse: collapse; width: 80% } td { border: 1pt solid; padding: 5% } .thick { border-width: 6pt }
    .box { box-sizing: border-box; width: 100pt; padding: 20pt } .plain { padding: 3pt; border: 2pt solid }
    @page :first { margin: 20pt 80pt } .half { width: 50%; padding-left: 5% }
"""
BOXES = f"""
    <div class="grid"><p>One</p><p>and two words</p></div><div class="flex"><p>Three</p><p>four</p></div>
    <table><tr><td>a</td><td class="thick">b</td></tr><tr><td>c</td><td>d</td></tr></table>
    <p class="box">boxed</p><p class="plain">plain</p><p class="plain">plain</p>
    <div class="half">{"Genes that differ between the classes " * 30}</div>
"""
SIZES = PAGE % (SIZE_STYLES, BOXES)


@pytest.fixture
def weasyprint() -> ModuleType:
    if not pdf.svg_runs.can_draw_runs():
        pytest.skip("this WeasyPrint draws in its own way alone")
    return pdf._import_weasyprint()


@pytest.fixture
def by_itself(weasyprint: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes WeasyPrint set lines and reckon sizes as it does by itself."""

    def restore() -> None:
        layout, draw = weasyprint.layout, weasyprint.draw
        for module in (layout.inline, layout.preferred):
            monkeypatch.setattr(module, "split_first_line", weasyprint.text.line_break.split_first_line)
        monkeypatch.setattr(draw, "draw_text", draw.text.draw_text)
        monkeypatch.setattr(draw.text, "draw_first_line", draw.text.draw_first_line.__wrapped__)
        ours = layout.percent.resolve_percentages
        for name in ("percent", *box_sizes._MODULES):
            if getattr(getattr(layout, name), "resolve_percentages", None) is ours:
                monkeypatch.setattr(getattr(layout, name), "resolve_percentages", ours.__wrapped__)

    return restore


def _drawn(content: bytes) -> list[tuple[Any, ...]]:
    """Return everything that the pages draw, each word with its font, which may be named more often than it changes."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    made: list[tuple[Any, ...]] = []
    for page in reader.pages:
        stream, font = page.get_contents(), ()
        assert stream is not None
        for operands, operator in ContentStream(stream, reader).operations:
            if operator == b"Tf":
                font = tuple(map(str, operands))
            elif operator in {b"Tj", b"TJ"}:
                made.append((operator, repr(operands), font))
            else:
                made.append((operator, repr(operands)))
    return made


@pytest.mark.parametrize("page", [LINES, SIZES], ids=["lines", "sizes"])
def test_the_same_is_drawn_as_by_itself(page: str, weasyprint: ModuleType, by_itself: Callable[[], None]) -> None:
    ours = _drawn(weasyprint.HTML(string=page).write_pdf())
    by_itself()
    assert len(ours) > 80
    assert ours == _drawn(weasyprint.HTML(string=page).write_pdf())


def test_a_report_is_drawn_as_by_itself(small_report: Report, by_itself: Callable[[], None]) -> None:
    ours = _drawn(render_pdf(small_report))
    by_itself()
    assert ours == _drawn(render_pdf(small_report))


def _counted(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[int]:
    """Return a list that grows by one for each call of a function of WeasyPrint's."""
    calls: list[int] = []
    function = getattr(module, name)

    def counting(*given: Any, **named: Any) -> Any:
        calls.append(1)
        return function(*given, **named)

    monkeypatch.setattr(module, name, counting)
    return calls


def test_a_line_that_was_set_is_not_set_again(weasyprint: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    text = weasyprint.text.line_break
    known = set_lines._once(text.split_first_line)
    for module in (weasyprint.layout.inline, weasyprint.layout.preferred):
        monkeypatch.setattr(module, "split_first_line", known)
    shaped = _counted(monkeypatch, text, "create_layout")
    again = "<p>Genes that differ</p>"
    counts = []
    for times in (1, 2, 20):
        shaped.clear()
        weasyprint.HTML(string=PAGE % ("", again * times)).write_pdf()
        counts.append(len(shaped))
    assert 0 < counts[0] == counts[1] == counts[2]


def test_a_line_that_was_drawn_is_not_set_to_be_drawn_again(
    weasyprint: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = weasyprint.draw.text
    known = set_lines._without_setting(text.draw_text)
    monkeypatch.setattr(weasyprint.draw, "draw_text", known)
    drawn = _counted(monkeypatch, text, "draw_first_line")
    weasyprint.HTML(string=PAGE % ("", "<p>Genes that differ</p>" * 20)).write_pdf()
    assert len(drawn) == 1
    drawn.clear()
    weasyprint.HTML(string=PAGE % ("p { text-decoration: underline }", "<p>Genes that differ</p>" * 20)).write_pdf()
    assert len(drawn) == 20, "what is drawn besides the letters stands where the line stands"


def test_fixed_sizes_are_reckoned_once_a_style_and_shares_each_time(
    weasyprint: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = weasyprint.layout
    calls: dict[str, list[Any]] = {"p": [], "h4": []}

    def counting(box: Any, containing_block: Any) -> None:
        calls.setdefault(box.element_tag, []).append(box.style)
        layout.percent.resolve_percentages.__wrapped__(box, containing_block)

    known = box_sizes._once_a_style(counting)
    ours = layout.percent.resolve_percentages
    for name in box_sizes._MODULES:
        if getattr(getattr(layout, name), "resolve_percentages", None) is ours:
            monkeypatch.setattr(getattr(layout, name), "resolve_percentages", known)
    style = "div { display: grid; grid-template-columns: auto 1fr } p { padding: 2pt } h4 { padding: 10% }"
    weasyprint.HTML(string=PAGE % (style, "<div><p>a b</p><h4>c d</h4></div>")).write_pdf()
    once, again = ([sum(style is other for other in calls[tag]) for style in calls[tag]] for tag in ("p", "h4"))
    assert set(once) == {1}
    assert max(again) > 1
