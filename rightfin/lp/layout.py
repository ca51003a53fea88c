"""At which grain regions, lines and donors are spelled out, and the exact reductions that make the grain coarse.

The formulation is written once, over *cells* (places that are covered), *blocks* (lines of one institution and category
that no row about money tells apart), *classes* (blocks that are financed alike) and *groups* (donors with equal rights).
The full layout makes every region a cell, every line a block and a class, and every donor a group; the reduced layout
merges what cannot change the optimum. Both lead to the same objective values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rightfin.case.lines import OF_A_CADRE, OF_AN_ASSET, Line
from rightfin.fiscal.parameters import Needs, Parameters
from rightfin.fiscal.pool import funded_by

NATION = "nation"
"""The only cell of the reduced layout."""


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

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of its blocks."""
        return tuple(line for block in self.blocks for line in block.lines)

    @property
    def is_pay(self) -> bool:
        """Whether all of it is pay."""
        return all(block.category == "pay" for block in self.blocks)


@dataclass(frozen=True)
class DonorGroup:
    """Donors with equal rights: same lines, same last year, same carry-over, no match or earmark of their own."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Cells, classes and groups, and for each need, cell and year the shortage and its bands.

    ``shortage`` maps (need, cell, year) to the need left after external capability; ``bands`` maps the same key to
    (width, penalty) pairs, mild to severe, whose widths sum to at least the shortage.
    """

    cells: tuple[str, ...]
    classes: tuple[FinancingClass, ...]
    groups: tuple[DonorGroup, ...]
    shortage: Mapping[tuple[str, str, int], float]
    bands: Mapping[tuple[str, str, int], tuple[tuple[float, float], ...]]


def layout_of(parameters: Parameters, *, reduced: bool = True) -> Layout:
    """Return the layout of a case, reduced or spelled out in full."""
    cells, shortage, bands = _cells(parameters, reduced=reduced)
    return Layout(
        cells=cells,
        classes=_classes(parameters, active_lines(parameters), reduced=reduced),
        groups=_groups(parameters, merged=reduced),
        shortage=shortage,
        bands=bands,
    )


def layout_of_session(parameters: Parameters, last: tuple[Parameters, Layout] | None = None) -> Layout:
    """Return the reduced layout with every donor apart, so that one donor's exit year or pledge changes nothing else.

    What comes from parts that are the same objects as in the last parameters is shared with the last layout.
    """
    if last is None:
        return replace(layout_of(parameters), groups=_groups(parameters, merged=False))
    before, layout = last
    if before.needs is not parameters.needs or before.horizon != parameters.horizon:
        cells, shortage, bands = _cells(parameters, reduced=True, last=(before, layout))
        layout = replace(layout, cells=cells, shortage=shortage, bands=bands)
    if _lines_come_from(before) != _lines_come_from(parameters):
        classes = _classes(parameters, active_lines(parameters), reduced=True)
        layout = replace(layout, classes=classes, groups=_groups(parameters, merged=False))
    return layout


def _lines_come_from(parameters: Parameters) -> tuple[object, ...]:
    """Return by identity what lines and classes depend on, and whether there are ceilings at all."""
    donors = parameters.donors
    return (
        id(parameters.people), id(parameters.equipment), id(parameters.committed), id(parameters.running),
        id(parameters.lines),
        id(donors.eligible), id(donors.scope), donors.donors, parameters.fiscal.wage_ceiling is None,
        id(parameters.handovers.lines), id(parameters.parts.part_lines), id(parameters.earmarks.earmark_lines),
        tuple((rule.name, rule.left_lines, rule.right_lines) for rule in parameters.rules if rule.measure == "cost"),
    )


def active_lines(parameters: Parameters) -> tuple[Line, ...]:
    """Return the lines that can cost anything, in the order of the case."""
    people, held = parameters.people, parameters.equipment
    at = {k: n for n, k in enumerate(people.cadres)}
    retrenches = dict(zip(people.institutions, np.any(people.max_exit_rate > 0.0, axis=1).tolist(), strict=True))

    def costs(line: Line) -> bool:
        if held.institution_of.get(line.item) == line.institution and line.category in OF_AN_ASSET:
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


def _cells(
    parameters: Parameters, *, reduced: bool, last: tuple[Parameters, Layout] | None = None
) -> tuple[
    tuple[str, ...],
    dict[tuple[str, str, int], float],
    dict[tuple[str, str, int], tuple[tuple[float, float], ...]],
]:
    needs, years = parameters.needs, parameters.horizon.years
    net = needs.need - needs.external
    shortage: dict[tuple[str, str, int], float] = {}
    bands: dict[tuple[str, str, int], tuple[tuple[float, float], ...]] = {}
    for h, need in enumerate(needs.needs):
        widths = [width for width, _ in needs.bands[need]]
        penalties = [penalty for _, penalty in needs.bands[need]]
        if last and _is_same_need(h, needs, last[0].needs) and years == last[0].horizon.years:
            shortage |= {(need, NATION, year): last[1].shortage[need, NATION, year] for year in years}
            bands |= {(need, NATION, year): last[1].bands[need, NATION, year] for year in years}
        elif reduced:
            pieces = ladder(needs.need[h], net[h], widths)
            for y, year in enumerate(years):
                shortage[need, NATION, year] = float(net[h, :, y].sum())
                bands[need, NATION, year] = tuple(zip(pieces[:, :, y].sum(axis=1).tolist(), penalties, strict=True))
        else:
            for r, region in enumerate(needs.regions):
                for y, year in enumerate(years):
                    shortage[need, region, year] = float(net[h, r, y])
                    gross = [width * float(needs.need[h, r, y]) for width in widths]
                    bands[need, region, year] = tuple(zip(gross, penalties, strict=True))
    return (NATION,) if reduced else needs.regions, shortage, bands


def _is_same_need(place: int, new: Needs, old: Needs) -> bool:
    name = new.needs[place]
    return (
        place < len(old.needs) and old.needs[place] == name and old.bands[name] == new.bands[name]
        and np.array_equal(old.need[place], new.need[place]) and np.array_equal(old.external[place], new.external[place])
    )


def ladder(need: np.ndarray, net: np.ndarray, widths: list[float]) -> np.ndarray:
    """Return how much of each band every region can leave unmet, mild bands first.

    ``width[g, r] = min(band_width[g] · need[r], max(0, net[r] - Σ_{g' < g} width[g', r]))``: severe bands are cut
    first, because a region with external help never reaches them.

    Parameters
    ----------
    need, net : (R, Y) need, and need less external capability.
    widths : band widths as shares of the need, mild to severe.

    Returns
    -------
    (G, R, Y) widths in capability units; they sum to ``net`` over the bands.
    """
    left = net.copy()
    found = np.zeros((len(widths), *need.shape))
    for band, width in enumerate(widths):
        found[band] = np.minimum(width * need, np.maximum(left, 0.0))
        left = left - found[band]
    return found


def _classes(parameters: Parameters, lines: tuple[Line, ...], *, reduced: bool) -> tuple[FinancingClass, ...]:
    financed, compared = _financed(parameters), _compared(parameters)
    gathered: dict[object, dict[object, list[Line]]] = {}
    for line in lines:
        signature: object = financed(line) if reduced else line
        block: object = (line.institution, line.category, compared(line)) if reduced else line
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
    funds: dict[Line, set[str]] = {}
    for donor, line in donors.eligible:
        funds.setdefault(line, set()).add(donor)
    handed_over = {name: frozenset(scope) for name, scope in parameters.handovers.lines.items()}
    parts = {name: frozenset(lines) for name, lines in parameters.parts.part_lines.items()}
    marked = {name: frozenset(lines) for name, lines in parameters.earmarks.earmark_lines.items()}

    def signature(line: Line) -> object:
        return (
            frozenset(funds.get(line, ())),
            frozenset(d for d, scope in donors.scope.items() if line in scope),
            line.category == "pay" and fiscal.wage_ceiling is not None,
            frozenset(name for name, scope in handed_over.items() if line in scope),
            frozenset(name for name, lines in parts.items() if line in lines),
            frozenset(name for name, lines in marked.items() if line in lines),
        )

    return signature


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
