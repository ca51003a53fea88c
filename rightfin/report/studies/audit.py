"""What an audit found, in sentences and a table."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.kinds import Unit
from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import listed, scale_of
from rightfin.study.audit import Audit, Audited
from rightfin.tolerances import AUDITED, HOLD


def findings(found: Audit) -> Findings:
    """Return an audit as findings; it answers *no* where a level differs."""
    return Findings(
        study="audit",
        title=f"{found.title}: the plan audited by {found.solver}",
        currency=found.currency,
        scale=scale_of(0.0, found.currency),
        answered=found.agrees,
        sentences=tuple(_sentences(found)),
        tables=(_table(found),),
        method=(
            "The plan is made from arrays in which regions, lines and donors with equal rights are merged, and solved by "
            "HiGHS; each level is kept exactly while later ones are solved. The audit builds the whole model in Pyomo, "
            f"nothing merged, scaled by powers of two, and {_solver(found)} solves its levels in the same order.",
            "Each level is solved among the optima of those before it: what had a price or a reduced cost there stays "
            "where it stood. Nothing slips, so that a difference is one of the level itself. With an arrears tolerance "
            f"level 1 slips by {HOLD:g} of its natural size until needs are covered, in both.",
            "A difference is relative to the value in the plan or to the natural size of the level, whichever is larger. "
            "The natural size comes from the data alone, for money from the state's own. "
            f"Up to {AUDITED:g} counts as none.",
        ),
    )


def _solver(found: Audit) -> str:
    return f"{found.solver} {found.version}".strip()


def _sentences(found: Audit) -> Iterator[Sentence]:
    yield Sentence("question", "Question", f"Does {_solver(found)}, given the whole model by Pyomo {found.pyomo}, come to "
                   "the same values as the plan?")
    wrong = [level for level in found.levels if not level.agrees]
    if found.contradictory and not wrong:
        text = "Yes: both say that the hard limits of the case contradict each other."
    elif found.contradictory:
        text = f"No: the plan says that the hard limits contradict each other, {found.solver} does not: {_of(wrong[0])}."
    elif not wrong:
        worst = max(abs(level.difference or 0.0) for level in found.levels)
        where = "every level that was asked for" if found.left_out else "every level"
        text = f"Yes, at {where}: the largest difference is {worst:.1e} of the level's value or natural size."
    else:
        text = f"No: {listed([_of(level) for level in wrong])}."
    yield Sentence("answer", "Answer", text)
    if found.left_out:
        yield Sentence("left_out", "Not asked for", f"{found.left_out} later levels of the plan.")


def _of(level: Audited) -> str:
    if level.audit is None:
        return f"no optimum was found at level {level.order}, {level.name} ({level.ending})"
    if level.difference is None:
        return f"level {level.order}, {level.name}, has an optimum"
    return f"level {level.order}, {level.name}, differs by {level.difference:+.1e}"


def _table(found: Audit) -> FindingsTable:
    return FindingsTable(
        "levels", "Level by level",
        (
            Heading("level", "Level", Form.TEXT, "Place of the level in the order of objectives."),
            Heading("name", "Objective", Form.TEXT, "What is minimised."),
            Heading("plan", "Plan", Form.VALUE, "Value in the plan, years after the horizon included."),
            Heading("audit", "Audit", Form.VALUE, "Least value that the audit found; blank where it found none."),
            Heading("difference", "Difference", Form.NUMBER, "Audit less plan, relative to the plan's value or the natural "
                    "size of the level, whichever is larger."),
            Heading("agrees", "Agrees", Form.TEXT, "Whether the difference counts as none."),
            Heading("unit", "Unit", Form.TEXT, "Unit of the two values."),
            Heading("size", "Natural size", Form.VALUE, "Natural size of the level, from the data alone.", shown=False),
            Heading("ending", "Ending", Form.TEXT, "How the solver ended, in the words of Pyomo.", shown=False),
        ),
        tuple(
            (level.order, level.name, level.plan, level.audit, level.difference, "yes" if level.agrees else "no",
             f"{found.currency}, discounted, base-year prices" if level.unit is Unit.MONEY else str(level.unit), level.size,
             level.ending)
            for level in found.levels
        ),
    )
