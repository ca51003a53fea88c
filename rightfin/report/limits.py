"""What each limit of a plan is worth, in words: how far the weighted gap of needs would close if it gave way a little."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.wording import Scale, listed, money, significant
from rightfin.result.plan import Plan
from rightfin.result.prices import LIMITS, Limit

TIGHTEST = 3
"""How many limits the sentence names."""

_PHRASES = {
    "ceiling": "{step} more of own money in {year}",
    "pledge": "{step} more that arrives from {name} in {year}",
    "wage_bill": "{step} more room for own pay in {year}",
    "no_cliff": "a rise of own spending that may be {step} larger in {year}",
    "saving_limit": "{step} more that may be saved in {year}",
    "clearing_limit": "{step} more that may go to old arrears in {year}",
    "handover": "{step} less that the handover asks of the state in {year}",
    "pipeline": "{step} more whom {name} has in training already when the plan starts",
    "absorption": "{step} more of {name} bought in {year}",
    "training": "{step} more trained by {name} in {year}",
    "maximum_strength": "{step} more allowed as {name} in {year}",
    "minimum_strength": "{step} fewer required as {name} in {year}",
    "exit_rate": "{step} more who may be retrenched by {name} in {year}",
}
_KINDS = {limit.family: limit for limit in LIMITS}
_MOST_PERSONS = 100.0
_OTHER_STEPS = {"share": (0.01, "one per cent of what it asks in the base year"), "units": (1.0, "one unit")}


@dataclass(frozen=True)
class Worth:
    """One limit in one year.

    ``amount`` is what it allows and ``price`` the fall of the weighted gap for one unit more, in units of ``unit``;
    ``worth`` is the fall for one ``step`` (``words``), and ``share`` that fall over the whole gap, 0 where there is none.
    ``text`` says what gives way.
    """

    limit: Limit
    name: str
    year: int
    amount: float
    unit: str
    price: float
    step: float
    words: str
    share: float
    text: str

    @property
    def worth(self) -> float:
        """How far the gap closes for one step."""
        return self.price * self.step

    @property
    def weight(self) -> float:
        """How far the gap would close, by its price, for one per cent more of what the limit allows."""
        return 0.01 * self.price * abs(self.amount)

    @property
    def subject(self) -> str:
        """Which limit it is, of whom and in which year."""
        return f"{', '.join(filter(None, (self.limit.label.lower(), self.name)))} in {self.year}"

    @property
    def sentence(self) -> str:
        """One sentence on what it is worth."""
        verb = "close" if self.worth >= 0.0 else "widen"
        return f"{self.text[0].upper()}{self.text[1:]} would {verb} {significant(abs(self.share))} of the gap."


def worths(plan: Plan) -> tuple[Worth, ...]:
    """Return every priced limit of the years shown, those that are worth most for one per cent more first.

    Steps are of different sizes, so what a step is worth would rank places in a small school before the whole ceiling.
    """
    table = plan.tables.get("prices")
    if table is None:
        return ()
    gap, scale = weighted_gap(plan), facts.money_scale(plan)
    found = []
    for family, name, year, amount, unit, price in table.rows:
        limit = _KINDS[str(family)]
        step, words = step_of(str(unit), float(amount), plan.currency, scale)
        label = _named(plan, limit, str(name))
        text = _PHRASES.get(limit.family, "{what} in {year}, eased by {step},").format(
            step=words, year=year, name=label or limit.label, what=", ".join(filter(None, (limit.label.lower(), label))),
        )
        share = float(price) * step / gap if gap > 0.0 else 0.0
        found.append(Worth(limit, label, int(year), float(amount), str(unit), float(price), step, words, share, text))
    return tuple(sorted(found, key=lambda one: (-one.weight, -one.worth, one.limit.family, one.name, one.year)))


def tightest(plan: Plan) -> tuple[Worth, ...]:
    """Return the limits of different kinds whose giving way would help needs most for their size, at most ``TIGHTEST``.

    Relations between people, which allow no amount of their own, are not among them.
    """
    best: dict[str, Worth] = {}
    for one in worths(plan):
        if one.share > facts.NEGLIGIBLE and one.weight > 0.0:
            best.setdefault(one.limit.family, one)
    return tuple(best.values())[:TIGHTEST]


def limits_sentence(plan: Plan) -> str:
    """Return what binds as a sentence, empty where no limit has a price."""
    found = tightest(plan)
    if not found:
        return ""
    gap = weighted_gap(plan)
    parts = [f"{significant(one.weight / gap)} ({one.subject}, by {_percent_of(one, plan.currency)})" for one in found]
    return ("If one limit alone gave way by one per cent, this much of all that stays uncovered would close: "
            f"{listed(parts)}. These limits count most.")


def _percent_of(one: Worth, currency: str) -> str:
    """Return one per cent of what a limit allows, in words."""
    amount = 0.01 * abs(one.amount)
    if one.unit == currency:
        return money(amount, currency)
    number = f"{amount:,.0f}" if amount >= 10.0 else f"{amount:.2g}"
    return f"{number} {one.unit}"


def weighted_gap(plan: Plan) -> float:
    """Return the weighted unmet needs of all years planned, in discounted need-years: what prices are a share of."""
    objective = plan.tables["objective"].rows
    return next((float(value) for level, name, value in objective if (level, name) == ("2", "needs")), 0.0)


def step_of(unit: str, amount: float, currency: str, scale: Scale) -> tuple[float, str]:
    """Return how far a limit gives way in sentences, in its unit and in words, so that its price still holds.

    At most 100 persons, or one unit of the tables where it is money; less where that is more than a tenth of what the limit
    allows, by powers of ten, and at least one person.
    """
    if unit == "persons":
        step = _within(_MOST_PERSONS, amount, least=1.0)
        return step, "one person" if step == 1.0 else f"{step:,.0f} persons"
    if unit != currency:
        return _OTHER_STEPS.get(unit, (1.0, f"one {unit}"))
    step = _within(scale.divisor if scale.divisor > 1.0 else 1000.0, amount, least=1.0)
    return step, _in_words(step, currency)


def _within(step: float, amount: float, *, least: float) -> float:
    """Return a step made smaller by powers of ten until it is at most a tenth of an amount, if there is one."""
    while step > least and amount != 0.0 and step > 0.1 * abs(amount):
        step /= 10.0
    return step


def _in_words(step: float, currency: str) -> str:
    """Return a round amount of money as sentences name it: ``MRK 1 billion``, ``USD 1,000``."""
    for divisor, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if step >= divisor:
            return f"{currency} {step / divisor:,.0f} {word}"
    return f"{currency} {step:,.0f}"


def _named(plan: Plan, limit: Limit, name: str) -> str:
    names = getattr(plan.names, limit.names, {}) if limit.names else {}
    return ", ".join(names.get(part, part) for part in name.split("/")) if name else ""
