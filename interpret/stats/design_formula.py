"""From a formula such as `~ group + batch` and the sample sheet to the design of the linear model."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from formulaic import Formula
from formulaic.errors import FormulaicError

from interpret.contracts import FloatArray, IntArray
from interpret.data.cohort import Cohort
from interpret.data.wording import count, did_you_mean, some
from interpret.errors import AnalysisError, SettingsError
from interpret.stats.design import Design, Kind, paired, two_groups

GROUP = "group"
# A formula may come with somebody else's study file, and formulaic would run any Python in it: only these are allowed.
_CALL = re.compile(
    r"(?P<name>C|log|log2|log10|sqrt|center|scale|poly|bs|cr)\((?P<column>[A-Za-z_][\w.]*|`[^`]+`)"
    r"(, *(df|degree) *= *\d+|, *\d+)*\)"
)
_WANTED = "a formula such as '~ group + batch', where group stands for the class and other words are columns"
# Shares below this are rounding when a column is written as a combination of others.
NOTHING = 1e-8


def make_design(
    cohort: Cohort, formula: str = "~ group", pair: IntArray | None = None, outcome: str = "", *, drop: bool = False
) -> Design:
    """Return the design that `formula` asks for.

    Parameters
    ----------
    cohort
        The `n` samples, at most one of a person in each class.
    formula
        `group` stands for the class; other words are columns of the sample sheet: text gives one column a category,
        a number stays a number unless it stands in `C(...)`. `log`, `log2`, `log10`, `sqrt`, `center`, `scale`,
        `poly`, `bs` and `cr` of one column may be used, interactions of covariates too.
    pair
        `(n,)` number of the person, each with one sample of each class; None where samples are independent. Every
        person then gets a column, so that the effect is the one within persons.
    outcome
        Name of the outcome column: it may be used in place of `group`.
    drop
        Leave out columns that others make redundant instead of refusing them.

    Raises
    ------
    SettingsError
        Not a formula, an unknown column, no class in it, or an interaction with the class.
    AnalysisError
        A covariate is missing for a sample, or the effect of the class cannot be told from the other columns (those
        are named), or nothing is left to estimate the variance from.
    """
    if formula.replace(" ", "") == f"~{GROUP}":  # also where the sheet has a column of that name
        return _estimable(two_groups(cohort.positive) if pair is None else paired(cohort.positive, pair), drop=drop)
    matrix, categories = _nuisance(cohort, formula, outcome)
    if matrix.shape[1] == 1:
        design = two_groups(cohort.positive) if pair is None else paired(cohort.positive, pair)
    else:
        kind: Kind = "strata" if categories and pair is None else "covariates"
        persons = two_groups(cohort.positive) if pair is None else paired(cohort.positive, pair)
        nuisance = np.column_stack([persons.nuisance, matrix.to_numpy(dtype=np.float64)[:, 1:]])
        strata = np.zeros(cohort.n, dtype=np.int64)
        if kind == "strata":
            strata = np.unique(nuisance, axis=0, return_inverse=True)[1].ravel().astype(np.int64)
        columns = (*persons.columns, *matrix.columns[1:])
        design = Design(cohort.positive, nuisance, columns, kind, strata, formula.strip())
    return _estimable(design, drop=drop)


def _nuisance(cohort: Cohort, formula: str, outcome: str) -> tuple[pd.DataFrame, bool]:
    """Return the columns other than the class, intercept first, and whether all of them come from categories."""
    classes = {GROUP} | ({outcome} if outcome else set())
    sheet = cohort.covariates
    if GROUP in sheet.columns:
        raise SettingsError(
            f"the sample sheet has a column {GROUP!r}, which in a formula stands for the class",
            where=f"the design {formula!r}",
            remedy=f"rename the column {GROUP!r} of the sample sheet",
        )
    parsed = _parsed(formula)
    used = _checked_columns(parsed, classes, list(sheet.columns), formula)
    _refuse_gaps(sheet, used)
    data = sheet[used].assign(**dict.fromkeys(classes, cohort.positive.astype(np.float64)))
    try:
        with np.errstate(all="ignore"):  # a logarithm of nothing is refused just below, with its column named
            matrix = parsed.get_model_matrix(data, context={}, na_action="raise")
    except (FormulaicError, ValueError) as error:
        raise SettingsError(f"the design {formula!r} cannot be built: {_plain(error)}", wanted=_WANTED) from error
    others = [name for name in matrix.columns if name not in classes]
    factors = {name: kind for name, (kind, _) in matrix.model_spec.encoder_state.items() if name not in classes}
    # a number of two values is a category too
    categories = all(
        str(kind).endswith("CATEGORICAL") or (name in data and data[name].nunique() <= 2)  # noqa: PLR2004
        for name, kind in factors.items()
    )
    return pd.DataFrame(matrix)[others], bool(factors) and categories


def _parsed(formula: str) -> Formula:
    try:
        parsed = Formula(formula)
    except (FormulaicError, SyntaxError) as error:
        raise SettingsError(
            f"{formula!r} is not a formula: {_plain(error)}", wanted=_WANTED, remedy="correct --design"
        ) from error
    if hasattr(parsed, "rhs"):
        raise SettingsError(
            f"the design {formula!r} has a left side", wanted=_WANTED, remedy="begin the formula with ~"
        )
    return parsed


def _checked_columns(parsed: Formula, classes: set[str], columns: list[str], formula: str) -> list[str]:
    """Return the columns of the sample sheet that the formula uses, after every check of its terms."""
    used: list[str] = []
    lone = False
    for term in parsed:
        named = [_column(factor.expr, columns, classes, formula) for factor in term.factors if factor.expr != "1"]
        if classes.intersection(named):
            if len(named) > 1 or term.factors[0].expr not in classes:
                raise SettingsError(
                    f"the class stands in the term {term} of the design {formula!r}",
                    wanted="the class as a term of its own, so that every gene has one effect",
                    remedy="leave the interaction or the function out",
                )
            lone = True
        used += [name for name in named if name not in classes]
    if not lone:
        raise SettingsError(
            f"the design {formula!r} does not hold the class", wanted=_WANTED, remedy="add the word group"
        )
    if not any(str(term) == "1" for term in parsed):
        raise SettingsError(
            f"the design {formula!r} has no intercept", wanted=_WANTED, remedy="leave out 0 and -1 from the formula"
        )
    return list(dict.fromkeys(used))


def _column(expression: str, columns: list[str], classes: set[str], formula: str) -> str:
    """Return the one column that a factor of the formula speaks of."""
    name = expression
    if expression not in columns and expression not in classes and "(" in expression:
        call = _CALL.fullmatch(expression)
        if call is None:
            raise SettingsError(
                f"{expression!r} in the design {formula!r} is not allowed",
                wanted="columns, and C, log, log2, log10, sqrt, center, scale, poly, bs or cr of one column",
                remedy="put what you want to adjust for into a column of the sample sheet",
            )
        name = call["column"].strip("`")
    if name not in columns and name not in classes:
        raise SettingsError(
            f"the design {formula!r} speaks of {name!r}, and there is no such column",
            wanted=f"group for the class, or columns of the sample sheet: {some(columns, 40) or 'there are none'}",
            remedy=did_you_mean(name, [*columns, GROUP], "correct --design, or name the sheet with --samples"),
        )
    return name


def _refuse_gaps(sheet: pd.DataFrame, used: Sequence[str]) -> None:
    faults = [
        f"{column}: {some([str(name) for name in sheet.index[sheet[column].isna()]])}"
        for column in used
        if sheet[column].isna().any()
    ]
    if faults:
        raise AnalysisError(
            f"{count(len(faults), 'covariate')} of the design without a value for some samples",
            where="; ".join(faults),
            wanted="a value for every sample",
            remedy="fill in the values, leave these samples out, or leave the covariate out of the design",
        )


def _estimable(design: Design, *, drop: bool) -> Design:
    """Return the design with columns of full rank, from which the class can be told.

    Refused are a class that is a combination of other columns and, unless `drop`, columns that are combinations of
    those before them.
    """
    kept: list[int] = []
    for j in range(design.nuisance.shape[1]):
        parts = _combination(design.nuisance[:, kept], design.nuisance[:, j])
        if parts is None:
            kept.append(j)
        elif not drop:
            _refuse(design, design.columns[j], [design.columns[kept[i]] for i in np.flatnonzero(parts)])
    nuisance = design.nuisance[:, kept]
    names = tuple(design.columns[j] for j in kept)
    parts = _combination(nuisance, design.positive.astype(np.float64))
    if parts is not None:
        _refuse(design, "the class", [names[i] for i in np.flatnonzero(parts)])
    reduced = Design(design.positive, nuisance, names, design.kind, design.strata, design.formula)
    if reduced.residual_df < 1:
        raise AnalysisError(
            f"the design {design.formula!r} has {len(names) + 1} columns for {design.n} samples",
            wanted="more samples than columns: the variance is estimated from what is left",
            remedy="adjust for fewer covariates",
        )
    return reduced


def _combination(columns: FloatArray, target: FloatArray) -> FloatArray | None:
    """Return which columns add up to `target` (bool-like `(k,)`), or None where they do not."""
    if not columns.shape[1]:
        return None
    weights, *_ = np.linalg.lstsq(columns, target, rcond=None)
    rest = target - columns @ weights
    if float(np.abs(rest).max()) > NOTHING * max(1.0, float(np.abs(target).max())):
        return None
    size = np.abs(weights) * np.abs(columns).max(axis=0)
    return np.asarray(size > NOTHING * max(1.0, float(size.max())), dtype=np.float64)


def _refuse(design: Design, what: str, others: list[str]) -> None:
    listed = some([name for name in others if name != "intercept"] or others, 8)
    raise AnalysisError(
        f"the design {design.formula!r} cannot be estimated: {what} is a combination of {listed}",
        where="the sample sheet",
        wanted="columns of which none can be computed from the others, in these samples",
        remedy="leave one of these columns out of --design; what is aliased with the class cannot be adjusted for",
    )


def _plain(error: Exception) -> str:
    """Return the first line of a message of formulaic, without the marks it colours a terminal with."""
    lines = [re.sub(r"\x1b\[[0-9;]*m|[⧛⧚]", "", line).strip() for line in str(error).splitlines()]
    return next((line for line in lines if line), type(error).__name__)
