"""Write ``constraints.txt``: the versions with which everything was tested, for every Python that is supported.

Called by ``make constraints``. The newest release of each package is taken that the floors in ``pyproject.toml`` and
``HELD_BACK`` allow; where Pythons need different ones, a marker says which.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "constraints.txt"

HELD_BACK: dict[str, tuple[str, str]] = {}
"""What must not be the newest: by package the greatest version allowed, such as ``<2.0``, and the reason."""

HEADER = """\
# The known good set: the versions with which all tests passed. The Makefile installs these and no others.
# Written by `make constraints`; a reason stands beside what is held back (tools/constraints.py).
"""


def resolved() -> list[str]:
    """Return ``name==version``, with a marker where Pythons differ, for all that any target of the Makefile installs."""
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as held:
        held.writelines(f"{name}{bound}\n" for name, (bound, _) in HELD_BACK.items())
        held.flush()
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade", "--python-version",
                   lowest.removeprefix(">="), "--extra", "dev", "--no-header", "--no-annotate", "--constraint", held.name,
                   str(ROOT / "pyproject.toml")]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
    return found.stdout.splitlines()


def with_reason(line: str) -> str:
    """Return a line with the reason why its package is held back, if it is."""
    _, reason = HELD_BACK.get(line.partition("==")[0], ("", ""))
    return f"{line}  # {reason}" if reason else line


if __name__ == "__main__":
    TARGET.write_text(HEADER + "".join(f"{with_reason(line)}\n" for line in resolved()), encoding="utf-8")
