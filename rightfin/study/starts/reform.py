"""A case whose programmes may start in other years: what may be chosen, and the case's numbers under any calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rightfin.case.case import Case
from rightfin.case.expansion import expanded
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.case.nearest import choose
from rightfin.case.programmes.choices import broken_among
from rightfin.case.programmes.expansion import RUNNING
from rightfin.case.programmes.proposed import TABLE
from rightfin.case.programmes.starts import with_starts
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.calendars.choices import Calendar, ChoiceRow, StartChoice, State
from rightfin.lp.calendars.rules import choices_among, rows_among
from rightfin.lp.calendars.variants import Variants
from rightfin.question import Question
from rightfin.schema import BY_NAME, Value
from rightfin.solve.control import NEVER, Control, SolveStoppedError

_KEY = BY_NAME[RUNNING].key


class Reform:
    """The choices of one question; ``fixed`` programmes keep a state, all others may start in any year of their window.

    Raises ``CaseError`` if there is nothing to choose, a programme is unknown, or the case cannot be used with none of the
    other programmes planned.
    """

    def __init__(self, question: Question, fixed: Mapping[str, State] | None = None) -> None:
        self.choices = question.choices
        if not self.choices.programmes:
            raise CaseError([Issue("no_programmes", "The case has no programmes.",
                                   "Type one in the table programmes; docs/programmes.md has an example.", TABLE)])
        names = [programme.name for programme in self.choices.programmes]
        unknown = [name for name in fixed or {} if name not in names]
        if unknown:
            raise CaseError([
                Issue("unknown_programme", f"There is no programme {name}.", choose(name, names), TABLE) for name in unknown
            ])
        self.fixed = dict(fixed or {})
        self.states: tuple[StartChoice, ...] = choices_among(self.choices, self.fixed)
        self.rows: tuple[ChoiceRow, ...] = rows_among(self.choices, self.states)
        self._question = replace(question, starts={**dict.fromkeys(names), **self.fixed})
        self._laid = replace(question, starts=dict.fromkeys(names)).laid
        _ = replace(question, starts=dict.fromkeys(names)).prepared  # checks the case with no programme planned
        self._projection = question.projection()
        self._widest = {c.programme: next((state for state in c.states if state is not None), None) for c in self.states}
        self._lines = self._ordinary(self._widest).records(RUNNING)

    def question(self, calendar: Calendar) -> Question:
        """Return the question with a calendar laid over it."""
        return replace(self._question, starts=dict(calendar))

    def is_allowed(self, calendar: Calendar) -> bool:
        """Return whether a calendar keeps all rules among starts, as judged without a solver."""
        return not broken_among(self.choices, calendar)

    def why_not(self, calendar: Calendar) -> tuple[Issue, ...]:
        """Return what is wrong with a calendar."""
        return broken_among(self.choices, calendar)

    def _ordinary(self, calendar: Calendar) -> Case:
        found = expanded(with_starts(self._laid, calendar))
        wrong = [issue for issue in found.issues if issue.severity is Severity.ERROR]
        if wrong and self.is_allowed(calendar):
            raise CaseError(wrong)
        return found.case

    def parameters(self, calendar: Calendar) -> Parameters:
        """Return the numbers that the optimisation sees under a calendar; lines of programmes that cost nothing are lines.

        Raises ``CaseError`` if an allowed calendar makes a number that may not be.
        """
        ordinary = self._ordinary(calendar)
        rows = ordinary.records(RUNNING)
        known = {_key(row) for row in rows}
        year = str(self.choices.years.start)
        rows += [
            {**{name: row.get(name) for name in (*_KEY, "currency")}, year: 0.0}
            for row in self._lines if _key(row) not in known
        ]
        return self._projection.of(ordinary.replace({RUNNING: rows}))

    def variants(self, control: Control = NEVER) -> Variants:
        """Return what makes the programs of calendars; it must not be used while another one is.

        Whatever asks for numbers of a calendar raises ``SolveStoppedError`` once ``control`` says so.
        """
        def parameters_of(calendar: Calendar) -> Parameters:
            if control.stops():
                raise SolveStoppedError(control.why())
            return self.parameters(calendar)

        return Variants(parameters_of, self._widest)


def _key(row: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(row.get(part) for part in _KEY)
