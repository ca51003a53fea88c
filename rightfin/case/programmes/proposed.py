"""Programmes as a case proposes them, understood: windows, costs and effects by year since the start."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.resolve import filled, resolved_settings
from rightfin.schema import Value
from rightfin.schema.programmes import KIND_NAMED, PHASES_IN_ORDER, QUICK_YEARS, EffectKind

TABLE = "programmes"
COSTS = "programme_costs"
EFFECTS = "programme_effects"
ORDER = "programme_order"
OWN_TABLES = (TABLE, COSTS, EFFECTS, ORDER)
"""The tables of programmes: the model sees none of them."""

FOREVER = 10_000
"""A year since the start that no plan reaches: the last one of what goes on."""


@dataclass(frozen=True)
class Cost:
    """An item that a programme pays: ``amount`` a year from year ``first`` to year ``last`` since the start, 1 its own.

    ``amount`` is at base-year prices in ``currency``, ``None`` for the case's own; ``assistance`` pays advisers from
    outside.
    """

    category: str
    item: str
    first: int
    last: int
    amount: float
    currency: str | None
    assistance: bool


@dataclass(frozen=True)
class Effect:
    """What a programme changes: a number of one ``kind`` ``on`` a row, by ``gain`` once it is full."""

    programme: str
    kind: EffectKind
    on: str
    gain: float
    after: int
    ramp: int

    @property
    def takes_more_than_all(self) -> bool:
        """Return whether the full effect takes more than the whole of a number away, of which it is a share."""
        return self.kind.scales and self.kind.sign * self.gain < -1.0


@dataclass(frozen=True)
class Programme:
    """A reform with its window of starts, ``first`` to ``last`` (quick impact counted in), and the ``start`` that is typed.

    It runs ``years`` years; assistance ends after ``assistance_years`` of them, ``None`` for never, and ``kept`` of the
    effects is left then.
    """

    name: str
    title: str
    institution: str
    phase: str
    quick_impact: bool
    first: int
    last: int
    start: int | None
    years: int
    assistance_years: int | None
    kept: float
    costs: tuple[Cost, ...]
    effects: tuple[Effect, ...]

    @property
    def rank(self) -> int:
        """Place of its phase, 0 for the first."""
        return PHASES_IN_ORDER.index(self.phase)

    def runs(self, start: int, year: int) -> bool:
        """Return whether it runs in a year, had it begun in ``start``."""
        return start <= year < start + self.years

    def due(self, cost: Cost, start: int, year: int) -> float:
        r"""Return what one of its costs comes to in a year, at base-year prices, had it begun in ``start``.

        $$\mathit{amount}\cdot[\mathit{first} \le \mathit{year} - \mathit{start} + 1 \le \mathit{last}]$$
        """
        return cost.amount if cost.first <= year - start + 1 <= cost.last else 0.0

    def level(self, effect: Effect, start: int, year: int) -> float:
        r"""Return how much of one of its effects there is in a year, from 0 to 1, had it begun in ``start``.

        $$\min\Bigl(1, \frac{\max(0, \mathit{year}-\mathit{start}-\mathit{after}+1)}{\mathit{ramp}}\Bigr)\cdot
        \begin{cases}1 & \text{while there is assistance}\\ \mathit{kept} & \text{afterwards}\end{cases}$$
        """
        grown = min(1.0, max(0, year - start - effect.after + 1) / effect.ramp)
        ended = self.assistance_years is not None and year >= start + self.assistance_years
        return grown * (self.kept if ended else 1.0)


def proposed(case: Case) -> tuple[Programme, ...]:
    """Return the programmes of a case in the order of the table; worked out once for a case.

    A row that says what no programme can be is left out: the checks say what is wrong with it.
    """
    return case.once(_proposed)


def _proposed(case: Case) -> tuple[Programme, ...]:
    rows = filled(case, TABLE)
    if not rows:
        return ()
    settings = resolved_settings(case)
    base, end = settings["base_year"], settings["end_year"]
    if type(base) is not int or type(end) is not int or base >= end:
        return ()
    costs, effects = _costs(case), _effects(case)
    return tuple(
        _programme(row, (base, end), costs.get(str(row["programme"]), ()), effects.get(str(row["programme"]), ()))
        for row in rows if _is_understood(row)
    )


def _is_understood(row: dict[str, Value]) -> bool:
    years = [row[name] for name in ("earliest", "latest", "start", "assistance_years")]
    return (
        type(row["years"]) is int and row["years"] >= 1 and all(year is None or type(year) is int for year in years)
        and row["phase"] in PHASES_IN_ORDER and _number(row["kept"]) is not None
    )


def _programme(
    row: dict[str, Value], span: tuple[int, int], costs: tuple[Cost, ...], effects: tuple[Effect, ...]
) -> Programme:
    base, end = span
    last = end if row["latest"] is None else int(str(row["latest"]))
    assisted = [cost.last for cost in costs if cost.assistance]
    typed = row["assistance_years"]
    return Programme(
        name=str(row["programme"]), title=str(row["name"]), institution=str(row["institution"]), phase=str(row["phase"]),
        quick_impact=bool(row["quick_impact"]),
        first=base + 1 if row["earliest"] is None else int(str(row["earliest"])),
        last=min(last, base + QUICK_YEARS) if row["quick_impact"] else last,
        start=None if row["start"] is None else int(str(row["start"])), years=int(str(row["years"])),
        assistance_years=max(assisted, default=None) if typed is None else int(str(typed)),
        kept=_number(row["kept"]) or 0.0, costs=costs, effects=effects,
    )


def _costs(case: Case) -> dict[str, tuple[Cost, ...]]:
    found: dict[str, list[Cost]] = {}
    for row in filled(case, COSTS):
        first, last, amount = row["year"], row["to"], _number(row["amount"])
        if type(first) is not int or (last is not None and type(last) is not int) or amount is None:
            continue
        ends = FOREVER if row["goes_on"] else first if last is None else int(str(last))
        cost = Cost(str(row["category"]), str(row["item"]), first, ends, amount,
                    None if row["currency"] is None else str(row["currency"]), bool(row["assistance"]))
        found.setdefault(str(row["programme"]), []).append(cost)
    return {name: tuple(costs) for name, costs in found.items()}


def _effects(case: Case) -> dict[str, tuple[Effect, ...]]:
    found: dict[str, list[Effect]] = {}
    for row in filled(case, EFFECTS):
        kind, gain, after, ramp = KIND_NAMED.get(str(row["kind"])), _number(row["gain"]), row["after"], row["ramp"]
        if kind is None or gain is None or type(after) is not int or type(ramp) is not int or ramp < 1:
            continue
        effect = Effect(str(row["programme"]), kind, str(row["on"]), gain, after, ramp)
        found.setdefault(effect.programme, []).append(effect)
    return {name: tuple(effects) for name, effects in found.items()}


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
