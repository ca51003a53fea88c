"""Benchmarks in sentences and a table: met, at risk, missed, not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.report.words.measures import amount_in_words, measure_in_words
from rightfin.report.words.wording import begun, listed, scale_of
from rightfin.study.learning.benchmarks import Benchmarks, HeldAgainst, State

_RELATION = {"at_least": "at least", "at_most": "at most", "about": "about"}

TOLD = 12
"""Most benchmarks of one state that sentences tell one by one; the table has all of them."""


def findings(found: Benchmarks) -> Findings:
    """Return how benchmarks stand; the answer is no where one is missed."""
    return Findings(
        study="benchmarks",
        title=f"{found.title}: benchmarks",
        currency=found.currency,
        scale=scale_of(0.0, found.currency),
        answered=found.are_met,
        sentences=tuple(_sentences(found)),
        tables=(_table(found),),
        method=(
            "A benchmark is held against what happened where the table actuals has its year, and otherwise against the "
            "plan under the scenarios that it names. It is met where the number is on the right side of it, or no further "
            "away than its tolerance. It is at risk where the plan meets it, and the last fact of the same measure lies "
            f"behind the plan by more than the tolerance. {found.plans} plan"
            f"{'s were' if found.plans > 1 else ' was'} made.",
        ),
    )


def _sentences(found: Benchmarks) -> Iterator[Sentence]:
    counted = Counter(one.state for one in found.held)
    parts = [f"{counted[state]} {'is' if counted[state] == 1 else 'are'} {state}" for state in State if counted[state]]
    total = len(found.held)
    yield Sentence("benchmarks", "Answer", f"Of {total} benchmark{'s' if total != 1 else ''} {listed(parts)}.")
    for state in (State.MISSED, State.AT_RISK):
        chosen = [one for one in found.held if one.state is state]
        for one in chosen[:TOLD]:
            yield Sentence(str(state).replace(" ", "_"), begun(str(state)), _told(one, found))
        if len(chosen) > TOLD:
            yield Sentence(f"more_{str(state).replace(' ', '_')}", begun(str(state)),
                           f"And {len(chosen) - TOLD} more; the table has them.")


def _told(one: HeldAgainst, found: Benchmarks) -> str:
    of, currency = one.benchmark, found.currency
    said = of.said.rstrip(".") or begun(measure_in_words(of.measure, of.whose, found.names))
    wanted = f"{_RELATION[of.relation]} {amount_in_words(of.value, of.measure, currency)}"
    parts = [
        f"{what} {amount_in_words(amount, of.measure, currency)}"
        for what, amount in (("planned:", one.planned), ("in fact:", one.actual)) if amount is not None
    ]
    return f"{said} ({of.name}): {wanted} in {of.year}; {', '.join(parts) or 'no plan has it'}."


def _table(found: Benchmarks) -> FindingsTable:
    headings = (
        Heading("benchmark", "Benchmark", Form.TEXT), Heading("said", "What it says", Form.TEXT),
        Heading("measure", "Measure", Form.TEXT, shown=False), Heading("whose", "Whose", Form.TEXT, shown=False),
        Heading("number", "Number", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("relation", "Relation", Form.TEXT, shown=False),
        Heading("wanted", "Promised", Form.TEXT), Heading("plan", "In the plan", Form.TEXT),
        Heading("fact", "In fact", Form.TEXT), Heading("state", "State", Form.TEXT),
        Heading("value", "Promised, as a number", Form.VALUE, shown=False),
        Heading("tolerance", "Tolerance", Form.VALUE, shown=False),
        Heading("planned", "Planned, as a number", Form.VALUE, shown=False),
        Heading("actual", "In fact, as a number", Form.VALUE, shown=False),
        Heading("scenarios", "Scenarios", Form.TEXT), Heading("promised_by", "Who said it", Form.TEXT),
        Heading("source", "Source", Form.TEXT, shown=False),
    )
    return FindingsTable("benchmarks", "Benchmarks", headings, tuple(_row(one, found) for one in found.held),
                         "Numbers are in the unit of their measure; money is at current prices.")


def _row(one: HeldAgainst, found: Benchmarks) -> tuple[str | float | int | None, ...]:
    of = one.benchmark
    in_words = [amount_in_words(amount, of.measure, found.currency) for amount in (of.value, one.planned, one.actual)]
    return (
        of.name, of.said, of.measure, of.whose, begun(measure_in_words(of.measure, of.whose, found.names)), of.year,
        of.relation, f"{_RELATION[of.relation]} {in_words[0]}", *in_words[1:], str(one.state), of.value, of.tolerance,
        one.planned, one.actual, " + ".join(of.scenarios), of.promised_by, of.source,
    )
