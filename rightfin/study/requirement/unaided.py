"""The case whose donors have left and whose force is to be kept: what all questions of a requirement are asked of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rightfin.case.case import Case, Cell
from rightfin.case.issue import CaseError, Issue
from rightfin.case.resolve import base_and_end
from rightfin.case.scenario import apply_settings
from rightfin.case.sustained import NEVER as NOT_ASKED
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.extended import ExtraRow, Move, extended
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Axis, Unit
from rightfin.lp.labels import columns_of
from rightfin.lp.layout import layout_of_session
from rightfin.lp.program import Program
from rightfin.lp.rules import FAMILIES
from rightfin.question import Question
from rightfin.result.paid import most_unpaid
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction
from rightfin.solve.session import Session
from rightfin.solve.single import Single
from rightfin.study.exits.leaving import exit_cells
from rightfin.study.requirement.proportion import finite_sides
from rightfin.study.whatif import with_cells
from rightfin.tolerances import LEFT_OVER

FORCE = "force"
"""The move that gives up a share of the force."""

MINIMUM = ("minimum_strength",)
"""The rows of least strength."""

_MONEY = {family.name for family in FAMILIES if family.unit is Unit.MONEY}


@dataclass(frozen=True)
class KeptForce:
    """The force that is to be kept, and where it comes from.

    ``strength`` is in persons by cadre and year, (K, Y), zero in the years before ``first``; ``unmet`` is what that plan
    leaves of each need, (H, Y), in capability units. ``given`` is what the donors
    give in the plan that makes it, by year in currency, (Y,); ``standing`` and ``given_standing`` are all persons and what
    the donors give in the plan of the case as it stands, ``None`` where that has no plan; ``asked_from`` is the year from
    which that plan asks for a force that can be kept up for good, ``None`` where it asks for none.
    """

    first: int
    strength: Floats
    unmet: Floats
    given: Floats
    standing: Floats | None
    given_standing: Floats | None
    asked_from: int | None


class Unaided:
    """Models of a case without its donors from a year on; not for two threads.

    ``year`` is the first year without their money, ``keep`` the share of the force that donors make possible which is to be
    paid and supported from then on. The force that they make possible is that of the plan in which they never leave and,
    where their pledges end before the plan does, go on with the last of them. Least strengths of the case are lowered to
    the same share of theirs.

    What can be kept up for good is not asked, neither here nor of the plan that makes the force: it ranks below what is
    owed, and which donors stay changes from which year on it is asked for and whose money lasts. The plan of the case as
    it stands asks what the case does.

    Raises ``CaseError`` if the year does not fit, the case cannot be used or its hard limits contradict one another.
    """

    def __init__(
        self, question: Question, donors: Sequence[str], year: int, keep: float, control: Control = NEVER
    ) -> None:
        case, self._projection = question.prepared, question.projection()
        self.kept = self._kept(case, donors, year, keep, control)
        staying = _staying(case, donors)
        self.case = with_cells(staying, exit_cells(donors, year))
        self.parameters = self._projection.of(self.case)
        self._assembly = Assembly(Inputs(self.parameters, layout_of_session(self.parameters)))
        self._keep = keep
        self.program = self._lowered(self._assembly.program)
        self.single = Single()
        self._control = control
        scale = self.program.objectives["obligations"].scale
        self.most = 0.5 * most_unpaid(self.parameters) / scale
        """Broken obligations that count as none, scaled; half of what a plan may have, so that solves may differ."""

    def _kept(self, case: Case, donors: Sequence[str], year: int, keep: float, control: Control) -> KeptForce:
        """Return the force that donors make possible, beside that of the plan of the case as it stands."""
        standing = self._projection.of(case)
        session = Session(standing)
        found = session.solve(standing, control=control)
        force = given = None
        if not isinstance(found, Contradiction):
            force = _strengths(session.program, found.columns, standing, 0).sum(axis=0)
            given = _grants(session.program, found.columns, standing, donors)
        staying = _staying(case, donors)
        parameters = self._projection.of(with_cells(staying, _pledges_going_on(staying, donors)))
        found = session.solve(parameters, control=control)
        if isinstance(found, Contradiction):
            raise CaseError([Issue("contradictory", "The hard limits of the case contradict one another.",
                                   "Run rightfin plan, which names them, and mend the case.")])
        kept = keep * _strengths(session.program, found.columns, parameters, year)
        unmet = _unmet(session.program, found.columns, parameters)
        made = _grants(session.program, found.columns, parameters, donors)
        return KeptForce(year, kept, unmet, made, force, given, standing.policy.sustained_from)

    def with_cells(self, cells: Iterable[Cell]) -> Program:
        """Return the program of the case with other values in some cells, at the same scales."""
        parameters = self._projection.of(with_cells(self.case, cells))
        inputs = self._assembly.inputs
        layout = layout_of_session(parameters, (inputs.parameters, inputs.layout))
        return self._lowered(self._assembly.update(Inputs(parameters, layout)))

    def _lowered(self, program: Program) -> Program:
        """Return a program whose least strengths are the share of theirs that is to be kept."""
        least = np.array([family in MINIMUM for family, _ in program.rows], dtype=bool)
        return replace(program, row_lower=np.where(least, self._keep * program.row_lower, program.row_lower))

    def money_sides(self, program: Program | None = None) -> Floats:
        """Return how far all rows about money move if their money is doubled, (rows,), scaled."""
        return np.where([family in _MONEY for family, _ in self.program.rows], finite_sides(program or self.program), 0.0)

    def rows(
        self, given_up: float = 0.0, *, by_move: bool = False, cadres: Collection[str] | None = None
    ) -> list[ExtraRow]:
        """Return the rows that keep the force, less a share of it, or less what the move ``FORCE`` gives up.

        The move gives up only people of ``cadres``, where these are named.
        """
        places = {label: place for place, label in enumerate(self.program.columns)}
        found = []
        for k, cadre in enumerate(self.parameters.people.cadres):
            for t, year in enumerate(self.parameters.horizon.years):
                if self.kept.strength[k, t] > LEFT_OVER:
                    place = places["strength", (cadre, year)]
                    wanted = float(self.kept.strength[k, t] / self.program.column_scale[place])
                    moves = {FORCE: wanted} if by_move and (cadres is None or cadre in cadres) else {}
                    found.append(ExtraRow({place: 1.0}, moves, (1.0 - given_up) * wanted))
        return found

    def least(
        self, move: Move, *, without: Sequence[str] = (), rows: Sequence[ExtraRow] | None = None,
        program: Program | None = None,
    ) -> float | None:
        """Return the least amount of a move with which everything is paid and the force kept; ``None`` if none does.

        ``program`` stands in for that of the case, whose structure it has.
        """
        arrays = extended(program or self.program, [move], self.rows() if rows is None else rows,
                          most={"obligations": self.most}, without=without)
        found = Single().least(arrays, arrays.least_move(move.name), self._control)
        return None if found is None else max(0.0, arrays.amounts(found[1])[move.name])

    def is_paid(self, program: Program) -> bool:
        """Return whether everything can be paid and the force kept under a program of the same structure."""
        return self._pays(program, self.rows())

    def covers(self, program: Program) -> bool:
        """Return whether everything can be paid and every need covered as in the plan that makes the force.

        The share of the force that is to be kept is here the share of what its people cover then, need by need, in every
        year from the first without donors on.
        """
        return self._pays(program, self._coverage(program))

    def _coverage(self, program: Program) -> list[ExtraRow]:
        """Return the rows that let no more of a need be unmet than the plan that makes the force does."""
        needs, years = self.parameters.needs, {year: n for n, year in enumerate(self.parameters.horizon.years)}
        net = (needs.need - needs.external).sum(axis=1)
        most = net - self._keep * (net - self.kept.unmet)
        places: dict[tuple[str, int], dict[int, float]] = {}
        for place, at in columns_of(program, "unmet"):
            scale = float(program.column_scale[place])
            places.setdefault((at[Axis.NEED], at[Axis.YEAR]), {})[place] = -scale
        found = []
        for (need, year), columns in places.items():
            if year >= self.kept.first:
                h = needs.needs.index(need)
                size = float(needs.base_demand[h])
                of_need = {place: scale / size for place, scale in columns.items()}
                found.append(ExtraRow(of_need, {}, -float(most[h, years[year]]) / size))
        return found

    def _pays(self, program: Program, rows: Sequence[ExtraRow]) -> bool:
        arrays = extended(program, (), rows)
        found = self.single.least(arrays, arrays.as_seen(program.objectives["obligations"]), self._control)
        return found is not None and found[0] <= 2.0 * self.most * program.objectives["obligations"].scale

    def unpaid(
        self, program: Program, *, given_up: float = 0.0, without: Sequence[str] = (), single: Single | None = None
    ) -> tuple[float, Floats] | None:
        """Return what nobody pays where all are supported, discounted at base-year prices, and by year in currency, (Y,).

        All are supported where level 1a counts nobody: those whose support costs nothing do not count, here as there. So
        nothing is missing if and only if level 1a is zero. ``None`` if not all can be supported, however much is paid: kit
        cannot be bought that fast.
        """
        arrays = extended(program, (), self.rows(given_up), without=without, none_of=_counted(program))
        solver = single or Single()
        found = solver.least(arrays, arrays.as_seen(program.objectives["unfunded"]), self._control)
        if found is None:
            return None
        years = {year: n for n, year in enumerate(self.parameters.horizon.years)}
        by_year = np.zeros(len(years))
        for place, at in columns_of(program, "unfunded"):
            by_year[years[at[Axis.YEAR]]] += found[1][place] * program.column_scale[place]
        return max(0.0, found[0]), by_year


def _staying(case: Case, donors: Sequence[str]) -> Case:
    """Return the case whose donors never leave, and which asks for no force that can be kept up for good."""
    return with_cells(apply_settings(case, {"sustained_from": NOT_ASKED}), exit_cells(donors, None))


def _counted(program: Program) -> list[int]:
    """Return the places of the people without support whom level 1a counts."""
    cost = program.objectives["obligations"].coefficients
    return [place for place, _ in columns_of(program, "hollow") if cost[place] > 0.0]


def _pledges_going_on(case: Case, donors: Sequence[str]) -> Iterator[Cell]:
    """Yield the cells in which the last positive pledge of each donor is repeated up to the end year."""
    end = base_and_end(case)[1]
    for row in case.records("pledges"):
        given = {int(c): v for c, v in row.items() if c.isdigit() and isinstance(v, (int, float)) and v > 0.0}
        if row["donor"] in donors and given:
            for year in range(max(given) + 1, end + 1):
                yield "pledges", (row["donor"],), str(year), given[max(given)]


def _grants(program: Program, columns: Floats, parameters: Parameters, donors: Sequence[str]) -> Floats:
    """Return what some donors give by year, (Y,), in currency."""
    years = {year: n for n, year in enumerate(parameters.horizon.years)}
    found = np.zeros(len(years))
    for place, at in columns_of(program, "grant"):
        if at[Axis.GROUP] in donors:
            found[years[at[Axis.YEAR]]] += columns[place]
    return found


def _unmet(program: Program, columns: Floats, parameters: Parameters) -> Floats:
    """Return what is unmet of each need by year, (H, Y), in capability units."""
    needs, years = parameters.needs.needs, {year: n for n, year in enumerate(parameters.horizon.years)}
    found = np.zeros((len(needs), len(years)))
    for place, at in columns_of(program, "unmet"):
        found[needs.index(at[Axis.NEED]), years[at[Axis.YEAR]]] += columns[place]
    return found


def _strengths(program: Program, columns: Floats, parameters: Parameters, first: int) -> Floats:
    cadres = {cadre: n for n, cadre in enumerate(parameters.people.cadres)}
    years: Mapping[int, int] = {year: n for n, year in enumerate(parameters.horizon.years)}
    found = np.zeros((len(cadres), len(years)))
    for place, at in columns_of(program, "strength"):
        if at[Axis.YEAR] >= first:
            found[cadres[at[Axis.CADRE]], years[at[Axis.YEAR]]] = columns[place]
    return found
