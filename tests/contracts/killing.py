"""Runs that are ended by force, and what they leave behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Bytes = dict[str, bytes]


def bytes_of(folder: Path) -> Bytes:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _heed_signals() -> None:
    """Take away what the tests may have been started with: in the background of a script SIGINT is ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@dataclass
class Killed:
    """A command that is started again and again, with the stages it keeps.

    `without_pages` spares it what draws pages, which takes most of the time of a small study.
    """

    words: tuple[str | Path, ...]
    out: Path
    kept_in: Path
    without_pages: bool = False
    repeated: list[str] = field(default_factory=list)

    def start(self, *more: str) -> subprocess.Popen[str]:
        """Start it in a session of its own, as a terminal would."""
        path = [str(Path(__file__).parent / "no_pages")] if self.without_pages else []
        environment = {
            **os.environ,
            "INTERPRET_CACHE": str(self.kept_in),
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": os.pathsep.join([*path, *filter(None, [os.environ.get("PYTHONPATH")])]),
        }
        return subprocess.Popen(  # noqa: S603  our own command
            [sys.executable, "-m", "interpret.cli", "report", *map(str, self.words), "--out", str(self.out), *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            start_new_session=True,
            preexec_fn=_heed_signals,  # noqa: PLW1509  no threads here
        )

    def finish(self, *more: str) -> str:
        """Run it to its end; return what it printed."""
        before = self.entries()
        process = self.start(*more)
        printed, errors = process.communicate(timeout=3600)
        assert process.returncode == 0, errors
        self.hold_against(before)
        return printed

    def kill_after(self, stages: int, seconds: float) -> bool:
        """Kill it so long after it has read its input and kept so many more stages; False where it finished before."""
        before = self.entries()
        process = self.start()
        assert process.stdout is not None
        process.stdout.readline()  # "Reading"
        while process.poll() is None and len(self.entries()) < len(before) + stages:
            time.sleep(0.005)
        deadline = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        finished = process.poll() is not None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert until(lambda: not processes_of(process.pid)), "processes that it started still run"
        assert process.returncode == (0 if finished else -signal.SIGKILL)
        self.hold_against(before)
        return not finished

    def entries(self) -> dict[str, tuple[int, int]]:
        """Return the stages that are kept: name to the file and the time at which it was written."""
        found = {}
        for path in self.kept_in.glob("stages/*.stage"):
            state = path.stat()
            found[path.name] = (state.st_ino, state.st_mtime_ns)
        return found

    def hold_against(self, before: dict[str, tuple[int, int]]) -> None:
        """A stage that was computed again has a file anew."""
        after = self.entries()
        self.repeated += [name for name, written in before.items() if after.get(name) != written]


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait until something is true; return False where it never was."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def processes_of(session: int) -> list[int]:
    """Return the processes of a session that still run (Linux)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(folder.name))
    return found


def kill_at_random(
    killed: Killed, undisturbed: Bytes, earlier: Path, *, kills: int, stages: int, within: float, seed: int
) -> None:
    """Kill the command at so many random moments: after up to `stages` more stages and up to `within` seconds.

    Counted in stages, not in seconds alone, the kills are spread over the whole run on a slow machine too.
    The report `earlier` stands in the output folder; it must be whole after every kill, or the new one in its place.
    A run that was quicker than the kill starts again from nothing.
    """
    chance = random.Random(seed)  # noqa: S311  no secret
    names = set()
    old = bytes_of(earlier)
    left = kills
    while left:
        if not killed.out.exists():
            shutil.copytree(earlier, killed.out)
        if killed.kill_after(chance.randint(0, stages), chance.uniform(0.0, within)):
            left -= 1
            assert bytes_of(whole(killed.out)) in (old, undisturbed)
            continue
        assert bytes_of(killed.out) == undisturbed
        names |= set(killed.entries())
        shutil.rmtree(killed.kept_in)
        shutil.rmtree(killed.out)
    killed.finish()
    assert bytes_of(killed.out) == undisturbed
    assert killed.repeated == []
    assert not names or names == set(killed.entries()), "a stage was known by two keys"
    assert [path.name for path in killed.out.parent.iterdir() if path.name.startswith(f".{killed.out.name}")] == []


def whole(out: Path) -> Path:
    """Return where the report stands: a swap that was interrupted is finished by the next run."""
    return next(path for path in (out, out.with_name(f".{out.name}.old")) if path.exists())
