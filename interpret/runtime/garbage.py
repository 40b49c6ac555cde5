"""How often Python looks for garbage: most of what a report makes lives to its end."""

import gc

_AFTER = 50_000


def look_seldom() -> None:
    """Have this process, and those forked from it, look for garbage after so many new objects.

    Python's own 700 have everything looked through two thousand times a report.
    """
    gc.set_threshold(_AFTER)


def keep_all() -> None:
    """Take all that there is for no garbage: it is not looked through again, not even when Python ends.

    At the end that is seconds; in a process that others are forked from, pages that they go on sharing.
    """
    gc.freeze()
