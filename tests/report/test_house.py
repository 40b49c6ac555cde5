"""In whose name: institution, contact, disclaimer and logo, and which files are no logo."""

from __future__ import annotations

import dataclasses
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from interpret.errors import SettingsError
from interpret.report.build import build_report
from interpret.report.findings import Findings
from interpret.report.house import house
from interpret.report.patients import build_patients
from interpret.report.render.html import render_html
from interpret.settings import ReportSettings, make_settings

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def png(width: int = 2, height: int = 1) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" + b"\x10\x20\x30" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def settings(folder: Path, content: bytes | str, **keys: object) -> ReportSettings:
    path = folder / "logo"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return make_settings({"report": {"institution": "A & B Clinic", "logo": path, **keys}}).report


@pytest.mark.parametrize(("content", "kind"), [(png(), "image/png"), (SVG, "image/svg+xml")])
def test_a_logo_becomes_an_address_that_asks_for_nothing(content: bytes | str, kind: str, tmp_path: Path) -> None:
    assert house(settings(tmp_path, content)).logo.startswith(f"data:{kind};base64,")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "neither a PNG nor an SVG"),
        (png()[:30], "the PNG is damaged"),
        (png(5000, 1), "5,000 by 1 pixels"),
        (b"x" * 1_000_001, "1,000,001 bytes"),
        ("<html/>", "no <svg> with a viewBox"),
        (SVG.replace("<path", "<script>1</script><path"), "holds <script>"),
        (SVG.replace("<path", "<image href='x.png'/><path"), "holds <image>"),
        (SVG.replace("<path", "<path onload='x()'"), "the attribute onload"),
        (SVG.replace("<path", "<use href='https://example.org/a.svg'/><path"), "the attribute href"),
        (SVG.replace("<path", "<path fill='url(http://example.org)'"), "the attribute fill"),
        (SVG.replace("<path", "<style>@import 'a.css'</style><path"), "a style in the SVG reaches outside"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "declares a document type"),
    ],
)
def test_a_file_that_is_no_logo_is_refused(content: bytes | str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        house(settings(tmp_path, content))
    assert said in refused.value.found


def test_a_logo_needs_words_and_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="without the name of the institution"):
        house(settings(tmp_path, SVG, institution=""))
    with pytest.raises(SettingsError, match="cannot be read"):
        house(ReportSettings(institution="A", logo=tmp_path / "none.png"))


def test_the_institution_stands_on_page_1_and_its_words_are_added(
    make_findings: Callable[..., Findings], tmp_path: Path
) -> None:
    keys = settings(tmp_path, SVG, contact="desk@example.org", disclaimer="Ask <us> first.")
    plain = make_findings()
    findings = dataclasses.replace(plain, settings=plain.settings.model_copy(update={"report": keys}))
    html = render_html(build_report(findings))
    opening = html.partition('<header class="opening">')[2].partition("</header>")[0]
    assert 'alt="A &amp; B Clinic" src="data:image/svg+xml;base64,' in opening
    assert "desk@example.org" in opening
    assert "Ask &lt;us&gt; first." in opening
    limits = html.partition('id="limits"')[2].partition("</section>")[0]
    assert limits.index("Research use only") < limits.index("Ask &lt;us&gt; first.")
    assert "For research. Not for treatment decisions." in html
    assert "A & B Clinic" in build_patients(findings).running
    assert 'class="institution"' not in render_html(build_report(plain))
