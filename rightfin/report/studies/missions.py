"""What becomes of a case when a peace operation leaves, and what replaces it, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rightfin.report import facts
from rightfin.report.charts.missions import replaced_chart
from rightfin.report.studies.findings import Findings, FindingsTable, Picture
from rightfin.report.studies.missions_tables import (
    by_year_table,
    coverage_table,
    exits_table,
    left_table,
    people_table,
    shown_sum,
    supply_table,
)
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import labels, listed, money, people, percent
from rightfin.result.plan import Plan
from rightfin.study.breakages import Gap
from rightfin.study.missions.providers import Provider
from rightfin.study.missions.study import MissionExits, MissionLeft, MissionWithdrawals
from rightfin.tolerances import MATERIAL

NAMED = 3
"""Most needs that a sentence names; the tables have all of them."""

_REPLACED = (
    "What replaces it keeps every need as covered as in the plan with it, wherever the same institutions serve, from the "
    "first year in which that can be done on. Own money is the least beyond what that plan spends, later money counting "
    "less; donors pay what they may. People are the least beyond those of that plan, cadre by cadre, in all years "
    "together, with money to support and equip everyone. Each is the least of its own kind: the money is not what those "
    "people cost.",
    "Beyond limits is the least of it that ceilings, the limit of the wage bill and handovers do not let the state pay.",
    "What replaces it can be kept up for good with the same extra money, where the case asks for it. Soft limits of "
    "strength, those of packages among them, and soft rules (targets and others) miss no more than in that plan, or than "
    "they have to. What the mission costs is what providers says, and is in no budget of the state.",
)


def findings(found: MissionWithdrawals) -> Findings:
    """Return missions that leave without notice as findings; all have an answer."""
    names = {one.provider: one.name for one in found.providers}
    leaves = f"{found.providers[0].name} leaves" if len(found.providers) == 1 else "missions that leave"
    return Findings(
        study="withdraw",
        title=f"{found.base.title}: {leaves} without notice",
        currency=found.base.currency,
        scale=facts.money_scale(found.base),
        answered=True,
        sentences=tuple(_withdrawn(found)),
        tables=(left_table(found.base, found.each, names), by_year_table(found.base, found.each, names),
                *_details(found.base, found.each, names)),
        pictures=tuple(_pictures(found.base, [one for one in found.each if one.year is not None][:1], found.providers)),
        method=(
            "The plan is made as the case stands. Then one provider of external capability leaves, and what was decided by "
            "then stays as it was, as in a donor's withdrawal; recruits in training by then join. The rest is free, and a "
            "plan that covers needs as well as can be is made. Who is paid never depends on it.",
            *_REPLACED,
        ),
    )


def exit_findings(found: MissionExits) -> Findings:
    """Return every year in which missions may leave as findings; answered if they can leave within the horizon."""
    names = {one.provider: one.name for one in found.providers}
    return Findings(
        study="exit",
        title=f"{found.stays.title}: when can {_who(found.providers)} leave?",
        currency=found.stays.currency,
        scale=facts.money_scale(found.stays),
        answered=found.earliest is not None,
        sentences=tuple(_left(found)),
        tables=(exits_table(found), by_year_table(found.stays, found.answers, names),
                *_details(found.stays, found.answers, names)),
        pictures=tuple(_pictures(found.stays, _priced(found), found.providers)),
        method=(
            f"{len(found.answers) + 1} plans were solved: one in which they never leave, the amounts of their last year "
            "going on, and one for each year in which they do; all knew it from the start.",
            *_REPLACED,
        ),
    )


def _who(providers: Sequence[Provider]) -> str:
    return listed(list(labels({one.provider: one.name for one in providers}, [one.provider for one in providers]).values()))


def _priced(found: MissionExits) -> list[MissionLeft]:
    """Return the exit whose price is drawn: the first one."""
    return [one for one in found.answers if one.year is not None][:1]


def _pictures(base: Plan, left: Sequence[MissionLeft], providers: Sequence[Provider]) -> Iterator[Picture]:
    names = {one.provider: one.name for one in providers}
    for one in left:
        who = listed([names[provider] for provider in one.providers])
        if one.replacement.since is not None:
            yield Picture("missions_replaced", f"What replaces {who} from {one.year} on",
                          replaced_chart(base, one, who, facts.money_scale(base)), "by_year")


def _details(base: Plan, left: Sequence[MissionLeft], names: dict[str, str]) -> Iterator[FindingsTable]:
    for table in (coverage_table(base, left, names), people_table(base, left, names), supply_table(base, left, names)):
        if table.rows:
            yield table


def _withdrawn(found: MissionWithdrawals) -> Iterator[Sentence]:
    who = _who(found.providers) if len(found.providers) == 1 else "one provider of security after the other"
    yield Sentence("question", "Question", f"What if {who} leaves early, and nobody knew, while people and contracts are "
                   "in place? Which needs open up, and what would cover them as before? Money is at current prices.")
    for provider, one in zip(found.providers, found.each, strict=True):
        yield Sentence(f"provider_{provider.provider}", provider.name, _text(found.base, one, (provider,)))


def _left(found: MissionExits) -> Iterator[Sentence]:
    share = "as it is" if found.coverage == 1.0 else f"to at least {percent(found.coverage)} of what it is"
    who = _who(found.providers)
    yield Sentence("question", "Question", f"When can {who} leave, announced from the start? What must hold: in "
                   f"every year without them every need is covered {share} if they stay, with their last "
                   "amounts going on. The years named are the first without them.")
    yield Sentence("earliest", "Earliest exit", _earliest(found))
    failing = [one for one in found.answers if found.failing(one)]
    if failing:
        end = found.stays.years[-1]
        shown = [one for one in failing if one.year is not None and one.year <= end]
        if shown:
            yield Sentence("breaks", "What breaks", f"Without them from {shown[-1].year} on, "
                           f"{_needs(found.stays, found.failing(shown[-1]))}.")
    for one in _priced(found):
        text = _replaced(found.stays, one, found.providers)
        yield Sentence("replacement", f"What replaces them from {one.year} on", text)


def _earliest(found: MissionExits) -> str:
    first, end = found.earliest, found.stays.years[-1]
    if first is None:
        return (f"Not before the end of {end}: whenever they leave, some need is covered less than it has to be, with "
                "the money that the case has. What replaces them is priced beside it.")
    if first == found.stays.years[0]:
        return f"They are not needed in any year planned: all that holds without them from {first} on."
    return f"{first} is the earliest first year without them for which that holds, as for every later one."


def _text(base: Plan, one: MissionLeft, providers: Sequence[Provider]) -> str:
    if one.year is None:
        return "It supplies nothing any more from then on, so nothing changes if it leaves."
    kind = providers[0].kind
    falls = _needs(base, one.falls) if one.falls else "all needs stay as covered as planned"
    return f"Without it ({kind}) from {one.year} on, {falls}. {_replaced(base, one, providers)}"


def _needs(base: Plan, gaps: Sequence[Gap]) -> str:
    """Return by how much which needs fall most, as a clause."""
    worst: dict[str, Gap] = {}
    for gap in gaps:
        if gap.need not in worst or round(gap.points, 1) > round(worst[gap.need].points, 1):
            worst[gap.need] = gap
    names = labels(base.names.needs, worst)
    told = sorted(worst.values(), key=lambda gap: (-round(gap.points, 1), gap.need))[:NAMED]
    falls = [f"{names[gap.need]} (by {gap.points:.1f} points in {gap.year})" for gap in told]
    return f"coverage falls most for {listed(falls)}"


def _replaced(base: Plan, one: MissionLeft, providers: Sequence[Provider]) -> str:
    end, what = base.years[-1], one.replacement
    if one.year is None or what.since is None:
        return (f"No money replaces it by {end}: those who could serve its needs cannot be recruited, trained or equipped "
                "by then, within the hard limits on people and assets.")
    if not one.replaced:
        return (f"Nobody can be in its place before {what.since}, when it would have left anyway: what it supplies until "
                f"then stays uncovered, whatever is paid. {_cost(base, one, providers)}").strip()
    late = what.since > one.year
    since = f"Coverage can be what it was from {what.since} on" if late else "Coverage can stay what it was"
    own, beyond = shown_sum(base, what.money.by_year), shown_sum(base, what.beyond.by_year)
    if own == 0.0:
        text = f"{since}, and takes no more own money in the years shown than is planned."
    else:
        text = f"{since} with at least {money(own, base.currency)} of own money more {_span(base, what.money.by_year)}"
        text += (", all of it within the limits of the case" if beyond <= MATERIAL * own else
                 ", none of which the limits of the case allow" if beyond >= (1.0 - MATERIAL) * own else
                 f", of which the limits of the case do not allow {money(beyond, base.currency)}")
        text += "."
    heads = {year: number for year, number in what.people_by_year.items() if year <= end}
    if heads:
        most = max(heads, key=lambda year: (round(heads[year]), -year))
        text += f" The least people are {people(heads[most])} more in {most}, when they are most"
        text += f"{_of_cadres(base, one, most)}."
    else:
        text += " Nobody more has to be there, if those who are have all that they need."
    return f"{text} {_cost(base, one, providers)}".strip()


def _of_cadres(base: Plan, one: MissionLeft, year: int) -> str:
    """Return which cadres they are of, the largest first, as the end of a sentence."""
    of_year = {cadre: number for (cadre, t), number in one.replacement.people.items() if t == year}
    names = labels(base.names.cadres, of_year)
    largest = sorted(of_year, key=lambda cadre: (-round(of_year[cadre]), cadre))
    told = listed([f"{people(of_year[cadre])} {names[cadre]}" for cadre in largest[:NAMED]])
    return f", {'among them ' if len(largest) > NAMED else ''}{told}"


def _cost(base: Plan, one: MissionLeft, providers: Sequence[Provider]) -> str:
    if not one.cost:
        return ""
    whole, own = sum(one.cost.values()), shown_sum(base, one.replacement.money.by_year)
    payers = listed(list(dict.fromkeys(provider.paid_by for provider in providers if provider.paid_by)))
    text = f"The mission would have cost {money(whole, base.currency)} {_span(base, one.cost)}"
    text += f", paid by {payers}" if payers else ""
    since = one.replacement.since
    replaced = {} if since is None else {year: amount for year, amount in one.cost.items() if year >= since}
    same = sum(replaced.values())  # the money is for these years alone, though some of it is spent before them
    if same > 0.0 and own > 0.0:
        text += (f": its replacement costs {percent(own / same)} of that" if len(replaced) == len(one.cost) else
                 f". All that its replacement from {since} on takes is {percent(own / same)} of the "
                 f"{money(same, base.currency)} that it would have cost {_span(base, replaced)}")
    return f"{text}."


def _span(base: Plan, by_year: Mapping[int, float]) -> str:
    years = [year for year in by_year if year <= base.years[-1]]
    return f"in {min(years)}" if min(years) == max(years) else f"from {min(years)} to {max(years)}"
