"""The justice chain of a plan in words: where it is narrowest, what waits, who is in prison, who clears whose cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.report.chain import (
    Narrowest,
    PrisonYear,
    StageYear,
    clears,
    narrowest,
    prison_years,
    stage_years,
    stages,
)
from rightfin.report.words.wording import listed, people, percent
from rightfin.result.plan import Plan
from rightfin.tolerances import NOBODY, SEEN

_MOST_RUNS = 3
"""Most runs of years that are told one by one; years of more are told stage by stage."""

_SHORTEST = 0.05
"""Months of waiting that read as none."""


def chain_sentence(plan: Plan) -> str:
    """Return where the chain is narrowest in which years, what waits and what is dropped; empty without a chain."""
    rows, runs = stage_years(plan), narrowest(plan)
    if not rows:
        return ""
    parts = [narrowest_in_words(runs, len(plan.years)), _room(rows, runs), _waiting(rows), _unworked(rows), _dropped(rows),
             clears_sentence(plan)]
    return " ".join(filter(None, parts))


def narrowest_in_words(runs: Sequence[Narrowest], years: int) -> str:
    """Return the narrowest point in runs of years; ``years`` is how many the plan shows."""
    if not runs:
        return "No case arrives anywhere."
    if len(runs) == 1 and len(runs[0].years) == years:
        return f"The narrowest point of the chain is {runs[0].stage} in {'every year' if years > 1 else runs[0].years[0]}."
    if len(runs) <= _MOST_RUNS:
        return f"The narrowest point of the chain is {listed([f'{run.stage} {span(run.years)}' for run in runs])}."
    by_stage: dict[str, list[str]] = {}
    for run in runs:
        by_stage.setdefault(run.stage, []).append(
            str(run.years[0]) if len(run.years) == 1 else f"{run.years[0]}-{run.years[-1]}")
    parts = [f"{stage} ({listed(found)})" for stage, found in by_stage.items()]
    return f"The narrowest point of the chain changes: {listed(parts)}."


def span(years: Sequence[int]) -> str:
    """Return years that follow one another: ``in 2026``, ``from 2026 to 2028``."""
    return f"in {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"


def in_years(years: Sequence[int]) -> str:
    """Return years as runs of those that follow one another: ``in 2026 and from 2028 to 2030``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return listed([span(run) for run in runs])


def _room(rows: Sequence[StageYear], runs: Sequence[Narrowest]) -> str:
    """Return how much room there is at the narrowest point in the last year that has one."""
    if not runs:
        return ""
    last = runs[-1].years[-1]
    row = next(row for row in rows if row.year == last and row.narrowest)
    text = f"In {last}, {people(row.before + row.inflow)} cases wait there or arrive and {people(row.capacity)} can be done"
    if abs(row.spare) <= SEEN:
        return f"{text}, just as many."
    return f"{text}, {percent(abs(row.spare))} {'more' if row.spare > 0.0 else 'fewer'} than there are."


def _waiting(rows: Sequence[StageYear]) -> str:
    """Return the cases that wait in the first and last year and in that of most, and where most of them do."""
    first, last = rows[0].year, max(row.year for row in rows)
    waits: dict[int, float] = {}
    for row in rows:
        waits[row.year] = waits.get(row.year, 0.0) + row.backlog
    peak = max(waits, key=lambda year: (round(waits[year]), -year))
    told = f"Most cases wait at the end of {peak}: {people(waits[peak])}{_most(rows, peak)}." if (
        waits[peak] >= NOBODY and people(waits[peak]) not in (people(waits[first]), people(waits[last]))) else ""
    return " ".join(filter(None, (_first_and_last(rows, waits, first, last), told)))


def _first_and_last(rows: Sequence[StageYear], waits: Mapping[int, float], first: int, last: int) -> str:
    if waits[last] < NOBODY:
        begins = f"{people(waits[first])} cases wait at the end of {first}{_most(rows, first)}, and none" if (
            waits[first] >= NOBODY) else "No case waits"
        return f"{begins} at the end of {last}."
    most = max((row for row in rows if row.year == last), key=lambda row: row.backlog)
    begins = f"{people(waits[first])} cases wait at the end of {first}{_most(rows, first)} and " if last != first else ""
    months = "more than a hundred years" if most.waiting >= 1200.0 else (
        f"{most.waiting:,.1f} months" if most.waiting >= _SHORTEST else "a day or two")
    takes = "where nobody works" if most.unworked else f"which takes {months}"
    return (f"{begins}{people(waits[last])}{'' if begins else ' cases wait'} at the end of {last}, most at {most.stage}: "
            f"{people(most.backlog)}, {takes}.")


def _unworked(rows: Sequence[StageYear]) -> str:
    """Return in which years nobody works which stage although cases are there."""
    by_stage: dict[str, list[int]] = {}
    for row in rows:
        if row.unworked:
            by_stage.setdefault(row.stage, []).append(row.year)
    parts = [f"{stage} {in_years(years)}" for stage, years in by_stage.items()]
    return f"Nobody works {listed(parts)}: cases there only wait." if parts else ""


def _most(rows: Sequence[StageYear], year: int) -> str:
    """Return at which stage most cases wait at the end of a year, as a part of a sentence; empty where none waits."""
    most = max((row for row in rows if row.year == year), key=lambda row: row.backlog)
    return "" if most.backlog < NOBODY else f" (most at {most.stage}: {people(most.backlog)})"


def _dropped(rows: Sequence[StageYear]) -> str:
    by_stage: dict[str, float] = {}
    for row in rows:
        by_stage[row.stage] = by_stage.get(row.stage, 0.0) + row.dropped
    dropped = {stage: count for stage, count in by_stage.items() if count >= NOBODY}
    if not dropped:
        return ""
    where = f"all at {next(iter(dropped))}" if len(dropped) == 1 else listed(
        [f"{people(count)} at {stage}" for stage, count in dropped.items()])
    return f"{people(sum(dropped.values()))} cases are dropped undone over the years shown, {where}."


def clears_sentence(plan: Plan) -> str:
    """Return whose cases one person clears at the narrowest point of the last year; empty where nobody sends any there.

    Cadres of whom as many do, and as many send, are told together.
    """
    runs = narrowest(plan)
    if not runs:
        return ""
    last = runs[-1]
    found = [row for row in clears(plan) if row.stage == last.stage and row.year == last.years[-1]]
    senders: dict[tuple[str, str], list[str]] = {}
    for row in found:
        senders.setdefault((row.clearing, count_of(row.people)), []).append(row.sending)
    clearing: dict[tuple[str, str], list[str]] = {}
    for (cadre, count), sending in senders.items():
        clearing.setdefault((count, listed(sending, "or")), []).append(cadre)
    pairs = listed([f"one of {listed(cadres, 'or')} clears what {count} of {sending} send"
                    for (count, sending), cadres in clearing.items()])
    return f"At {last.stage} {pairs} ({last.years[-1]})." if found else ""


def count_of(number: float) -> str:
    """Return a number of people, of which a tenth matters where they are few: ``11``, ``2.4``."""
    return people(number) if number >= 9.95 else f"{number:.1f}"


def prisons_sentence(plan: Plan) -> str:
    """Return who is held before judgment, how crowded prisons are, and whether police outgrow the narrowest point."""
    rows = prison_years(plan)
    parts = [_detained(rows), _crowding(rows), _police(plan, rows)] if rows else []
    return " ".join(filter(None, parts))


def _detained(rows: Sequence[PrisonYear]) -> str:
    first, last = rows[0], rows[-1]
    if max(row.held for row in rows) < NOBODY:
        return "Nobody is in prison."
    begins = f"{people(first.detained)} people are held before judgment at the end of {first.year} and " if (
        last is not first) else ""
    return (f"{begins}{people(last.detained)}{'' if begins else ' people are held before judgment'} at the end of "
            f"{last.year}, {percent(last.pretrial_share)} of the {people(last.held)} in prison.")


def _crowding(rows: Sequence[PrisonYear]) -> str:
    over = [row for row in rows if row.overcrowding >= NOBODY]
    if not over:
        said = any(row.places > 0.0 for row in rows) and any(row.held >= NOBODY for row in rows)
        return "Everybody in prison has a place in every year." if said else ""
    worst = max(over, key=lambda row: (row.overcrowding, -row.year))
    share = f" ({percent(worst.overcrowding / worst.places)} beyond)" if worst.places > 0.0 else ""
    years = "in every year" if len(over) == len(rows) else f"in {len(over)} of {len(rows)} years"
    return (f"Prisons are overcrowded {years}, most in {worst.year}: {people(worst.held)} people for "
            f"{people(worst.places)} places{share}.")


def _police(plan: Plan, prisons: Sequence[PrisonYear]) -> str:
    """Return that those who bring cases outgrow the narrowest point, and detention with them, where the numbers show it.

    Nothing is said where they work that point themselves, where they bring more cases without being more themselves, or
    where no more cases wait.
    """
    rows, runs = stage_years(plan), narrowest(plan)
    first, last = plan.years[0], plan.years[-1]
    at = next((run.stage for run in runs if last in run.years), None)
    if at is None or first == last or prisons[-1].detained - prisons[0].detained < NOBODY:
        return ""
    brought, waits = ({year: sum(getattr(row, name) for row in rows if row.year == year) for year in (first, last)}
                      for name in ("brought", "backlog"))
    can = {row.year: row.capacity for row in rows if row.stage == at}
    police = _bringing(plan, at)
    if min(brought[first], can[first], police.get(first, 0.0)) <= 0.0 or waits[last] - waits[first] < NOBODY:
        return ""
    more, able = brought[last] / brought[first] - 1.0, can[last] / can[first] - 1.0
    if more <= SEEN or able >= min(more, police[last] / police[first] - 1.0) - SEEN:
        return ""
    change = f"only {percent(able)} more" if able > SEEN else "no more" if able > -SEEN else f"{percent(-able)} less"
    return (f"Police outgrow those who work {at}, and cells fill: people bring {percent(more)} more cases in {last} "
            f"than in {first}, {at} can get {change} done, and {people(prisons[-1].detained - prisons[0].detained)} more "
            "people are held before judgment. rightfin chain tries what more police alone would do.")


def _bringing(plan: Plan, stage: str) -> dict[int, float]:
    """Return how many of those who bring cases are there by year; nothing where they are the ones who work the stage."""
    table, names = plan.tables["clears"], stages(plan)
    sending = set(map(str, table.column("sending")))
    if any(names[str(row["stage"])] == stage and row["clearing"] in sending for row in table.records()):
        return {}
    return plan.tables["strength"].where("cadre", sorted(sending)).by_year("present")
