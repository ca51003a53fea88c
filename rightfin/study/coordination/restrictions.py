"""What each restriction on donors' money, and on saving, costs: the case with it against the case without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.resolve import filled, resolved_settings
from rightfin.lp.kinds import Axis
from rightfin.lp.objectives import natural_sizes
from rightfin.result.glance import Glance
from rightfin.result.plan import Names
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth
from rightfin.study.rank import better_by, ranked
from rightfin.study.whatif import WhatIf
from rightfin.tolerances import POINTS_APART


class Restricts(StrEnum):
    """What restricts money."""

    ELIGIBILITY = "eligibility"
    ODA_ONLY = "oda_only"
    MATCH = "match"
    EARMARK = "earmark"
    CARRY_OVER = "carry_over"
    SAVING = "saving"


@dataclass(frozen=True)
class Lifted:
    """A restriction that is lifted: ``key`` is the key of its row, empty for the limit on saving, which is the state's."""

    kind: Restricts
    key: tuple[str, ...]

    def case(self, base: Case) -> Case:
        """Return a case without the restriction.

        A refusal is taken out, and does not become a permission: a line that another row refuses stays refused. Donors'
        money that is unspent is all kept for the next year, and the state may save as much as it likes.
        """
        match self.kind:
            case Restricts.ELIGIBILITY:
                rows = base.records("eligibility")
                return base.replace({"eligibility": [row for row in rows if _line(row) != self.key]})
            case Restricts.ODA_ONLY:
                return base.with_cell("donors", self.key, "oda_only", False)
            case Restricts.MATCH:
                return _settled(base, self.key, "match", None)
            case Restricts.EARMARK:
                return base.replace({
                    "earmarks": [row for row in base.records("earmarks") if row["earmark"] != self.key[1]]
                })
            case Restricts.CARRY_OVER:
                return _settled(base, self.key, "carry_over", 1.0)
            case Restricts.SAVING:
                free: dict[str, Value] = {"reserve_allowed": True, "max_saving_share": 1.0}
                kept = [row for row in base.records("settings") if row["key"] not in free]
                return base.replace({"settings": [*kept, *({"key": key, "value": value} for key, value in free.items())]})


def _settled(case: Case, key: tuple[str, ...], column: str, value: Value) -> Case:
    """Return the case in which a number of a donor is the same in all years."""
    means = {"table": "donors", "row": key[0], "column": column}
    rows = [row for row in case.records("over_time") if any(row[part] != name for part, name in means.items())]
    return case.with_cell("donors", key, column, value).replace({"over_time": rows})


def _changing(case: Case, column: str) -> dict[str, list[float]]:
    """Return the values that a number of donors changes to, by donor."""
    return {
        str(row["row"]): [float(value) for name, value in row.items() if name.isdigit() and isinstance(value, (int, float))]
        for row in case.records("over_time") if (row["table"], row["column"]) == ("donors", column)
    }


def in_words(kind: Restricts, key: tuple[str, ...], names: Names) -> str:
    """Return what a restriction is, as a noun: *the limit on what the state may save*."""
    if kind is Restricts.SAVING:
        return "the limit on what the state may save"
    donor = "all donors" if key[0] == "*" else names.donors.get(key[0], key[0])
    match kind:
        case Restricts.ODA_ONLY:
            return f"the condition that {donor} pays only what counts as development aid (ODA)"
        case Restricts.MATCH:
            return f"the condition that {donor} pays only where the state pays, too (co-financing)"
        case Restricts.EARMARK:
            return f"the earmark {key[1]} on money of {donor}"
        case Restricts.CARRY_OVER:
            return f"the limit on carrying over unspent money of {donor}"
    where, what = names.institutions.get(key[1], key[1]), key[2]
    if len(key) > 3:
        what = f"{names.called(Axis.BLOCK, f'.{key[3]}')}{'' if what == '*' else f' ({what})'}"
    if where == "*":
        return f"the refusal of {donor} to fund {'what it does not name' if what == '*' else f'{what} anywhere'}"
    return f"the refusal of {donor} to fund {where if what == '*' else f'{what} of {where}'}"


@dataclass(frozen=True)
class Restriction:
    """What one restriction costs; positive numbers are costs.

    ``broken`` is level 1a with it less level 1a without it, in discounted base-year currency; ``unmet`` the same of level
    2. ``coverage`` is mean coverage over the years shown without it less that with it, in percentage points. A restriction
    that causes broken obligations may come with a negative ``unmet``: what is paid first leaves less for needs. ``share``
    is ``unmet`` over all of level 2 with the restriction, 0 where that is nothing.
    """

    kind: Restricts
    key: tuple[str, ...]
    broken: float
    unmet: float
    share: float
    coverage: float


def restrictions_of(case: Case) -> tuple[Lifted, ...]:
    """Return all restrictions of a case in the order of its tables: refusals of ``eligibility``, ``oda_only``, ``match``,
    ``earmarks``, unspent money that is lost (``carry_over`` below 1), and the limit on what the state may save."""
    found = [Lifted(Restricts.ELIGIBILITY, _line(row)) for row in case.records("eligibility") if row["allowed"] is False]
    rows = filled(case, "donors")
    matched, carried = _changing(case, "match"), _changing(case, "carry_over")
    found += [Lifted(Restricts.ODA_ONLY, (str(row["donor"]),)) for row in rows if row["oda_only"]]
    found += [
        Lifted(Restricts.MATCH, (str(row["donor"]),)) for row in rows
        if row["match"] is not None or matched.get(str(row["donor"]))
    ]
    found += [Lifted(Restricts.EARMARK, (str(row["donor"]), str(row["earmark"]))) for row in case.records("earmarks")]
    found += [
        Lifted(Restricts.CARRY_OVER, (str(row["donor"]),)) for row in rows
        if min(float(str(row["carry_over"])), *carried.get(str(row["donor"]), ()), 1.0) < 1.0
    ]
    stated = resolved_settings(case)
    if stated["reserve_allowed"] is not True or float(str(stated["max_saving_share"])) < 1.0:
        found.append(Lifted(Restricts.SAVING, ()))
    return tuple(found)


def _line(row: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the line that a row of ``eligibility`` names, its item only where it names one."""
    line = str(row["donor"]), str(row["institution"]), str(row["category"])
    return line if row["item"] in (None, "*") else (*line, str(row["item"]))


def costs_of_restrictions(
    what_if: WhatIf, lifted: Sequence[Lifted], tell: Callable[[Lifted], None], control: Control = NEVER
) -> tuple[Restriction, ...]:
    """Return what each restriction costs: the base of ``what_if`` with it, against the case that lifts it alone.

    ``tell`` is called with each before it is lifted. Raises ``CaseError`` if hard limits contradict one
    another.
    """
    if not lifted:
        return ()
    base = _glance(what_if, what_if.base, control)
    with_it, sizes = ranked(base.levels), natural_sizes(what_if.parameters)
    found = []
    for one in lifted:
        tell(one)
        other = _glance(what_if, one.case(what_if.base), control)
        gains = better_by(ranked(other.levels), with_it, sizes)
        coverage = 100.0 * (fmean(other.coverage) - fmean(base.coverage))
        found.append(Restriction(
            kind=one.kind,
            key=one.key,
            broken=gains[0],
            unmet=gains[-1],
            share=gains[-1] / with_it[-1] if with_it[-1] > 0.0 else 0.0,
            coverage=coverage if abs(coverage) > POINTS_APART else 0.0,
        ))
    return tuple(found)


def _glance(what_if: WhatIf, case: Case, control: Control) -> Glance:
    found = what_if.glance(case, depth=Depth.PLAN, control=control)
    if found is None:
        raise CaseError([Issue("contradictory", "The hard limits of the case contradict one another.",
                               "Run rightfin plan, which names them, and mend the case.")])
    return found
