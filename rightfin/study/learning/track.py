"""Plan against fact: by measure and year, and what explains how far the money spent lies from the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.planning import Built
from rightfin.progress import Progress
from rightfin.question import Question
from rightfin.result.measured import measured
from rightfin.result.plan import Names, Plan
from rightfin.schema import Value
from rightfin.schema.learning import MEASURE, WHOLE
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import solve_on
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.learning.facts import Facts
from rightfin.study.learning.happened import EXCHANGE, PRICES, with_facts

VOLUME, PRICE, RATE = "volume", "price", "exchange_rate"
FACTORS = (VOLUME, PRICE, RATE)
"""What is told apart of spending: how many people, prices at home, and the exchange rate."""


@dataclass(frozen=True)
class PlanAgainstFact:
    """One number of one year in the unit of its measure; ``planned`` is ``None`` where a plan has none.

    ``months`` is how many months of the year the fact covers, from its beginning.
    """

    measure: str
    whose: str
    year: int
    months: int
    planned: float | None
    actual: float
    source: str


@dataclass(frozen=True)
class SpendingSplit:
    """What explains the difference of spending of a year: ``parts`` by factor and ``timing`` and ``decision`` sum to it.

    ``timing`` is what a year spends less, or more, and a neighbour makes up for: pairs of years in their order, what is
    made up for once. ``None`` while no neighbour is known: it is then in ``decision``, all that nothing else explains.
    """

    whose: str
    year: int
    planned: float
    actual: float
    parts: Mapping[str, float]
    timing: float | None
    decision: float


@dataclass(frozen=True)
class Track:
    """Plan against fact, in the order of the measures; years are those planned of which something is known."""

    title: str
    currency: str
    names: Names
    plan: Plan
    rows: tuple[PlanAgainstFact, ...]
    splits: tuple[SpendingSplit, ...]


def track(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, planned: Case | None = None,
    progress: Progress | None = None, control: Control = NEVER,
) -> Track:
    """Return how what happened, in the table actuals of a case, lies beside the plan.

    ``planned`` is the case as it was planned, such as the one that travels in the workbook of an earlier plan; without it
    the case is planned as it stands. Spending of an institution, or of the sector, is split where its people are known
    too: exact Shapley values over people, prices and the exchange rate, so that no order of explaining counts, and a rest.

    Raises ``CaseError`` if a case, a scenario or a setting cannot be used or nothing is known of a planned year, and
    ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case if planned is None else planned, definition, scenarios, settings, starts=starts)
    facts = Facts.of(case)
    built = Built.of(question.parameters)
    found = solution_or_refusal(
        solve_on(built.stages, question.parameters, progress=progress, control=control), question.prepared)
    return tracked(question, built, question.plan_of(built.inputs, built.program, found), found.columns, facts)


def tracked(question: Question, built: Built, plan: Plan, columns: Floats, facts: Facts) -> Track:
    """Return how facts lie beside a plan that is made, with its decisions; see ``track``."""
    rows = tuple(_rows(plan, question.prepared, facts))
    if not rows:
        raise CaseError([Issue("no_actuals", "Nothing is known of any year of the plan.",
                               f"Type what happened from {plan.years[0]} on into the table actuals.", "actuals")])
    costs = _Costs(question, built, columns, facts)
    return Track(plan.title, plan.currency, plan.names, plan, rows, tuple(_splits(plan, question.prepared, facts, costs)))


def _rows(plan: Plan, case: Case, facts: Facts) -> Iterable[PlanAgainstFact]:
    """Yield what is known of planned years, measures in their order, whole years before parts of one."""
    known = [((measure, whose, 12), series) for (measure, whose), series in facts.whole.items()]
    known += list(facts.part.items())
    order = list(MEASURE)
    for (measure, whose, months), series in sorted(known, key=lambda one: (order.index(one[0][0]), one[0][1:])):
        planned = measured(plan, case, measure, whose)
        for year, actual in sorted(series.items()):
            if year in plan.years:
                yield PlanAgainstFact(measure, whose, year, months, planned.get(year), actual,
                                      facts.sources[measure, whose, months])


class _Costs:
    """What the decisions of a plan cost an institution in a year, at prices as planned or as they turned out."""

    def __init__(self, question: Question, built: Built, columns: Floats, facts: Facts) -> None:
        self._built, self._columns = built, columns
        self._of = {
            moved: self._at(question.projection().of(with_facts(question.prepared, facts.whole, moved)))
            for moved in ((), (PRICES,), (EXCHANGE,), (PRICES, EXCHANGE))
        }

    def of(self, whose: str, year: int, *, prices: bool, rate: bool) -> float:
        """Return the cost of an institution, or of all, in currency."""
        moved = (*((PRICES,) if prices else ()), *((EXCHANGE,) if rate else ()))
        return sum(
            amount for (institution, when), amount in self._of[moved].items()
            if when == year and whose in (WHOLE, institution)
        )

    def _at(self, parameters: Parameters) -> Mapping[tuple[str, int], float]:
        """Return costs by institution and year: a row of cost is out by what the cost would rise."""
        inputs = Inputs(parameters, self._built.inputs.layout)
        program = Assembly(inputs).program
        out_by = (program.row_lower - program.matrix @ (self._columns / program.column_scale)) * program.row_scale
        rises = {label: float(rise) for label, rise in zip(program.rows, out_by, strict=True)}
        found: dict[tuple[str, int], float] = {}
        for (name, index), amount in zip(program.columns, self._columns.tolist(), strict=True):
            if name == "cost":
                block, category, year = index
                key = inputs.blocks[block, category].institution, year
                found[key] = found.get(key, 0.0) + amount + rises[f"cost_{category}", (block, year)]
        return found


def _splits(plan: Plan, case: Case, facts: Facts, costs: _Costs) -> Iterable[SpendingSplit]:
    """Yield the split of each year's spending of an institution, or of the sector, whose people are known too."""
    for (measure, whose), spent in facts.whole.items():
        if measure != "cost":
            continue
        people = facts.whole.get(("strength", whose), {})
        planned = measured(plan, case, "strength", whose)
        rest: dict[int, tuple[float, Mapping[str, float]]] = {}
        for year in sorted(year for year in spent
                           if year in plan.years and year in people and planned.get(year, 0.0) > 0.0):
            parts = _parts(people[year] / planned[year], whose, year, costs)
            start = costs.of(whose, year, prices=False, rate=False)
            rest[year] = spent[year] - start - sum(parts.values()), parts
        open_ = {year: left for year, (left, _) in rest.items()}
        moved = dict.fromkeys(rest, 0.0)
        for year in rest:
            if year + 1 in rest:  # what a pair of years makes up for is used up
                shift = _made_up_for(open_[year], open_[year + 1])
                moved[year], moved[year + 1] = moved[year] + shift, moved[year + 1] - shift
                open_[year], open_[year + 1] = open_[year] - shift, open_[year + 1] + shift
        for year, (left, parts) in rest.items():
            timing = moved[year] if year - 1 in rest or year + 1 in rest else None
            start = costs.of(whose, year, prices=False, rate=False)
            yield SpendingSplit(whose, year, start, spent[year], parts, timing, left - (timing or 0.0))


def _made_up_for(here: float, there: float) -> float:
    """Return what of a difference the neighbouring year makes up for, with the sign that it has here."""
    return (1.0 if here > 0.0 else -1.0) * min(abs(here), abs(there)) if here * there < 0.0 else 0.0


def _parts(volume: float, whose: str, year: int, costs: _Costs) -> Mapping[str, float]:
    """Return the exact Shapley values of people, prices and exchange rate in what the plan's decisions would have cost.

    Cost is the volume times the cost of the plan's decisions at prices and rates as planned or as they turned out.
    """

    def cost(chosen: frozenset[str]) -> float:
        found = costs.of(whose, year, prices=PRICE in chosen, rate=RATE in chosen)
        return found * volume if VOLUME in chosen else found

    orders = list(permutations(FACTORS))
    shares = dict.fromkeys(FACTORS, 0.0)
    for order in orders:
        for place, factor in enumerate(order):
            before = frozenset(order[:place])
            shares[factor] += (cost(before | {factor}) - cost(before)) / len(orders)
    return shares
