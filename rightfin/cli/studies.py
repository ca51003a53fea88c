"""Commands that ask about a case: exit, require, coordinate, withdraw, alternatives, and others; audit asks of its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.asked import Asked, DecidedFor, alone, study_command, year_of
from rightfin.cli.options import Donors, Providers

if TYPE_CHECKING:
    from rightfin.report.studies.findings import Findings
    from rightfin.study.exits.study import ExitStudy
    from rightfin.study.starts.exits import ExitsAnew


@study_command("exit")
def exit_command(
    of: Asked, donor: Donors = None, provider: Providers = None,
    coverage: Annotated[
        float | None, typer.Option("--coverage", metavar="SHARE", help="Ask also for at least this share of the coverage "
                                   "with donors, such as 0.9; of providers, ask for it in place of all.")
    ] = None,
    margin: Annotated[
        bool, typer.Option("--margin", help="Ask also that the last year's force can be kept up for good.")
    ] = False,
    calendars: Annotated[
        bool, typer.Option("--calendars", help="Find also all calendars of donors' years of which none is dominated.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that solve.")] = 1,
) -> Findings:
    """When can donors or a mission leave? Each year in turn, the earliest that passes a test, what breaks before it."""
    if provider:
        from rightfin.report.studies.all import findings as findings_of
        from rightfin.study.missions.study import mission_exits

        alone("--provider", {"--donor": donor, "--margin": margin, "--calendars": calendars})
        share = 1.0 if coverage is None else coverage
        return findings_of(mission_exits(of.case, **of.words, providers=provider, coverage=share))
    from rightfin.report.studies.exits import findings
    from rightfin.study.exits.calendars import exit_calendars
    from rightfin.study.exits.criterion import ExitTest
    from rightfin.study.exits.study import exit_study

    test = ExitTest(coverage=coverage, margin=margin)
    parts = iter(of.in_parts(1 + calendars + (of.replanned is not None)))
    found = exit_calendars(  # first, because it may refuse
        of.case, **next(parts).words, donors=donor or None, test=test, workers=workers
    ) if calendars else None
    study = exit_study(of.case, **next(parts).words, donors=donor or None, test=test, workers=workers)
    return findings(study, found, None if of.replanned is None else _anew(next(parts), study))


def _anew(of: Asked, study: ExitStudy) -> ExitsAnew:
    """Return earlier exits with starts decided for each."""
    from rightfin.study.starts.exits import exits_anew

    return exits_anew(of.question, study, within=of.seconds, progress=of.progress, control=of.control)


def _with_exit(of: Asked, *, year: str, donor: list[str] | None, **_: object) -> DecidedFor:
    """Return the question in which the donors leave as asked: starts that know of an exit are another choice."""
    from rightfin.study.exits.leaving import leaving_donors
    from rightfin.study.starts.leaving import with_exit

    own_from = year_of(of, "--exit", year)
    donors = leaving_donors(of.question.prepared, donor or None)
    return DecidedFor(with_exit(of.question, donors, own_from), f"the case without the donors' money from {year} on")


@study_command("require", decides=_with_exit)
def require_command(
    of: Asked,
    year: Annotated[str, typer.Option("--exit", metavar="YEAR", help="First year without the donors' money.")],
    donor: Donors = None,
    keep: Annotated[
        float, typer.Option("--keep", metavar="SHARE", help="Share of the force to be kept, of the one that donors make "
                            "possible; 1 is all of it.")
    ] = 1.0,
    pace: Annotated[
        float, typer.Option("--pace", metavar="POINTS", help="Points of GDP by which revenue can rise a year.")
    ] = 0.5,
    tax_limit: Annotated[
        float | None, typer.Option("--tax-limit", metavar="SHARE", help="Share of GDP that revenue can reach at most: asks "
                                   "whether tax effort up to it would do.")
    ] = None,
) -> Findings:
    """What would it take to be free of donors by a year? Revenue, unit costs, a fund, a smaller force, all together."""
    from rightfin.report.studies.all import findings
    from rightfin.study.requirement.study import require

    asked = year_of(of, "--exit", year)
    return findings(require(of.case, **of.words, year=asked, donors=donor or None, keep=keep, pace=pace,
                            tax_limit=tax_limit))


@study_command("coordinate")
def coordinate_command(
    of: Asked,
    fee: Annotated[float, typer.Option("--fee", metavar="SHARE", help="Share that the pool's administrator keeps.")] = 0.01,
    delay: Annotated[int, typer.Option("--delay", metavar="YEARS", help="Years by which the pool pays later.")] = 1,
    donor: Donors = None,
) -> Findings:
    """What is coordination worth? The same pledges earmarked, in a real pool, in a perfect pool; what restrictions cost."""
    from rightfin.report.studies.all import findings
    from rightfin.study.coordination.study import coordination

    return findings(coordination(of.case, **of.words, fee=fee, delay=delay, members=donor or None))


@study_command("withdraw")
def withdraw_command(
    of: Asked,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="First year without the donor, the same for all; without "
                                 "it, the first year planned. The worst year of each is sought in any case.")
    ] = None,
    donor: Donors = None, provider: Providers = None,
) -> Findings:
    """What if a donor or a mission leaves without notice? Each in turn: what breaks, and what would absorb it."""
    from rightfin.report.studies.all import findings
    from rightfin.study.missions.study import mission_withdrawals
    from rightfin.study.withdrawal.study import withdrawals

    asked = None if year is None else year_of(of, "--year", year)
    if provider:
        alone("--provider", {"--donor": donor})
        return findings(mission_withdrawals(of.case, **of.words, year=asked, providers=provider))
    return findings(withdrawals(of.case, **of.words, year=asked, donors=donor or None))


@study_command("sustain")
def sustain_command(of: Asked) -> Findings:
    """How large a force can be kept? The force, the path to it, what it costs in coverage, what more would take."""
    from rightfin.report.studies.all import findings
    from rightfin.study.sustain.study import sustained

    return findings(sustained(of.case, **of.words))


@study_command("alternatives")
def alternatives_command(
    of: Asked,
    loss: Annotated[
        str, typer.Option("--loss", metavar="SHARE", help="How much of what the best plan covers may be lost, such as 2% "
                          "or 0.02.")
    ] = "2%",
    of_what: Annotated[
        list[str] | None, typer.Option("--of", metavar="QUANTITY", help="A number of the plan such as strength.police, "
                                       "cost or coverage.crime; may be repeated. Without it, all that people compare.")
    ] = None,
    year: Annotated[
        list[str] | None, typer.Option("--year", metavar="YEAR", help="A year in which to look at it, besides all years "
                                       "together; may be repeated. Without it, the last year shown.")
    ] = None,
    pair: Annotated[
        list[str] | None, typer.Option("--pair", metavar="A,B", help="Two numbers that are looked at together, or three, "
                                       "the third of which is held; may be repeated. Without it, the people of the two "
                                       "largest institutions.")
    ] = None,
    ranges: Annotated[
        bool, typer.Option("--ranges", help="Seek nothing but least and greatest values, which is quicker.")
    ] = False,
) -> Findings:
    """What else is nearly as good? How far each number may move, what goes with what, and options to compare."""
    from rightfin.report.studies.all import findings
    from rightfin.study.why.alternatives import alternatives
    from rightfin.study.why.quantities import names_between_commas

    years = [year_of(of, "--year", one) for one in year or ()]
    pairs = [names_between_commas(one, of.question.prepared) for one in pair or ()]
    return findings(alternatives(of.case, **of.words, loss=_share(loss), of=of_what or (), years=years,
                                 pairs=pairs, ranges_only=ranges))


def _share(text: str) -> float:
    """Return the share that an option gives, ``2%`` or ``0.02``; raises ``CaseError`` for anything else."""
    plain = text.strip()
    try:
        return float(plain.removesuffix("%")) / 100.0 if plain.endswith("%") else float(plain)
    except ValueError:
        raise CaseError([Issue("loss_range", f"--loss {text} is no share.", "Write it as 2% or 0.02.")]) from None


@study_command("chain")
def chain_command(of: Asked) -> Findings:
    """Where is the justice chain narrowest? What waits, who is held; one more person and more police, each tried."""
    from rightfin.report.studies.all import findings
    from rightfin.study.chain import chain

    return findings(chain(of.case, **of.words))


@study_command("cost")
def cost_command(
    of: Asked,
    cadre: Annotated[str, typer.Option("--cadre", metavar="C", help="The cadre of which there is to be one more.")],
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="Year in which the post is filled; without it, the first "
                                 "in which someone trained within the plan can join.")
    ] = None,
) -> Findings:
    """What does one more constable cost? The post over the years of the plan, and one career to its end, part by part."""
    from rightfin.report.studies.all import findings
    from rightfin.study.unit_cost.cadre import cadre_cost

    asked = None if year is None else year_of(of, "--year", year)
    return findings(cadre_cost(of.case, **of.words, cadre=cadre, year=asked))


@study_command("contradictions")
def contradictions_command(of: Asked) -> Findings:
    """Why is there no plan? The limits that cannot hold together, each with its cell, and the least changes that end it."""
    from rightfin.report.studies.contradictions import findings
    from rightfin.study.why.contradictions import contradictions

    return findings(contradictions(of.case, **of.words), of.saved)


@study_command("audit")
def audit_command(
    of: Asked,
    solver: Annotated[
        str, typer.Option("--solver", metavar="NAME", help="highs, cbc, glpk, or another solver that Pyomo finds here.")
    ] = "highs",
    level: Annotated[
        int | None, typer.Option("--level", metavar="N", help="The last level to audit, 1 to 5. Without it, all.")
    ] = None,
) -> Findings:
    """Is the plan right? Another solver solves the whole model, level by level, and each is compared with the plan."""
    from rightfin.report.studies.all import findings
    from rightfin.study.audit import audit

    return findings(audit(of.case, **of.words, solver=solver, level=level))


@study_command("explain")
def explain_command(
    of: Asked,
    at: Annotated[
        list[str], typer.Option("--at", metavar="WHAT", help="The number to explain: cadre=C,year=Y; also institution=, "
                                "need=, region=, line=INSTITUTION.CATEGORY, donor= or payer= in place of cadre=, or "
                                "strength.women@Y. May be repeated: the plan is solved once for all.")
    ],
) -> Findings:
    """Why is this number what it is? What holds it there, what would change it, and by how much, each tried by solving."""
    if len(at) > 1:
        from rightfin.report.studies.explanations import findings as findings_of
        from rightfin.study.why.explanations import explanations

        return findings_of(explanations(of.case, **of.words, at=at), of.saved)
    from rightfin.report.studies.explain import findings
    from rightfin.study.why.explain import explain

    return findings(explain(of.case, **of.words, at=at[0]), of.saved)
