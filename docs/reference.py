"""The reference pages that are generated from the code: the case, the mathematics, results, indicators, public names.

``pages`` returns them all as Markdown, by path below ``docs/generated``.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import rightfin
from rightfin.definition.definition import PARAMETERS
from rightfin.lp.kinds import Family, Unit
from rightfin.lp.objectives import OBJECTIVES, Objective
from rightfin.lp.rules import DECISIONS, FAMILIES
from rightfin.schema import TABLES, Column, Kind, Table, YearValues
from rightfin.schema.indicators import INDICATORS
from rightfin.schema.result_types import ResultTable
from rightfin.schema.results import RESULTS
from rightfin.schema.switches import Switch

NOTICE = "<!-- Written from the code at every build of the documentation: change the code, not this page. -->"
THEMES = tuple(dict.fromkeys(family.file for family in FAMILIES))
"""Modules of the formulation, in the order of the registry."""


def pages() -> Mapping[str, str]:
    """Return all generated pages, Markdown by path."""
    found = {
        "tables/index.md": _table_index(),
        "mathematics/index.md": _theme_index(),
        "mathematics/objectives.md": _objectives(),
        "_api.md": api(),
        "_decisions.md": _decisions(),
        "_indicators.md": _indicators(),
        "_results.md": "\n\n".join(result_section(table) for table in RESULTS),
        "_switches.md": _switches(),
    }
    found |= {f"tables/{table.name}.md": table_page(table) for table in TABLES}
    found |= {f"mathematics/{theme}.md": theme_page(theme) for theme in THEMES}
    return {path: f"{NOTICE}\n\n{text.strip()}\n" for path, text in found.items()}


def api() -> str:
    """Return what ``rightfin`` offers to Python, theme by theme: every public name with its signature and docstring."""
    parts = []
    for theme, homes in rightfin._PUBLIC.items():
        parts += [f"## {theme}", "```{eval-rst}"]
        for name in (name for names in homes.values() for name in names):
            of_class = inspect.isclass(getattr(rightfin, name))
            directive = f".. {'autoclass' if of_class else 'autofunction'}:: rightfin.{name}\n"
            parts.append(directive + "   :members:\n" * of_class)
        parts.append("```")
    return "\n\n".join(parts)


def table_page(table: Table) -> str:
    """Return the page of one table of the case."""
    if table.required:
        standing = "Every case needs this table."
    else:
        standing = f"Optional. Without it: {table.absent[:1].lower()}{table.absent[1:]}"
    parts = [
        f"# `{table.name}`: {table.title}",
        table.help,
        f"{standing} Its key is {' + '.join(f'`{part}`' for part in table.key)}: no two rows share it.",
        "## Columns",
        _columns(table.columns),
    ]
    if table.years is not None:
        parts += ["## Years", _years(table.years, by_row=bool(table.entries))]
    if table.entries:
        title = "Series" if table.years is not None else "Settings"
        parts += [f"## {title}", f"The column `{table.key[0]}` names one of these.", _columns(table.entries)]
    return "\n\n".join(parts)


def result_section(table: ResultTable) -> str:
    """Return the section of one table that a plan writes."""
    see = f"See [{table.see[0]}]({table.see[1]})." if table.see else ""
    rows = [
        (
            f"`{c.name}`" + (" (key)" if c.name in table.key else ""), c.unit,
            c.help + (f" It is {c.formula}." if c.formula else ""),
        )
        for c in table.columns
    ]
    parts = (f"### `{table.name}`: {table.title}", table.help, _markdown_table(("Column", "Unit", "Meaning"), rows), see)
    return "\n\n".join(part for part in parts if part)


def theme_page(theme: str) -> str:
    """Return the page of one module of the formulation: what it is about, then each family of rules."""
    families = [family for family in FAMILIES if family.file == theme]
    parts = [_module_intro(families[0].rule)]
    for family in families:
        parts += [f"(rule-{family.name})=\n## {family.title}", _facts(family), _docstring(family.rule)]
    return "\n\n".join(parts)


def _module_intro(rule: Callable[..., Any]) -> str:
    """Return the docstring of a rule's module; up to the first colon it is the title of the page."""
    text = _docstring(sys.modules[rule.__module__])
    title, _, rest = text.partition(": ")
    return f"# {title}\n\n{rest[:1].upper()}{rest[1:]}"


def _docstring(of: object) -> str:
    text = inspect.getdoc(of)
    if not text:
        raise ValueError(f"{of!r} has no docstring: the reference page is written from it")
    return text


def _facts(family: Family) -> str:
    facts = [f"Rows: `{family.name}`", f"unit: {family.unit}"]
    if family.switch:
        facts.append(f"switch: `{family.switch}`")
    return "; ".join(facts) + "."


def _objectives() -> str:
    parts = [_module_intro(OBJECTIVES[0].rule)]
    for objective in OBJECTIVES:
        parts += [f"(objective-{objective.name})=\n## {objective.title}",
                  f"Level {objective.place}: `{objective.name}`; unit: {_unit_of_level(objective)}.",
                  _docstring(objective.rule)]
    return "\n\n".join(parts)


def _unit_of_level(objective: Objective) -> str:
    return "currency of the base year" if objective.unit is Unit.MONEY else str(objective.unit)


def _decisions() -> str:
    rows = [(f"`{d.name}`", d.title, d.help, ", ".join(d.axes), str(d.unit)) for d in DECISIONS]
    return _markdown_table(("Decision", "Name in words", "Meaning", "By", "Unit"), rows)


def _table_index() -> str:
    rows = [
        (f"[`{table.name}`]({table.name}.md)", table.help, "required" if table.required else table.absent)
        for table in TABLES
    ]
    return "\n\n".join([
        "# Tables of a case",
        "One page a table, in the order in which people fill them in.",
        _markdown_table(("Table", "What it holds", "If it is missing"), rows),
        _toctree(table.name for table in TABLES),
    ])


def _theme_index() -> str:
    rows = [
        (
            f"{{ref}}`{family.title} <rule-{family.name}>`", f"`{family.name}`", str(family.unit),
            f"`{family.switch}`" if family.switch else "",
        )
        for family in FAMILIES
    ]
    return "\n\n".join([
        "# Rules, one by one",
        "Every family of rows in the optimisation, with its equation, as the code states it. Conflicts name "
        "rows by family and index, as in `ceiling[2027]`. A model definition can turn off the families that "
        "have a switch.",
        _markdown_table(("Rule", "Name of its rows", "Unit", "Switch"), rows),
        _toctree([*THEMES, "objectives"]),
    ])


def _indicators() -> str:
    rows = [(f"`{i.name}`", i.label, i.unit, i.meaning) for i in INDICATORS]
    return _markdown_table(("Indicator", "Label in reports", "Unit", "Meaning"), rows)


def _switches() -> str:
    header = ("Key", "Section", "Type, unit, bounds", "Default", "What it is")
    rows = [(f"`{s}`", "`rules`", "true or false", "true", s.meaning) for s in Switch]
    rows += [
        (f"`{c.name}`", "`parameters`", _listed(_type(c), c.unit, _bounds(c)), _default(c), c.help)
        for c in PARAMETERS.values()
    ]
    return _markdown_table(header, rows)


def _columns(columns: Iterable[Column]) -> str:
    rows = [
        (
            f"`{c.name}`", _listed(_type(c), c.unit, _bounds(c)), _default(c),
            c.help + " Base year only." * c.base_only,
        )
        for c in columns
    ]
    return _markdown_table(("Name", "Type, unit, bounds", "Blank means", "What it is"), rows)


def _type(column: Column) -> str:
    if column.kind is Kind.CHOICE:
        text = ", ".join(f"`{choice}`" for choice in column.choices)
    elif column.kind is Kind.REFERENCE:
        text = f"a row of [`{column.refers_to}`]({column.refers_to}.md)"
    else:
        text = str(column.kind)
    return f"{text} or `*`" if column.wildcard else text


def _default(column: Column) -> str:
    if column.required:
        return "an error: **required**"
    return column.default_label or "nothing"


def _bounds(limits: Column | YearValues) -> str:
    above = limits.above if isinstance(limits, Column) else None
    signed = (("≥", limits.minimum), (">", above), ("≤", limits.maximum), ("<", limits.below))
    return ", ".join(f"{sign}\N{NO-BREAK SPACE}{limit:g}" for sign, limit in signed if limit is not None)


def _listed(*parts: str) -> str:
    """Return what is not empty, each thing once."""
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _years(years: YearValues, *, by_row: bool) -> str:
    kind = str(years.kind) if by_row else _listed(str(years.kind), years.unit, _bounds(years))
    blank = f"A blank year {years.blank}"
    if years.default is not None:
        blank += f"; a blank first year is {years.default:g}"
    elif by_row:
        blank += "; a blank first year takes the default of its series"
    facts = [
        f"Years stand across, one column a year. {years.help}",
        f"- Type: {kind}.",
        f"- {blank}.",
        "- Years before the first planning year are read too."
        if years.earlier
        else "- Years before the base year are not used (a warning says so).",
    ]
    if years.first_required:
        facts.append("- The first planning year, or a year before it, must have a value.")
    if years.base_year:
        facts.append("- The base year is used; a blank there takes the value of the first planning year.")
    return f"{facts[0]}\n\n" + "\n".join(facts[1:])


def _toctree(names: Iterable[str]) -> str:
    return "```{toctree}\n:hidden:\n\n" + "\n".join(names) + "\n```"


def _markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)
