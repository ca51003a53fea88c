"""Options of alternatives side by side with the plan: each figure of every one, and a picture of how far they are apart."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report.charts.options import options_chart
from rightfin.report.charts.vega import Chart
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading, written
from rightfin.tolerances import DECIDED

OPTIONS = "options"
"""The table of findings of alternatives that has the plan and its options, a row each."""

_NAME, _LOST, _FIGURES = 1, 2, 3
"""Places of the name, of what is lost, and of the first figure in its rows."""


def options_of(findings: Findings) -> tuple[str, ...]:
    """Return the names of the options that were found, in their order, without the plan; empty where there are none."""
    table = _table(findings)
    return () if table is None else tuple(str(row[_NAME]) for row in table.rows[1:])


def beside(findings: Findings, chosen: Sequence[str]) -> FindingsTable:
    """Return the figures in which chosen options differ from the plan, figures in rows; ``KeyError`` for none of them.

    Each figure stands with its unit, of the plan first, then of each option with its difference from the plan.
    """
    table, rows = _rows(findings, chosen)
    plan, *others = rows
    told: list[tuple[Cell, ...]] = []
    for place, heading in list(enumerate(table.headings))[_LOST:]:
        values = [_number(row[place]) for row in rows]
        if place > _LOST and not any(_differ(values[0], value) for value in values[1:]):
            continue
        cells: list[Cell] = [f"{heading.text}{_unit(heading.kind, findings)}",
                             written(plan[place], heading.kind, findings.scale)]
        for row, value in zip(others, values[1:], strict=True):
            cells += [written(row[place], heading.kind, findings.scale),
                      _difference(value - values[0], heading.kind, findings)]
        told.append(tuple(cells))
    headings = [Heading("figure", "Figure", Form.TEXT), Heading("plan", "The plan", Form.TEXT)]
    for n, name in enumerate(chosen):
        headings += [Heading(f"option_{n}", name, Form.TEXT), Heading(f"change_{n}", f"Difference {n + 1}", Form.TEXT)]
    return FindingsTable("options_beside", "Options side by side", tuple(headings), tuple(told),
                         f"Figures in which none differs from the plan are left out. {table.note}")


def beside_chart(findings: Findings, chosen: Sequence[str]) -> Chart | None:
    """Return how chosen options differ from the plan, in shares of what it has; ``None`` where no figure can be drawn."""
    table, rows = _rows(findings, chosen)
    shown = []
    for place, heading in list(enumerate(table.headings))[_FIGURES:]:
        if not heading.shown:
            continue
        values = [_number(row[place]) for row in rows]
        if values[0] > 0.0:
            shown += [(heading.text, name, value / values[0] - 1.0)
                      for name, value in zip(chosen, values[1:], strict=True)]
    return options_chart(shown, chosen) if shown else None


def _table(findings: Findings) -> FindingsTable | None:
    return next((table for table in findings.tables if table.name == OPTIONS), None)


def _rows(findings: Findings, chosen: Sequence[str]) -> tuple[FindingsTable, list[tuple[Cell, ...]]]:
    table = findings.table(OPTIONS)
    by_name = {str(row[_NAME]): row for row in table.rows}
    return table, [table.rows[0], *(by_name[name] for name in chosen)]


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, (int, float)) else 0.0


def _differ(one: float, other: float) -> bool:
    return abs(other - one) > DECIDED * max(abs(one), abs(other))


def _unit(kind: Form, findings: Findings) -> str:
    return f" ({findings.scale.unit})" if kind is Form.MONEY else ""


def _difference(change: float, kind: Form, findings: Findings) -> str:
    """Return a difference with its sign; shares in points."""
    kind = Form.POINTS if kind is Form.SHARE else kind
    text = written(change, kind, findings.scale)
    signed = text if text.startswith("-") or not text.strip("0.,") else f"+{text}"
    return f"{signed} points" if kind is Form.POINTS else signed
