"""What each limit of a plan is worth, in words: how far the weighted gap of needs would close if it gave way a little."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.wording import Scale, listed, significant
from rightfin.result.plan import Plan
from rightfin.result.prices import LIMITS, Limit

TIGHTEST = 3
"""How many limits the sentence names."""

_PHRASES = {
    "ceiling": "{step} more of own money in {year}",
    "pledge": "{step} more from {name} in {year}",
    "wage_bill": "{step} more room for own pay in {year}",
    "no_cliff": "a rise of own spending that may be {step} larger in {year}",
    "saving_limit": "{step} more that may be saved in {year}",
    "clearing_limit": "{step} more that may go to old arrears in {year}",
    "handover": "{step} less that the handover asks of the state in {year}",
    "pipeline": "{step} more in training for {name} when the plan starts ({year})",
    "absorption": "{step} more of {name} bought in {year}",
    "training": "{step} more trained by {name} in {year}",
    "maximum_strength": "{step} more allowed as {name} in {year}",
    "minimum_strength": "{step} fewer required as {name} in {year}",
    "exit_rate": "{step} more who may be retrenched by {name} in {year}",
}
_KINDS = {limit.family: limit for limit in LIMITS}
_OTHER_STEPS = {"persons": (100.0, "100 persons"), "share": (0.01, "one point of share"), "units": (1.0, "one unit")}


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
    def sentence(self) -> str:
        """One sentence on what it is worth."""
        verb = "close" if self.worth >= 0.0 else "widen"
        return f"{self.text[0].upper()}{self.text[1:]} would {verb} {significant(abs(self.share))} of the gap."


def worths(plan: Plan) -> tuple[Worth, ...]:
    """Return every priced limit of the years shown, those that are worth most for a step first."""
    table = plan.tables.get("prices")
    if table is None:
        return ()
    gap, scale = weighted_gap(plan), facts.money_scale(plan)
    found = []
    for family, name, year, amount, unit, price in table.rows:
        limit = _KINDS[str(family)]
        step, words = step_of(str(unit), plan.currency, scale)
        label = _named(plan, limit, str(name))
        text = _PHRASES.get(limit.family, "{what} in {year}, eased by {step},").format(
            step=words, year=year, name=label or limit.label, what=", ".join(filter(None, (limit.label.lower(), label))),
        )
        share = float(price) * step / gap if gap > 0.0 else 0.0
        found.append(Worth(limit, label, int(year), float(amount), str(unit), float(price), step, words, share, text))
    return tuple(sorted(found, key=lambda one: (-one.worth, one.limit.family, one.name, one.year)))


def tightest(plan: Plan) -> tuple[Worth, ...]:
    """Return the limits of different kinds whose giving way would help needs most, at most ``TIGHTEST``."""
    best: dict[str, Worth] = {}
    for one in worths(plan):
        if one.share > facts.NEGLIGIBLE:
            best.setdefault(one.limit.family, one)
    return tuple(best.values())[:TIGHTEST]


def limits_sentence(plan: Plan) -> str:
    """Return what binds as a sentence, empty where no limit has a price."""
    found = tightest(plan)
    if not found:
        return ""
    parts = [f"{one.text.rstrip(',')} ({significant(one.share)} of the weighted gap)" for one in found]
    return f"Needs would gain most from {listed(parts)}, each by itself and while changes are small."


def weighted_gap(plan: Plan) -> float:
    """Return the weighted unmet needs of all years planned, in discounted need-years: what prices are a share of."""
    objective = plan.tables["objective"].rows
    return next((float(value) for level, name, value in objective if (level, name) == ("2", "needs")), 0.0)


def step_of(unit: str, currency: str, scale: Scale) -> tuple[float, str]:
    """Return how far a limit gives way in sentences, in its unit and in words: one unit of the tables where it is money."""
    if unit != currency:
        return _OTHER_STEPS.get(unit, (1.0, f"one {unit}"))
    if scale.divisor > 1.0:
        return scale.divisor, f"{currency} 1 {scale.unit.removeprefix(currency).strip()}"
    return 1000.0, f"{currency} 1,000"


def _named(plan: Plan, limit: Limit, name: str) -> str:
    names = getattr(plan.names, limit.names, {}) if limit.names else {}
    return ", ".join(names.get(part, part) for part in name.split("/")) if name else ""
