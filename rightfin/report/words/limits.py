"""What each limit of a plan is worth, in words: how far the weighted gap of needs closed when it was tried."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rightfin.lp.kinds import Axis, Family
from rightfin.lp.rules import FAMILY
from rightfin.report import facts
from rightfin.report.words.wording import listed, money, significant
from rightfin.result.plan import Names, Plan
from rightfin.result.prices import Flag
from rightfin.schema import as_year
from rightfin.tolerances import NEGLIGIBLE

TIGHTEST = 3
"""How many limits the sentence names."""

_RELATION = "a relation ({what}) that is 1% easier in {year} ({step})"
"""How a limit is named that allows no amount of its own."""

PHRASES = {
    "ceiling": "1% more of the ceiling of own spending{whose} in {year} ({step})",
    "pledge": "1% more that arrives from {name} in {year} ({step})",
    "wage_bill": "1% more room for own pay{whose} in {year} ({step})",
    "no_cliff": "a rise of own spending{whose} in {year} that may be 1% larger ({step})",
    "saving_limit": "1% more that may be saved{by} in {year} ({step})",
    "clearing_limit": "1% more that may go to old arrears{whose} in {year} ({step})",
    "sustained": "1% more that may be kept up for good in {year} ({step})",
    "part_ceiling": "1% more of the ceiling on {name} in {year} ({step})",
    "part_floor": "1% less that the floor of {name} asks for in {year} ({step})",
    "target": "a target ({name}) that is 1% easier in {year} ({step})",
    "decided": "1% more people of {name} than is decided in {year} ({step})",
    "decided_hires": "1% more recruits of {name} than is decided in {year} ({step})",
    "decided_exits": "1% fewer retrenched of {name} than is decided in {year} ({step})",
    "decided_promotions": "1% more moved up than is decided in {year}: {what} ({step})",
    "earmark_limit": "1% more that the earmark {name} lets its donor pay in {year} ({step})",
    "earmark_reserve": "1% less that the earmark {name} reserves in {year} ({step})",
    "handover": "a handover ({name}) that asks 1% less of the state in {year} ({step})",
    "pipeline": "1% more whom {name} has in training already when the plan starts ({step})",
    "absorption": "1% more of {name} that may be bought in {year} ({step})",
    "stage_capacity": "1% more that {name} can get done in {year} ({step})",
    "prison_places": "1% more prison places in {year} ({step})",
    "training": "1% more training places of {name} in {year} ({step})",
    "maximum_strength": "1% more allowed as {name} in {year} ({step})",
    "minimum_strength": "1% fewer required as {name} in {year} ({step})",
    **dict.fromkeys(("co_financing", "promotion_rate", "exit_rate", "overhead", "grade_ratio", "rule"), _RELATION),
}
"""What one per cent more of each limit is, by family of rows."""

_GLIDE = "1% more that may stand in {year}, on the glide to what can be kept up for good ({step})"
"""The same of what may stand before the year from which the force must be one that can be kept."""


_MADE_BY_PEOPLE = "stage_capacity"
"""The limit that allows no amount of its own and is one all the same: what those who work a stage get done."""

_TIED = "1% more of {name} in {year} ({step}), for which its giver does not give up anything,"
"""The same of a transfer that is tied to a scope."""


@dataclass(frozen=True)
class LimitTried:
    """One limit in one year, given way by one per cent and tightened by as much, everything else as it is.

    ``amount`` is what it allows and ``step`` how far it was moved, in units of ``unit``; ``words`` is that step as people
    read it. ``closes`` is the fall of the weighted gap when it gave way, ``opens`` its rise when it was tightened, ``None``
    where hard limits then contradict one another; ``gap`` is that gap, of all years planned. ``settles`` is what else could
    be paid, at base-year prices, discounted: it comes first, at the cost of needs if need be. ``text`` says what gives way.
    """

    limit: Family
    name: str
    year: int
    amount: float
    unit: str
    price: float
    flag: Flag
    step: float
    words: str
    closes: float
    opens: float | None
    settles: float
    before: str
    gap: float
    text: str
    currency: str

    @property
    def share(self) -> float:
        """What giving way closes, as a share of the whole gap; 0 where there is none."""
        return self.closes / self.gap if self.gap > 0.0 else 0.0

    @property
    def opened(self) -> float:
        """What tightening opens, as a share of the whole gap; 0 where there is none or nothing can be planned then."""
        return self.opens / self.gap if self.opens is not None and self.gap > 0.0 else 0.0

    @property
    def helps(self) -> bool:
        """Whether anything came of giving way: more is paid or the gap closes."""
        return self.settles > 0.0 or self.share > NEGLIGIBLE

    @property
    def outcome(self) -> str:
        """What happened when it gave way, as the end of a sentence: ``closes 0.31% of the gap``.

        Where the gap widens no amount is said: what is paid may be taken from support, which counts almost as much.
        """
        if self.share < -NEGLIGIBLE:
            first = "lets more be paid or supported, which comes first, and " if self.settles > 0.0 else ""
            return f"{first}widens the gap by {significant(-self.share)}"
        closes = f"closes {significant(self.share)} of the gap" if self.share > NEGLIGIBLE else ""
        if self.settles <= 0.0:
            return closes or "closes nothing"
        pays = f"pays {money(self.settles, self.currency)} of what is missing (later money counting less)"
        return f"{pays}, which comes first, and {closes}" if closes else pays

    @property
    def sentence(self) -> str:
        """What happened both ways, and what that says of larger steps."""
        text = f"{self.text[0].upper()}{self.text[1:]} {self.outcome}"
        if self.opens is None:
            return f"{text}; moved the other way, the hard limits contradict one another."
        if abs(self.opened) > NEGLIGIBLE:
            other = f"{'opens' if self.opened > 0.0 else 'closes'} {significant(abs(self.opened))}"
        else:
            other = "opens nothing"
        bends = " Larger steps close less and less: ten times as much closes at most ten times that." if self.bends else ""
        return f"{text}; moved as far the other way it {other}.{bends}"

    @property
    def bends(self) -> bool:
        """Whether giving way and tightening differ, with nothing paid first: then what more closes grows ever slower."""
        return self.flag is not Flag.CONFIRMED and not self.before and self.closes > 0.0


def worths(plan: Plan) -> tuple[LimitTried, ...]:
    """Return every limit of the years shown that was tried, those first that pay most, then those that close most."""
    table = plan.tables.get("prices")
    if table is None:
        return ()
    gap, judged = weighted_gap(plan), facts.indicator(plan, "excess")
    found = []
    for family, name, year, amount, unit, price, flag, step, closes, opens, settles, before in table.rows:
        limit = FAMILY[str(family)]
        label = label_of(plan.names, limit, str(name), several_payers=bool(plan.tables["payers"].rows))
        words = step_in_words(float(step), str(unit), plan.currency)
        text = eased_words(limit, label, as_year(year), words, judged)
        found.append(LimitTried(
            limit=limit, name=label, year=as_year(year), amount=float(amount), unit=str(unit), price=float(price),
            flag=Flag(str(flag)), step=float(step), words=words, closes=float(closes),
            opens=None if opens == "" else float(opens), settles=float(settles), before=str(before),
            gap=gap, text=text, currency=plan.currency,
        ))
    return tuple(sorted(found, key=lambda one: (-one.settles, -one.closes, one.limit.name, one.name, one.year)))


def eased_words(limit: Family, label: str, year: int, step: str, judged: Collection[int], share: str = "1%") -> str:
    """Return what one per cent more of a limit is, or another ``share``, as a noun; ``judged`` are the years in which a
    force must be kept."""
    return _phrase(limit, year, judged, label).replace("1%", share).format(
        step=step, year=year, name=label or limit.gives_way, whose=f" of {label}" if label else "",
        by=f" by {label}" if label else "",
        what=", ".join(filter(None, (limit.gives_way.lower(), label))),
    )


def _phrase(limit: Family, year: int, judged: Collection[int], label: str) -> str:
    """Return the phrase of a limit: what may stand before the first year ``judged`` is the glide."""
    if limit.name == "ceiling" and label.startswith("the transfer "):
        return _TIED
    return _GLIDE if limit.name == "sustained" and year not in judged else PHRASES[limit.name]


def tightest(plan: Plan) -> tuple[LimitTried, ...]:
    """Return the limits of different kinds that helped most when they gave way, at most ``TIGHTEST``.

    A limit that closed nothing when tried is not among them, whatever its price. Relations between people, which allow no
    amount of their own, are not either, save for what a stage of the justice chain can get done.
    """
    best: dict[str, LimitTried] = {}
    for one in worths(plan):
        if one.helps and (one.amount != 0.0 or one.limit.name == _MADE_BY_PEOPLE):
            best.setdefault(one.limit.name, one)
    return tuple(best.values())[:TIGHTEST]


def limits_sentence(plan: Plan) -> str:
    """Return what binds as a sentence, empty where no limit that was tried helps."""
    found = tightest(plan)
    if not found:
        return ""
    tried = len(plan.tables["prices"].rows)
    others = f"; {plan.limits_left_out:,} more that have a price were not" if plan.limits_left_out else ""
    parts = [f"{one.text} {one.outcome}" for one in found]
    return (f"Tried, one limit at a time, in one year alone and by 1%, with all else as it is: {listed(parts)}. "
            f"Of the {tried:,} limits that were tried, each of these helps most of its kind{others}.")


def weighted_gap(plan: Plan) -> float:
    """Return the weighted unmet needs of all years planned, in discounted need-years: what limits close a share of."""
    objective = plan.tables["objective"].rows
    return next((float(value) for level, name, value in objective if (level, name) == ("2", "needs")), 0.0)


def step_in_words(step: float, unit: str, currency: str) -> str:
    """Return a step as sentences name it: ``MRK 943 million``, ``38 persons``, ``1% of the base year's``."""
    if unit == currency:
        return money(step, currency)
    if unit == "share":
        return "of what it asks in the base year"
    number = f"{step:,.0f}" if step >= 10.0 else f"{step:.2g}"
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def label_of(names: Names, limit: Family, name: str, *, several_payers: bool) -> str:
    """Return whose limit it is; the government's own is told apart only where there are other payers."""
    if not name and several_payers and {Axis.PAYER, Axis.PURSE} & {*limit.axes}:
        return "the government"
    axes = [axis for axis in limit.axes if axis is not Axis.YEAR]
    return ", ".join(names.called(axis, part) for axis, part in zip(axes, name.split("/"), strict=False))
