"""The other choices of preparation that a reviewer would ask for, to see what the results owe to the one made."""

from __future__ import annotations

from interpret.data.expression import Scale
from interpret.settings import PreparationSettings

LOW_FLOOR = 20.0  # lets in weak signals that the usual floor of 100 makes equal
USUAL = PreparationSettings()


def alternatives(settings: PreparationSettings, scale: Scale) -> tuple[tuple[str, PreparationSettings], ...]:
    """Return other preparations, each with the few words that say how it differs from `settings`.

    For raw intensities: arrays scaled (or not, where they are), no range filter, its limits halved and doubled, another
    floor. For counts: nearly no filter, and its limit halved and
    doubled. For everything else the other steps are not taken,
    so only the scaling of arrays differs. Scaling genes is not among them: no test of a gene by itself changes with its
    unit.

    Parameters
    ----------
    settings
        The preparation chosen.
    scale
        The scale of the values as read.
    """
    scaled = settings.model_copy(update={"scale_arrays": not settings.scale_arrays})
    arrays = (("arrays not scaled" if settings.scale_arrays else "arrays scaled", scaled),)
    if scale in {Scale.COUNTS, Scale.SCALED_COUNTS}:
        limit = "min_scaled" if scale is Scale.SCALED_COUNTS else "min_count"
        return (*arrays, *_count_filters(settings, limit))
    if scale is not Scale.RAW:
        return arrays
    return (*arrays, *_filters(settings), *_floors(settings))


def _count_filters(settings: PreparationSettings, limit: str) -> tuple[tuple[str, PreparationSettings], ...]:
    """Return other limits; none lets genes through that were never counted, since `min_total` stays."""
    chosen = float(getattr(settings, limit))
    usual = float(getattr(USUAL, limit))
    limits = (0.0, chosen / 2.0, 2.0 * chosen) if chosen else (usual,)
    words = "a scaled count of" if limit == "min_scaled" else "a count of"
    return tuple(
        (
            f"{words} {other:g} or more" if other else "no least count in a sample",
            settings.model_copy(update={limit: other}),
        )
        for other in limits
    )


def _filters(settings: PreparationSettings) -> tuple[tuple[str, PreparationSettings], ...]:
    ratio, difference = settings.min_ratio, settings.min_difference
    if ratio == 1.0 and difference == 0.0:
        return (_filter("range filter", settings, USUAL.min_ratio, USUAL.min_difference),)
    none = settings.model_copy(update={"min_ratio": 1.0, "min_difference": 0.0})
    return (
        ("no range filter", none),
        _filter("half the filter limits", settings, max(1.0, ratio / 2.0), difference / 2.0),
        _filter("double the filter limits", settings, 2.0 * ratio, 2.0 * difference),
    )


def _filter(
    words: str, settings: PreparationSettings, ratio: float, difference: float
) -> tuple[str, PreparationSettings]:
    chosen = settings.model_copy(update={"min_ratio": ratio, "min_difference": difference})
    return f"{words} ({ratio:g}, {difference:g})", chosen


def _floors(settings: PreparationSettings) -> tuple[tuple[str, PreparationSettings], ...]:
    floor = LOW_FLOOR if settings.floor != LOW_FLOOR else USUAL.floor
    if floor >= settings.ceiling:
        return ()
    return ((f"floor {floor:g} instead of {settings.floor:g}", settings.model_copy(update={"floor": floor})),)
