"""What happens if a donor leaves without notice, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.charts.withdrawal import broken_chart, coverage_chart
from rightfin.report.studies.findings import Findings, Picture
from rightfin.report.studies.withdrawal_tables import (
    by_year_table,
    coverage_falls,
    detail_tables,
    donors_table,
    worst_table,
)
from rightfin.report.words.answer import Sentence
from rightfin.report.words.parts import unpaid_under_ceilings
from rightfin.report.words.stranded import stranded_sentence
from rightfin.report.words.wording import labels, listed, money, people
from rightfin.study.withdrawal.absorb import Absorbed
from rightfin.study.withdrawal.study import Withdrawal, Withdrawals
from rightfin.tolerances import MATERIAL, SEEN

NAMED = 3
"""Most lines, cadres or needs that a sentence names; the tables have all of them."""


def findings(found: Withdrawals) -> Findings:
    """Return withdrawal tests as findings; all tests have an answer."""
    return Findings(
        study="withdraw",
        title=f"{found.base.title}: {_who_leaves(found)} without notice",
        currency=found.base.currency,
        scale=facts.money_scale(found.base),
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=(donors_table(found), worst_table(found), by_year_table(found), *detail_tables(found)),
        pictures=_pictures(found),
        method=(
            "The plan is made with every donor apart. Then one donor leaves, and what was decided by then stays as it "
            "was: everything of the years before, and in the year itself who is hired, retrenched and promoted and what is "
            "bought; recruits in training by then join. The rest of the plan is free and knows the rest of the future.",
            f"Donors are compared in one common year, {found.year}. Then every year is tried for each donor; its "
            "worst year "
            "is the one in which what cannot be paid or supported, whatever is done (level 1a), grows most.",
            "A reserve is the least extra money from the year on, under no ceiling, handover or eligibility, with which "
            "no more is unpaid, unsupported or owed than in the plan with all donors; the plan may hire less to save it. "
            "With needs kept, unmet needs and broken rules stay as they were on the whole, too.",
            "Money is at current prices. The notice is the least number of whole years by which the news must come "
            "earlier so "
            "that no more is unpaid or unsupported than in the plan with all donors.",
        ),
    )


def _names(found: Withdrawals) -> dict[str, str]:
    return labels(found.base.names.donors, [one.donor for one in found.each])


def _who_leaves(found: Withdrawals) -> str:
    return f"{_names(found)[found.each[0].donor]} leaves" if len(found.each) == 1 else "donors that leave"


def _sentences(found: Withdrawals) -> Iterator[Sentence]:
    names = _names(found)
    first = ", the first year planned" if found.year == found.base.years[0] else ""
    who = names[found.each[0].donor] if len(found.each) == 1 else "one donor after the other"
    yield Sentence("question", "Question", f"What if {who} gives nothing any more from {found.year}{first}, or from its "
                   "worst year, on, and nobody knew, while people and contracts are in place? Money is at current prices.")
    if any(one.year is not None for one in found.each) or found.worst:
        yield Sentence("common", f"From {found.year} on", _common(found, names))
        yield Sentence("worst", "In the worst year", _worst(found, names))
    for one in found.each:
        yield Sentence(f"donor_{one.donor}", names[one.donor], _donor(found, one))
    issues = [issue for one in (*found.each, *found.worst) for issue in one.stranded]
    yield from stranded_sentence(dict.fromkeys(issues))


def _common(found: Withdrawals, names: dict[str, str]) -> str:
    left = [one for one in found.each if one.year is not None]
    if not left:
        return "Nobody gives anything from then on."
    breaking = sorted((one for one in left if one.broken > 0.0), key=lambda one: -_rounded(one.broken))
    if breaking:
        most = "Most breaks" if len(left) > 1 else "Something breaks"
        text = f"{most} without {names[breaking[0].donor]}: {_broken(found, breaking[0])}."
        if len(left) > len(breaking):
            text += f" Of {len(left)} donors, {len(left) - len(breaking)} can leave without anything more breaking."
    else:
        who = "Whoever" if len(left) > 1 else f"If {names[left[0].donor]}"
        text = f"{who} leaves, all that the plan pays and supports can still be paid and supported."
    fallen = max(left, key=lambda one: round(max(coverage_falls(found, one).values(), default=0.0), 3))
    falls = coverage_falls(found, fallen)
    if falls and max(falls.values()) > SEEN:
        year = max(falls, key=lambda t: round(falls[t], 3))
        loss = f"falls by {_points(falls[year])} in {year}, all needs together."
        text += (f" Needs lose most without {names[fallen.donor]}: their coverage {loss}" if len(left) > 1 else
                 f" The coverage of needs {loss}")
    return text


def _worst(found: Withdrawals, names: dict[str, str]) -> str:
    if not found.worst:
        who = "Whoever leaves" if len(found.each) > 1 else f"If {names[found.each[0].donor]} leaves"
        return f"{who}, in whichever year, all that the plan pays and supports can still be paid and supported."
    texts = [
        f"without {names[one.donor]} from {one.year} on, {_broken(found, one)}{_notice(one)}" for one in found.worst[:NAMED]
    ]
    rest = len(found.worst) - NAMED
    more = "" if rest <= 0 else " One more donor breaks less." if rest == 1 else f" {rest} more donors break less."
    text = "; ".join(texts)
    return f"{text[0].upper()}{text[1:]}.{more}"


def _broken(found: Withdrawals, one: Withdrawal) -> str:
    """Return in a few words what breaks: money that nobody pays, people without support."""
    unpaid = sum(item.amount for item in one.unpaid)
    unsupported, year = _most_unsupported(one)
    parts = [f"{money(unpaid, found.base.currency)} is left unpaid ({_lines(found, one)})"] if unpaid > 0.0 else []
    if unsupported:
        parts.append(f"{people(unsupported)} people more are paid but not supported in {year}, when they are most")
    return listed(parts) or f"something more is unpaid or unsupported after {found.base.years[-1]}, the last year shown"


def _lines(found: Withdrawals, one: Withdrawal) -> str:
    """Return the largest of what is left unpaid, by institution and category over all years."""
    sums: dict[tuple[str, str], float] = {}
    years: dict[tuple[str, str], set[int]] = {}
    for item in one.unpaid:
        key = item.institution, item.category
        sums[key] = sums.get(key, 0.0) + item.amount / found.prices[item.year]
        years.setdefault(key, set()).add(item.year)
    names = labels(found.base.names.institutions, [institution for institution, _ in sums])
    largest = sorted(sums, key=lambda key: (-_rounded(sums[key]), key))
    told = [f"{category} of {names[institution]} {_span(years[institution, category])}"
            for institution, category in largest[:NAMED]]
    return f"{listed(told)}{' and others' if len(sums) > NAMED else ''}"


def _span(years: set[int]) -> str:
    """Return when something happens: one year, or the first and the last one."""
    return f"in {min(years)}" if len(years) == 1 else f"from {min(years)} to {max(years)}"


def _notice(one: Withdrawal) -> str:
    """Return what notice avoids it, as the end of a sentence."""
    if one.notice is None:
        return ", and no notice avoids it"
    return ", which a year's notice avoids" if one.notice == 1 else f", which {one.notice} years' notice avoids"


def _donor(found: Withdrawals, one: Withdrawal) -> str:
    worst = found.worst_of(one.donor)
    if worst is one:
        return f"{_text(found, one)} This is its worst year."
    if worst is not None:
        return f"{_text(found, one)} Its worst year is {worst.year}. {_text(found, worst)}"
    if one.year is None:
        return _text(found, one)
    return f"{_text(found, one)} In no other year would anything more have to break."


def _text(found: Withdrawals, one: Withdrawal) -> str:
    base = found.base
    if one.year is None:
        return f"The plan spends nothing of its money from {found.year} on, so nothing changes if it leaves."
    years = [year for year, amount in one.lost.items() if amount > 0.0]
    span = "" if not years else f" in {years[0]}" if len(years) == 1 else f" from {years[0]} to {years[-1]}"
    parts = [f"Without it from {one.year} on, {money(sum(one.lost.values()), base.currency)} that the plan spends{span} do "
             "not come." if years else
             f"Without it from {one.year} on, money that the plan spends after {base.years[-1]} does not come."]
    parts.append(_unpaid(found, one))
    if one.unsupported:
        parts.append(_unsupported(found, one))
    parts.append(_needs(found, one))
    parts.append(_absorbed(found, one))
    return " ".join(part for part in parts if part)


def _unpaid(found: Withdrawals, one: Withdrawal) -> str:
    base = found.base
    least = {row.year: MATERIAL * row.cost for row in facts.yearly(base)}
    told = sorted((item for item in one.unpaid if item.amount > least[item.year]),
                  key=lambda item: (-_rounded(item.amount / found.prices[item.year]), item.year))
    if not told:
        if one.broken == 0.0 and one.arrears:
            return f"Everyone is paid as planned, but old debts later: {_arrears(found, one)}."
        if one.broken == 0.0:
            return "Everyone is paid as planned."
        return "In the years shown everyone is paid as planned, but more has to break, by lack of support or later."
    institutions = labels(base.names.institutions, [item.institution for item in told])
    lines = [f"{money(item.amount, base.currency)} of {item.category} of {institutions[item.institution]} in {item.year}"
             for item in told[:NAMED]]
    rest = len(told) - NAMED
    more = "" if rest <= 0 else ", and one more amount, no larger" if rest == 1 else f", and {rest} more, none larger"
    text = f"Left unpaid beyond the plan: {listed(lines)}{more}."
    if one.broken == 0.0:
        text += (" It need not be: the case lets some bills stay unpaid to cover more needs (arrears_tolerance)." if
                 base.arrears_tolerance > 0.0 else " As much less is unpaid elsewhere or in other years.")
    under = unpaid_under_ceilings(one.plan, {item.year for item in told})
    text += f" {under}" if under else ""
    return f"{text} In all, {_arrears(found, one)}." if one.arrears else text


def _arrears(found: Withdrawals, one: Withdrawal) -> str:
    """Return by how much most more is owed at the end of a year, and of which."""
    year = max(sorted(one.arrears), key=lambda t: _rounded(one.arrears[t] / found.prices[t]))
    return f"at the end of {year}, when it is most, {money(one.arrears[year], found.base.currency)} more is owed"


def _most_unsupported(one: Withdrawal) -> tuple[float, int]:
    """Return the most people in one year who are paid but not supported, and the year."""
    by_year: dict[int, float] = {}
    for item in one.unsupported:
        by_year[item.year] = by_year.get(item.year, 0.0) + item.people
    year = max(sorted(by_year), key=lambda t: round(by_year[t]), default=0)
    return by_year.get(year, 0.0), year


def _unsupported(found: Withdrawals, one: Withdrawal) -> str:
    more, year = _most_unsupported(one)
    worst = sorted((item for item in one.unsupported if item.year == year), key=lambda item: -item.people)[:NAMED]
    cadres = labels(found.base.names.cadres, [item.cadre for item in worst])
    named = listed([f"{people(item.people)} {cadres[item.cadre]}" for item in worst])
    return f"Paid but not supported are most in {year}: {people(more)} people more than planned, among them {named}."


def _needs(found: Withdrawals, one: Withdrawal) -> str:
    worst: dict[str, tuple[float, int]] = {}
    for gap in one.falls:
        falls = round(gap.points, 1), gap.year  # of equal falls the first
        worst[gap.need] = max(worst.get(gap.need, falls), falls, key=lambda fall: (fall[0], -fall[1]))
    if not worst:
        return "All needs stay as covered as planned."
    names = labels(found.base.names.needs, worst)
    ordered = sorted(worst.items(), key=lambda entry: (-entry[1][0], entry[0]))[:NAMED]
    return "Coverage falls most for " + listed([
        f"{names[need]} (by {_points(points / 100.0)} in {year})" for need, (points, year) in ordered
    ]) + "."


def _absorbed(found: Withdrawals, one: Withdrawal) -> str:
    texts = []
    needs = _reserve(found, one.reserve_for_needs)
    if one.reserve.discounted > 0.0:
        texts.append(f"A reserve that pays {_reserve(found, one.reserve)} would have kept everything paid and supported, "
                     "and debts, as planned.")
        texts.append("It would have kept needs as covered on the whole, too." if needs == _reserve(found, one.reserve) else
                     f"One that pays {needs} would have kept needs as covered on the whole, too.")
    elif one.reserve_for_needs.discounted > 0.0:
        texts.append(f"A reserve that pays {needs} would have kept needs as covered on the whole.")
    if one.notice is None:
        texts.append("No notice would have been long enough: even a plan that knew from the start breaks more.")
    elif one.notice > 0:
        years = "A year's notice" if one.notice == 1 else f"{one.notice} years' notice"
        texts.append(f"{years} would have been enough to break no more than planned.")
    return " ".join(texts)


def _reserve(found: Withdrawals, reserve: Absorbed) -> str:
    """Return what a reserve pays in all, and when."""
    end, years = found.base.years[-1], sorted(reserve.by_year)
    if not years:
        return money(0.0, found.base.currency)
    beyond = f"in the years planned beyond {end}"
    when = f"in {years[0]}" if len(years) == 1 and years[0] <= end else beyond if years[0] > end else (
        f"from {years[0]} on, also {beyond}," if years[-1] > end else f"from {years[0]} to {years[-1]}")
    return f"{money(sum(reserve.by_year.values()), found.base.currency)} {when}"


def _rounded(amount: float) -> float:
    """Return an amount as sentences show it, to three digits, so that what reads alike ranks alike."""
    return float(f"{amount:.3g}")


def _points(share: float) -> str:
    return f"{100.0 * share:.1f} points"


def _pictures(found: Withdrawals) -> tuple[Picture, ...]:
    table = by_year_table(found)
    if not any(one.year is not None for one in found.each):
        return ()
    pictures = [Picture("withdraw_coverage", "Coverage that is lost, by donor and year", coverage_chart(table), "by_year")]
    if any(row[4] for row in table.rows):
        scale = facts.money_scale(found.base)
        pictures.append(Picture("withdraw_broken", "What is unpaid or unsupported, by donor and year",
                                broken_chart(table, scale), "by_year"))
    return tuple(pictures)
