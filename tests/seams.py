"""A toy family of rows with all that belongs to it, and a toy study: which files of the package they touch, and how.

The toy is a *roster*: a share of a cadre's opening strength that should be in pay, whoever is needed. What is missing to it
is a decision, weighed in level 2 as a broken rule is; it has a table, a column, an indicator and a sentence on its price.
``docs/architecture.md`` lists the same files: a test compares the two, and plans a case with a copy of the package to
which all this was added.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Edit:
    """Lines put before an anchor, which has to stand in the file exactly once; a new file has no anchor."""

    file: str
    anchor: str
    text: str


FAMILY: tuple[Edit, ...] = (
    Edit("schema/people.py", "TABLES = (INSTITUTIONS", '''ROSTERS = Table(
    "rosters",
    "Rosters",
    "Share of the opening strength that should be in pay in every year, whatever is needed.",
    key=("cadre",),
    columns=(
        reference("cadre", "cadres", "Cadre that keeps a roster."),
        Column("share", Kind.SHARE, "Least share of its opening strength.", "share", required=True, minimum=0.0,
               maximum=1.0),
        *SOURCE_AND_NOTE,
    ),
    absent="No cadre keeps a roster.",
)

'''),
    Edit("schema/people.py", "INSTITUTIONS, CADRES, PROMOTIONS, STRENGTH_LIMITS", "ROSTERS, "),
    Edit("fiscal/parameters.py", '    support_floor: Annotated[Floats, "cadre"]\n',
         '    roster: Annotated[Floats, "cadre"]\n'),
    Edit("fiscal/people.py", '        support_floor=column("support_floor"),\n', '        roster=_rosters(case, ids),\n'),
    Edit("fiscal/people.py", "def _or_infinite(", '''def _rosters(case: Case, ids: list[str]) -> Floats:
    """Return the share of opening strength that each cadre should keep, (K,); zero where it has no roster."""
    share = {str(row["cadre"]): number(row["share"]) for row in filled(case, "rosters")}
    return np.array([share.get(cadre, 0.0) for cadre in ids])


'''),
    Edit("lp/rules/rosters.py", "", r'''"""Rosters: a share of the opening strength that should be in pay."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison
from rightfin.lp.indices import by_cadre
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit


def roster(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""A cadre keeps its roster; what is missing counts in the level *needs*.

    $$
    \mathit{strength}_{k,t} + \mathit{roster\_miss}_{k,t} \ge \mathit{roster}_k\,\mathit{opening\_strength}_k
    $$
    """
    return m.strength[k, t] + m.roster_miss[k, t] >= d.roster[k] * d.opening_strength[k]


def _kept(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres that keep a roster."""
    return ((k, t) for k, t in by_cadre(d) if d.roster[k] * d.opening_strength[k] > 0.0)


DECISIONS = (
    Decision("roster_miss", "Missing to a roster", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _kept,
             "Strength missing to a roster.", Taken.FOLLOWS),
)

FAMILIES = (
    Family("roster", "Rosters", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _kept, roster, gives_way="Roster"),
)
'''),
    Edit("lp/decisions.py", '    rule_miss: ByNameAndYear\n', '    roster_miss: ByNameAndYear\n'),
    Edit("lp/rules/__init__.py", "\nTHEMES = (people,", "from rightfin.lp.rules import rosters\n"),
    Edit("lp/rules/__init__.py", "people, establishment, composition, readiness, capability, cost, money, donors, churn)\n"
         '"""The modules', "rosters, "),
    Edit("lp/rules/__init__.py", '"overhead_miss", "grade_excess", "stock"', '"roster_miss", '),
    Edit("lp/rules/__init__.py", '"overhead", "grade_ratio", "rule",\n', '"roster", '),
    Edit("lp/objectives.py", "        + sum(d.discount[t] * m.rule_miss[name, t] for name, t in m.rule_miss)\n",
         "        + sum(d.discount[t] / (d.roster[k] * d.opening_strength[k]) * m.roster_miss[k, t]\n"
         "              for k, t in m.roster_miss)\n"),
    Edit("schema/results.py", '        C("hires", "People who join in the year."',
         '        C("roster_miss", "People missing to a roster.", PERSONS, "Missing to a roster"),\n'),
    Edit("result/tables.py", '        "hires": _flat(sums.shown("hires")),\n',
         '        "roster_miss": _flat(sums.shown("roster_miss")),\n'),
    Edit("result/definitions.py", '    Indicator("readiness", "share of strength"',
         '    Indicator("roster_missing", "persons", "Missing to rosters", "People missing to rosters, all cadres."),\n'),
    Edit("result/indicators.py", '        "readiness": _ratio(years, sums.supported, sums.strength),\n',
         '        "roster_missing": _by_year(years, in_turn(strength["roster_miss"])),\n'),
    Edit("report/words/limits.py", '    "minimum_strength": "1% fewer required as {name}',
         '    "roster": "1% fewer on the roster of {name} in {year} ({step})",\n'),
)
"""A soft family of rows with its table, decision, penalty, column, indicator and the sentence on its price."""

STUDY: tuple[Edit, ...] = (
    Edit("study/headcount.py", "", '''"""How many people a case pays in its last year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rightfin.case.case import Case
from rightfin.planning import plan


@dataclass(frozen=True)
class Headcount:
    """People in pay in ``year``."""

    title: str
    currency: str
    year: int
    people: float


def headcount(case: Case, **words: Any) -> Headcount:
    """Return how many people the plan of a case pays in its last year; ``words`` are those of ``rightfin.plan``."""
    made = plan(case, **words)
    year, table = made.years[-1], made.tables["strength"]
    paid = zip(table.column("year"), table.column("strength"), strict=True)
    return Headcount(made.title, made.currency, year, sum(float(number) for at, number in paid if at == year))
'''),
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
'''),
    Edit("report/studies/all.py", "from rightfin.study.versions import Versions\n",
         "from rightfin.report.studies import headcount\nfrom rightfin.study.headcount import Headcount\n"),
    Edit("report/studies/all.py", "ExitStudy | ExitCalendars |", "Headcount | "),
    Edit("report/studies/all.py", "        case ExitStudy():\n",
         "        case Headcount():\n            return headcount.findings(study)\n"),
    Edit("cli/studies.py", '@_command("exit")\n', '''@_command("headcount")
def headcount_command(of: Asked) -> Findings:
    """How many people does the plan pay in its last year?"""
    from rightfin.report.studies.headcount import findings
    from rightfin.study.headcount import headcount

    return findings(headcount(of.case, **of.words))


'''),
)
"""A study of its own."""


def apply(package: Path, edits: tuple[Edit, ...]) -> None:
    """Make edits in a copy of the package; ``ValueError`` where an anchor does not stand exactly once."""
    for edit in edits:
        file = package / edit.file
        if not edit.anchor:
            file.write_text(edit.text, encoding="utf-8")
            continue
        text = file.read_text(encoding="utf-8")
        if text.count(edit.anchor) != 1:
            raise ValueError(f"{edit.file} has {text.count(edit.anchor)} times {edit.anchor!r}")
        file.write_text(text.replace(edit.anchor, edit.text + edit.anchor), encoding="utf-8")


def files(edits: tuple[Edit, ...]) -> list[str]:
    """Return the files that edits touch, in order."""
    return list(dict.fromkeys(edit.file for edit in edits))
