"""At which grain regions, lines and donors are spelled out, and the exact reductions that make the grain coarse.

The formulation is written once, over *cells* (places that are covered), *blocks* (lines of one institution and category
that no row about money tells apart), *classes* (blocks that are financed alike) and *groups* (donors with equal rights).
The full layout makes every region a cell, every line a block and a class, and every donor a group; the reduced layout
merges what cannot change the optimum. Both lead to the same objective values.

A limit of one donor on a line that no other donor limits splits no class: only what that donor pays has to be told apart.
It pays each *portion* of the class, lines under the same limits of its own, by a decision of its own and at most what these
lines cost; all others pay the class as a whole. That is exact. Payers find room for their money on lines if no set of them
has more than, whatever lines are set apart, all other lines cost and limits let them pay of those set apart (Gale 1957).
Limits let pay less than any amount only where every payer of the set has one on every line that is set apart: the set is
one donor, and of one donor the portions say just this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rightfin.case.lines import OF_A_CADRE, OF_AN_ASSET, Line
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.pool import funded_by
from rightfin.lp.cells import Cells, cells_of
from rightfin.lp.purses import spendable_on
from rightfin.schema.careers import REINTEGRATION


@dataclass(frozen=True)
class Block:
    """Lines of one institution and category that take part in the same rows about money: their cost is one decision.

    ``name`` is that of the institution where all its lines of the category are one block.
    """

    name: str
    category: str
    lines: tuple[Line, ...]

    @property
    def institution(self) -> str:
        """The institution of its lines."""
        return self.lines[0].institution


@dataclass(frozen=True)
class FinancingClass:
    """Blocks that the same donors may fund and that take part in the same rows about who pays."""

    name: str
    blocks: tuple[Block, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of its blocks."""
        return tuple(line for block in self.blocks for line in block.lines)

    @property
    def is_pay(self) -> bool:
        """Whether all of it is pay."""
        return all(block.category == "pay" for block in self.blocks)


@dataclass(frozen=True)
class Portion:
    """Blocks of a class under the same limits of a donor, which alone limits lines of the class that it tells apart."""

    name: str
    donor: str
    financing: str
    """Name of the class."""
    blocks: tuple[Block, ...]
    is_limited: bool
    """Whether there is such a limit at all: one portion of a class may be what the donor's limits leave."""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of its blocks."""
        return tuple(line for block in self.blocks for line in block.lines)


@dataclass(frozen=True)
class DonorGroup:
    """Donors with equal rights: same lines, same last year, same carry-over, no match or earmark of their own."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Cells, classes, portions and groups."""

    cells: Cells
    classes: tuple[FinancingClass, ...]
    portions: tuple[Portion, ...]
    groups: tuple[DonorGroup, ...]


def layout_of(parameters: Parameters, *, reduced: bool = True) -> Layout:
    """Return the layout of a case, reduced or spelled out in full."""
    classes = _classes(parameters, active_lines(parameters), reduced=reduced)
    return Layout(
        cells=cells_of(parameters.needs, parameters.horizon, reduced=reduced),
        classes=classes,
        portions=_portions(parameters, classes) if reduced else (),
        groups=_groups(parameters, merged=reduced),
    )


def layout_of_session(parameters: Parameters, last: tuple[Parameters, Layout] | None = None) -> Layout:
    """Return the reduced layout with every donor apart, so that one donor's exit year or pledge changes nothing else.

    What comes from parts that are the same objects as in the last parameters is shared with the last layout.
    """
    if last is None:
        return replace(layout_of(parameters), groups=_groups(parameters, merged=False))
    before, layout = last
    if before.needs is not parameters.needs or before.horizon != parameters.horizon:
        known = before.needs, before.horizon, layout.cells
        layout = replace(layout, cells=cells_of(parameters.needs, parameters.horizon, reduced=True, last=known))
    if _lines_come_from(before) != _lines_come_from(parameters):
        layout = replace(with_classes(parameters, layout), groups=_groups(parameters, merged=False))
    return layout


def with_classes(parameters: Parameters, layout: Layout) -> Layout:
    """Return a reduced layout with the classes and portions of these parameters, all else as it is."""
    classes = _classes(parameters, active_lines(parameters), reduced=True)
    return replace(layout, classes=classes, portions=_portions(parameters, classes))


def _lines_come_from(parameters: Parameters) -> tuple[object, ...]:
    """Return by identity what lines and classes depend on, and whether there are ceilings at all."""
    donors, marks = parameters.donors, parameters.earmarks
    return (
        id(parameters.people), id(parameters.departures), id(parameters.equipment),
        id(parameters.committed), id(parameters.running), id(parameters.lines),
        id(donors.eligible), id(donors.scope), donors.donors, parameters.fiscal.wage_ceiling is None,
        id(parameters.payers.payable), id(parameters.payers.transfer_lines),
        bool(np.isfinite(parameters.payers.payer_wage_ceiling).any()),
        _kept_up_by(parameters),
        id(parameters.handovers.lines), id(parameters.parts.part_lines),
        id(marks.earmark_lines), id(marks.earmark_donor), id(marks.is_reserve),
        tuple((rule.name, rule.left_lines, rule.right_lines) for rule in parameters.rules if rule.measure == "cost"),
    )


def active_lines(parameters: Parameters) -> tuple[Line, ...]:
    """Return the lines that can cost anything, in the order of the case."""
    people, held = parameters.people, parameters.equipment
    at = {k: n for n, k in enumerate(people.cadres)}
    retrenches = dict(zip(people.institutions, np.any(people.max_exit_rate > 0.0, axis=1).tolist(), strict=True))

    helped = np.any(parameters.departures.reintegration > 0.0, axis=1).tolist()
    helps = {i: retrenches[i] and paid for i, paid in zip(people.institutions, helped, strict=True)}

    def costs(line: Line) -> bool:
        if held.institution_of.get(line.item) == line.institution and line.category in OF_AN_ASSET:
            return True
        if (line.category, line.item) == ("benefits", REINTEGRATION) and helps[line.institution]:
            return True
        if line.category == "pay":
            return people.institution_of.get(people.paid_to.get(line.item, "")) == line.institution
        if people.institution_of.get(line.item) != line.institution or line.category not in OF_A_CADRE:
            return False
        n = at[line.item]
        if line.category == "benefits":
            leaves = retrenches[line.institution] and bool(np.any(people.severance[n] > 0.0))
            return leaves or bool(np.any(people.pension[n] > 0.0))
        return bool(np.any((people.support if line.category == "operations" else people.training_cost)[n] > 0.0))

    fixed = np.any(parameters.committed + parameters.running[:, 1:] > 0.0, axis=1).tolist()
    return tuple(line for line, due in zip(parameters.lines, fixed, strict=True) if due or costs(line))


def _classes(parameters: Parameters, lines: tuple[Line, ...], *, reduced: bool) -> tuple[FinancingClass, ...]:
    financed, compared, alone = _financed(parameters), _compared(parameters), _limits(parameters)[1]
    gathered: dict[object, dict[object, list[Line]]] = {}
    for line in lines:
        signature: object = financed(line) if reduced else line
        block: object = (line.institution, line.category, compared(line), alone.get(line)) if reduced else line
        gathered.setdefault(signature, {}).setdefault(block, []).append(line)
    in_all: dict[tuple[str, str], int] = {}
    for line in lines:
        in_all[line[:2]] = in_all.get(line[:2], 0) + 1
    found = []
    for blocks in gathered.values():
        members = tuple(_block(one, whole=reduced and len(one) == in_all[one[0][:2]]) for one in blocks.values())
        found.append(FinancingClass(_with_others(f"{members[0].name}.{members[0].category}", members), members))
    return tuple(found)


def _block(lines: list[Line], *, whole: bool) -> Block:
    first = lines[0]
    name = first.institution if whole else _with_others(f"{first.institution}.{first.item}", lines)
    return Block(name, first.category, tuple(lines))


def _with_others(name: str, members: Sequence[object]) -> str:
    return name + (f"+{len(members) - 1}" if len(members) > 1 else "")


def _financed(parameters: Parameters) -> Callable[[Line], object]:
    """Return what tells lines apart in rows about who pays: the donors, scopes, ceilings and earmarks of a line."""
    donors, fiscal = parameters.donors, parameters.fiscal
    limited = bool(np.isfinite(parameters.payers.payer_wage_ceiling).any())
    funds: dict[Line, set[str]] = {}
    for donor, line in donors.eligible:
        funds.setdefault(line, set()).add(donor)
    handed_over = {name: frozenset(scope) for name, scope in parameters.handovers.lines.items()}
    parts = {name: frozenset(lines) for name, lines in parameters.parts.part_lines.items()}
    marked = _limits(parameters)[0]
    spendable = spendable_on(parameters.payers)

    def signature(line: Line) -> object:
        return (
            frozenset(funds.get(line, ())),
            frozenset(d for d, scope in donors.scope.items() if line in scope),
            frozenset(purse for purse, lines in spendable.items() if line in lines),
            line.category == "pay" and (fiscal.wage_ceiling is not None or limited),
            frozenset(name for name, scope in handed_over.items() if line in scope),
            frozenset(name for name, lines in parts.items() if line in lines),
            marked.get(line),
        )

    return signature


Marks = Mapping[Line, frozenset[str]]
"""Earmarks by line."""


def _limits(parameters: Parameters) -> tuple[Marks, Marks]:
    """Return the earmarks that tell lines apart for all who pay, and those that tell them apart for their donor alone.

    An earmark is about lines that its donor may fund. It concerns its donor alone where it is a limit and no other donor
    has an earmark on the line. Where a force must be kept up by donors who never leave, rows look at their money by class.
    """
    earmarks, eligible, found = parameters.earmarks, parameters.donors.eligible, dict[Line, list[str]]()
    for e, lines in earmarks.earmark_lines.items():
        for line in lines:
            if (earmarks.earmark_donor[e], line) in eligible:
                found.setdefault(line, []).append(e)
    kept_up_by = _kept_up_by(parameters)
    shared, alone = dict[Line, frozenset[str]](), dict[Line, frozenset[str]]()
    for line, marks in found.items():
        donors = {earmarks.earmark_donor[e] for e in marks}
        apart = len(donors) > 1 or not kept_up_by.isdisjoint(donors) or any(earmarks.is_reserve[e] for e in marks)
        (shared if apart else alone)[line] = frozenset(marks)
    return shared, alone


def _kept_up_by(parameters: Parameters) -> frozenset[str]:
    """Return the donors who never leave, where the case asks for a force that can be kept up."""
    return frozenset() if parameters.policy.sustained_from is None else parameters.donors.staying


def _portions(parameters: Parameters, classes: Sequence[FinancingClass]) -> tuple[Portion, ...]:
    """Return the portions of classes of which a donor limits some lines only, or not all alike."""
    donor_of, alone = parameters.earmarks.earmark_donor, _limits(parameters)[1]
    found = []
    for financing in classes:
        marks = {block: alone.get(block.lines[0], frozenset()) for block in financing.blocks}
        for donor in dict.fromkeys(donor_of[e] for one in marks.values() for e in sorted(one)):
            gathered: dict[frozenset[str], list[Block]] = {}
            for block, one in marks.items():
                gathered.setdefault(frozenset(e for e in one if donor_of[e] == donor), []).append(block)
            found += [
                Portion(_of_donor(donor, blocks), donor, financing.name, tuple(blocks), bool(one))
                for one, blocks in gathered.items() if len(gathered) > 1
            ]
    return tuple(found)


def _of_donor(donor: str, blocks: Sequence[Block]) -> str:
    return _with_others(f"{donor}@{blocks[0].name}.{blocks[0].category}", blocks)


def _compared(parameters: Parameters) -> Callable[[Line], object]:
    """Return what tells lines apart in rows about cost: the sides of rules of composition on which a line stands."""
    sides = [
        (rule.name, side, frozenset(lines)) for rule in parameters.rules if rule.measure == "cost"
        for side, lines in (("left", rule.left_lines), ("right", rule.right_lines))
    ]
    return lambda line: frozenset((name, side) for name, side, lines in sides if line in lines)


def _groups(parameters: Parameters, *, merged: bool) -> tuple[DonorGroup, ...]:
    donors = parameters.donors
    apart = {*donors.scope, *parameters.earmarks.earmark_donor.values()}
    gathered: dict[object, list[str]] = {}
    for place, donor in enumerate(donors.donors):
        signature: object = donor
        if merged and donor not in apart:
            signature = (funded_by(donors, donor), donors.last_year[donor], tuple(donors.keep[place].tolist()))
        gathered.setdefault(signature, []).append(donor)
    return tuple(
        DonorGroup(_with_others(members[0], members), tuple(members))
        for members in gathered.values()
    )
