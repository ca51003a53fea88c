"""Composition: rules of the case, and two rules without which forces lose their clerks or their ranks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rightfin.case.lines import Line
from rightfin.fiscal.terms import Rule
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.schema.switches import Switch


def overhead(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""A cadre that serves no need keeps pace with the cadres that it serves.

    $$
    \mathit{strength}_{k,t} + \mathit{overhead\_miss}_{k,t}
    \ge \mathit{overhead\_ratio}_{k,t} \sum_{k' \in \text{served}} \mathit{strength}_{k',t}
    $$

    Served are the need-serving cadres of its institution, or of the whole case where the institution has none.
    """
    served = sum(m.strength[j, t] for j in d.parameters.people.overhead_base[k])
    return m.strength[k, t] + m.overhead_miss[k, t] >= d.overhead_ratio[k, t] * served


def overhead_base(d: Inputs, cadre: str, year: int) -> float:
    """Return the right side of the overhead rule of a year for those who served in the base year, persons.

    Where nobody was served in the base year, the whole opening strength of the case stands for them.
    """
    served = sum(d.origin.opening_strength[j] for j in d.parameters.people.overhead_base[cadre])
    return d.overhead_ratio[cadre, year] * (served or sum(d.origin.opening_strength.values()) or 1.0)


def grade_ratio(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""A grade fed by promotion does not outgrow the grades that feed it.

    $$
    \mathit{strength}_{k,t} - \mathit{grade\_excess}_{k,t} \le 1.25\,
    \frac{\mathit{strength}_{k,t_0}}{\sum_{k' \to k} \mathit{strength}_{k',t_0}} \sum_{k' \to k} \mathit{strength}_{k',t}
    $$

    Without it the plan buys sergeants instead of constables. The factor is a parameter of the model definition.
    """
    feeding = _feeders(d, k)
    ratio = grade_base(d, k) / sum(d.origin.opening_strength[j] for j in feeding)
    return m.strength[k, t] - m.grade_excess[k, t] <= ratio * sum(m.strength[j, t] for j in feeding)


def grade_base(d: Inputs, cadre: str) -> float:
    """Return the right side of the grade rule in the base year, persons."""
    return d.parameters.policy.grade_ratio_factor * d.origin.opening_strength[cadre]


def rule(m: Decisions, d: Inputs, name: str, t: int) -> Comparison:
    r"""A rule of composition compares two groups in strength, hires or cost.

    $$
    \mathit{gap}_{n,t} + \mathit{rule\_miss}_{n,t} \ge 0 \qquad \mathit{gap}_{n,t} - \mathit{rule\_miss}_{n,t} \le 0 \qquad
    \mathit{gap}_{n,t} + \mathit{rule\_miss}_{n,t} - \mathit{rule\_excess}_{n,t} = 0
    $$

    for a rule of at least, of at most, and of exactly, where

    $$
    \mathit{gap}_{n,t} = \frac{\mathit{left}_{n,t} - \mathit{coefficient}_n\,\mathit{right}_{n,t}}{\mathit{base}_n} \qquad
    \mathit{left}_{n,t}, \mathit{right}_{n,t} \in \left\{ \sum_k \mathit{strength}_{k,t}, \sum_k \mathit{hires}_{k,t},
    \sum_b \mathit{cost}_{b,c,t} \right\}
    $$

    Both sides are divided by `base`, the right side of the base year, so that a soft rule is missed by a share. A hard
    rule is neither missed nor overshot.
    """
    found = next(r for r in d.parameters.rules if r.name == name)
    left = _measured(m, d, found, found.left_cadres, found.left_lines, t)
    right = found.coefficient * _measured(m, d, found, found.right_cadres, found.right_lines, t)
    gap = (left - right) / found.base
    miss = m.rule_miss[name, t] if (name, t) in m.rule_miss else 0.0
    if found.relation == "at_least":
        return gap + miss >= 0.0
    if found.relation == "at_most":
        return gap - miss <= 0.0
    excess = m.rule_excess[name, t] if (name, t) in m.rule_excess else 0.0
    return gap + miss - excess == 0.0


def _measured(
    m: Decisions, d: Inputs, found: Rule, cadres: Iterable[str], lines: Iterable[Line], year: int
) -> Expression:
    if found.measure == "cost":
        side = frozenset(lines)
        return sum(m.cost[b, c, year] for (b, c), block in d.blocks.items() if block.lines[0] in side)
    decisions = m.strength if found.measure == "strength" else m.hires
    return sum(decisions[k, year] for k in cadres if (k, year) in decisions)


def _overhead_rows(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres that serve no need and must keep pace with those that do."""
    for (k, t), ratio in d.overhead_ratio.items():
        if d.on(Switch.OVERHEAD) and ratio > 0.0 and d.parameters.people.overhead_base.get(k):
            yield k, t


def _grade_rows(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of grades fed by promotion whose base-year ratio to their feeders is known."""
    if not d.on(Switch.GRADE_RATIO):
        return
    for k in dict.fromkeys(to for _, to in d.promotions):
        if d.origin.opening_strength[k] > 0.0 and sum(d.origin.opening_strength[j] for j in _feeders(d, k)) > 0.0:
            yield from ((k, t) for t in d.years)


def _feeders(d: Inputs, cadre: str) -> tuple[str, ...]:
    """Return the cadres that are promoted into one."""
    return tuple(a for a, b in d.promotions if b == cadre)


def _rule_rows(d: Inputs) -> Iterator[Index]:
    """Yield (rule, year) of the rules of composition."""
    return ((rule.name, t) for rule in d.parameters.rules for t in d.years if t in rule.years)


def _soft_rules(d: Inputs) -> Iterator[Index]:
    soft = {rule.name for rule in d.parameters.rules if not rule.hard}
    return ((name, t) for name, t in _rule_rows(d) if name in soft)


def _soft_equalities(d: Inputs) -> Iterator[Index]:
    soft = {rule.name for rule in d.parameters.rules if not rule.hard and rule.relation == "exactly"}
    return ((name, t) for name, t in _rule_rows(d) if name in soft)


DECISIONS = (
    Decision("overhead_miss", "Overhead staff missing", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _overhead_rows,
             "Overhead strength missing to its ratio.", Taken.FOLLOWS),
    Decision("grade_excess", "Grade beyond its ratio", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _grade_rows,
             "Strength of a grade beyond its ratio to the ranks.", Taken.FOLLOWS),
    Decision("rule_miss", "Rule missed by", Unit.SHARE, (Axis.RULE, Axis.YEAR), _soft_rules,
             "How far a soft rule of composition is missed, relative to its base.", Taken.FOLLOWS),
    Decision("rule_excess", "Rule overshot by", Unit.SHARE, (Axis.RULE, Axis.YEAR), _soft_equalities,
             "How far a soft equality is overshot, relative to its base.", Taken.FOLLOWS),
)

FAMILIES = (
    Family("overhead", "Overhead staff", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _overhead_rows, overhead, Switch.OVERHEAD,
           gives_way="Overhead staff"),
    Family("grade_ratio", "Grades", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _grade_rows, grade_ratio, Switch.GRADE_RATIO,
           gives_way="Grades"),
    Family("rule", "Rules of composition", Unit.SHARE, (Axis.RULE, Axis.YEAR), _rule_rows, rule, Switch.COMPOSITION,
           hard=True, gives_way="Rule of composition"),
)
