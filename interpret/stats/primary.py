"""Which tests can be made in a design, and which of them is the primary one."""

from __future__ import annotations

from interpret.errors import SettingsError
from interpret.settings import TestSettings, WhetherDeseq2
from interpret.stats.design import Design
from interpret.stats.two_group import COUNT_TESTS, EVERY_TEST, TESTS, TwoGroupTest
from interpret.stats.two_group.deseq2 import DESEQ2


def applicable_tests(design: Design, *, counted: int = 0, deseq2: WhetherDeseq2 = "auto") -> tuple[TwoGroupTest, ...]:
    """Return the registered tests that are made in this design, here.

    `counted` is how many genes are tested by their counts; 0 where the values are no counts.
    """
    left_out = {DESEQ2.name} if deseq2 == "no" else set()
    tests = (test for test in (EVERY_TEST if counted else TESTS) if test.name not in left_out)
    return tuple(test for test in tests if test.runs_here and not against(test, design, counted, deseq2))


def against(test: TwoGroupTest, design: Design, counted: int, deseq2: WhetherDeseq2) -> str:
    """Return why a registered test is not made in a study, as half a sentence: its design or its size; or nothing."""
    return test.unfit(design) or (test.too_large(design.n, counted) if deseq2 == "auto" else "")


def left_out_here(settings: TestSettings) -> tuple[TwoGroupTest, ...]:
    """Return the tests of counts that are left out because their package is not installed."""
    return tuple(test for test in COUNT_TESTS if not test.runs_here) if settings.deseq2 == "auto" else ()


def require_deseq2(settings: TestSettings, *, counted: bool) -> None:
    """Refuse DESeq2 where it was asked for and cannot be made.

    Raises
    ------
    SettingsError
        The values are no counts, or its package is not installed.
    """
    if settings.deseq2 != "yes":
        return
    if not counted:
        raise SettingsError(
            "DESeq2 was asked for, and the values are no counts",
            where="[tests] deseq2",
            wanted="auto or no, or a file of counts",
            remedy="leave [tests] deseq2 out",
        )
    if not DESEQ2.runs_here:
        raise SettingsError(
            f"DESeq2 needs the package {DESEQ2.needs}, which is not installed",
            where="[tests] deseq2",
            wanted=f"the optional extra {DESEQ2.extra}",
            remedy=f"pip install 'interpret-expression[{DESEQ2.extra}]', or leave [tests] deseq2 out",
        )


def primary(settings: TestSettings, design: Design, *, counted: bool = False) -> TwoGroupTest:
    """Return the primary test, checked against the registry and the design.

    Raises
    ------
    SettingsError
        It is not known, gives the effect no interval, or cannot be made in this design or of these values; or DESeq2
        was asked for and cannot be made.
    """
    require_deseq2(settings, counted=counted)
    able = {test.name: test for test in (EVERY_TEST if counted else TESTS) if test.can_be_primary}
    listed = ", ".join(able)
    test = able.get(settings.primary)
    if test is None:
        raise SettingsError(
            f"{settings.primary!r} cannot be the primary test",
            where="[tests] primary",
            wanted=f"a test that gives the effect an interval: {listed}",
            remedy="choose one of these; every other test is in the table all the same",
        )
    reason = test.unfit(design)
    if reason:
        raise SettingsError(
            f"{test.name!r} ({test.title}) cannot be the primary test of this design: {reason}",
            where="[tests] primary",
            wanted=f"one of {', '.join(name for name, other in able.items() if not other.unfit(design))}",
        )
    return test
