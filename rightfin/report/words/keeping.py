"""Whether the state's own ceiling keeps the force up for good, in figures and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.words.parts import WAGE_BILL, limits_reached, not_counted
from rightfin.report.words.payment import amounts
from rightfin.report.words.wording import listed, money, people, percent
from rightfin.result.paid import can_be_kept, least_excess
from rightfin.result.plan import Plan
from rightfin.tolerances import PEOPLE_APART


@dataclass(frozen=True)
class Ending:
    """One line of committed money that does not go on after the last year shown; ``amount`` is that year's, in currency."""

    item: str
    institution: str
    amount: float


@dataclass(frozen=True)
class Keeping:
    """What the state's own ceiling of ``year``, the last shown, keeps up for good, without donors and savings.

    ``shown`` people are in the plan of that year, ``kept`` can be kept up; ``coverage`` and ``kept_coverage`` are the
    shares of the weighted needs that go with them, ``None`` where nothing is needed. The latter is a low estimate: all
    cadres are cut alike. ``cost`` is what the year's force costs a year for good and ``margin`` the ceiling less it, in
    currency at the prices of that year. Where there are ``several`` payers, ``kept`` is ``None`` if they do not keep all,
    and a ``margin`` above zero is the government's. ``by_donors`` is what donors who never leave would pay of the cost,
    where the case asks for a force that can be kept. ``endings`` are contracts that it leaves out because they end, and
    ``not_counted`` says in a sentence which limits that are reached in the year it leaves out; empty where none is.
    """

    year: int
    shown: float
    kept: float | None
    coverage: float | None
    kept_coverage: float | None
    cost: float
    margin: float
    by_donors: float
    endings: tuple[Ending, ...]
    not_counted: str = ""
    several: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether the whole force can be kept up."""
        kept = self.kept is not None and self.kept >= (1.0 - PEOPLE_APART) * self.shown
        return kept and self.margin >= -PEOPLE_APART * self.cost

    @property
    def is_enough_with_donors(self) -> bool:
        """Whether the state and donors who never leave can keep up the whole force, and its own ceiling does not."""
        return not self.is_enough and self.margin + self.by_donors >= -PEOPLE_APART * self.cost


def keeping_of(plan: Plan) -> Keeping | None:
    """Return what can be kept up for good; ``None`` where pensions never end, so that nothing is steady."""
    year = plan.years[-1]

    def of(name: str) -> float | None:
        return facts.indicator(plan, name).get(year)

    kept, cost, margin = of("sustainable_strength"), of("steady_state_cost"), of("steady_state_margin")
    if cost is None or margin is None:
        return None
    overhang = of("overhang")
    by_donors = 0.0 if overhang is None else max(0.0, -margin - overhang)
    return Keeping(
        year, of("total_strength") or 0.0, kept, of("coverage"), of("sustainable_coverage"), cost, margin, by_donors,
        _endings(plan), not_counted(plan), bool(plan.tables["payers"].rows),
    )


def _endings(plan: Plan) -> tuple[Ending, ...]:
    return tuple(
        Ending(str(item), plan.names.institutions.get(str(institution), str(institution)), float(amount))
        for institution, _, item, amount, goes_on in plan.tables["commitments"].rows if goes_on == "no"
    )


def kept_for_good(found: Keeping) -> str:
    """Return in one sentence how many people can be kept up for good."""
    if found.several:
        keep = "keep" if found.is_enough else "do not keep"
        text = (f"Without donors and savings, the payers' own ceilings of {found.year} {keep} all of that year's "
                f"{people(found.shown)} people up for good.")
    elif found.is_enough or found.kept is None:
        text = (f"Without donors and savings, the state's own ceiling of {found.year} keeps all of that year's "
                f"{people(found.shown)} people up for good.")
    else:
        text = (f"Without donors and savings, the state's own ceiling of {found.year} keeps {people(found.kept)} of that "
                f"year's {people(found.shown)} people up for good.")
    return f"{text} {found.not_counted}".rstrip()


def afterwards(found: Keeping | None, currency: str) -> str:
    """Return in words whether the last year's force can be kept up for good, and what that leaves out."""
    if found is None:
        return "Nobody can say what the force costs for good: pensions of a cadre never end (pension_exit is 0)."
    cost = f"the force of {found.year} costs {money(found.cost, currency)} a year"
    if found.is_enough and found.margin <= PEOPLE_APART * found.cost:
        balance = f"{cost}, just what the state may spend."
    elif found.several:
        balance = _of_several(found, cost, currency)
    elif found.margin >= 0.0:
        balance = f"{cost}, {money(found.margin, currency)} less than the state may spend."
    elif found.is_enough_with_donors:
        balance = f"{cost}; {money(-found.margin, currency)} of it donors who never leave would have to pay."
    else:
        balance = f"{cost}, {money(-found.margin, currency)} more than the state may spend: it cannot be kept up."
    parts = [
        kept_for_good(found),
        f"Kept up like this, with leavers, kit and pensioners replaced, {balance}",
        *_coverage(found),
        *(f"What ends is left out: {_ended(found.endings, currency)}." for _ in found.endings[:1]),
    ]
    return " ".join(parts)


def _of_several(found: Keeping, cost: str, currency: str) -> str:
    """Return what is missing where several payers do not keep all, or else left to the government, to end a sentence."""
    if found.margin >= 0.0:
        return f"{cost}; of what the government may spend, {money(found.margin, currency)} is left."
    missing = f"{cost}; {money(-found.margin, currency)} of it is more than those have who may pay it"
    return f"{missing}, which donors who never leave would have to pay." if found.is_enough_with_donors else (
        f"{missing}: it cannot be kept up.")


def must_change(plan: Plan, found: Keeping | None, missing: Mapping[int, float]) -> str:
    """Return what it would take to pay everything, and to keep the last force shown up for good, one thing alone each.

    ``missing`` is what has no payer, by year shown, in currency at current prices. The ways to keep the force up follow
    from its cost and the ceiling: they need no other plan. What is not counted is said.
    """
    parts = []
    if missing:
        parts.append(f"To pay everything, {amounts(missing, plan.currency)} more that may be spent on what is unpaid.")
    if found is None:
        return " ".join(parts)
    limited = " The limit of the wage bill is not counted." if facts.threshold(plan, "wage_bill") else ""
    if found.not_counted:  # where own pay reaches its limit, that sentence names it too
        limited = f" {found.not_counted}" + ("" if WAGE_BILL in limits_reached(plan) else limited)
    if found.is_enough:
        return " ".join([*parts, f"Nothing, for the force of {found.year} to be kept up for good.{limited}"])
    if found.is_enough_with_donors:
        while_paid = "if donors who never leave pay what they could of it"
        return " ".join([*parts, f"Nothing, for the force of {found.year} to be kept up {while_paid}.{limited}"])
    if plan.tables["payers"].rows:  # who pays less cannot be told from sums of all payers
        more = f"ceilings {money(-found.margin, plan.currency)} a year higher in all, of payers who may pay what is missing"
        return " ".join([*parts, f"To keep the force of {found.year} up for good, {more}.{limited}"])
    ways = [_higher(plan, found), f"all costs {percent(-found.margin / found.cost)} lower"]
    ways += [f"{people(found.shown - found.kept)} people fewer"] if found.kept else []
    parts.append(f"To keep the force of {found.year} up for good, one of these: {listed(ways, 'or')}.{limited}")
    return " ".join(parts)


def _higher(plan: Plan, found: Keeping) -> str:
    """Return by how much the ceiling of the last year would have to be higher."""
    text = f"a ceiling {money(-found.margin, plan.currency)} a year higher"
    revenue = plan.tables["fiscal"].by_year("revenue")[found.year]
    if revenue <= 0.0:
        return text
    ceiling = found.cost + found.margin
    return f"{text} ({percent(found.cost / revenue)} of revenue instead of {percent(ceiling / revenue)})"


def _coverage(found: Keeping) -> tuple[str, ...]:
    if found.is_enough or found.is_enough_with_donors or found.coverage is None or found.kept_coverage is None:
        return ()
    return (
        f"Coverage would then be {percent(found.kept_coverage)} or somewhat more, instead of {percent(found.coverage)}: a "
        "low estimate, because a smaller force would be composed anew.",
    )


def _ended(endings: tuple[Ending, ...], currency: str) -> str:
    return listed([f"{money(one.amount, currency)} a year of {one.item} ({one.institution})" for one in endings])


def sustained_sentence(plan: Plan) -> str:
    """Return whether everyone whom the plan pays can be kept up for good from the year on from which the case asks for it.

    Empty where it does not ask. The verdict is that of the level, which good news never makes worse; what the plan does on
    the way there is told after it.
    """
    least, judged = least_excess(plan), facts.indicator(plan, "excess")
    if least is None:
        return ""
    kept, paid = (facts.indicator(plan, name) for name in ("kept_strength", "total_strength"))
    over, cost = (facts.indicator(plan, name) for name in ("overhang", "kept_up_cost"))
    too_many = [year for year in plan.years if kept.get(year, paid[year]) < (1.0 - PEOPLE_APART) * paid[year]
                or (year not in kept and over[year] > PEOPLE_APART * cost[year])]
    since = f"From {min(judged)} on" if judged else f"After {plan.years[-1]}"
    they = "they" if facts.has_lasting_money(plan) else "it"
    if can_be_kept(plan):
        text = f"{since} {_keepers(plan)} can keep everyone whom the plan pays up for good"
        text += f": {people(paid[min(judged)])} people in {min(judged)}." if judged else "."
        before = [year for year in too_many if year not in judged][-1:]
        text += "".join(
            f" Until then it pays more: in {y} {they} could keep {_of(kept, paid, y)}." if y in kept else
            f" Until then it pays more: in {y} {_lacked(plan, y)} to keep all {people(paid[y])} up." for y in before)
        return f"{text} {not_counted(plan)}".rstrip()
    text = (
        f"{since} {_keepers(plan)} cannot keep everyone whom the plan pays up for good: at least "
        f"{money(least, plan.currency)} is missing in all, at the prices of {plan.base_year}, later years counting less."
    )
    beyond = [year for year in too_many if year in judged]
    if beyond:
        worst = max(beyond, key=lambda year: judged[year])
        text += (f" In {worst} {they} can keep {_of(kept, paid, worst)} people." if worst in kept else
                 f" In {worst} {_lacked(plan, worst)} to keep all {people(paid[worst])} people up.")
    after = [year for year in judged if beyond and year > beyond[-1]]
    return text + (f" From {after[0]} on {they} can keep all: {people(paid[after[0]])} people." if after else "")


def _keepers(plan: Plan) -> str:
    """Return who keeps a force up: donors only where some never leave and would pay a part."""
    return "the state and donors who never leave" if facts.has_lasting_money(plan) else "the state alone"


def _lacked(plan: Plan, year: int) -> str:
    """Return what those lack in a year who may pay what stands, where who has to go depends on whose money runs short."""
    return f"those who may pay lack {money(facts.indicator(plan, 'overhang')[year], plan.currency)} a year"


def _of(kept: Mapping[int, float], paid: Mapping[int, float], year: int) -> str:
    return f"{people(kept[year])} of {people(paid[year])}"
