"""The sheet of indicators: each a formula over the other sheets, with definition, unit, and what it is held against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rightfin.report import facts
from rightfin.report.facts import OWN
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, PlacedLine, YearLine
from rightfin.report.workbook.verdict import verdict_line
from rightfin.result.thresholds import THRESHOLDS, Relation, Threshold
from rightfin.schema import as_year
from rightfin.schema.indicators import INDICATORS, Indicator


def indicators_sheet(figures: Figures) -> None:
    """Write every indicator, and below it each of its thresholds with a verdict in words.

    Places ``("indicator", name)``. Raises ``ValueError`` for one that has neither a formula nor a reason to have none.
    """
    book = figures.book
    sheet = book.sheet(
        "Indicators",
        f"Money in {book.scale.unit} unless it is per head; shares in per cent. Formulas over the other sheets.",
        ("Indicator", "Unit", "Definition or source", *figures.headings),
        (44, 22, 66, 10),
    )
    row = HEADER_ROW + 1
    units = facts.indicator_units(figures.plan)
    formulas, several = dict(_formulas(figures)), bool(figures.plan.tables["payers"].rows)
    for definition in INDICATORS:
        values = facts.indicator(figures.plan, definition.name)
        if values:
            kind, divisor, unit = _shown(figures, definition, units[definition.name])
            stored = tuple(values[year] / divisor if year in values else None for year in figures.plan.years)
            live = formulas.get(definition.name, ()) or _kept_up(figures, definition.name)
            beyond = definition.not_in_sheets or (definition.not_by_payer if several else "")
            if not live and not beyond:
                raise ValueError(f"the indicator {definition.name} has no formula in report/workbook/indicators.py")
            number = "" if live else f" A number: {beyond} are not in the workbook."
            texts = definition.label, unit, definition.meaning + number
            place = book.line(sheet, row, YearLine(texts, stored, live, total=True), kind)
            figures.placed["indicator", definition.name] = place
            row = _thresholds(figures, sheet, row + 1, definition.name, place, kind, divisor)
    book.fit(sheet)


def _thresholds(
    figures: Figures, sheet: Any, row: int, indicator: str, place: PlacedLine, kind: str, divisor: float
) -> int:
    """Write the thresholds of an indicator below it; return the next row."""
    book = figures.book
    limits: dict[str, dict[int, float]] = {}
    for name, year, value in figures.plan.tables["thresholds"].rows:
        limits.setdefault(str(name), {})[as_year(year)] = float(value)
    for threshold in THRESHOLDS:
        if threshold.indicator != indicator or (not threshold.is_rule_of_thumb and threshold.name not in limits):
            continue
        values = _values(figures, threshold, limits.get(threshold.name, {}), divisor)
        sort = "Rule of thumb" if threshold.is_rule_of_thumb else "Limit of the case"
        if threshold.relation is Relation.COMPARE and not threshold.is_rule_of_thumb:
            sort = "To compare with"
        source = f"{threshold.meaning} Source: {threshold.source}."
        texts = (f"   {sort}: {threshold.label}", str(threshold.relation), source)
        limit = book.line(sheet, row, YearLine(texts, values), kind)
        verdict_line(book, sheet, row + 1, ("   How it stands", "", ""), place, limit, threshold.relation,
                     advice=threshold.is_rule_of_thumb)
        row += 2
    return row


def _values(
    figures: Figures, threshold: Threshold, limits: dict[int, float], divisor: float
) -> tuple[float | None, ...]:
    if threshold.value is not None:
        return (threshold.value,) * figures.years
    return tuple(limits[year] / divisor if year in limits else None for year in figures.plan.years)


def _cells(figures: Figures, *key: str) -> tuple[str, ...]:
    """Return the cells of a line that some sheet holds, as formulas name them; zeros if none does."""
    part = figures.placed.get(key)
    return part.cells("Indicators") if part is not None else ("0",) * figures.years


def _formulas(figures: Figures) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the formulas of each indicator that can be worked out from cells of other sheets."""
    divisor = figures.book.scale.divisor

    def of(*key: str) -> tuple[str, ...]:
        return _cells(figures, *key)

    def over(above: tuple[str, ...], below: tuple[str, ...], *, times: str = "") -> tuple[str, ...]:
        return tuple(f'IF({under}>0,{top}{times}/{under},"")' for top, under in zip(above, below, strict=True))

    def added(*parts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"({'+'.join(cells)})" if len(cells) > 1 else cells[0] for cells in zip(*parts, strict=True))

    cost, revenue, gdp, people = of("cost"), of("revenue"), of("gdp"), of("population")
    recurrent = of("cost", "recurrent")
    yield "total_strength", of("strength")
    yield "total_cost", cost
    yield "asked_cost", of("asked")
    if ("base year",) in figures.placed:
        base, = of("base year")
        yield "asked_growth", tuple(
            f"{asked}/{price}/{base}-1" for asked, price in zip(of("asked"), of("price level"), strict=True)
        )
    yield "asked_share_of_revenue", over(of("asked"), revenue)
    yield "own_share_of_asked_cost", over(of("payer", OWN), of("asked"))
    yield "broken_obligations", tuple(
        f"{unpaid}+{lacking}" for unpaid, lacking in zip(of("unfunded"), of("lacking"), strict=True)
    )
    yield "security_share_of_gdp", over(cost, gdp)
    yield "security_share_of_revenue", over(cost, revenue)
    yield "own_share_of_revenue", over(added(of("payer", OWN), of("cleared")), revenue)
    yield "own_pay_share_of_revenue", over(of("payer", OWN, "pay"), revenue)
    yield "wage_share", over(of("cost", "pay"), recurrent)
    yield "donor_dependency", over(of("grants"), cost)
    yield "self_sufficiency", over(of("own", "recurrent"), recurrent)
    yield "readiness", over(of("supported"), of("present"))
    yield "own_step", _steps(figures, of("outlay"), of("outlay before"), revenue)
    for name in ("coverage", "coverage_national", "coverage_human"):
        yield name, of("indicator", name)
    yield "security_balance", tuple(
        f'IF(AND(ISNUMBER({national}),N({human})>0),{national}/{human},"")'
        for national, human in zip(of("indicator", "coverage_national"), of("indicator", "coverage_human"), strict=True)
    )
    for name, sector, civilians in (("police_per_100k", "interior", False), ("justice_per_100k", "justice", True)):
        counted = _of_sector(figures, sector, civilians=civilians) or [("0",) * figures.years]
        yield name, over(added(*counted), people, times="*100")
    yield "pretrial_share", over(of("prisons", "detained"), of("prisons", "held"))
    yield "overcrowding", over(of("prisons", "overcrowding"), of("prisons", "places"))
    yield "revenue_after_security", over(of("left"), gdp)
    yield "revenue_after_security_per_head", over(of("left"), people, times=f"*{divisor / 1000.0!r}")
    yield "aid_on_budget", of("grants", "on budget")
    yield "aid_off_budget", of("grants", "off budget")
    yield "donor_money_lost", added(of("flow", "lapsed"), of("flow", "carry_loss"))


def _kept_up(figures: Figures, name: str) -> tuple[str, ...]:
    """Return the formulas of an indicator that follows from others above it: what is beyond, and who can be kept.

    None where several payers keep up what each may pay: that is in no cell.
    """
    cost, fixed, lasting, over = (
        _cells(figures, "indicator", of) for of in ("kept_up_cost", "kept_up_fixed", "lasting_money", "overhang")
    )
    ceiling, begins = _cells(figures, "ceiling"), min(facts.indicator(figures.plan, "excess"), default=None)
    if name in ("overhang", "kept_strength") and figures.plan.tables["payers"].rows:
        return ()
    if name == "overhang":
        return tuple(f"{c}-{p}-{most}" for c, p, most in zip(cost, lasting, ceiling, strict=True))
    if name == "excess" and begins is not None:
        return tuple(
            f"MAX(0,{amount})" if year >= begins else '""' for year, amount in zip(figures.plan.years, over, strict=True)
        )
    if name == "kept_strength":
        return tuple(
            f'IF({c}>{f},{persons}*MAX(0,{most}+{p}-{f})/({c}-{f}),"")'
            for c, f, p, most, persons in zip(cost, fixed, lasting, ceiling, _cells(figures, "strength"), strict=True)
        )
    return ()


def _steps(
    figures: Figures, outlay: tuple[str, ...], before: tuple[str, ...], revenue: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the formulas of the yearly rise; none in the first year where the outlay before it is not known."""
    formulas = [f'IF({r}>0,({o}-{b})/{r},"")' for o, b, r in zip(outlay, before, revenue, strict=True)]
    known = figures.plan.years[0] in facts.indicator(figures.plan, "own_step")
    return tuple(formulas if known else ["", *formulas[1:]])


def _of_sector(figures: Figures, sector: str, *, civilians: bool) -> list[tuple[str, ...]]:
    names = figures.plan.names
    return [
        part.cells("Indicators") for key, part in figures.placed.items()
        if key[0] == "present" and len(key) == 2 and names.sectors.get(names.cadre_institution.get(key[1], "")) == sector
        and (civilians or names.cadre_kind.get(key[1]) != "civilian")
    ]


def _shown(figures: Figures, definition: Indicator, unit: str) -> tuple[str, float, str]:
    """Return kind of number, divisor and unit in which an indicator is shown; ``unit`` is that of the plan's table."""
    if definition.is_share:
        return "exact share", 1.0, unit  # beside a limit, 99.0 and 99.0 may be kept or broken
    if definition.unit == "currency":
        return "money", figures.book.scale.divisor, figures.book.scale.unit
    if definition.unit == "ratio":
        return "ratio", 1.0, unit
    if definition.unit == "person-years":
        return "people", 1.0, unit
    return "units", 1.0, unit
