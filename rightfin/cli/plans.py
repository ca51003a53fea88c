"""The command that plans a case, and how its answer is printed."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.columns import Printed, print_columns
from rightfin.cli.ending import ANSWERED_NO, out, stoppable
from rightfin.cli.following import NEXT, print_next
from rightfin.cli.frame import app, print_issues, print_json, reported
from rightfin.cli.options import AsJson, CasePath, Force, Laid, ModelPath, OutFolder, Scenarios, Settings, TimeLimit, laid
from rightfin.cli.page import print_page
from rightfin.cli.progress import progress_bar
from rightfin.cli.shown import print_places

if TYPE_CHECKING:
    from rightfin.case import Case
    from rightfin.progress import Progress
    from rightfin.report.words.answer import PlanAnswer
    from rightfin.result.plan import Plan
    from rightfin.solve.control import Control
    from rightfin.study.why.explanations import Explanations

Quick = Annotated[
    bool, typer.Option("--quick", help="Plan alone: leave out of the page what has to be tried, such as donors' exits.")
]

Explain = Annotated[
    bool, typer.Option("--explain", help="Say why the numbers that readers ask for first are what they are: in the sheet "
                       "Explanations of the workbook, and in JSON. Takes several times as long as the plan.")
]
At = Annotated[
    list[str] | None, typer.Option("--at", metavar="WHAT", help="Explain this number in place of those, such as "
                                   "institution=police,year=2029 (see rightfin explain); may be repeated.")
]


@app.command()
def plan(
    case: CasePath,
    model: ModelPath = None,
    scenario: Scenarios = None,
    setting: Settings = None,
    folder: OutFolder = None,
    as_json: AsJson = False,
    time_limit: TimeLimit = None,
    force: Force = False,
    quick: Quick = False,
    explain: Explain = False,
    at: At = None,
) -> None:
    """Plan a case: what a minister must know on one page, then the answer in sentences and the figures of every year."""
    from rightfin.lp.pause import without_collection
    from rightfin.reading import read_saved
    from rightfin.report.charts.pictures import Pictures
    from rightfin.report.files import explained_json, plan_json, refuse_existing_plan, write_plan
    from rightfin.report.overview.answers import answers
    from rightfin.report.page import page_of
    from rightfin.report.words.answer import headline
    from rightfin.result.plan import Status
    from rightfin.study.briefing.study import briefing

    with reported(as_json), without_collection(), ExitStack() as ending:
        if (explain or at) and folder is None and not as_json:
            raise CaseError([Issue("explain_where", "--explain and --at write into the workbook and into JSON.",
                                   "Add --out DIR or --json, or ask rightfin explain for the sentences.")])
        if folder is not None:
            refuse_existing_plan(folder, force)
        pictures = ending.enter_context(Pictures()) if folder is not None else None
        over = laid(model, scenario, setting)
        found = read_saved(case)
        if at:
            _refuse_unknown(found.case, over, at)
        with progress_bar() as progress, stoppable(time_limit) as control:
            asked = briefing(
                found.case, **over.words, progress=progress, warnings=found.warnings, control=control, quick=quick
            )
            explained = _explained(asked.plan, found.case, over, at or [], progress, control) if explain or at else None
        answer, page = asked.plan, page_of(asked.plan, asked)
        replies = answers(answer, asked) if answer.status is Status.ANSWERED else ()
        if folder is not None:
            write_plan(answer, found.case, folder, trail=found.trail, page=page, replies=replies, force=force,
                       explained=explained, pictures=pictures)
    if as_json:
        print_json({**plan_json(answer, page), **explained_json(explained)})
    else:
        print_issues(answer.issues)
        print_page(page)
        _print_answer(headline(answer))
        if folder is not None:
            _print_places(folder, answer.status is Status.ANSWERED)
        if answer.status is Status.CONTRADICTORY:
            print_next(NEXT["contradictions"], "contradictions", case, model=model, scenario=over.scenarios,
                       setting=setting or ())
    if answer.status is Status.CONTRADICTORY:
        raise typer.Exit(ANSWERED_NO)


def _refuse_unknown(case: Case, over: Laid, at: list[str]) -> None:
    """Raise ``CaseError`` for numbers that cannot be named, before anything is solved."""
    from rightfin.question import Question
    from rightfin.study.why.explanations import cells_named

    cells_named(Question.of(case, **over.words), at)


def _explained(
    plan: Plan, case: Case, over: Laid, at: list[str], progress: Progress | None, control: Control
) -> Explanations | None:
    """Return why numbers of a plan are what they are: those named, else those that readers ask for first."""
    from rightfin.study.why.asked_first import asked_first
    from rightfin.study.why.explanations import explanations

    named = at or asked_first(plan)
    if not named:
        return None
    return explanations(case, **over.words, at=named, progress=progress, control=control)


def _print_places(folder: Path, charts: bool) -> None:
    places = [("Workbook", "plan.xlsx"), ("Brief", "brief.docx"), ("Charts", "charts"), ("Tables", "tables")]
    print_places(folder, [(what, name) for what, name in places if charts or name != "charts"])


def _print_answer(answer: PlanAnswer) -> None:
    """Print title, sentences and the yearly table."""
    out.print(f"\n[bold]{escape(answer.title)}[/bold]\n", highlight=False)
    for sentence in answer.sentences:
        out.print(f"[bold]{escape(sentence.heading)}.[/bold] {escape(sentence.text)}", highlight=False)
    if not answer.yearly:
        return
    from rightfin.report.words.answer import YEARLY_HEADINGS
    from rightfin.report.words.wording import people, percent

    rows = [
        (str(row.year), people(row.strength), people(row.without_support),
         *(f"{answer.scale.of(amount):,.{answer.scale.decimals}f}" for amount in row.money),
         *("" if share is None else percent(share) for share in (row.coverage, row.readiness)))
        for row in answer.yearly
    ]
    out.print()
    print_columns(f"Money in {answer.scale.unit}, current prices", [
        Printed(heading, cells) for heading, cells in zip(YEARLY_HEADINGS, zip(*rows, strict=True), strict=True)
    ])
