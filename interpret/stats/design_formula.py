"""From a formula such as `~ group + batch` and the sample sheet to the design of the linear model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from formulaic import Formula
from formulaic.errors import FormulaicError

from interpret.contracts import IntArray
from interpret.data.cohort import Cohort
from interpret.data.wording import count, did_you_mean, some
from interpret.errors import AnalysisError, SettingsError
from interpret.nouns import PERSON, told
from interpret.stats.design import Design, Kind, paired, two_groups
from interpret.stats.estimable import estimable

GROUP = "group"
# A formula may come with somebody else's study file, and formulaic would run any Python in it: only these are allowed.
FUNCTIONS = ("C", "log", "log2", "log10", "sqrt", "center", "scale", "poly", "bs", "cr")
_COLUMN = r"[A-Za-z_][\w.]*"  # a name that a formula takes as it is; others stand in backticks
_CALL = re.compile(
    rf"(?P<name>{'|'.join(FUNCTIONS)})\((?P<column>{_COLUMN}|`[^`]+`)" + r"(, *(df|degree) *= *\d+|, *\d+)*\)"
)
MOST_LABELS = 6  # of a column of numbers: a scale of more steps is rarely a list of batches
# formulaic takes a name with a dot for a column outside of a function, and within one for an attribute
_DOTTED = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(([A-Za-z_]\w*(?:\.\w+)+)")
_QUOTED_FOR_ITS_DOT = re.compile(r"`([A-Za-z_]\w*(?:\.\w+)+)`")
_WANTED = "a formula such as '~ group + batch', where group stands for the class and other words are columns"


@dataclass(frozen=True, eq=False)
class _Nuisance:
    """The columns other than the class, intercept first; whether all of them are categories; columns of one value."""

    matrix: pd.DataFrame
    categories: bool
    constant: tuple[str, ...]


def make_design(
    cohort: Cohort,
    formula: str = "~ group",
    pair: IntArray | None = None,
    *,
    outcome: str = "",
    subject: str = "",
    drop: bool = False,
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
    subject
        Name of the column that names the person: it is no covariate, since `pair` says it already.
    drop
        Leave out columns that have one value or that others make redundant, instead of refusing them; the design
        names them.

    Raises
    ------
    SettingsError
        Not a formula, an unknown column, no class in it, or an interaction with the class.
    AnalysisError
        A covariate is missing for a sample or has one value, or the effect of the class cannot be told from the
        other columns (those are named), or nothing is left to estimate the variance from.
    """
    if formula.replace(" ", "") == f"~{GROUP}":  # also where the sheet has a column of that name
        return estimable(two_groups(cohort.positive) if pair is None else paired(cohort.positive, pair), drop=drop)
    asked = _nuisance(cohort, formula, outcome, subject)
    if asked.constant and not drop:
        raise AnalysisError(
            f"the design {formula!r} adjusts for nothing by {some(asked.constant)}: the same value in all samples",
            where="the sample sheet",
            wanted="columns that differ between the samples",
            remedy="leave them out of --design",
        )
    design = two_groups(cohort.positive) if pair is None else paired(cohort.positive, pair)
    if asked.matrix.shape[1] > 1:
        design = _adjusted(design, asked, formula)
    return estimable(replace(design, dropped=asked.constant), drop=drop)


def _adjusted(base: Design, asked: _Nuisance, formula: str) -> Design:
    """Return the design of groups or pairs with the columns of the formula added."""
    kind: Kind = "strata" if asked.categories and base.person is None else "covariates"
    nuisance = np.column_stack([base.nuisance, asked.matrix.to_numpy(dtype=np.float64)[:, 1:]])
    strata = np.zeros(base.n, dtype=np.int64)
    if kind == "strata":
        strata = np.unique(nuisance, axis=0, return_inverse=True)[1].ravel().astype(np.int64)
    columns = (*base.columns, *(_QUOTED_FOR_ITS_DOT.sub(r"\1", str(name)) for name in asked.matrix.columns[1:]))
    return replace(base, nuisance=nuisance, columns=columns, kind=kind, strata=strata, formula=formula.strip())


def _nuisance(cohort: Cohort, formula: str, outcome: str, subject: str) -> _Nuisance:
    classes = {GROUP} | ({outcome} if outcome else set())
    sheet = cohort.covariates
    if GROUP in sheet.columns:
        raise SettingsError(
            f"the sample sheet has a column {GROUP!r}, which in a formula stands for the class",
            where=f"the design {formula!r}",
            remedy=f"rename the column {GROUP!r} of the sample sheet",
        )
    parsed = _parsed(formula)
    used = _checked_columns(parsed, classes, list(sheet.columns), formula, subject)
    _refuse_gaps(sheet, used)
    data = sheet[used].assign(**dict.fromkeys(classes, cohort.positive.astype(np.float64)))
    try:
        with np.errstate(all="ignore"):  # the logarithm of 0 is refused below, with its column named
            matrix = parsed.get_model_matrix(data, context={}, na_action="raise")
    except (FormulaicError, ValueError) as error:
        raise AnalysisError(f"the design {formula!r} cannot be built: {_plain(error)}", wanted=_WANTED) from error
    finite = np.isfinite(matrix.to_numpy(dtype=np.float64))
    if not finite.all():
        row, column = np.argwhere(~finite)[0]
        raise AnalysisError(
            f"the design {formula!r} has a value that is not finite",
            where=f"column {matrix.columns[column]}, sample {sheet.index[row]}",
            wanted="a finite number for every sample",
            remedy="leave the sample out, or use another function of the column",
        )
    others = [name for name in matrix.columns if name not in classes]
    factors = {name: kind for name, (kind, _) in matrix.model_spec.encoder_state.items() if name not in classes}
    # a number of two values is a category too
    categories = all(
        str(kind).endswith("CATEGORICAL") or (name in data and data[name].nunique() <= 2)  # noqa: PLR2004
        for name, kind in factors.items()
    )
    constant = tuple(name for name in used if len(data[name].unique()) == 1)
    return _Nuisance(pd.DataFrame(matrix)[others], bool(factors) and categories, constant)


def columns_named(formula: str) -> tuple[str, ...]:
    """Return what the formula speaks of, the class among it, whether or not there is such a column.

    Raises
    ------
    SettingsError
        Not a formula.
    """
    names = []
    for term in _parsed(formula):
        for factor in term.factors:
            call = _CALL.fullmatch(factor.expr)
            names.append(call["column"].strip("`") if call else factor.expr)
    return tuple(dict.fromkeys(names))


def in_formula(column: str) -> str:
    """Return the column as a formula names it."""
    return column if re.fullmatch(_COLUMN, column) else f"`{column}`"


def numbers_like_labels(sheet: pd.DataFrame, formula: str) -> tuple[str, ...]:
    """Return the columns that the formula takes as numbers, and that could be the labels of batches or centres.

    That is a column outside of any function with three to `MOST_LABELS` whole numbers, each of two samples or more. Of
    two values a number and a category are the same.
    """
    bare = {factor.expr.strip("`") for term in _parsed(formula) for factor in term.factors}
    return tuple(name for name in sheet.columns if str(name) in bare and _could_be_labels(sheet[name]))


def _could_be_labels(column: pd.Series) -> bool:
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return False
    counted = column.value_counts()
    whole = bool((counted.index == np.round(counted.index)).all())
    return 2 < len(counted) <= MOST_LABELS and whole and bool(counted.min() > 1)  # noqa: PLR2004  said above


def _parsed(formula: str) -> Formula:
    try:
        parsed = Formula(_DOTTED.sub(r"\1(`\2`", formula))
    except (FormulaicError, SyntaxError) as error:
        raise SettingsError(
            f"{formula!r} is not a formula: {_plain(error)}", wanted=_WANTED, remedy="correct --design"
        ) from error
    if hasattr(parsed, "rhs"):
        raise SettingsError(
            f"the design {formula!r} has a left side", wanted=_WANTED, remedy="begin the formula with ~"
        )
    if not all(hasattr(term, "factors") for term in parsed):
        raise SettingsError(
            f"the design {formula!r} has several parts", wanted=_WANTED, remedy="join the terms with +, without |"
        )
    return parsed


def _checked_columns(parsed: Formula, classes: set[str], columns: list[str], formula: str, subject: str) -> list[str]:
    """Return the columns of the sample sheet that the formula uses, after every check of its terms."""
    used: list[str] = []
    lone = False
    for term in parsed:
        named = [
            _column(factor.expr, columns, classes, formula, subject) for factor in term.factors if factor.expr != "1"
        ]
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


def _column(expression: str, columns: list[str], classes: set[str], formula: str, subject: str) -> str:
    """Return the one column that a factor of the formula speaks of."""
    name = expression
    if expression not in columns and expression not in classes and "(" in expression:
        call = _CALL.fullmatch(expression)
        if call is None:
            raise SettingsError(
                f"{expression!r} in the design {formula!r} is not allowed",
                wanted=f"columns, and {', '.join(FUNCTIONS[:-1])} or {FUNCTIONS[-1]} of one column",
                remedy="put what you want to adjust for into a column of the sample sheet",
            )
        name = call["column"].strip("`")
    if subject and name == subject:
        raise SettingsError(
            told(f"the design {formula!r} speaks of {name!r}, which names the {PERSON}s (--subject)"),
            wanted=told(f"columns that differ within a {PERSON}: every {PERSON} has a mean of their own already"),
            remedy=f"leave {name!r} out of --design",
        )
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


def _plain(error: Exception) -> str:
    """Return the first line of a message of formulaic, without the marks it colours a terminal with."""
    lines = [re.sub(r"\x1b\[[0-9;]*m|[⧛⧚]", "", line).strip() for line in str(error).splitlines()]
    return next((line for line in lines if line), type(error).__name__)
