"""What rules read of people, equipment and needs: who serves what where, who is there, who is trained and who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rightfin.fiscal.labelled import Labelled
from rightfin.lp.base_inputs import BaseInputs
from rightfin.schema.careers import REINTEGRATION, SEVERANCE


@dataclass(frozen=True)
class PeopleInputs(BaseInputs):
    """What follows about people, what they use, the needs that they serve and the justice chain that they work."""

    @cached_property
    def cadres_of(self) -> Mapping[str, tuple[str, ...]]:
        """Cadres of an institution."""
        people = self.parameters.people
        return {i: tuple(k for k in people.cadres if people.institution_of[k] == i) for i in people.institutions}

    @cached_property
    def parts_of(self) -> Mapping[str, tuple[str, ...]]:
        """Items of the lines on which a cadre is paid: the cadre, or each part of its pay."""
        found: dict[str, list[str]] = {k: [] for k in self.parameters.people.cadres}
        for item, cadre in self.parameters.people.paid_to.items():
            found[cadre].append(item)
        return {k: tuple(items) for k, items in found.items()}

    @cached_property
    def users(self) -> Mapping[str, tuple[str, ...]]:
        """Cadres that need an asset, by asset."""
        held = self.parameters.equipment
        return {a: tuple(k for asset, k in held.uses if asset == a) for a in held.assets}

    @cached_property
    def serves(self) -> Mapping[str, tuple[str, ...]]:
        """Needs that a cadre serves: none for one that works the justice chain alone; overhead cadres are absent."""
        found: dict[str, list[str]] = {k: [] for k in self.parameters.people.cadres}
        for cadre, need in self.parameters.needs.posts:
            found[cadre].append(need)
        return {k: tuple(needs) for k, needs in found.items() if needs or k in self.stages_of}

    @cached_property
    def stages_of(self) -> Mapping[str, tuple[str, ...]]:
        """Stages of the justice chain that a cadre works, by cadre, in the order of the case; others are absent."""
        found: dict[str, list[str]] = {k: [] for k in self.parameters.people.cadres}
        for stage, cadre in self.parameters.justice.works:
            found[cadre].append(stage)
        return {k: tuple(stages) for k, stages in found.items() if stages}

    @cached_property
    def workers(self) -> Mapping[str, tuple[str, ...]]:
        """Cadres that work a stage, by stage."""
        justice = self.parameters.justice
        return {q: tuple(cadre for stage, cadre in justice.works if stage == q) for q in justice.stages}

    @cached_property
    def bringers(self) -> Mapping[str, tuple[str, ...]]:
        """Cadres that bring cases into a stage, by stage; stages into which nobody does are absent."""
        found: dict[str, list[str]] = {}
        for stage, cadre in self.parameters.justice.brings:
            found.setdefault(stage, []).append(cadre)
        return {q: tuple(cadres) for q, cadres in found.items()}

    @cached_property
    def stage_before(self) -> Mapping[str, str]:
        """The stage from which cases come, by stage; the first has none."""
        stages = self.parameters.justice.stages
        return dict(zip(stages[1:], stages[:-1], strict=True))

    @cached_property
    def usual_bringers(self) -> Mapping[tuple[str, int], float]:
        """People whose cases come in any event, by cadre and year: those there today, as far as needs want them."""
        needs, place = self.parameters.needs, {h: n for n, h in enumerate(self.parameters.needs.needs)}
        short = (needs.need - needs.external).sum(axis=1)
        found = {}
        for k in dict.fromkeys(cadre for _, cadre in self.parameters.justice.brings):
            for n, t in enumerate(self.years):
                wanted = sum(
                    float(short[place[h], n]) / self.effects[k, h, t] for h in self.serves.get(k, ())
                    if self.effects[k, h, t] > 0.0
                )
                found[k, t] = min(self.opening_present[k], wanted)
        return found

    @cached_property
    def servers(self) -> Mapping[str, tuple[str, ...]]:
        """Cadres that serve a need, by need."""
        found: dict[str, list[str]] = {h: [] for h in self.parameters.needs.needs}
        for cadre, need in self.parameters.needs.posts:
            found[need].append(cadre)
        return {h: tuple(cadres) for h, cadres in found.items()}

    @cached_property
    def suppliers(self) -> Mapping[str, tuple[str, ...]]:
        """Institutions whose cadres serve a need, by need."""
        employer = self.parameters.people.institution_of
        return {h: tuple(dict.fromkeys(employer[k] for k in cadres)) for h, cadres in self.servers.items()}

    @cached_property
    def cells_of(self) -> Mapping[str, tuple[str, ...]]:
        """Cells that an institution serves, by institution."""
        served, cells = self.parameters.needs.served, self.layout.cells.regions
        return {
            i: tuple(cell for cell, regions in cells.items() if i not in served or regions[0] in served[i])
            for i in self.parameters.people.institutions
        }

    @cached_property
    def max_exit_rate(self) -> Labelled:
        """Largest share of a cadre that may be retrenched, by cadre and year."""
        people = self.parameters.people
        rates = Labelled(people.max_exit_rate, people.institutions).rows(people.institution_of[k] for k in people.cadres)
        return Labelled(rates, people.cadres, self.years)

    @cached_property
    def paid_later(self) -> Mapping[str, Mapping[tuple[str, int], tuple[int, ...]]]:
        """In which years people left who are paid in a year, by payment, and by institution and year of payment."""
        leaving = self.parameters.departures
        found: dict[str, dict[tuple[str, int], tuple[int, ...]]] = {}
        for payment, due in ((SEVERANCE, leaving.severance_due), (REINTEGRATION, leaving.reintegration_due)):
            years = found.setdefault(payment, {})
            for institution, left, year in due:
                years[institution, year] = (*years.get((institution, year), ()), left)
        return found

    @cached_property
    def intakes(self) -> Mapping[str, tuple[int, ...]]:
        """Years of joining of those of a cadre who retire in known years, by cadre; cadres without any are absent."""
        found: dict[str, dict[int, None]] = {}
        for cadre, joined, _ in (*self.parameters.departures.retires, *self.parameters.departures.due):
            found.setdefault(cadre, {})[joined] = None
        return {cadre: tuple(sorted(years)) for cadre, years in found.items()}

    @cached_property
    def present(self) -> Labelled:
        """Share of the people paid who are there, by cadre and year."""
        people = self.parameters.people
        ghosts = Labelled(people.ghosts, people.institutions).rows(people.institution_of[k] for k in people.cadres)
        return Labelled(1.0 - ghosts, people.cadres, self.years)

    @cached_property
    def trainees(self) -> Labelled:
        """How many are trained for one who joins, by cadre and year."""
        people = self.parameters.people
        return Labelled(1.0 / (1.0 - people.wash_out), people.cadres, self.years)

    @cached_property
    def trainees_for_leaver(self) -> Labelled:
        """How many are trained to replace one who leaves of those there when a year begins, by cadre and year."""
        people = self.parameters.people
        return Labelled(1.0 / (people.recruits_kept * (1.0 - people.wash_out)), people.cadres, self.years)

    @cached_property
    def recruited(self) -> Mapping[str, str]:
        """In which cadre the replacement of a leaver is recruited, by cadre: down the ladder of promotions to an entry."""
        people = self.parameters.people
        found = {}
        for cadre in people.cadres:
            entry, seen = cadre, {cadre}
            while not people.entry[entry]:
                below = next((a for a, b in people.promotions if b == entry and a not in seen), None)
                if below is None:
                    break
                seen.add(below)
                entry = below
            found[cadre] = entry
        return found
