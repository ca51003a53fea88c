"""Who serves and how far needs are covered, as tables: institution, cadre, region."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.studies.findings import FindingsTable, Form, Heading
from rightfin.report.words.wording import in_full, in_order, labels, listed
from rightfin.result.plan import Plan
from rightfin.schema import as_year

EVERYWHERE = "All regions"


def cadres_of(plan: Plan, institution: str | None = None) -> dict[str, str]:
    """Return the label of each cadre by id, institution by institution; those of one institution, by id, if it is named."""
    owner = plan.names.cadre_institution
    found = in_order(plan.names.cadres, set(map(str, plan.tables["strength"].column("cadre"))))
    of = {cadre: owner.get(cadre, cadre) for cadre in found}
    institutions = [one for one in facts.institutions(plan) if institution in (None, one)]
    return labels(plan.names.cadres, [cadre for one in institutions for cadre in found if of[cadre] == one])


def force_table(plan: Plan, institution: str | None = None) -> FindingsTable:
    """Return each cadre with its people in the first and the last year shown, and how many of them are supported then."""
    first, last = plan.years[0], plan.years[-1]
    names = facts.institutions(plan)
    headings = (
        Heading("institution", "Institution", Form.TEXT),
        Heading("cadre", "Cadre", Form.TEXT),
        Heading("regions", "Serves", Form.TEXT, "The regions whose needs the institution serves."),
        Heading("first", f"People {first}", Form.PEOPLE, "In pay, in person-years."),
        Heading("last", f"People {last}", Form.PEOPLE, "In pay, in person-years."),
        Heading("change", "Change", Form.PEOPLE),
        Heading("supported", f"Supported {last}", Form.SHARE,
                "Of those who are there, who have the kit, rooms, fuel and rations that the case says they need."),
    )
    rows = []
    for cadre, label in cadres_of(plan, institution).items():
        of = plan.tables["strength"].where("cadre", (cadre,))
        people, there, supported = (of.by_year(column) for column in ("strength", "present", "supported"))
        owner = plan.names.cadre_institution.get(cadre, cadre)
        share = supported[last] / there[last] if there.get(last, 0.0) > 0.0 else None
        rows.append((names.get(owner, owner), label, _regions(plan, owner), people[first], people[last],
                     people[last] - people[first], share))
    return FindingsTable("force", "Who serves", headings, tuple(rows))


def _regions(plan: Plan, institution: str) -> str:
    served = plan.names.serves.get(institution, ())
    return listed([plan.names.regions.get(one, one) for one in served]) if served else EVERYWHERE


def strength_rows(plan: Plan, institution: str | None) -> list[tuple[str, int, float]]:
    """Return strength by group and year, in person-years: by institution, or by cadre of one institution, by id."""
    if institution is None:
        return [(row.institution, row.year, row.strength) for row in facts.strength_by_institution(plan)]
    return [
        (label, year, strength)
        for cadre, label in cadres_of(plan, institution).items()
        for year, strength in plan.tables["strength"].where("cadre", (cadre,)).by_year("strength").items()
    ]


def regions_of(plan: Plan) -> dict[str, str]:
    """Return the label of each region with needs, by id, in the order of the case."""
    found = set(map(str, plan.tables["needs"].column("region")))
    return labels(plan.names.regions, [one for one in plan.names.regions if one in found])


def needs_of(plan: Plan) -> dict[str, str]:
    """Return the label of each need, by id."""
    return labels(plan.names.needs, sorted(set(map(str, plan.tables["needs"].column("need")))))


def coverage_rows(plan: Plan, region: str | None = None) -> list[tuple[str, int, float]]:
    """Return the share covered by need and year; over all regions, or in one, by id."""
    if region is None:
        return [(row.need, row.year, row.coverage) for row in facts.coverage_by_need(plan)]
    label = regions_of(plan)[region]
    return [(row.need, row.year, row.coverage) for row in facts.coverage_by_region(plan) if row.region == label]


def regions_rows(plan: Plan, need: str) -> list[tuple[str, int, float]]:
    """Return the share of one need, by label, that is covered, by region and year."""
    return [(row.region, row.year, row.coverage) for row in facts.coverage_by_region(plan) if row.need == need]


def coverage_table(rows: list[tuple[str, int, float]], title: str, what: str = "Need") -> FindingsTable:
    """Return shares covered with years across: the table beside the heat grid."""
    years = sorted({as_year(year) for _, year, _ in rows})
    by_name: dict[str, dict[int, float]] = {}
    for name, year, share in rows:
        by_name.setdefault(name, {})[int(year)] = share
    headings = (Heading("need", what, Form.TEXT), *(Heading(str(year), str(year), Form.SHARE) for year in years))
    cells = tuple((name, *(of.get(int(year)) for year in years)) for name, of in by_name.items())
    return FindingsTable("coverage", title, headings, cells, "Blank where nothing is needed.")


def failing(rows: list[tuple[str, int, float]]) -> tuple[tuple[str, int, float], ...]:
    """Return the worst year of each need that is not covered in full, the worst need first."""
    worst: dict[str, tuple[str, int, float]] = {}
    for row in rows:
        if not in_full(row[2]) and (row[0] not in worst or round(row[2], 3) < round(worst[row[0]][2], 3)):
            worst[row[0]] = row
    return tuple(sorted(worst.values(), key=lambda row: (round(row[2], 3), row[0])))
