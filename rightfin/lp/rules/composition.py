"""Composition: rules of the case, and two rules without which forces lose their clerks or their ranks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rightfin.fiscal.parameters import Rule
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Family, Unit
from rightfin.lp.layout import Line
from rightfin.lp.variables import feeders, grade_rows, overhead_rows, rule_rows


def overhead(m: Any, d: Inputs, k: str, t: int) -> Any:
    r"""A cadre that serves no need keeps pace with the cadres that it serves.

    $$
    \mathit{strength}_{k,t} + \mathit{miss}_{k,t}
    \ge \mathit{overhead\_ratio}_k \sum_{k' \in \text{served}} \mathit{strength}_{k',t}
    $$

    Served are the need-serving cadres of its institution, or of the whole case where the institution has none.
    """
    people = d.parameters.people
    ratio = float(people.overhead_ratio[people.cadres.index(k)])
    served = sum(m.strength[j, t] for j in people.overhead_base[k])
    return m.strength[k, t] + m.overhead_miss[k, t] >= ratio * served


def overhead_base(d: Inputs, cadre: str) -> float:
    """Return the right side of the overhead rule in the base year, persons.

    Where nobody was served in the base year, the whole opening strength of the case stands for them.
    """
    people = d.parameters.people
    ratio = float(people.overhead_ratio[people.cadres.index(cadre)])
    served = sum(d.opening_strength[j] for j in people.overhead_base[cadre])
    return ratio * (served or sum(d.opening_strength.values()) or 1.0)


def grade_ratio(m: Any, d: Inputs, k: str, t: int) -> Any:
    r"""A grade fed by promotion does not outgrow the grades that feed it.

    $$
    \mathit{strength}_{k,t} - \mathit{excess}_{k,t} \le 1.25\,
    \frac{\mathit{strength}_{k,t_0}}{\sum_{k' \to k} \mathit{strength}_{k',t_0}} \sum_{k' \to k} \mathit{strength}_{k',t}
    $$

    Without it the plan buys sergeants instead of constables. The factor is a parameter of the model definition.
    """
    feeding = feeders(d, k)
    ratio = grade_base(d, k) / sum(d.opening_strength[j] for j in feeding)
    return m.strength[k, t] - m.grade_excess[k, t] <= ratio * sum(m.strength[j, t] for j in feeding)


def grade_base(d: Inputs, cadre: str) -> float:
    """Return the right side of the grade rule in the base year, persons."""
    return d.parameters.policy.grade_ratio_factor * d.opening_strength[cadre]


def rule(m: Any, d: Inputs, name: str, t: int) -> Any:
    r"""A rule of composition compares two groups in strength, hires or cost.

    $$
    \frac{\sum \mathit{left}_t - \mathit{coefficient} \cdot \sum \mathit{right}_t}{\mathit{base}}
    \;(\pm\, \mathit{miss}_t)\; \lesseqgtr \; 0
    $$

    Both sides are divided by `base`, the right side of the base year, so that a soft rule is missed by a share.
    """
    found = next(r for r in d.parameters.rules if r.name == name)
    left = _measured(m, found, found.left_cadres, found.left_lines, t)
    right = found.coefficient * _measured(m, found, found.right_cadres, found.right_lines, t)
    gap = (left - right) / found.base
    miss = m.rule_miss[name, t] if (name, t) in m.rule_miss else 0.0
    if found.relation == "at_least":
        return gap + miss >= 0.0
    if found.relation == "at_most":
        return gap - miss <= 0.0
    excess = m.rule_excess[name, t] if (name, t) in m.rule_excess else 0.0
    return gap + miss - excess == 0.0


def _measured(m: Any, found: Rule, cadres: Iterable[str], lines: Iterable[Line], year: int) -> Any:
    if found.measure == "cost":
        return sum(m.cost[i, c, year] for i, c in lines if (i, c, year) in m.cost)
    decisions = m.strength if found.measure == "strength" else m.hires
    return sum(decisions[k, year] for k in cadres if (k, year) in decisions)


FAMILIES = (
    Family("overhead", "Overhead staff", Unit.PERSONS, overhead_rows, overhead, "overhead"),
    Family("grade_ratio", "Grades", Unit.PERSONS, grade_rows, grade_ratio, "grade_ratio"),
    Family("rule", "Rules of composition", Unit.SHARE, rule_rows, rule, "composition"),
)
