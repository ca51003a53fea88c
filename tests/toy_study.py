"""A toy study with its findings, its command and its public names."""

from __future__ import annotations

from seams import ASKED, CHECKED, FINDINGS, PUBLIC, STUDIES, Edit

STUDY: tuple[Edit, ...] = (
    Edit("study/headcount.py", "", '''"""How many people a case pays in its last year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.planning import plan
from rightfin.progress import Progress
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control


@dataclass(frozen=True)
class Headcount:
    """People in pay in ``year``."""

    title: str
    currency: str
    year: int
    people: float


def headcount(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, progress: Progress | None = None,
    control: Control = NEVER,
) -> Headcount:
    """Return how many people the plan of a case pays in its last year; the words are those of ``rightfin.plan``."""
    made = plan(case, definition=definition, scenarios=scenarios, settings=settings, starts=starts, progress=progress,
                control=control)
    year, table = made.years[-1], made.tables["strength"]
    paid = zip(table.column("year"), table.column("strength"), strict=True)
    return Headcount(made.title, made.currency, year, sum(float(number) for at, number in paid if at == year))
''', STUDIES, "No module named 'rightfin.study.headcount'"),
    Edit("report/studies/headcount.py", "", '''"""What the study of headcount found."""

from __future__ import annotations

from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import people, scale_of
from rightfin.study.headcount import Headcount


def findings(study: Headcount) -> Findings:
    """Return the headcount in a sentence and a table."""
    told = Sentence("headcount", "Headcount", f"{people(study.people)} people are in pay in {study.year}.")
    headings = (Heading("year", "Year", Form.YEAR), Heading("people", "People", Form.PEOPLE))
    table = FindingsTable("people", "People in pay", headings, ((study.year, study.people),))
    return Findings("headcount", study.title, study.currency, scale_of(0.0, study.currency), True, (told,), (table,))
''', STUDIES, "cannot import name 'headcount' from 'rightfin.report.studies'"),
    Edit("report/studies/all.py", "from rightfin.study.versions import Versions\n",
         "from rightfin.report.studies import headcount\nfrom rightfin.study.headcount import Headcount\n",
         STUDIES, "'Headcount' is not defined"),
    Edit("report/studies/all.py", "ExitStudy | ExitCalendars |", "Headcount | ",
         FINDINGS, "Headcount is not in Study of report/studies/all.py"),
    Edit("report/studies/all.py", "        case ExitStudy():\n",
         "        case Headcount():\n            return headcount.findings(study)\n",
         FINDINGS, "report/studies/all.py has no case for Headcount"),
    Edit("cli/studies.py", '@study_command("exit")\n', '''@study_command("headcount")
def headcount_command(of: Asked) -> Findings:
    """How many people does the plan pay in its last year?"""
    from rightfin.report.studies.all import findings
    from rightfin.study.headcount import headcount

    return findings(headcount(of.case, **of.words))


''', ASKED, "no command in rightfin/cli asks for Headcount"),
    Edit("__init__.py", "    from rightfin.study.exits.criterion import ExitTest\n",
         "    from rightfin.study.headcount import Headcount, headcount\n", CHECKED,
         "under TYPE_CHECKING as _PUBLIC says: ['Headcount', 'headcount']"),
    Edit("__init__.py", '"Issue", "Merged"', '"Headcount", ', PUBLIC,
         "_PUBLIC in rightfin/__init__.py lacks ['Headcount']"),
    Edit("__init__.py", '"merge", "mission_exits"', '"headcount", ', PUBLIC,
         "_PUBLIC in rightfin/__init__.py lacks ['headcount']"),
    Edit("__init__.py", '        "rightfin.study.exits.criterion": (',
         '        "rightfin.study.headcount": ("Headcount", "headcount"),\n', PUBLIC,
         "module rightfin has no attribute Headcount"),
)
"""A study of its own."""
