"""One career: a recruit from training to the last pension, as the parameters of a case let people come, stay and leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.lines import OF_A_CADRE
from rightfin.lp.inputs import Inputs
from rightfin.lp.steady import number, of_a_cadre, of_kit, wear_of
from rightfin.study.unit_cost.marginal import CostPart

LONGEST = 2000
"""Years after joining to which sums go at most: where one in a hundred leaves a year, all are gone before."""

GONE = 1e-6
"""Share of those who joined together that is nobody."""


@dataclass(frozen=True)
class Career:
    """One who joins, and leaves as people of the cadre do: expected years, and cost by part at base-year prices.

    ``real`` is not discounted, ``discounted`` is, to the base year. ``serving`` and ``pensioned`` are expected years;
    ``left`` is the share that still serves or draws a pension after ``LONGEST`` years, when the sums end.
    """

    serving: float
    pensioned: float
    left: float
    real: Mapping[CostPart, float]
    discounted: Mapping[CostPart, float]


def career_of(d: Inputs, cadre: str, joins: int, overhead: Mapping[str, float]) -> Career:
    r"""Return the career of one who joins a cadre in a year and is not replaced.

    Of those who joined together $s_u$ serve and $p_u$ draw a pension in the year *u*:
    $s_u = (1 - \mathit{attrition}_u)\,s_{u-1}$ and
    $p_u = (1 - \mathit{pension\_exit}_u)\,p_{u-1} + \mathit{retiring\_share}_u\,\mathit{attrition}_u\,s_{u-1}$;
    in years in which those who joined then retire, their share of who would be there but for retirement goes, too.

    Years after the last one planned are as that one, at its prices above the general level. Kit is bought for who joins,
    and replaced as it wears while people serve; what they leave behind is not credited. ``overhead`` says how many of an
    overhead cadre one of these asks for while serving: they are kept up, leavers replaced.
    """
    people, recruit = d.parameters.people, d.recruited[cadre]
    home = people.institution_of[cadre]
    real, discounted = dict.fromkeys(CostPart, 0.0), dict.fromkeys(CostPart, 0.0)

    def book(part: CostPart, at: int, amount: float) -> None:
        t = min(at, d.last)
        worth = amount / d.deflator[t]
        real[part] += worth
        discounted[part] += worth * d.discount[t] / (1.0 + d.parameters.policy.discount_rate) ** (at - t)

    if d.entry[recruit]:
        trained = max(joins - int(d.training_lead[recruit]), d.first)
        employer = people.institution_of[recruit]
        each = d.training_cost[recruit, trained] * d.trainees[recruit, trained] / d.recruits_kept[recruit, joins]
        book(CostPart.TRAINING, trained, d.gross_up[employer, "training", trained] * each)
    profile = {
        year: shares for (of, joined, year), shares in d.parameters.departures.profile.items()
        if (of, joined) == (cadre, joins) and recruit == cadre
    }
    serving, pensioners, years, pensions, stayed = 1.0, 0.0, 0.0, 0.0, 1.0
    for u in range(joins, joins + LONGEST):
        t = min(u, d.last)
        if u > joins:
            retiring = d.retiring_share[cadre, t] * d.attrition[cadre, t] * serving
            stayed *= 1.0 - d.attrition[cadre, t]
            known, with_pension = profile.get(u, (0.0, 0.0))
            pensioners = (1.0 - d.pension_exit[cadre, t]) * pensioners + retiring + with_pension * stayed
            serving = max((1.0 - d.attrition[cadre, t]) * serving - known * stayed, 0.0)
        if serving < GONE and pensioners < GONE:
            break
        years, pensions = years + serving, pensions + pensioners
        equipped = d.present[cadre, t] * serving
        for part, category in ((CostPart.PAY, "pay"), (CostPart.SUPPORT, "operations")):
            book(part, u, d.gross_up[home, category, t] * number(of_a_cadre(d, category, cadre, t, serving, equipped)))
        book(CostPart.PENSION, u, d.gross_up[home, "benefits", t] * d.pension[cadre, t] * pensioners)
        for asset, user in d.parameters.equipment.uses:
            if user == cadre:
                upkeep, wear = wear_of(d, asset, t)
                book(CostPart.UPKEEP, u, number(of_kit(d, asset, cadre, t, upkeep, equipped)))
                book(CostPart.PURCHASE, u, number(of_kit(d, asset, cadre, t, 1.0 if u == joins else wear, equipped)))
        for other, ratio in overhead.items():
            book(CostPart.OVERHEAD, u, _kept_up(d, other, t, ratio * serving))
    return Career(years, pensions, max(serving, pensioners) if max(serving, pensioners) >= GONE else 0.0, real, discounted)


def _kept_up(d: Inputs, cadre: str, year: int, persons: float) -> float:
    """Return what it costs a year to keep people up, leavers replaced and pensions at the level that attrition sustains."""
    home, equipped = d.parameters.people.institution_of[cadre], d.present[cadre, year] * persons
    return sum(
        d.gross_up[home, category, year] * number(of_a_cadre(d, category, cadre, year, persons, equipped))
        for category in OF_A_CADRE
    )
