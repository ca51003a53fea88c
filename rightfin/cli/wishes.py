"""Commands about what a plan might do otherwise: whynot, reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.cli.asked import Asked, study_command

if TYPE_CHECKING:
    from rightfin.report.studies.findings import Findings

May = Annotated[
    list[str] | None,
    typer.Option("--may", metavar="WHAT", help="What may move to have it without loss: own-money, donor:NAME, "
                 "training:INSTITUTION or limits:CADRE; the name may be left out. Repeatable; without it, all of these."),
]


@study_command("whynot")
def whynot_command(
    of: Asked,
    wish: Annotated[
        list[str], typer.Option("--wish", metavar="WISH", help="What the plan is to have, such as 'strength.police >= "
                                "9000 in 2029', 'coverage.violent_crime >= 90% from 2030' or 'donors <= 40m'. Repeatable.")
    ],
    may: May = None,
    loss: Annotated[
        float, typer.Option("--loss", metavar="SHARE", help="Ask also from which year on it costs at most this share of "
                            "all that is needed, such as 0.01.")
    ] = 0.0,
) -> Findings:
    """Why not? What a wish costs and who loses, what it takes without loss, and from which year on it is free."""
    from rightfin.report.studies.all import findings
    from rightfin.study.why.whynot import why_not

    return findings(why_not(of.case, wish, **of.words, may=may or (), loss=loss))


@study_command("reach")
def reach_command(
    of: Asked,
    target: Annotated[
        list[str], typer.Option("--target", metavar="TARGET", help="What is to hold and stay, a wish without years, such "
                                "as 'coverage.violent_crime >= 90%'. Repeatable.")
    ],
    may: May = None,
) -> Findings:
    """How early can a target hold and stay? The earliest year, what stands against the year before, what that takes."""
    from rightfin.report.studies.all import findings
    from rightfin.study.why.earliest import reach

    return findings(reach(of.case, target, **of.words, may=may or ()))
