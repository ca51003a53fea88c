"""What becomes of files, and the most memory that each takes: one fresh fork a file, from a process that imported little.

Run as a program with files, it prints name, outcome and MB of each, separated by tabs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rightfin.case import CaseError
from rightfin.case.reading.parse import Parsed
from rightfin.io import read_form
from rightfin.reading import checked, settled


def outcome_of(path: Path) -> str:
    """Return what becomes of a file: the one code of a refusal, or the codes and cells that are named."""
    return said_of(read_or_refusal(path))


def read_or_refusal(path: Path) -> Parsed | CaseError:
    """Return what is read from a file, or the error with which it is refused."""
    try:
        return read_form(path)
    except CaseError as error:
        return error


def said_of(parsed: Parsed | CaseError) -> str:
    """Return the one code of a refusal, or the codes and cells that are named."""
    if isinstance(parsed, CaseError):
        return " / ".join(issue.code for issue in parsed.issues)
    named = [f"{issue.code} {issue.cell}".strip() for issue in parsed.issues if issue.code != "template_version"]
    return "read; " + ", ".join(named[:4]) if named else "read"


def measured(path: Path) -> tuple[str, float]:
    """Return what becomes of a file, and the most memory that reading and checking it took, in MB."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 3
        try:
            parsed = read_or_refusal(path)
            said = said_of(parsed)
            try:
                if isinstance(parsed, CaseError):
                    raise parsed
                checked(settled(parsed))
            except CaseError as error:
                str(error).encode()
            os.write(writing, said.encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    _, status, usage = os.wait4(child, 0)
    return said if status == 0 else f"FAILED with {status}", usage.ru_maxrss / 1024


if __name__ == "__main__":
    for place in sys.argv[1:]:
        found, peak = measured(Path(place))
        sys.stdout.write(f"{Path(place).stem}\t{found}\t{peak:.0f}\n")
        sys.stdout.flush()
