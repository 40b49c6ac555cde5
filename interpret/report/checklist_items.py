"""The items of two checklists in our words, each with the sections of the report that answer it.

TRIPOD+AI: Collins et al. 2024, doi:10.1136/bmj-2023-078378. REMARK: McShane et al. 2005, doi:10.1093/jnci/dji237, and
Altman et al. 2012, doi:10.1371/journal.pmed.1001216.
"""

from __future__ import annotations

from dataclasses import dataclass

from interpret.report.findings import Findings

_OUTCOME = "the class is as in the files"


@dataclass(frozen=True)
class Item:
    """An item: what it asks for, the sections that answer it (none: the authors must), and what else is to be said."""

    number: str
    asks: str
    places: tuple[str, ...] = ()
    remark: str = ""


def tripod_items(findings: Findings) -> tuple[Item, ...]:
    """Return the 27 items of TRIPOD+AI with their parts."""
    apart = bool(findings.counts.n_independent)
    sheet = not findings.covariates.empty
    return (
        Item("1", "Title: kind of study, population, outcome", ("cohort",), "The title: the authors."),
        Item("2", "Abstract by its own checklist", (), "page 1 is no such abstract"),
        Item("3a", "Health-care context, rationale, existing models"),
        Item("3b", "Target population, purpose and users in the care pathway", (), "page 1 says what it is not for"),
        Item("3c", "Known inequalities in health between groups"),
        Item("4", "Objectives: development, evaluation, or both", ("cohort", "methods")),
        Item("5a", "Sources of the data, and how representative", (), "only the files are known"),
        Item("5b", "Dates of recruitment and follow-up"),
        Item("6a", "Setting, number and place of centres", ("cohort",) if sheet else (), _sheet(sheet)),
        Item("6b", "Who was eligible"),
        Item("6c", "Treatments received, and how they were handled"),
        Item("7", "Preparation and quality checks of the data", ("quality", "methods")),
        Item("8a", "Outcome: definition, time, how assessed", (), _OUTCOME),
        Item("8b", "Who assessed an outcome that needs judgement"),
        Item("8c", "Outcome assessed without knowledge of the predictors"),
        Item("9a", "Choice of the first predictors, before modelling", ("cohort", "methods")),
        Item("9b", "Predictors: definition, how measured, blinding", (), "the methods describe the values"),
        Item("9c", "Who assessed predictors that need judgement", ("cohort",), "It is measured, not judged."),
        Item("10", "Sample size and why", (), "see Checks of the gene list"),
        Item("11", "Missing data", ("cohort", "methods")),
        Item("12a", "How the data were used; how they were divided", ("cohort", "models")),
        Item("12b", "How predictors were handled", ("methods",)),
        Item("12c", "Kind of model, building, tuning, internal validation", ("methods",)),
        Item(
            "12d",
            "Differences between clusters such as centres",
            ("identifiability",) if sheet else (),
            _sheet(sheet),
        ),
        Item("12e", "Measures and plots of performance; comparison of models", ("methods", "models")),
        Item("12f", "Updating of the model", ("methods",), "No model was updated after it was judged."),
        Item("12g", "How predictions were made for the evaluation", ("models", "methods")),
        Item("13", "Imbalance of the classes", ("methods", "limits"), _imbalance(findings)),
        Item("14", "Fairness between groups", (), "no model was adjusted for it"),
        Item("15", "Output of the model; how calls are made", ("models",)),
        Item(
            "16",
            "Differences between development and evaluation data",
            ("independent",) if apart else (),
            "" if apart else "there is no independent set",
        ),
        Item("17", "Ethical approval and consent"),
        Item("18a", "Funding"),
        Item("18b", "Conflicts of interest"),
        Item("18c", "Protocol"),
        Item("18d", "Registration"),
        Item("18e", "Where the data can be had", (), "see Files, settings and versions"),
        Item("18f", "Where the code can be had", ("provenance",), "Package and versions."),
        Item("19", "Involvement of patients and the public"),
        Item("20a", "Flow of participants", ("cohort",), "From the files on."),
        Item("20b", "Characteristics of the participants", ("cohort",) if sheet else (), _sheet(sheet)),
        Item(
            "20c",
            "Predictors in development and evaluation data",
            ("independent",) if apart else (),
            "" if apart else "there is no independent set",
        ),
        Item("21", "Participants and outcomes in each analysis", ("cohort", "models")),
        Item("22", "The full model, so that others can use it", ("selection",), "Files of the models: folder models."),
        Item("23a", "Performance with intervals", ("models", "panel")),
        Item("23b", "Performance across clusters", ("identifiability",) if sheet else (), _sheet(sheet)),
        Item("24", "Results of updating", ("methods",), "No model was updated."),
        Item("25", "Interpretation, also of fairness, and earlier studies", (), "the report gives no discussion"),
        Item("26", "Limits", ("limits",)),
        Item("27a", "Poor or missing input when the model is used", (), "the model is not meant to be used"),
        Item("27b", "What users must do and know", (), "the model is not meant to be used"),
        Item("27c", "Next steps, and where results may apply"),
    )


def remark_items(findings: Findings) -> tuple[Item, ...]:
    """Return the 20 items of REMARK."""
    sheet = not findings.covariates.empty
    return (
        Item(
            "1",
            "Markers, objectives, hypotheses fixed beforehand",
            ("found",),
            "Hypotheses: the authors.",
        ),
        Item("2", "Patients: disease, source, who was included", ("cohort",) if sheet else (), _sheet(sheet)),
        Item("3", "Treatments and how they were chosen"),
        Item("4", "Material, its preservation and storage"),
        Item(
            "5",
            "Assay: protocol, quality control, blinding",
            ("quality",),
            "The rest: the authors.",
        ),
        Item("6", "How cases were selected; period and follow-up"),
        Item("7", "End points", (), _OUTCOME),
        Item("8", "All variables looked at", ("cohort", "genes")),
        Item("9", "Sample size and why", (), "see Checks of the gene list"),
        Item("10", "Statistical methods, choice of variables, missing values", ("methods",)),
        Item(
            "11",
            "How marker values were handled; cut points",
            ("methods",),
            "No cut points but those that trees choose.",
        ),
        Item("12", "Flow of patients, numbers in each group", ("cohort",)),
        Item("13", "Basic characteristics and markers, missing values", ("cohort",) if sheet else (), _sheet(sheet)),
        Item("14", "How markers relate to standard variables", (), _related(sheet)),
        Item("15", "Each marker alone against the outcome", ("genes",)),
        Item(
            "16",
            "Several markers together, effects with intervals",
            ("selection", "explanations"),
            "A model's coefficients have no intervals.",
        ),
        Item("17", "Markers beside the standard variables", *_adjusted(findings)),
        Item("18", "Further checks: assumptions, sensitivity, validation", ("checks", "trust", "questions")),
        Item("19", "Interpretation and limits", ("limits",), "The rest: the authors."),
        Item("20", "What follows for research and care"),
    )


def _sheet(sheet: bool) -> str:  # noqa: FBT001  whether there is a sample sheet
    return "As far as the sample sheet tells." if sheet else "there was no sample sheet"


def _related(sheet: bool) -> str:  # noqa: FBT001  whether there is a sample sheet
    return "the sample sheet is held against the classes, not the genes" if sheet else "there was no sample sheet"


def _imbalance(findings: Findings) -> str:
    weighted = findings.settings.models.sparse.class_weight == "balanced"
    return f"Nothing was resampled{'; the sparse model weighs both classes alike' if weighted else ''}."


def _adjusted(findings: Findings) -> tuple[tuple[str, ...], str]:
    if findings.design.kind == "groups":
        return (), "nothing was adjusted for"
    return ("genes",), "The tests of the genes; the models are not adjusted."
