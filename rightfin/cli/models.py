"""Commands about the model itself: write it for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.ending import out
from rightfin.cli.frame import app, print_issues, reported
from rightfin.cli.options import CasePath, Force, ModelPath, Scenarios, Settings, laid


@app.command("model")
def model_command(
    case: CasePath,
    path: Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write: .lp, .mps or .nl.")],
    level: Annotated[
        str, typer.Option("--level", metavar="LEVEL", help="Level whose objective is written: a place such as 2 or 1c, or "
                          "a name such as needs.")
    ] = "1",
    natural: Annotated[
        bool, typer.Option("--natural", help="Write persons and whole currency units: good to read, bad to solve.")
    ] = False,
    model: ModelPath = None, scenario: Scenarios = None, setting: Settings = None, force: Force = False,
) -> None:
    """Write the whole model, as a solver or a modelling language reads it, with the public names of its rows."""
    from rightfin.question import Question
    from rightfin.reading import read_case_with_warnings
    from rightfin.report.model_files import refuse_model, write_model
    from rightfin.solve.order import objective_of

    with reported():
        refuse_model(path, force)
        over = laid(model, scenario, setting)
        found, warnings = read_case_with_warnings(case)
        parameters = Question.of(found, **over.words).parameters
        objective = objective_of(level, parameters.policy)
        if objective is None:
            raise CaseError([Issue("unknown_level", f"There is no level {level}.", "Give a place from 1 to 5, such as 2 or "
                                   "1c, or the name of an objective as the table objective of a plan has it.")])
        from rightfin.lp.open_model import whole_model

        whole = whole_model(parameters, objective)
        files = write_model(whole, path, force, natural=natural)
    print_issues(warnings)
    size = f"{whole.nvariables():,} decisions, {whole.nconstraints():,} rows, least {objective}"
    out.print(f"Wrote {', '.join(map(str, reversed(files)))}: {size}.", highlight=False, soft_wrap=True, markup=False)
