"""One list of works, each cited from the text by its number, and everything that is known of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from report.test_sections import marked_texts, texts

from interpret.report.bibliography import BIBLIOGRAPHY
from interpret.report.blocks import Listing, Prose, Report, Section
from interpret.report.build import build_report
from interpret.report.findings import Findings
from interpret.report.inline import bare, cited, split
from interpret.report.references import ANCHOR, entry, referenced

PACKAGE = Path(__file__).parents[2] / "interpret"


@pytest.fixture(scope="module")
def report(findings: Findings) -> Report:
    return build_report(findings)


# the parts of an identifier that tell of the work, and what its entry has to hold
PARTS = (
    (r"doi:10\.1038/(\d{3})(533)a0", r" {0}:{1}-"),
    (r"doi:10\.1073/pnas\.(95)\.25\.(14863)", r" {0}:{1}-"),
    (r"doi:10\.1080/\d{8}\.(\d{4})\.", r"\({0}\)"),
    (r"doi:10\.1093/biomet/(\d+)\.[\d-]+\.(\d+)$", r"Biometrika {0}:{1}-"),
    (r"doi:10\.1109/(ICPR)\.(\d{4})\.", r"\({1}\).* {0} "),
    (r"doi:10\.1109/TIT\.(\d{4})\.", r"\({0}\)"),
    (r"doi:10\.1111/j\.1467-9868\.(\d{4})\.", r"J R Stat Soc B"),
    (r"doi:10\.1111/j\.2517-6161\.(\d{4})\.", r"\({0}\).*J R Stat Soc B"),
    (r"doi:10\.1126/science\.(\d+)\.\d+\.(\d+)", r"Science {0}:{1}-"),
    (r"doi:10\.1136/bmj\.(\d+)\.\d+\.(\d+)", r"BMJ {0}:{1}\."),
    (r"doi:10\.1148/radiology\.(143)\.", r"Radiology {0}:"),
    (r"doi:10\.1175/1520-0493\((\d{4})\)0(\d\d)<000(\d)", r"\({0}\).* {1}:{2}-"),
    (r"doi:10\.1186/1471-2105-(\d+)-(\d+)", r"BMC Bioinformatics {0}:{1}\."),
    (r"doi:10\.1186/gb-(\d{4})-(\d+)-\d+-r(\d+)", r"\({0}\).*Genome Biol {1}:R{2}\."),
    (r"doi:10\.18637/jss\.v0(\d+)\.i", r"J Stat Softw {0}:"),
    (r"doi:10\.3102/1076998600(6)002(107)", r"J Educ Stat {0}:{1}-"),
)


def sources() -> Iterator[Path]:
    """Yield the files of the package that cite."""
    return (path for path in PACKAGE.rglob("*.py") if path.parent.name != "bibliography")


def works(path: Path) -> Iterator[str]:
    """Yield what the texts of a file cite, its docstrings aside: these are not printed."""
    tree = ast.parse(path.read_text())
    unprinted = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unprinted:
            for found in re.findall(r"doi:10\.\d{4,9}/[^\s;,\"]*[^\s;,.\"](?:;2\b)?|arXiv:\d{4}\.\d{4,5}", node.value):
                yield found.removesuffix(")") if found.count(")") > found.count("(") else found


def listed(report: Report) -> tuple[str, ...]:
    [section] = [each for each in report.sections if each.anchor == ANCHOR]
    [listing] = [block for block in section.blocks if isinstance(block, Listing)]
    return listing.entries


def numbers(report: Report) -> Iterator[str]:
    for section in report.sections:
        for text in marked_texts(section.blocks):
            yield from (number for _, what in split(text) if (number := cited(what)))


def test_every_work_is_cited_and_every_citation_listed_in_order(report: Report) -> None:
    seen = list(dict.fromkeys(numbers(report)))
    assert seen == [str(n) for n in range(1, len(listed(report)) + 1)]
    assert len(seen) > 30


def test_no_identifier_is_left_in_the_text(report: Report) -> None:
    for section in report.sections:
        if section.anchor != ANCHOR:
            assert not [text for text in texts(section.blocks) if re.search(r"doi:|arXiv:", text)]


@pytest.mark.parametrize("variant", [{}, {"design": "pairs", "sizes": (19, 19)}, {"design": "covariates"}])
def test_of_every_work_more_than_its_identifier_is_known(
    variant: dict[str, object], make_findings: Callable[..., Findings]
) -> None:
    for said in listed(build_report(make_findings(**variant))):
        assert re.fullmatch(r".+ \((?:19|20)\d\d\b.*\) .+\. (?:doi:10\.\S+|arXiv:\S+)", said), said


def test_no_work_is_known_that_no_sentence_of_the_package_cites() -> None:
    code = "".join(path.read_text() for path in sources())
    assert [work for work in BIBLIOGRAPHY if work not in code] == []


def test_every_work_that_a_text_of_the_package_cites_is_known() -> None:
    unknown = {(path.name, work) for path in sources() for work in works(path) if work not in BIBLIOGRAPHY}
    assert unknown == set()


def test_no_work_is_known_twice_under_two_identifiers() -> None:
    said = list(BIBLIOGRAPHY.values())
    assert len(set(said)) == len(said)


def test_what_an_identifier_tells_of_a_work_is_what_its_entry_says() -> None:
    """An identifier often holds year, volume or first page: where it does, the entry says the same."""
    faults = []
    for work, said in BIBLIOGRAPHY.items():
        for pattern, wanted in PARTS:
            if (found := re.match(pattern, work)) and not re.search(wanted.format(*found.groups()), said):
                faults.append((work, said))
    assert faults == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smyth 2004, doi:10.2202/1544-6115.1027.", "Smyth 2004 [1]."),
        ("A test (Welch 1947, doi:10.1093/biomet/34.1-2.28), two-sided.", "A test (Welch 1947 [1]), two-sided."),
        ("Hanley and McNeil 1982 (doi:10.1148/radiology.143.1.7063747), then", "Hanley and McNeil 1982 [1], then"),
        ("Matthews 1975, doi:10.1016/0005-2795(75)90109-9;", "Matthews 1975 [1];"),
        ("(Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2)", "(Brier 1950 [1])"),
        ("arXiv:1705.07874; doi:10.1/x and arXiv:1705.07874", " [1]; doi:10.1/x and [1]"),
    ],
)
def test_an_identifier_gives_way_to_a_number(text: str, expected: str) -> None:
    [section, _] = referenced([Section("s", "S", (Prose((text,)),))])
    [prose] = section.blocks
    assert isinstance(prose, Prose)
    assert bare(prose.paragraphs[0]) == expected


def test_nothing_cited_is_no_list() -> None:
    section = Section("s", "S", (Prose(("Nothing.",)),))
    assert referenced([section]) == (section,)
    assert entry("doi:10.1234/unknown") == "doi:10.1234/unknown"
