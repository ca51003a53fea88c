"""The command that stands a case, its scenarios and other cases side by side, and says what makes them differ."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.ending import ANSWERED_NO, stoppable
from rightfin.cli.frame import app, print_json, reported
from rightfin.cli.options import AsJson, CasePath, Force, ModelPath, OutFolder, Settings, TimeLimit, laid
from rightfin.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rightfin.progress import Progress
    from rightfin.reading import Saved
    from rightfin.report.compare.item import ComparedItem
    from rightfin.solve.control import Control
    from rightfin.study.why.attribution import Attribution

STACK = "+"
"""What stands between scenarios that are laid over one another."""


@dataclass(frozen=True)
class _Splitting:
    """How differences are split: groups as people name them, orders if they are drawn, and by how many processes."""

    groups: tuple[str, ...]
    orders: int | None
    seed: int
    workers: int
    method: str


@app.command("compare")
def compare_command(
    case: CasePath,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", metavar="S", help="Compare with the case under this scenario; may be "
                                       "repeated. S+T lays T over S, and NAME=S+T says what that is called.")
    ] = None,
    others: Annotated[
        list[Path] | None, typer.Option("--with", metavar="B.xlsx", help="Compare with another case; may be repeated.")
    ] = None,
    exits: Annotated[
        list[str] | None, typer.Option("--exits", metavar="D=YEAR", help="In what the case is compared with, or in the "
                                       "case itself, the donor D leaves: YEAR is the first year without its money. May "
                                       "be repeated. With --split each exit is a group of its own.")
    ] = None,
    split: Annotated[
        bool, typer.Option("--split", help="Split each difference over what makes it: scenarios that are laid over one "
                           "another, otherwise changed tables. The parts add up.")
    ] = False,
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="NAME=TABLES", help="With --split: changes that count as one, "
                                       "such as money=macro,pledges, or rows of a table, academy=institutions/police; may "
                                       "be repeated.")
    ] = None,
    orders: Annotated[
        int | None, typer.Option("--orders", metavar="N", min=2, help="With --split: draw so many orders of the groups in "
                                 "place of all; beyond eight groups they are drawn in any case.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="From which number orders are drawn.")] = 0,
    method: Annotated[
        str, typer.Option("--method", metavar="orders|path", help="With --split: by what groups add in all orders, or "
                          "along the straight path of amounts, where nothing else changes.")
    ] = "orders",
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="With --split: processes that make plans.")
    ] = 1,
    inputs_only: Annotated[bool, typer.Option("--inputs-only", help="Compare the inputs and plan nothing.")] = False,
    model: ModelPath = None, setting: Settings = None, folder: OutFolder = None, as_json: AsJson = False,
    time_limit: TimeLimit = None, force: Force = False,
) -> None:
    """How do scenarios and other cases differ from this one, and what makes them differ? Two or more side by side."""
    from rightfin.cli.exchange import read_named
    from rightfin.cli.shown import print_findings
    from rightfin.report.compare.findings import comparison
    from rightfin.report.compare.side_by_side import side_by_side
    from rightfin.report.compare.split import with_attributions
    from rightfin.report.studies.findings_files import findings_json, refuse_existing_findings, write_findings
    from rightfin.study.why.groups import groups_named

    with reported(as_json):
        _check_options(split, group, orders, method, inputs_only)
        groups_named(group or ())  # what names no group is told before anything is planned
        if folder is not None:
            refuse_existing_findings("compare", folder, force)
        over = laid(model, None, setting)
        (title, base), *more = read_named([case, *(others or ())])
        with progress_bar() as progress, stoppable(time_limit) as control:
            items = side_by_side(
                base, title=title, scenarios=_stacks(scenario or (), base), others=dict(more),
                definition=over.definition, settings=over.settings, exits=_exits(exits or (), base),
                answers=not inputs_only, progress=progress, control=control)
            found = comparison(items, on_live_models=False)
            if split:
                how = _Splitting(tuple(group or ()), orders, seed, workers, method)
                found = with_attributions(found, items, _attributions(items, how, progress, control))
        if folder is not None:
            write_findings(found, folder, force=force)
    if as_json:
        print_json(findings_json(found))
    else:
        print_findings(found, folder)
    if not (found.answered or inputs_only):
        raise typer.Exit(ANSWERED_NO)


def _stacks(texts: Sequence[str], base: Saved) -> dict[str, tuple[str, ...]]:
    """Return what options name: what each is called, or else its scenarios are, told apart, and these in their order."""
    from rightfin.case.scenario_words import scenario_titles
    from rightfin.report.compare.item import unlike

    titles, found = scenario_titles(base.case), list[tuple[str, tuple[str, ...]]]()
    for text in texts:
        name, equals, rest = text.partition("=")
        stack = tuple(part.strip() for part in (rest if equals else text).split(STACK))
        found.append((name.strip() if equals else " + ".join(titles.get(one, one) for one in stack), stack))
    return dict(zip(unlike(name for name, _ in found), (stack for _, stack in found), strict=True))


def _exits(texts: Sequence[str], base: Saved) -> dict[str, int]:
    """Return the first year without the money of each donor that options name; raises ``CaseError`` with all problems."""
    from rightfin.case.resolve import style_of_case

    style, issues, found = style_of_case(base.case), [], dict[str, int]()
    for text in texts:
        donor, _, written = (part.strip() for part in text.partition("="))
        year = style.year_of(written)
        if not donor or year is None:
            issues.append(Issue("exit_form", f"--exits {text} does not say which donor leaves when.",
                                f"Write DONOR=YEAR, the first year without its money, such as {style.text(2030)}."))
        elif donor in found:
            issues.append(Issue("exit_twice", f"--exits names {donor} twice.", "Name each donor once."))
        else:
            found[donor] = year
    if issues:
        raise CaseError(issues)
    return found


def _check_options(
    split: bool, group: list[str] | None, orders: int | None, method: str, inputs_only: bool
) -> None:
    """Raise ``CaseError`` for options that ask for nothing, or for what another forbids."""
    issues = []
    if not split and (group or orders is not None or method != "orders"):
        issues.append(Issue("split_only", "--group, --orders and --method are about differences that are split.",
                            "Add --split."))
    if method not in ("orders", "path"):
        issues.append(Issue("split_method", f"There is no method {method}.", "Write --method orders or --method path."))
    if method == "path" and orders is not None:
        issues.append(Issue("options_apart", "Along a path there are no orders.", "Leave out --orders or --method."))
    if split and inputs_only:
        issues.append(Issue("options_apart", "--split plans, and --inputs-only plans nothing.", "Leave one of them out."))
    if issues:
        raise CaseError(issues)


def _attributions(
    items: Sequence[ComparedItem], how: _Splitting, progress: Progress | None, control: Control
) -> list[Attribution | CaseError | None]:
    """Return the attribution of each item after the first, or why there is none; ``None`` for one that has no answer."""
    from rightfin.progress import in_parts
    from rightfin.study.why.attribution import SplitMethod, attribution

    found: list[Attribution | CaseError | None] = []
    for item, part in zip(items[1:], in_parts(progress, len(items) - 1), strict=True):
        if item.answered is None or items[0].answered is None:
            found.append(None)
            continue
        try:
            found.append(attribution(items[0].question, item.question, groups=how.groups, orders=how.orders,
                                     seed=how.seed, workers=how.workers, method=SplitMethod(how.method),
                                     progress=part, control=control))
        except CaseError as error:  # the others can be split all the same
            found.append(error)
    return found
