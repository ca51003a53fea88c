r"""What a year costs at least whatever a plan does, and the most money that may pay for it.

For any lines *S* of the budget

$$
\mathit{unpaid}_t \ge \sum_{\ell \in S} \mathit{least\_cost}_{\ell,t} - \sum_w \mathit{own}_{w,t}
- \sum_d \mathit{grant}_{d,t}
$$

over the payers and donors who may pay any line of *S*: the most of their money, carried over and saved, whatever went
before. Of several sets of lines the one with the largest gap is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rightfin.case.lines import Line
from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.schema.switches import Switch
from rightfin.tolerances import MATERIAL

Lines = frozenset[Line]


@dataclass(frozen=True)
class MoneyShort:
    """A year in which some lines cost more than there is for them; ``what`` names them, empty for all.

    ``cost``, ``own`` and ``grants`` are in currency of the year.
    """

    year: int
    what: str
    cost: float
    own: float
    grants: float
    held_by: str
    """The ceiling of a part that makes own money so little; empty where it is that of the sector, or another limit."""

    @property
    def gap(self) -> float:
        """What is missing, in currency."""
        return self.cost - self.own - self.grants


class MoneyBounds:
    """The most money of one case and the least cost of people, by planning year, tail included."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters
        self._years = len(parameters.horizon.years)

    def costs(self, strength: Floats) -> Floats:
        """Return what lines cost at least with at least so many people in pay, (K, Y): (L, Y).

        Pay, contracts, running costs and pensions of those who draw one when the plan begins; nothing else is certain.
        """
        p, people = self._p, self._p.people
        found: Floats = p.committed + p.running[:, 1:]
        row = {line: n for n, line in enumerate(p.lines)}
        place = {cadre: n for n, cadre in enumerate(people.cadres)}
        institution = {name: n for n, name in enumerate(people.institutions)}
        for n, item in enumerate(people.pay_items):
            cadre = people.paid_to[item]
            employer = people.institution_of[cadre]
            line = row.get(Line(employer, "pay", item))
            if line is not None:
                paid = people.part_pay[n] * strength[place[cadre]] / (1.0 - people.skimming[institution[employer]])
                found[line] = found[line] + paid
        for cadre, k in place.items():
            employer = people.institution_of[cadre]
            line = row.get(Line(employer, "benefits", cadre))
            if line is not None and people.opening_pensioners[k] > 0.0:
                left = people.opening_pensioners[k] * np.cumprod(1.0 - people.pension_exit[k])
                found[line] = found[line] + people.pension[k] * left / (1.0 - people.waste[institution[employer]])
        return found

    @cached_property
    def _own(self) -> Mapping[str, Floats]:
        """The most that each payer can spend on all lines, (Y,); all of them as one where they give to each other."""
        p = self._p
        found = {GOVERNMENT: self._of_payer(
            p.fiscal.ceiling, p.fiscal.revenue, p.fiscal.max_step, p.fiscal.own_spending, p.policy.opening_reserve,
            p.policy.max_saving_share)}
        for n, payer in enumerate(p.payers.further):
            steps = p.payers.payer_max_step[n]
            found[payer] = self._of_payer(
                p.payers.payer_ceiling[n], p.payers.payer_revenue[n], None if np.all(np.isnan(steps)) else steps,
                float(p.payers.payer_own_spending[n]), float(p.payers.payer_reserve[n]),
                float(p.payers.payer_saving_share[n]))
        return found

    def _of_payer(
        self, ceiling: Floats, revenue: Floats, steps: Floats | None, spent: float, reserve: float, saving: float,
    ) -> Floats:
        p = self._p
        saved = reserve if p.policy.reserve_allowed else 0.0
        limited = p.policy.switches.get(Switch.SAVING_LIMIT, True)
        gives = bool(p.payers.transfers)
        outlay, found = spent, np.zeros(self._years)
        for t in range(self._years):
            drawn = (1.0 + p.fiscal.reserve_yield[t]) * saved
            most = float(ceiling[t])
            if steps is not None and not np.isnan(steps[t]) and not gives:
                growth = revenue[t + 1] / revenue[t] if revenue[t] > 0.0 else 0.0
                most = min(most, growth * outlay + float(steps[t]))
            outlay = most
            found[t] = most + drawn
            # With transfers a payer may have more than its ceiling, and save as much: all that is received counts.
            has = float(ceiling[t]) + (float(p.payers.transfer_amount[:, t].sum()) if gives else 0.0)
            saved = drawn + has * (min(1.0, saving) if limited else 1.0) if p.policy.reserve_allowed else 0.0
        return found

    @cached_property
    def _grants(self) -> Floats:
        """The most of each donor's money that can be spent in a year, (D, Y)."""
        p, donors = self._p, self._p.donors
        net, found = donors.disbursed * (1.0 - donors.fee), np.zeros(donors.disbursed.shape)
        for d, name in enumerate(donors.donors):
            last, carried = donors.last_year[name], float(donors.opening_carried[d])
            for t, year in enumerate(p.horizon.years):
                carried = net[d, t] + donors.keep[d, t] * carried
                found[d, t] = carried if last is None or year <= last else 0.0
        return found

    def own(self, lines: Lines, t: int, payer: str | None = None) -> float:
        """Return the most own money that can be spent on lines in the planning year at place ``t``, in currency."""
        return self.held(lines, t, payer)[0]

    def held(self, lines: Lines, t: int, payer: str | None = None) -> tuple[float, str]:
        """Return that, and the ceiling of a part that makes it so little, empty where none does."""
        p, by = self._p, ""
        if p.payers.transfers:
            found = sum(float(amounts[t]) for amounts in self._own.values())
        else:
            found = sum(self._of(name, lines, t) for name in self._own
                        if payer in (None, name) and not lines.isdisjoint(p.payers.payable[name]))
        for n, part in enumerate(p.parts.parts):
            limit, whose = float(p.parts.part_limit[n, t]), p.parts.part_payer.get(part)
            counts = not p.parts.is_floor[part] and (whose is None or whose == payer)
            if counts and limit < found and lines <= frozenset(p.parts.part_lines[part]):  # NaN is no limit
                found, by = limit, part
        return found, by

    def _of(self, payer: str, lines: Lines, t: int) -> float:
        """Return the most that one payer can spend on lines; on pay alone no more than its wage bill may be."""
        p, most = self._p, float(self._own[payer][t])
        if any(line.category != "pay" for line in lines):
            return most
        if payer == GOVERNMENT:
            wages = None if p.fiscal.wage_ceiling is None else float(p.fiscal.wage_ceiling[t])
        else:
            wages = float(p.payers.payer_wage_ceiling[p.payers.further.index(payer), t])
        return most if wages is None or np.isnan(wages) else min(most, wages)

    def grants(self, lines: Lines, t: int) -> float:
        """Return the most that donors can pay of lines in the planning year at place ``t``, in currency."""
        p, donors = self._p, self._p.donors
        total, year = 0.0, p.horizon.years[t]
        for d, name in enumerate(donors.donors):
            mine = frozenset(line for line in lines if (name, line) in donors.eligible)
            if not mine:
                continue
            most = float(self._grants[d, t])
            if (name, year) in donors.match and mine <= donors.scope[name]:
                matched = donors.match[name, year] * (
                    self.own(donors.scope[name], t, donors.match_payer.get(name)) - float(donors.match_base[d, t]))
                most = min(most, max(0.0, float(donors.untied[d, t]) + matched))
            total += most
        for n, name in enumerate(p.handovers.handovers):
            scope, share = frozenset(p.handovers.lines[name]), float(p.handovers.share[n, t])
            if lines <= scope and share > 0.0 and p.policy.switches.get(Switch.HANDOVER, True):
                total = min(total, (1.0 - share) / share * self.own(scope, t, p.handovers.handover_payer.get(name)))
        return total

    def short(self, costs: Floats, t: int, extra: Sequence[tuple[Lines, float]] = ()) -> MoneyShort | None:
        """Return the lines whose least costs exceed most what may pay them in a year; ``None`` if none do.

        ``extra`` is what is due on some lines together beyond ``costs``, nobody knows on which of them: the most of these
        counts for sets that hold all of them.
        """
        p, worst = self._p, None
        amounts = dict(zip(p.lines, costs[:, t].tolist(), strict=True))
        for what, lines in self._sets(frozenset(line for line, cost in amounts.items() if cost > 0.0)):
            own, held_by = self.held(lines, t)
            more = max((amount for group, amount in extra if group <= lines), default=0.0)
            found = MoneyShort(p.horizon.years[t], what, sum(amounts[line] for line in lines) + more, own,
                               self.grants(lines, t), held_by)
            if what and own + found.grants <= 0.0:
                continue  # nobody may pay these lines: other checks say so
            if found.gap > MATERIAL * found.cost and (worst is None or found.gap > worst.gap):
                worst = found
        return worst

    def _sets(self, due: Lines) -> Iterator[tuple[str, Lines]]:
        """Yield sets of lines in which money may be short, each with what it is called."""
        p = self._p
        named: dict[str, Lines] = {"": due}
        named["all but capital"] = frozenset(line for line in due if line.category != "capital")
        donors = p.donors.donors
        named["what no donor may fund"] = frozenset(
            line for line in due if not any((name, line) in p.donors.eligible for name in donors))
        named |= {f"what {name} may not fund": frozenset(line for line in due if (name, line) not in p.donors.eligible)
                  for name in donors}
        named |= {name: frozenset(line for line in due if line.institution == name) for name in p.people.institutions}
        named |= {f"the part {part}": due & frozenset(p.parts.part_lines[part]) for part in p.parts.parts}
        named |= {f"pay of {what}" if what else "pay": _of_pay(lines) for what, lines in named.items()}
        whole = frozenset(p.lines)
        seen = set[Lines]()
        for what, lines in (*named.items(), ("", whole), ("pay", _of_pay(whole))):
            if lines and lines not in seen:
                seen.add(lines)
                yield what, lines


def _of_pay(lines: Lines) -> Lines:
    return frozenset(line for line in lines if line.category == "pay")
