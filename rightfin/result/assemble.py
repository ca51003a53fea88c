"""Putting a plan together: tables, accounts, indicators, names and provenance."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from types import MappingProxyType

from rightfin.case.case import NATIONAL, Case
from rightfin.case.issue import Issue
from rightfin.case.payers import GOVERNMENT
from rightfin.case.programmes.proposed import Programme
from rightfin.case.resolve import base_and_end, defaults_used, filled, planning_years, resolved_settings, style_of_case
from rightfin.fiscal.justice import in_order
from rightfin.fiscal.threats import served_of
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Program
from rightfin.result.accounts import check_accounts
from rightfin.result.ahead import ahead_tables
from rightfin.result.conflict import conflict_in_words
from rightfin.result.indicators import indicators_of
from rightfin.result.paid import most_unpaid
from rightfin.result.phrases import with_phrases
from rightfin.result.plan import Names, Plan, PlanTable, Provenance, Status
from rightfin.result.point import Point
from rightfin.result.prices import TriedLimits
from rightfin.result.programmes import programmes_of
from rightfin.result.tables import tables_of
from rightfin.result.terms import terms_of
from rightfin.result.thresholds import thresholds_of
from rightfin.result.yearly import Yearly
from rightfin.schema.results import RESULT
from rightfin.solve.levels import Contradiction, Solution

_UNIFORMED, _CIVILIAN = ("defence", "interior", "corrections"), ("justice", "oversight")
"""Sectors whose people wear uniform unless the case marks them as civilians, and those whose people do not."""

COFOG = {"defence": "02.1", "interior": "03.1", "justice": "03.3", "corrections": "03.4"}
"""Function of government by sector where an institution gives none, by the UN's COFOG 1999: military defence, police
services, law courts, prisons; other sectors are 03.6, public order and safety n.e.c."""


def provenance_of(
    case: Case, model: tuple[str, str], scenarios: Iterable[str], options: Mapping[str, str], program: Program,
    study: Mapping[str, str] = MappingProxyType({}), of_the_model: int = 0,
) -> Provenance:
    """Return what a plan is made from; ``model`` is the definition's name and digest, ``of_the_model`` how many of the
    scenarios come with it."""
    rows, columns = program.matrix.shape
    return Provenance(
        case_digest=case.digest,
        model=model[0],
        model_digest=model[1],
        scenarios=tuple(scenarios),
        options=MappingProxyType(dict(options)),
        versions=_versions(),
        columns=int(columns),
        rows=int(rows),
        nonzeros=int(program.matrix.nnz),
        study=MappingProxyType(dict(study)),
        of_the_model=of_the_model,
    )


@cache
def _versions() -> Mapping[str, str]:
    """Return the versions of what a plan is made with; looking them up takes milliseconds."""
    return MappingProxyType({
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version(name) for name in ("rightfin", "highspy", "numpy", "pandas", "pyomo", "scipy")},
    })


def assemble(
    case: Case, inputs: Inputs, program: Program, found: Solution | Contradiction, provenance: Provenance,
    issues: Iterable[Issue], limits: TriedLimits | None = None, programmes: Iterable[Programme] = (),
) -> Plan:
    """Return the plan of a solved case, with its limits if they were tried, and the programmes of the case.

    Raises ``AccountError`` if its accounts do not balance.
    """
    limits = limits or TriedLimits()
    proposals = tuple(programmes)
    names, chosen, style = names_of(case, proposals), resolved_settings(case), style_of_case(case)
    conflict: tuple[str, ...] = ()
    if isinstance(found, Contradiction):
        status, conflict = Status.CONTRADICTORY, conflict_in_words(found.rows, names, style, case)
        tables = {name: PlanTable.of_rows(name) for name in RESULT}
    else:
        status = Status.ANSWERED
        sums = Yearly(inputs, Point.of(inputs, program, found.columns))
        tables = tables_of(sums, found.settled or found.levels)
        check_accounts(tables, inputs.parameters)
        tables |= terms_of(tables, inputs)
        tables |= ahead_tables(sums)
        tables["indicators"] = indicators_of(tables, sums, case)
        tables["thresholds"] = thresholds_of(tables, sums)
        tables["prices"] = limits.table
        tables["programmes"] = programmes_of(tables, proposals, style.all(planning_years(case)), style)
    return Plan(
        status=status,
        title=str(chosen["title"]),
        currency=str(chosen["currency"]),
        base_year=style.written(base_and_end(case)[0]),
        years=style.all(planning_years(case)),
        tables=MappingProxyType({name: tables[name] for name in RESULT}),
        names=names,
        defaults=defaults_used(case),
        issues=tuple(issues),
        provenance=provenance,
        arrears_tolerance=inputs.parameters.policy.arrears_tolerance,
        most_unpaid=most_unpaid(inputs.parameters),
        conflict=conflict,
        limits_left_out=limits.left_out,
    )


def names_of(case: Case, programmes: Iterable[Programme] = ()) -> Names:
    """Return full names and classifications of everything that the tables name by id, in the order of typing."""
    named = ("institutions", "cadres", "assets", "needs", "regions", "donors", "payers", "justice_stages")
    rows = {name: filled(case, name) for name in named}

    def column(table: str, name: str) -> dict[str, str]:
        key = case.tables[table].table.key[0]
        found = {str(row[key]): str(row[name]) for row in rows[table]}
        return {thing: found[thing] for thing in (str(row[key]) for row in case.tables[table].in_typed_order())}

    sectors = column("institutions", "sector")
    return with_phrases(case, Names(
        institutions=column("institutions", "name"),
        sectors=sectors,
        cofog={str(row["institution"]): str(row["cofog"] or COFOG.get(str(row["sector"]), "03.6"))
               for row in rows["institutions"]},
        cadres=column("cadres", "name"),
        cadre_institution=column("cadres", "institution"),
        assets=column("assets", "name"),
        needs=column("needs", "name"),
        regions=column("regions", "name") or {NATIONAL: "National"},
        donors=column("donors", "name"),
        payers={GOVERNMENT: "The government", **column("payers", "name")},
        payer_region={str(row["payer"]): str(row["region"]) for row in rows["payers"] if row["region"] is not None},
        serves={institution: tuple(sorted(served)) for institution, served in served_of(case).items()},
        cadre_kind={str(row["cadre"]): _kind(row["civilian"] is True, sectors[str(row["institution"])])
                    for row in rows["cadres"]},
        need_security=column("needs", "security"),
        donor_channel={str(row["donor"]): "on budget" if row["on_budget"] else "off budget" for row in rows["donors"]},
        stages={str(row["stage"]): str(row["name"]) for row in in_order(rows["justice_stages"])},
        programmes={programme.name: programme.title for programme in programmes},
    ))


def _kind(is_civilian: bool, sector: str) -> str:
    """Return what kind of people a cadre has, by its mark and the sector of its institution: a judge wears no uniform."""
    if is_civilian or sector in _CIVILIAN:
        return "civilian"
    return "uniformed" if sector in _UNIFORMED else sector.replace("_", "-")
