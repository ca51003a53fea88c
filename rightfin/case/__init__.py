"""The case: frozen tables, what blanks stand for, problems as data."""

from rightfin.case.case import NATIONAL, Case, CaseTable, canonical, is_number, key_text
from rightfin.case.issue import CaseError, Issue, IssueList, Severity

__all__ = [
    "NATIONAL", "Case", "CaseError", "CaseTable", "Issue", "IssueList", "Severity", "canonical", "is_number", "key_text",
]
