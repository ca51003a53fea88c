"""One worker process as the desk sees it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pickle import UnpicklingError
from threading import Thread
from typing import IO

from rightfin.desk.wire import Outlet, read
from rightfin.solve.control import deaf_to_ctrl_c

_LOG = logging.getLogger(__name__)
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A worker is for one core: more threads would take that of another worker, and memory."""


class WorkerProcess:
    """A worker process with its pipes; ``heard`` is called with each of its messages, and with ``None`` when it has ended.

    It is a program of its own and no copy of this process: it has nothing of what other visitors asked, and does not run
    the script of the pages. It ends when this process does, however that ends, because its orders come from here.
    ``limit`` bounds its memory, in bytes; 0 leaves it unbounded. ``niceness`` is added to that of this process.
    """

    def __init__(self, limit: int, heard: Callable[[WorkerProcess, object], None], niceness: int = 0) -> None:
        path = os.pathsep.join(filter(None, sys.path))
        with deaf_to_ctrl_c():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "rightfin.desk.worker", str(limit), str(niceness)], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, env={**os.environ, **_ONE_THREAD, "PYTHONPATH": path},
            )
        orders, answers = self._process.stdin, self._process.stdout
        if orders is None or answers is None:
            raise OSError("a worker was started without pipes")
        self._orders = Outlet(orders)
        self._heard = heard
        Thread(target=self._listen, args=(orders, answers), name=f"worker {self.pid}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, message: object) -> None:
        """Send it a message; raises ``OSError`` if it has ended, and as pickling does."""
        self._orders.send(message)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def ended(self, seconds: float) -> bool:
        """Return whether it has ended after at most so many seconds."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    @staticmethod
    def _next(answers: IO[bytes]) -> object | None:
        """Return the next message; ``None`` if there is none any more, or it cannot be read."""
        try:
            return read(answers)
        except (EOFError, OSError, UnpicklingError):
            return None
        except Exception:  # noqa: BLE001  # unpickling raises whatever it meets
            _LOG.exception("A worker said what cannot be read.")
            return None

    def _listen(self, orders: IO[bytes], answers: IO[bytes]) -> None:
        while (message := self._next(answers)) is not None:
            self._heard(self, message)
        self._process.kill()  # one that cannot be understood is as good as ended
        self._process.wait()
        for end in (answers, orders):
            with suppress(OSError):
                end.close()
        self._heard(self, None)
