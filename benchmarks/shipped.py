"""Time whole plans of the shipped cases, phase by phase.

Every case runs in a process of its own, so that its peak memory is its own. The whole command is timed as a
user starts it, imports included; the phases after everything is imported.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clock import Stopwatch, alone, peak_memory

ROOT = Path(__file__).parents[1]
CASES = ("inputs/afghanistan_2012", "inputs/demo")
RUNS = 5
PHASES = ("read", "project", "formulate and compile", "solve", "report")


@dataclass(frozen=True)
class Measured:
    """One case: median seconds by phase, size of the model, peak memory in MB."""

    case: str
    seconds: Mapping[str, float]
    columns: int
    rows: int
    nonzeros: int
    memory: float


def measure(case: str) -> Measured:
    """Time all phases of one case; to be called in a fresh process."""
    from rightfin.case.checks import check_case
    from rightfin.definition import default_definition
    from rightfin.fiscal.project import project
    from rightfin.lp.assembly import Assembly
    from rightfin.lp.inputs import Inputs
    from rightfin.lp.layout import layout_of
    from rightfin.reading import read_case
    from rightfin.report.files import write_plan
    from rightfin.result.assemble import assemble, provenance_of
    from rightfin.solve.levels import solve

    definition = default_definition()
    watch = Stopwatch()
    for _ in range(RUNS):
        with watch.phase("read"):
            read = read_case(ROOT / case)
        with watch.phase("project"):
            issues = check_case(read)
            parameters = project(read, definition.rules, definition.grade_ratio_factor)
        with watch.phase("formulate and compile"):
            inputs = Inputs(parameters, layout_of(parameters))
            program = Assembly(inputs).program
        with watch.phase("solve"):
            solution = solve(program, parameters)
        with watch.phase("report"), tempfile.TemporaryDirectory() as folder:
            provenance = provenance_of(read, (definition.name, definition.digest), (), {}, program)
            plan = assemble(read, inputs, program, solution, provenance, issues)
            write_plan(plan, read, folder)
    taken = watch.medians()
    return Measured(
        case=case,
        seconds={name: taken[name] for name in PHASES},
        columns=len(program.columns),
        rows=len(program.rows),
        nonzeros=int(program.matrix.nnz),
        memory=peak_memory(),
    )


def whole_command(case: str) -> float:
    """Return the median seconds of ``rightfin plan`` on one case, from start to end of the process."""
    rightfin = Path(sys.executable).with_name("rightfin")
    watch = Stopwatch()
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder, watch.phase("command"):
            command = [str(rightfin), "plan", case, "--out", f"{folder}/result"]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return watch.medians()["command"]


def table(measured: Mapping[str, Measured], commands: Mapping[str, float]) -> str:
    """Return the table as Markdown."""
    names = [Path(case).name for case in measured]
    lines = ["| | " + " | ".join(f"`{name}`" for name in names) + " |", "| --- |" + " ---: |" * len(names)]

    def line(label: str, cells: Iterable[str]) -> None:
        lines.append(f"| {label} | " + " | ".join(cells) + " |")

    for name, label in (("columns", "Columns"), ("rows", "Rows"), ("nonzeros", "Coefficients")):
        line(label, (f"{getattr(found, name):,}" for found in measured.values()))
    for phase in PHASES:
        line(f"{phase.capitalize()}, s", (f"{found.seconds[phase]:.3f}" for found in measured.values()))
    line("All phases, s", (f"{sum(found.seconds.values()):.3f}" for found in measured.values()))
    line("Whole command, s", (f"{commands[case]:.1f}" for case in measured))
    line("Peak memory, MB", (f"{found.memory:.0f}" for found in measured.values()))
    return "\n".join(lines) + "\n"


def shipped() -> str:
    """Measure all shipped cases and return their table."""
    return table({case: alone(measure, case) for case in CASES}, {case: whole_command(case) for case in CASES})
