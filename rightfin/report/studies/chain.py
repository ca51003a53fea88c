"""The justice chain of a plan in sentences, tables and pictures: its narrowest point, one more person, more police."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.chain import stages
from rightfin.report.charts.chain import flow_chart, prisons_chart, waiting_chart
from rightfin.report.charts.chain_study import detention_chart
from rightfin.report.studies.chain_tables import (
    ChainChange,
    by_year_table,
    cadre_names,
    change_of,
    clears_table,
    has_more,
    held,
    one_more_table,
    paid,
    police_table,
    stages_table,
    waiting,
)
from rightfin.report.studies.findings import Findings, Picture
from rightfin.report.words.answer import Sentence
from rightfin.report.words.chain import chain_sentence, count_of, prisons_sentence
from rightfin.report.words.wording import listed, people, percent
from rightfin.result.plan import Plan
from rightfin.study.chain import MORE_POLICE, STEP, Chain, TriedPeople
from rightfin.study.chain_held import HeldBack, Limit
from rightfin.tolerances import NOBODY

_PLANNED, _ALONE, _TOGETHER = "As planned", "More police alone", "As many more in the whole chain"

_SHOWN = 0.05
"""Cases or people below which a change reads as none."""


def findings(found: Chain) -> Findings:
    """Return the chain of the plan, and what became of it in each plan that was tried."""
    plan, prisons = found.plan, bool(found.plan.tables["prisons"].rows)
    pictures = [
        Picture("flow", "The chain", flow_chart(plan), "stages"),
        Picture("waiting", "What waits", waiting_chart(plan), "stages"),
    ]
    tables = [by_year_table(plan), stages_table(plan), one_more_table(found)]
    plans = _plans(found)
    if found.police is not None:
        tables.append(police_table(plans, found.police.cadres))
    if plan.tables["clears"].rows:
        tables.append(clears_table(plan))
    if prisons:
        pictures.append(Picture("prisons", "Who is in prison", prisons_chart(plan), "by_year"))
        if len(plans) > 1:
            pictures.append(Picture("detention", "More police", detention_chart(plans), "police"))
    return Findings(
        study="chain", title=f"{plan.title}: the justice chain", currency=plan.currency, scale=facts.money_scale(plan),
        answered=True, sentences=tuple(_sentences(found)), tables=tuple(tables), pictures=tuple(pictures),
        method=tuple(_method()),
    )


def _plans(found: Chain) -> dict[str, Plan]:
    """Return the plan and those with more police, by what they are called."""
    plans = {_PLANNED: found.plan}
    for name, tried in ((_ALONE, found.police), (_TOGETHER, found.together)):
        if tried is not None and tried.plan is not None:
            plans[name] = tried.plan
    return plans


def _sentences(found: Chain) -> Iterator[Sentence]:
    yield Sentence("chain", "The justice chain", chain_sentence(found.plan))
    if prisons := prisons_sentence(found.plan):
        yield Sentence("prisons", "Prisons", prisons)
    if found.one_more:
        yield Sentence("one_more", "One more person", " ".join(_one_more(found.plan, tried) for tried in found.one_more))
    if found.police is not None:
        yield Sentence("police", "More police alone", _police(found.plan, found.police))
    if found.together is not None:
        yield Sentence("together", "More in the whole chain", _together(found, found.together))


def _one_more(plan: Plan, tried: TriedPeople) -> str:
    name, change = cadre_names(plan, tried.cadres), change_of(plan, tried)
    if change is None:
        return f"No plan keeps all hard limits with more of {name}."
    if not has_more(change):
        return f"No more of {name} can be had, or be paid."
    mean = change.person_years / len(plan.years)
    parts = [_fewer(change.waits / mean, "case waits", "cases wait")]
    if held(plan):
        parts.append(_fewer(change.detained / mean, "person is held before judgment", "people are held before judgment"))
    return f"One more of {name}, out of the same money: {listed(parts)}, on the mean of all years."


def _fewer(change: float, one: str, several: str) -> str:
    if abs(change) < _SHOWN:
        return f"no fewer {several}"
    who = one if f"{abs(change):.1f}" == "1.0" else several
    return f"{count_of(abs(change))} {'more' if change > 0.0 else 'fewer'} {who}"


def _police(plan: Plan, tried: TriedPeople) -> str:
    name = cadre_names(plan, tried.cadres)
    change = change_of(plan, tried)
    if change is None or tried.plan is None:
        return f"No plan keeps all hard limits with {percent(MORE_POLICE)} more of {name}."
    if not has_more(change):
        return f"No more of {name} can be had, or be paid."
    return (f"{percent(MORE_POLICE)} more of {name} and no more of the others who work the chain, out of the same money "
            f"({people(change.people)} more in {plan.years[-1]}): {_outcome(plan, tried.plan, change)}")


def _together(found: Chain, tried: TriedPeople) -> str:
    plan, change = found.plan, change_of(found.plan, tried)
    if change is None or tried.plan is None:
        return "No plan keeps all hard limits with as many more in the whole chain."
    if not has_more(change):
        return " ".join(filter(None, ("No more people in the chain can be had, or be paid.", _held_back(found, tried))))
    text = (f"{percent(MORE_POLICE)} more of {cadre_names(plan, tried.cadres)}, as far as they can be had and paid "
            f"({people(change.people)} more in {plan.years[-1]}): {_outcome(plan, tried.plan, change)}")
    return " ".join(filter(None, (text, _held_back(found, tried), _crowding(change))))


def _held_back(found: Chain, tried: TriedPeople) -> str:
    """Return of whom fewer came than were asked for, where they work, and on which limit the plan stands."""
    if tried.plan is None or not tried.held:
        return ""
    plan, last, labels = found.plan, found.plan.years[-1], stages(found.plan)
    parts: dict[str, list[str]] = {}
    for one in tried.held:
        before, there = (paid(of, (one.cadre,))[last] for of in (plan, tried.plan))
        more = percent(there / before - 1.0) if before > 0.0 and there - before >= NOBODY else ""
        at = [labels[stage] for stage, cadres in found.works.items() if one.cadre in cadres]
        who = f"{cadre_names(plan, (one.cadre,))}{f' at {listed(at)}' if at else ''}"
        parts.setdefault(_limit(plan, one), []).append(f"{f'only {more}' if more else 'no'} more of {who}")
    told = "; ".join(f"{listed(who)}{why}" for why, who in parts.items())
    return f"The rest of the chain is held back: in {last} there are {told}."


def _limit(plan: Plan, held: HeldBack) -> str:
    """Return which limit the plan stands on, as the end of a sentence; empty where it shows none."""
    if held.limit is None:
        return ""
    institution = plan.names.institutions.get(held.institution, held.institution)
    return {
        Limit.ALLOWED: ", because the case allows no more",
        Limit.TRAINING: f", because all training places of {institution} that are in time are taken",
        Limit.MONEY: ", because own money reaches its ceiling",
    }[held.limit]


def _crowding(change: ChainChange) -> str:
    """Return that prison places are short for what the chain does then; empty where not more people lack one."""
    if change.crowded < NOBODY:
        return ""
    return f"Prison places are short for it: {people(change.crowded)} more people lack one, on the mean of all years."


def _outcome(plan: Plan, other: Plan, change: ChainChange) -> str:
    """Return what waits and who is held in another plan, against the plan, and what needs gain or lose."""
    last = plan.years[-1]
    text = f"{people(waiting(other)[last])} cases wait at the end of {last} in place of {people(waiting(plan)[last])}"
    if detained := held(plan):
        text += (f", and {people(held(other)[last])} people are held before judgment in place of {people(detained[last])} "
                 f"({_fewer(change.detained, 'person', 'people')} on the mean of all years)")
    if change.coverage is not None:
        points = 100.0 * change.coverage
        text += (f". Coverage of needs in {last} is {abs(points):.1f} points {'higher' if points > 0.0 else 'lower'}"
                 if abs(points) >= _SHOWN else f". Coverage of needs in {last} is the same")
    return f"{text}."


def _method() -> Iterator[str]:
    yield (
        "The narrowest point of a year is the stage with the least spare capacity: what could be done beyond all there "
        "is to do, what waits when the year begins and what arrives, over all there is to do. Months of waiting are what "
        "waits at the end of the year over what is done in it; a stage that nobody works has none."
    )
    yield (
        f"One more person: the plan is made again with {percent(STEP)} more of a cadre than it has, at least one person. "
        "They come trained in the first year, are paid out of the same money, and are kept as a soft limit of strength "
        "asks: before needs, after all that is due. All else is planned anew, so that fewer of others may be there. The "
        "change is divided by the people who are there more."
    )
    yield (
        f"More police alone: {percent(MORE_POLICE)} more of all who bring cases, asked for in the same way, and no more "
        "than planned of the others who work a stage. More in the whole chain asks for as many more of these too."
    )
