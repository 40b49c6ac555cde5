"""Which tests can be made in a design, and which of them is the primary one."""

from __future__ import annotations

from interpret.errors import SettingsError
from interpret.settings import TestSettings
from interpret.stats.design import Design
from interpret.stats.two_group import EVERY_TEST, TESTS, TwoGroupTest


def applicable_tests(design: Design, *, counted: bool = False) -> tuple[TwoGroupTest, ...]:
    """Return the registered tests that can be made in this design; `counted` where the values are counts."""
    return tuple(test for test in (EVERY_TEST if counted else TESTS) if not test.unfit(design))


def primary(settings: TestSettings, design: Design, *, counted: bool = False) -> TwoGroupTest:
    """Return the primary test, checked against the registry and the design.

    Raises
    ------
    SettingsError
        It is not known, gives the effect no interval, or cannot be made in this design or of these values.
    """
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
