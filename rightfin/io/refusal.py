"""One plain refusal of a file or folder."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rightfin.case.issue import CaseError, Issue

_REMEDIES = {
    errno.ENOSPC: "Free some space on that disk, or choose another place.",
    errno.EDQUOT: "Free some space on that disk, or choose another place.",
    errno.EFBIG: "Choose a place in which larger files may be written.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.EACCES: "Ask who owns the place for the right to use it, or choose another one.",
    errno.EPERM: "Ask who owns the place for the right to use it, or choose another one.",
    errno.EROFS: "Choose a place that can be written to.",
    errno.ENOENT: "Check whether it is still there, and its name.",
}


def refusal(code: str, message: str, remedy: str, table: str = "") -> CaseError:
    """Return the error with which a file is refused: one issue, what is wrong and what to do."""
    return CaseError([Issue(code, message, remedy, table=table)])


@contextmanager
def refused_by_system(target: Path) -> Iterator[None]:
    """Turn an ``OSError`` into the refusal of a file or folder that was to be written, in words."""
    try:
        yield
    except OSError as error:
        said = f"{_shown(target)} cannot be written: {reason_of(error)}."
        raise refusal("not_written", said, remedy_of(error)) from error


def reason_of(error: OSError) -> str:
    """Return why the system would not, such as *no space left on device*."""
    if error.errno == errno.EPIPE:
        return "nobody reads it any more"
    reason = error.strerror or str(error) or type(error).__name__
    return reason[:1].lower() + reason[1:]


def remedy_of(error: OSError) -> str:
    """Return what to do about it."""
    return _REMEDIES.get(error.errno or 0, "Close it if another program has it open, or choose another place.")


def _shown(path: Path) -> str:
    """Return a path in words, the middle of a very long one left out."""
    text = str(path)
    return text if len(text) <= 200 else f"{text[:100]}…{text[-60:]}"
