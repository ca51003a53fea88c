"""What arithmetic foretells of a case: which limits, floors and bills no plan can meet, and in which years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rightfin.case.lines import Line
from rightfin.fiscal.beforehand.capped import capped
from rightfin.fiscal.beforehand.money import Lines, MoneyBounds, MoneyShort
from rightfin.fiscal.beforehand.people import PeopleBounds
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.fiscal.terms import Rule
from rightfin.schema.switches import Switch
from rightfin.tolerances import MATERIAL, NOBODY


class Foretelling(StrEnum):
    """What is foretold."""

    DUE = "due"
    """What falls due whatever is decided exceeds all money: some of it stays unpaid."""
    STRENGTHS = "strengths"
    """Least strengths and targets cost more than all money: some are missed, or something stays unpaid."""
    RECRUITS = "recruits"
    """More people are asked for than can have joined by then: the limit is missed."""
    RECRUITED = "recruited"
    """More recruits are asked for than can join in the year."""
    CROSSED = "crossed"
    """A target asks for more people than the greatest strengths of its cadres allow."""
    CAPPED = "capped"
    """A target allows fewer people than other targets and least strengths ask for."""
    STAYING = "staying"
    """Fewer people are allowed than stay whatever is decided."""
    RULE = "rule"
    """A rule asks for more on one side than can be there, with what the other is at least."""
    FLOOR = "floor"
    """A floor of a part of the budget asks for more own money than there is."""
    KIT = "kit"
    """People who have to be there lack kit: some of them are without support, or a limit is missed."""


@dataclass(frozen=True)
class Foretold:
    """One thing that no plan can meet: ``needed`` against the most, or the least, that there can be.

    ``name`` is the cadre, target, rule, part or asset that it is about, or the lines of money; ``year`` is that of
    ``years`` in which most is missing. For money ``there`` is ``own`` and ``grants`` together.
    """

    kind: Foretelling
    name: str
    year: int
    years: tuple[int, ...]
    needed: float
    there: float
    hard: bool = False
    own: float = 0.0
    grants: float = 0.0
    bound: str = ""
    """Of people ``min`` or ``max``, ``institution`` for several least strengths together, ``target``; of money the ceiling
    of a part that makes own money so little, empty where none does."""

    targets: tuple[str, ...] = ()
    """Targets that ask for more than another allows, and ``cadres`` whose least strengths do."""
    cadres: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """By how much it is missed at least."""
        return abs(self.needed - self.there)


def foretold(parameters: Parameters) -> tuple[Foretold, ...]:
    """Return what no plan of a case can meet in the years shown; what is not listed may still be missed."""
    found = _Arithmetic(parameters)
    return tuple(found.all())


class _Arithmetic:
    def __init__(self, parameters: Parameters) -> None:
        self._p, self._shown = parameters, parameters.horizon.shown
        self._people, self._money = PeopleBounds(parameters), MoneyBounds(parameters)
        self._years = parameters.horizon.written
        self._place = {cadre: n for n, cadre in enumerate(parameters.people.cadres)}
        self._asked = np.maximum(self._people.least, self._people.wanted)

    def all(self) -> Iterator[Foretold]:
        yield from self._bills()
        yield from self._strengths()
        yield from self._targets()
        yield from self._capped()
        yield from self._rules()
        yield from self._floors()
        yield from self._kit()

    def _bills(self) -> Iterator[Foretold]:
        """Yield what is due anyhow beyond all money, then what least strengths and targets cost beyond it."""
        due = self._money.costs(self._people.least)
        first = [short for t in range(self._shown) if (short := self._money.short(due, t)) is not None]
        yield from self._of_money(Foretelling.DUE, first)
        known = {short.year for short in first}
        asked = self._money.costs(self._asked)
        more = [
            short for t in range(self._shown) if self._p.horizon.years[t] not in known
            and (short := self._money.short(asked, t, list(self._beyond(t)))) is not None
        ]
        yield from self._of_money(Foretelling.STRENGTHS, more)

    def _of_money(self, kind: Foretelling, found: Sequence[MoneyShort]) -> Iterator[Foretold]:
        if found:
            worst = max(found, key=lambda short: short.gap / short.cost)
            years = tuple(self._years[self._p.horizon.years.index(short.year)] for short in found)
            yield Foretold(kind, worst.what, self._years[self._p.horizon.years.index(worst.year)], years, worst.cost,
                           worst.own + worst.grants, own=worst.own, grants=worst.grants, bound=worst.held_by)

    def _beyond(self, t: int) -> Iterator[tuple[Lines, float]]:
        """Yield the lines of pay of each target's group, and what those cost at least that it asks for beyond others."""
        targets, people = self._p.targets, self._p.people
        for n, name in enumerate(targets.targets):
            level = float(targets.target_level[n, t])
            group = targets.target_cadres[name]
            if targets.at_most[name] or targets.measure[name] == "hires" or np.isnan(level) or not group:
                continue
            missing = level - sum(float(self._asked[self._place[cadre], t]) for cadre in group)
            if missing > 0.0:
                lines = frozenset(Line(people.institution_of[cadre], "pay", item)
                                  for item, cadre in people.paid_to.items() if cadre in group)
                yield lines, missing * min(float(people.pay[self._place[cadre], t]) for cadre in group)

    def _strengths(self) -> Iterator[Foretold]:
        """Yield least strengths beyond all who can be there, and greatest ones below those who stay."""
        people, by_institution = self._p.people, dict[str, list[str]]()
        told = set[str]()
        for cadre, k in self._place.items():
            wanted, allowed = self._people.wanted[k], self._people.allowed[k]
            if wanted.max(initial=0.0) > 0.0:
                by_institution.setdefault(people.institution_of[cadre], []).append(cadre)
                for one in self._more(Foretelling.RECRUITS, cadre, wanted, self._people.most([cadre]),
                                      bool(people.min_hard[k]), "min"):
                    told.add(people.institution_of[cadre])
                    yield one
            yield from self._fewer(cadre, allowed, self._people.least[k], bool(people.max_hard[k]), "max")
        for institution, cadres in by_institution.items():
            if len(cadres) > 1 and institution not in told:
                rows = [self._place[cadre] for cadre in cadres]
                yield from self._more(Foretelling.RECRUITS, institution, self._people.wanted[rows].sum(axis=0),
                                      self._people.most(cadres), bool(people.min_hard[rows].all()), "institution")

    def _targets(self) -> Iterator[Foretold]:
        """Yield targets beyond all who can be there, or below all who stay."""
        p, targets = self._p, self._p.targets
        for n, name in enumerate(targets.targets):
            cadres, level, hard = targets.target_cadres[name], targets.target_level[n], targets.is_hard[name]
            rows = [self._place[cadre] for cadre in cadres]
            if not rows:
                continue
            ghosts = np.array([p.people.ghosts[p.people.institutions.index(p.people.institution_of[k])] for k in cadres])
            present = 1.0 - ghosts if targets.measure[name] == "per_100k" else np.ones(ghosts.shape)
            if targets.measure[name] == "hires":
                if not targets.at_most[name]:
                    yield from self._more(Foretelling.RECRUITED, name, level, self._people.hired(cadres), hard)
            elif targets.at_most[name]:
                yield from self._fewer(name, level, (present * self._people.least[rows]).sum(axis=0), hard, "target")
            else:
                most = self._people.most(cadres) * present.max(axis=0)
                allowed = (present * self._people.allowed[rows]).sum(axis=0)
                yield from self._more(Foretelling.RECRUITS, name, np.where(allowed < level, np.nan, level), most, hard,
                                      "target")
                yield from self._more(Foretelling.CROSSED, name, level, allowed,
                                      hard and bool(p.people.max_hard[rows].all()))

    def _capped(self) -> Iterator[Foretold]:
        """Yield targets of at most so many that others and least strengths exceed; hard ones by themselves."""
        found = list(capped(self._p, self._people))
        for name, hard in dict.fromkeys((one.name, one.hard) for one in found):
            same = [one for one in found if (one.name, one.hard) == (name, hard)]
            worst = max(same, key=lambda one: one.asked - one.allowed)
            yield Foretold(Foretelling.CAPPED, name, self._years[worst.t], tuple(self._years[one.t] for one in same),
                           worst.asked, worst.allowed, hard, bound="target", targets=worst.targets, cadres=worst.cadres)

    def _rules(self) -> Iterator[Foretold]:
        """Yield rules of strength of which one side cannot be what the other asks for."""
        for rule in (rule for rule in self._p.rules if rule.measure == "strength"):
            if rule.relation in ("at_least", "exactly"):
                needed = rule.coefficient * self._sum(rule.right_cadres, rule.hard)
                yield from self._rule(rule, needed, self._people.most(rule.left_cadres))
            if rule.relation in ("at_most", "exactly"):
                with np.errstate(invalid="ignore"):
                    most = rule.coefficient * self._people.most(rule.right_cadres) if rule.coefficient > 0.0 else np.zeros(
                        len(self._p.horizon.years))
                yield from self._rule(rule, self._sum(rule.left_cadres, rule.hard), most)

    def _sum(self, cadres: Sequence[str], hard: bool) -> Floats:
        """Return how many of some cadres there are at least, (Y,), where least strengths are kept, or hard ones alone."""
        people, rows = self._people, [self._place[cadre] for cadre in cadres]
        asked = np.where(self._p.people.min_hard[:, None], self._asked, people.least) if hard else self._asked
        found: Floats = asked[rows].sum(axis=0)
        return found

    def _rule(self, rule: Rule, needed: Floats, there: Floats) -> Iterator[Foretold]:
        within = np.array([year in rule.years for year in self._p.horizon.years])
        yield from self._more(Foretelling.RULE, rule.name, np.where(within, needed, np.nan), there, rule.hard)

    def _floors(self) -> Iterator[Foretold]:
        """Yield floors of parts of the budget beyond the own money that may be spent on them."""
        p = self._p
        for n, part in enumerate(p.parts.parts):
            if p.parts.is_floor[part] and p.parts.part_lines[part]:
                lines, payer = frozenset(p.parts.part_lines[part]), p.parts.part_payer.get(part)
                there = np.array([self._money.own(lines, t, payer) for t in range(len(p.horizon.years))])
                yield from self._more(Foretelling.FLOOR, part, p.parts.part_limit[n], there, False, slack=0.0)

    def _kit(self) -> Iterator[Foretold]:
        """Yield assets of which those who have to be there, and to be supported, need more than there can be."""
        p, held = self._p, self._p.equipment
        if not p.policy.switches.get(Switch.EQUIPMENT, True):
            return
        serving = {cadre for cadre, _ in p.needs.posts} | {cadre for _, cadre in p.justice.works}
        for n, asset in enumerate(held.assets):
            needed = np.zeros(len(p.horizon.years))
            for (which, cadre, year), units in held.units_per_head.items():
                if which == asset and cadre in serving:
                    t, k = p.horizon.years.index(year), self._place[cadre]
                    there = 1.0 - p.people.ghosts[p.people.institutions.index(p.people.institution_of[cadre]), t]
                    needed[t] += units * p.people.support_floor[k, t] * there * self._asked[k, t]
            yield from self._more(Foretelling.KIT, asset, needed, self._stock(n, asset), False)

    def _stock(self, n: int, asset: str) -> Floats:
        """Return the most units of an asset that there can be, (Y,): all that may be bought, and all gifts."""
        p, held = self._p, self._p.equipment
        given = sum((p.in_kind.offered[g] for g, name in enumerate(p.in_kind.gifts) if p.in_kind.gift_asset[name] == asset),
                    np.zeros(len(p.horizon.years)))
        found, last = np.zeros(len(p.horizon.years)), float(held.opening_stock[n])
        for t in range(len(found)):
            last = (1.0 - 1.0 / float(held.life[n])) * last + float(held.max_purchase[n, t]) + float(given[t])
            found[t] = last
        return found

    def _more(
        self, kind: Foretelling, name: str, needed: Floats, there: Floats, hard: bool, bound: str = "", *,
        slack: float = NOBODY,
    ) -> Iterator[Foretold]:
        """Yield what needs more than there can be."""
        yield from self._told(kind, name, needed, there, hard, bound, lambda a, b: a - b, slack)

    def _fewer(self, name: str, allowed: Floats, least: Floats, hard: bool, bound: str) -> Iterator[Foretold]:
        """Yield what allows fewer than there are at least."""
        yield from self._told(Foretelling.STAYING, name, allowed, least, hard, bound, lambda a, b: b - a, NOBODY)

    def _told(
        self, kind: Foretelling, name: str, needed: Floats, there: Floats, hard: bool, bound: str,
        gap: Callable[[float, float], float], slack: float,
    ) -> Iterator[Foretold]:
        missed = {
            t: gap(float(needed[t]), float(there[t])) for t in range(self._shown)
            if not np.isnan(needed[t]) and np.isfinite(there[t]) and np.isfinite(needed[t])
        }
        missed = {t: by for t, by in missed.items() if by > slack + MATERIAL * max(abs(float(needed[t])), float(there[t]))}
        if missed:
            worst = max(missed, key=lambda t: missed[t])
            yield Foretold(kind, name, self._years[worst], tuple(self._years[t] for t in missed), float(needed[worst]),
                           float(there[worst]), hard, bound=bound)
