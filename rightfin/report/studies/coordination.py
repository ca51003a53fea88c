"""What coordination is worth, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import fmean

from rightfin.report import facts
from rightfin.report.charts.coordination import coverage_chart, money_chart
from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading, Picture
from rightfin.report.studies.restrictions import (
    asks_sentence,
    asks_table,
    change_of_gap,
    gap_in_words,
    restrictions_sentence,
    restrictions_table,
    steps_sentence,
)
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import listed, money, percent
from rightfin.study.coordination.arrangement import Arrangement, Way
from rightfin.study.coordination.study import Coordination, Joining, WhyOutside
from rightfin.study.coordination.worth import MOST, Worth
from rightfin.tolerances import FINE, NEGLIGIBLE

WAYS = {Way.EARMARKED: "Earmarked", Way.POOLED: "Pooled", Way.PERFECT: "Perfect pool"}

_UNDER = {Way.EARMARKED: "under earmarks", Way.POOLED: "in the pool", Way.PERFECT: "in a perfect pool"}


def findings(found: Coordination) -> Findings:
    """Return what coordination is worth as findings; it always has an answer."""
    plan = found.earmarked.plan
    arrangements, by_year = _arrangements_table(found), _by_year_table(found)
    return Findings(
        study="coordinate",
        title=f"{plan.title}: what coordination is worth",
        currency=plan.currency,
        scale=facts.money_scale(plan),
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=(arrangements, by_year, *restrictions_table(found), *asks_table(found), _joining_table(found)),
        pictures=(
            Picture("coordinate_money", "Where donor money goes", money_chart(arrangements, facts.money_scale(plan)),
                    "arrangements"),
            Picture("coordinate_coverage", "Coverage, by arrangement", coverage_chart(by_year), "by_year"),
        ),
        method=(
            "Earmarked: each donor's money as the case has it. Pooled: members pay into one fund until they leave; it "
            f"may pay a line only if every member may, keeps {percent(found.fee)} in place of the members' fees, and "
            f"pays {_years(found.delay)} later. Money unspent is kept over a year as the strictest member keeps it. "
            "Perfect pool: a line may be paid if any member may, no fee is kept and nothing comes later.",
            "Arrangements are compared in the order of the plan: what is unpaid or unsupported comes first, the gap "
            "second: unmet needs and broken rules, by weight and severity, later years counting less. Both count the years "
            "planned after the last one shown, and all plans are held to the same tolerances.",
            "Money that would buy the same: the least factor on all members' pledges, under their earmarks, with a "
            f"plan at least as good; found by halving, up to {MOST:g} times the pledges.",
            "What a restriction costs: the case with it against the case without it, all else equal. Without a refusal, a "
            "line that another one refuses stays refused. Carry-over and the limit on saving are restrictions, too. The "
            "costs of several do not add up.",
            "Who adds most: the pool of all members against the pool of all but one, which then stays earmarked. Of "
            "two members neither can pool alone.",
        ),
    )


def _sentences(found: Coordination) -> Iterator[Sentence]:
    yield Sentence("question", "Question", _question(found))
    yield Sentence("pooled", "A pool", _compared(found, found.pooled))
    yield Sentence("perfect", "A perfect pool", _compared(found, found.perfect))
    yield Sentence("money", "Donor money", _money(found))
    yield Sentence("restrictions", "Restrictions", restrictions_sentence(found))
    yield Sentence("asks", "Things to ask for", asks_sentence(found))
    steps = steps_sentence(found)
    if steps:
        yield Sentence("steps", "Why the two lists differ", steps)
    yield Sentence("joining", "Who adds most", _joining(found))


def _donors(found: Coordination, donors: Iterator[str] | tuple[str, ...]) -> str:
    names = found.earmarked.plan.names.donors
    return listed([names.get(donor, donor) for donor in donors])


def _years(count: int) -> str:
    return "at once, not" if count == 0 else "a year" if count == 1 else f"{count} years"


def _question(found: Coordination) -> str:
    text = f"What if {_donors(found, found.members)} put their money into one pool?"
    why = {
        WhyOutside.MATCH: "has a co-financing rule",
        WhyOutside.EARMARK: "has earmarks",
        WhyOutside.MAY_NOT: "may not pool",
        WhyOutside.NOT_NAMED: "was not named",
    }
    for reason, words in why.items():
        out = tuple(donor for donor, other in found.outside.items() if other is reason)
        if out:
            words = words if len(out) == 1 else words.replace("has", "have").replace("was", "were")
            text += f" {_donors(found, out)} {words} and {'stays' if len(out) == 1 else 'stay'} outside."
    return f"{text} Money is at the prices of {found.earmarked.plan.base_year}, discounted: later money counts less."


def _compared(found: Coordination, arrangement: Arrangement) -> str:
    currency, base, worth = found.earmarked.plan.currency, found.earmarked, arrangement.worth
    terms = "With no fee, no delay and every line that any member may fund"
    if arrangement.way is Way.POOLED:
        later = "at once" if found.delay == 0 else "a year later" if found.delay == 1 else f"{found.delay} years later"
        terms = f"A pool that keeps {percent(found.fee)}, pays {later} and funds only what every member may"
        if not arrangement.lines:
            return f"{terms} could fund nothing at all: there is no line that all members may fund."
    if worth is None or worth.better == 0:
        return f"{terms}: it makes no difference to what is paid and covered." if arrangement.way is Way.PERFECT else (
            f"{terms} makes no difference to what is paid and covered.")
    broken = base.broken - arrangement.broken
    verb = "is better" if worth.better > 0 else "is worse"
    text = f"{terms}, it {verb}" if arrangement.way is Way.PERFECT else f"{terms} {verb} than earmarked money"
    parts = []
    if abs(broken) > NEGLIGIBLE * max(base.broken, arrangement.broken, 1.0):
        parts.append(f"{money(abs(broken), currency)} {'less' if broken > 0 else 'more'} stays unpaid or unsupported")
    parts += gap_in_words(found, base.unmet - arrangement.unmet)
    text += f": {listed(parts)}." if parts else ", by less than shows here."
    if worth.better > 0:
        text += f" {_bought(found, arrangement)}"
    if arrangement.way is Way.POOLED and _beats(worth, found.perfect.worth):
        text += (" It does even better than the perfect pool, because of its delay: money that comes later need not be "
                 "carried over, and is there after members have left.")
    return text


def _beats(one: Worth, other: Worth | None) -> bool:
    """Return whether more money under earmarks is needed to do as well as the first."""
    if other is None or one.better <= 0 or other.factor is None:
        return False
    return one.factor is None or one.factor > other.factor + FINE


def _bought(found: Coordination, arrangement: Arrangement) -> str:
    worth = arrangement.worth
    if worth is None or worth.factor is None or worth.extra is None:
        return f"Not even {MOST:g} times the pledges under earmarks would do as well."
    currency, more = found.earmarked.plan.currency, f"{100.0 * (worth.factor - 1.0):.{0 if worth.factor > 1.1 else 1}f}%"
    return (f"Under earmarks the same takes {more} more of all members' pledges, "
            f"{money(worth.extra, currency)}.")


def value(found: Coordination, amounts: Mapping[int, float]) -> float:
    """Return money by year as discounted base-year money."""
    return sum(found.discounted[year] * amount for year, amount in amounts.items())


def _money(found: Coordination) -> str:
    currency = found.earmarked.plan.currency
    texts = []
    for one in found.arrangements:
        amounts = [value(found, fate) for fate in (one.spent, one.fees, one.lost)]
        spent, fees, lost = (money(amount if amount > NEGLIGIBLE * sum(amounts) else 0.0, currency)
                             for amount in amounts)
        texts.append(f"{_UNDER[one.way]} {spent} are spent, {fees} go to fees and {lost} go unused")
    text = "; ".join(texts)
    unused = money(facts.lost_pledges(found.earmarked.plan)[1], currency)
    return (f"Of all donors' money, those outside the pool included, {text}. Unused is what may no longer be spent when "
            f"its year is over. At current prices and not discounted, as rightfin plan counts, {unused} goes unused under "
            "earmarks.")


def _joining(found: Coordination) -> str:
    if len(found.members) < 3:
        both = found.joining[0]
        if not any(both.rank):
            return "With two members nothing is gained or lost by pooling."
        return ("A pool needs at least two members, and this one has just two: neither could pool without the other, so "
                f"what each adds cannot be told apart. The pool of both, compared with earmarks: {_gain(found, both)}.")
    first, last = found.joining[0], found.joining[-1]
    most, least = (_donors(found, (one.donor,)) for one in (first, last))
    if _sign(first) == _sign(last) == 0:
        return "It makes no difference who joins."
    if _sign(first) < 0:
        text = f"Whoever joins makes things worse than the pool without it. Least is lost by {most}: {_gain(found, first)}."
        return text if first.rank == last.rank else f"{text} Most is lost by {least}: {_gain(found, last)}."
    text = f"Most is gained by {most}: {_gain(found, first)} compared with the pool without it." if _sign(first) else (
        "Nobody's joining makes things better.")
    if first.rank == last.rank:
        return text
    if _sign(last) > 0:
        return f"{text} Least is gained by {least}: {_gain(found, last)}."
    return f"{text} Something is lost by {least}: {_gain(found, last)}." if _sign(last) else (
        f"{text} Nothing is gained by {least}.")


def _sign(one: Joining) -> int:
    """Return 1 if a donor's joining makes the pool better, -1 if worse, 0 if it makes no difference."""
    first = next((gain for gain in one.rank if gain), 0.0)
    return (first > 0.0) - (first < 0.0)


def _gain(found: Coordination, one: Joining) -> str:
    currency = found.earmarked.plan.currency
    parts = []
    if one.broken:
        parts.append(f"{money(abs(one.broken), currency)} {'less' if one.broken > 0 else 'more'} unpaid or unsupported")
    parts += gap_in_words(found, one.unmet)
    return listed(parts) or "a difference in arrears or soft limits alone"


def _arrangements_table(found: Coordination) -> FindingsTable:
    rows = tuple(
        (WAYS[one.way], one.broken, change_of_gap(found, one.unmet - found.earmarked.unmet), one.unmet, one.met,
         fmean(one.coverage.values()) if one.coverage else None,
         value(found, one.spent), value(found, one.fees), value(found, one.lost),
         *((one.worth.factor, one.worth.extra) if one.worth and one.worth.better >= 0 else (None, None)),
         None if one.way is Way.EARMARKED else len(one.lines))
        for one in found.arrangements
    )
    return FindingsTable("arrangements", "Three ways to give the same money", (
        Heading("way", "Way", Form.TEXT),
        Heading("broken", "Unpaid or unsupported", Form.MONEY, "The least, whatever is done (level 1a)."),
        Heading("gap_change", "Change of the gap", Form.SHARE, "Of unmet needs and broken rules, by weight and severity, "
                "against earmarks; below zero is better."),
        Heading("unmet", "Unmet needs", Form.NUMBER, "Unmet needs and broken rules by weight and severity (level 2); less "
                "is better.", shown=False),
        Heading("met", "Needs met", Form.SHARE, "Share of all needs by weight and severity; 100 % if nothing is unmet.",
                shown=False),
        Heading("coverage", "Coverage", Form.SHARE, "Mean over the years shown, by weight."),
        Heading("spent", "Spent", Form.MONEY, "Money of all donors."),
        Heading("fees", "Fees", Form.MONEY, "All donors."),
        Heading("lost", "Unused", Form.MONEY, "What may no longer be spent when its year is over; all donors."),
        Heading("factor", "Worth, times the pledges", Form.NUMBER, "Least factor on members' pledges with which earmarks "
                f"do as well; 1: it makes no difference; blank: it is worse than earmarks, or not even {MOST:g} does."),
        Heading("extra", "Money that does as well", Form.MONEY, "What that factor adds over the years shown.",
                shown=False),
        Heading("lines", "Lines funded", Form.NUMBER, "Lines (institution and category) that the pool may fund.",
                shown=False),
    ), rows, "Earmarked: each donor's money as the case has it. Pooled: one fund with its fee and delay, for lines that "
              "every member may fund. Perfect pool: no fee, no delay, any line that one member may fund. Worth: how many "
              "times the members' pledges would do as well under earmarks; blank if the pool is worse, or if not even "
              f"{MOST:g} times do. {_basis(found)} Sums of what is spent, kept as fees and unused differ: donors' money "
              "counts in the year of its fate, and what is still on its way after the last year shown is left out.")


def _basis(found: Coordination) -> str:
    return f"Amounts are at the prices of {found.earmarked.plan.base_year}, later money counting less."


def _by_year_table(found: Coordination) -> FindingsTable:
    rows = tuple(
        (WAYS[one.way], year, one.coverage.get(year),
         *(found.discounted[year] * fate.get(year, 0.0) for fate in (one.spent, one.fees, one.lost)))
        for one in found.arrangements for year in one.plan.years
    )
    return FindingsTable("by_year", "Year by year", (
        Heading("way", "Way", Form.TEXT), Heading("year", "Year", Form.YEAR), Heading("coverage", "Coverage", Form.SHARE),
        Heading("spent", "Donor money spent", Form.MONEY), Heading("fees", "Fees", Form.MONEY),
        Heading("lost", "Donor money unused", Form.MONEY),
    ), rows, f"Money of all donors. {_basis(found)}")


def _joining_table(found: Coordination) -> FindingsTable:
    if len(found.members) < 3:
        title, told = "What the pool changes", found.joining[:1]  # neither of two can pool alone: one line for both
        who = [_donors(found, found.members)]
        note = f"The pool of both members against earmarked money; less is better. {_basis(found)}"
    else:
        title, told = "What each member changes by joining", found.joining
        who = [_donors(found, (one.donor,)) for one in told]
        note = (
            "The pool of all members against the pool of all but this one; less is better. Who adds most comes "
            f"first. {_basis(found)}"
        )
    return FindingsTable("joining", title, (
        Heading("donor", "Member", Form.TEXT),
        Heading("broken_change", "Change of unpaid or unsupported", Form.MONEY, "Level 1a; below zero: less."),
        Heading("gap_change", "Change of the gap", Form.SHARE, "Against the gap under earmarks; below zero: less."),
        Heading("unmet_change", "Change of unmet needs", Form.NUMBER, "Level 2; below zero: less.", shown=False),
    ), tuple((name, 0.0 - one.broken, change_of_gap(found, 0.0 - one.unmet), 0.0 - one.unmet)
             for name, one in zip(who, told, strict=True)), note)
