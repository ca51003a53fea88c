"""Commands about cases: template, check, convert."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.ending import ANSWERED_NO, BAD_INPUT, err, out, stoppable
from rightfin.cli.exchange import When, Who, Why, signed
from rightfin.cli.frame import app, counted, print_issues, print_json, reported
from rightfin.cli.options import AsJson, CasePath, Force
from rightfin.cli.progress import progress_bar

if TYPE_CHECKING:
    from rightfin.case import Case
    from rightfin.report.studies.findings import Findings
    from rightfin.schema import YearStyle


@app.command()
def template(
    path: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="Workbook to write.")],
    like: Annotated[
        Path | None, typer.Option("--like", metavar="CASE", help="Fill it with a case: a folder or a workbook.")
    ] = None,
    years: Annotated[
        str | None, typer.Option("--years", metavar="2027-2040", help="Base year and end year, which the settings get too. "
                                 "Fiscal years as you write them: 2026/27-2039/40, FY27-FY40 or FY2027-FY2040.")
    ] = None,
    force: Force = False,
) -> None:
    """Write a workbook to fill in: one sheet per table, help on every heading, and a check before sending."""
    from rightfin.case.resolve import style_of_case
    from rightfin.io import write_template
    from rightfin.reading import read_saved
    from rightfin.schema import YearStyle

    with reported():
        saved = None if like is None else read_saved(like)
        style = _style(years) if saved is None else style_of_case(saved.case)
        span = None if years is None else _span(years, style)
        if saved is None:
            write_template(path, years=span, style=style, force=force)
        else:
            print_issues(saved.warnings)
            write_template(path, years=span, like=saved.case, trail=saved.trail, force=force)
    if saved is None and style is not YearStyle.PLAIN:
        out.print(f"Years are written as {style.text(2026)}. Type in settings, under year_starts, the month in which they "
                  "start.", highlight=False, soft_wrap=True)
    out.print(f"Wrote {path}. Fill it in, then run: rightfin check {path}", highlight=False, soft_wrap=True, markup=False)


def _style(years: str | None) -> YearStyle:
    """Return how base and end year of a new template are written; plainly where nothing says."""
    from rightfin.schema import YearStyle

    return next((style for style in YearStyle if years is not None and style.span_of(years) is not None), YearStyle.PLAIN)


def _span(text: str, style: YearStyle) -> tuple[int, int]:
    """Return base and end year from ``2027-2040``, as the case writes years; raises ``CaseError`` for anything else."""
    found = style.span_of(text)
    if found is None or found[1] is None or found[0] == found[1]:
        raise CaseError([Issue("years_form", f"--years {text} is not a base year and an end year.",
                               f"Write two years, such as --years {style.text(2027)}-{style.text(2040)}.")])
    return found[0], found[1]


@app.command()
def check(
    case: CasePath,
    marked: Annotated[
        Path | None, typer.Option("--marked", metavar="OUT.xlsx", help="Write a copy with the faulty cells marked.")
    ] = None,
    promises: Annotated[
        bool, typer.Option("--benchmarks", help="Plan the case, too, and hold its benchmarks against the plan and against "
                           "what happened.")
    ] = False,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Read a case and report every problem at once, each with its cell."""
    from rightfin.case.exchange.trail import unsaved_changes
    from rightfin.io.workbook.marked import refuse_marked
    from rightfin.reading import read_saved

    with reported(as_json):
        if marked is not None:
            refuse_marked(case, marked, force)
        try:
            saved = read_saved(case)
            found, warnings = saved.case, saved.warnings
        except CaseError as error:
            if as_json:
                _print_verdict(error.issues)
            else:
                print_issues(error.issues, wrote=True)  # nobody asked to write the case
                if marked is None and any(issue.cell for issue in error.issues):
                    err.print(f"To see them in their cells: rightfin check {case} --marked OUT.xlsx", highlight=False,
                              markup=False, soft_wrap=True)
            _hand_back(case, error.issues, marked, force)
            raise typer.Exit(BAD_INPUT) from None
    changed = unsaved_changes(saved.trail, found)
    warnings = (*warnings, changed) if changed is not None else warnings
    held = _held(found, as_json) if promises else None
    if as_json:
        _print_verdict(warnings, found, held)
    else:
        print_issues(warnings)
        out.print(f"{case} is a valid case: {_size(found)}, {counted(len(warnings), 'warning')}.", highlight=False,
                  soft_wrap=True, markup=False)
        for sentence in () if held is None else held.sentences:
            out.print(f"{sentence.heading}. {sentence.text}", highlight=False, markup=False)
    with reported():
        _hand_back(case, warnings, marked, force)
    if held is not None and not held.answered:
        raise typer.Exit(ANSWERED_NO)


def _held(case: Case, as_json: bool) -> Findings:
    """Return the benchmarks of a case, held against its plan and what happened."""
    from rightfin.report.studies.benchmarks import findings
    from rightfin.study.learning.benchmarks import benchmarks

    with reported(as_json), progress_bar() as progress, stoppable(None) as control:
        return findings(benchmarks(case, progress=progress, control=control))


def _print_verdict(issues: tuple[Issue, ...], found: Case | None = None, held: Findings | None = None) -> None:
    """Print what a program asks a check: whether the case can be used, its size, every problem, how benchmarks stand."""
    tables = {} if found is None else {name: len(table.rows) for name, table in found.tables.items() if table.rows}
    print_json({
        "status": "invalid" if found is None else "valid", "tables": tables,
        "issues": [issue.as_dict() for issue in issues],
        **({} if held is None else {"benchmarks": next(table.records() for table in held.tables)}),
    })


def _size(found: Case) -> str:
    filled = [len(table.rows) for table in found.tables.values() if table.rows]
    return f"{counted(sum(filled), 'row')} in {counted(len(filled), 'table')}"


def _hand_back(case: Path, issues: tuple[Issue, ...], marked: Path | None, force: bool) -> None:
    """Write the marked copy of a case if one is asked for, and say so, or why there is none."""
    from rightfin.io.workbook.marked import write_marked

    if marked is None:
        return
    if not issues:
        said = f"There is nothing to mark; {marked} was not written."
    else:
        try:
            write_marked(case, issues, marked, force)
            said = f"Wrote {marked}, with {counted(len(issues), 'problem')} marked."
        except CaseError as error:
            if error.issues[0].code != "nothing_to_mark":
                raise
            said = f"{error.issues[0].message} {marked} was not written."
    err.print(said, highlight=False, soft_wrap=True, markup=False)


@app.command()
def convert(
    case: CasePath,
    target: Annotated[Path, typer.Argument(metavar="OUT", help="An .xlsx workbook or a folder for CSV files.")],
    expand: Annotated[
        bool, typer.Option("--expand", help="Write packages and programmes as the ordinary rows that they are.")
    ] = False,
    why: Why = None, who: Who = None, when: When = None, force: Force = False,
) -> None:
    """Write a case in its other form: workbook to CSV folder, or CSV folder to workbook; with --why, record the save."""
    from rightfin.case.exchange.trail import saved
    from rightfin.case.expansion import expanded
    from rightfin.io import read_raw, write_case
    from rightfin.io.arrangement import arrangements
    from rightfin.io.left_behind import left_behind, not_kept
    from rightfin.reading import read_saved

    with reported():
        told = signed(why, who, when)
        found = read_saved(case)
        print_issues(found.warnings)
        written = expanded(found.case).case if expand else found.case
        trail = found.trail if told is None else saved(found.trail, written, **told)
        raw = read_raw(case)
        arranged = arrangements(raw.tables, found.positions)
        left = left_behind(case, raw, found.positions)
        write_case(written, target, trail=trail, arranged=arranged, force=force)
    out.print(f"Wrote {target}.", highlight=False, soft_wrap=True, markup=False)
    if left:
        err.print(f"Not carried over: {'; '.join(left)}.", highlight=False, soft_wrap=True, markup=False)
    listed = not_kept(arranged) if target.suffix.lower() == ".xlsx" else []
    if listed:
        err.print(f"In a workbook, {' and '.join(listed)} stand in the order of the template, their notes below.",
                  highlight=False, soft_wrap=True, markup=False)
