"""What is kept less with a wish than in the plan: which promise or limit, whose, and where it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.case.payers import GOVERNMENT
from rightfin.lp.kinds import Axis, Unit
from rightfin.lp.rules import DECISION
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import money, people, significant
from rightfin.result.plan import Names, Plan
from rightfin.study.why.broken import BrokenLimit

NAMED = 4
"""Most rows that the sentence names; the table has all of them."""

KEPT_LESS = {
    "unfunded": "what is due to be paid", "hollow": "support of people in pay", "below": "least strength",
    "above": "greatest strength", "target_miss": "target", "rule_miss": "rule", "rule_excess": "rule",
    "part_miss": "floor of own money", "overhead_miss": "overhead staff", "grade_excess": "balance of grades",
}
"""What is kept less, by the decision that says by how much."""


def broken_in_words(broken: Sequence[BrokenLimit], plan: Plan) -> str:
    """Return what is kept less, each row in the year shown in which that counts most; empty where nothing is."""
    worst: dict[tuple[str, tuple[str, ...]], BrokenLimit] = {}
    for one in broken:
        known = worst.get((one.decision, one.whose))
        if known is None or (not one.beyond, one.rise) > (not known.beyond, known.rise):
            worst[one.decision, one.whose] = one
    if not worst:
        return ""
    told = [_told(one, plan) for one in list(worst.values())[:NAMED]]
    more = len(worst) - NAMED
    told += [f"and {more} more, which the table names"] if more > 0 else []
    return f"Missed by more than in the plan, each in the year shown in which that counts most: {'; '.join(told)}."


def _told(one: BrokenLimit, plan: Plan) -> str:
    what, whose = KEPT_LESS[one.decision], whose_is(one, plan.names)
    cell = "" if one.cell is None else f" ({one.cell.told()})"
    before = f" ({_amount(one, one.before, plan)} in the plan)" if one.before > 0.0 else ""
    of = ", " if one.decision in ("target_miss", "rule_miss", "rule_excess") else " of "
    return f"{what}{f'{of}{whose}' if whose else ''}{cell} by {_amount(one, one.after, plan)} in {_when(one, plan)}{before}"


def _when(one: BrokenLimit, plan: Plan) -> str:
    return f"{one.year}, after the years shown" if one.beyond else str(one.year)


def _amount(one: BrokenLimit, value: float, plan: Plan) -> str:
    match DECISION[one.decision].unit:
        case Unit.PERSONS:
            return f"{people(value)} people"
        case Unit.MONEY:
            return money(value, plan.currency)
    return significant(value)


def whose_is(one: BrokenLimit, names: Names) -> str:
    """Return whose promise or limit it is, in full; the government's own money is not told apart where it pays alone."""
    axes = [axis for axis in DECISION[one.decision].axes if axis is not Axis.YEAR]
    return ", ".join(
        names.called(Axis.BLOCK if axis is Axis.CLASS else axis, part) for axis, part in zip(axes, one.whose, strict=True)
        if not (axis is Axis.PAYER and part == GOVERNMENT and len(names.payers) < 2))


def broken_table(broken: Sequence[BrokenLimit], plan: Plan) -> FindingsTable:
    """Return what is kept less, year by year."""
    headings = (
        Heading("kind", "Kind", Form.TEXT, shown=False), Heading("what", "Missed", Form.TEXT),
        Heading("whose", "Whose", Form.TEXT), Heading("id", "Id", Form.TEXT, shown=False),
        Heading("year", "Year", Form.YEAR), Heading("plan", "By, in the plan", Form.TEXT),
        Heading("wished", "By, with the wish", Form.TEXT), Heading("cell", "Typed at", Form.TEXT),
        Heading("before", "Number in the plan", Form.VALUE, shown=False),
        Heading("after", "Number with the wish", Form.VALUE, shown=False),
        Heading("beyond", "After the years shown", Form.TEXT, shown=False),
        Heading("level", "Level that counts it", Form.TEXT, shown=False),
        Heading("rise", "Rise of that level", Form.VALUE, shown=False),
    )
    rows: list[tuple[Cell, ...]] = [
        (one.decision, KEPT_LESS[one.decision], whose_is(one, plan.names), "/".join(one.whose), one.year,
         _amount(one, one.before, plan) if one.before > 0.0 else None, _amount(one, one.after, plan),
         None if one.cell is None else one.cell.told(), one.before, one.after, "yes" if one.beyond else "no", one.level,
         one.rise)
        for one in broken
    ]
    return FindingsTable("broken", "What is missed by more than in the plan", headings, tuple(rows),
                         "Targets, floors and rules are missed by a share of what they ask (rules, of what they ask in the "
                         "base year). Money is in currency of the year.")
