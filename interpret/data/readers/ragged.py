"""Lines with another number of cells than the header: all of them are looked for before one error names them."""

from __future__ import annotations

from interpret.errors import InputError

SHOWN = 5
_SEVERAL = 2  # lines of one record


class Ragged:
    """Collects the lines of a file that do not fit.

    Parameters
    ----------
    name
        The file, for messages.
    width
        Number of cells of the header.
    separator
        The word for what stands between cells.
    """

    def __init__(self, name: str, width: int, separator: str) -> None:
        self._name, self._width, self._separator = name, width, separator
        self._shown: list[tuple[int, int, str]] = []
        self._number = 0

    def add(self, cells: list[str], first: int, last: int) -> None:
        """Note a record that begins in line `first` and ends in line `last`.

        Raises
        ------
        InputError
            A quotation mark that swallowed the lines between them: what follows would only repeat it.
        """
        if last - first >= _SEVERAL:
            raise InputError(
                f"line {first} cannot be cut into cells: a quotation mark that is opened there is not closed before "
                f"line {last}",
                where=f"{self._name}, line {first}, which begins with {cells[0][:40].strip()!r}",
                wanted="quotation marks in pairs, around whole cells",
                remedy="close the quotation mark, or remove it",
            )
        self._number += 1
        if len(self._shown) < SHOWN:
            self._shown.append((last, len(cells), cells[0][:40]))

    def raise_any(self) -> None:
        """Raise InputError naming the first lines noted and counting the others; do nothing where there is none."""
        if not self._number:
            return
        wanted = f"the same number of cells in every line, separated by {self._separator}s"
        remedy = "look at that line for a missing or extra separator or an open quotation mark"
        line, width, begins = self._shown[0]
        if self._number == 1:
            raise InputError(
                f"line {line} has {width} cells, the header has {self._width}",
                where=f"{self._name}, line {line}, which begins with {begins!r}",
                wanted=wanted,
                remedy=remedy,
            )
        listed = [f"line {line}, which begins with {begins!r}, has {width}" for line, width, begins in self._shown]
        more = [f"and {self._number - SHOWN:,} more"] if self._number > SHOWN else []
        raise InputError(
            f"{self._number:,} lines have another number of cells than the header, which has {self._width}",
            where=f"{self._name}: {'; '.join([*listed, *more])}",
            wanted=wanted,
            remedy=remedy.replace("that line", "these lines"),
        )
