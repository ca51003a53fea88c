"""What the documentation quotes of plans of the fictional case: each piece of a page, and what its numbers are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pandas as pd
from demo_figures import BILLION, Figures, Planned, billions, fixed, millions, percents, whole
from quotes import Quote

DEMO, SUSTAIN, LIMITS, MATHEMATICS, PAYERS = (
    f"docs/{page}.md" for page in ("demo", "sustain", "limits", "mathematics", "payers"))
SHOWN = (2026, 2030, 2033, 2035, 2037)
"""Years of the table of the demo's page."""

NEVER = {"sustained_from": "never"}
SUSTAINED_YEARS = (2026, 2030, 2034, 2035, 2036, 2037)


def of_plans(figures: Figures) -> Iterator[Quote]:
    """Yield what needs plans alone, which take seconds."""
    yield from settled(figures)
    yield from _story(figures)
    yield from _scenarios(figures)
    yield from _sustained(figures)
    yield from _priced(figures)
    yield Quote(MATHEMATICS, "| the fictional case | {} | {} | {} | {} |", lambda: [
        fixed(figures.planned(arrears_tolerance=tolerance).level("needs"), 3) for tolerance in (0.0, 0.0001, 0.001, 0.01)])


def _shown(
    figures: Figures, label: str, series: Callable[[Planned], pd.Series[float]], write: Callable[[float], str],
    unit: str = "",
) -> Quote:
    """Return a row of the table of the demo's page."""
    return Quote(DEMO, f"| {label} |" + f" {{}}{unit} |" * len(SHOWN),
                 lambda: [write(series(figures.planned())[year]) for year in SHOWN])


def settled(figures: Figures) -> Iterator[Quote]:
    """Yield what the case as shipped has one answer for, whichever of several equal plans a solver ends at."""
    yield Quote(DEMO, "Needs missed ({} as planned", lambda: [fixed(figures.planned().level("needs"), 2)])
    for label, need in (("armed groups", "armed_groups"), ("violent crime", "violent_crime"),
                        ("cases and disputes", "case_disposal")):
        yield _shown(figures, f"Coverage: {label}", partial(_coverage, need), percents, " %")


def _coverage(need: str, found: Planned) -> pd.Series[float]:
    return found.coverage[need]


def _story(figures: Figures) -> Iterator[Quote]:
    shown = partial(_shown, figures)
    plan = figures.planned
    yield shown("Cost, billion", lambda p: p.cost, billions)
    yield shown("of it own money", lambda p: p.fiscal.own, billions)
    yield shown("of it grants", lambda p: p.grants, billions)
    yield shown("Beyond what can be kept, billion a year", lambda p: p.indicator("overhang"), billions)
    yield shown("All people", lambda p: p.total, whole)
    yield shown("Soldiers", lambda p: p.strength.soldiers, whole)
    yield shown("Constables and sergeants", lambda p: p.police, whole)
    yield shown("Judges and prosecutors", lambda p: p.strength.judges + p.strength.prosecutors, whole)
    yield shown("Court clerks", lambda p: p.strength.court_clerks, whole)
    yield Quote(DEMO, "Keeping up what stands in 2026 costs {} billion a year more",
                lambda: [billions(plan().indicator("overhang")[2026])])
    yield Quote(DEMO, "the force grows with revenue again, by {} people.",
                lambda: [whole(plan().total[2037] - plan().total[2036])])
    yield Quote(DEMO, "Donors bring {} billion in all. {} billion of it go unused", lambda: [
        billions(plan().arrived, 0), billions(plan().unused)])
    yield Quote(DEMO, "the plan would keep {} people more in 2035 and let {} go a year later", lambda: [
        whole(plan(**NEVER).total[2035] - plan().total[2035]),
        whole(-plan(**NEVER).total.diff()[2036])])
    yield from _of_the_delta(figures)
    yield from _fungible(figures)
    yield Quote(DEMO, "There are {} then; the promise is kept", lambda: [fixed(_target(plan(), "street_police")[2030])])
    yield Quote(DEMO, "Of its 500 used trucks {} are refused", lambda: [whole(_refused(plan(), "used_trucks"))])


def _of_the_delta(figures: Figures) -> Iterator[Quote]:
    """Yield what is told of the region that pays its own police."""
    shown = partial(_shown, figures)

    def payer(column: str) -> Callable[[Planned], pd.Series[float]]:
        return lambda p: p.rows_of("payers", payer="delta")[column]

    def cover(found: Planned) -> pd.Series[float]:
        rows = found.rows_of("needs", region="delta", need="violent_crime")
        return 1.0 - rows.unmet / rows.needed

    yield shown("Ceiling of the region, million", payer("ceiling"), millions)
    yield shown("Grants from the nation, million", lambda p: payer("received")(p) + payer("tied")(p), millions)
    yield shown("Own money spent, million", payer("own"), millions)
    yield shown("Sister Ports Fund, million", lambda p: p.rows_of("pledges", donor="sister_ports").spent, millions)
    yield shown("People paid", lambda p: p.police_of_the_delta, whole)
    yield shown("Coverage: violent crime in the delta", cover, percents, " %")

    def ended() -> list[str]:
        found = figures.planned("grants_end")
        paid, there = (table.delta_constables[2029] for table in (found.strength, found.supported))
        return [whole(paid - there), whole(paid), percents(cover(found)[2029])]

    yield Quote(DEMO, "(`grants_end`), {} of {} constables lack support in that year, the cover falls to {} %,", ended)
    yield Quote(PAYERS, "covers {} % of that region's need against violent crime in 2026 and all of it from 2034 on",
                lambda: [percents(cover(figures.planned())[2026])])


def _target(found: Planned, name: str) -> pd.Series[float]:
    rows = found.plan.table("targets")
    return rows[rows.target == name].set_index("year")["found"]


def _refused(found: Planned, gift: str) -> float:
    rows = found.plan.table("in_kind")
    rows = rows[rows.gift == gift]
    return float((rows.offered - rows.accepted).sum())


def _scenarios(figures: Figures) -> Iterator[Quote]:
    def row(label: str, what_else: str, *scenarios: str, also: Callable[[Planned], Sequence[str]] = lambda _: ()) -> Quote:
        found = scenarios or (label,)
        named = " and ".join(f"`{name}`" for name in found)
        return Quote(DEMO, f"| {named} | {label} | {{}} |{what_else}", lambda: [
            fixed(figures.planned(*found).level("needs"), 2), *also(figures.planned(*found))])

    def armed(found: Planned, year: int = 2030) -> str:
        return percents(found.coverage.armed_groups[year])

    plan = figures.planned
    yield row("a payroll reform halves what is lost", " cover against violent crime is {} % in 2037 instead of {} %",
              "better_leakage", also=lambda p: [percents(found.coverage.violent_crime[2037]) for found in (p, plan())])
    yield row("the last armed groups disarm after 2029", "", "peace_dividend")
    yield row("the ally leaves four years early", " everything is still paid and everyone supported; cover against armed "
              "groups falls to {} % in 2031", "early_exit", also=lambda p: [armed(p, 2031)])
    yield row("revenue is 15 % lower in 2028-30",
              " {} billion are saved by 2027; cover against armed groups falls to {} % in 2030", "revenue_shock",
              also=lambda p: [billions(p.fiscal.reserve[2027]), armed(p)])
    yield row("both", " cover against armed groups falls to {} % in 2030", "early_exit", "revenue_shock",
              also=lambda p: [armed(p)])
    yield row("delivery: losses grow, training shrinks, few women are recruited", "", "resistance_to_change")
    yield row("the nation ends its grants to the delta in 2029", "", "grants_end")
    yield row("delivery: the peace operation stays as a hub until 2033", "", "un_hub")
    yield row("delivery: mobile courts, more cases per judge", " all disputes are settled in 2029 instead of {} %",
              "regional_teams", also=lambda _: [percents(plan().coverage.case_disposal[2029])])
    yield row("delivery: disputes go to customary courts as far as possible", "", "outsourcing")
    yield row("police train two fifths more, courts hardly", "", "more_police")
    yield row("police and courts train two fifths more", "", "balanced_growth")
    yield row("judges travel from the first year on and try three tenths more",
              " prisons have places for all but {} people in 2030 instead of {}", "early_mobile_courts",
              also=lambda p: [whole(found.prisons.overcrowding[2030]) for found in (p, plan())])
    yield row("six programmes have a start", "", "reform")


def _fungible(figures: Figures) -> Iterator[Quote]:
    def needs(found: Planned) -> list[str]:
        return [fixed(found.level("needs"), 2)]

    yield Quote(DEMO, "cost no need anything: without them the plan misses {}",
                lambda: needs(figures.without("ceilings", "earmarks")))
    yield Quote(DEMO, "with six tenths of its ceiling for the ministry {} are missed,",
                lambda: needs(figures.scaled("ceilings", "ministry", 0.6)))
    yield Quote(DEMO, "with a floor of half as much again {},",
                lambda: needs(figures.scaled("ceilings", "justice_floor", 1.5)))
    yield Quote(DEMO, "and with twice the union's reserve {}.", lambda: needs(figures.scaled("earmarks", "justice", 2.0)))


def _sustained(figures: Figures) -> Iterator[Quote]:
    def row(label: str, also: Callable[[Planned], Sequence[str]] = lambda _: (), **settings: str) -> Quote:
        def numbers() -> list[str]:
            found = figures.planned(**settings)
            return [*also(found), fixed(found.level("needs"), 3), billions(found.level("donor_money")),
                    percents(found.indicator("coverage")[2037], 1), *(whole(found.total[year]) for year in SUSTAINED_YEARS)]
        return Quote(SUSTAIN, f"| {label} | {{}} | {{}} | {{}} % | {' · '.join(['{}'] * len(SUSTAINED_YEARS))} |", numbers)

    yield row("never; ends {} bn a year above the ceiling", **NEVER,
              also=lambda p: [billions(-p.indicator("steady_state_margin")[2037])])
    yield row("from 2036, `glide=none`", sustained_from="2036", glide="none")
    yield row("from 2034, `glide=none`", sustained_from="2034", glide="none")
    yield row("from 2036, as shipped (`exit`)")
    yield row("from 2034", sustained_from="2034")
    yield row("from 2026; {} bn of excess cannot be avoided", sustained_from="2026",
              also=lambda p: [billions(p.level("sustained"))])
    yield Quote(SUSTAIN, "the force grows to {} people in 2035 and is {} smaller a year later; with it no year "
                "after 2029 loses more than {}.", lambda: [
        whole(figures.planned(sustained_from="2036", glide="none").total[2035]),
        whole(-figures.planned(sustained_from="2036", glide="none").total.diff()[2036]),
        whole(-figures.planned().total.diff().loc[2030:].min())])


def _priced(figures: Figures) -> Iterator[Quote]:
    """Yield what freeing an earmark buys."""
    def needs(table: str, row: str, cells: dict[str, str | float]) -> str:
        return fixed(figures.changed(table, row, cells).level("needs"), 3)

    yield Quote("docs/earmarks.md", "are {} as it is and {} without the reserve. With 20 million euro a year, in place of "
                "9 at most, they are {},", lambda: [fixed(figures.planned().level("needs"), 3), *(
                    needs("earmarks", "justice", dict.fromkeys(("2026", "2030", "2034"), euro)) for euro in (0.0, 20e6))])


def of_limits(figures: Figures) -> Iterator[Quote]:
    """Yield what the page on limits tells, which takes a dozen plans more."""
    plan = figures.planned

    def said(piece: str, numbers: Callable[[], Sequence[str]]) -> Quote:
        return Quote(LIMITS, piece, numbers)

    def changed(table: str, row: str, **cells: str | float) -> Planned:
        return figures.changed(table, row, {name.removeprefix("y"): value for name, value in cells.items()})

    saved = ("1 % more, {} billion or {} % of donor money (at base-year prices, discounted) could be saved; 0.1 % more "
             "would save {} billion.")
    yield said(saved, lambda: [
        billions(figures.donor_money_saved(0.01)),
        percents(figures.donor_money_saved(0.01) / plan().level("donor_money"), 1),
        billions(figures.donor_money_saved(0.001))])
    yield said("the plan pays {} prosecutors in 2037 instead of {}, with all cases covered", lambda: [
        whole(found.strength.prosecutors[2037]) for found in (
            changed("rules", "justice_share", measure="cost", coefficient=0.14, first_year=2028), plan())])
    yield said("the army has {} trucks more than its soldiers use", lambda: [
        whole(plan().stock("army_trucks")[2033] - plan().present("soldiers")[2033] / 32)])
    yield said("does so if that buys coverage later: {} billion in twelve years.",
               lambda: [billions(plan().pledges.carry_loss.sum())])
    yield said("With `--set sustained_from=never` it is {} billion in 2035",
               lambda: [billions(plan(**NEVER).fiscal.reserve[2035])])
    yield said("{} million a year is missing there to keep up the force of 2037 without donors, and {} million", lambda: [
        millions(-found.indicator("steady_state_margin")[2037]) for found in (plan(**NEVER), plan())])
    step = ("own money may rise to {} billion only, and {} billion of wages stay unpaid in 2026 under a ceiling of {} "
            "billion.")

    def small_step() -> list[str]:
        found = changed("macro", "own_spending", y2025=2.0 * BILLION)
        return [billions(amount[2026], 0) for amount in (found.fiscal.own, found.unpaid("pay"), found.fiscal.ceiling)]

    yield said(step, small_step)
    wages = dict.fromkeys(map(str, range(2026, 2038)), 0.10)
    yield said("{} million of wages are left unpaid in 2033 and cleared in 2034", lambda: [
        whole(figures.changed("macro", "wage_bill_share", wages, arrears_tolerance=0.0001).unpaid("pay")[2033] / 1e6)])
    yield said("2026 with {} billion owed and {} billion in the reserve", lambda: [
        billions(amount[2026]) for found in (plan(opening_arrears=20.0 * BILLION),)
        for amount in (found.fiscal.arrears, found.fiscal.reserve)])
    yield said("has {} women in 2037, and every number from {} to {} is as good", lambda: next(
        [whole(one.value), whole(one.least), whole(one.greatest)] for one in figures.ranges.ranges
        if (one.who, one.year) == ("constables_women", 2037)))
    yield said("officers exceed their norm by {} % in 2030; at 3 they keep it", lambda: [
        percents(plan().officers_beyond_norm)])
    light = "At 0.03 they exceed it by {} %, and by 2029 the civilian staff of the police have fallen to {} % of"
    yield said(light, lambda: [
        percents(share) for found in (plan(rule_weight=0.03),)
        for share in (found.officers_beyond_norm, found.civilians_of_norm[2029])])
    yield said("and are {} in 2037 instead of {}.", lambda: [
        whole(found.strength.ministry_staff[2037])
        for found in (changed("cadres", "internal_auditors", institution="ministry"), plan())])
