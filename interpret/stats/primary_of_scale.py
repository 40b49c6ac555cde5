"""The primary test that fits the scale of the values, where the study does not name one."""

from __future__ import annotations

from interpret.data.cohort import Cohort
from interpret.data.expression import Scale
from interpret.data.persons import one_sample_a_class
from interpret.errors import SettingsError
from interpret.settings import TestSettings
from interpret.stats.two_group.mann_whitney import MANN_WHITNEY
from interpret.stats.two_group.moderated_t import MODERATED_T
from interpret.stats.two_group.moderated_t_trend import MODERATED_T_TREND
from interpret.stats.two_group.voom_t import VOOM


def fitted_to_scale(settings: TestSettings, training: Cohort) -> TestSettings:
    """Return the settings with the primary test that the scale of the training samples asks for, unless one is named.

    Counts: voom, since on the scale of logarithms the variance of a count depends on its mean, and how many reads stand
    behind a value is known. Counts that were scaled, where it is not: the moderated t with a trend.
    Ranks: the Mann-Whitney test, where two groups are compared and nothing is adjusted for. Else the moderated t.

    Raises
    ------
    SettingsError
        A test of means was named for values that are ranks, and a test of ranks can be made.
    """
    scale = training.expression.scale
    plain = scale is Scale.RANKS and _two_plain_groups(settings, training)
    if "primary" in settings.model_fields_set:
        if plain and settings.primary != MANN_WHITNEY.name:
            raise SettingsError(
                f"{settings.primary!r} cannot be the primary test of {scale.plural}: it compares means, and ranks have "
                "no unit",
                where="[tests] primary",
                wanted=MANN_WHITNEY.name,
                remedy="leave [tests] primary out, or say what the values are: --scale",
            )
        return settings
    if scale is Scale.COUNTS:
        return settings.model_copy(update={"primary": VOOM.name})
    if scale is Scale.SCALED_COUNTS:
        return settings.model_copy(update={"primary": MODERATED_T_TREND.name})
    return settings.model_copy(update={"primary": MANN_WHITNEY.name if plain else MODERATED_T.name})


def _two_plain_groups(settings: TestSettings, training: Cohort) -> bool:
    if settings.design.replace(" ", "") != "~group":
        return False
    ordered = training.take(sorted(range(training.n), key=training.samples.__getitem__))
    return one_sample_a_class(ordered).pair is None
