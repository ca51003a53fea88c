"""What the audit of sentences asks of a case: each study that explains, around what its plan has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from study.test_attribution import changed
from study.test_contradictions import contradictory_case

from rightfin.case import Case
from rightfin.case.issue import CaseError
from rightfin.question import Question
from rightfin.report.studies.all import Study
from rightfin.study.why.alternatives import alternatives
from rightfin.study.why.attribution import attribution
from rightfin.study.why.cells import cell_at
from rightfin.study.why.contradictions import contradictions
from rightfin.study.why.earliest import reached
from rightfin.study.why.explain import explained
from rightfin.study.why.live import LivePlan, value_of
from rightfin.study.why.movable_inputs import may_words
from rightfin.study.why.whynot import WishStudy
from rightfin.study.why.wishes import wishes_of

AROUND = (
    ("strength.{institution}", 1.05),
    ("strength.{institution}", 4.0),
    ("coverage.{need}", 1.1),
    ("donors", 0.5),
    ("strength", 0.97),
    ("own", 0.9),
    ("strength.{institution}", 0.5),
)
"""Quantities that are wished for, and at which share of what the plan has."""

TARGETS = (("coverage", 1.03), ("strength", 0.97), ("strength.{institution}", 1.2))
"""The same of targets that are to be reached."""


def typed(quantity: str, number: float) -> str:
    """Return a number as it is typed in a wish: three decimals may be thousands, and are refused."""
    return f"{min(number, 1.0):.4f}" if quantity.startswith("coverage") else f"{number:.2f}"


@dataclass(frozen=True)
class Asked:
    """One study of a case; ``live`` is the plan on which what is told can be solved again, where one was made for it."""

    of: str
    study: Study
    live: LivePlan | None = None


class CaseAsked:
    """A case of which everything is asked; ``seed`` draws years and what is compared."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case, self.seed = case, seed
        self.question = Question.of(case)

    def studies(self) -> Iterator[Asked]:
        """Yield what was found, each study after the other; a case without a plan is only asked why it has none."""
        yield Asked("contradictions", contradictions(self.case))
        try:
            live = LivePlan(self.question)
        except CaseError:
            return
        yield from self.explanations(live)
        yield from self.wishes(live)
        yield Asked("alternatives", alternatives(self.case))

    def contradictory(self) -> Asked:
        """Return why another random case has no plan."""
        return Asked("contradictory", contradictions(contradictory_case(self.seed)))

    def split(self) -> Asked | None:
        """Return what splits the difference to the case with other money, pay and needs; ``None`` where one has no plan."""
        try:
            return Asked("split", attribution(self.question, Question.of(changed(self.case, self.seed))))
        except CaseError:
            return None

    def _names(self) -> dict[str, str]:
        institutions, needs = self.case.records("institutions"), self.case.records("needs")
        return {
            "institution": str(institutions[(1 + self.seed) % len(institutions)]["institution"]),
            "need": str(needs[self.seed % len(needs)]["need"]),
        }

    def explanations(self, live: LivePlan) -> Iterator[Asked]:
        """Yield why people, needs, money and a place are what they are, each in a year of its own."""
        names = self._names()
        donors = [str(row["donor"]) for row in self.case.records("donors")]
        region = str(self.case.records("regions")[0]["region"])
        cells = [f"institution={names['institution']}", f"need={names['need']}", f"region={region}", "cost"]
        cells += [f"donor={donors[0]}"] if donors else []
        horizon = live.parameters.horizon
        shown = horizon.years[: horizon.shown]
        for place, name in enumerate(cells):
            year = horizon.style.text(shown[(self.seed + 2 * place) % len(shown)])
            at = f"{name},year={year}" if "=" in name else f"{name}@{year}"
            cell = cell_at(at, self.question.prepared)
            yield Asked(f"explain {at}", explained(live, cell), live)

    def wishes(self, live: LivePlan) -> Iterator[Asked]:
        """Yield what wishes cost, and when targets can be reached."""
        study, case = WishStudy(self.question), self.question.prepared
        may, horizon = may_words((), case), live.parameters.horizon
        years, columns = study.models.years, {label: n for n, label in enumerate(live.program.columns)}
        for place, (name, factor) in enumerate(AROUND):
            year = years[1 + (self.seed + place) % (len(years) - 1)]
            later = years[-1] if place % 3 == 0 else year  # else for one year
            quantity = name.format(**self._names())
            (wish,) = wishes_of([f"{quantity} >= 0 in {horizon.style.text(year)}"], case)
            number = factor * value_of(live.solution, columns, wish.quantity.sum_in(live.inputs, int(year)))
            sense = ">=" if factor > 1.0 else "<="
            when = f"{'in' if later == year else 'from'} {horizon.style.text(year)}"
            text = f"{quantity} {sense} {typed(quantity, number)} {when}"
            yield Asked(f"whynot {text}", study.why_not(wishes_of([text], case), may, 0.01))
        for name, factor in TARGETS:
            quantity = name.format(**self._names())
            (wish,) = wishes_of([f"{quantity} >= 0"], case)
            found = sorted(
                value_of(live.solution, columns, wish.quantity.sum_in(live.inputs, int(year))) for year in years
            )
            number = factor * found[len(found) // 2]
            text = f"{quantity} {'>=' if factor > 1.0 else '<='} {typed(quantity, number)}"
            yield Asked(f"reach {text}", reached(study.models, wishes_of([text], case), may))
