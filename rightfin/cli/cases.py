"""Commands about cases: template, check, convert."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightfin.cli.frame import CasePath, Force, app, counted, out, print_issues, reported


@app.command()
def template(
    path: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="Workbook to write.")], force: Force = False
) -> None:
    """Write an empty workbook to fill in: one sheet per table, help on every header."""
    from rightfin.io import write_template

    with reported():
        write_template(path, force)
    out.print(f"Wrote {path}. Fill it in, then run: rightfin check {path}", highlight=False, soft_wrap=True, markup=False)


@app.command()
def check(case: CasePath) -> None:
    """Read a case and report every problem at once, each with its cell."""
    from rightfin.planning import read_case_with_warnings

    with reported():
        found, warnings = read_case_with_warnings(case)
    print_issues(warnings)
    rows = sum(len(table.rows) for table in found.tables.values())
    filled = sum(bool(table.rows) for table in found.tables.values())
    out.print(f"{case} is a valid case: {counted(rows, 'row')} in {counted(filled, 'table')}, "
              f"{counted(len(warnings), 'warning')}.", highlight=False, soft_wrap=True, markup=False)


@app.command()
def convert(
    case: CasePath,
    target: Annotated[Path, typer.Argument(metavar="OUT", help="An .xlsx workbook or a folder for CSV files.")],
    force: Force = False,
) -> None:
    """Write a case in its other form: workbook to CSV folder, or CSV folder to workbook."""
    from rightfin.io import write_case
    from rightfin.planning import read_case_with_warnings

    with reported():
        found, warnings = read_case_with_warnings(case)
        print_issues(warnings)
        write_case(found, target, force)
    out.print(f"Wrote {target}.", highlight=False, soft_wrap=True, markup=False)
