"""The hostile study, written once."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from security.corpus import HOST, payloads
from security.hostile import Written, harmless, write_study


class Listener:
    """What payloads ask for: takes every connection, counts it, and ends it."""

    def __init__(self, server: socket.socket) -> None:
        self.port: int = server.getsockname()[1]
        self._server, self._came = server, 0

    def run(self) -> None:
        """Go on until the socket is closed."""
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                self._came += 1
                connection.close()

    def came(self) -> int:
        """Return how many connections have come since the last call."""
        came, self._came = self._came, 0
        return came


@pytest.fixture(scope="session")
def listening() -> Iterator[Listener]:
    """Return what listens where payloads ask; nothing may ever come."""
    with socket.create_server((HOST, 0)) as server:
        listener = Listener(server)
        threading.Thread(target=listener.run, daemon=True).start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="session")
def hostile(listening: Listener, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return the report of a study whose every text is a payload."""
    return write_study(tmp_path_factory.mktemp("hostile"), payloads(listening.port))


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return the report of the same study with plain words."""
    return write_study(tmp_path_factory.mktemp("calm"), harmless(payloads()))
