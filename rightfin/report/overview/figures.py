"""Six figures, in one order on every page: from the first year to the last, and against the case as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rightfin.report.overview.numbers import KeyNumbers
from rightfin.report.overview.tone import Tone
from rightfin.report.words.wording import money, people, percent
from rightfin.tolerances import PEOPLE_APART


class FigureUnit(StrEnum):
    """What a figure counts."""

    SHARE = "share"
    PEOPLE = "people"


class Better(StrEnum):
    """Which way a figure is better."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True)
class KeyFigure:
    """One of the six figures: a share, or a number of people in person-years, by year shown.

    ``values`` are in the order of ``years``, ``None`` where it is not known; ``standing`` those of the case as it stands,
    empty where nothing was changed. ``meaning`` says what it is, ``note`` what else belongs to it, amounts with their
    prices. ``bad`` marks bad news whatever it is compared with.
    """

    name: str
    label: str
    meaning: str
    unit: FigureUnit
    better: Better
    years: tuple[int, ...]
    values: tuple[float | None, ...]
    standing: tuple[float | None, ...]
    note: str
    bad: bool

    @property
    def value(self) -> str:
        """The first year shown and the last, written out: ``12.3% → 4.5%``."""
        first, last = self._written(self.values[0]), self._written(self.values[-1])
        return last if len(self.years) == 1 or (self.values[0] is None and last) else f"{first} → {last}"

    @property
    def span(self) -> str:
        """Which years the value is of."""
        first, last = self.years[0], self.years[-1]
        return f"{last}" if first == last or self.values[0] is None else f"{first} → {last}"

    @property
    def change(self) -> str:
        """The difference from the case as it stands, in words; empty where nothing was changed.

        It is that of the last year; where that year does not differ, that of the year which differs most, and says so.
        """
        if not self.standing:
            return ""
        if self.moved is None:
            return "not known for the case" if self.values[-1] is not None else ""
        year, moved = self.moved
        if moved == 0.0:
            return "as in the case"
        size = f"{abs(moved):,.1f} points" if self.unit is FigureUnit.SHARE else people(abs(moved))
        when = "" if year == self.years[-1] else f" in {year}"
        return f"{'+' if moved > 0.0 else MINUS}{size} against the case{when}"

    @property
    def tone(self) -> Tone:
        """Whether that difference is good or bad news."""
        moved = 0.0 if self.moved is None else self.moved[1]
        if not moved or self.better is Better.NEITHER:
            return Tone.NEUTRAL
        return Tone.GOOD if (moved > 0.0) is (self.better is Better.MORE) else Tone.BAD

    @property
    def moved(self) -> tuple[int, float] | None:
        """The year whose difference is told and that difference, rounded only once it is made: percentage points or people.

        ``None`` where no year has both numbers.
        """
        found = [
            (year, self._apart(value, before))
            for year, value, before in zip(self.years, self.values, self.standing, strict=False)
            if value is not None and before is not None
        ]
        if not found:
            return None
        return found[-1] if found[-1][1] else max(found, key=lambda one: (abs(one[1]), one[0]))

    def _apart(self, value: float, before: float) -> float:
        if self.unit is FigureUnit.SHARE:
            return round(100.0 * (value - before), 1) + 0.0
        return 0.0 if abs(value - before) <= PEOPLE_APART * max(value, before) else float(round(value - before))

    def _written(self, value: float | None) -> str:
        if value is None:
            return NOT_KNOWN
        return percent(value) if self.unit is FigureUnit.SHARE else people(value)


MINUS = "\N{MINUS SIGN}"
NOT_KNOWN = "\N{EN DASH}"


def figures(found: KeyNumbers, standing: KeyNumbers | None = None) -> tuple[KeyFigure, ...]:
    """Return the six figures; ``standing`` are the numbers of the case as it stands, where something was changed."""
    beside = None if standing is found else standing
    return tuple(one.of(found, beside) for one in _SIX)


Series = tuple[float | None, ...]


@dataclass(frozen=True)
class _Kind:
    """How one figure is made."""

    name: str
    label: str
    meaning: str
    unit: FigureUnit
    better: Better
    values: Callable[[KeyNumbers], Series]
    note: Callable[[KeyNumbers], str]
    bad: Callable[[KeyNumbers], bool] = lambda _: False

    def of(self, found: KeyNumbers, standing: KeyNumbers | None) -> KeyFigure:
        return KeyFigure(
            self.name, self.label, self.meaning, self.unit, self.better, found.years, self.values(found),
            () if standing is None else self.values(standing), self.note(found), self.bad(found),
        )


def _shares(parts: Sequence[float], wholes: Sequence[float]) -> Series:
    return tuple(part / whole if whole > 0.0 else None for part, whole in zip(parts, wholes, strict=True))


def _kept(found: KeyNumbers) -> Series:
    return tuple(
        max(0.0, found.kept[year]) / found.upkeep[year] if found.upkeep.get(year, 0.0) > 0.0 else None
        for year in found.years
    )


def _worst(found: KeyNumbers) -> str:
    worst = max(range(len(found.years)), key=lambda at: (found.missing[at], -at))
    if found.missing[worst] <= 0.0:
        return "nothing in any year"
    whole = sum(1 for amount in found.missing if amount > 0.0)
    years = "only" if whole == 1 else f"{whole} years, worst"
    return f"{years} in {found.years[worst]}: {money(found.missing[worst], found.currency)}, current prices"


def _lowest(found: KeyNumbers) -> str:
    known = {year: share for year, share in zip(found.years, found.covered, strict=True) if share is not None}
    if not known:
        return "no need is stated"
    lowest = min(known, key=lambda year: (round(known[year], 3), year))
    return f"lowest in {lowest}: {percent(known[lowest])}"


def _most(found: KeyNumbers) -> str:
    most = max(range(len(found.years)), key=lambda at: (round(found.people[at]), -at))
    return f"most in {found.years[most]}: {people(found.people[most])}"


def _last_donor(found: KeyNumbers) -> str:
    last = found.last_donor_year
    if last is None:
        return "no donor pays anything"
    total = f"{money(sum(found.donors), found.currency)} in all, current prices"
    return f"last paid in {last}; {total}" if last != found.years[-1] else f"still in {last}; {total}"


def _own_money(found: KeyNumbers) -> str:
    first, last = (money(found.given[at], found.currency) for at in (0, -1))
    return f"{last}, current prices" if len(found.years) == 1 else f"{first} → {last}, current prices"


def _left(found: KeyNumbers) -> str:
    year = found.years[-1]
    if year not in found.kept:
        return "not known"
    who, lack = ("the state and donors who never leave", "lack") if found.with_donors else ("the state alone", "lacks")
    short = found.upkeep[year] - found.kept[year]
    text = f"{who} can pay all of it" if short <= PEOPLE_APART * found.upkeep[year] else (
        f"{who} {lack} {money(short, found.currency)} a year, prices of {year}")
    return f"{text}{'; ceilings of parts are not counted' if found.limits_left_out else ''}"


_SIX = (
    _Kind("unpaid", "Unpaid or unsupported",
          "Share of what the force costs that nobody pays: unpaid bills, and the support that people in pay lack although "
          "the case asks for it.",
          FigureUnit.SHARE, Better.LESS, lambda found: _shares(found.missing, found.asked), _worst,
          lambda found: any(amount > 0.0 for amount in found.missing)),
    _Kind("covered", "Security covered",
          "Share of what people need protection from that is covered, all needs together, weighted by the case.",
          FigureUnit.SHARE, Better.MORE, lambda found: found.covered, _lowest),
    _Kind("people", "People in pay", "All institutions together, in person-years.",
          FigureUnit.PEOPLE, Better.NEITHER, lambda found: found.people, _most),
    _Kind("donors", "Paid by donors", "Share of what the force costs that donors pay.",
          FigureUnit.SHARE, Better.NEITHER, lambda found: _shares(found.donors, found.asked), _last_donor),
    _Kind("burden", "Own spending in revenue",
          "What the state itself spends on security, old debts that it pays off included, as a share of its revenue.",
          FigureUnit.SHARE, Better.NEITHER, lambda found: _shares(found.given, found.revenue), _own_money),
    _Kind("kept", "Can be kept for good",
          "Share of the yearly cost of keeping up what stands, with everyone who leaves and everything that wears out "
          "replaced, that those who stay can pay year after year, without savings.",
          FigureUnit.SHARE, Better.MORE, _kept, _left,
          lambda found: found.years[-1] in found.kept
          and found.kept[found.years[-1]] < (1.0 - PEOPLE_APART) * found.upkeep[found.years[-1]]),
)
