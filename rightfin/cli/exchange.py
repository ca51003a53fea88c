"""Commands for advisers who exchange cases: diff, merge, log; and how a save is signed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.cli.columns import Printed, print_columns
from rightfin.cli.ending import ANSWERED_NO, err, out, stoppable
from rightfin.cli.frame import app, counted, print_issues, print_json, reported
from rightfin.cli.options import AsJson, CasePath, Force, ModelPath, Scenarios, Settings, TimeLimit, laid
from rightfin.cli.progress import progress_bar

if TYPE_CHECKING:
    from rightfin.case.exchange.merge import Conflict
    from rightfin.case.exchange.trail import Lineage
    from rightfin.reading import Saved
    from rightfin.study.versions import Version

WHO_VARIABLE = "RIGHTFIN_WHO"
"""Environment variable that names who saves, where ``--who`` does not."""

SHOWN_CONFLICTS = 30
"""Conflicts that are printed; the workbook has all of them."""

Why = Annotated[
    str | None, typer.Option("--why", metavar="REASON", help="Record the save in the case's trail, for this reason.")
]
Who = Annotated[
    str | None, typer.Option("--who", metavar="NAME", help=f"Who saves, with --why; {WHO_VARIABLE} may say it for all.")
]
When = Annotated[
    str | None, typer.Option("--when", metavar="YYYY-MM-DD", help="Date of the save, with --why; today if absent.")
]

_Version = Annotated[Path, typer.Argument(metavar="A", help="A case: workbook, results workbook or folder.")]
_Other = Annotated[Path | None, typer.Argument(metavar="[B]", help="The case to compare with it.")]


def signed(why: str | None, who: str | None, when: str | None) -> dict[str, str] | None:
    """Return who saves, when and why, by these names; ``None`` without a reason.

    The date is today's if none is given, and the name that of the environment. Raises ``CaseError`` if a name or a date is
    given without a reason.
    """
    if why is None:
        if who is not None or when is not None:
            raise CaseError([
                Issue("no_why", "--who and --when sign a save, but no reason is given.", "Give it with --why.")
            ])
        return None
    return {"who": who or os.environ.get(WHO_VARIABLE, ""), "when": when or date.today().isoformat(), "why": why}


@app.command("diff")
def diff_command(
    a: _Version, b: _Other = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="S", help="Compare A with itself under this scenario, in place of B.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--out", metavar="D.xlsx", help="Write the comparison as a workbook.")
    ] = None,
    inputs_only: Annotated[bool, typer.Option("--inputs-only", help="Compare the inputs and plan nothing.")] = False,
    model: ModelPath = None, scenario: Scenarios = None, setting: Settings = None, as_json: AsJson = False,
    time_limit: TimeLimit = None, force: Force = False,
) -> None:
    """What does B, or a scenario of A, say otherwise than A, and what does it do to the answer? Both are planned anew."""
    from rightfin.cli.shown import print_findings
    from rightfin.report.studies.difference import findings
    from rightfin.report.studies.findings_files import findings_json, refuse_findings_workbook, write_findings_file
    from rightfin.study.versions import compare

    with reported(as_json):
        if target is not None:
            refuse_findings_workbook(target, force)
        over = laid(model, scenario, setting)
        first, second = _compared(a, b, against)
        with progress_bar() as progress, stoppable(time_limit) as control:
            found = findings(compare(
                first, second, **over.words, answers=not inputs_only, progress=progress, control=control
            ))
        if target is not None:
            write_findings_file(found, target, force)
    if as_json:
        print_json(findings_json(found))
        return
    print_findings(found, None)
    if target is not None:
        out.print(f"\nWorkbook: {target}", highlight=False, soft_wrap=True, markup=False)


def _compared(a: Path, b: Path | None, against: str | None) -> tuple[Version, Version]:
    """Return the two cases that are compared; raises ``CaseError`` unless there is either a second one or a scenario."""
    from rightfin.case.scenario import apply_scenario
    from rightfin.study.versions import Version

    if (b is None) == (against is None):
        raise CaseError([Issue("one_other", "It takes one case to compare A with: a file B or a scenario of A.",
                               "Name B, or --against and a scenario.")])
    if b is not None:
        first, second = (Version(name, _read(path, name)) for path, name in zip((a, b), _names(a, b), strict=True))
        return first, second
    (name,) = _names(a)
    base = _read(a, name)
    with _in(name):
        under = replace(base, case=apply_scenario(base.case, against or ""))
    return Version(name, base), Version(f"{name} under {against}", under)


@app.command("merge")
def merge_command(
    base: Annotated[Path, typer.Argument(metavar="BASE", help="The case from which both were made.")],
    a: Annotated[Path, typer.Argument(metavar="A", help="The first changed version.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="The second changed version.")],
    target: Annotated[Path, typer.Option("--out", metavar="M.xlsx", help="Workbook (or folder) to write.")],
    why: Why = None, who: Who = None, when: When = None, force: Force = False,
) -> None:
    """Bring two changed versions of a case together; what they say differently is left to settle, in a workbook."""
    from rightfin.case.checks import check_case
    from rightfin.case.exchange.merge import merge
    from rightfin.case.exchange.trail import begun, saved, united
    from rightfin.io import write_case

    with reported():
        told = signed(why, who, when)
        three = [_read(path, name) for path, name in zip((base, a, b), _names(base, a, b), strict=True)]
        merged = merge(*(found.case for found in three))
        trail = united(*(found.trail for found in three))
        if told is not None:
            told |= {"parent": three[1].case.digest, "other_parent": three[2].case.digest}
            trail = begun(trail, **told) if merged.conflicts else saved(trail, merged.case, **told)
        is_folder = bool(merged.conflicts) and target.suffix.lower() != ".xlsx"
        if not is_folder:
            write_case(merged.case, target, trail=trail, conflicts=merged.conflicts, force=force)
        issues = tuple(issue for issue in check_case(merged.case) if issue.severity is Severity.ERROR)
    said = f"{counted(merged.taken_a, 'change')} of {a}, {merged.taken_b} of {b}"
    both = f", {merged.taken_both} that both made alike" if merged.taken_both else ""
    out.print(f"Taken: {said}{both}.", highlight=False, soft_wrap=True, markup=False)
    _print_conflicts(merged.conflicts)
    print_issues(issues, wrote=True)
    if is_folder:
        err.print(f"{target} was not written: {counted(len(merged.conflicts), 'cell')} must be settled, which is done in a "
                  "workbook. Give a name that ends in .xlsx.", highlight=False, soft_wrap=True, markup=False)
    elif merged.conflicts:
        out.print(f"Wrote {target}. Choose a, b or base in the column take of its sheet conflicts, save it, and run: "
                  f"rightfin convert {target} OUT", highlight=False, soft_wrap=True, markup=False)
    else:
        out.print(f"Wrote {target}.", highlight=False, soft_wrap=True, markup=False)
    if issues and not merged.conflicts:
        err.print("Each version is sound, but together they are not. Correct this in the merged case.", highlight=False)
    if merged.conflicts or issues:
        raise typer.Exit(ANSWERED_NO)


@app.command("log")
def log_command(case: CasePath, as_json: AsJson = False) -> None:
    """Who saved this case, when and why? Newest first, and whether it was changed since."""
    from rightfin.case.exchange.trail import lineage, records
    from rightfin.reading import read_unchecked

    with reported(as_json):
        read = read_unchecked(case)
        found = lineage(read.trail, read.case)
        is_read = not any(issue.severity is Severity.ERROR for issue in read.issues)
    if as_json:
        print_json({
            "digest": found.digest if is_read else None, "is_current": found.is_current if is_read else None,
            "saves": records(found.saves)[::-1], "unknown_parents": list(found.unknown),
        })
        return
    for sentence in _standing(case, found, is_read):
        out.print(sentence, highlight=False, soft_wrap=True, markup=False)
    if found.saves:
        _print_saves(found)


def _standing(case: Path, found: Lineage, is_read: bool) -> Iterator[str]:
    """Yield in sentences how the content stands to its trail."""
    from rightfin.case.exchange.trail import short

    if not found.saves:
        yield f"{case} has no trail. rightfin convert CASE OUT --who NAME --why REASON begins one."
        return
    yield f"{case}: {counted(len(found.saves), 'save')}, newest first."
    if not is_read:
        yield f"Whether it was changed since cannot be said, because it has errors. rightfin check {case} lists them."
    elif found.is_current is None:
        yield "No line has a digest, so nothing shows whether the content is what was saved."
    elif found.is_current:
        yield f"The content is what was last saved ({short(found.digest)})."
    else:
        yield f"The content was changed since it was last saved; it is now {short(found.digest)}."
    if found.unsaved and found.is_current is not None:
        yield (f"{counted(len(found.unsaved), 'line')} without a digest after the last save: written by hand, or a merge "
               "that was left to settle.")
    if found.unknown:
        yield (f"The trail does not say where {', '.join(map(short, found.unknown))} came from: changed there without a "
               "reason, or saved elsewhere.")


def _print_saves(found: Lineage) -> None:
    from rightfin.case.exchange.trail import short

    rows = []
    for save in reversed(found.saves):
        parents = " and ".join(short(parent) for parent in (save.parent, save.other_parent) if parent)
        digest = short(save.digest) or ("to settle" if save.other_parent else "by hand")
        rows.append((save.when, save.who, save.why, digest, parents))
    _print_texts(("When", "Who", "Why", "Saved", "Made from"), rows)


def _print_texts(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    cells = zip(*rows, strict=True) if rows else [()] * len(headings)
    print_columns("", [Printed(heading, tuple(of), is_text=True) for heading, of in zip(headings, cells, strict=True)])


def _print_conflicts(conflicts: tuple[Conflict, ...]) -> None:
    from rightfin.case.exchange.merge import side_text

    if not conflicts:
        return
    out.print(f"{counted(len(conflicts), 'conflict')}:", highlight=False)
    rows = []
    for conflict in conflicts[:SHOWN_CONFLICTS]:
        sides = [side_text(side, of_row=not conflict.column) for side in (conflict.base, conflict.a, conflict.b)]
        rows.append((conflict.table, conflict.row, conflict.column or "the row", *sides))
    _print_texts(("Table", "Row", "Column", "Base", "A", "B"), rows)
    if len(conflicts) > SHOWN_CONFLICTS:
        out.print(f"… and {len(conflicts) - SHOWN_CONFLICTS} more.", highlight=False)


def read_named(paths: Sequence[Path]) -> list[tuple[str, Saved]]:
    """Read several cases, each with what it is called; see ``_names`` and ``_read``."""
    return [(name, _read(path, name)) for path, name in zip(paths, _names(*paths), strict=True)]


def _names(*paths: Path) -> list[str]:
    """Return what files are called: by their names, or in full where these are the same."""
    short = [path.name or str(path) for path in paths]
    return short if len(set(short)) == len(short) else [str(path) for path in paths]


@contextmanager
def _in(name: str) -> Iterator[None]:
    """Let problems say in which of several files they are."""
    try:
        yield
    except CaseError as error:
        raise error.of(name) from None


def _read(path: Path, name: str) -> Saved:
    """Read one of several cases; its errors say in which file they are, its warnings are counted."""
    from rightfin.reading import read_saved

    with _in(name):
        found = read_saved(path)
    if found.warnings:
        err.print(f"{name}: {counted(len(found.warnings), 'warning')}; rightfin check {path} lists them.", highlight=False,
                  soft_wrap=True, markup=False)
    return found
