"""Chromium driven over a pipe: opens a file and says what ran, what it asked for and what it complained of."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-pipe",
)
_PATIENCE = 60.0  # seconds for one answer: the machine may be busy
_SETTLED = 0.25  # seconds after the page is there, for whatever begins by itself


def find() -> str:
    """Return where a Chromium is that starts on this machine, or an empty text: some containers do not let it."""
    for place in filter(None, map(shutil.which, NAMES)):
        command = [place, *_FLAGS[:-1], "--dump-dom", "about:blank"]
        try:
            said = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603  found above
        except (OSError, subprocess.TimeoutExpired):
            continue
        if b"<html" in said.stdout:
            return place
    return ""


@dataclass
class Seen:
    """What happened to a page: whether a payload ran, what was asked for, dialogs and pages that opened."""

    pwned: bool
    title: str
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    opened: int = 0

    @property
    def foreign(self) -> list[str]:
        """Return the addresses asked for that are not the page itself or embedded in it."""
        return [url for url in self.asked[1:] if not url.startswith("data:")]


class Browser:
    """One running browser; `look` opens a page of its own for each file."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out = into, out
        self._rest = b""
        self._number = 0
        self._events: list[dict[str, Any]] = []

    def look(self, path: Path) -> Seen:
        """Open the file from the disk."""
        before = self._pages()
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self._ask(f"{domain}.enable", {}, session)
        self._events.clear()
        self._ask("Page.navigate", {"url": path.absolute().as_uri()}, session)
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._read()
        time.sleep(_SETTLED)
        # children may have been opened too: `pwned` of the page is enough, for payloads in frames set their parent's
        said = self._ask(
            "Runtime.evaluate",
            {"expression": "JSON.stringify([window.pwned || null, document.title])", "returnByValue": True},
            session,
        )["result"]["value"]
        pwned, title = json.loads(said)
        opened = self._pages() - before - 1
        self._ask("Target.closeTarget", {"targetId": target})
        events = [event for event in self._events if event.get("sessionId") == session]
        return Seen(
            pwned is not None,
            title or "",
            [
                each["params"]["request"]["url"][:100]
                for each in events
                if each["method"] == "Network.requestWillBeSent"
            ],
            [each["params"]["message"] for each in events if each["method"] == "Page.javascriptDialogOpening"],
            opened,
        )

    def _pages(self) -> int:
        return sum(each["type"] == "page" for each in self._ask("Target.getTargets", {})["targetInfos"])

    def _ask(self, method: str, parameters: dict[str, Any], session: str = "") -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._into, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while b"\0" not in self._rest:
            try:
                chunk = os.read(self._out, 2**20)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise TimeoutError from None
                time.sleep(0.01)
                continue
            if not chunk:
                raise ConnectionError
            self._rest += chunk
        first, self._rest = self._rest.split(b"\0", 1)
        message: dict[str, Any] = json.loads(first)
        if "method" in message:
            self._events.append(message)
        return message


@contextlib.contextmanager
def running(place: str, folder: Path, flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Start the browser with a profile of its own in `folder`, and end it."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    os.set_blocking(ours_in, False)
    # the browser reads its orders from descriptor 3 and answers on 4; sh knows no descriptor above 9
    shell = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
    command = ["bash", "-c", shell, "bash", place, *_FLAGS, f"--user-data-dir={folder}", *flags]
    process = subprocess.Popen(  # noqa: S603  the browser that `find` found
        command,
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(ours_out, ours_in)
    finally:
        os.close(ours_out)
        os.close(ours_in)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
