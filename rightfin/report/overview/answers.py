"""Three answers: when can donors leave, what breaks first, what would close the gap; each says whether it was tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.page.asks import asked_of_somebody, worth_asking
from rightfin.report.page.gaps import not_done
from rightfin.report.page.leave import when_can_donors_leave
from rightfin.report.page.parts import Told
from rightfin.report.studies.exit_verdicts import failure_in_words
from rightfin.report.words.payment import payment_of
from rightfin.report.words.wording import in_full, listed, money, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing.study import Briefing
from rightfin.study.exits.study import ExitStudy
from rightfin.study.exits.verdicts import Measure, Verdict

NOT_TRIED = "Not tried yet"

MOST = 3
"""Most things to ask for that are named."""


@dataclass(frozen=True)
class Reply:
    """A question, its answer in one line, and what belongs to it.

    ``tried`` is false where nobody asked yet: then ``headline`` says so, and ``lines`` what the plan itself tells.
    """

    name: str
    question: str
    headline: str
    lines: tuple[Told, ...]
    tried: bool = True


def answers(plan: Plan, found: Briefing | None = None) -> tuple[Reply, ...]:
    """Return the three answers about an answered plan; ``found`` is what was asked about it, if anything was."""
    whole = found if found is not None and found.whole else None
    return _leaving(plan, whole), _breaking(plan, whole), _closing(plan, whole)


def _leaving(plan: Plan, found: Briefing | None) -> Reply:
    name, question = "leave", "When can donors leave?"
    if not plan.names.donors or (found is not None and found.exits is None):
        return Reply(name, question, "There is no donor: the state pays alone.", ())
    if found is None or found.exits is None:
        return Reply(name, question, NOT_TRIED, (Told("In this plan", _last_paid(plan)),), tried=False)
    return Reply(name, question, _headline(found.exits, found.verdicts), when_can_donors_leave(found).lines)


def _last_paid(plan: Plan) -> str:
    year = facts.last_donor_year(plan)
    if year is None:
        return "donors pay nothing."
    if year == plan.years[-1]:
        return f"donors still pay in {year}, the last year planned."
    return f"donors pay for the last time in {year}. Whether they could leave earlier has to be tried."


_SHORT = {
    Measure.PAID: "everyone is to be paid and supported", Measure.KEPT_95: "95% of the security is to be kept",
    Measure.FOR_GOOD: "the state alone is to keep the force up for good",
}
"""The tests that the headline names: the others lie between."""


_NONE = "none"


def _headline(study: ExitStudy, found: tuple[Verdict, ...]) -> str:
    """Return the first year without donors by the tests that matter most, tests of one year together."""
    by_year: dict[str, list[str]] = {}
    for one in found:
        if one.measure in _SHORT:
            by_year.setdefault(_first_year(study, one), []).append(_SHORT[one.measure])
    if not by_year:
        return "No test could be judged."
    parts = (f"{year} if {listed(tests, 'or' if year == _NONE else 'and')}" for year, tests in by_year.items())
    return f"First year without them: {'; '.join(parts)}."


def _first_year(study: ExitStudy, one: Verdict) -> str:
    end = study.years[-1]
    if one.first is None:
        return _NONE
    return f"after {end}" if one.first > end else str(one.first)


def _breaking(plan: Plan, found: Briefing | None) -> Reply:
    """Return what the plan as it stands falls short of first, and what would if donors left a year too early."""
    lines = list(_too_early(found)) if found is not None else []
    lines += [line for line in not_done(plan, found).lines if line.label != "Held back by"]
    missing = payment_of(plan).missing
    if missing:
        first = min(missing)
        headline = f"{money(missing[first], plan.currency)} is unpaid or unsupported in {first}{_whose(plan, first)}."
    else:
        headline = _shortest(plan)
    if found is None and plan.names.donors:
        lines.insert(0, Told("If donors left too early", f"{NOT_TRIED.lower()}."))
    return Reply("break", "What breaks first?", headline, tuple(lines))


def _whose(plan: Plan, year: int) -> str:
    """Return which institution leaves most unpaid in a year; empty where only support is missing."""
    table = plan.tables["budget"].where("year", (year,))
    unpaid = {str(key[0]): amount for key, amount in table.sums(("institution",), "unfunded").items()}
    worst = max(unpaid, key=lambda one: (unpaid[one], one), default="")
    return f", most of it by {facts.institutions(plan)[worst]}" if unpaid.get(worst, 0.0) > 0.0 else ""


def _shortest(plan: Plan) -> str:
    """Return which need is covered least where everything is paid."""
    short = [row for row in facts.coverage_by_need(plan) if not in_full(row.coverage)]
    if not short:
        return "Nothing: all is paid, everyone is supported, every need is covered."
    worst = min(short, key=lambda row: (round(row.coverage, 3), row.year, row.need))
    return f"No payment does. Security does: {worst.need} is covered to {percent(worst.coverage)} in {worst.year}."


def _too_early(found: Briefing) -> Iterator[Told]:
    """Yield what fails at the latest exit of all donors that cannot be paid."""
    study = found.exits
    paid = next((one for one in found.verdicts if one.measure is Measure.PAID), None)
    if study is None or paid is None:
        return
    if paid.before is None:
        yield Told("If donors left at once", "everyone would still be paid and supported.")
        return
    broken = "; ".join(failure_in_words(study, paid.before, failure) for failure in paid.failures)
    most = f"; most of it by {study.unpaid[0][0]}" if study.unpaid and study.unpaid_at is paid.before else ""
    when = (f"without them from {paid.before.own_from}" if paid.before.own_from <= study.years[-1]
            else f"even if they stay to {study.years[-1]}")
    yield Told("If donors left too early", f"{when}, {broken}{most}.")


def _closing(plan: Plan, found: Briefing | None) -> Reply:
    name, question = "close", "What would close the gap?"
    if found is None:
        return Reply(name, question, NOT_TRIED, (), tried=False)
    best = worth_asking(found)
    if not best:
        return Reply(name, question, "Nothing that was tried closes a part of it that is worth a word.", ())
    lines = tuple(asked_of_somebody(plan, one) for one in best)
    first = lines[0]
    return Reply(name, question, f"{first.label}: {first.text.split('; ')[0]}.", lines)
