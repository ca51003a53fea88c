"""The command that lists what comes with the program: cases and model definitions."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from rightfin.cli.ending import out
from rightfin.cli.frame import app, reported


@app.command()
def cases() -> None:
    """List the cases and model definitions that come with the program; commands take their names."""
    from rightfin.case.resolve import base_and_end, resolved_settings, style_of_case
    from rightfin.case.scenario import scenario_names
    from rightfin.definition import read_definition
    from rightfin.reading import read_case
    from rightfin.shipped import case_names, definition_names

    with reported():
        found = [(name, read_case(name)) for name in case_names()]
        definitions = [(name, read_definition(name).title) for name in definition_names()]
    table = _table("Case", "Title", "Years", "Scenarios")
    for name, case in found:
        said = resolved_settings(case)
        span = "-".join(map(str, style_of_case(case).all(base_and_end(case))))
        table.add_row(name, escape(str(said["title"])), span, ", ".join(scenario_names(case)))
    out.print(table)
    table = _table("Model definition", "Title")
    for name, title in definitions:
        table.add_row(name, escape(title))
    out.print(table)
    out.print("For example: rightfin plan demo, or rightfin template my_country.xlsx --like demo", highlight=False)


def _table(*headings: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
