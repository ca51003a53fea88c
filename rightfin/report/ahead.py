"""What follows after the last year of a plan, added up over institutions: pensions, and what is owed to those who left."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.result.plan import Plan

SHOWN = {
    "drawn": "Pensions of those who draw one when the plan ends",
    "earned": "Pensions of those who serve then",
    "severance": "Severance still owed",
    "reintegration": "Reintegration still owed",
}
"""Parts of what follows after the plan, in the order in which they are shown, each as people call it."""


@dataclass(frozen=True)
class YearAhead:
    """One year after the plan, in currency at the prices of the last year shown: the parts of ``SHOWN``."""

    year: int
    drawn: float
    earned: float
    severance: float
    reintegration: float

    @property
    def pensions(self) -> float:
        """The pension bill."""
        return self.drawn + self.earned

    @property
    def owed(self) -> float:
        """What falls due to those who were retrenched before."""
        return self.severance + self.reintegration

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """Each part as people call it, with its amount."""
        return tuple((text, float(getattr(self, name))) for name, text in SHOWN.items())


def years_ahead(plan: Plan) -> tuple[YearAhead, ...]:
    """Return the years after a plan in which pensions or old severance are paid, in order."""
    pensions, severance = plan.tables["pensions_ahead"], plan.tables["severance_ahead"]
    cost, drawn, owed, helped = (
        table.by_year(column) for table, column in (
            (pensions, "cost"), (pensions, "drawn"), (severance, "severance"), (severance, "reintegration"))
    )
    return tuple(
        YearAhead(year, drawn.get(year, 0.0), cost.get(year, 0.0) - drawn.get(year, 0.0), owed.get(year, 0.0),
                  helped.get(year, 0.0))
        for year in sorted({*cost, *owed}, key=int)
    )
