"""Section 6 of the page: numbers of the case that somebody chose, and that could be chosen otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rightfin.case.payers import GOVERNMENT
from rightfin.report import facts
from rightfin.report.page.parts import Section, Told
from rightfin.report.page.words import runs
from rightfin.report.words.wording import begun, labels, listed, money, people, percent, significant
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.study.briefing.stated import Cap, Stated
from rightfin.study.briefing.study import Briefing
from rightfin.tolerances import REACHED

MOST_BANDS = 4
"""Most penalty bands that are told one by one."""


def political_choices(plan: Plan, found: Briefing | None) -> Section:
    """Return the section."""
    stated = found.stated if found is not None else None
    caps = _caps(plan, stated) if stated is not None else ()
    saving = _saving(plan, stated.saving) if stated is not None and stated.saving is not None else ()
    lines = (
        *_ceiling(plan), *_parts(plan), *_wage_bill(plan), *saving, *_handovers(plan), *_weights(plan), *_bands(plan),
        *caps, *(() if stated is None else (*_packages(plan, stated), *_transfers(plan, stated))), *_tolerance(plan),
    )
    return Section(6, "choices", "POLITICAL CHOICES", lines)


def _ceiling(plan: Plan) -> Iterator[Told]:
    revenue, ceiling = (plan.tables["fiscal"].by_year(column) for column in ("revenue", "ceiling"))
    shares = {year: ceiling[year] / revenue[year] for year in ceiling if revenue.get(year, 0.0) > 0.0}
    if shares:
        whose = "the revenue of all payers, all ceilings together" if plan.tables["payers"].rows else "revenue"
        yield Told("Ceiling of own spending", f"{_from_to(shares, lambda share: f'{percent(share)} of {whose}')}.")


def _parts(plan: Plan) -> Iterator[Told]:
    """Yield a line on each ceiling and floor of own money on a part of the budget, and when it is just met or missed."""
    courses: dict[tuple[str, str], list[tuple[int, float, float]]] = {}
    for name, year, bound, limit, own, *_ in plan.tables["ceilings"].rows:
        courses.setdefault((str(name), str(bound)), []).append((as_year(year), float(limit), float(own)))
    for (name, bound), course in courses.items():
        limits = {year: limit for year, limit, _ in course}
        room = REACHED * max(limits.values())
        missed = [year for year, limit, own in course if bound == "min" and own < limit - room]
        met = [year for year, limit, own in course if abs(own - limit) <= room]
        parts = [f"{what} in {runs(years)}" for what, years in (("missed", missed), ("just that", met)) if years]
        reached = ", ".join(parts) or f"{'less' if bound == 'max' else 'more'} than that in each of these years"
        said = f"own money on its part is at {'most' if bound == 'max' else 'least'}"
        amounts = _from_to(limits, lambda limit: money(limit, plan.currency))
        yield Told(f"{'Ceiling' if bound == 'max' else 'Floor'} ({name})", f"{said} {amounts}; {reached}.")


def _wage_bill(plan: Plan) -> Iterator[Told]:
    """Yield a line on the limit of the wage bill, which can leave pay unpaid while there is money."""
    limit, pay = facts.threshold(plan, "wage_bill"), facts.indicator(plan, "own_pay_share_of_revenue")
    if limit:
        full = [year for year in limit if pay.get(year, 0.0) >= limit[year] - REACHED]
        reached = f"reached in {runs(full)}" if full else "reached in no year"
        most = _from_to(limit, lambda share: f"{percent(share)} of revenue")
        yield Told("Limit of the wage bill", f"own pay takes at most {most}; {reached}.")


def _saving(plan: Plan, most: float) -> Iterator[Told]:
    """Yield a line on how much of a year's ceiling may be saved."""
    if most <= 0.0:
        yield Told("Limit on saving", "nothing may be saved.")
        return
    saved, ceiling = (plan.tables["fiscal"].by_year(column) for column in ("saved", "ceiling"))
    full = [year for year in saved if ceiling[year] > 0.0 and saved[year] >= (1.0 - REACHED) * most * ceiling[year]]
    reached = f"reached in {runs(full)}" if full else "reached in no year"
    yield Told("Limit on saving", f"at most {percent(most)} of a year's ceiling; {reached}.")


def _handovers(plan: Plan) -> Iterator[Told]:
    """Yield a line on each handover that asks for something: what the state has to bear of the recurrent cost that is paid
    on its lines, and when it bears no more than that."""
    courses: dict[str, list[tuple[int, float, float]]] = {}
    for name, year, required, _, _, share in plan.tables["handover"].rows:
        courses.setdefault(str(name), []).append((as_year(year), float(required), float(share)))
    for name, course in courses.items():
        asking = {year: required for year, required, _ in course if required > 0.0}
        if not asking:
            continue
        at = [year for year, required, share in course if required > 0.0 and share <= required + REACHED]
        reached = f"just that in {runs(at)}" if at else "more than that in each of these years"
        least = f"{_from_to(asking, percent)} of the recurrent cost that is paid on its lines"
        yield Told(f"Handover ({name})", f"the state bears at least {least}; {reached}.")


def _weights(plan: Plan) -> Iterator[Told]:
    weights = [(plan.names.needs.get(str(need), str(need)), float(weight)) for need, weight in plan.tables["weights"].rows]
    if len(weights) > 1:
        yield Told("Weight of each need", ", ".join(f"{name} {weight:g}" for name, weight in weights) + ".")


def _bands(plan: Plan) -> Iterator[Told]:
    """Yield a line on how the case weighs what is missing of a need, mild to severe."""
    names, of_need = labels(plan.names.needs, plan.names.needs), dict[str, list[tuple[float, float]]]()
    for need, _, width, penalty in plan.tables["bands"].rows:
        of_need.setdefault(str(need), []).append((float(width), float(penalty)))
    by_bands: dict[tuple[tuple[float, float], ...], list[str]] = {}
    for need, bands in of_need.items():
        if len(bands) > 1:
            by_bands.setdefault(tuple(bands), []).append(names[need])
    told = [f"{_written(bands)} ({listed(needs)})" for bands, needs in by_bands.items()]
    if told:
        yield Told("What is missing weighs", f"{'; '.join(told)}.")


def _written(bands: tuple[tuple[float, float], ...]) -> str:
    if len(bands) > MOST_BANDS:
        ends = f"from {bands[0][1]:g} for the first points below full cover to {bands[-1][1]:g} for the last"
        return f"{ends}, in {len(bands)} steps"
    parts = [f"{penalty:g} each for the {'first' if n == 0 else 'next' if n < len(bands) - 1 else 'last'} "
             f"{100.0 * width:.3g} points" for n, (width, penalty) in enumerate(bands)]
    return f"{parts[0]} below full cover, {', '.join(parts[1:])}"


def _caps(plan: Plan, stated: Stated) -> Iterator[Told]:
    for cap in stated.caps:
        yield from _cap(plan, cap)


def _packages(plan: Plan, stated: Stated) -> Iterator[Told]:
    """Yield a line on packages that are planned, and in which years everyone is there who belongs to them."""
    for one in stated.packages:
        where = plan.names.institutions.get(one.institution, one.institution)
        reached = f"all their people are there in {len(one.reached)} of {len(one.numbers)} years"
        numbers = _from_to(one.numbers, lambda number: f"{number:g}")
        yield Told(f"Package: {one.title} ({where})", f"{numbers}, wished for; {reached}.")


def _transfers(plan: Plan, stated: Stated) -> Iterator[Told]:
    """Yield a line on what each payer gives another."""
    names = {**plan.names.payers, GOVERNMENT: "the government"}
    for one in stated.transfers:
        amounts = _from_to(one.amounts, lambda amount: money(amount, plan.currency))
        yield Told(f"Transfer ({one.transfer})", begun(f"{names[one.giver]} gives {names[one.taker]} {amounts}."))


def _cap(plan: Plan, cap: Cap) -> Iterator[Told]:
    """Yield a line on a limit of strength that is hard or reached."""
    if not (cap.is_hard or cap.reached):
        return
    text = f"{'at most' if cap.is_greatest else 'at least'} {_from_to(cap.persons, people)}"
    text += ", kept whatever it costs" if cap.is_hard else ", wished for"
    name = plan.names.cadres.get(cap.cadre, cap.cadre)
    reached = f"reached in {len(cap.reached)} of {len(plan.years)} years" if cap.reached else "never reached"
    yield Told(begun(f"{'cap' if cap.is_greatest else 'floor'}: {name}"), f"{text}; {reached}.")


def _from_to(by_year: Mapping[int, float], write: Callable[[float], str]) -> str:
    """Return the first and the last of numbers by year, one alone where they are the same."""
    first, last = min(by_year), max(by_year)
    before, after = write(by_year[first]), write(by_year[last])
    return before if before == after else f"{before} in {first}, {after} in {last}"


def _tolerance(plan: Plan) -> Iterator[Told]:
    if plan.arrears_tolerance > 0.0:
        share = significant(plan.arrears_tolerance)
        yield Told("Unpaid by choice", f"arrears_tolerance lets up to {share} of all ceilings stay unpaid so that more "
                                       "needs are covered.")
