"""A toy family of rows with all that belongs to it.

The toy is a *roster*: a share of a cadre's opening strength that should be in pay, whoever is needed. What is missing to it
is a decision, weighed in level 2 as a broken rule is; it has a table, a column, an indicator and a sentence on its price.
"""

from __future__ import annotations

from seams import INDICATORS, LP, PENALTY, PHRASES, READS, RESULTS, TYPES, Edit

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

''',
         LP, "'ROSTERS' is not defined"),
    Edit("schema/people.py", "INSTITUTIONS, CADRES, PROMOTIONS, STRENGTH_LIMITS", "ROSTERS, ",
         READS, "KeyError: 'rosters'"),
    Edit("fiscal/parameters.py", '    opening_pensioners: Annotated[Floats, "cadre"]\n',
         '    roster: Annotated[Floats, "cadre"]\n',
         READS, "unexpected keyword argument 'roster'"),
    Edit("fiscal/people.py", '        opening_pensioners=given.column("opening_pensioners"),\n',
         '        roster=_rosters(case, ids),\n',
         READS, "missing 1 required positional argument: 'roster'"),
    Edit("fiscal/people.py", "def _or_infinite(", '''def _rosters(case: Case, ids: list[str]) -> Floats:
    """Return the share of opening strength that each cadre should keep, (K,); zero where it has no roster."""
    share = {str(row["cadre"]): number(row["share"]) for row in filled(case, "rosters")}
    return np.array([share.get(cadre, 0.0) for cadre in ids])


''',
         READS, "'_rosters' is not defined"),
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
''',
         LP, "cannot import name 'rosters'"),
    Edit("lp/decisions.py", '    rule_miss: ByNameAndYear\n', '    roster_miss: ByNameAndYear\n',
         TYPES, "roster_miss is missing in lp/decisions.py"),
    Edit("lp/rules/__init__.py", "\nTHEMES = (people,", "from rightfin.lp.rules import rosters\n",
         LP, "'rosters' is not defined"),
    Edit("lp/rules/__init__.py",
         'churn)\n"""The modules', "rosters, ",
         LP, "lp/rules/__init__.py is not that of the themes: ['roster_miss']"),
    Edit("lp/rules/__init__.py", '"overhead_miss", "grade_excess", "stock"', '"roster_miss", ',
         LP, "lp/rules/__init__.py is not that of the themes: ['roster_miss']"),
    Edit("lp/rules/__init__.py", '"overhead", "grade_ratio", "rule",\n', '"roster", ',
         LP, "lp/rules/__init__.py is not that of the themes: ['roster']"),
    Edit("lp/objectives.py", "        + sum(d.discount[t] * m.rule_miss[name, t] for name, t in m.rule_miss)\n",
         "        + sum(d.discount[t] / (d.roster[k] * d.opening_strength[k]) * m.roster_miss[k, t]\n"
         "              for k, t in m.roster_miss)\n",
         PENALTY, "roster_miss is in no level of lp/objectives.py"),
    Edit("schema/results.py", '        C("hires", "People who join in the year, those',
         '        C("roster_miss", "People missing to a roster.", PERSONS, "Missing to a roster"),\n',
         RESULTS, "roster_miss"),
    Edit("result/tables.py", '        "hires": _flat(hires),\n',
         '        "roster_miss": _flat(sums.shown("roster_miss")),\n',
         RESULTS, "roster_miss"),
    Edit("schema/indicators.py", '    Indicator("readiness", "share of people present"',
         '    Indicator("roster_missing", "persons", "Missing to rosters", "People missing to rosters, all cadres.",\n'
         '              "rosters"),\n',
         INDICATORS, "indicators without a definition: roster_missing"),
    Edit("result/indicators.py", '        "readiness": _ratio(years, sums.supported, sums.present),\n',
         '        "roster_missing": _by_year(years, in_turn(strength["roster_miss"])),\n',
         INDICATORS, "result/indicators.py does not work out ['roster_missing']"),
    Edit("report/words/limits.py", '    "minimum_strength": "1% fewer required as {name}',
         '    "roster": "1% fewer on the roster of {name} in {year} ({step})",\n',
         PHRASES, "report/words/limits.py has no phrase for ['roster']"),
)
"""A soft family of rows with its table, decision, penalty, column, indicator and the sentence on its price."""
