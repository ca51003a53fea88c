"""A server of the pages in processes of its own, with folders of its own, and what these processes take."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clock import processor, resident

from rightfin.case.case import Case
from rightfin.io import write_case

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Spent:
    """Seconds of processor so far: of the process that draws the pages, and of the workers, those that ended counted."""

    pages: float
    workers: float

    def since(self, before: Spent) -> Spent:
        """Return what was spent since."""
        return Spent(self.pages - before.pages, self.workers - before.workers)


@dataclass(frozen=True)
class Server:
    """A server of the pages: its address, the number of its process, and the file of its log."""

    address: str
    pid: int
    log: Path

    def workers(self) -> list[int]:
        """Return the numbers of its worker processes."""
        found = []
        for place in Path("/proc").iterdir():
            if place.name.isdecimal():
                try:
                    parent = int((place / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
                except OSError:
                    continue
                if parent == self.pid:
                    found.append(int(place.name))
        return found

    def spent(self) -> Spent:
        """Return the processor seconds so far."""
        pages = processor(self.pid)
        ended = processor(self.pid, ended=True) - pages
        return Spent(pages, ended + sum(map(processor, self.workers())))

    def memory(self) -> tuple[float, float]:
        """Return the MB that the process of the pages and all workers hold."""
        return resident(self.pid), sum(map(resident, self.workers()))

    def wrong(self) -> list[str]:
        """Return the lines of the log that tell of errors."""
        text = self.log.read_text("utf-8", "replace")
        return [line for line in text.splitlines() if "Error" in line or "Traceback" in line or "ended" in line]


@contextmanager
def served(cases: Mapping[str, Case | Path], **environment: str) -> Iterator[Server]:
    """Serve cases under names: those that are given, or folders of shipped ones."""
    with tempfile.TemporaryDirectory() as place, socket.socket() as listener:
        inputs = Path(place) / "inputs"
        inputs.mkdir()
        for name, case in cases.items():
            if isinstance(case, Path):
                (inputs / name).symlink_to(case, target_is_directory=True)
            else:
                write_case(case, inputs / f"{name}.xlsx")
        (Path(place) / "models").symlink_to(ROOT / "models", target_is_directory=True)
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
        listener.close()
        log = Path(place) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.address",
                 "127.0.0.1", "--server.fileWatcherType", "none"], cwd=ROOT, stdout=out, stderr=out,
                env={**os.environ, "RIGHTFIN_INPUTS": str(inputs), "RIGHTFIN_VISITS": str(Path(place) / "visits"),
                     "PYTHONPATH": str(ROOT), **environment},
            )
            try:
                address = f"http://127.0.0.1:{port}"
                _wait(process, address)
                yield Server(address, process.pid, log)
            finally:
                process.terminate()
                process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"streamlit ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("streamlit did not start")
