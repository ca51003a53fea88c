"""What own financing takes, as findings and in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rightfin.report.studies.findings import Findings
from rightfin.report.studies.no_amount import NO_AMOUNT, against, together
from rightfin.report.studies.no_amount import sentences as no_amount_sentences
from rightfin.report.studies.requirement_amounts import after, amount_of, fund_of, part_of, start_of, staying, when, whole
from rightfin.report.studies.requirement_tables import by_year_table, needs_table, picture
from rightfin.report.words.answer import Sentence
from rightfin.report.words.stranded import stranded_sentence
from rightfin.report.words.wording import listed, money, people, percent, scale_of
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.study import Requirement, WageBill
from rightfin.tolerances import DIFFERS, NEGLIGIBLE


def findings(found: Requirement) -> Findings:
    """Return a requirement as findings."""
    scale = scale_of(max([*found.revenue, *(found.missing or (0.0,))]), found.currency)
    answered = found.holds or any(need.amount is not None for need in found.needs)
    return Findings(
        study="require",
        title=f"{found.title}: free of donors from {found.year}",
        currency=found.currency,
        scale=scale,
        answered=answered,
        sentences=tuple(_sentences(found)),
        tables=(needs_table(found), by_year_table(found)),
        pictures=() if not found.missing or not any(found.missing) else (picture(found, scale),),
        method=(
            f"The force to be kept is {whole(found.keep)} of the force in the plan in which {_donors(found)} never "
            f"leave and go on with their last pledges, cadre by cadre, in every year from {found.year} on, those planned "
            f"beyond {found.years[-1]} included. All of it is paid, and as many are supported as the case asks of "
            "each cadre (its support floor). Money is at current prices.",
            "Each need is the least of one thing alone, all else as the case has it. Extra revenue reaches the sector "
            "through security_share, as all revenue does.",
            *(f"{need.title}: {need.how}." for need in found.needs),
            "All of it together: the same share of what each needs alone, found by halving.",
        ),
    )


def _donors(found: Requirement) -> str:
    return listed(found.names) if len(found.names) <= 4 else f"all {len(found.donors)} donors"


def _sentences(found: Requirement) -> Iterator[Sentence]:
    yield Sentence("question", "Question", f"What would it take to do without the money of {_donors(found)} from "
                   f"{found.year} on, and keep {whole(found.keep)} of the force that it makes possible "
                   f"({people(found.force[found.years.index(found.year)])} people in {found.year})? Money is at current "
                   "prices.")
    yield Sentence("force_held", "The force held", _force_held(found))
    if found.holds:
        yield Sentence("answer", "Answer",
                       "Nothing more than the case has: the state can pay and support that force alone."
                       f"{_limit_not_used(found)}")
        return
    if found.missing is None:
        yield Sentence("answer", "Answer", "No amount of money does it: people would lack kit that cannot be bought that "
                       "fast. Give the purchases more time, or keep a smaller part of the force.")
    else:
        yield from _missing(found)
    if found.wage_bill is not None:
        yield Sentence("wage_bill", "The limit of the wage bill", _wage_bill(found, found.wage_bill))
    yield from stranded_sentence(found.stranded)
    groups = together(found.needs)
    grouped = {need.name for group in groups if len(group) > 1 for need in group}
    for need in found.needs:
        if need.name not in grouped:
            yield Sentence(need.name, _heading(need), _text(found, need))
    yield from no_amount_sentences(found, groups, _before(found))
    if found.balance is not None:
        parts = listed([part_of(found, name, amount) for name, amount in found.balance.parts.items()])
        yield Sentence("balance", "All of it together", f"Smaller steps do if all are taken: {parts}. Each is "
                       f"{percent(found.balance.share)} of what it would have to be alone.")


def _limit_not_used(found: Requirement) -> str:
    """Return that the limit of tax effort played no part, where one was given and nothing has to be raised."""
    if found.tax_limit is None:
        return ""
    return (f" The limit of revenue of {100.0 * found.tax_limit:g}% of GDP (--tax-limit) was not used: no more revenue is "
            "needed.")


def _force_held(found: Requirement) -> str:
    """Return which force is held, and how it differs from that of the plan."""
    at, part = found.years.index(found.year), "" if found.keep == 1.0 else f"{percent(found.keep)} of "
    held, standing = found.force[at:], found.force_standing
    text = (
        f"It is {part}the force of the plan in which these donors never leave and repeat their last pledges: "
        f"{people(held[0])} people in {found.year}."
    )
    if standing is None:
        return f"{text} As the case stands there is no plan."
    plan, apart = standing[at:], _apart(found, standing)
    largest, n = max((share, n) for n, share in enumerate(apart))
    then = f"The plan of the case (rightfin plan) has {'about as many' if apart[0] <= DIFFERS else people(plan[0])} then"
    why = "because in that plan their money ends, as pledged and by their exit years"
    if found.asked_from is not None and found.asked_from <= found.years[-1]:
        why += f", and from {found.asked_from} on it asks for no more than can be kept up for good (sustained_from)"
    if found.keep < 1.0:
        return f"{text} {then}."
    if largest <= DIFFERS:
        return f"{text} {then}{'' if len(plan) == 1 else ', and in every later year shown'}."
    if n == 0:
        return f"{text} {then}, {why}."
    return (
        f"{text} {then}; the two differ most in {found.year + n}, {people(held[n])} people here and {people(plan[n])} "
        f"there, {why}."
    )


def _apart(found: Requirement, standing: Sequence[float]) -> list[float]:
    """Return by what share the force held and that of the plan of the case differ, in each year without donors."""
    at = found.years.index(found.year)
    return [abs(one - other) / max(one, other, 1.0) for one, other in zip(found.force[at:], standing[at:], strict=True)]


def _wage_bill(found: Requirement, limit: WageBill) -> str:
    """Return whether the limit of the wage bill is what binds, as far as it was tried."""
    share = percent(limit.shares[found.years.index(found.year)])
    text = f"Own pay may take at most {share} of revenue in {found.year}, of extra revenue too. This limit"
    if not limit.binds:
        return f"{text} was tried away, all else the same: as much would be missing without it."
    shown, later = sum(limit.missing), after(found, limit.missing_after)
    if not shown and not limit.missing_after:
        return (
            f"{text} is what binds: tried without it, all else the same, nothing is missing: with its savings, the state "
            "can pay that force and support the least share of it that the case asks for, in the years planned. Whether "
            "it could for good is another question (Afterwards, in rightfin plan)."
        )
    rest = f"{money(shown, found.currency)} up to {found.years[-1]}{f' and {later}' if later else ''}"
    return f"{text} binds: tried without it, all else the same, {rest} would be missing."


def _missing(found: Requirement) -> Iterator[Sentence]:
    """Yield what is missing, when, against what donors give."""
    rows = zip(found.years, found.missing or (), found.revenue, strict=True)
    by_year = {year: amount for year, amount, revenue in rows if amount > NEGLIGIBLE * revenue}
    prices = dict(zip(found.years, found.prices, strict=True))
    peak = max(by_year, key=lambda year: by_year[year] / prices[year], default=found.year)
    later = after(found, found.missing_after)
    if len(by_year) > 1:
        most = f", the largest part, compared at constant prices, in {peak} ({money(by_year[peak], found.currency)})"
    else:
        most = ""
    if by_year:
        text = f"{money(sum(by_year.values()), found.currency)} {when(by_year)}{most}{f'; {later}' if later else ''}."
    elif later:
        text = f"Nothing up to {found.years[-1]}, but {later}."
    else:
        text = "In every year less than can be told from nothing."
    yield Sentence("missing", "What is missing", f"{text}{_against_donors(found)}")
    early, causes = _before(found), [text for family, text in _CAUSES.items() if family in found.limits]
    if early:
        yield Sentence("before", "Not the exit",
                       f"{money(early, found.currency)} of it is missing before {found.year}, while these donors still "
                       f"pay. Not their exit is the cause, but a rule such as {listed(causes, 'or')}; none was tried "
                       "away here. rightfin plan shows the years.")


_CAUSES = {
    "handover": "a handover", "co_financing": "a co-financing condition", "wage_bill": "the limit of the wage bill",
    "part_ceiling": "the ceiling of a part", "earmark_limit": "the limit of an earmark",
    "no_cliff": "how fast own spending may rise (max_step_share)", "ceiling": "the ceiling",
}
"""What can leave something unpaid while donors pay, by family of rows; a case has some of them."""


def _before(found: Requirement) -> float:
    """Return what is missing before the first year without the donors, in currency."""
    rows = zip(found.years, found.missing or (), found.revenue, strict=False)
    return sum(amount for year, amount, revenue in rows if year < found.year and amount > NEGLIGIBLE * revenue)


def _against_donors(found: Requirement) -> str:
    """Return what the donors would give from the year on, and why more may be missing than they give as things stand."""
    at, end = found.years.index(found.year), found.years[-1]
    if found.given_standing is None or found.missing is None:
        return ""
    real = [sum(a / p for a, p in zip(amounts[at:], found.prices[at:], strict=True))
            for amounts in (found.missing, found.given_standing)]
    stays, stands = (money(sum(amounts[at:]), found.currency) for amounts in (found.given, found.given_standing))
    span = f"in {end}" if found.year == end else f"from {found.year} to {end}"
    stands = stands if real[1] > 0.0 else "nothing"
    text = f" As the case stands, these donors give {stands} {span}"
    if real[0] <= (1.0 + DIFFERS) * real[1]:
        return f"{text}."
    if found.keep == 1.0 and found.force_standing and max(_apart(found, found.force_standing)) <= DIFFERS:
        return f"{text}; more is missing, though the force is as large."
    return f"{text}; more is missing, because the force held is the one that {stays} from them would make possible."


_HEADINGS = {
    "revenue_level": "Revenue alone, as a level", "revenue_path": "Revenue alone, as a rise",
    "unit_costs": "Unit costs alone", "bridging_fund": "A bridging fund alone", "force": "A smaller force alone",
    "latest_start": "Latest start", "security_share": "The sector's share alone", "tax_effort": "Tax effort alone",
}


def _heading(need: Need) -> str:
    if need.of:
        does = {"force": "smaller", "pledge": "paying", "stay": "staying longer",
                "share": "spending more of its revenue on the sector", "transfer": "larger"}[need.name.partition("_")[0]]
        return f"{need.of} alone, {does}"
    return _HEADINGS[need.name]


def _text(found: Requirement, need: Need) -> str:
    if need.amount is None:
        return f"{NO_AMOUNT} {against(need)}" if need.name != "latest_start" else (
            f"Revenue that rises by {found.pace:g} points of GDP a year does not do it, even if it begins to rise in "
            f"{found.years[0]}."
        )
    if need.name.startswith("stay_of_"):
        return _stay(found, need, need.amount)
    if need.name in _TEXTS:
        return _TEXTS[need.name](found, need, need.amount)
    return f"{need.title}: {amount_of(found, need.name, need.amount)}."


def _stay(found: Requirement, need: Need, years: float) -> str:
    """Return how much longer a peace operation would have to stay, and what for."""
    held = f"For the coverage of that plan to be held from {found.year} on, in place of its force,"
    if not years:
        return f"{held} it need not stay a year longer: the state can pay for it without."
    return f"{held} it would have to stay {staying(found, need, years)}, with its last amounts going on."


def _revenue_level(found: Requirement, need: Need, amount: float) -> str:
    place = found.years.index(found.year)
    text = f"{amount:.2f} points of GDP in every year from {found.year} on"
    if not need.by_year:
        return f"{text}."
    pay = "" if found.wage_bill is None else f", at most {percent(found.wage_bill.shares[place])} to own pay"
    return (f"{text}: {money(need.by_year[place], found.currency)} in {found.year}, of which "
            f"{percent(found.security_share[place])} go to the sector{pay}.")


def _bridging_fund(found: Requirement, need: Need, amount: float) -> str:
    text = f"One that pays {fund_of(found, need)}"
    if not after(found, need.after):
        return f"{text}."
    return f"{text}: it would be no bridge but a grant without end."


def _force(found: Requirement, need: Need, amount: float) -> str:
    kept = need.by_year[found.years.index(found.year)] if need.by_year else 0.0
    return f"{percent(1.0 - amount)} of that force can be kept: {people(kept)} people in {found.year}."


_TEXTS: dict[str, Callable[[Requirement, Need, float], str]] = {
    "revenue_level": _revenue_level,
    "revenue_path": lambda found, need, amount: (
        f"{amount:.2f} points of GDP more every year, from {found.years[0]} on."
    ),
    "unit_costs": lambda found, need, amount: (
        f"All unit costs {percent(amount)} lower, from {found.years[0]} on; contracts already signed are not cut."
    ),
    "bridging_fund": _bridging_fund,
    "force": _force,
    "latest_start": lambda found, need, amount: (
        f"Revenue that rises by {found.pace:g} points of GDP a year must begin to rise in {start_of(found, amount)} at the "
        "latest."
    ),
}
