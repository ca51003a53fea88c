"""What the documentation quotes of studies of the fictional case: each piece of a page, and what its numbers are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from demo_figures import Figures, billions, fixed, millions, percents, whole
from quotes import Quote

import rightfin
from rightfin.study.why.short_causes import ShortCause


def row_of(found: rightfin.Findings, table: str, first: str) -> dict[str, float]:
    """Return numbers of the row of a table of findings that begins with a text, by column; what has none is NaN."""
    rows = found.table(table)
    row = next(row for row in rows.rows if row[0] == first)
    names = [heading.name for heading in rows.headings]
    return {
        name: float("nan") if value is None or isinstance(value, str) else float(value)
        for name, value in zip(names[1:], row[1:], strict=True)
    }


def of_studies(figures: Figures) -> Iterator[Quote]:
    """Yield what needs studies, which take minutes."""
    yield from _withdrawals(figures)
    yield from _requirement(figures)
    yield from _coordination(figures)
    yield from _explained(figures)
    yield from _alternatives(figures)
    yield from _learning(figures)
    yield from _cash(figures)

    def never_left() -> list[str]:
        found = figures.exits
        if found.reference is None or found.standing is None:
            raise ValueError("the exits of the fictional case have no plan to compare with")
        by_year = zip(found.years, found.reference.coverage, found.standing.coverage, strict=True)
        year, never, planned = max(by_year, key=lambda one: abs(one[1] - one[2]))
        return [percents(never, 1), str(year), percents(planned, 1)]

    yield Quote("docs/exits.md", "needs would be covered to {} % in {} if donors never left, because no year then asks for "
                "a force that the state can keep alone; the plan covers {} %.", never_left)


def _withdrawals(figures: Figures) -> Iterator[Quote]:
    page = "docs/withdrawal.md"

    def in_its_row(table: str, donor: str) -> list[str]:
        found = row_of(rightfin.findings(figures.withdrawals), table, donor)
        year, people, notice = str(int(found["year"])), whole(found["unsupported"]), whole(found["notice"])
        money = [billions(found[name], 2) for name in ("lost", "unpaid", "reserve")]
        return [year, *money[:2], people, percents(found["coverage_fall"], 1), money[2], notice]

    places = " | ".join(["{}"] * 7)
    for donor in ("Northland security assistance", "Lake State", "Sister Ports Fund", "Multi-donor trust fund",
                  "Union of Western States"):
        yield Quote(page, f"| {donor} | {places} |", partial(in_its_row, "withdrawals", donor))
    for donor in ("Northland security assistance", "Union of Western States", "Multi-donor trust fund",
                  "Sister Ports Fund"):
        yield Quote(page, f"| {donor}, worst | {places} |", partial(in_its_row, "worst", donor))
    yield Quote(page, "without it {} soldiers lack it in 2026", lambda: [
        in_its_row("withdrawals", "Northland security assistance")[3]])
    yield Quote(page, "When the union leaves in {}, {} billion of pay is missing", lambda: [
        in_its_row("worst", "Union of Western States")[place] for place in (0, 2)])
    yield Quote(page, "With a notice of {} years nothing more would break.", lambda: [
        in_its_row("worst", "Union of Western States")[6]])
    yield Quote(page, "Without the trust fund {} million more of old debts stand at the end of 2026.", lambda: [
        millions(figures.withdrawals.of("trust_fund").arrears[2026])])
    yield Quote(page, "needs open up, and {} donors can break more in a later year.", lambda: [
        str(sum(1 for one in figures.withdrawals.worst if (one.year or 0) > figures.withdrawals.year))])


def _learning(figures: Figures) -> Iterator[Quote]:
    def police() -> list[str]:
        found = next(one for one in rightfin.track(figures.case).splits if one.whose == "police")
        parts = [found.actual - found.planned, -found.parts["volume"], found.parts["price"], found.parts["exchange_rate"]]
        return [millions(amount) for amount in (*parts, found.decision)]

    yield Quote(
        "docs/learning.md", "the police spent {} million marks more in 2026 than planned: {} million less because "
                            "there were "
        "fewer people, {} million more for prices, {} million more for the exchange rate, and {} million that none of them "
        "explains.", police)


def _cash(figures: Figures) -> Iterator[Quote]:
    page = "docs/cash.md"

    def owed() -> list[str]:
        found = rightfin.cash(figures.case).found
        return [fixed(max(next(one for one in found.institutions if one.name == "police").months.tolist()))]

    def earlier() -> list[str]:
        found = rightfin.cash(figures.case)
        best = max(found.earlier, key=lambda one: one.person_months)
        return [whole(best.person_months), whole(found.found.person_months)]

    def bridged() -> list[str]:
        found = rightfin.cash(figures.case).found
        return [billions(max(found.accounts[0].bridge.tolist()), 2), millions(found.bridge_cost)]

    yield Quote(page, "the police are owed {} months of pay, and in March all of it is paid.", owed)
    yield Quote(page, "would take {} of {} person-months off what is owed.", earlier)
    yield Quote(page, "The government bridges {} billion marks at most, all that the case lets it, to pay other bills in "
                "time, which costs {} million marks in the year.", bridged)


def _requirement(figures: Figures) -> Iterator[Quote]:
    page, year = "docs/require.md", 2030

    def force() -> list[str]:
        found = figures.require(year)
        if found.force_standing is None:
            raise ValueError("the fictional case has no plan")
        both = {at: (held, plan) for at, held, plan in zip(found.years, found.force, found.force_standing, strict=True)
                if at >= year}
        most = max(both, key=lambda at: abs(both[at][0] - both[at][1]))
        return [whole(both[year][0]), *map(whole, both[most]), str(most)]

    def wages() -> list[str]:
        found = figures.require(year)
        need = found.need("revenue_level")
        if found.missing is None or need.amount is None or found.wage_bill is None:
            raise ValueError("no revenue pays for the force of the fictional case, or no wage bill limits it")
        at = found.years.index(year)
        more = need.amount / 100.0 * found.gdp[at]
        return [billions(sum(found.missing)), billions(more), billions(found.wage_bill.shares[at] * more, 2)]

    yield Quote(page, "({} and about as many in 2030, {} and {} in {}, in the fictional case without donors", force)
    yield Quote(page, "without donors from 2030 on MRK {} billion is missing up to 2037, and nothing if own pay may take "
                "more than 11.5 % of revenue. That is why so much revenue is asked for: of MRK {} billion more in 2030 "
                "only MRK {} billion may go to pay.", wages)


def _coordination(figures: Figures) -> Iterator[Quote]:
    page = "docs/coordination.md"

    def way(name: str) -> dict[str, float]:
        return row_of(rightfin.findings(figures.coordination), "arrangements", name)

    def in_its_row(name: str) -> list[str]:
        found = way(name)
        money = [billions(found["spent"]), billions(found["fees"], 2), billions(found["lost"], 2)]
        return [fixed(found["unmet"], 3), percents(found["met"], 2), percents(found["coverage"], 1), *money]

    def worth() -> list[str]:
        found = figures.coordination.perfect.worth
        if found is None or found.factor is None or found.extra is None:
            raise ValueError("nothing is as good as a perfect pool of the fictional case")
        return [percents(found.factor - 1.0, 1), billions(found.extra)]

    def costs() -> list[str]:
        found = {one.key: one.share for one in figures.coordination.restrictions if one.kind.value == "carry_over"}
        return [percents(found[donor,], 2) for donor in ("lake_state", "trust_fund")]

    def refusals() -> list[str]:
        found = {one.key: one.share for one in figures.coordination.restrictions if one.kind.value == "eligibility"}
        return [percents(found[key], 2) for key in (("sister_ports", "*", "*"), ("*", "delta_police", "*"))]

    def costly() -> list[str]:
        found = figures.coordination.restrictions
        return [str(sum(one.share > 0.0 or one.broken > 0.0 for one in found)), str(len(found))]

    def asks() -> list[str]:
        found = {(one.kind.value, one.who): one.share for one in figures.coordination.asks}
        return [percents(found[kind, ""], 1) for kind in ("carry_over", "training")]

    for name in ("Earmarked", "Pooled", "Perfect pool"):
        yield Quote(page, f"| {name} | {{}} | {{}} % | {{}} % | {{}} | {{}} | {{}} |", partial(in_its_row, name))
    yield Quote(page, "counts it at current prices: {} billion under earmarks.",
                lambda: [billions(figures.planned().unused)])
    yield Quote(page, "its gap {} % larger: it brings nothing", lambda: [percents(way("Pooled")["gap_change"], 1)])
    yield Quote(page, "The perfect pool is worth {} % more of both pledges under earmarks, or {} billion.", worth)
    yield Quote(page, "{} of the {} restrictions cost something by themselves,", costly)
    yield Quote(page, "to pay anybody but the Delta Police costs {} %, since others have to do without its unspent money, "
                "and that of all others to pay the Delta Police {} %.", refusals)
    yield Quote(page, "Lake State's unspent money {} % of the gap, that of the trust fund {} %.", costs)
    yield Quote(page, "all donors at once closes {} %, a tenth more training places everywhere {} %.", asks)


def _explained(figures: Figures) -> Iterator[Quote]:
    """Yield what explanations of two numbers say."""
    page = "docs/explain.md"

    def police() -> rightfin.Explanation:
        return figures.explained("institution=police,year=2029")

    def crime() -> rightfin.Explanation:
        return figures.explained("need=violent_crime,year=2029")

    def more(found: rightfin.Explanation, family: str) -> list[float]:
        one = next(one for one in found.limits if one.family == family)
        return [one.step, one.more.mean, one.same_to or 0.0]

    yield Quote(page, "why there are only {} police in 2029", lambda: [whole(police().value)])
    yield Quote(page, "{} more training places of the police in 2028 bring {} more people in pay in 2029, and each of up "
                "to {} brings as much", lambda: [whole(number) for number in more(police(), "training")])
    yield Quote(page, "Violent crime is covered to {} % in 2029", lambda: [percents(crime().value, 1)])
    yield Quote(page, "it would be {} % without any limit of training places", lambda: [
        percents(_alone(crime(), ShortCause.PLACES), 1)])
    yield Quote(page, "and {} % without limits of promotion, retrenchment and grades", lambda: [
        percents(_alone(crime(), ShortCause.CAREERS), 1)])
    yield Quote(page, "In full it is covered without {} kinds together", lambda: [
        str(len(causes.least if (causes := crime().causes) is not None else ()))])


def _alone(found: rightfin.Explanation, cause: ShortCause) -> float:
    """Return what a need would be covered to without one kind of limits."""
    causes = found.causes
    if causes is None:
        raise ValueError(f"{found.cell} is not short")
    return next(one.ends.least for one in causes.tried if one.causes == (cause,))


def _alternatives(figures: Figures) -> Iterator[Quote]:
    page = "docs/alternatives.md"

    def swapped(less: str, more: str) -> list[str]:
        found = figures.alternatives
        option = next(one for one in found.options if one.name == f"less strength.{less}, more strength.{more}")
        return [whole(abs(option.values[one.key] - found.planned[one.key])) for one in option.about]

    def police() -> list[str]:
        one = next(one for one in figures.alternatives.extents if one.aggregate.year is not None)
        return [whole(one.greatest), whole(one.least), whole(one.planned)]

    def in_its_row(label: str) -> list[str]:
        rows = rightfin.findings(figures.alternatives).table("options")
        names = [heading.name for heading in rows.headings]
        row = dict(zip(names, next(row for row in rows.rows if row[1] == label), strict=True))
        found = {name: float(str(row[name])) for name in ("coverage_2037", "cost_all", "donors_all")}
        return [percents(found["coverage_2037"], 1), billions(found["cost_all"]), billions(found["donors_all"])]

    def saved(loss: float) -> list[str]:
        shares = []
        for kind in ("cost", "donors"):
            points = next(one.points for one in figures.alternatives.tradeoffs if one.kind == kind)
            at = next(point for point in points if point.held == loss)
            shares.append(percents(1.0 - at.found / points[0].found, 1))
        return shares

    def security() -> list[str]:
        first = next(one.points[0] for one in figures.alternatives.tradeoffs if one.kind == "security")
        return [percents(first.held - 1.0, 1), percents(1.0 - first.found, 1)]

    yield Quote(page, "you can have {} fewer soldiers and {} more police in 2037", partial(swapped, "army", "police"))
    yield Quote(page, "or {} fewer police and {} more soldiers.", partial(swapped, "police", "army"))
    yield Quote(page, "number of police by itself is {}, the least {}; the plan has {}.", police)
    for label in ("The plan", "Less Marengan Army, more National Police", "Less National Police, more Marengan Army",
                  "Most women", "Least cost", "Least paid by all donors"):
        yield Quote(page, f"| {label} | {{}} % | {{}} | {{}} |", partial(in_its_row, label))
    yield Quote(page, "One per cent of coverage saves up to {} % of the cost or {} % of donors' money",
                partial(saved, 0.01))
    yield Quote(page, "five per cent {} % or {} %.", partial(saved, 0.05))
    yield Quote(page, "security can be covered {} % better if human security loses {} %.", security)
