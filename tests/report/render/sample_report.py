"""A made-up report with every kind of block, long words, odd names and a hundred-row table. No number in it is real."""
# ruff: noqa: RUF001  real reports hold typographic signs

from __future__ import annotations

from interpret.report.blocks import (
    Bullets,
    Callout,
    Columns,
    Fact,
    Facts,
    Figure,
    Prose,
    Report,
    Section,
    Table,
    TableColumn,
)

BLUE, RED, INK, GREY = "#1f5f8b", "#b04a2f", "#16232e", "#55636f"
FAMILY = "'Inter Report','DejaVu Sans',sans-serif"
ODD_NAME = "<script>alert('x')</script> & Söhne"
LONG_NAME = "GB DEF = T-cell receptor alpha-chain mRNA, V-J-C region, clone HAVP_0815_extraordinarily_long_identifier"
SYMBOLS = "− × ≤ ≥ → · – — ′ “ ” ² ³ ⁰¹⁴⁵⁶⁷⁸⁹ ₀₁₂₃₄₅₆₇₈₉ α λ π Δ ≈ ± ∞ √ 10⁻⁷"


def _svg(width: float, height: float, body: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{FAMILY}">'
    return f"{head}{body}</svg>"


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: float = 8, weight: int = 400) -> str:
    look = f'font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{INK}"'
    return f'<text x="{x}" y="{y}" {look}>{text}</text>'


def patients_svg() -> str:
    """Return one mark a patient: wrong calls hollow with a cross."""
    marks = [_text(0, 9, "ALL: 46 of 47 called correctly", size=8.6, weight=600)]
    marks += [_mark(i, 22, BLUE, wrong=i == 46) for i in range(47)]
    marks.append(_text(0, 82, "AML: 23 of 25 called correctly", size=8.6, weight=600))
    marks += [_mark(i, 95, RED, wrong=i >= 23) for i in range(25)]
    return _svg(238, 118, "".join(marks))


def _mark(index: int, top: float, colour: str, *, wrong: bool) -> str:
    x, y = 6 + 14.8 * (index % 16), top + 15 * (index // 16)
    if not wrong:
        return f'<circle cx="{x:g}" cy="{y:g}" r="4.9" fill="{colour}"/>'
    cross = f'<path d="M{x - 2:g} {y - 2:g}l4 4m0 -4l-4 4" stroke="{INK}" stroke-width="1.5" fill="none"/>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="4.4" fill="#fff" stroke="{colour}" stroke-width="1.3"/>{cross}'


def scatter_svg(width: float, height: float, count: int = 300) -> str:
    """Return points in a clip path named as every other drawing names it."""
    dots = "".join(
        f"M{20 + (37 * i * i + 11 * i) % (width - 30):g} {8 + (53 * i * i + 7 * i) % (height - 34):g}h0"
        for i in range(count)
    )
    ticks = "".join(
        _text(20 + share * (width - 30), height - 14, f"{share:.0%}", anchor="middle")
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    return _svg(
        width,
        height,
        f'<defs><clipPath id="clip"><rect x="16" y="4" width="{width - 22}" height="{height - 30}"/></clipPath></defs>'
        f'<line x1="20" x2="{width - 10}" y1="{height - 24}" y2="{height - 24}" stroke="{GREY}" stroke-width=".7"/>'
        f'<path d="{dots}" stroke="{BLUE}" stroke-width="3" stroke-linecap="round" clip-path="url(#clip)"/>{ticks}'
        + _text(width / 2, height - 2, "Predicted chance of AML", anchor="middle"),
    )


def _front() -> Section:
    return Section(
        "summary",
        "Summary",
        (
            Facts(
                (
                    Fact("96% correct", "69 of 72 patients; the true rate is plausibly 88% to 99%"),
                    Fact("3 wrong calls", "1 ALL patient called AML\n2 AML patients called ALL"),
                    Fact("1,043 genes", "of 7,129 differ between ALL and AML, at a 5% false discovery rate"),
                )
            ),
            Columns(
                Figure(
                    "Every patient’s call",
                    patients_svg(),
                    "One mark per patient. Hollow with a cross: wrong call.",
                    "Icon array of 72 patients. ALL: 46 of 47 called correctly. AML: 23 of 25 called correctly.",
                ),
                Figure(
                    "How sure the model was",
                    scatter_svg(238, 118),
                    "Grey band: too close to rely on. Hollow: wrong call.",
                    "Predicted chance of AML for each patient; five patients lie near 50 percent.",
                ),
            ),
            Columns(
                Bullets(
                    "What this means",
                    (
                        "The two leukaemias differ strongly and consistently in gene activity.",
                        "A call of 90% or more was right in all 38 patients who received one.",
                        "The genes that drive the calls are known blood-cell genes.",
                    ),
                    boxed=True,
                ),
                Bullets(
                    "What it does not mean",
                    (
                        "It does not replace morphology, flow cytometry or cytogenetics.",
                        "It says nothing about treatment response or survival.",
                        "72 patients from one study cannot show how it performs elsewhere.",
                    ),
                    boxed=True,
                ),
            ),
            suspects(),
            Prose(("Evidence starts on page 3. All gene results are attached (genes.csv).",)),
        ),
    )


def suspects() -> Table:
    """Return the table of page 1."""
    columns = (
        TableColumn("Patient", width="13%"),
        TableColumn("Diagnosis", width="17%"),
        TableColumn("Model’s call", width="16%"),
        TableColumn("Chance of AML", align="right", width="18%"),
        TableColumn("Outcome", width="24%"),
        TableColumn("Set", align="right", width="12%"),
    )
    rows = (
        ("P-19", "ALL", "AML", "63%", "Wrong call", "training"),
        ("P-54", "AML", "ALL", "31%", "Wrong call", "training"),
        ("P-60", "AML", "ALL", "44%", "Wrong call", "training"),
        ("P-66", "AML", "AML", "58%", "Correct but unsure", "independent"),
        ("P-31", "ALL", "ALL", "41%", "Correct but unsure", "independent"),
    )
    return Table("Patients to look at again", columns, rows)


def gene_table(rows: int = 100) -> Table:
    """Return a long table of nine columns, gene symbols in italics."""
    columns = (
        TableColumn("Probe"),
        TableColumn("Symbol", italic=True),
        TableColumn("Description"),
        TableColumn("Mean ALL", align="right"),
        TableColumn("Mean AML", align="right"),
        TableColumn("log₂ fold change", align="right"),
        TableColumn("95% interval", align="right"),
        TableColumn("p", align="right"),
        TableColumn("q", align="right"),
    )
    names = ("Zyxin", "Leptin receptor", LONG_NAME, "Fumarylacetoacetate", ODD_NAME, "CD33 antigen (differentiation)")
    return Table(
        "Genes that differ most",
        columns,
        tuple(
            (
                f"X{95735 + 13 * i}_at",
                f"GENE{i}",
                names[i % len(names)],
                f"{8 + i / 40:.2f}",
                f"{11 - i / 50:.2f}",
                f"−{3 - i / 60:.2f}",
                f"−{3.6 - i / 60:.2f} to −{2.4 - i / 60:.2f}",
                f"{1 + i / 10:.1f} × 10⁻⁷",
                f"{1 + i / 9:.1f} × 10⁻⁴",
            )
            for i in range(rows)
        ),
        note="Moderated t on 38 training patients. Effect: mean of AML minus mean of ALL, log₂ scale.",
    )


def _sections() -> tuple[Section, ...]:
    text = (
        "Patients were measured on one array each. Values were clamped to 100–16,000, then taken as log₂.",
        f"Symbols that occur: {SYMBOLS}.",
    )
    full = Figure(
        "Volcano plot of every gene tested",
        scatter_svg(499, 240, 800),
        "Each point is a gene: to the right, higher in AML; above the dashed line, q ≤ 0.05.",
        "Scatter of 3,031 genes; 561 lie above the line.",
    )
    half = Figure(
        "p-values of all genes", scatter_svg(238, 150), "A flat part to the right is as it should be.", "Histogram."
    )
    wide = Table(
        "Models compared",
        tuple(
            TableColumn(heading, align="left" if i == 0 else "right") for i, heading in enumerate(("Model", *MEASURES))
        ),
        tuple(
            (name, *(f"0.9{i}" for i in range(len(MEASURES))))
            for name in ("Sparse logistic regression", "Random forest", ODD_NAME)
        ),
        wide=True,
    )
    parameters = Table(
        "Every parameter",
        (TableColumn("Setting", width="34%"), TableColumn("Value")),
        tuple(
            (f"preparation.filter.parameter_{i}", "0.0625; learnt on the training patients of each fold")
            for i in range(24)
        ),
    )
    return (
        Section(
            "cohort",
            "Cohort and quality",
            (Prose(text), Facts((Fact("38", "training patients"), Fact("34", "independent"))), half),
            page=True,
        ),
        Section(
            "genes",
            "Differential expression",
            (
                Prose(text),
                Callout(
                    "Centre and class cannot be told apart.",
                    "All ALL patients come from one centre and all AML from another.",
                ),
                full,
                Columns(half, half),
                gene_table(),
            ),
            page=True,
        ),
        Section("models", "Models", (Prose(text), wide, Columns(half, half)), page=True),
        Section(
            "patients",
            "Patients to look at again: a title that is long enough to need a second line in print",
            (suspects(),),
        ),
        Section(
            "limits",
            "Limits and cautions",
            (
                Bullets("Not shown", ("That it works elsewhere.", "That it changes treatment.")),
                Callout("These patients were not blind.", "Published since 1999.", tone="note"),
            ),
        ),
        Section("methods", "Methods", (Prose(text * 3), parameters), page=True),
    )


MEASURES = (
    "Right",
    "Sensitivity",
    "Specificity",
    "Brier score",
    "Log loss",
    "AUC within pairs",
    "Calibration slope",
    "Called",
    "Right of called",
)


def sample_report(mark: str = "SIMULATED") -> Report:
    """Return the whole sample."""
    return Report(
        title="Leukaemia gene-expression study",
        kind_line="Gene-expression study: ALL or AML?",
        headline="Gene activity told ALL from AML in 69 of 72 patients",
        lede="Each patient was left out in turn and called by a model that had never seen them. Three calls were "
        "wrong, and two more were too close to be relied on. The result has not been tested in patients "
        "from another hospital.",
        badge="For research. Not for treatment decisions.",
        mark=mark,
        running="Leukaemia gene-expression study · report 2026-11-22 · made-up numbers",
        sections=(_front(), *_sections()),
        author="A. Biostatistician",
        date="2026-11-22",
        attachments=("genes.csv", "study.json"),
    )


def small_report() -> Report:
    """Return the front page and one more section: enough for every rule of the PDF standards, and quick."""
    sections = _sections()
    genes = Section(
        "genes",
        "Differential expression",
        (*sections[1].blocks[:4], gene_table(80), *sections[2].blocks[1:2], *sections[4].blocks, *sections[0].blocks),
        page=True,
    )
    report = sample_report()
    return Report(**{**vars(report), "sections": (_front(), genes, sections[3])})


def patient_pages(count: int = 3) -> Report:
    """Return one page a patient, without a headline."""
    pages = tuple(
        Section(
            f"patient-{i}",
            f"Patient P-{i}",
            (
                Facts(
                    (
                        Fact("AML", "model’s call"),
                        Fact("63%", "chance of AML"),
                        Fact("ALL", "diagnosis in the sample sheet"),
                    )
                ),
                Columns(
                    Figure(
                        "Where this patient stands",
                        scatter_svg(238, 150),
                        "All patients; this one is ringed.",
                        "Scatter.",
                    ),
                    Figure(
                        "Genes behind the call", scatter_svg(238, 150), "Bars to the right speak for AML.", "Waterfall."
                    ),
                ),
                Table(
                    "Genes that weighed most",
                    (
                        TableColumn("Gene", italic=True, width="16%"),
                        TableColumn("Description", width="44%"),
                        TableColumn("Expression", align="right", width="20%"),
                        TableColumn("Weight", align="right", width="20%"),
                    ),
                    tuple((f"GENE{j}", LONG_NAME if j == 3 else "Zyxin", f"{9 + j}.21", f"+0.{j}1") for j in range(8)),
                ),
                Callout(
                    "The model never saw this patient.",
                    "Its call comes from a model fitted to the others.",
                    tone="note",
                ),
            ),
            page=True,
        )
        for i in range(1, count + 1)
    )
    report = sample_report()
    return Report(
        **{**vars(report), "kind_line": "Patient pages: ALL or AML?", "headline": "", "lede": "", "sections": pages}
    )
