"""The decisions, where they exist, and what they are measured in."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Unit, Variable

SUPPORTED, UNSUPPORTED = "supported", "unsupported"


def by_cadre(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year)."""
    return ((k, t) for k in d.parameters.people.cadres for t in d.years)


def _hires(d: Inputs) -> Iterator[Index]:
    return ((k, t) for k, t in by_cadre(d) if d.parameters.people.entry[k])


def exits(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where people may be retrenched."""
    return ((k, t) for k, t in by_cadre(d) if d.max_exit_rate[k, t] > 0.0)


def promotions(d: Inputs) -> Iterator[Index]:
    """Yield (from, to, year)."""
    return ((a, b, t) for a, b in d.parameters.people.promotions for t in d.years)


def _assigned(d: Inputs) -> Iterator[Index]:
    for k, needs in d.serves.items():
        states = (SUPPORTED, UNSUPPORTED) if d.unsupported_effect[k] > 0.0 else (SUPPORTED,)
        yield from ((k, h, t, s) for h in needs for t in d.years for s in states)


def standby_rows(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres that may supply only a part of a need and so cannot always be assigned."""
    limited = {k for k, _ in d.parameters.needs.max_share}
    return ((k, t) for k, t in by_cadre(d) if k in limited and d.on("team"))


def needs_support(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where part of the strength must be supported."""
    return ((k, t) for k, t in by_cadre(d) if k in d.serves and d.support_floor[k] > 0.0)


def _cover(d: Inputs) -> Iterator[Index]:
    return ((i, h, r, t) for h, found in d.suppliers.items() for i in found for r in d.layout.cells for t in d.years)


def _unmet(d: Inputs) -> Iterator[Index]:
    return ((h, r, t, g) for (h, r, t), bands in d.layout.bands.items() for g in range(len(bands)))


def by_asset(d: Inputs) -> Iterator[Index]:
    """Yield (asset, year)."""
    return ((a, t) for a in d.parameters.equipment.assets for t in d.years)


def soft_minimum(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) with a soft least strength."""
    hard = dict(zip(d.parameters.people.cadres, d.parameters.people.min_hard.tolist(), strict=True))
    return ((k, t) for k, t in by_cadre(d) if d.on("strength_limits") and d.min_strength[k, t] > 0.0 and not hard[k])


def soft_maximum(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) with a soft greatest strength."""
    hard = dict(zip(d.parameters.people.cadres, d.parameters.people.max_hard.tolist(), strict=True))
    return ((k, t) for k, t in by_cadre(d)
            if d.on("strength_limits") and d.max_strength[k, t] >= 0.0 and not hard[k])


def overhead_rows(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres that serve no need and must keep pace with those that do."""
    people = d.parameters.people
    for place, k in enumerate(people.cadres):
        if d.on("overhead") and people.overhead_ratio[place] > 0.0 and people.overhead_base.get(k):
            yield from ((k, t) for t in d.years)


def grade_rows(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of grades fed by promotion whose base-year ratio to their feeders is known."""
    if not d.on("grade_ratio"):
        return
    for k in dict.fromkeys(to for _, to in d.parameters.people.promotions):
        if d.opening_strength[k] > 0.0 and sum(d.opening_strength[j] for j in feeders(d, k)) > 0.0:
            yield from ((k, t) for t in d.years)


def feeders(d: Inputs, cadre: str) -> tuple[str, ...]:
    """Return the cadres that are promoted into one."""
    return tuple(a for a, b in d.parameters.people.promotions if b == cadre)


def rule_rows(d: Inputs) -> Iterator[Index]:
    """Yield (rule, year) of the rules of composition."""
    return ((rule.name, t) for rule in d.parameters.rules for t in d.years if t in rule.years)


def _soft_rules(d: Inputs) -> Iterator[Index]:
    soft = {rule.name for rule in d.parameters.rules if not rule.hard}
    return ((name, t) for name, t in rule_rows(d) if name in soft)


def _soft_equalities(d: Inputs) -> Iterator[Index]:
    soft = {rule.name for rule in d.parameters.rules if not rule.hard and rule.relation == "exactly"}
    return ((name, t) for name, t in rule_rows(d) if name in soft)


def _by_class(d: Inputs) -> Iterator[Index]:
    return ((f.name, t) for f in d.layout.classes for t in d.years)


def _grants(d: Inputs) -> Iterator[Index]:
    return ((g, f, t) for g, found in d.funds.items() for f in found for t in d.years)


def _spent_until_exit(d: Inputs, group: str, _class: str, year: int) -> float | None:
    return None if d.spendable(group, year) else 0.0


def carriers(d: Inputs) -> Iterator[Index]:
    """Yield (donor group, year) where money may be left for the year after, exits apart."""
    return ((g, t) for g, t in by_group(d) if d.keep[g] > 0.0 and t < d.last)


def _carried_until_exit(d: Inputs, group: str, year: int) -> float | None:
    return None if d.may_carry(group, year) else 0.0


def by_group(d: Inputs) -> Iterator[Index]:
    """Yield (donor group, year)."""
    return ((g.name, t) for g in d.layout.groups for t in d.years)


def pensioners(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres with a pension."""
    return ((k, t) for k, t in by_cadre(d) if d.pension[k, t] > 0.0)


def by_year(d: Inputs) -> Iterator[Index]:
    """Yield (year,)."""
    return ((t,) for t in d.years)


def _reserve(d: Inputs) -> Iterator[Index]:
    return by_year(d) if d.parameters.policy.reserve_allowed else iter(())


def clears(d: Inputs) -> bool:
    """Return whether old debts may be cleared at all."""
    return not d.on("clearing_limit") or d.parameters.policy.max_clearing_share > 0.0


def _cleared(d: Inputs) -> Iterator[Index]:
    return by_year(d) if clears(d) else iter(())


def hire_changes(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where hires can be compared with the year before."""
    return ((k, t) for k, t in _hires(d) if t > d.first)


def exit_changes(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where retrenchment can be compared with the year before."""
    known = set(exits(d))
    return ((k, t) for k, t in exits(d) if (k, t - 1) in known)


def promotion_changes(d: Inputs) -> Iterator[Index]:
    """Yield (from, to, year) where promotions can be compared with the year before."""
    return ((a, b, t) for a, b, t in promotions(d) if t > d.first)


P, M, C, A = Unit.PERSONS, Unit.MONEY, Unit.CAPABILITY, Unit.ASSETS

VARIABLES: tuple[Variable, ...] = (
    Variable("strength", P, "Strength paid in the year, person-years.", by_cadre),
    Variable("hires", P, "People who join in the year.", _hires),
    Variable("exits", P, "People retrenched in the year.", exits),
    Variable("promotions", P, "People moved up from one cadre to another.", promotions),
    Variable("below", P, "Strength missing to a soft least strength.", soft_minimum),
    Variable("above", P, "Strength beyond a soft greatest strength.", soft_maximum),
    Variable("assigned", P, "Strength working on a need, supported or only paid.", _assigned),
    Variable("standby", P, "Strength supported but on no need, where a limited share of cover leaves people over.",
             standby_rows),
    Variable("hollow", P, "People paid but not supported, beyond what the case accepts.", needs_support),
    Variable("pensioners", P, "People drawing a pension.", pensioners),
    Variable("overhead_miss", P, "Overhead strength missing to its ratio.", overhead_rows),
    Variable("grade_excess", P, "Strength of a grade beyond its ratio to the ranks.", grade_rows),
    Variable("stock", A, "Units in service.", by_asset),
    Variable("bought", A, "Units bought in the year.", by_asset),
    Variable("retired", A, "Units disposed of before they wear out.", by_asset),
    Variable("cover", C, "Capability of an institution on a need in a cell.", _cover),
    Variable("unmet", C, "Unmet need by shortfall band.", _unmet, lambda d, h, r, t, g: d.layout.bands[h, r, t][g][0]),
    Variable("cost", M, "Cost of a line.", lambda d: ((i, c, t) for i, c in d.lines for t in d.years)),
    Variable("own", M, "What the state pays on a financing class.", _by_class),
    Variable("grant", M, "What a donor group pays on a financing class, net of fees; nothing once it has left.", _grants,
             _spent_until_exit),
    Variable("unfunded", M, "What nobody pays on a financing class.", _by_class),
    Variable("arrears", M, "Unpaid obligations carried.", by_year),
    Variable("cleared", M, "Old obligations paid off.", _cleared),
    Variable("reserve", M, "Transition reserve.", _reserve),
    Variable("carried", M, "Donor money carried to the next year.", carriers, _carried_until_exit),
    Variable("lapsed", M, "Donor money lost.", by_group),
    Variable("rule_miss", Unit.SHARE, "How far a soft rule of composition is missed, relative to its base.", _soft_rules),
    Variable("rule_excess", Unit.SHARE, "How far a soft equality is overshot, relative to its base.", _soft_equalities),
    Variable("hires_up", P, "Rise of hires over the year before.", hire_changes),
    Variable("hires_down", P, "Fall of hires below the year before.", hire_changes),
    Variable("exits_up", P, "Rise of retrenchment over the year before.", exit_changes),
    Variable("exits_down", P, "Fall of retrenchment below the year before.", exit_changes),
    Variable("promotions_up", P, "Rise of promotions over the year before.", promotion_changes),
    Variable("promotions_down", P, "Fall of promotions below the year before.", promotion_changes),
)
