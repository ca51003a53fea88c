"""People followed intake by intake, and what leaving costs, recomputed from a plan without the model's own sums."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import Solved, solved
from real_budgets import real_budget

from rightfin.case import Case

Years = dict[int, float]


class Followed:
    """A cadre whose intakes are told apart, year by year, from what a plan decided: hires, dismissals, promotions."""

    def __init__(self, case: Case, found: Solved, cadre: str) -> None:
        self.people, self.years = found.parameters.people, found.parameters.horizon.written
        self.cadre, self.at = cadre, found.parameters.people.cadres.index(cadre)
        self.flows = {column: found.by_year("strength", column, cadre=cadre)
                      for column in ("hires", "exits", "promoted_in", "promoted_out", "integrated")}
        home = found.parameters.people.institution_of[cadre]
        at_home = found.parameters.people.institutions.index(home)
        typed = next(row for row in case.records("institutions") if row["institution"] == home)
        self.ghosts = [float(str(typed["ghosts"] or 0.0)), *found.parameters.people.ghosts[at_home].tolist()]
        self.profile = [row for row in case.records("retirements") if row["cadre"] == cadre]
        self.strength, self.struck, self.retired, self.pensioned = Years(), Years(), Years(), Years()
        self._follow(found.parameters.horizon.base)

    def _follow(self, base: int) -> None:
        """Follow those of an intake who would be there without dismissal: it falls on others."""
        intakes = {base: float(self.people.opening_strength[self.at])}
        whole = intakes[base]
        for n, year in enumerate(self.years):
            leave, kept = self.people.attrition[self.at, n], self.people.recruits_kept[self.at, n]
            before, now = self.ghosts[n], self.ghosts[n + 1]
            stays = min((1.0 - before) / (1.0 - now), 1.0)  # of those paid, so that all who are there stay
            self.struck[year] = (1.0 - leave) * whole * (1.0 - stays)
            intakes = {joined: there * (1.0 - leave) * stays for joined, there in intakes.items()}
            due = [(float(str(row["share"])) * intakes[int(str(row["joined"]))], float(str(row["with_pension"])))
                   for row in self.profile if row["year"] == year and row["joined"] in intakes]
            self.retired[year] = sum(there for there, _ in due)
            self.pensioned[year] = sum(there * share for there, share in due)
            joined = kept * self.flows["hires"][year] + self.flows["integrated"][year]
            whole = whole * (1.0 - leave) * stays - self.retired[year] + joined - self.flows["exits"][year]
            whole += self.flows["promoted_in"][year] - self.flows["promoted_out"][year]
            self.strength[year] = whole
            intakes[year] = joined

    def pensions(self, found: Solved) -> Years:
        """Return what pensions cost, before what is lost."""
        p, pensioners = self.people, float(self.people.opening_pensioners[self.at])
        before, cost = float(p.opening_strength[self.at]), Years()
        for n, year in enumerate(self.years):
            pensioners *= 1.0 - p.pension_exit[self.at, n]
            pensioners += p.retiring_share[self.at, n] * p.attrition[self.at, n] * before + self.pensioned[year]
            before, cost[year] = self.strength[year], p.pension[self.at, n] * pensioners
        return cost


def paid_after(case: Case, found: Solved, institution: str, payment: str) -> list[tuple[int, float]]:
    typed = [(int(str(row["after"])), float(str(row["share"]))) for row in case.records("severance_years")
             if (row["institution"], row["payment"]) == (institution, payment)]
    return typed or [(0, 1.0)]


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_intakes_followed_one_by_one_give_the_strength_and_the_benefits_of_the_plan(seed: int) -> None:
    case = real_budget(seed)
    found = solved(case)
    p, benefits = found.parameters, defaultdict[tuple[str, int], float](float)
    for place, cadre in enumerate(p.people.cadres):
        home, followed = p.people.institution_of[cadre], Followed(case, found, cadre)
        size = 1e-6 * max(1.0, float(p.people.opening_strength.sum()))
        for column, asked in (("strength", followed.strength), ("struck", followed.struck),
                              ("retirements", followed.retired)):
            assert found.by_year("strength", column, cadre=cadre) == pytest.approx(asked, rel=1e-6, abs=size), column
        help_ = next((float(str(row["reintegration"] or 0.0)) for row in case.records("demobilisation")
                      if row["institution"] == home), 0.0)
        for year, amount in followed.pensions(found).items():
            benefits[home, year] += amount
        for payment in ("severance", "reintegration"):
            for left, gone in followed.flows["exits"].items():
                for after, share in paid_after(case, found, home, payment):
                    n = left + after - p.horizon.years[0]
                    if n < p.horizon.shown:
                        each = p.people.severance[place, n] if payment == "severance" else help_ * p.fiscal.deflator[n + 1]
                        benefits[home, left + after] += share * gone * each
    for n, year in enumerate(p.horizon.written):
        for place, institution in enumerate(p.people.institutions):
            asked = benefits[institution, year] / (1.0 - p.people.waste[place, n])
            fixed = sum(p.committed[at, n] + p.running[at, n + 1] for at, line in enumerate(p.lines)
                        if line[:2] == (institution, "benefits"))
            cost = found.by_year("budget", "cost", institution=institution, category="benefits").get(year, 0.0)
            assert cost == pytest.approx(asked + fixed, rel=1e-5, abs=1e-6 * p.case_size * p.fiscal.deflator[n + 1])


def test_the_cases_have_all_that_is_recomputed() -> None:
    seen = set[str]()
    for seed in range(60):
        case = real_budget(seed)
        found = solved(case)
        seen |= {column for column in ("struck", "retirements", "exits") if any(found.by_year("strength", column).values())}
        helped = found.by_year("lines", "cost", item="reintegration")
        seen |= {"reintegration"} if any(helped.values()) else set()
        seen |= {"later"} if case.records("severance_years") else set()
        if len(seen) == 5:
            return
    raise AssertionError(f"of 60 random cases none has more than {sorted(seen)}")
