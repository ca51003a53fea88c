"""What people beside those of a plan cost, by the rules of cost that the plan obeys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from rightfin.case.lines import Line
from rightfin.lp.decisions import Decisions
from rightfin.lp.indices import SUPPORTED
from rightfin.lp.inputs import Inputs
from rightfin.lp.rules.cost import direct_cost

Years = dict[int, float]


class CostPart(StrEnum):
    """What a part of the cost is for."""

    TRAINING = "training"
    PAY = "pay"
    SUPPORT = "support"
    PURCHASE = "purchase"
    UPKEEP = "upkeep"
    PENSION = "pension"
    OVERHEAD = "overhead"


_OF_A_CADRE = {
    "pay": CostPart.PAY, "operations": CostPart.SUPPORT, "training": CostPart.TRAINING, "benefits": CostPart.PENSION,
}
_OF_AN_ASSET = {"operations": CostPart.UPKEEP, "capital": CostPart.PURCHASE}


@dataclass(frozen=True)
class Beside:
    """People of a cadre beside those of a plan: ``strength`` and ``supported`` by year, and who is ``recruited`` for them.

    They are kept up as the strength says: whoever leaves is replaced, and those who left with a pension draw it.
    """

    d: Inputs
    cadre: str
    strength: Years

    def costs(self) -> dict[CostPart, Years]:
        """Return what they cost by part and planning year, currency of the year, what is lost on the way included.

        Kit that they use is bought for them, replaced as it wears out, and kept up.
        """
        found: dict[CostPart, Years] = {}
        for line, years in self._arriving.items():
            part = (_OF_AN_ASSET if line.item in self.d.parameters.equipment.institution_of else _OF_A_CADRE)[line.category]
            so_far = found.get(part, dict.fromkeys(self.d.years, 0.0))
            found[part] = {t: so_far[t] + self._spent(line, t) * years[t] for t in self.d.years}
        return found

    def lost(self) -> Years:
        """Return how much of that is lost on the way, by planning year."""
        return {
            t: sum((self._spent(line, t) - 1.0) * years[t] for line, years in self._arriving.items()) for t in self.d.years
        }

    def _spent(self, line: Line, year: int) -> float:
        """Return what has to be spent on a line for one unit that arrives."""
        return self.d.gross_up[line.institution, line.category, year]

    @cached_property
    def _arriving(self) -> dict[Line, Years]:
        """What has to arrive for them by line and year, currency of the year."""
        d = self.d
        there, nobody = self._decisions(self.strength), self._decisions(dict.fromkeys(d.years, 0.0))
        # Rules count those of the base year, too: what is there without these people is taken away.
        return {
            line: {t: _number(direct_cost(there, d, line, t)) - _number(direct_cost(nobody, d, line, t)) for t in d.years}
            for line in self._lines()
        }

    def _lines(self) -> list[Line]:
        """Return the lines on which they cost something: their own, of who is recruited for them, and of their kit."""
        d, people = self.d, self.d.parameters.people
        cadres = {self.cadre, d.recruited[self.cadre]}
        kit = {asset for asset, cadre in d.parameters.equipment.uses if cadre == self.cadre}
        return [
            line for line in d.parameters.lines
            if (people.paid_to.get(line.item) if line.category == "pay" else line.item) in cadres or line.item in kit
        ]

    def _decisions(self, strength: Years) -> Decisions:
        """Return the decisions that rules of cost read, as numbers."""
        d, k = self.d, self.cadre
        before = {t: strength.get(t - 1, 0.0) for t in d.years}
        recruit = d.recruited[k]
        joining = {t: (strength[t] - (1.0 - d.attrition[k, t]) * before[t]) / d.recruits_kept[recruit, t] for t in d.years}
        pensioners: dict[tuple[str, int], float] = {}
        for t in d.years:
            retiring = d.retiring_share[k, t] * d.attrition[k, t] * before[t]
            pensioners[k, t] = (1.0 - d.pension_exit[k, t]) * pensioners.get((k, t - 1), 0.0) + retiring
        stock: dict[tuple[str, int], float] = {}
        bought: dict[tuple[str, int], float] = {}
        for asset, cadre in d.parameters.equipment.uses:
            for t in d.years if cadre == k else ():
                left = (1.0 - 1.0 / d.life[asset]) * stock.get((asset, t - 1), 0.0)
                needed = d.units_per_head[asset, k, t] * d.present[k, t] * strength[t]
                stock[asset, t] = max(needed, left)
                bought[asset, t] = stock[asset, t] - left
        cadres, years = d.parameters.people.cadres, d.years
        kinds: dict[str, Mapping[Any, Any]] = {
            "strength": {(c, t): strength[t] if c == k else 0.0 for c in cadres for t in years},
            "hires": {(c, t): joining[t] if c == recruit else 0.0 for c in cadres for t in years},
            "exits": {}, "standby": {}, "posted": {
                (c, q, t, SUPPORTED): d.present[c, t] * strength[t] if c == k and not place and not d.serves[c] else 0.0
                for c, stages in d.stages_of.items() for place, q in enumerate(stages) for t in years
            }, "pensioners": pensioners, "stock": stock, "bought": bought,
            "assigned": {
                (c, h, t, SUPPORTED): d.present[c, t] * strength[t] if c == k and not place else 0.0
                for c, needs in d.serves.items() for place, h in enumerate(needs) for t in years
            },
        }
        return Decisions(kinds)


def _number(amount: object) -> float:
    return float(amount)  # type: ignore[arg-type]
