"""Problems as data: collected all at once, raised once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rightfin.schema import YearStyle


class Severity(StrEnum):
    """How bad a problem is: an error stops the work, a warning is reported beside the answer."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Issue:
    """One problem in the input, in words that its author understands.

    ``table``, ``row`` (the key of the row, parts joined by ``/``), ``column`` and ``cell`` (``cadres!C14`` or
    ``cadres.csv line 14``) say where; ``message`` says what, ``remedy`` what to do about it.
    """

    code: str
    message: str
    remedy: str
    table: str = ""
    row: str = ""
    column: str = ""
    cell: str = ""
    severity: Severity = Severity.ERROR
    style: YearStyle = YearStyle.PLAIN
    """How the case writes years: what ``column`` is called where it is one."""

    @property
    def heading(self) -> str:
        """The column as the case writes it."""
        return self.style.text(int(self.column)) if self.column.isdecimal() else self.column

    @property
    def place(self) -> str:
        """Where the problem is: the cell if known, and table, row and column."""
        parts = [self.table] if self.table else []
        if self.row:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.heading}")
        where = ", ".join(parts)
        if self.cell:
            return f"{self.cell} ({where})" if where else self.cell
        return where

    def __str__(self) -> str:
        """Return one line: place, message, remedy."""
        return ": ".join(part for part in (self.place, f"{self.message} {self.remedy}".strip()) if part)

    def as_dict(self) -> dict[str, str]:
        """Return the issue as plain data for JSON."""
        return {
            "severity": str(self.severity), "code": self.code, "table": self.table, "row": self.row,
            "column": self.heading, "cell": self.cell, "message": self.message, "remedy": self.remedy,
        }


YEAR_STYLE = "year_style"
"""Code of the issue of a heading that is a year, and not written as the case writes years: its column is as typed."""


def in_style(issues: Iterable[Issue], style: YearStyle) -> tuple[Issue, ...]:
    """Return issues that write the years of columns as a case does."""
    if style is YearStyle.PLAIN:
        return tuple(issues)
    return tuple(replace(issue, style=style) if issue.column.isdecimal() and issue.code != YEAR_STYLE else issue
                 for issue in issues)


class CaseError(Exception):
    """The input cannot be used; ``issues`` holds every problem that was found, warnings included."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        errors = [issue for issue in self.issues if issue.severity is Severity.ERROR]
        super().__init__("\n".join(str(issue) for issue in errors))

    def __reduce__(self) -> tuple[object, ...]:
        # An exception is sent to another process by its text otherwise, and this one has issues.
        return type(self), (self.issues,)

    def of(self, name: str) -> CaseError:
        """Return the error with issues that say in which of several files they are; ``name`` is what it is called."""
        begins = re.compile(rf"(\S*[/\\])?{re.escape(name)}\s")  # messages about a file begin with its name or path
        return CaseError([
            replace(issue, cell=f"{name}: {issue.cell}") if issue.cell else
            issue if begins.match(issue.message) else replace(issue, message=f"In {name}: {issue.message}")
            for issue in self.issues
        ])


@dataclass
class IssueList:
    """Collects issues while a case is read; ``raise_if_any`` raises them all at once."""

    issues: list[Issue] = field(default_factory=list)

    def add(self, issue: Issue) -> None:
        """Add one issue."""
        self.issues.append(issue)

    def extend(self, issues: Iterable[Issue]) -> None:
        """Add several issues."""
        self.issues.extend(issues)

    @property
    def errors(self) -> list[Issue]:
        """The issues that stop the work."""
        return [issue for issue in self.issues if issue.severity is Severity.ERROR]

    def raise_if_any(self) -> None:
        """Raise ``CaseError`` with all issues if there is at least one error."""
        if self.errors:
            raise CaseError(self.issues)
