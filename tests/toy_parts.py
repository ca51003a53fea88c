"""Toys of one part each: a level, a command, a page, a column, an indicator."""

from __future__ import annotations

from seams import CLI, COLUMNS, COMMANDS, FORMULAS, INDICATORS, PAGES, READS, SITE, SUMS, Edit

LEVEL: tuple[Edit, ...] = (
    Edit("lp/objectives.py", "def churn(m: Decisions", '''def recruits(m: Decisions, d: Inputs) -> Expression:
    r"""Recruits, so that nobody is hired whom the plan can do without.

    $$
    \\min \\sum_{k,t} \\mathit{discount}_t\\,\\mathit{hires}_{k,t}
    $$
    """
    return sum(d.discount[t] * m.hires[k, t] for k, t in m.hires)


''', "rightfin.lp.objectives", "'recruits' is not defined"),
    Edit("lp/objectives.py", '    Objective("churn", LAST',
         '    Objective("recruits", "4", "Recruits", Unit.PERSONS, _of_people, recruits, held=True),\n',
         SUMS, "OBJECTIVES in lp/objectives.py lacks ['recruits']"),
)
"""A level after the cost of the sector, of what other levels count already."""

COMMAND: tuple[Edit, ...] = (
    Edit("cli/payroll.py", "", '''"""The command that says what a case pays."""

from __future__ import annotations

from rightfin.cli.ending import out
from rightfin.cli.frame import app, reported
from rightfin.cli.options import CasePath


@app.command("payroll")
def payroll_command(case: CasePath) -> None:
    """What is everybody paid a year who is in pay at the end of the base year?"""
    from rightfin.reading import read_case

    with reported():
        cadres = read_case(case).records("cadres")
    paid = sum(float(str(row["opening_strength"])) * float(str(row["pay"] or 0)) for row in cadres)
    out.print(f"{paid:,.0f} a year", highlight=False)
''', CLI, "cannot import name 'payroll'"),
    Edit("cli/__init__.py", "    plans,\n    programmes,", "    payroll,\n",
         COMMANDS, "rightfin/cli/__init__.py leaves out ['payroll']"),
    Edit("cli/__init__.py", '"plans", "programmes", "reports"', '"payroll", ',
         COMMANDS, "rightfin/cli/__init__.py leaves out ['payroll']"),
)
"""A command that plans nothing."""

PAGE: tuple[Edit, ...] = (
    Edit("ui/payroll.py", "", '''"""The page that says what a case pays."""

from __future__ import annotations

import streamlit as st

from rightfin.ui.choice import Choice


def introduce() -> None:
    """Draw what the page is for."""
    st.title("Payroll")


def show(chosen: Choice) -> None:
    """Draw what everybody is paid who is in pay at the end of the base year."""
    cadres = chosen.case.records("cadres")
    paid = sum(float(str(row["opening_strength"])) * float(str(row["pay"] or 0)) for row in cadres)
    st.write(f"{paid:,.0f} a year")
''', SITE, "cannot import name 'payroll'"),
    Edit("ui/site.py", "    reform,\n    state,", "    payroll,\n", SITE, "'payroll' is not defined"),
    Edit("ui/site.py", '    _Page("Compare"',
         '    _Page("Payroll", "payments", "payroll", payroll.introduce, payroll.show),\n',
         PAGES, "PAGES in ui/site.py lacks ['payroll']"),
)
"""A page of the web."""

COLUMN: tuple[Edit, ...] = (
    Edit("schema/people.py", '        Column("real_pay_growth"',
         '        Column("invalided", Kind.SHARE, "Share that leaves every year as invalids, beside attrition.",\n'
         '               "share a year", default=0.0, minimum=0.0, below=1.0),\n',
         READS, "KeyError: 'invalided'"),
    Edit("fiscal/people.py", ",\n        recruits_kept=kept", ' + given.column("invalided")[:, None]',
         COLUMNS, "nothing outside of rightfin/schema reads ['cadres.invalided']"),
)
"""A column of a case: those who leave as invalids add to attrition."""

INDICATOR: tuple[Edit, ...] = (
    Edit("schema/indicators.py", '    Indicator("own_step"',
         '    Indicator("without_support", "person-years", "Without support", "People paid and not supported."),\n',
         INDICATORS, "indicators without a definition: without_support"),
    Edit("result/indicators.py", '        "police_per_100k": _ratio(',
         '        "without_support": _by_year(years, sums.strength - sums.supported),\n',
         INDICATORS, "result/indicators.py does not work out ['without_support']"),
    Edit("report/workbook/indicators.py", '    yield "own_step", _steps(',
         '    yield "without_support", tuple(f"{a}-{b}" for a, b in zip(of("strength"), of("supported"), strict=True))\n',
         FORMULAS, "the indicator without_support has no formula in report/workbook/indicators.py"),
)
"""An indicator with its formula in the workbook."""
