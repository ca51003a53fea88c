"""What the page of the fictional case tells of its justice chain, its reform, and of how its soldiers leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pandas as pd
from demo_figures import POLICE, Figures, Planned, billions, fixed, millions, percents, whole
from quotes import Quote

import rightfin
from rightfin.case.programmes.starts import with_starts
from rightfin.case.scenario import apply_scenario

DEMO = "docs/demo.md"
SHOWN = (2026, 2030, 2033, 2035, 2037)
"""Years of the tables of the page."""

CHAINS = ((), ("more_police",), ("balanced_growth",), ("early_mobile_courts",))
"""Scenarios of the table that compares chains."""

Series = Callable[[Planned], pd.Series]


def of_reform(figures: Figures) -> Iterator[Quote]:
    """Yield what needs plans, and the study of what programmes are worth."""
    yield from _leaving(figures)
    yield from _chain(figures)
    yield from _reform(figures)


def _leaving(figures: Figures) -> Iterator[Quote]:
    def numbers() -> list[str]:
        rows = figures.planned().rows_of("strength", cadre="soldiers")
        return [whole(rows.struck[[2028, 2029]].sum()), *(whole(rows.retirements[year]) for year in (2032, 2034))]

    def dismissed() -> list[str]:
        found = figures.planned()
        paid = found.rows_of("lines", institution="army", category="benefits", item="reintegration")
        army = [found.rows_of("strength", cadre=cadre).exits.sum() for cadre in ("soldiers", "army_officers")]
        return [whole(sum(army)), millions(paid.cost.sum())]

    yield Quote(DEMO, "{} soldiers in 2028 and 2029, and nobody is paid severance for it. Of the fighters whom the peace "
                "agreement took in, {} retire in 2032 and {} in 2034;", numbers)
    yield Quote(DEMO, "The {} soldiers and officers who are dismissed get half of their severance when they go and half "
                "a year later; help to find a civilian life costs {} million marks,", dismissed)


def _trial(column: str) -> Series:
    return lambda found: found.rows_of("justice", stage="trial")[column]


def _judges(found: Planned) -> pd.Series:
    rows = found.rows_of("postings", cadre="judges", work="trial")
    return rows.supported + rows.unsupported


def _chain(figures: Figures) -> Iterator[Quote]:
    def shown(label: str, series: Series, write: Callable[[float], str] = whole) -> Quote:
        return Quote(DEMO, f"| {label} |" + " {} |" * len(SHOWN),
                     lambda: [write(series(figures.planned())[year]) for year in SHOWN])

    def compared(label: str, number: Callable[[Planned], str], unit: str = "") -> Quote:
        return Quote(DEMO, f"| {label} |" + f" {{}}{unit} |" * len(CHAINS),
                     lambda: [number(figures.planned(*scenarios)) for scenarios in CHAINS])

    yield shown("Cases that wait for trial", _trial("backlog"))
    yield shown("Months that they wait", _trial("waiting"), fixed)
    yield shown("Judges who try them", _judges)
    yield shown("In prison before judgment", lambda found: found.prisons.detained)
    yield shown("In prison beyond its places", lambda found: found.prisons.overcrowding)
    yield Quote(DEMO, "in 2027 {} people are in prison before judgment, the most of all years.",
                lambda: [whole(figures.planned().prisons.detained[2027])])
    yield compared("Needs missed", lambda found: fixed(found.level("needs"), 2))
    for year in (2035, 2037):
        yield compared(f"In prison before judgment, {year}", partial(_detained, year))
    yield compared("Coverage: violent crime, 2035", lambda found: percents(found.coverage.violent_crime[2035]), " %")
    yield compared("Coverage: cases and disputes, 2035", lambda found: percents(found.coverage.case_disposal[2035]), " %")


def _detained(year: int, found: Planned) -> str:
    return whole(found.prisons.detained[year])


def _reform(figures: Figures) -> Iterator[Quote]:
    def worth(programme: str) -> list[str]:
        found = figures.reform
        return [millions(found.cost(programme)), fixed(Planned(found.of(programme).plan).level("needs"), 2)]

    def all_of_them() -> list[str]:
        rows, before = figures.reform.plan.table("programmes"), figures.planned()
        return [billions(_real(figures, rows, "cost")), billions(_real(figures, rows, "grants")),
                fixed(before.level("needs"), 2), fixed(figures.planned("reform").level("needs"), 2)]

    def afterwards() -> list[str]:
        found, before = figures.planned("reform"), figures.planned()
        lines = found.plan.table("programmes")
        return [
            millions(lines[lines.year == 2037].cost.sum()),
            *(percents(one.coverage.violent_crime[2037]) for one in (found, before)),
            *(whole(one.prisons.detained[2037]) for one in (found, before)),
        ]

    def struck() -> list[str]:
        rows = figures.planned("reform").plan.table("strength")
        by_year = rows[rows.cadre.isin([*POLICE, "police_civilians"])].groupby("year").struck.sum()
        return [whole(by_year.sum()), *(whole(by_year[year]) for year in (2029, 2030))]

    def calmer() -> Sequence[str]:
        effects, kept = figures.case.records("programme_effects"), {
            row["programme"]: float(str(row["kept"] or 1.0)) for row in figures.case.records("programmes")}
        return [percents(float(str(row["gain"])) * kept[row["programme"]])
                for row in effects if row["kind"] == "threat_level"]

    yield Quote(DEMO, "| Without it, and what needs it, needs missed ({} with all) |",
                lambda: [fixed(figures.planned("reform").level("needs"), 2)])
    for label, programme in (
        ("Vetting of the police | 2026 to 2027", "vetting"), ("Paralegals | 2026 to 2027", "paralegals"),
        ("Mobile courts | 2027 to 2030", "mobile_courts"),
        ("Payroll clean-up of the police | 2028 to 2030", "payroll_cleanup"),
        ("Regional police academies | 2029 to 2031", "police_academy"),
        ("Community policing | 2032 to 2035", "community_policing"),
    ):
        yield Quote(DEMO, f"| {label} | {{}} | {{}} |", partial(worth, programme))
    yield Quote(DEMO, "the *payroll clean-up* strikes off {} police who are not there, {} in 2029 and {} in 2030;", struck)
    yield Quote(DEMO, "crime falls by {} % in the end,", calmer)
    yield Quote(DEMO, "All of them together cost {} billion at prices of 2025, of which donors bear {} billion. Needs "
                "missed fall from {} to {}.", all_of_them)
    yield Quote(DEMO, "what the programmes go on costing is {} million a year at the prices of that year:",
                lambda: afterwards()[:1])
    yield Quote(DEMO, "each as soon as rules let it begin, the other three as typed. Needs missed are {} then.",
                partial(_decided, figures))
    yield Quote(DEMO, "Coverage against crime is {} % then in place of {} %, and {} people wait in prison for a judgment "
                "in place of {}.", lambda: afterwards()[1:])


EARLIER = {"mobile_courts": 2026, "police_academy": 2028, "community_policing": 2031}
"""Starts that a search for the best ones moves; the others it leaves as the scenario types them."""


def _decided(figures: Figures) -> list[str]:
    case = with_starts(apply_scenario(figures.case, "reform"), EARLIER)
    found = figures.once("plan with decided starts", lambda: Planned(rightfin.plan(case)))
    return [fixed(found.level("needs"), 2)]


def _real(figures: Figures, rows: pd.DataFrame, column: str) -> float:
    """Return the sum of a column of money at base-year prices."""
    return float((rows[column] / rows.year.map(figures.planned("reform").fiscal.deflator)).sum())
