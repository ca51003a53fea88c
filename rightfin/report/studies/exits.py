"""Who can leave when, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rightfin.report.charts.exits import coverage_chart, coverage_map, missing_chart, missing_map
from rightfin.report.studies.exit_anew import anew_method, anew_sentence, anew_tables
from rightfin.report.studies.exit_basis import compared_with, fewer_than_planned
from rightfin.report.studies.exit_calendars import calendar_method, calendar_sentences
from rightfin.report.studies.exit_payers import decides_sentence, instead_sentence, payers_table
from rightfin.report.studies.exit_tables import by_year_table, calendars_table, frontier_table, unpaid_table
from rightfin.report.studies.exit_verdicts import failure_in_words, verdicts_sentence, verdicts_table
from rightfin.report.studies.exit_wording import pronouns
from rightfin.report.studies.findings import Findings, FindingsTable, Picture
from rightfin.report.words.answer import Sentence
from rightfin.report.words.parts import unpaid_under_ceilings
from rightfin.report.words.stranded import stranded_sentence
from rightfin.report.words.wording import Scale, labels, listed, money, people, percent, scale_of
from rightfin.solve.levels import Depth
from rightfin.study.exits.calendars import ExitCalendars
from rightfin.study.exits.criterion import ExitTest
from rightfin.study.exits.leaving import Leaving
from rightfin.study.exits.study import ExitAnswer, ExitStudy
from rightfin.study.starts.exits import ExitsAnew
from rightfin.tolerances import DIFFERS

SHOWN_INSTITUTIONS = 3
"""Most institutions that are named where something is unpaid; a table has all of them."""

WORTH_NAMING = 0.005
"""Share of a whole below which a part is not worth a word."""


def findings(study: ExitStudy, calendars: ExitCalendars | None = None, anew: ExitsAnew | None = None) -> Findings:
    """Return a study of exits as findings, with exit calendars of the same case, and exits for which starts of programmes
    were decided anew, if there are any."""
    scale = scale_of(max((max(a.glance.cost) for a in study.answers if a.glance is not None), default=0.0), study.currency)
    tables: list[FindingsTable] = [verdicts_table(study), frontier_table(study), by_year_table(study)]
    if study.unpaid and study.unpaid_at is not None:
        tables.append(unpaid_table(study, study.unpaid_at))
    if study.by_payer is not None:
        tables.append(payers_table(study.by_payer))
    sentences, method = [*_sentences(study)], [*_method(study)]
    if calendars is not None:
        tables.append(calendars_table(calendars))
        sentences += calendar_sentences(calendars)
        method += calendar_method(calendars)
    if anew is not None:
        tables += anew_tables(anew)
        place = next(n for n, sentence in enumerate(sentences) if sentence.topic == "earliest") + 1
        sentences.insert(place, anew_sentence(anew))
        method.append(anew_method(anew))
    return Findings(
        study="exit", title=f"{study.title}: who can leave when", currency=study.currency, scale=scale,
        answered=study.earliest is not None or (anew is not None and anew.earliest is not None),
        sentences=tuple(sentences), tables=tuple(tables),
        pictures=_pictures(study, scale), method=tuple(method),
    )


def calendar_findings(calendars: ExitCalendars) -> Findings:
    """Return exit calendars alone as findings."""
    largest = max((max(calendar.glance.cost) for calendar in calendars.calendars), default=0.0)
    asked = f"{_convention(calendars.leaving, together=False)} {_test(calendars.test, calendars.leaving, calendars.years)}"
    return Findings(
        study="exit", title=f"{calendars.title}: exit calendars", currency=calendars.currency,
        scale=scale_of(largest, calendars.currency), answered=bool(calendars.calendars),
        sentences=(Sentence("question", "Question", asked), *calendar_sentences(calendars)),
        tables=(calendars_table(calendars),),
        method=tuple(calendar_method(calendars)),
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
    return tuple(found) if any(answer.missing > 0.0 for answer in study.answers) else tuple(found[:2] + found[3:])


def _sentences(study: ExitStudy) -> Iterator[Sentence]:
    yield Sentence("question", "Question", f"{_convention(study.leaving)} {_test(study.test, study.leaving, study.years)}")
    compared = compared_with(study)
    if compared:
        yield Sentence("compared", f"If {pronouns(study.leaving).they} never {pronouns(study.leaving).leave}", compared)
    yield Sentence("earliest", "Earliest exit", _earliest(study))
    yield Sentence("tests", "By every test", verdicts_sentence(study))
    failing = _failing(study)
    if failing is not None:
        yield Sentence("breaks", "What breaks", _breaks(study, failing))
    if study.by_payer is not None:
        decides = decides_sentence(study, study.by_payer)
        if decides:
            yield Sentence("decides", "Whose ceiling decides", decides)
        yield Sentence("instead", "Who pays instead", instead_sentence(study, study.by_payer))
    yield from stranded_sentence(study.stranded)
    if study.never.burden is not None:
        yield Sentence("carries", "What the state carries", _carries(study))
    yield Sentence("force", "The force", _force(study))
    later = _later(study)
    if later:
        yield Sentence("later", "Whether later exits help", later)
    pledges = _pledges(study.leaving, study.years)
    if pledges:
        yield Sentence("pledges", "Pledges that end", pledges)


def _who(leaving: Leaving) -> str:
    return listed(list(labels(leaving.names, leaving.donors).values()))


def _convention(leaving: Leaving, *, together: bool = True) -> str:
    say = pronouns(leaving)
    how = "" if len(leaving.donors) == 1 else " together" if together else ", each in a year of its own"
    return (
        f"When can {_who(leaving)} leave{how}? Donors not named keep the exit years of the case. The years named are "
        "the first "
        f"without {say.their} money: it is spent for the last time in the year before, {say.their} exit year."
    )


def _test(test: ExitTest, leaving: Leaving, years: Sequence[int]) -> str:
    say = pronouns(leaving)
    asked = ["everything due is paid and everyone supported as the case asks"]
    if test.coverage is not None:
        asked.append(
            f"from the exit on needs are covered in every year to at least {percent(test.coverage)} of what they are if "
            f"{say.these_donors} never {say.leave}"
        )
    if test.margin:
        asked.append("the state's own ceiling covers what it costs to keep the last year's force up for good")
    return f"What must hold: {listed(asked)}, counting the years planned beyond {years[-1]}, which are not shown, too."


def _earliest(study: ExitStudy) -> str:
    first, asked, end, say = study.earliest, study.answers[0].own_from, study.years[-1], pronouns(study.leaving)
    also = listed([str(year) for year in study.also_holds])
    if first is not None:
        among = "" if len(study.answers) == len(study.years) + 1 else " of those asked about"
        text = (
            f"{first} is the earliest first year without {say.them}{among} for which all that holds, as for every "
            "later one."
        )
        if first == asked and asked == study.years[0]:
            text = (
                f"{say.their.capitalize()} money is not needed in any year planned: all that holds without it from "
                f"{first} on."
            )
    elif study.never.holds:
        text = f"Not before the end of {end}: all that holds only if {say.they} {say.stay} through {end}."
    elif also and study.leaving.demanding and study.test.plain:
        return (
            f"Staying is what fails, and leaving what works: all that holds without {say.them} from {also} on, but not if "
            f"{say.they} {say.stay} through {end}. {_demand(study.leaving)}"
        )
    else:
        text = f"There is none: it does not hold even if {say.they} {say.stay} through {end}."
    if also and study.leaving.demanding and study.test.plain:
        text += f" It holds without {say.them} from {also} on, too, but not for a later year. {_demand(study.leaving)}"
    elif also:
        text += f" It holds without {say.them} from {also} on, too, but not for a later year, so do not rely on it."
    return text


def _demand(leaving: Leaving) -> str:
    """Return why a later exit can be worse than an earlier one."""
    names = labels(leaving.names, leaving.donors)
    asks, stays = ("asks", "it stays") if len(leaving.demanding) == 1 else ("ask", "they stay")
    return (
        f"{listed([names[donor] for donor in leaving.demanding])} {asks} the state for own money in every year that "
        f"{stays} (match_base), which can cost more than it brings."
    )


def _failing(study: ExitStudy) -> ExitAnswer | None:
    """Return the latest exit that fails."""
    failing = [answer for answer in study.answers if not answer.holds]
    return failing[-1] if failing else None


def _breaks(study: ExitStudy, failing: ExitAnswer) -> str:
    parts = [failure_in_words(study, failing, failure) for failure in failing.failures]
    text = f"{_where(study, failing)}, {'; '.join(parts)}{'' if failing.is_paid else _whom(study)}."
    if study.unpaid_plan is not None and study.unpaid_at is failing:
        under = unpaid_under_ceilings(study.unpaid_plan, study.years)
        text += f" {under}" if under else ""
    of_first = next(answer for answer in study.answers if not answer.holds)
    if of_first is not failing and of_first.missing > 0.0 and not of_first.is_paid:
        text += f" {_where(study, of_first)}, it would be {money(of_first.missing, study.currency)}."
    amounts = any(answer.missing > 0.0 and not answer.is_paid for answer in (failing, of_first))
    return f"{text} Amounts at current prices, in the plan and the years shown." if amounts else text


def _where(study: ExitStudy, answer: ExitAnswer) -> str:
    end, say = study.years[-1], pronouns(study.leaving)
    if answer.own_from > end:
        return f"If {say.they} {say.stay} through {end}"
    return f"Without {say.them} from {answer.own_from} on"


def _whom(study: ExitStudy) -> str:
    """Return where the largest parts of what is unpaid are, and whether that is all of it."""
    whole = sum(amount for _, amount in study.unpaid)
    told = [(name, amount) for name, amount in study.unpaid[:SHOWN_INSTITUTIONS] if amount > WORTH_NAMING * whole]
    if not told:
        return ""
    if len(study.unpaid) == 1:
        return f", all of it in {told[0][0]}"
    is_all = sum(amount for _, amount in told) >= (1.0 - WORTH_NAMING) * whole
    named = listed([f"{name} ({money(amount, study.currency)})" for name, amount in told])
    return f", in {named}" if is_all else f", the largest parts in {named}"


def _carries(study: ExitStudy) -> str:
    answer = study.never if study.earliest is None else study.answer(study.earliest)
    own, step, glance = answer.burden, answer.step, answer.glance
    if own is None or glance is None:
        return ""
    whose = "its revenue" if glance.by_payers is None else "the revenue of all payers"
    text = f"{_where(study, answer)}, the state's own spending reaches {percent(own.share)} of {whose}, in {own.year}"
    at = glance.years.index(own.year)
    ceiling = study.leaving.ceilings[at] / glance.revenue[at] if glance.revenue[at] > 0.0 else own.share
    if percent(ceiling) != percent(own.share) and ceiling < own.share and glance.saved[at] < 0.0:
        text += f" (more than its ceiling of {percent(ceiling)}, because money from the reserve counts in it"
        text += ", and old arrears cleared too)" if glance.cleared[at] > WORTH_NAMING * glance.own[at] else ")"
    if step is not None:
        text += f"; the largest rise over the year before is {percent(step.share)} of revenue, in {step.year}"
    return f"{text}."


def _force(study: ExitStudy) -> str:
    """Return what a plan may do to the force so that it can be paid, and which study holds the force."""
    first, reference, say = study.earliest, study.reference, pronouns(study.leaving)
    glance = None if first is None else study.answer(first).glance
    fewer = ""
    if first is not None and glance is not None and reference is not None and study.depth is Depth.PLAN:
        at = glance.years.index(first)
        has, had = glance.strength[at], reference.strength[at]
        if had - has > DIFFERS * had:
            fewer = (
                f" Without {say.them} from {first} on there are {people(had - has)} people fewer in {first} than if "
                f"{say.they} never {say.leave}: {people(has)}, not {people(had)}.{fewer_than_planned(study, first)}"
            )
    return (
        f"A plan may shrink the force until the state can pay for it.{fewer} The requirement (rightfin require) holds the "
        "force and says what that would take."
    )


def _later(study: ExitStudy) -> str:
    """Return whether later exits help where something cannot be paid; empty where the earliest one asked about pays all."""
    gaps = {a.own_from: a.glance.least_missing for a in study.answers if a.glance is not None}
    most, say, end = study.leaving.most_unpaid, pronouns(study.leaving), study.years[-1]
    first, last = min(gaps, default=0), max(gaps, default=0)
    if not gaps or gaps[first] <= most:
        return ""
    left = gaps[last]
    settled = min(year for year, gap in gaps.items() if gap <= left + most)
    if left <= most:
        return (
            f"Yes: less is unpaid with every year that {say.they} {say.stay}, and nothing without {say.them} from "
            f"{settled} on."
        )
    if settled == first:
        text = f"No: as much stays unpaid or unsupported whenever {say.they} {say.leave}."
    elif settled > end:
        text = (
            f"They help, but not enough: something stays unpaid or unsupported even if {say.they} {say.stay} through "
            f"{end}."
        )
    else:
        text = (
            f"Only up to {settled} as the first year without {say.them}: what is unpaid or unsupported then stays so, "
            "however "
            f"late {say.they} {say.leave}."
        )
    if study.reference is None:
        return text
    never = f"If {say.they} never left, and went on with {say.their} last pledges beyond {end}, "
    return f"{text} {never}" + (
        "all could be paid." if study.reference.least_missing <= most else "something would be unpaid all the same."
    )


def _pledges(leaving: Leaving, years: Sequence[int]) -> str:
    names = labels(leaving.names, leaving.donors)
    ending = [f"{names[donor]} in {year}" for donor, year in leaving.money_until.items()
              if year is not None and year < years[-1]]
    silent = [names[donor] for donor, year in leaving.money_until.items() if year is None]
    text = f"The last money that is pledged arrives from {listed(ending)}" if ending else ""
    text += ": a later exit of theirs brings no more." if ending else ""
    return f"{text} No money of {listed(silent)} arrives in any year shown.".strip() if silent else text


def _method(study: ExitStudy) -> Iterator[str]:
    say = pronouns(study.leaving)
    extra = 0 if study.by_payer is None else study.by_payer.plans
    yield (
        f"{study.plans - extra} plans were solved, one for each exit, one in which {say.these_donors} never {say.leave} "
        "and, if it is another one, that of the case as it stands, one from the other. The earliest year "
        "is the first from which on every exit asked about passes."
        + (f" {extra} more were solved for what is said of payers of own money." if extra else "")
    )
    yield (
        "Everything counts as paid and supported if what cannot be, whatever is done (level 1a), is at most "
        f"{money(study.leaving.most_unpaid, study.currency)} at the prices of {study.base_year}, later years "
        "counting less, in all years planned together. Amounts in sentences and tables are those of one plan for each "
        "exit, at current prices."
    )
    if study.asks:
        yield (
            "The case asks for a force that the state can keep up for good (sustained_from). The plans compared here do "
            "not: when donors leave would change from which year on it is asked for, and an exit would be blamed for that."
        )
