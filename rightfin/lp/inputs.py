"""What the rules of the formulation read: parameters by name, and what follows about money, donors and purses once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rightfin.case.lines import Line
from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.earmarks import claimed
from rightfin.fiscal.labelled import Labelled
from rightfin.fiscal.parameters import Floats
from rightfin.lp.people_inputs import PeopleInputs
from rightfin.lp.purses import Terms, given_of, purses_of, spendable_on, terms_of
from rightfin.schema.switches import Switch
from rightfin.tolerances import ADDED_UP

Index = tuple[Any, ...]


@dataclass(frozen=True)
class Inputs(PeopleInputs):
    """The parameters and layout of a case; ``d.pay[cadre, year]`` reads any field of the parameters that has axes.

    Donors stand in groups here, so that what is said below by donor group hides the field by donor of the same name, and
    ``max_exit_rate`` is by cadre. Raises ``AttributeError`` for a name that is neither here nor in the parameters.
    """

    @cached_property
    def going_on(self) -> Mapping[tuple[Line, int], float]:
        """What is due whatever the head count and goes on, by line and year: running costs, and committed money.

        Of committed money no more counts than it comes to for good, at the prices of the year.
        """
        horizon = self.parameters.horizon
        found = dict(self.running_on)
        for one in (commitment for commitment in self.parameters.commitments if commitment.goes_on):
            for place, t in enumerate(self.years):
                for_good = one.last * (self.deflator[t] / self.deflator[horizon.end])
                found[one.line, t] += min(one.yearly[place], for_good) if t < horizon.end else for_good
        return found

    @cached_property
    def running_on(self) -> Mapping[tuple[Line, int], float]:
        """Running costs that go on, by line and year: zero in every year on a line on which none is due in the last one."""
        goes_on = {line: self.running[line, self.last] > 0.0 for line in self.parameters.lines}
        return {(line, t): self.running[line, t] if on else 0.0 for line, on in goes_on.items() for t in self.years}

    @cached_property
    def gross_up(self) -> Mapping[tuple[str, str, int], float]:
        """What has to be spent for one unit that arrives, by institution, category and year."""
        return {
            (i, c, t): 1.0 / (1.0 - (self.skimming if c == "pay" else self.waste)[i, t])
            for i in self.parameters.people.institutions for c in self.parameters.categories for t in self.years
        }

    @cached_property
    def net_disbursed(self) -> Mapping[tuple[str, int], float]:
        """Money that arrives, after fees, by donor group and year."""
        donors = self.parameters.donors
        return self._by_group(donors.disbursed * (1.0 - donors.fee))

    @cached_property
    def net_lasting(self) -> Mapping[tuple[str, int], float]:
        """What of it is of donors who never leave, where such are in the group."""
        donors = self.parameters.donors
        return self._by_group(donors.disbursed * (1.0 - donors.fee) * donors.lasting_share)

    def _by_group(self, net: Floats) -> Mapping[tuple[str, int], float]:
        donors = self.parameters.donors
        given = dict(zip(donors.donors, net.tolist(), strict=True))
        return {
            (g.name, t): amount for g in self.layout.groups
            for t, amount in zip(self.years, map(sum, zip(*(given[d] for d in g.members), strict=True)), strict=True)
        }

    @cached_property
    def keep(self) -> Mapping[tuple[str, int], float]:
        """Share of a year's unspent money that may be spent a year later, by donor group and year, base year included."""
        donors, years = self.parameters.donors, (self.parameters.horizon.base, *self.years)
        keep = Labelled(donors.keep, donors.donors, years)
        return {(g.name, t): keep[g.members[0], t] for g in self.layout.groups for t in years}

    @cached_property
    def opening_carried(self) -> Mapping[str, float]:
        """Money carried into the first planning year, by donor group."""
        carried = Labelled(self.parameters.donors.opening_carried, self.parameters.donors.donors)
        return {g.name: sum((carried[donor] for donor in g.members), 0.0) for g in self.layout.groups}

    @cached_property
    def last_year(self) -> Mapping[str, int]:
        """Last planning year in which a group's money may be spent."""
        exits = {g.name: self.parameters.donors.last_year[g.members[0]] for g in self.layout.groups}
        return {name: self.last if year is None else min(year, self.last) for name, year in exits.items()}

    @cached_property
    def funds(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the classes that a donor group may fund, by group; in place of a class its portions for the donor."""
        eligible, apart = self.parameters.donors.eligible, dict[tuple[str, str], list[str]]()
        for portion in self.layout.portions:
            apart.setdefault((portion.donor, portion.financing), []).append(portion.name)
        return {
            g.name: tuple(
                name for f in self.layout.classes if (g.members[0], f.lines[0]) in eligible
                for name in apart.get((g.members[0], f.name), (f.name,))
            )
            for g in self.layout.groups
        }

    @cached_property
    def class_of(self) -> Mapping[str, str]:
        """The class of what a donor group may fund, by name of the class itself or of its portion."""
        portions = {portion.name: portion.financing for portion in self.layout.portions}
        return {f.name: f.name for f in self.layout.classes} | portions

    @cached_property
    def payers(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Donor groups that may fund a class, each with the class or portion that it pays, by class."""
        found: dict[str, list[tuple[str, str]]] = {f.name: [] for f in self.layout.classes}
        for g, names in self.funds.items():
            for name in names:
                found[self.class_of[name]].append((g, name))
        return {name: tuple(pairs) for name, pairs in found.items()}

    @cached_property
    def purses(self) -> Mapping[str, str]:
        """The payer of each purse of own money, by purse."""
        return purses_of(self.parameters.payers)

    @cached_property
    def terms(self) -> Mapping[str, Terms]:
        """What binds the own money of each payer, the government first."""
        return terms_of(self.parameters)

    @cached_property
    def purse_money(self) -> Mapping[tuple[str, int], float]:
        """What may be spent out of a purse, by purse and year, in currency: its ceiling, transfers received less given."""
        payers, given = self.parameters.payers, given_of(self.parameters)
        found = {(GOVERNMENT, t): self.ceiling[t] for t in self.years} | dict(self.payer_ceiling)
        has = dict(found)
        found |= {(purse, t): 0.0 for purse in self.purses if purse in payers.transfers for t in self.years}
        for (name, t), amount in given.items():
            tied = payers.transfer_lines[name] is not None
            found[payers.transfer_from[name], t] -= amount
            found[name if tied else payers.transfer_to[name], t] += amount
        # Who gives all that it has is left with nothing, and not with what adding up leaves over.
        return {key: 0.0 if abs(left) <= ADDED_UP * has.get(key, 0.0) else left for key, left in found.items()}

    @cached_property
    def own_of(self) -> Mapping[str, tuple[str, ...]]:
        """Purses that may pay a class, by class."""
        spendable = spendable_on(self.parameters.payers)
        return {
            f.name: tuple(purse for purse in self.purses if f.lines[0] in spendable[purse]) for f in self.layout.classes
        }

    @cached_property
    def owing(self) -> Mapping[str, tuple[str, ...]]:
        """Payers who owe what nobody pays of a class, by class: those who may pay it, the government where nobody may."""
        payable = self.parameters.payers.payable
        return {
            f.name: tuple(payer for payer, lines in payable.items() if f.lines[0] in lines) or (GOVERNMENT,)
            for f in self.layout.classes
        }

    @cached_property
    def marked(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the classes and portions in the scope of an earmark that its donor may fund, by earmark."""
        marks, layout = self.parameters.earmarks, self.layout
        first = {f.name: f.lines[0] for f in layout.classes} | {p.name: p.lines[0] for p in layout.portions}
        scopes = {name: frozenset(lines) for name, lines in marks.earmark_lines.items()}
        return {
            name: tuple(f for f in self.funds[marks.earmark_donor[name]] if first[f] in lines)
            for name, lines in scopes.items()
        }

    @cached_property
    def reserves_of(self) -> Mapping[str, tuple[str, ...]]:
        """Earmarks that reserve money, by donor."""
        marks = self.parameters.earmarks
        return {
            donor: tuple(e for e in marks.earmarks if marks.is_reserve[e] and marks.earmark_donor[e] == donor)
            for donor in dict.fromkeys(marks.earmark_donor.values())
        }

    @cached_property
    def reserves_within(self) -> Mapping[str, tuple[str, ...]]:
        """Earmarks of the same donor that reserve money within the scope of one that does, itself included."""
        scope = self._reserved_scope
        return {
            e: tuple(one for one in mine if scope[one] <= scope[e]) for mine in self.reserves_of.values() for e in mine
        }

    @cached_property
    def _reserved_scope(self) -> Mapping[str, frozenset[object]]:
        """Lines in scope that the donor may fund, by earmark; one without any lies apart from all others."""
        marks, eligible = self.parameters.earmarks, self.parameters.donors.eligible
        return {
            e: frozenset(line for line in marks.earmark_lines[e] if (donor, line) in eligible) or frozenset((e,))
            for donor, mine in self.reserves_of.items() for e in mine
        }

    @cached_property
    def reserved(self) -> Mapping[tuple[str, int], float]:
        """Money of a donor that an earmark reserves, by earmark and year: what all claim together, if it arrives."""
        found: dict[tuple[str, int], float] = {}
        for donor, mine in self.reserves_of.items():
            for t in self.years:
                amounts = {e: self.earmark_amount[e, t] for e in mine if self.earmark_amount[e, t] > 0.0}
                together = claimed((self._reserved_scope[e], amount) for e, amount in amounts.items())
                share = min(1.0, self.net_disbursed[donor, t] / together) if together > 0.0 else 0.0
                found |= {(e, t): share * amount for e, amount in amounts.items()}
        return found

    def on(self, switch: Switch) -> bool:
        """Return whether a switch of the model definition is on."""
        return self.parameters.policy.switches.get(switch, True)

    def spendable(self, group: str, year: int) -> bool:
        """Return whether a donor group's money may be spent in a year."""
        return year <= self.last_year[group]

    def may_carry(self, group: str, year: int) -> bool:
        """Return whether unspent money of a year can still be spent later."""
        return self.keep[group, year] > 0.0 and year < min(self.last_year[group], self.last)
