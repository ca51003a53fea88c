"""What happens if a donor leaves without notice, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rightfin.report import facts
from rightfin.report.answer import Sentence
from rightfin.report.findings import Findings, FindingsTable, Heading, Kind, Picture
from rightfin.report.withdrawal_charts import broken_chart, coverage_chart
from rightfin.report.wording import labels, listed, money, people
from rightfin.study.absorb import Absorbed
from rightfin.study.withdrawal import Withdrawal, Withdrawals

NAMED = 3
"""Most lines, cadres or needs that a sentence names; the tables have all of them."""

SEEN_FALL = 5e-4
"""Least fall of coverage over all needs that is told: a twentieth of a percentage point."""


def findings(found: Withdrawals) -> Findings:
    """Return withdrawal tests as findings; all tests have an answer."""
    return Findings(
        study="withdraw",
        title=f"{found.base.title}: {_who_leaves(found)} without notice",
        currency=found.base.currency,
        scale=facts.money_scale(found.base),
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=(_donors_table(found), _by_year_table(found), *_detail_tables(found)),
        pictures=_pictures(found),
        method=(
            "The plan is made with every donor apart. Then one donor leaves, and what was decided by then stays as it "
            "is: everything of the years before, in the year itself who is hired, retrenched and promoted and what is "
            "bought, and recruits in training. From then on the plan is made anew, with all levels, and people leave "
            "only as attrition and demobilisation allow.",
            "What is listed is what comes on top of the plan with all donors, in the years shown. Money that must "
            "stay unpaid is what no plan avoids (level 1a); the arrears tolerance of the case may leave a little more "
            "unpaid to cover needs.",
            "The reserve is the least extra money, from the donor's first missing year on, with which no year has "
            "more unpaid, no cadre more unsupported people and no year more arrears than the plan with all donors; it "
            "may pay any line. The reserve for needs keeps unmet needs and broken rules at their planned level, too. "
            "Both are discounted to base-year prices and count the years planned after the last one shown.",
            "The notice is the least number of whole years by which the news must come earlier so that no more is "
            "broken than in the plan with all donors.",
        ),
    )


def _names(found: Withdrawals) -> dict[str, str]:
    return labels(found.base.names.donors, [one.donor for one in found.each])


def _who_leaves(found: Withdrawals) -> str:
    return f"{_names(found)[found.each[0].donor]} leaves" if len(found.each) == 1 else "donors that leave"


def lost_value(found: Withdrawals, one: Withdrawal) -> float:
    """Return the money of a donor that does not come, discounted to base-year prices."""
    return sum(found.discounted[year] * amount for year, amount in one.lost.items())


def _sentences(found: Withdrawals) -> Iterator[Sentence]:
    names = _names(found)
    when = f"in {found.asked}" if found.asked else "in the year of its largest grant"
    who = names[found.each[0].donor] if len(found.each) == 1 else "one donor after the other"
    yield Sentence("question", "Question", f"What if {who} gives nothing any more, {when} and without notice, while people "
                   "and contracts are in place?")
    left = [one for one in found.each if one.year is not None]
    if left:
        yield Sentence("worst", "In short", _worst(found, left, names))
    for one in found.each:
        yield Sentence(f"donor_{one.donor}", names[one.donor], _text(found, one))


def _worst(found: Withdrawals, left: list[Withdrawal], names: dict[str, str]) -> str:
    breaking = sorted((one for one in left if one.broken > 0.0), key=lambda one: -one.broken)
    if breaking:
        most = "Most breaks" if len(left) > 1 else "Something breaks"
        amount = money(breaking[0].broken, found.base.currency)
        text = (f"{most} if {names[breaking[0].donor]} leaves: {amount} has to stay "
                f"unpaid or unsupported {_discounted(found, found.discounted)}.")
        if len(left) > len(breaking):
            text += f" Of {len(left)} donors, {len(left) - len(breaking)} can leave without anything more breaking."
    else:
        who = "Whoever" if len(left) > 1 else f"If {names[left[0].donor]}"
        text = f"{who} leaves, nothing has to stay unpaid or unsupported that is paid and supported in the plan."
    fallen = max(left, key=lambda one: round(max(_falls(found, one).values(), default=0.0), 3))
    falls = _falls(found, fallen)
    if falls and max(falls.values()) > SEEN_FALL:
        year = max(falls, key=lambda t: round(falls[t], 3))
        loss = f"falls by {_points(falls[year])} in {year}, all needs together."
        text += (f" Needs lose most if {names[fallen.donor]} leaves: their coverage {loss}" if len(left) > 1 else
                 f" The coverage of needs {loss}")
    return text


def _discounted(found: Withdrawals, years: Iterable[int]) -> str:
    """Return how an amount of these years is counted, in brackets."""
    end = found.base.years[-1]
    later = f", years after {end} included" if any(year > end for year in years) else ""
    return f"(at base-year prices, discounted{later})"


def _falls(found: Withdrawals, one: Withdrawal) -> dict[int, float]:
    """Return by how much the coverage of all needs together falls, as a share, by year."""
    before, after = facts.indicator(found.base, "coverage"), facts.indicator(one.plan, "coverage")
    return {year: before[year] - after[year] for year in before if year in after}


def _text(found: Withdrawals, one: Withdrawal) -> str:
    base = found.base
    if one.year is None:
        since = f" from {found.asked} on" if found.asked else ""
        return f"The plan spends nothing of its money{since}, so nothing changes if it leaves."
    years = [year for year, amount in one.lost.items() if amount > 0.0]
    span = "" if not years else f" in {years[0]}" if len(years) == 1 else f" from {years[0]} to {years[-1]}"
    parts = [f"Without it from {one.year} on, {money(lost_value(found, one), base.currency)} that the plan "
             f"spends{span} do not come (at base-year prices, discounted)." if years else
             f"Without it from {one.year} on, money that the plan spends after {base.years[-1]} does not come."]
    parts.append(_unpaid(found, one))
    if one.unsupported:
        parts.append(_unsupported(found, one))
    parts.append(_needs(found, one))
    parts.append(_absorbed(found, one))
    return " ".join(part for part in parts if part)


def _unpaid(found: Withdrawals, one: Withdrawal) -> str:
    base = found.base
    least = facts.MATERIAL * max((row.cost for row in facts.yearly(base)), default=0.0)
    told = sorted((item for item in one.unpaid if item.amount > least),
                  key=lambda item: (-float(f"{item.amount:.3g}"), item.year))
    if not told:
        if one.broken == 0.0:
            return "Everyone is paid as planned."
        return "In the years shown everyone is paid as planned, but more has to break, by lack of support or later."
    institutions = labels(base.names.institutions, [item.institution for item in told])
    lines = [f"{money(item.amount, base.currency)} of {item.category} of {institutions[item.institution]} in {item.year}"
             for item in told[:NAMED]]
    rest = len(told) - NAMED
    more = "" if rest <= 0 else ", and one more amount, no larger" if rest == 1 else f", and {rest} more, none larger"
    text = f"Left unpaid beyond the plan, at current prices: {listed(lines)}{more}."
    if one.broken == 0.0:
        text += " It would not have to be: the arrears tolerance leaves it unpaid to cover more needs."
    if one.arrears:
        year = max(sorted(one.arrears), key=lambda t: float(f"{one.arrears[t]:.3g}"))
        text += f" Arrears are up to {money(one.arrears[year], base.currency)} higher ({year})."
    return text


def _unsupported(found: Withdrawals, one: Withdrawal) -> str:
    by_year: dict[int, float] = {}
    for item in one.unsupported:
        by_year[item.year] = by_year.get(item.year, 0.0) + item.people
    year = max(sorted(by_year), key=lambda t: round(by_year[t]))
    worst = sorted((item for item in one.unsupported if item.year == year), key=lambda item: -item.people)[:NAMED]
    cadres = labels(found.base.names.cadres, [item.cadre for item in worst])
    named = listed([f"{people(item.people)} {cadres[item.cadre]}" for item in worst])
    more = people(by_year[year])
    return f"Paid but not supported are most in {year}: {more} people more than planned, among them {named}."


def _needs(found: Withdrawals, one: Withdrawal) -> str:
    worst: dict[str, tuple[float, int]] = {}
    for gap in one.falls:
        worst[gap.need] = max(worst.get(gap.need, (0.0, 0)), (round(gap.points, 1), -gap.year))
    if not worst:
        return "All needs stay as covered as planned."
    names = labels(found.base.names.needs, worst)
    ordered = sorted(worst.items(), key=lambda entry: (-entry[1][0], entry[0]))[:NAMED]
    return "Coverage falls most for " + listed([
        f"{names[need]} (by {_points(points / 100.0)} in {-year})" for need, (points, year) in ordered
    ]) + "."


def _absorbed(found: Withdrawals, one: Withdrawal) -> str:
    currency = found.base.currency
    texts = []
    if one.reserve.discounted > 0.0:
        texts.append(f"A reserve of {money(one.reserve.discounted, currency)} {_discounted(found, one.reserve.by_year)} "
                     "would have kept everything paid and supported as planned.")
    needs = money(one.reserve_for_needs.discounted, currency)
    if one.reserve.discounted > 0.0 and needs == money(one.reserve.discounted, currency):
        texts.append("It would have kept needs as covered on the whole, too.")
    elif one.reserve.discounted > 0.0:
        texts.append(f"One of {needs} would have kept needs as covered on the whole, too.")
    elif one.reserve_for_needs.discounted > 0.0:
        texts.append(f"A reserve of {needs} {_discounted(found, one.reserve_for_needs.by_year)} would have kept needs as "
                     "covered on the whole.")
    if one.notice is None:
        texts.append("No notice would have been long enough: even a plan that knew from the start breaks more.")
    elif one.notice > 0:
        years = "A year's notice" if one.notice == 1 else f"{one.notice} years' notice"
        texts.append(f"{years} would have been enough to break no more than planned.")
    return " ".join(texts)


def _points(share: float) -> str:
    return f"{100.0 * share:.1f} points"


def _donors_table(found: Withdrawals) -> FindingsTable:
    names = _names(found)
    rows = []
    for one in found.each:
        falls = _falls(found, one)
        rows.append((
            names[one.donor], one.year, lost_value(found, one), one.broken, sum(item.amount for item in one.unpaid),
            max(one.arrears.values(), default=0.0), _most_unsupported(one), max(0.0, max(falls.values(), default=0.0)),
            one.reserve.discounted, one.reserve_for_needs.discounted, one.notice,
        ))
    return FindingsTable("withdrawals", "What each withdrawal does", (
        Heading("donor", "Donor", Kind.TEXT),
        Heading("year", "Leaves in", Kind.YEAR, "First year without its money; blank: the plan spends none of it."),
        Heading("lost", "Money lost", Kind.MONEY, "What the plan spends of it from then on, discounted."),
        Heading("broken", "Has to break", Kind.MONEY, "Least that is unpaid or unsupported beyond the plan, discounted, "
                "later years included."),
        Heading("unpaid", "Unpaid", Kind.MONEY, "Left unpaid beyond the plan in the years shown, at current prices.",
                shown=False),
        Heading("arrears", "Arrears", Kind.MONEY, "Largest rise of what is owed at the end of a year.", shown=False),
        Heading("unsupported", "Unsupported", Kind.PEOPLE, "Most people in one year who are paid but not supported, beyond "
                "the plan.", shown=False),
        Heading("coverage_fall", "Coverage falls by", Kind.SHARE, "Largest fall in one year, all needs together, "
                                                                  "weighted."),
        Heading("reserve", "Reserve", Kind.MONEY, "Least extra money with which no more is broken, discounted."),
        Heading("reserve_for_needs", "Reserve for needs", Kind.MONEY, "The same with needs as covered as planned.",
                shown=False),
        Heading("notice", "Notice, years", Kind.NUMBER, "Least notice with which no more is broken; blank: none is "
                                                        "enough."),
    ), tuple(rows), "Discounted amounts are at base-year prices.")


def _most_unsupported(one: Withdrawal) -> float:
    years = {item.year for item in one.unsupported}
    return max((sum(item.people for item in one.unsupported if item.year == year) for year in years), default=0.0)


def _by_year_table(found: Withdrawals) -> FindingsTable:
    names, rows = _names(found), []
    before = facts.indicator(found.base, "coverage")
    broken_before = facts.indicator(found.base, "broken_obligations")
    for one in found.each:
        after, broken = facts.indicator(one.plan, "coverage"), facts.indicator(one.plan, "broken_obligations")
        rows += [
            (names[one.donor], year, one.lost.get(year, 0.0),
             max(0.0, broken.get(year, 0.0) - broken_before.get(year, 0.0)),
             one.arrears.get(year, 0.0), before.get(year), after.get(year), _of_year(one.reserve, year),
             _of_year(one.reserve_for_needs, year))
            for year in found.base.years
        ]
    return FindingsTable("by_year", "Year by year", (
        Heading("donor", "Donor that leaves", Kind.TEXT),
        Heading("year", "Year", Kind.YEAR),
        Heading("lost", "Money lost", Kind.MONEY),
        Heading("broken", "Unpaid or unsupported", Kind.MONEY, "Beyond the plan."),
        Heading("arrears", "Arrears", Kind.MONEY, "Beyond the plan, at the end of the year."),
        Heading("coverage_before", "Coverage planned", Kind.SHARE, "All needs together, weighted."),
        Heading("coverage_after", "Coverage without it", Kind.SHARE),
        Heading("reserve", "Reserve", Kind.MONEY, "One way to draw the least reserve; only its sum is settled."),
        Heading("reserve_for_needs", "Reserve for needs", Kind.MONEY, "One way, as before."),
    ), tuple(rows), "Money at current prices. A reserve may also be drawn after the last year shown.")


def _of_year(reserve: Absorbed, year: int) -> float:
    return reserve.by_year.get(year, 0.0)


def _detail_tables(found: Withdrawals) -> Iterator[FindingsTable]:
    names, all_names = _names(found), found.base.names
    donor = Heading("donor", "Donor that leaves", Kind.TEXT)
    year = Heading("year", "Year", Kind.YEAR)
    unpaid = tuple(
        (names[one.donor], all_names.institutions.get(item.institution, item.institution), item.category, item.year,
         item.amount)
        for one in found.each for item in one.unpaid
    )
    unsupported = tuple(
        (names[one.donor], all_names.cadres.get(item.cadre, item.cadre), item.year, item.people)
        for one in found.each for item in one.unsupported
    )
    falls = tuple(
        (names[one.donor], all_names.needs.get(gap.need, gap.need), gap.year, gap.before, gap.after, gap.before - gap.after)
        for one in found.each for gap in one.falls
    )
    if unpaid:
        yield FindingsTable("unpaid", "Who is unpaid", (
            donor, Heading("institution", "Institution", Kind.TEXT), Heading("category", "Category", Kind.TEXT), year,
            Heading("amount", "Unpaid", Kind.MONEY, "Beyond the plan."),
        ), unpaid)
    if unsupported:
        yield FindingsTable("unsupported", "Who is paid but not supported", (
            donor, Heading("cadre", "Cadre", Kind.TEXT), year, Heading("people", "People", Kind.PEOPLE, "Beyond the plan."),
        ), unsupported)
    if falls:
        yield FindingsTable("coverage", "Which needs open up", (
            donor, Heading("need", "Need", Kind.TEXT), year, Heading("before", "Coverage planned", Kind.SHARE),
            Heading("after", "Coverage without it", Kind.SHARE), Heading("fall", "Fall", Kind.SHARE, "In points of "
                                                                                                     "coverage."),
        ), falls)


def _pictures(found: Withdrawals) -> tuple[Picture, ...]:
    table = _by_year_table(found)
    if not any(one.year is not None for one in found.each):
        return ()
    pictures = [Picture("withdraw_coverage", "Coverage that is lost, by donor and year", coverage_chart(table), "by_year")]
    if any(row[3] for row in table.rows):
        scale = facts.money_scale(found.base)
        pictures.append(Picture("withdraw_broken", "What is unpaid or unsupported, by donor and year",
                                broken_chart(table, scale), "by_year"))
    return tuple(pictures)
