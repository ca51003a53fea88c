"""What two versions of a case say differently, and what that does to the answer: sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin import __version__
from rightfin.case.exchange.difference import CellChange, Difference
from rightfin.case.resolve import style_of_case
from rightfin.io.layout import heading_text
from rightfin.report import facts
from rightfin.report.studies import difference_tables as tables
from rightfin.report.studies.difference_tables import YearlyMeasure, change_by_year, value
from rightfin.report.studies.findings import Findings, FindingsTable, Form, written
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import Scale, begun, listed, money, people, percent, scale_of
from rightfin.result.plan import Plan, Status
from rightfin.schema import BY_NAME, YearStyle
from rightfin.study.versions import Versions
from rightfin.tolerances import SEEN

NAMED = 3
"""Changes that are named in the sentences; a table has all of them."""

LONGEST = 60
"""Letters of a text that sentences keep; the tables have all of it."""


def findings(found: Versions) -> Findings:
    """Return a comparison of two versions as findings; ``answered`` is always true, for a difference is an answer."""
    difference, a, b = found.difference, found.plan_a, found.plan_b
    shown = [tables.overview(found)] if not difference.is_empty else []
    if difference.cells:
        shown.append(tables.changes(found))
    if difference.added:
        shown.append(tables.rows_table("added", "Rows that only B has", found.b, difference.added))
    if difference.removed:
        shown.append(tables.rows_table("removed", "Rows that only A has", found.a, difference.removed))
    if difference.renamed:
        shown.append(tables.renamed(found))
    scale = Scale(1.0, _currency(found), 0)
    if found.answered and found.is_anew and a is not None and b is not None:
        scale = scale_of(tables.largest_cost(a, b), a.currency)
        by_year = [tables.answer_changes(a, b)] if set(a.years) & set(b.years) else []
        shown += [*by_year, tables.answers(a, b), *tables.indicator_tables(a, b)]
    if found.alone:
        shown.append(tables.alone(found))
    if difference.remarks:
        shown.append(tables.changes(found, remarks=True))
    return Findings(
        study="diff", title=f"{found.b.name} compared with {found.a.name}", currency=_currency(found), scale=scale,
        answered=True, sentences=tuple(_sentences(found)), tables=tuple(shown), method=tuple(_method(found, shown)),
        provenance=(
            ("case A", found.a.case.digest), ("case B", found.b.case.digest),
            ("model", f"{found.definition.name} {found.definition.digest}"),
            ("scenarios", ", ".join((*found.definition.scenarios, *found.scenarios))),
            ("settings", ", ".join(f"{key}={text}" for key, text in sorted(found.settings.items()))),
            ("rightfin", __version__),
        ),
    )


def _currency(found: Versions) -> str:
    typed = {str(row["key"]): row["value"] for row in found.a.case.records("settings")}
    return str(typed.get("currency") or "")


def _sentences(found: Versions) -> Iterator[Sentence]:
    difference = found.difference
    if difference.is_empty:
        yield Sentence("equal", "Equal", f"{found.a.name} and {found.b.name} hold the same case and have the same answer.")
        return
    anew = " Both were planned anew; results that came with them play no part." if found.is_anew else ""
    yield Sentence("versions", "Compared", f"A is {found.a.name}, B is {found.b.name}. A change is B less A.{anew}")
    laid = [*(f"the scenario {name}" for name in found.scenarios),
            *(f"the setting {key} = {text}" for key, text in sorted(found.settings.items()))]
    if laid:
        yield Sentence("laid_over", "Laid over both", f"{begun(listed(laid))}.")
    yield Sentence("inputs", "What was changed", inputs_said(difference))
    style = style_of_case(found.b.case)
    named = [_named(group, style) for _, group in tables.largest(difference.cells)]
    if named:
        rest = f"; {len(named) - NAMED} more below" if len(named) > NAMED else ""
        yield Sentence("largest", "Largest changes", f"{'; '.join(named[:NAMED])}{rest}.")
    silent = sum(cell.is_silent for cell in difference.cells)
    if silent:
        yield Sentence("silent", "Without effect", f"{_counted(silent, 'changed cell')} cannot change an answer: a blank "
                       "became the value for which it stood, or the other way round.")
    if difference.renamed:
        pairs = [f"{one.row} as {other.row} ({one.table})" for one, other in difference.renamed]
        more = f", and {len(pairs) - NAMED} more" if len(pairs) > NAMED else ""
        yield Sentence("renamed", "Perhaps only renamed", f"{listed(pairs[:NAMED])}{more}: one row went, and one that says "
                       "the same came.")
    yield from _answer(found)


def inputs_said(difference: Difference) -> str:
    """Return in words how much of the inputs differs."""
    parts = [
        (len(difference.cells), "cell", {cell.table for cell in difference.cells}, "changed"),
        (len(difference.added), "row", {row.table for row in difference.added}, "added"),
        (len(difference.removed), "row", {row.table for row in difference.removed}, "removed"),
    ]
    said = [f"{_counted(count, noun)} {what} in {listed([name for name in BY_NAME if name in where])}"
            for count, noun, where, what in parts if count]
    remarks = f"{_counted(len(difference.remarks), 'source or note', 'sources or notes')} changed"
    if not said:
        return f"Only {remarks}; no number and no name."
    return f"{'; '.join([*said, remarks] if difference.remarks else said)}."


def _named(group: tuple[CellChange, ...], style: YearStyle) -> str:
    """Return changed cells of one row in words."""
    first = group[0]
    where = f"{first.row} in {first.table}"
    if len(group) == 1:
        column = "" if first.column == "value" else f" {heading_text(first.column, style)},"
        by = f" ({_signed(first.relative)})" if first.relative is not None else ""
        both = f"from {_cell(first, 'old', style)} to {_cell(first, 'new', style)}"
        return f"{where},{column} {both}{by}".replace(",,", ",")
    years = sorted(int(cell.column) for cell in group)
    together = years == list(range(years[0], years[-1] + 1))
    span = f"{style.text(years[0])} to {style.text(years[-1])}" if together else f"{len(years)} years"
    shares = [cell.relative for cell in group if cell.relative is not None]
    if len(shares) < len(group):
        return f"{where}, {span}"
    low, high = _signed(min(shares)), _signed(max(shares))
    return f"{where}, {span}: {low if low == high else f'between {low} and {high}'}"


def _cell(cell: CellChange, side: str, style: YearStyle) -> str:
    held = value(cell, cell.old if side == "old" else cell.new, style)
    text = written(held, Form.VALUE, Scale(1.0, "", 0)).replace("\n", " ")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else ''}{percent(share)}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _answer(found: Versions) -> Iterator[Sentence]:
    a, b = found.plan_a, found.plan_b
    if a is None or b is None:
        return
    for name, plan in ((found.a.name, a), (found.b.name, b)) if found.is_anew else (("both", a),):
        if plan.status is Status.CONTRADICTORY:
            yield Sentence("contradiction", "No plan", f"The hard limits of {name} contradict one another: "
                           f"{listed(plan.conflict) or 'the solver could not name them'}.")
    if not found.is_anew:
        yield Sentence("answer", "The answer", "The answer does not change: nothing that is computed from differs.")
        return
    if not found.answered:
        return
    if not set(a.years) & set(b.years):
        spans = (f"from {plan.years[0]} to {plan.years[-1]}" for plan in (a, b))
        yield Sentence("years", "Years", f"The answers cannot be compared: A is planned {', B '.join(spans)}.")
        return
    if a.currency != b.currency:
        yield Sentence("currency", "Money", f"Money cannot be compared: A counts in {a.currency}, B in {b.currency}.")
    if a.years != b.years:
        spans = (f"from {plan.years[0]} to {plan.years[-1]}" for plan in (a, b))
        yield Sentence("years", "Years", f"A is planned {', B '.join(spans)}; what follows counts the years in both.")
    yield Sentence("answer", "The answer", effect_said(a, b))
    if any(facts.last_donor_year(plan) is not None for plan in (a, b)):
        yield Sentence("free", "Free of donors", _freedom(a, b))


def effect_said(a: Plan, b: Plan) -> str:
    """Return in words how the answer changes from one plan to another; they have years in common."""
    changes = {measure: change_by_year(a, b, measure) for measure in tables.measures(a, b)}
    changed = {measure: change for measure, change in changes.items() if any(change.values())}
    if not changed:
        return "The answer does not change."
    sums = [_over_years(measure, change, a, b) for measure, change in changed.items() if measure.kind is Form.MONEY]
    lasts = [_last_year(measure, change, a, b) for measure, change in changed.items() if measure.kind is not Form.MONEY]
    lasts = [text for text in lasts if text]
    if not sums and not lasts:
        return "The answer does not change by as much as is shown."
    years = sorted(next(iter(changed.values())))
    counted = [f"Counted over {years[0]} to {years[-1]}, {listed(sums)}."] if sums else []
    return " ".join([*counted, *(f"{text[0].upper()}{text[1:]}." for text in lasts)])


def _over_years(measure: YearlyMeasure, change: dict[int, float], plan: Plan, other: Plan) -> str:
    old, new = (tables.by_year(one, measure) for one in (plan, other))
    total = sum(new[year] - old[year] for year in change)  # what is rounding in single years counts in the sum
    what = {"cost": "cost", "own": "own money", "donors": "donors' money", "missing": "what is unpaid or unsupported"}
    size = sum(abs(amount) for amount in change.values())
    name = what[measure.name]
    if abs(total) < 1e-3 * size:
        peak = max(change, key=lambda year: abs(change[year]))
        most = _plus(change[peak], plan.currency)
        return f"{name} stays the same in sum but shifts between years, most in {peak} ({most})"
    before = sum(old[year] for year in change)
    relative = total / before if before > 0.0 else 0.0
    share = f" ({_signed(relative)})" if SEEN <= abs(relative) < 10.0 else ""
    return f"{name} {'rises' if total > 0 else 'falls'} by {money(abs(total), plan.currency)}{share}"


def _plus(amount: float, currency: str) -> str:
    return f"{'+' if amount > 0 else ''}{money(amount, currency)}"


def _last_year(measure: YearlyMeasure, change: dict[int, float], a: Plan, b: Plan) -> str:
    """Return the change of the last year, or of the year in which it is largest if the last one shows none.

    Empty where no year shows one: two numbers that read the same have not risen.
    """
    before, after = (tables.by_year(plan, measure) for plan in (a, b))
    write = percent if measure.kind is Form.SHARE else people
    seen = [year for year in change if change[year] and write(before[year]) != write(after[year])]
    if not seen:
        return ""
    last = max(change)
    year = last if last in seen else max(seen, key=lambda year: abs(change[year]))
    old, new = before[year], after[year]
    goes = "rises" if new > old else "falls"
    return f"{measure.heading.lower()} of {year} {goes} from {write(old)} to {write(new)}"


def _free(plan: Plan) -> int | None:
    """Return the first year from which on no donor money is spent; ``None`` if there is none, or no donor ever."""
    last = facts.last_donor_year(plan)
    return None if last is None or last >= plan.years[-1] else last + 1


def _freedom(a: Plan, b: Plan) -> str:
    first, second = _told_free(a), _told_free(b)
    return f"{first} in both." if first == second else f"In A {_lowered(first)}; in B {_lowered(second)}."


def _told_free(plan: Plan) -> str:
    last = facts.last_donor_year(plan)
    if last is None:
        return "No donor money is spent in any year"
    year = _free(plan)
    return f"Donor money is still spent in {plan.years[-1]}" if year is None else f"No donor money is spent from {year} on"


def _lowered(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"


def _method(found: Versions, shown: list[FindingsTable]) -> Iterator[str]:
    yield ("Rows are aligned by their key, years by their heading. A row whose key changed is one that went and one that "
           "came. A blank is never zero; where it stands for a default or for the value to its left, it is compared as "
           "what it is, a blank, and marked if no answer can change by it.")
    if found.plan_a is not None:
        yield ("Both versions were planned anew in the same way. Results that came with them were not used, so that "
               "nothing but the inputs differs.")
        yield ("Differences of amounts below a hundred-thousandth of the largest yearly cost, of strength below a "
               "ten-thousandth, and of coverage below a twentieth of a point are rounding and shown as 0 by year; sums "
               "count them.")
    if found.alone:
        yield ("For each changed table, A was planned with that table of B, on live models. Among equally good plans those "
               "may differ in single years; sums are told.")
    if any(table.name == "answers" for table in shown):
        yield "Coverage is the share of the weighted needs that is covered; strength is in person-years."
