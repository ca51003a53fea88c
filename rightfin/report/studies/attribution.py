"""The difference of two answers split over groups of changes: sentences, tables and waterfalls."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rightfin import __version__
from rightfin.case.resolve import resolved_settings
from rightfin.case.scenario_words import scenario_titles
from rightfin.report.charts.waterfall import waterfall_chart
from rightfin.report.overview.figures import MINUS
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading, Picture, in_points
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import Scale, listed, money, people, percent, scale_of_years
from rightfin.study.why.attribution import Attribution, QuantityChange, SplitNumber
from rightfin.study.why.quantities import QuantityUnit
from rightfin.tolerances import MONEY_APART, NOBODY, PEOPLE_APART, SEEN, TYPED

ALL_YEARS = "all years"

_DRAWN = ("coverage", "strength", "cost", "own", "donors", "unpaid")
"""Quantities that are told in a sentence and a waterfall, as each need is; tables have all."""

_NEED = "coverage."

_MOST_PICTURES = 8

_FORMS = {QuantityUnit.SHARE: Form.SHARE, QuantityUnit.MONEY: Form.MONEY, QuantityUnit.PEOPLE: Form.PEOPLE}


@dataclass(frozen=True)
class _Told:
    """A quantity with the year in which it is told, and the number of that year."""

    change: QuantityChange
    when: str
    number: SplitNumber


@dataclass(frozen=True)
class _Words:
    """How an attribution is told: what the two answers and the groups are called, and in what unit money stands."""

    found: Attribution
    before: str
    after: str

    @property
    def groups(self) -> tuple[str, ...]:
        """What the groups are called."""
        titles = scenario_titles(self.found.other.case)
        laid = {name: titles.get(name, name) for name in self.found.other.scenarios}
        return tuple(laid.get(name, name) for name in self.found.groups)

    @property
    def scale(self) -> Scale:
        """The unit of money: that of a plan."""
        costs = self.found.change("cost").by_year.values()
        return scale_of_years([one.before for one in costs], self.found.currency)

    def least_seen(self, change: QuantityChange) -> float:
        """Return the smallest difference of a quantity that is no rounding."""
        if change.unit is QuantityUnit.SHARE:
            return SEEN
        numbers = self.found.change("cost" if change.unit is QuantityUnit.MONEY else "strength").by_year.values()
        largest = max((max(abs(one.before), abs(one.after)) for one in numbers), default=0.0)
        return MONEY_APART * largest if change.unit is QuantityUnit.MONEY else max(NOBODY, PEOPLE_APART * largest)

    def told(self) -> tuple[_Told, ...]:
        """Return the quantities that change, or would with some of the changes alone, each in the year in which it is told.

        Money is told as the sum of all years; everything else in the last year if it changes then, and otherwise in the
        year in which it changes most.
        """
        return tuple(one for one in map(self._told, self.found.changes) if one is not None)

    def _told(self, change: QuantityChange) -> _Told | None:
        least = self.least_seen(change)
        if change.in_all is not None:
            return _Told(change, ALL_YEARS, change.in_all) if _moves(change.in_all, least) else None
        style = {int(year): str(year) for year in self.found.years}
        last = max(change.by_year)
        changed = [year for year, one in change.by_year.items() if abs(one.change) >= least]
        year = last if last in changed else max(changed, key=lambda one: abs(change.by_year[one].change), default=None)
        if year is None:
            year = next((one for one in (last, *change.by_year) if _moves(change.by_year[one], least)), None)
        return None if year is None else _Told(change, style[year], change.by_year[year])


def findings(found: Attribution, before: str = "", after: str = "") -> Findings:
    """Return an attribution as findings; the two answers are called by what is laid over their cases, unless it is said."""
    first, second = (str(resolved_settings(one.case)["title"]) for one in (found.question, found.other))
    laid = ", ".join(found.other.scenarios)
    same = f"{second} with {laid}" if laid else "what it is compared with"
    words = _Words(found, before or first, after or (second if second != first else same))
    told = words.told()
    drawn = [one for one in told if one.change.name in _DRAWN or one.change.name.startswith(_NEED)]
    drawn = [one for one in drawn if abs(one.number.change) >= words.least_seen(one.change) or one.change.name in _DRAWN]
    waterfalls = [(one, _waterfall(words, one, place)) for place, one in enumerate(drawn[:_MOST_PICTURES], 1)]
    tables = [table for _, table in waterfalls]
    tables += [table for unit in QuantityUnit if (table := _by_year(words, unit)).rows]
    return Findings(
        study="attribution", title=f"What makes {words.after} differ from {words.before}", currency=found.currency,
        scale=words.scale, answered=True, sentences=tuple(_sentences(words, told)), tables=tuple(tables),
        pictures=tuple(_picture(words, one, table) for one, table in waterfalls), method=tuple(_method(found)),
        provenance=(
            ("case", found.question.case.digest), ("compared with", found.other.case.digest),
            ("scenarios", ", ".join(found.question.laid_over)), ("scenarios compared", ", ".join(found.other.laid_over)),
            ("groups", "; ".join(found.groups)),
            ("orders", "none, along a path" if found.pieces is not None else "all" if found.orders is None
             else f"{found.orders} sampled, seed {found.seed}"),
            ("rightfin", __version__),
        ),
    )


def _sentences(words: _Words, told: Sequence[_Told]) -> Iterator[Sentence]:
    found = words.found
    span = str(found.years[0]) if len(found.years) == 1 else f"{found.years[0]} to {found.years[-1]}"
    kind = "scenarios" if found.scenarios else "groups of changes"
    if len(words.groups) == 1:
        yield Sentence("compared", "What was split", f"{words.after} differs from {words.before} in one group of changes, "
                       f"{words.groups[0]}: all of the difference is its.")
    else:
        yield Sentence("compared", "What was split", f"The difference of {words.after} from {words.before}, {span}, over "
                       f"{len(words.groups)} {kind}: {listed(words.groups)}. The parts add up to it.")
    if not told:
        yield Sentence("nothing", "Nothing changes", "No number that is compared changes by more than rounding, with "
                       "whichever of the changes.")
    if found.untold:
        yield Sentence("untold", "Not told along the path", f"{listed(found.untold)}: the changes are also in how "
                       "they are counted, or they jump on the way. Split by orders to have them.")
    for one in told:
        if one.change.name in _DRAWN or one.change.name.startswith(_NEED):
            yield Sentence("split", one.change.title, _split_said(words, one.change, one.when, one.number))


def _split_said(words: _Words, change: QuantityChange, when: str, number: SplitNumber) -> str:
    """Return in words how a number changes and what each group brings, with its range over orders, largest first."""
    least = words.least_seen(change)
    where = "over all years" if when == ALL_YEARS else f"in {when}"
    size = _amount(change, abs(number.change), words.found.currency)
    if abs(number.change) < least:
        begin = f"The same {where}, {_level(change, number.after, words.found.currency)}"
    else:
        goes = "Rises" if number.change > 0.0 else "Falls"
        ends = [_level(change, one, words.found.currency) for one in (number.before, number.after)]
        between = f", from {ends[0]} to {ends[1]}" if ends[0] != ends[1] else f" (of {ends[0]})"
        begin = f"{goes} by {size} {where}{between}"
    pairs = sorted(zip(words.groups, number.contributions, strict=True), key=lambda pair: -abs(pair[1].share))
    shown = [(name, part) for name, part in pairs if max(abs(part.share), abs(part.least), abs(part.most)) >= least]
    if len(words.groups) == 1 or not shown:
        return f"{begin}."
    parts = []
    for name, part in shown:
        ends = [_signed(change, one, words) for one in (part.least, part.most)]
        error = "" if part.error is None else f", give or take {_amount(change, part.error, words.found.currency)}"
        depends = f" (between {ends[0]} and {ends[1]} depending on the order{error})" if ends[0] != ends[1] else ""
        parts.append(f"{_signed(change, part.share, words)} from {name}{depends}")
    rest = len(pairs) - len(shown)
    others = f"; nothing from the other {rest}" if rest > 1 else f"; nothing from {_other(pairs, shown)}" if rest else ""
    told = [_as_told(_signed(change, part.share, words)) for _, part in shown]
    rounded = "" if math.isclose(sum(told), _as_told(size) * (1.0 if number.change > 0.0 else -1.0) if (
        abs(number.change) >= least) else 0.0, rel_tol=TYPED, abs_tol=TYPED) else " Each of these is rounded by itself."
    return f"{begin}: {listed(parts)}{others}.{rounded}"


_WORDS = {"trillion": 1e12, "billion": 1e9, "million": 1e6}


def _as_told(text: str) -> float:
    """Return the number that a text with its sign tells: *+MRK 1.20 billion*, *0.3 points*."""
    found = re.search(r"([\d,]+(?:\.\d+)?)(?: (trillion|billion|million))?", text)
    if found is None:
        return 0.0
    return float(found[1].replace(",", "")) * _WORDS.get(found[2] or "", 1.0) * (-1.0 if MINUS in text else 1.0)


def _other(pairs: Sequence[tuple[str, object]], shown: Sequence[tuple[str, object]]) -> str:
    return next(name for name, _ in pairs if name not in {one for one, _ in shown})


def _moves(number: SplitNumber, least: float) -> bool:
    """Return whether a number changes, or would with some of the changes, by more than rounding."""
    return abs(number.change) >= least or any(
        max(abs(part.least), abs(part.most)) >= least for part in number.contributions)


def _amount(change: QuantityChange, size: float, currency: str) -> str:
    if change.unit is QuantityUnit.SHARE:
        return f"{in_points(size):,.1f} points"
    return money(size, currency) if change.unit is QuantityUnit.MONEY else people(size)


def _level(change: QuantityChange, number: float, currency: str) -> str:
    return percent(number) if change.unit is QuantityUnit.SHARE else _amount(change, number, currency)


def _signed(change: QuantityChange, amount: float, words: _Words) -> str:
    """Return a contribution with its sign; what is rounding is 0."""
    if abs(amount) < words.least_seen(change):
        return "0"
    sign = "+" if amount > 0.0 else MINUS
    if change.unit is QuantityUnit.SHARE:
        return f"{sign}{in_points(abs(amount)):,.1f}"
    return f"{sign}{_amount(change, abs(amount), words.found.currency)}"


def _waterfall(words: _Words, told: _Told, place: int) -> FindingsTable:
    """Return the steps from one number to the other: where each begins and ends, and between what it lies over orders.

    ``place`` tells waterfalls apart: names of quantities are too long for sheets.
    """
    change, number = told.change, told.number
    form = _FORMS[change.unit]
    part = Form.POINTS if form is Form.SHARE else form
    rows: list[tuple[Cell, ...]] = [(words.before, None, None, number.before, None, None)]
    at = number.before
    for name, one in zip(words.groups, number.contributions, strict=True):
        rows.append((name, at, one.share, at + one.share, one.least, one.most))
        at += one.share
    rows.append((words.after, None, None, number.after, None, None))
    points = ", contributions in percentage points" if form is Form.SHARE else ""
    return FindingsTable(
        f"waterfall_{place}", f"{change.title}, {told.when}{points}", (
            Heading("what", "Step", Form.TEXT), Heading("start", "From", form), Heading("share", "Contribution", part),
            Heading("end", "To", form), *_ranges(words, part),
        ), tuple(rows), _note(words.found))


def _by_year(words: _Words, unit: QuantityUnit) -> FindingsTable:
    """Return what each group brings to every quantity of one unit in every year, and to sums of money over all years."""
    form = _FORMS[unit]
    part = Form.POINTS if form is Form.SHARE else form
    rows: list[tuple[Cell, ...]] = []
    for change in (one for one in words.found.changes if one.unit is unit):
        numbers = [(str(year), change.by_year[int(year)]) for year in words.found.years]
        numbers += [(ALL_YEARS, change.in_all)] if change.in_all is not None else []
        for when, number in numbers:
            for name, one in zip(words.groups, number.contributions, strict=True):
                rows.append((change.title, change.name, when, number.before, number.after, number.change, name, one.share,
                             one.least, one.most, one.error))
    title = {QuantityUnit.SHARE: "Coverage", QuantityUnit.MONEY: "Money", QuantityUnit.PEOPLE: "People"}[unit]
    points = ", differences in percentage points" if form is Form.SHARE else ""
    return FindingsTable(
        f"split_{title.lower()}", f"{title}: what each group brings, year by year{points}", (
            Heading("title", "Number", Form.TEXT),
            Heading("quantity", "Name", Form.TEXT, "How programs know it.", shown=False),
            Heading("year", "Year", Form.TEXT), Heading("before", words.before, form), Heading("after", words.after, form),
            Heading("change", "Difference", part), Heading("group", "Group", Form.TEXT),
            Heading("share", "Contribution", part), *_ranges(words, part),
            Heading("error", "Standard error", part, "Of the contribution, where orders were sampled.",
                    shown=words.found.orders is not None),
        ), tuple(rows), _note(words.found))


def _ranges(words: _Words, part: Form) -> tuple[Heading, Heading]:
    """Return the headings of the range over orders, not shown where there are none."""
    shown = words.found.pieces is None
    return (Heading("least", "Least over orders", part, shown=shown),
            Heading("most", "Greatest over orders", part, shown=shown))


def _note(found: Attribution) -> str:
    money_said = f"Money in {found.currency} at current prices. " if found.currency else ""
    return f"{money_said}Contributions add up to the difference."


def _picture(words: _Words, told: _Told, table: FindingsTable) -> Picture:
    scale, unit = words.scale, told.change.unit
    axis, divisor, number = {
        QuantityUnit.MONEY: (f"{scale.unit} at current prices", scale.divisor, ",.1f"),
        QuantityUnit.SHARE: ("Share covered", 1.0, ".1%"),
        QuantityUnit.PEOPLE: ("Person-years", 1.0, ",.0f"),
    }[unit]
    thin = "thin lines: where a step ends in other orders; " if words.found.pieces is None else ""
    chart = waterfall_chart(
        table, f"{told.change.title}, {told.when}",
        f"From {words.before} to {words.after}; {thin}the axis does not begin at zero", axis, divisor=divisor,
        number=number)
    return Picture(table.name, f"{told.change.title}, {told.when}", chart, table.name)


def _method(found: Attribution) -> Iterator[str]:
    count = len(found.groups)
    if found.pieces is not None:
        yield (f"All changes were made little by little together, along the straight path from the amounts of one case to "
               f"those of the other. On it the plan moves along {found.pieces:,} straight pieces; on each, what the "
               "amounts of a group move is known exactly, and these moves were added up (the value of Aumann and Shapley). "
               "So contributions add up to the difference, and there is no order that they depend on.")
    elif found.orders is None:
        yield (f"Each of the {found.plans:,} ways to make some of the changes and not the others was planned. The "
               f"contribution of a group is the mean of what it adds over all orders in which the {count} groups can be "
               "made (the Shapley value), so contributions add up to the difference. Least and greatest are over all these "
               "orders: the further apart they are, the more the groups depend on one another.")
    else:
        yield (f"{found.orders:,} orders of the {count} groups were drawn, in pairs of one and its reverse (seed "
               f"{found.seed}), and {found.plans:,} plans made for them. The contribution of a group is the mean of what "
               "it adds over them; in each order the parts add up to the difference, so contributions do. The standard "
               "error says how much another sample may give. Least and greatest are over the orders drawn.")
    yield ("All plans are whole, with what is equally good settled in one way, on live models on which each donor stands "
           "by itself. Between donors with equal rights a published plan may share money in another way.")
