"""Wishes: what a plan ought to do, in a small grammar over the quantities that can be named, and the rows that it asks for.

    QUANTITY >= NUMBER [%, k, m, bn] [in YEAR, from YEAR, from YEAR to YEAR, every year]

The sign may be ``>=``, ``<=`` or ``=``. Without years a wish holds in every year shown. Years are written as the case
writes them, thousands may be parted by commas, and money is in currency of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.resolve import base_and_end, style_of_case
from rightfin.lp.inputs import Inputs
from rightfin.schema import YearStyle
from rightfin.study.why.quantities import LinearSum, Quantity, QuantityUnit, quantity_named

GRAMMAR = "QUANTITY >= NUMBER in YEAR"
"""How a wish is written, in short."""

EXAMPLES = ("strength.police >= 9000 in 2029", "coverage.violent_crime >= 90% from 2028", "donors <= 40m from 2027 to 2030")

MOST: Mapping[QuantityUnit, float] = {QuantityUnit.PEOPLE: 1e10, QuantityUnit.MONEY: 1e18, QuantityUnit.SHARE: 1.0}
"""The most that a wish may ask for: more people than live on Earth, and more money than any economy has in any currency.

Neither follows the case: solvers take sides of rows from 1e20 on for none, and a hundredth of that leaves room for scales.
"""

_SIZES = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_PERCENT = ("%", "percent", "per cent")
_SIGNS = {">=": ">=", "=>": ">=", "\u2265": ">=", "<=": "<=", "=<": "<=", "\u2264": "<=", "=": "=", "==": "="}

_SIGN = re.compile("|".join(sorted(map(re.escape, (*_SIGNS, "<", ">")), key=len, reverse=True)))
_NUMBER = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)(?![0-9.,])", re.IGNORECASE)
_THOUSANDS_BY_POINTS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
"""What is a thousand times as much where points part thousands."""

_UNIT = re.compile(r"(%|per ?cent|thousand|million|billion|bn|k|m)(?![a-z0-9])", re.IGNORECASE)


class WishSense(StrEnum):
    """On which side of its number a quantity is to stay."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EXACTLY = "="


@dataclass(frozen=True)
class WishRow:
    """A wish in one year: ``least ≤ total ≤ most``, in natural units."""

    wish: Wish
    year: int
    total: LinearSum
    least: float
    most: float

    def missed_by(self, value: float) -> float:
        """Return by how much a value of the quantity misses the wish, in its unit; zero where it holds."""
        return max(self.least - value, value - self.most, 0.0)


@dataclass(frozen=True)
class Wish:
    """A quantity that is to be at least, at most or exactly ``number`` in each of ``years``, which write themselves.

    A share is a number from 0 to 1. ``every`` says that no year was named.
    """

    quantity: Quantity
    sense: WishSense
    number: float
    years: tuple[int, ...]
    every: bool = False

    def __str__(self) -> str:
        """Return the wish as it can be typed again."""
        what = f"{self.quantity.name} {self.sense} {number_text(self.number, self.quantity.unit)}"
        if self.every:
            return what
        first, last = self.years[0], self.years[-1]
        return f"{what} in {first}" if first == last else f"{what} from {first} to {last}"

    def rows(self, inputs: Inputs) -> tuple[WishRow, ...]:
        """Return what it asks for in each of its years."""
        low = self.number if self.sense is not WishSense.AT_MOST else -np.inf
        high = self.number if self.sense is not WishSense.AT_LEAST else np.inf
        return tuple(WishRow(self, year, self.quantity.sum_in(inputs, year), low, high) for year in self.years)

    def at(self, years: Iterable[int]) -> Wish:
        """Return the same wish for other years."""
        return replace(self, years=tuple(years), every=False)


def number_text(number: float, unit: QuantityUnit) -> str:
    """Return a number as a wish has it, to the last digit: ``9000``, ``90%``."""
    if unit is QuantityUnit.SHARE:
        return f"{100.0 * number:.12g}%"
    return f"{number:.15g}"


@dataclass(frozen=True)
class RefusedNumber:
    """A wish of which all but the number could be read: its place among the wishes, what is wished, and in which years.

    ``share`` is what was written in per cent of a quantity that is no share, ``None`` where nothing was.
    """

    place: int
    quantity: Quantity
    years: tuple[int, ...]
    share: float | None


class WishError(CaseError):
    """Wishes cannot be read; ``numbers`` are those that lack nothing but a number that can be used."""

    def __init__(self, issues: Iterable[Issue], numbers: Iterable[RefusedNumber] = ()) -> None:
        super().__init__(issues)
        self.numbers = tuple(numbers)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.issues, self.numbers)


def wish_place(place: int, texts: Sequence[str], called: str = "wish") -> str:
    """Return where among texts an issue is; ``place`` counts from 1."""
    where = f"{called} {place}" if len(texts) > 1 else f"the {called}"
    return f"{where} \u201c{texts[place - 1].strip()}\u201d"


def wish_of(text: str, case: Case) -> Wish:
    """Return the wish that a text says in a prepared case; raises ``CaseError`` with the place and what can be written."""
    return wishes_of([text], case)[0]


def wishes_of(texts: Sequence[str], case: Case, called: str = "wish") -> tuple[Wish, ...]:
    """Return the wishes that texts say in a prepared case; ``called`` is what they are to who wrote them.

    Raises ``WishError`` with the problems of all of them; each says which wish it is in and at what of it.
    """
    found, issues, numbers = list[Wish](), list[Issue](), list[RefusedNumber]()
    for place, text in enumerate(texts, start=1):
        reading = _Reading(text, case, called)
        try:
            found.append(reading.wish())
        except CaseError as error:
            issues += [replace(issue, cell=wish_place(place, texts, called)) for issue in error.issues]
            if reading.refused is not None:
                numbers.append(replace(reading.refused, place=place))
    if not texts:
        issues.append(_issue(f"There is no {called}.", _examples(case, called)))
    if issues:
        raise WishError(issues, numbers)
    return tuple(found)


class _Reading:
    """One text on its way to a wish."""

    def __init__(self, text: str, case: Case, called: str) -> None:
        self._text, self._case, self._called = text.strip(), case, called
        self._style = style_of_case(case)
        self.refused: RefusedNumber | None = None

    def wish(self) -> Wish:
        what, sense, rest = self._parted()
        issues = list[Issue]()
        quantity = self._quantity(what, issues)
        of_number = list[Issue]()
        number, percent, when = self._number(rest, of_number)
        years = self._years(when, issues)
        if quantity is not None and number is not None:
            number = self._in_unit(quantity, number, percent, of_number)
        if quantity is not None and of_number and years:
            share = number / 100.0 if percent and number is not None and quantity.unit is not QuantityUnit.SHARE else None
            self.refused = RefusedNumber(0, quantity, years, share)
        issues += of_number
        if issues or quantity is None or number is None:
            raise CaseError(issues)
        return Wish(quantity, sense, number, years, every=not when or _is_every(when))

    def _parted(self) -> tuple[str, WishSense, str]:
        """Return what stands before the sign, the sign, and what stands behind it."""
        sign = self._sign()
        if sign is None:
            raise CaseError([_issue("There is no >=, <= or = in it.", _examples(self._case, self._called))])
        if sign[0] not in _SIGNS:
            raise CaseError([_issue(f"{sign[0]} is no sign that a {self._called} can have.", f"Write {sign[0]}= instead.")])
        if again := _SIGN.search(self._text, sign.end()):
            raise CaseError([_issue(f"There is a second sign in it, {again[0]}.", f"Make it two {self._plural()}.")])
        return self._text[: sign.start()].strip(), WishSense(_SIGNS[sign[0]]), self._text[sign.end() :].strip()

    def _plural(self) -> str:
        return f"{self._called}es" if self._called.endswith("sh") else f"{self._called}s"

    def _sign(self) -> re.Match[str] | None:
        """Return the sign: the first, or if that is part of a name of the case, the one behind the name."""
        signs = tuple(_SIGN.finditer(self._text))
        behind = (one for one in signs[1:] if self._quantity(self._text[: one.start()].strip(), []) is not None)
        return next(behind, next(iter(signs), None))

    def _quantity(self, what: str, issues: list[Issue]) -> Quantity | None:
        if not what:
            issues.append(_issue("No quantity stands before the sign.", _examples(self._case, self._called)))
            return None
        try:
            return quantity_named(what, self._case)
        except CaseError as error:
            issues += error.issues
            return None

    def _number(self, rest: str, issues: list[Issue]) -> tuple[float | None, bool, str]:
        """Return the number behind the sign, whether it is per cent, and what stands behind it."""
        found = _NUMBER.match(rest)
        if found is None:
            given = f"{rest.split()[0]} is no number" if rest else "No number stands behind the sign"
            remedy = "Write it as 9000, 9,000, 90%, 25k, 40m or 1.2bn."
            issues.append(_issue(f"{given}.", "Numbers are zero or more." if rest.startswith("-") else remedy))
            return None, False, ""
        number, behind = float(found[1].replace(",", "")), rest[found.end() :].strip()
        unit = _UNIT.match(behind)
        if unit is None and _THOUSANDS_BY_POINTS.fullmatch(found[1]):
            issues.append(_issue(f"{found[1]} may be {found[1].replace('.', '')} or {float(found[1]):g}.",
                                 f"Write {found[1].replace('.', ',')} or {float(found[1]):g}."))
        named = " ".join(unit[1].lower().split()) if unit else ""
        return number * _SIZES.get(named, 1.0), named in _PERCENT, behind[unit.end() :].strip() if unit else behind

    def _in_unit(self, quantity: Quantity, number: float, percent: bool, issues: list[Issue]) -> float:
        if quantity.unit is not QuantityUnit.SHARE:
            if percent:
                issues.append(_issue(f"{quantity.name} is counted in {quantity.unit}, not in per cent.",
                                     "Write a number without %."))
            elif number > MOST[quantity.unit]:
                issues.append(_issue(f"{number:g} is more than a {self._called} may ask of {quantity.name}.",
                                     f"Write at most {MOST[quantity.unit]:g} {quantity.unit}."))
            return number
        share = number / 100.0 if percent else number
        if share > 1.0:
            issues.append(_issue(f"{quantity.name} is a share of what is needed, and {number:g} is more than all of it.",
                                 f"Write {number:g}%." if not percent and number <= 100.0 else "Write at most 100%."))
        return share

    def _years(self, when: str, issues: list[Issue]) -> tuple[int, ...]:
        """Return the years that the end of a wish names."""
        base, end = base_and_end(self._case)
        first, last, text = base + 1, end, self._style.text
        if when and not _is_every(when):
            found = _span_of(when, self._style, end)
            if found is None:
                issues.append(_issue(
                    f"\u201c{when}\u201d names no years.",
                    f"Write in {text(end)}, from {text(end)}, from {text(first)} to {text(end)}, every year, or nothing."))
                return ()
            outside = [year for year in found if not first <= year <= end]
            if outside or found[0] > found[1]:
                said = f"{text(outside[0])} is no year of the plan." if outside else "The last year comes before the first."
                issues.append(_issue(said, f"Its years are {text(first)} to {text(end)}."))
                return ()
            first, last = found
        return self._style.all(range(first, last + 1))


def _is_every(when: str) -> bool:
    return when.lower().split() in (["every", "year"], ["in", "every", "year"], ["all", "years"], ["in", "all", "years"])


def _span_of(when: str, style: YearStyle, end: int) -> tuple[int, int] | None:
    """Return the first and the last year that a text names, ``None`` if it names none as the case writes them."""
    head, _, rest = when.partition(" ")
    first, to, last = re.sub(r"\s(?:on|onwards?)$", "", rest.strip()).partition(" to ")
    if (head.lower(), to) not in (("in", ""), ("from", ""), ("from", " to ")):
        return None
    one = style.year_of(first.strip())
    other = style.year_of(last.strip()) if to else one if head.lower() == "in" else end
    return None if one is None or other is None else (one, other)


def _examples(case: Case, called: str) -> str:
    """Return what can be written; a target has no years."""
    form, example = GRAMMAR, next(_fitting(case))
    if called == "target":
        form, example = (text.rpartition(" in ")[0] for text in (form, example))
    return f"Write {form}, as in {example}."


def _fitting(case: Case) -> Iterator[str]:
    """Yield examples that hold in a case, a general one last."""
    year = style_of_case(case).text(base_and_end(case)[1])
    for row in case.records("institutions"):
        yield f"strength.{row['institution']} >= 9000 in {year}"
    yield f"cost <= 40m in {year}"


def _issue(message: str, remedy: str) -> Issue:
    return Issue("wish", message, remedy)
