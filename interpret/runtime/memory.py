"""What finished stages gave, kept on this machine: a run that was ended goes on from the last one it had finished.

A stage is known by a key: the SHA-256 of its name, of everything it depends on (patients, settings, seed), of the code
of this package and the packages below it, and of the kind of machine. Anything else gives another key, so nothing
kept can be out of date; jobs, paths, the date and what the report is called are in no key of a stage that computes.

The folder is INTERPRET_CACHE, else `$XDG_CACHE_HOME/interpret`, else `~/.cache/interpret`; an empty INTERPRET_CACHE
keeps nothing. What is kept are pickles, and a pickle can run code when it is read. So they are read from nowhere but a
folder `stages` that belongs to the user, that nobody else can write to or look into, and that is no link; otherwise
the run goes on without. Each is written to a name of its own, flushed to the disk and then renamed; each bears the
hash of its content, and one that is damaged counts as not there. Two runs at once can share it.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from interpret.contracts import Result
from interpret.runtime.content import UntoldError, content_hash
from interpret.runtime.making import making
from interpret.runtime.private_folder import PrivateFolder

LARGEST = 2 * 2**30  # bytes of all that is kept
OLDEST_DAYS = 30.0  # since it was last used
_NAME = re.compile(r"[0-9a-f]{64}\.stage")
_MAGIC = b"interpret-stage/1\n"
_CANNOT_BE_KEPT = (pickle.PicklingError, TypeError, AttributeError, RecursionError, MemoryError, OSError)


class Memory:
    """A cache on the disk.

    Parameters
    ----------
    folder
        Where stages are kept; None: nowhere.
    made_by
        What else decides a result, as `making`.
    told
        Is told the name of every stage that was not computed because an earlier run had.
    fresh
        Look nothing up; what is found replaces what was kept.
    """

    def __init__(
        self, folder: PrivateFolder | None, made_by: str, told: Callable[[str], None], *, fresh: bool = False
    ) -> None:
        self._folder, self._made_by, self._told, self._fresh = folder, made_by, told, fresh
        self.problem = ""
        """Why nothing more is kept, if so."""
        self.recalled: list[str] = []
        """The stages that an earlier run had finished."""

    def remembered(self, stage: str, of: Sequence[object], compute: Callable[[], Result], /) -> Result:
        """Return what an earlier run kept of this stage of these things, else what `compute()` gives, and keep that."""
        name = self._name(stage, of)
        if name is None:
            return compute()
        found = None if self._fresh else self._read(name)
        if found is None:
            return self._keep(name, compute())
        self.recalled.append(stage)
        self._told(stage)
        kept: Result = found[0]
        return kept

    def remembers(self, stage: str, of: Sequence[object], /) -> bool:
        """Return whether something is kept of this stage of these things; whether it is damaged is not looked at."""
        name = None if self._fresh else self._name(stage, of)
        return name is not None and self._folder is not None and self._folder.holds(name)

    def _name(self, stage: str, of: Sequence[object]) -> str | None:
        """Return what the stage of these things is kept under; None where nothing is."""
        if self._folder is None:
            return None
        try:
            return content_hash(self._made_by, stage, tuple(of)).hex() + ".stage"
        except UntoldError:  # a model from outside this package, say
            return None

    def _read(self, name: str) -> tuple[Any] | None:
        """Return what is kept under the name; None where nothing is, or nothing that can be relied on."""
        content = None if self._folder is None else self._folder.read(name)
        if content is None:
            return None
        start = len(_MAGIC) + hashlib.sha256().digest_size
        if content[:start] != _head(name, content[start:]):
            return None
        try:
            return (pickle.loads(memoryview(content)[start:]),)  # noqa: S301  ours: see the top of the file
        except Exception:  # noqa: BLE001  whatever it is, the stage can be computed
            return None

    def _keep(self, name: str, result: Result) -> Result:
        """Keep the result; return what is read back from it, so that the first run goes on with what a later one finds.

        An array that was a slice of another is summed in another order than its copy.
        """
        try:
            content = pickle.dumps(result, protocol=5)
            again: Result = pickle.loads(content)  # noqa: S301  made in the line above
            if self._folder is not None and not self.problem:
                self._folder.write(name, _head(name, content), content)
        except OSError as error:
            self.problem = error.strerror or str(error)
        except _CANNOT_BE_KEPT:
            return result
        return again

    def closing_lines(self) -> list[str]:
        """Return what the person at the terminal should know: what was taken over, and why nothing is kept."""
        n = len(self.recalled)
        taken = [f"{n} stage{'s were' if n > 1 else ' was'} finished by an earlier run and not repeated."] if n else []
        return taken + ([f"Finished stages are not kept: {self.problem}."] if self.problem else [])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        """Remove what is old or too much, and let the folder go."""
        if self._folder is not None:
            self._folder.prune(_NAME, largest=LARGEST, oldest_days=OLDEST_DAYS, now=time.time())
            self._folder.close()
            self._folder = None


def _head(name: str, content: bytes) -> bytes:
    """Return what an entry starts with: it is the content of this name and no other."""
    return _MAGIC + hashlib.sha256(name.encode() + content).digest()


def open_memory(told: Callable[[str], None], environment: Mapping[str, str] = os.environ, *, fresh: bool) -> Memory:
    """Return the memory of this user on this machine; one that keeps nothing, and says why, where there can be none."""
    try:
        place = memory_folder(environment)
        if place is None:
            return Memory(None, "", told)
        folder, made_by = PrivateFolder.open(place), making()
    except (OSError, RuntimeError, ImportError, AttributeError) as error:  # no home; no such thing on this system
        memory = Memory(None, "", told)
        memory.problem = getattr(error, "strerror", None) or str(error)
        return memory
    return Memory(folder, made_by, told, fresh=fresh)


def memory_folder(environment: Mapping[str, str]) -> Path | None:
    """Return where stages are kept; None where they are not to be."""
    chosen = environment.get("INTERPRET_CACHE")
    if chosen == "":
        return None
    if chosen is not None:
        return Path(chosen).expanduser() / "stages"
    if environment.get("XDG_CACHE_HOME", "").startswith("/"):
        return Path(environment["XDG_CACHE_HOME"]) / "interpret" / "stages"
    return Path("~/.cache/interpret/stages").expanduser()
