"""Every test of an exit side by side, as a table and a sentence."""

from __future__ import annotations

from rightfin.report.studies.exit_wording import pronouns
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import labels, listed, money, percent
from rightfin.result.overhang import Overhang
from rightfin.study.exits.criterion import ALL_PAID, ExitTest, Failure, Part
from rightfin.study.exits.study import ExitAnswer, ExitStudy
from rightfin.study.exits.verdicts import Measure, Verdict, verdicts
from rightfin.tolerances import NEGLIGIBLE

_TESTS = {
    Measure.PAID: "all paid and supported",
    Measure.KEPT_90: "at least 90% of the security kept",
    Measure.KEPT_95: "at least 95% of the security kept",
    Measure.ALL_KEPT: "no security lost",
    Measure.FOR_GOOD: "affordable for good",
}
"""What each test asks for; all contain the first one."""


def verdicts_sentence(study: ExitStudy) -> str:
    """Return the first year without the donors by every test."""
    found = [f"{_first(study, one)} ({test_in_words(one)})" for one in verdicts(study)]
    return f"The first year without {pronouns(study.leaving).them} is {listed(found)}."


def test_in_words(verdict: Verdict) -> str:
    """Return what a test asks for."""
    if verdict.measure is not Measure.ASKED:
        return _TESTS[verdict.measure]
    return listed([*_asked_coverage(verdict.test), *(["affordable for good"] if verdict.test.margin else [])])


def _asked_coverage(test: ExitTest) -> list[str]:
    return [] if test.coverage is None else [f"at least {percent(test.coverage)} of the security kept"]


def _first(study: ExitStudy, verdict: Verdict) -> str:
    """Return the first year without the donors, in words."""
    if verdict.first is None:
        return "none"
    end = study.years[-1]
    return str(verdict.first) if verdict.first <= end else f"after {end}"


def verdicts_table(study: ExitStudy) -> FindingsTable:
    """Return one row for each test: the first year without the donors, and what breaks a year earlier."""
    end = study.years[-1]
    headings = (
        Heading("measure", "Name", Form.TEXT, shown=False),
        Heading("test", "Test", Form.TEXT, "Each asks that everything due is paid and everyone supported as the case asks, "
                f"in every year, those planned beyond {end} included."),
        Heading("own_from", "Own financing from", Form.YEAR, shown=False),
        Heading("first", "First year without", Form.TEXT, "From which on the test holds, whichever later year is chosen."),
        Heading("also", "Also in", Form.TEXT, "Earlier years in which it holds, though it fails in a later one.",
                shown=any(one.also for one in verdicts(study))),
        Heading("fewer", "People fewer then", Form.PEOPLE, "In that year, than if the donors never leave."),
        Heading("before", "What breaks a year earlier", Form.TEXT),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            str(one.measure), test_in_words(one), one.first if one.first is not None and one.first <= end else None,
            _first(study, one), ", ".join(map(str, one.also)), one.fewer, _before(study, one),
        )
        for one in verdicts(study)
    ]
    return FindingsTable(
        "tests", "When they can leave, by each test", headings, tuple(rows),
        f"{_meanings(study)} Amounts at current prices, in the plan and the years shown.",
    )


def _meanings(study: ExitStudy) -> str:
    """Return what the words of the tests mean."""
    end = study.years[-1]
    several = "" if study.reference is None or study.reference.by_payers is None else (
        " There are several payers: each pays what it may, and what one has left is not another's.")
    return (
        "Each test asks that all is paid and supported. Security kept: the share of needs covered, in every year "
        "from then on, against what it is if "
        f"{pronouns(study.leaving).they} never {pronouns(study.leaving).leave}. Affordable for good: kept up by the state "
        f"alone, the force of {end} costs no more than its ceiling.{several}"
    )


def _before(study: ExitStudy, verdict: Verdict) -> str:
    """Return by what the latest exit fails that does not pass."""
    if verdict.before is None:
        return "nothing: it holds in every year"
    failed = [failure_in_words(study, verdict.before, failure) for failure in verdict.failures]
    return f"{when(study, verdict.before)}: {'; '.join(failed)}"


def when(study: ExitStudy, answer: ExitAnswer) -> str:
    """Return which exit an answer is of, in a few words."""
    end = study.years[-1]
    return f"from {answer.own_from}" if answer.own_from <= end else f"even after {end}"


def failure_in_words(study: ExitStudy, answer: ExitAnswer, failure: Failure) -> str:
    """Return by what an exit fails a test."""
    glance, say, end = answer.glance, pronouns(study.leaving), study.years[-1]
    if glance is None:
        if answer.conflict:
            return f"no plan keeps all hard limits; these cannot hold together: {listed(answer.conflict)}"
        return f"there is no answer: {answer.problem[:1].lower()}{answer.problem[1:].rstrip('.')}"
    if failure.part is Part.ANSWER:
        return f"there is nothing to compare with, because there is no plan in which {say.they} never {say.leave}"
    if failure.part is Part.PAID:
        if failure.year is None:
            return f"something is unpaid or unsupported in the years planned beyond {end}"
        return f"{money(answer.missing, study.currency)} is unpaid or unsupported, first in {failure.year}"
    if failure.part is Part.COVERAGE and failure.year is not None and study.reference is not None:
        at = glance.years.index(failure.year)
        kept = glance.coverage[at] / study.reference.coverage[at]
        stays = percent(study.reference.coverage[at])
        plans = stays if study.standing is None else percent(study.standing.coverage[at])
        covered = percent(glance.coverage[at])
        against = f", not {stays}" if plans == stays else (
            f"; {stays} if {say.they} never {say.leave}, {plans} in the plan of the case")
        return f"{percent(kept)} of the security is kept in {failure.year} ({covered} of needs covered{against})"
    short = money(-(glance.margin or 0.0), study.currency)
    text = f"the force of {end} costs {short} a year more than the ceiling, kept up by the state alone"
    if glance.by_payers is not None:
        text = f"to keep up the force of {end} without donors, {short} a year is missing{_where(study, glance.by_payers)}"
    return f"{text}{_at_best(study, answer)}"


def _where(study: ExitStudy, found: Overhang) -> str:
    """Return for which institutions several payers lack money, and what others have left that may not go there."""
    least = NEGLIGIBLE * found.cost
    names, payers = labels(study.names.institutions, found.stranded), labels(study.names.payers, found.of_payers)
    text = f" to those who may pay {listed([names[one] for one in found.stranded] or ['it'])}"
    left = [(payers[payer], one.may - one.keeps) for payer, one in found.of_payers.items() if one.may - one.keeps > least]
    if left:
        text += f"; what others have left may not go there ({listed([_left(study, *one) for one in left])})"
    return text


def _left(study: ExitStudy, payer: str, amount: float) -> str:
    return f"{payer}: {money(amount, study.currency)}"


def _at_best(study: ExitStudy, answer: ExitAnswer) -> str:
    """Return which exit that can be paid leaves the force that comes nearest to what the state can keep up; empty if it is
    this one."""
    margins = {one.own_from: one.glance.margin for one in study.answers
               if one.glance is not None and one.glance.margin is not None
               and not ALL_PAID.failures(one.glance, one.own_from, study.leaving.most_unpaid, study.reference)}
    best = max(margins, key=lambda year: (round(margins[year]), -year), default=answer.own_from)
    here = -(answer.glance.margin or 0.0) if answer.glance is not None else 0.0
    least = -margins.get(best, 0.0)
    if least >= 0.99 * here or round(least) <= 0 or best > study.years[-1]:
        return ""
    them = pronouns(study.leaving).them
    return f"; of exits that can be paid, least, {money(least, study.currency)}, without {them} from {best}"
