"""The command that asks about programmes: what each is worth, and when each should start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.asked import Asked, DecidedFor, alone, study_command, year_of

if TYPE_CHECKING:
    from rightfin.report.studies.findings import Findings
    from rightfin.study.starts.fixed import Mistake


def _all_but_fixed(
    of: Asked, *, fix: list[str] | None, without: list[str] | None, decide: bool, **_: object
) -> DecidedFor:
    """Return the question in which all starts are decided but those that options name."""
    alone("--decide", {"--replan": decide})
    return DecidedFor(of.question, fixed=_starts(of, fix or [], without or [], decided=True))


@study_command("programmes", decides=_all_but_fixed, tells_starts=True, searches=True)
def programmes_command(
    of: Asked,
    fix: Annotated[
        list[str] | None, typer.Option("--fix", metavar="P=YEAR", help="A programme starts in this year, whatever the case "
                                       "types; may be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="P", help="A programme is declined; may be repeated.")
    ] = None,
    decide: Annotated[
        bool, typer.Option("--decide", help="Decide when each programme starts, if at all, whatever the case types; those "
                           "named by --fix and --without are not decided.")
    ] = False,
    frontier: Annotated[
        bool, typer.Option("--frontier", help="With --decide: what less money for all programmes together would cost in "
                           "coverage.")
    ] = False,
) -> Findings:
    """What is each reform worth? When it runs, who pays it, and the plan without it, all else planned anew.

    With --decide: when should each start?
    """
    from rightfin.report.studies.all import findings
    from rightfin.study.programmes.worth import programmes

    starts = _starts(of, fix or [], without or [], decided=decide or of.replanned is not None)
    if decide:
        from rightfin.study.starts.decided import decided_programmes

        return findings(decided_programmes(of.case, **of.words, fixed=starts, within=of.seconds, frontier=frontier))
    if frontier or (of.within is not None and of.replanned is None):
        raise CaseError([Issue("decide_only", "--within and --frontier are about starts that are decided.",
                               "Add --decide, or leave them out.")])
    return findings(programmes(of.case, **{"starts": starts, **of.words}))


def _starts(of: Asked, fixed: list[str], declined: list[str], *, decided: bool) -> dict[str, int | None]:
    """Return the starts that options name; ``decided`` says that all others are to be decided.

    Raises ``CaseError`` for what is no pair, no year, or said twice, and for starts that cannot be.
    """
    issues, found = [], dict[str, int | None]()
    for pair in fixed:
        name, equals, year = (part.strip() for part in pair.partition("="))
        if not equals:
            issues.append(Issue("start_form", f"--fix {pair} has no year.", "Write --fix PROGRAMME=YEAR."))
            continue
        try:
            start = year_of(of, f"--fix {name}", year)
        except CaseError as error:
            issues += error.issues
            continue
        if found.setdefault(name, start) != start:
            issues.append(Issue("start_twice", f"--fix gives two starts of {name}.", "Give it one."))
    for name in declined:
        if found.setdefault(name, None) is not None:
            issues.append(Issue("start_twice", f"{name} is given a start, and is left out.", "Give --fix or --without."))
    if issues or not found:
        if issues:
            raise CaseError(issues)
        return found
    from rightfin.case.programmes.choices import choices_of
    from rightfin.study.starts.fixed import mistakes_of

    choices = choices_of(of.question.laid)
    typed = None if decided else {one.name: one.start for one in choices.programmes}
    mistakes = mistakes_of(choices, found, typed) if choices.programmes else ()
    if mistakes:
        text = choices.style.text
        raise CaseError([_told(one, {name: f"--without {name}" if year is None else f"--fix {name}={text(year)}"
                                     for name, year in found.items()}, decided) for one in mistakes])
    return found


def _told(mistake: Mistake, options: dict[str, str], decided: bool) -> Issue:
    """Return what is wrong with options as their mistake, not as one of a cell."""
    from rightfin.report.words.wording import listed

    issue, named = mistake.issue, [options[name] for name in mistake.programmes]
    if issue.code in ("unknown_programme", "programme_start"):
        remedy = issue.remedy
    elif mistake.fallen:
        fallen = listed([f"--without {name}" for name in mistake.fallen])
        remedy = f"Add {fallen}, which cannot be without it, or leave {listed(named, 'or')} out."
    elif decided:
        remedy = f"Leave {listed(named, 'or')} out, and it is decided; or give another year." if len(named) > 1 else (
            f"Leave {named[0]} out, and it is decided.")
    elif issue.code == "programme_needs":
        remedy = f"Give --fix of what it needs, too, or leave {listed(named, 'or')} out."
    else:
        remedy = "Give another year, or --fix or --without of the other one, too."
    return Issue(issue.code, f"{listed(named)}: {issue.message}", remedy)
