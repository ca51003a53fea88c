"""The answer in plain language: sentences, key figures and the yearly table that every front end shows."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.facts import YearRow
from rightfin.report.words.ahead import ahead_sentence
from rightfin.report.words.chain import chain_sentence, prisons_sentence
from rightfin.report.words.earmarks import lapses_sentence
from rightfin.report.words.gifts import gifts_sentence
from rightfin.report.words.keeping import Keeping, afterwards, keeping_of, kept_for_good, sustained_sentence
from rightfin.report.words.limits import limits_sentence
from rightfin.report.words.own_money import own_money_sentence
from rightfin.report.words.payment import Payment, can_it_be_paid, payment_of, unpaid
from rightfin.report.words.programmes import programmes_sentence
from rightfin.report.words.regions import regions_sentence
from rightfin.report.words.shortfalls import broken_sentence, edge_sentence, hardest_sentence
from rightfin.report.words.wording import Scale, begun, in_full, listed, money, people, percent
from rightfin.result.plan import Plan, Status
from rightfin.schema.indicators import BY_NAME as INDICATOR
from rightfin.schema.results import RESULT
from rightfin.tolerances import NOBODY

LIMITS_OF_THE_MODEL = (
    "What the model does not know: it prices people, their training and their kit, and says who can pay for "
    "them. It does not judge policy, politics or the conduct of forces. Effects, needs and pledges are as "
    "good as the case that states them."
)

YEARLY = {
    "Year": RESULT["fiscal"].column("year").help,
    "Strength": INDICATOR["total_strength"].meaning,
    "Without support": "People who are paid and there but not supported, whether or not the case accepts it.",
    "Asked": INDICATOR["asked_cost"].meaning,
    "Paid": "What the plan pays: own money and donors.",
    "Own money": RESULT["fiscal"].column("own").help,
    "Donors": RESULT["budget"].column("grants").help,
    "Missing": INDICATOR["broken_obligations"].meaning,
    "Arrears": RESULT["fiscal"].column("arrears").help,
    "Coverage": INDICATOR["coverage"].meaning,
    "Readiness": INDICATOR["readiness"].meaning,
}
"""What each column of the yearly table means."""

YEARLY_HEADINGS = tuple(YEARLY)
"""Headings of the yearly table: the year, people, the ``money`` of a ``YearRow``, coverage and readiness."""


@dataclass(frozen=True)
class Sentence:
    """One statement about the plan: its ``topic`` (a stable name), a heading, and the text."""

    topic: str
    heading: str
    text: str


@dataclass(frozen=True)
class Metric:
    """One key figure, written out, with a line on what it means."""

    label: str
    value: str
    meaning: str


@dataclass(frozen=True)
class PlanAnswer:
    """What a plan says; ``yearly`` and ``metrics`` are empty for a contradictory plan.

    ``scale`` is the unit in which tables and charts show money; the rows themselves are in currency units.
    """

    title: str
    answered: bool
    sentences: tuple[Sentence, ...]
    metrics: tuple[Metric, ...]
    yearly: tuple[YearRow, ...]
    scale: Scale

    def sentence(self, topic: str) -> Sentence | None:
        """Return the sentence of a topic, ``None`` if the answer has none."""
        return next((sentence for sentence in self.sentences if sentence.topic == topic), None)

    @property
    def brief(self) -> tuple[Sentence, ...]:
        """The sentences that a printed page has room for, the verdict first: who pays, what is missing, what binds.

        A contradictory plan says all that it has to say.
        """
        if not self.answered:
            return tuple(sentence for sentence in self.sentences if sentence.topic != "basis")
        chosen = ("verdict", "who_pays", "undone", "limits" if self.sentence("limits") else "afterwards")
        return tuple(sentence for topic in chosen for sentence in self.sentences if sentence.topic == topic)

    def text(self) -> str:
        """Return title and sentences as paragraphs."""
        return "\n".join([self.title, *(f"{sentence.heading}: {sentence.text}" for sentence in self.sentences)])


def headline(plan: Plan) -> PlanAnswer:
    """Return the answer of a plan in plain language, computed from the plan's tables alone."""
    rows = facts.yearly(plan)
    scale = facts.money_scale(plan)
    if plan.status is Status.CONTRADICTORY or not rows:
        return PlanAnswer(_title(plan), False, (*_basis(plan), *_contradiction(plan)), (), (), scale)
    paid, keeping = payment_of(plan), keeping_of(plan)
    sentences = (
        *_basis(plan),
        Sentence("verdict", "Can it be paid", _verdict(plan, paid, keeping)),
        *_optional("sustained", "Can it be kept", sustained_sentence(plan)),
        Sentence("size", "Size of the force", _size(plan, rows)),
        Sentence("cost", "Cost", _cost(plan, rows, paid)),
        Sentence("who_pays", "Who pays", _who_pays(plan, rows)),
        *_optional("own_money", "Own money by payer", own_money_sentence(plan)),
        *_optional("regions", "Regions and their purses", regions_sentence(plan)),
        Sentence("unpaid", "What stays unpaid", unpaid(plan, rows, paid)),
        Sentence("undone", "What stays undone", _undone(plan, rows)),
        *_optional("chain", "The justice chain", chain_sentence(plan)),
        *_optional("prisons", "Prisons", prisons_sentence(plan)),
        *_optional("earmarks", "Reserved and not spent", lapses_sentence(plan)),
        *_optional("programmes", "Programmes", programmes_sentence(plan)),
        *_optional("in_kind", "Gifts in kind", gifts_sentence(plan)),
        *_optional("rules", "What is broken", broken_sentence(plan)),
        *_limits(plan),
        *_optional("hard_years", "Hard years", hardest_sentence(plan)),
        Sentence("afterwards", "After the horizon", afterwards(keeping, plan.currency)),
        *_optional("ahead", "Left to pay", ahead_sentence(plan)),
    )
    return PlanAnswer(_title(plan), True, sentences, _metrics(plan, rows, paid), rows, scale)


def _title(plan: Plan) -> str:
    return plan.title


def _optional(topic: str, heading: str, text: str) -> tuple[Sentence, ...]:
    return (Sentence(topic, heading, text),) if text else ()


def _limits(plan: Plan) -> tuple[Sentence, ...]:
    text = limits_sentence(plan)
    return (Sentence("limits", "What binds", text),) if text else ()


def _basis(plan: Plan) -> tuple[Sentence, ...]:
    """Return what was laid over the case, so that two answers can be told apart; nothing if nothing was."""
    used = plan.provenance
    parts = []
    if used.scenarios:
        parts.append(f"scenarios: {', '.join(used.scenarios)}")
    if plan.idle:
        parts.append(f"{listed(plan.idle)} {'changes' if len(plan.idle) == 1 else 'change'} nothing in this case")
    if used.model != "default":
        parts.append(f"model definition: {used.model}")
    if used.options:
        parts.append(f"settings changed: {', '.join(f'{key} = {value}' for key, value in used.options.items())}")
    text = "; ".join(parts)
    return (Sentence("basis", "Laid over the case", f"{begun(text)}."),) if parts else ()


def _verdict(plan: Plan, paid: Payment, keeping: Keeping | None) -> str:
    text = can_it_be_paid(plan, paid)
    return f"{text} {kept_for_good(keeping)}" if keeping is not None else text


def _contradiction(plan: Plan) -> tuple[Sentence, ...]:
    first = Sentence(
        "contradiction",
        "No plan",
        "The hard limits of this case contradict each other, so no plan keeps all of them. These cannot hold "
        "together: "
        f"{listed(plan.conflict) or 'the solver could not name them'}.",
    )
    remedy = Sentence(
        "remedy",
        "What to do",
        "Change what the case marks as hard, which stands first, or mark it as soft (hard: false), or give way in what "
        "stands against it, such as training places, attrition, demobilisation or retirements. Then plan again. The least "
        "change that will do, limit by limit, is what rightfin contradictions CASE finds.",
    )
    return first, remedy


def _from_to(first: str, last: str, rows: tuple[YearRow, ...]) -> str:
    if len(rows) == 1:
        return f"{first} in {rows[0].year}"
    return f"{first} in {rows[0].year} and {last} in {rows[-1].year}"


def _size(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    span = _from_to(f"{people(rows[0].strength)} people", people(rows[-1].strength), rows)
    text = f"The force counts {span}, all institutions together."
    last = [row for row in facts.strength_by_institution(plan) if row.year == rows[-1].year]
    largest = max(last, key=lambda row: row.strength, default=None)
    if largest is not None and len(last) > 1 and largest.strength > 0.0:
        text += f" The largest institution in {largest.year} is {largest.institution} with {people(largest.strength)}."
    return text + _ghosts(plan, rows[-1].year)


def _ghosts(plan: Plan, year: int) -> str:
    """Return how many of the people paid in a year are not there, empty if all are."""
    table = plan.tables["strength"]
    missing = table.by_year("strength")[year] - table.by_year("present")[year]
    return f" Of those paid in {year}, {people(missing)} are not there (ghosts)." if missing >= NOBODY else ""


def _cost(plan: Plan, rows: tuple[YearRow, ...], paid: Payment) -> str:
    """Return what is asked and what is paid, at current prices."""
    span = _from_to(money(rows[0].asked, plan.currency), money(rows[-1].asked, plan.currency), rows)
    text = f"Everyone paid and supported as the case asks, it costs {span} (asked, current prices)"
    shares = facts.indicator(plan, "asked_share_of_revenue")
    if rows[0].year in shares and rows[-1].year in shares:
        span = _from_to(percent(shares[rows[0].year]), percent(shares[rows[-1].year]), rows)
        whose = "the revenue of all payers" if plan.tables["payers"].rows else "domestic revenue"
        text += f"; as a share of {whose}, {span}"
    if not paid.missing:
        return f"{text}. All of it is paid."
    return f"{text}. Of this, {money(sum(paid.missing.values()), plan.currency)} is not paid, all years shown."


def _who_pays(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    span = _from_to(f"{percent(rows[0].own_share)} of the asked cost", percent(rows[-1].own_share), rows)
    text = f"The state pays {span}."
    last = facts.last_donor_year(plan)
    if last is None:
        return f"{text} No donor pays anything."
    if last == rows[-1].year:
        amount = money(rows[-1].donors, plan.currency)
        text = f"{text} Donors still pay in {last}, the last year shown: {amount}."
    else:
        text = f"{text} {last} is the last year with donor money."
    arrived, lost = facts.lost_pledges(plan)
    if lost > 0.01 * arrived:
        unused = f"{money(lost, plan.currency)} goes unused (current prices)"
        text += f" Of the {money(arrived, plan.currency)} that arrive from donors after fees, {unused}."
    return text


def _undone(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    first, last = rows[0].coverage, rows[-1].coverage
    text = ""
    if first is not None and last is not None:
        text = f"The needs, weighted, are covered to {_from_to(percent(first), percent(last), rows)}."
    needs = [row for row in facts.coverage_by_need(plan) if row.year == rows[-1].year]
    short = {row.need: row.coverage for row in needs if not in_full(row.coverage)}
    if not needs:
        return f"{text} No need is stated for {rows[-1].year}.".strip()
    if not short:
        return f"{text} Every need is covered in full in {rows[-1].year}.".strip()
    worst = min(short, key=lambda need: short[need])
    text += f" The worst covered need in {rows[-1].year} is {worst}, at {percent(short[worst])}"
    regions = {
        row.region: row.coverage
        for row in facts.coverage_by_region(plan) if row.year == rows[-1].year and row.need == worst
    }
    lowest = min(regions, key=lambda region: regions[region])
    if percent(regions[lowest]) != percent(max(regions.values())):
        text += f", lowest in {lowest} ({percent(regions[lowest])})"
    return f"{text}. {edge_sentence(plan)}".strip()


def _metrics(plan: Plan, rows: tuple[YearRow, ...], paid: Payment) -> tuple[Metric, ...]:
    last = rows[-1]
    found = [
        Metric(
            f"Strength {last.year}",
            people(last.strength),
            "People paid in the last year shown, in person-years.",
        ),
        Metric(
            f"Asked cost {last.year}",
            money(last.asked, plan.currency),
            "What the force of the last year costs, paid and supported as the case asks, current prices.",
        ),
        Metric(
            f"Own share of asked cost {last.year}",
            percent(last.own_share),
            "What the state pays of it in the last year.",
        ),
        Metric(
            "Unpaid or unsupported",
            money(sum(paid.missing.values()), plan.currency),
            "What is asked and not paid, all years shown: unpaid bills, and support that people lack.",
        ),
    ]
    if last.coverage is not None:
        found.append(
            Metric(
                f"Coverage {last.year}",
                percent(last.coverage),
                "Share of the weighted needs that is covered.",
            )
        )
    if last.readiness is not None:
        found.append(Metric(f"Readiness {last.year}", percent(last.readiness), "Supported people over people present."))
    return tuple(found)
