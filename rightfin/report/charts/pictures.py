"""Pictures of charts as PNG, drawn by a process of their own beside whatever else is done meanwhile.

The engine that draws is one of JavaScript: it takes a second to start and holds up every thread of its process. The program
``engine`` reads specifications and writes pictures, touches no file, and ends by itself when nobody asks any more.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from rightfin.io.refusal import reason_of, refusal
from rightfin.report.charts.vega import Chart
from rightfin.solve.control import deaf_to_ctrl_c

_PROGRAM = Path(__file__).with_name("engine.py")
_REMEDY = "Write it again; if that does not help, install the Python package vl-convert-python anew."


class Pictures:
    """A process that draws, for one lot of charts; use it as a context manager, which ends it whatever happens.

    Its engine starts at once, so that it is best made before other work. Raises ``CaseError`` if it cannot start or draw.
    """

    def __init__(self) -> None:
        try:
            with deaf_to_ctrl_c():
                self._process = subprocess.Popen(
                    [sys.executable, "-P", str(_PROGRAM)],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                )
        except OSError as error:
            raise _refused(reason_of(error)) from error
        self._waiting = ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._waiting.shutdown()
        with self._process:  # closes the pipes and waits
            pass

    def begin(self, charts: Sequence[Chart]) -> Future[list[bytes]]:
        """Have charts drawn, once; the pictures come in the same order, or ``CaseError``."""
        return self._waiting.submit(self._drawn, json.dumps(charts).encode(), len(charts))

    def _drawn(self, charts: bytes, count: int) -> list[bytes]:
        found, said = self._process.communicate(charts)
        pictures = []
        while found:
            size = int.from_bytes(found[:8], "big")
            pictures.append(found[8 : 8 + size])
            found = found[8 + size :]
        if self._process.returncode != 0 or len(pictures) != count:
            told = said.decode(errors="replace").strip().splitlines()
            raise _refused(told[-1] if told else f"their process ended with {self._process.returncode}")
        return pictures


def drawn(charts: Sequence[Chart]) -> list[bytes]:
    """Return the pictures of charts; ``CaseError`` if they cannot be drawn."""
    if not charts:
        return []
    with Pictures() as pictures:
        return pictures.begin(charts).result()


def _refused(reason: str) -> Exception:
    return refusal("not_drawn", f"The charts cannot be drawn: {reason.rstrip('.')}.", _REMEDY)
