"""What is noticed in copies of the package, each in a process of its own in which the libraries are loaded already."""

from __future__ import annotations

import contextlib
import importlib
import io
import multiprocessing
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

LIBRARIES = ("numpy", "pandas", "scipy.sparse", "scipy.optimize", "highspy", "openpyxl", "xlsxwriter", "typer",
             "rich.console", "streamlit", "pytest", "hypothesis")
"""What is loaded once and not once a copy: nothing of the package itself."""

QUICK = ("-q", "--assert=plain", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:anyio")
"""How pytest starts in a third of its time: without rewriting what is asserted; so tests have to say what they lack."""

WORKERS = 2

Job = tuple[Path, Path, tuple[str, ...]]
"""A folder that holds a copy of the package, the top of a copy of the repository in which the tests stand, and the names of
tests, or of one module to be imported."""


def outcomes(jobs: Sequence[Job]) -> list[tuple[int, str]]:
    """Return for each job how it ended, 0 where nothing was noticed, and what was printed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LIBRARIES))
    with context.Pool(WORKERS, maxtasksperchild=1) as pool:
        return pool.starmap(_outcome, jobs, chunksize=1)


def _outcome(package: Path, top: Path, names: tuple[str, ...]) -> tuple[int, str]:
    own = Path(__file__).resolve().parents[1]
    others = [path for path in sys.path if path and Path(path).resolve() not in (own, own / "tests")]
    sys.path[:] = [str(package), *others]
    sys.dont_write_bytecode = True
    os.chdir(top)
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        code = _tested(names) if names[0].startswith("tests/") else _imported(names[0])
    return code, told.getvalue()


def _tested(names: tuple[str, ...]) -> int:
    import pytest

    return int(pytest.main([*QUICK, *names]))


def _imported(name: str) -> int:
    try:
        importlib.import_module(name)
    except (ImportError, NameError, ValueError):
        traceback.print_exc()
        return 1
    return 0
