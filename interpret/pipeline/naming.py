"""What patients are called in the findings: by their names, by pseudonyms, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from interpret.data.names import CODE, codes, names_of, with_codes, with_names
from interpret.data.study import Study
from interpret.errors import InterpretError
from interpret.nouns import rewritten
from interpret.report.withheld import unnamed
from interpret.settings import Settings

Found = TypeVar("Found")


def under_codes(study: Study, settings: Settings, walk: Callable[[Study], Found]) -> Found:
    """Return `walk(study)`, which meets no name where names are not to be told; no number depends on it.

    Then the whole walk goes by codes that sort as the names do, and what it finds is rewritten: with the pseudonyms
    that the study brings, or with names that say nothing where single patients are not to be shown.
    """
    called = _called(study, settings)
    if not called:
        return walk(study)
    code = codes(called)
    back = {code[name]: other for name, other in called.items()}
    try:
        found = walk(with_codes(replace(study, pseudonyms={}), code))
    except InterpretError as error:

        def named(each: re.Match[str]) -> str:
            return back.get(each[0], each[0])

        for part in ("found", "where", "wanted", "remedy"):
            setattr(error, part, rewritten(getattr(error, part), lambda text: CODE.sub(named, text)))
        error.args = (error.message(),)
        raise
    renamed: Found = with_names(found, back)
    return renamed


def as_called(study: Study, settings: Settings) -> Study:
    """Return the study as its patients are to be called, for who looks at it and analyses nothing."""
    return under_codes(study, settings, lambda under: under)


def _called(study: Study, settings: Settings) -> Mapping[str, str]:
    """Return what everybody is to be called, by their name; empty where by their name."""
    if settings.report.patient_data:
        return study.pseudonyms
    return {name: unnamed(number) for number, name in enumerate(names_of(study), start=1)}
