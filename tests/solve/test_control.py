"""What must not hear that a solve is stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

HEARS = """
import signal
from multiprocessing import get_context

from rightfin.solve.control import deaf_to_ctrl_c


def hears(pipe):
    pipe.send(signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()))


if __name__ == "__main__":
    context = get_context("spawn")
    for _ in range(2):
        ours, theirs = context.Pipe()
        with deaf_to_ctrl_c():
            process = context.Process(target=hears, args=(theirs,))
            process.start()
        print(ours.recv())
        process.join()
    print(signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""
"""Two processes of a program that has started none before say whether they hear Ctrl-C, and then the program does."""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no masks of signals")
def test_no_process_hears_ctrl_c_not_even_the_first(tmp_path: Path) -> None:
    script = tmp_path / "hears.py"
    script.write_text(HEARS, encoding="utf-8")
    said = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.split() == ["False", "False", "True"]
