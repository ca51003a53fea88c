"""Why each programme starts when it does, or is declined: what became of other starts, in words."""

from __future__ import annotations

import math

from rightfin.case.programmes.choices import broken_among
from rightfin.lp.kinds import Unit
from rightfin.lp.objectives import objective_named
from rightfin.report.words.wording import begun, labels, listed, money, weighed_instead
from rightfin.schema.result_types import GAP
from rightfin.study.starts.compare import FirstDifference
from rightfin.study.starts.decided import DecidedStarts
from rightfin.study.starts.reasons import OtherStart, Reason, StartVerdict

NEED_YEARS = (
    f"Unmet needs and broken rules are told in {GAP}. One year of need is a need of weight 1 wholly unmet for a year, at "
    "the penalty of its mildest band; later years count less."
)
"""What the level of needs is measured in."""


def names_of(found: DecidedStarts) -> dict[str, str]:
    """Return a label for each programme."""
    names = [programme.name for programme in found.programmes]
    return labels({programme.name: programme.title for programme in found.programmes}, names)


def why(found: DecidedStarts, reason: Reason) -> str:
    """Return why a programme has its start, or none."""
    if reason.start is None:
        return started(found, reason)
    earlier, later = reason.earlier, reason.later
    return " ".join((
        f"It starts in {found.year(reason.start)}.",
        "Not earlier: that is the first year of its window." if earlier is None else
        _said(found, reason.programme, earlier, "earlier"),
        "Not later: that is the last year of its window." if later is None else
        _said(found, reason.programme, later, "later"),
    ))


def beside(found: DecidedStarts, reason: Reason) -> tuple[str, str]:
    """Return what becomes of a start a year earlier, and of one a year later, as cells of a table say it."""
    return (
        "before its window" if reason.earlier is None else _cell(found, reason.programme, reason.earlier),
        "after its window" if reason.later is None else _cell(found, reason.programme, reason.later),
    )


def started(found: DecidedStarts, reason: Reason) -> str:
    """Return what becomes of a start of a programme that is declined."""
    forced = reason.forced
    if forced is None:
        return "No year is left in which it may start."
    what, year = _what(found, reason.programme, forced), found.year(forced.year)
    told = {
        StartVerdict.FORBIDDEN: f"{begun(what)}." if _rival(found, reason.programme) else
        f"Rules allow it in no year beside the starts of the others; of {year} they say: {what}.",
        StartVerdict.UNTRIED: f"Starting it was not tried: {forced.untried}.",
        StartVerdict.WORSE: f"Were it to start in {year}, {what}.",
        StartVerdict.ALIKE: f"It could as well start in {year}: {what}.",
        StartVerdict.CHEAPER: f"It could as well start in {year}, down to what the case saves: {what}.",
        StartVerdict.BETTER: f"With it in {year} the plan is better, so this calendar is not the best: {what}.",
    }[forced.verdict]
    if not forced.left:
        return told
    return f"{told} Not tried, as the time was over: {listed([found.year(year) for year in forced.left])}."


def _said(found: DecidedStarts, programme: str, other: OtherStart, side: str) -> str:
    """Return what became of a start a year ``earlier`` or ``later`` as a sentence."""
    what = _what(found, programme, other)
    if other.verdict in (StartVerdict.FORBIDDEN, StartVerdict.WORSE):
        return f"Not {side}: {what}."
    year = f"A year {side}{_pushed(found, other)}"
    if other.verdict is StartVerdict.UNTRIED:
        return f"{year} was not tried: {other.untried}."
    if other.verdict is StartVerdict.ALIKE:
        if side == "later":
            return f"Not {side}: {what}; of calendars that are alike the cheapest and earliest is taken."
        return f"{year} would do as well: {what}."
    if other.verdict is StartVerdict.CHEAPER:
        return f"{year} would do as well, down to what the case saves: {what}."
    return f"{year} is better, so this calendar is not the best: {what}."


def _cell(found: DecidedStarts, programme: str, other: OtherStart) -> str:
    what = _what(found, programme, other)
    if other.verdict is StartVerdict.UNTRIED:
        return f"not tried{_pushed(found, other).rstrip(',')}: {other.untried}"
    if other.verdict is StartVerdict.CHEAPER:
        return f"as good, down to what the case saves: {what}"
    return f"better, so this calendar is not the best: {what}" if other.verdict is StartVerdict.BETTER else what


def _pushed(found: DecidedStarts, other: OtherStart) -> str:
    return f", with {listed([names_of(found)[name] for name in other.pushed])} later too," if other.pushed else ""


def _what(found: DecidedStarts, programme: str, other: OtherStart) -> str:
    """Return the rule that forbids another start, or at which level the plan differs with it."""
    if other.forbidden:
        stuck = "; starting others later makes no room" if other.stuck else ""
        return f"{_rule_against(found, programme, other.year)}{stuck}"
    pushed, gap = _pushed(found, other), other.difference
    if gap is None:
        return f"nothing gets better or worse{pushed.rstrip(',')}"
    if math.isinf(gap.worse_by):
        return f"hard limits would contradict one another{pushed.rstrip(',')}"
    return f"{objective_named(gap.level).title.lower()}{pushed} would be {_instead(found, gap)}"


def _instead(found: DecidedStarts, gap: FirstDifference) -> str:
    """Return what a level would come to instead; by how much it would differ where two amounts of money read alike."""
    if objective_named(gap.level).unit is not Unit.MONEY:
        return f"{weighed_instead(gap.now, gap.was)}{f' {GAP}' if gap.level == 'needs' else ''}"
    way, size = "more" if gap.worse_by > 0.0 else "less", money(abs(gap.worse_by), found.plan.currency)
    now, was = (money(amount + 0.0, found.plan.currency) for amount in (gap.now, gap.was))
    return f"{now} instead of {was}" if now != was and min(gap.now, gap.was) >= 0.0 else f"{size} {way}"


def _rule_against(found: DecidedStarts, programme: str, year: int) -> str:
    """Return what rules say against another start, with the names of the case."""
    names, carried = names_of(found), found.plan.names.institutions
    if rival := _rival(found, programme):
        return f"{names[rival]} excludes it, which is planned in its place"
    starts = {names[name]: start for name, start in {**found.starts, programme: year}.items()}
    return broken_among(found.choices.renamed(names, labels(carried, carried)), starts)[0].message.rstrip(".")


def _rival(found: DecidedStarts, programme: str) -> str | None:
    """Return which planned programme excludes one that is declined."""
    rivals = ({one: other, other: one}.get(programme) for one, other, _ in found.choices.excludes)
    return next((rival for rival in rivals if rival is not None and found.starts[programme] is None
                 and found.starts[rival] is not None), None)


def declined_sentence(found: DecidedStarts) -> str:
    """Return which programmes are declined."""
    return f"{begun(listed([names_of(found)[name] for name in found.declined]))}."
