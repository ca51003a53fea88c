"""Sheets that say what a plan rests on: assumptions, defaults, warnings, provenance."""

from __future__ import annotations

import shlex

from rightfin.case import Case
from rightfin.case.resolve import style_of_case
from rightfin.report.workbook.style import Book
from rightfin.result.plan import Plan
from rightfin.schema import BY_NAME, Kind, Value, as_cell

_INSIDE = (
    "The case as it was read stands in this workbook, in the sheets after this one: name the workbook as it is called now. "
    "A model definition is a file of its own. Scenarios that it does not state itself are added with --scenario."
)
_OUTSIDE = "The case is not in this workbook, because a workbook cannot hold all of it: name the folder that holds it."


def assumptions_sheet(book: Book, case: Case) -> None:
    """Write the settings and macro series as the case states them, with their sources."""
    sheet = book.sheet(
        "Assumptions",
        "Settings and macro series as the case states them, before model definition, scenarios and options.",
        ("Table", "Name", "Value", "Unit", "Source", "Note"),
        (10, 22, 30, 14, 32, 28),
    )
    rows = []
    style = style_of_case(case)
    for name in ("settings", "macro"):
        table = BY_NAME[name]
        for record in case.records(name):
            key = _text(record[table.key[0]])
            entry = table.entry(key)
            years = [
                f"{style.text(int(column))}: {_text(value)}"
                for column, value in record.items()
                if column.isdigit() and value is not None
            ]
            typed = record.get("value")
            if entry is not None and entry.kind is Kind.YEAR and isinstance(typed, int):
                typed = as_cell(style.written(typed))
            value = "; ".join(years) if table.years else _text(typed)
            rows.append(
                (
                    name,
                    key,
                    value,
                    entry.unit if entry else "",
                    _text(record["source"]),
                    _text(record["note"]),
                )
            )
    book.rows(sheet, rows)


def defaults_sheet(book: Book, plan: Plan) -> None:
    """Write every default that stands in for a blank of the case."""
    sheet = book.sheet(
        "Defaults used",
        "What the plan used where the case is blank.",
        ("Table", "Row", "Column", "Used"),
        (16, 40, 22, 58),
    )
    book.rows(sheet, [(used.table, used.row, used.column, used.used) for used in plan.defaults])


def warnings_sheet(book: Book, plan: Plan) -> None:
    """Write the issues found in the case."""
    sheet = book.sheet(
        "Warnings",
        "What the checks of the case found.",
        ("Severity", "Place", "What", "What to do"),
        (10, 30, 50, 48),
    )
    rows = [(str(issue.severity), issue.place, issue.message, issue.remedy) for issue in plan.issues]
    book.rows(sheet, rows or [("", "", "No warnings.", "")])


def provenance_sheet(book: Book, plan: Plan, *, inside: bool) -> None:
    """Write what the plan was made from and how to make it again; ``inside``: the case stands in the workbook."""
    sheet = book.sheet(
        "Provenance",
        "What the plan was made from; the same input gives the same file.",
        ("What", "Value"),
        (34, 90),
    )
    made = plan.provenance
    objective = plan.tables["objective"].rows
    book.rows(
        sheet,
        [
            ("Case", plan.title),
            ("Digest of the case (SHA-256)", made.case_digest),
            ("To make it again", command_line(plan, "plan.xlsx" if inside else "CASE")),
            ("", _INSIDE if inside else _OUTSIDE),
            ("Status", str(plan.status)),
            ("Model definition", made.model),
            ("Digest of the definition (SHA-256)", made.model_digest),
            ("Scenarios", ", ".join(made.scenarios) or "none"),
            *((f"Option {name}", value) for name, value in sorted(made.options.items())),
            *((f"In a study, {name}", value) for name, value in sorted(made.study.items())),
            *((f"Version of {name}", value) for name, value in sorted(made.versions.items())),
            (
                "Size of the model",
                f"{made.columns:,} columns, {made.rows:,} rows, {made.nonzeros:,} coefficients",
            ),
            *((f"Objective {level}: {name}", f"{value:.10g}") for level, name, value in objective),
        ],
    )


def command_line(plan: Plan, case: str) -> str:
    """Return the command that makes the plan again from ``case``.

    Scenarios of a model definition come with it: only those that were asked for beside it are named.
    """
    made = plan.provenance
    parts = ["rightfin", "plan", case]
    if made.model != "default":
        parts += ["--model", f"{made.model}.toml"]
    parts += [part for name in made.scenarios[made.of_the_model :] for part in ("--scenario", name)]
    parts += [part for name, value in sorted(made.options.items()) for part in ("--set", f"{name}={value}")]
    return shlex.join(parts)


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:,.15g}" if abs(value) >= 10_000 else f"{value:.15g}"
    return str(value)
