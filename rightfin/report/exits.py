"""Who can leave when, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rightfin.report.answer import Sentence
from rightfin.report.exit_charts import coverage_chart, coverage_map, missing_chart, missing_map
from rightfin.report.exit_tables import by_year_table, calendars_table, frontier_table, unpaid_table
from rightfin.report.findings import Findings, FindingsTable, Picture
from rightfin.report.wording import Scale, labels, listed, money, percent, scale_of
from rightfin.study.calendars import ExitCalendars
from rightfin.study.exit_test import ExitTest, Failure, Part
from rightfin.study.exits import ExitAnswer, ExitStudy
from rightfin.study.leaving import Leaving

SHOWN_CALENDARS = 4
"""Most calendars that are written out in a sentence; the table has all of them."""


def findings(study: ExitStudy, calendars: ExitCalendars | None = None) -> Findings:
    """Return a study of exits as findings, with exit calendars of the same case if there are any."""
    scale = scale_of(max((max(a.glance.cost) for a in study.answers if a.glance is not None), default=0.0), study.currency)
    tables: list[FindingsTable] = [frontier_table(study), by_year_table(study)]
    if study.unpaid:
        tables.append(unpaid_table(study, _failing(study)))
    sentences, method = [*_sentences(study)], [*_method(study)]
    if calendars is not None:
        tables.append(calendars_table(calendars))
        sentences += _of_calendars(calendars)
        method += _calendars_method(calendars)
    return Findings(
        study="exit", title=f"{study.title}: who can leave when", currency=study.currency, scale=scale,
        answered=study.earliest is not None, sentences=tuple(sentences), tables=tuple(tables),
        pictures=_pictures(study, scale), method=tuple(method),
    )


def calendar_findings(calendars: ExitCalendars) -> Findings:
    """Return exit calendars alone as findings."""
    largest = max((max(calendar.glance.cost) for calendar in calendars.calendars), default=0.0)
    asked = f"{_convention(calendars.leaving, together=False)} {_test(calendars.test, calendars.years)}"
    return Findings(
        study="exit", title=f"{calendars.title}: exit calendars", currency=calendars.currency,
        scale=scale_of(largest, calendars.currency), answered=bool(calendars.calendars),
        sentences=(Sentence("question", "Question", asked), *_of_calendars(calendars)),
        tables=(calendars_table(calendars),),
        method=tuple(_calendars_method(calendars)),
    )


def _pictures(study: ExitStudy, scale: Scale) -> tuple[Picture, ...]:
    if all(answer.glance is None for answer in study.answers):
        return ()
    found = [
        Picture("exit_missing", "What cannot be paid, by exit", missing_chart(study, scale), "frontier"),
        Picture("exit_coverage", "Coverage, by exit", coverage_chart(study), "frontier"),
        Picture("exit_missing_by_year", "What is unpaid, by exit and year", missing_map(study, scale), "by_year"),
        Picture("exit_coverage_by_year", "Coverage, by exit and year", coverage_map(study), "by_year"),
    ]
    is_paid = not any(failure.part is Part.PAID for answer in study.answers for failure in answer.failures)
    return tuple(found[:2] + found[3:]) if is_paid else tuple(found)


def _sentences(study: ExitStudy) -> Iterator[Sentence]:
    yield Sentence("question", "Question", f"{_convention(study.leaving)} {_test(study.test, study.years)}")
    yield Sentence("earliest", "Earliest exit", _earliest(study))
    failing = _failing(study)
    if failing is not None:
        yield Sentence("breaks", "What breaks", _breaks(study, failing))
    if study.never.burden is not None:
        yield Sentence("carries", "What the state carries", _carries(study))
    later = _later(study)
    if later:
        yield Sentence("later", "Whether later exits help", later)
    pledges = _pledges(study.leaving, study.years)
    if pledges:
        yield Sentence("pledges", "Pledges that end", pledges)


def _who(leaving: Leaving) -> str:
    return listed(list(labels(leaving.names, leaving.donors).values()))


def _convention(leaving: Leaving, *, together: bool = True) -> str:
    how = " leaves" if len(leaving.donors) == 1 else " leave together" if together else " leave, each in a year of its own"
    return (
        f"{_who(leaving)}{how}; donors not named keep the exit years of the case. Own financing from a year means that it "
        "is the first year without their money: their exit_year, the last in which it may be spent, is the year before."
    )


def _test(test: ExitTest, years: Sequence[int]) -> str:
    asked = ["everything is paid and everyone supported"]
    if test.coverage is not None:
        asked.append(
            f"in every year from the exit on needs are covered to at least {percent(test.coverage)} of what they are if "
            "these donors never leave"
        )
    if test.margin:
        asked.append("the steady-state margin is not negative")
    return f"What must hold: {listed(asked)}; the years planned beyond {years[-1]}, which are not shown, count as well."


def _earliest(study: ExitStudy) -> str:
    first, asked, end = study.earliest, study.answers[0].own_from, study.years[-1]
    if first is not None:
        among = "" if len(study.answers) == len(study.years) + 1 else " of those asked about"
        text = f"{first} is the earliest first year without them{among}: the test holds from then on."
        if first == asked and asked == study.years[0]:
            text = f"Their money is not needed in any planning year: the test holds without it from {first} on."
    elif study.never.holds:
        text = f"Not before the end of {end}: the test holds only if they stay through {end}."
    else:
        text = f"There is none: the test fails even if they stay through {end}."
    if study.also_holds:
        years = listed([str(year) for year in study.also_holds])
        text += f" It also holds for own financing from {years}, but fails for a later year, so do not rely on it."
    return text


def _failing(study: ExitStudy) -> ExitAnswer | None:
    """Return the latest exit that fails."""
    failing = [answer for answer in study.answers if not answer.holds]
    return failing[-1] if failing else None


def _breaks(study: ExitStudy, failing: ExitAnswer) -> str:
    where = _where(study, failing)
    parts = [_failure(study, failing, failure) for failure in failing.failures]
    text = f"{where}, {'; '.join(parts)}."
    of_first = next(answer for answer in study.answers if not answer.holds)
    if of_first is not failing and of_first.glance is not None and any(f.part is Part.PAID for f in of_first.failures):
        text += (
            f" With own financing from {of_first.own_from} it would be at least "
            f"{money(of_first.glance.least_missing, study.currency)} that nobody can pay."
        )
    return text


def _where(study: ExitStudy, answer: ExitAnswer) -> str:
    end = study.years[-1]
    return f"If they stay through {end}" if answer.own_from > end else f"With own financing from {answer.own_from}"


def _failure(study: ExitStudy, answer: ExitAnswer, failure: Failure) -> str:
    glance = answer.glance
    if glance is None:
        return f"there is no answer: {answer.problem[:1].lower()}{answer.problem[1:].rstrip('.')}"
    if failure.part is Part.PAID:
        least = money(glance.least_missing, study.currency)
        text = f"at least {least} cannot be paid or supported whatever is done (base-year prices, discounted)"
        if failure.year is None:
            return f"{text}, all of it in the years planned beyond {study.years[-1]}"
        amount = money(sum(glance.missing), study.currency)
        text += f", first in {failure.year}; in the plan shown {amount} over the years shown"
        if study.unpaid:
            text += f", most of it in {listed([f'{name} ({money(m, study.currency)})' for name, m in study.unpaid[:3]])}"
        return text
    if failure.part is Part.COVERAGE and failure.year is not None and study.reference is not None:
        at = glance.years.index(failure.year)
        return (
            f"needs are covered to {percent(glance.coverage[at])} in {failure.year}, against "
            f"{percent(study.reference.coverage[at])} if they never leave"
        )
    return f"the steady-state margin is {money(glance.margin or 0.0, study.currency)}"


def _carries(study: ExitStudy) -> str:
    answer = study.never if study.earliest is None else study.answer(study.earliest)
    own, step = answer.burden, answer.step
    if own is None:
        return ""
    text = f"{_where(study, answer)}, the state's own spending reaches {percent(own.share)} of its revenue, in {own.year}"
    if step is not None:
        text += f"; its largest rise over the year before is {percent(step.share)} of revenue, in {step.year}"
    return f"{text}."


def _later(study: ExitStudy) -> str:
    """Return how far later exits lessen what cannot be paid; empty where the earliest exit asked about pays all."""
    gaps = {a.own_from: a.glance.least_missing for a in study.answers if a.glance is not None}
    most = study.leaving.most_unpaid
    first, last = min(gaps, default=0), max(gaps, default=0)
    if not gaps or gaps[first] <= most:
        return ""
    left = gaps[last]
    settled = min(year for year, gap in gaps.items() if gap <= left + most)
    amounts = f"from {money(gaps[first], study.currency)} with own financing from {first}"
    if left <= most:
        text = f"Yes: what cannot be paid falls {amounts} to nothing from {settled} on."
    elif settled == first:
        text = f"No: {money(left, study.currency)} cannot be paid whenever they leave."
    elif settled > study.years[-1]:
        text = (
            f"They help, but not enough: what cannot be paid falls {amounts} to {money(left, study.currency)} if they stay "
            f"through {study.years[-1]}."
        )
    else:
        text = (
            f"Up to own financing from {settled}: what cannot be paid falls {amounts} to "
            f"{money(left, study.currency)}, which stays however late they leave within the horizon."
        )
    if left > most and study.reference is not None:
        stays = study.reference.least_missing
        text += (
            f" If they never left, and went on with their last pledges beyond {study.years[-1]}, "
            + ("all could be paid." if stays <= most else f"it would be {money(stays, study.currency)}.")
        )
    return text


def _pledges(leaving: Leaving, years: Sequence[int]) -> str:
    names = labels(leaving.names, leaving.donors)
    ending = [f"{names[donor]} in {year}" for donor, year in leaving.money_until.items()
              if year is not None and year < years[-1]]
    silent = [names[donor] for donor, year in leaving.money_until.items() if year is None]
    text = f"The last money that is pledged arrives from {listed(ending)}: a later exit brings no more." if ending else ""
    return f"{text} No money of {listed(silent)} arrives in any year shown.".strip() if silent else text


def _method(study: ExitStudy) -> Iterator[str]:
    yield (
        f"Sweep: {study.plans} plans, one for each exit and one in which the donors never leave, solved one from the "
        "other. The earliest year is the first from which on every exit asked about passes."
    )
    yield (
        f"Broken obligations count as none up to {money(study.leaving.most_unpaid, study.currency)} (base-year prices, "
        "discounted over all years planned). What cannot be paid whatever is done has one value; numbers by year are those "
        "of one plan, which may leave the arrears tolerance unpaid to cover needs."
    )


def _of_calendars(found: ExitCalendars) -> Iterator[Sentence]:
    names = labels(found.leaving.names, found.leaving.donors)
    if not found.calendars:
        text = f"No calendar passes, not even the one in which all stay through {found.years[-1]}."
        yield Sentence("calendars", "Exit calendars", text if found.complete else f"{text} {_unfinished(found)}")
        return
    written = [
        ", ".join(f"{names[donor]} {_from(year, found.years)}"
                  for donor, year in zip(found.leaving.donors, calendar.own_from, strict=True))
        for calendar in found.calendars[:SHOWN_CALENDARS]
    ]
    many = len(found.calendars)
    count = "One calendar passes" if many == 1 else f"{many} calendars pass"
    text = f"{count} in which nobody can leave earlier unless another leaves later (first years without each donor): "
    text += "; ".join(written) + (f"; and {many - len(written)} more." if many > len(written) else ".")
    yield Sentence("calendars", "Exit calendars", text if found.complete else f"{text} {_unfinished(found)}")


def _from(year: int, years: Sequence[int]) -> str:
    return f"from {year}" if year <= years[-1] else f"not before the end of {years[-1]}"


def _unfinished(found: ExitCalendars) -> str:
    return (
        f"The search stopped after {found.plans:,} plans, the most that were allowed: those listed are certain, others may "
        "be missing. Allow more plans, or name fewer donors or years."
    )


def _calendars_method(found: ExitCalendars) -> Iterator[str]:
    if found.swept != found.leaving.donors:
        yield (
            f"Calendars: {found.plans:,} of {found.grid:,} were solved. A calendar with no earlier exit than one that "
            "passes passes too, and one with no later exit than one that fails fails; the rest was found by halving."
        )
    elif found.test.plain:
        yield f"Calendars: all {found.grid:,} were solved."
    else:
        yield (
            f"Calendars: all {found.grid:,} were solved, because coverage and margin may fall when a donor stays longer. "
            "Coverage is compared from the first exit of a calendar on."
        )
    if found.swept and found.test.plain:
        names = labels(found.leaving.names, found.leaving.donors)
        yield (
            f"All years of {listed([names[donor] for donor in found.swept])} were tried: match_base asks the state for own "
            "money as long as the donor may spend, so that a later exit can cost more than it brings."
        )
