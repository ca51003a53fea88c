"""Rules of composition in words: what share of whom they ask for."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.fiscal.terms import Rule
from rightfin.report.words.wording import labels, listed, percent
from rightfin.result.plan import Plan

_RELATIONS = ("at_least", "exactly", "at_most")


def asked_of(plan: Plan, rules: Iterable[Rule]) -> list[str]:
    """Return what rules about one group of cadres ask of it, in words; rules that compare it with the same people are one.

    ``at least 25% and at most 40% of those who join as Constables (men) or Constables (women)`` where the group is among
    those it is compared with, else ``at least 2 for each of the Judges``. Rules of cost are left out.
    """
    by_right: dict[str, list[str]] = {}
    for rule in sorted(rules, key=lambda one: _RELATIONS.index(one.relation)):
        if rule.measure != "cost":
            within = set(rule.left_cadres) <= set(rule.right_cadres)
            share = _plain(rule.coefficient) if within or rule.coefficient < 1.0 else f"{rule.coefficient:g}"
            right = f"{_relation(rule, within=within)} {_compared(plan, rule)}"
            by_right.setdefault(right, []).append(f"{rule.relation.replace('_', ' ')} {share}")
    return [f"{listed(shares)} {right}" for right, shares in by_right.items()]


def _relation(rule: Rule, *, within: bool) -> str:
    if within:
        return "of"
    if rule.coefficient < 1.0:
        return "as many as"
    return "for each of" if rule.measure == "hires" else "for each of the"


def _plain(share: float) -> str:
    return percent(share).replace(".0%", "%")


def _compared(plan: Plan, rule: Rule) -> str:
    """Return whom a rule compares with, in words: the whole force, one institution, or cadres."""
    right, hires = set(rule.right_cadres), rule.measure == "hires"
    if right == set(plan.names.cadres):
        return "all who join" if hires else "all people"
    for institution, name in labels(plan.names.institutions, plan.names.institutions).items():
        if len(right) > 1 and right == {cadre for cadre, at in plan.names.cadre_institution.items() if at == institution}:
            return f"all who join {name}" if hires else f"people of {name}"
    names = list(labels(plan.names.cadres, rule.right_cadres).values())
    return f"those who join as {' or '.join(names)}" if hires else listed(names)
