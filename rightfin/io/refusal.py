"""One plain refusal of a file or folder."""

from __future__ import annotations

from rightfin.case.issue import CaseError, Issue


def refusal(code: str, message: str, remedy: str, table: str = "") -> CaseError:
    """Return the error with which a file is refused: one issue, what is wrong and what to do."""
    return CaseError([Issue(code, message, remedy, table=table)])
