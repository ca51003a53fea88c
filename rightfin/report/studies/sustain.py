"""The force that can be kept, in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.charts.sustain import asked, donors_chart, strength_chart, unmet_chart
from rightfin.report.studies.findings import Findings, Picture
from rightfin.report.studies.sustain_tables import (
    by_year_table,
    force_table,
    frontier_table,
    payers_table,
    points_table,
    stranded_table,
)
from rightfin.report.words.answer import Sentence
from rightfin.report.words.parts import ceilings_in_words
from rightfin.report.words.wording import (
    begun,
    labels,
    listed,
    money,
    people,
    percent,
    scale_of,
    significant,
    weighed,
    weighed_instead,
)
from rightfin.study.sustain.course import Course
from rightfin.study.sustain.points import PointTaken
from rightfin.study.sustain.study import Sustained
from rightfin.tolerances import CLOSE, MONEY_APART, NEGLIGIBLE, NOBODY, PEOPLE_APART, SEEN

NAMED = 3
"""Most institutions that a sentence names; the table has all of them."""


def findings(found: Sustained) -> Findings:
    """Return the force that can be kept as findings; the answer is no where in the end more stands than can be kept."""
    scale = scale_of(max(found.kept.ceiling), found.currency)
    pictures = (
        Picture("strength", "The path", strength_chart(found), "by_year"),
        Picture("unmet", "What needs lose", unmet_chart(found), "frontier"),
        Picture("donors", "What donors pay", donors_chart(found, scale), "frontier"),
    )
    points = (points_table(found),) if found.points else ()
    several = len(found.kept.payers[-1]) > 1
    by_payer = [table for table in (payers_table(found), stranded_table(found)) if table is not None] if several else []
    return Findings(
        study="sustain",
        title=f"{found.title}: the force that can be kept",
        currency=found.currency,
        scale=scale,
        answered=found.answered,
        sentences=tuple(_sentences(found)),
        tables=(by_year_table(found), *by_payer, force_table(found), frontier_table(found), *points),
        pictures=pictures,
        method=tuple(_method(found)),
    )


def _method(found: Sustained) -> Iterator[str]:
    way = (
        "Before it, what may stand goes in real terms from what keeping up today's force costs to what can be kept, on a "
        "straight line (or one from what is left after a year where people cannot leave so fast) unless glide_share says "
        "how fast; up to what can be kept may stand at once."
        if found.glides else "Before it, anything may stand (glide is none)."
    )
    yield (
        "Kept up for good means: pay of all, support, upkeep and replacement of kit, training of everyone who leaves, "
        "pensions at the level that attrition sustains, what is lost on this, running costs and contracts that go on cost "
        f"no more than the ceiling and donors who never leave bring, from {found.asked_from} on in every year. {way}"
    )
    yield (
        "The force that can be kept is the one that leaves the least need unmet among those that can, and not the one with "
        "the most people. Each plan is of the case as it stands but for the year asked for, the extra money, or the donors "
        "who never leave; all levels are solved."
    )
    yield (
        f"{found.solves} plans were solved. What a point of coverage takes was sought by solving with more own money until "
        "two amounts that differ by 2% lie on both sides; coverage is that of the last year shown."
    )


def _sentences(found: Sustained) -> Iterator[Sentence]:
    yield Sentence("question", "Question", _question(found))
    yield Sentence("today", "Today", _today(found))
    yield Sentence("without", "If nothing is asked", _without(found))
    yield Sentence("kept", "What can be kept", _kept(found))
    if _several(found):
        yield Sentence("payers", "Who keeps it up", _payers(found))
    yield Sentence("path", "The path", _path(found))
    yield Sentence("cost", "What keeping it costs", _cost(found))
    yield Sentence("frontier", "Earlier or later", _frontier(found))
    yield Sentence("points", "More coverage", _points(found))


def _question(found: Sustained) -> str:
    end = found.years[-1]
    which = (
        "the year that the case states" if found.stated else
        "the last year shown, since no donor leaves before" if found.asked_from == end and not found.at_exit else
        "the first year without donors who leave"
    )
    return (
        f"How large a force can be kept up for good from {found.asked_from} on, {which}? Money of single years is at "
        f"current prices; sums over years and extra money are at prices of {found.price_year}."
    )


def _today(found: Sustained) -> str:
    today, gap = found.today, found.today.cost - found.today.ceiling
    more = f", {money(abs(gap), found.currency)} {'more' if gap > 0.0 else 'less'} than"
    more = f"{', as much as' if abs(gap) <= MONEY_APART * today.cost else more} the state may spend in {today.year}"
    if _several(found):
        more = f"; all payers together may spend {money(today.ceiling, found.currency)} then, each on what it may pay"
    return (
        f"{people(today.total)} people were paid in {found.base_year}. To keep all of them up, everyone supported, would "
        f"cost {money(today.cost, found.currency)} a year at prices of {today.year}{more}."
    )


def _without(found: Sustained) -> str:
    course, end = found.without, found.years[-1]
    text = (
        f"The plan in which no year asks for a force that can be kept pays {people(course.strength[-1])} people in {end} "
        f"and covers {percent(course.coverage[-1])} of needs."
    )
    if course.overhang[-1] <= NEGLIGIBLE * course.steady[-1]:
        return f"{text} The state and donors who never leave could keep them up."
    if _several(found):
        return f"{text} {_lacked(found, course)} to keep all of them up."
    return (
        f"{text} To keep them up costs {money(course.overhang[-1], found.currency)} a year more than the state and donors "
        "who never leave have."
    )


def _several(found: Sustained) -> bool:
    """Return whether others than the government pay own money, too."""
    return len(found.kept.payers[-1]) > 1


def _lacked(found: Sustained, course: Course) -> str:
    """Return what those lack in the last year who may pay what stands, where there are several payers."""
    return f"Those who may pay lack {money(course.overhang[-1], found.currency)} a year"


def _kept(found: Sustained) -> str:
    course, end = found.kept, found.years[-1]
    text = (
        f"{people(course.strength[-1])} people are paid in {end}{_by_institution(found)}, who cover "
        f"{percent(course.coverage[-1])} of needs. {_whether(found)}{_at_limit(found)}"
    )
    if found.alone is None:
        return text
    return (
        f"{text} Donors who never leave could pay {money(course.lasting[-1], found.currency)} a year of it in {end}; "
        f"a plan without them from {found.asked_from} on pays {people(found.alone.strength[-1])} people in {end}, "
        f"who cover {percent(found.alone.coverage[-1])}."
    )


def _whether(found: Sustained) -> str:
    """Return whether all of the last year shown can be kept, or how many of them, and what becomes of the others."""
    course, end = found.kept, found.years[-1]
    can_be, gap = course.kept[-1], course.overhang[-1]
    is_kept = gap <= PEOPLE_APART * course.steady[-1] if can_be is None else (
        can_be >= (1.0 - PEOPLE_APART) * course.strength[-1])
    if is_kept:
        return "They can be kept up for good." if found.answered else "Later more people stand than can be kept."
    text = (
        f"{_lacked(found, course)} to keep all of them up for good." if can_be is None else
        f"The state and donors who never leave can keep {people(can_be)} of them up for good; to keep all costs "
        f"{money(gap, found.currency)} a year more."
    )
    if found.asked_from > end:
        return f"{text} That all who stand can be kept is asked only from {found.asked_from} on."
    if not found.answered:
        return f"{text} No plan leaves less beyond what can be kept, all years together."
    return text


def _payers(found: Sustained) -> str:
    """Return what each payer keeps up of the last year's force out of what, and what of it is stranded."""
    course, end, currency = found.kept, found.years[-1], found.currency
    of_payers, names = course.payers[-1], labels(found.names.payers, course.payers[-1])
    least, told = NEGLIGIBLE * course.steady[-1], []
    for payer, one in of_payers.items():
        left = one.may - one.keeps
        of_what = f"{money(left, currency)} less than it may spend" if left > least else "all that it may spend"
        told.append(
            f"{names[payer]} keeps up {money(one.keeps, currency)} a year, {of_what}." if one.keeps > least else
            f"{names[payer]} keeps up nothing of the {money(one.may, currency)} a year that it may spend."
            if one.may > least else f"{names[payer]} has nothing to spend."
        )
    text = f"Of what keeping up the force of {end} costs: {' '.join(told)} Ceilings and transfers are counted."
    if course.lasting[-1] > least:
        text += f" Donors who never leave pay {money(course.lasting[-1], currency)} of it."
    missing = course.overhang[-1] - sum(course.stranded[-1].values())
    if missing > least and any(one.may - one.keeps > least for one in of_payers.values()):
        text += f" {money(missing, currency)} a year is missing on lines that those who have money left may not pay."
    return f"{text}{_stranded(found)}"


def _stranded(found: Sustained) -> str:
    """Return which institutions nobody can keep up who may, though others have money; empty if all can be."""
    stranded = found.kept.stranded[-1]
    if not stranded:
        return ""
    names = labels(found.names.institutions, found.names.institutions)
    order = sorted(stranded, key=lambda institution: (-round(stranded[institution]), institution))
    parts = [f"{names[one]} ({money(stranded[one], found.currency)} a year)" for one in order[:NAMED]]
    more = [f"{len(order) - NAMED} more"] if len(order) > NAMED else []
    return (
        f" Stranded is {listed([*parts, *more])}: the government may not pay it, and those who may have no more for it. "
        "What others have left does not help there."
    )


def _at_limit(found: Sustained) -> str:
    """Return which ceilings by part decide the answer beside the ceiling of the sector; empty where none is reached."""
    reached, gap = found.kept.at_limit, found.kept.overhang[-1]
    if not reached:
        return ""
    which = "of the government" if _several(found) else "of the sector"
    room = "" if gap >= -NEGLIGIBLE * found.kept.steady[-1] else (
        f", though under the ceiling {which} {money(-gap, found.currency)} a year is left when all are kept up")
    return (
        f" Own money reaches {listed(ceilings_in_words(reached))} in {found.years[-1]}{room}: with a higher one the plan "
        "may pay and keep others."
    )


def _by_institution(found: Sustained) -> str:
    """Return the largest institutions with their people in the last year, where several have cadres in the case."""
    of, names = found.names.cadre_institution, labels(found.names.institutions, found.names.institutions)
    sums = dict.fromkeys((of[cadre] for cadre in found.kept.by_cadre), 0.0)
    for cadre, strength in found.kept.by_cadre.items():
        sums[of[cadre]] += strength[-1]
    largest = sorted(sums, key=lambda institution: (-round(sums[institution]), institution))
    if len(largest) == 1:
        return ""
    told = [f"{people(sums[one])} in {names[one]}" for one in largest[:NAMED]]
    rest = sum(sums[one] for one in largest[NAMED:])
    return f" ({listed([*told, f'{people(rest)} elsewhere'] if rest > NOBODY else told)})"


def _path(found: Sustained) -> str:
    course, first = found.kept, found.years[0]
    fewest = min(range(len(course.years)), key=lambda place: round(course.strength[place]))
    text = f"From {people(found.today.total)} people in {found.base_year} to {people(course.strength[0])} in {first}"
    if found.asked_from in found.years[1:]:
        at = found.years.index(found.asked_from)
        text += f" and {people(course.strength[at])} in {found.asked_from}"
    text += f"; the fewest are {people(course.strength[fewest])} in {course.years[fewest]}. "
    gone, free = sum(course.retrenched), sum(found.without.retrenched)
    if max(gone, free) <= NOBODY:
        return f"{text}Nobody is retrenched."
    against = "as many as" if people(gone) == people(free) else f"{people(free)}"
    return f"{text}{people(gone)} people are retrenched on the way; {against} if nothing is asked."


def _cost(found: Sustained) -> str:
    course, free, end = found.kept, found.without, found.years[-1]
    parts = [
        f"coverage in {end} is {percent(course.coverage[-1])} instead of {percent(free.coverage[-1])}"
        if abs(course.coverage[-1] - free.coverage[-1]) > SEEN else f"coverage in {end} is the same",
        f"unmet need over all years planned (later years counting less) is {weighed_instead(course.unmet, free.unmet)}"
        if abs(course.unmet - free.unmet) > CLOSE * free.unmet else "unmet need over all years planned is the same",
    ]
    given = [money(found.donors(one), found.currency) for one in (course, free)]
    parts.append(f"donors pay {given[0]} instead of {given[1]} in the years shown, at prices of {found.price_year}"
                 if given[0] != given[1] else "donors pay the same")
    return f"Against the plan that asks for nothing, {listed(parts)}."


def _frontier(found: Sustained) -> str:
    tried = [course for course in found.frontier if course.asked_from is not None]
    if len(tried) == 1:
        return f"{asked(tried[0])} is the only year from which it could be asked for."
    most, least = max(tried, key=lambda one: one.unmet), min(tried, key=lambda one: one.unmet)
    ends = sorted({percent(one.coverage[-1]) for one in tried}, key=lambda text: float(text[:-1]))
    needs = (
        f"is between {weighed(least.unmet)} (asked for from {asked(least)}) and {weighed(most.unmet)} (from {asked(most)})"
        if most.unmet - least.unmet > CLOSE * most.unmet else f"is {weighed(most.unmet)} whichever it is"
    )
    text = (
        f"{len(tried)} years were tried, {asked(tried[0])} to {asked(tried[-1])}. Unmet need {needs}; coverage in "
        f"{found.years[-1]} is {' to '.join([ends[0], *ends[1:][-1:]])}."
    )
    over = [one for one in tried if one.excess > 0.0]
    return f"{text} {_excess(found, tried, over)}"


def _excess(found: Sustained, tried: list[Course], over: list[Course]) -> str:
    """Return from which years more stands than can be kept, whatever is done."""
    if not over:
        return "From each of them on, all that stands can be kept."
    most = max(over, key=lambda one: one.excess)
    which = f"Asked for from {'any of them' if len(over) == len(tried) else listed([asked(one) for one in over])}"
    amount = f"{'at most ' if len(over) > 1 else ''}{money(most.excess, found.currency)}"
    return (
        f"{which}, more stands than can be kept, whatever is done: {amount} in all at prices of {found.price_year}, later "
        "money counting less."
    )


def _points(found: Sustained) -> str:
    if not found.points:
        return "Less than a point of coverage is missing."
    end, reached = found.years[-1], [point for point in found.points if point.enough is not None]
    alike = [[one for one in reached if one.enough == amount] for amount in dict.fromkeys(one.enough for one in reached)]
    parts = [
        f"{_so_many(group[0].points, group[-1].points)} ({percent(group[-1].share)}) between "
        f"{money(group[0].too_little, found.currency)} and {money(group[0].enough or 0.0, found.currency)}"
        for group in alike
    ]
    text, whose = "", _whose(found)
    if parts:
        first = (reached[0].enough or 0.0) * found.prices[-1] / found.revenue[-1] if found.revenue[-1] > 0.0 else 0.0
        text = (
            f"More coverage in {end}, in a force that can be kept, takes extra own money{whose} in every year from "
            f"{found.money_from} on: {'; '.join(parts)}. {_first(reached[0].points)} {significant(first)} of "
            f"{'the revenue of all payers' if _several(found) else 'revenue'} in {end}."
        )
        text += "" if found.answered else " What keeping up those takes who cannot be kept now is in it."
    for point in found.points[len(reached):]:
        more = "One point more was" if point.points == 1.0 else f"{begun(_so_many(point.points, point.points))} were"
        text += (
            f" {more} not reached with the amounts{whose} tried, up to {money(point.too_little, found.currency)} a year: "
            f"needs are covered to {percent(point.course.coverage[-1])} at most.{_with_the_most(found, point)}"
        )
    return text.strip()


def _whose(found: Sustained) -> str:
    """Return whose extra money it is where there are several payers."""
    return " of the government" if _several(found) else ""


def _with_the_most(found: Sustained, point: PointTaken) -> str:
    """Return why the most that was tried covers less than another amount did, and what stands against more."""
    most, end, text = point.most, found.years[-1], ""
    if most is None:
        return text
    if percent(most.coverage[-1]) != percent(point.course.coverage[-1]):
        text = (
            f" With the most it is {percent(most.coverage[-1])}: a plan covers the needs of all years together, and with "
            f"that money unmet need over all years planned is {weighed_instead(most.unmet, found.kept.unmet)}."
        )
    if most.at_limit:
        limits = listed(ceilings_in_words(most.at_limit))
        text += f" Own money then reaches {limits} in {end}, and no more of it may go there."
    return text


def _so_many(first: float, last: float) -> str:
    """Return how many points more are spoken of."""
    counts = {1.0: "one", 2.0: "two", 3.0: "three", 4.0: "four", 5.0: "five"}
    lower, upper = (counts.get(points, f"{points:.1f}") for points in (first, last))
    if last == 1.0:
        return "one point"
    return f"{upper} points" if first == last else f"{lower} to {upper} points"


def _first(points: float) -> str:
    return "The first point is" if points == 1.0 else "That is"
