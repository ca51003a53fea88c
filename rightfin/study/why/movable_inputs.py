"""Inputs that may be moved so that a wish can be had: money by year and payer, training places, limits of strength."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.inputs import Inputs
from rightfin.result.assemble import names_of


class MayMove(StrEnum):
    """Kinds of inputs that may be moved, as ``--may`` names them."""

    OWN = "own-money"
    """Own money: a ceiling of a year."""
    DONORS = "donor"
    """What a donor gives in a year."""
    TRAINING = "training"
    """Training places of an institution, the same number more in every year."""
    LIMITS = "limits"
    """Least and greatest strength of a cadre, by the same number in every year."""

    @property
    def is_money(self) -> bool:
        """Whether it is money."""
        return self in (MayMove.OWN, MayMove.DONORS)


@dataclass(frozen=True)
class MayWord:
    """What a user allows to move: a kind, and of whom, empty for all."""

    kind: MayMove
    who: str = ""


@dataclass(frozen=True)
class MovableInput:
    """One input that may be moved: of ``who``, in ``year``, ``None`` for all years; ``beyond`` is after the years shown.

    Its unit is money at base-year prices or people; ``years`` is in how many years one unit is there. ``lowers`` says that
    a least strength is lowered.
    """

    kind: MayMove
    who: str
    year: int | None
    years: int
    beyond: bool = False
    lowers: bool = False
    most: float = math.inf
    """How far it may be moved at most."""
    now: float | None = None
    """What a least or greatest strength is, where it is the same in every year."""

    @property
    def name(self) -> str:
        """A name that no other has."""
        return f"{self.kind} {self.who} {self.year} {self.beyond} {self.lowers}"

    def changed(self, p: Parameters, amount: float) -> Parameters:
        """Return parameters in which it is moved by an amount in its unit."""
        if self.kind is MayMove.TRAINING:
            places = p.people.training_places.copy()
            places[p.people.institutions.index(self.who)] += amount
            return replace(p, people=replace(p.people, training_places=places))
        if self.kind is MayMove.LIMITS:
            cadre = p.people.cadres.index(self.who)
            if self.lowers:
                least = p.people.min_strength.copy()
                least[cadre] = np.maximum(least[cadre] - amount, 0.0)
                return replace(p, people=replace(p.people, min_strength=least))
            most = p.people.max_strength.copy()
            most[cadre] += amount
            return replace(p, people=replace(p.people, max_strength=most))
        more = amount * p.fiscal.deflator[1:] * self._when(p)
        if self.kind is MayMove.DONORS:
            disbursed = _more(p.donors.disbursed, p.donors.donors, self.who, more)
            return replace(p, donors=replace(p.donors, disbursed=disbursed))
        if self.who == GOVERNMENT:
            return _own_money(p, more)
        return replace(p, payers=replace(
            p.payers, payer_ceiling=_more(p.payers.payer_ceiling, p.payers.further, self.who, more)))

    def _when(self, p: Parameters) -> Floats:
        years = np.array(p.horizon.years)
        found: Floats = (years > p.horizon.end if self.beyond else years == self.year).astype(float)
        return found


def _own_money(p: Parameters, more: Floats) -> Parameters:
    """Return parameters with a higher ceiling, and with it the parts that are a share of it."""
    ceiling = p.fiscal.ceiling + more
    before = np.where(p.fiscal.ceiling > 0.0, p.fiscal.ceiling, 1.0)
    shares = np.array([p.parts.of_ceiling[part] for part in p.parts.parts], dtype=bool).reshape(-1, 1)
    limits: Floats = np.where(shares, p.parts.part_limit * np.where(p.fiscal.ceiling > 0.0, ceiling / before, 1.0),
                              p.parts.part_limit)
    return replace(p, fiscal=replace(p.fiscal, ceiling=ceiling), parts=replace(p.parts, part_limit=limits))


def _more(values: Floats, names: Sequence[str], who: str, more: Floats) -> Floats:
    found: Floats = values.copy()
    found[names.index(who)] += more
    return found


EVERYTHING = tuple(MayWord(kind) for kind in MayMove)
"""What may be moved where nobody says."""


def may_words(texts: Sequence[str], case: Case) -> tuple[MayWord, ...]:
    """Return what texts such as ``own-money`` and ``donor:lake_state`` allow to move; everything where there are none.

    Raises ``CaseError`` with all that cannot be read and what can be written.
    """
    names = names_of(case)
    owners = {MayMove.OWN: names.payers, MayMove.DONORS: names.donors, MayMove.TRAINING: names.institutions,
              MayMove.LIMITS: names.cadres}
    kinds = {str(kind): kind for kind in MayMove} | {"donors": MayMove.DONORS, "own": MayMove.OWN, "limit": MayMove.LIMITS}
    found, issues = list[MayWord](), list[Issue]()
    for text in texts:
        named, _, who = (part.strip() for part in text.partition(":"))
        kind = kinds.get(named)
        if kind is None:
            issues.append(Issue(
                "may_move", f"{text} is nothing that may be moved.", choose(named, list(MayMove)), cell="--may"))
            continue
        known = owners[kind]
        meant = next((one for one, name in known.items() if who.casefold() in (one.casefold(), name.casefold())), "")
        if who and not meant:
            issues.append(Issue("may_move", f"{text}: {who} is not known.", choose(who, known), cell="--may"))
        found.append(MayWord(kind, meant))
    if issues:
        raise CaseError(issues)
    return tuple(found) or EVERYTHING


def movable_inputs(d: Inputs, may: Sequence[MayWord]) -> Iterator[MovableInput]:
    """Yield what of a case may be moved: of money each year alone, and after the years shown an amount a year."""
    allowed = set(may)
    for one in _all(d):
        if MayWord(one.kind) in allowed or MayWord(one.kind, one.who) in allowed:
            yield one


def _all(d: Inputs) -> Iterator[MovableInput]:
    p = d.parameters
    for payer in (GOVERNMENT, *p.payers.further):
        yield from _money(p, MayMove.OWN, payer, p.horizon.last)
    for donor in p.donors.donors:
        leaves = p.donors.last_year.get(donor)
        yield from _money(p, MayMove.DONORS, donor, p.horizon.last if leaves is None else leaves)
    every = len(p.horizon.years)
    for place, institution in enumerate(p.people.institutions):
        if np.any(np.isfinite(p.people.training_places[place])):
            yield MovableInput(MayMove.TRAINING, institution, None, every)
    for place, cadre in enumerate(p.people.cadres):
        if np.any(np.isfinite(p.people.max_strength[place])):
            yield MovableInput(MayMove.LIMITS, cadre, None, every, now=_same(p.people.max_strength[place]))
        least = p.people.min_strength[place]
        if np.any(least > 0.0):
            yield MovableInput(MayMove.LIMITS, cadre, None, every, lowers=True, most=float(least[least > 0.0].min()),
                               now=_same(least))


def _same(limits: Floats) -> float | None:
    """Return a limit that is the same in every year."""
    first = float(limits[0])
    return first if math.isfinite(first) and np.all(limits == first) else None


def _money(p: Parameters, kind: MayMove, who: str, last: int) -> Iterator[MovableInput]:
    for year in p.horizon.written:
        if year <= last:
            yield MovableInput(kind, who, year, 1)
    beyond = sum(p.horizon.end < year <= last for year in p.horizon.years)
    if beyond:
        yield MovableInput(kind, who, None, beyond, beyond=True)
