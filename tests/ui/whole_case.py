"""A small case with something for every page, and the same with names of one's own in all columns of text.

The justice chain's case, with two donors, two regions, a mission, programmes and a scenario. It is planned in a moment.
"""

from __future__ import annotations

from collections.abc import Callable

from study.chain_case import Row, chain_tables

from rightfin.case import Case

MILLION = 1e6

NAMED = {
    "institutions": "name", "cadres": "name", "needs": "name", "regions": "name", "donors": "name", "providers": "name",
    "justice_stages": "name", "prison_places": "name", "programmes": "name", "programme_costs": "item",
    "scenarios": "note", "actuals": "source", "benchmarks": "name",
}
"""Tables with a column of text that pages show, and the column."""


def whole_case(title: str = "Whole (fictional)") -> Case:
    """Return the case."""
    tables: dict[str, list[Row]] = chain_tables()
    for row in tables["settings"]:
        if row["key"] == "title":
            row["value"] = title
    years = range(2021, 2027)
    return Case.of({  # type: ignore[arg-type]
        **tables,
        "macro": [row if row["series"] != "security_share" else {"series": "security_share", "2021": 0.15}
                  for row in tables["macro"]],
        "regions": [{"region": "north", "name": "North", "population": 2e6},
                    {"region": "south", "name": "South", "population": 1e6}],
        "demand": [
            {"need": "war", "region": "north", "2021": 2000.0}, {"need": "war", "region": "south", "2021": 1000.0},
            {"need": "crime", "region": "north", "2021": 3000.0, "2026": 4000.0},
            {"need": "crime", "region": "south", "2021": 1500.0, "2026": 2500.0},
        ],
        "providers": [{"provider": "mission", "name": "Peace operation", "kind": "peace_operation", "last_year": 2024}],
        "external": [{"provider": "mission", "need": "war", "region": "north",
                      **{str(year): 400.0 if year < 2025 else 0.0 for year in years}}],
        "donors": [{"donor": "friends", "name": "Friends", "exit_year": 2024}, {"donor": "union", "name": "Union"}],
        "pledges": [{"donor": "friends", **{str(year): 3 * MILLION for year in years}},
                    {"donor": "union", **{str(year): MILLION for year in years}}],
        "programmes": [
            {"programme": "vetting", "name": "Vetting", "institution": "police", "years": 2, "start": 2021},
            {"programme": "academy", "name": "Academy", "institution": "police", "years": 2, "start": 2023, "latest": 2025},
        ],
        "programme_costs": [
            {"programme": "vetting", "category": "operations", "item": "panels", "year": 1, "to": 2, "amount": MILLION / 4},
            {"programme": "academy", "category": "capital", "item": "building", "year": 1, "amount": MILLION / 2},
        ],
        "programme_effects": [
            {"programme": "academy", "kind": "effect", "on": "constable/crime", "gain": 0.2, "after": 1}],
        "programme_order": [{"programme": "academy", "rule": "after", "other": "vetting"}],
        "actuals": [
            {"measure": "strength", "whose": "police", "2021": 900.0, "source": "payroll"},
            {"measure": "cost", "whose": "police", "2021": 2.5 * MILLION, "source": "accounts"},
            {"measure": "prices", "whose": "*", "2021": 1.02, "source": "statistics"}],
        "benchmarks": [
            {"benchmark": "police", "name": "A thousand police", "measure": "strength", "whose": "police", "year": 2021,
             "relation": "at_least", "value": 1000.0, "promised_by": "Ministry"},
            {"benchmark": "friends_pay", "name": "Friends pay", "measure": "disbursed", "whose": "friends", "year": 2022,
             "relation": "about", "value": 3 * MILLION, "tolerance": MILLION, "promised_by": "Friends"}],
        "scenarios": [
            {"scenario": "slow_growth", "order": 1, "table": "macro", "key": "real_growth", "column": "2023",
             "operation": "set", "value": 0.01, "note": "Growth slows from 2023 on."}],
    })


def named(case: Case, name: Callable[[str], str]) -> Case:
    """Return a case with other texts in all columns that pages show: ``name`` says what stands in the place of a text."""
    tables = {table: found.records() for table, found in case.tables.items()}
    for table, column in NAMED.items():
        tables[table] = [{**row, column: name(str(row[column]))} for row in tables[table]]
    return Case.of(tables)


def contradictory(case: Case) -> Case:
    """Return a case whose hard limits contradict one another."""
    tables = {table: found.records() for table, found in case.tables.items()}
    tables["strength_limits"] = [{"cadre": "soldier", "bound": "min", "hard": True, "2022": 100.0}]
    tables["rules"] = [
        {"rule": rule, "measure": "strength", "left": f"cadre:{one}", "relation": "at_least", "coefficient": 2.0,
         "right": f"cadre:{other}", "hard": True}
        for rule, one, other in (("more", "soldier", "constable"), ("fewer", "constable", "soldier"))]
    return Case.of(tables)


RIGHT_TO_LEFT = {
    "North": "الشمال", "South": "الجنوب", "Army": "الجيش الوطني", "Police": "الشرطة (الوطنية)", "Prosecution": "النيابة",
    "Courts": "المحاكم", "Soldiers": "جنود", "Constables": "شرطي", "Investigators": "محقق", "Prosecutors": "مدعي",
    "Judges": "قضاة", "Insurgency": "تمرد مسلح", "Violent crime": "جرائم العنف", "Friends": "دوستان افغانستان",
    "Union": "الاتحاد", "Peace operation": "بعثة السلام", "Inquiry": "تحقيق", "Trial": "محاكمة", "Prisons": "السجون",
    "Vetting": "تدقيق", "Academy": "أكاديمية الشرطة", "panels": "لجان", "building": "مبنى",
    "payroll": "كشف الرواتب", "accounts": "الحسابات", "statistics": "الإحصاء", "A thousand police": "ألف شرطي",
    "Friends pay": "الأصدقاء يدفعون", "Growth slows from 2023 on.": "نمو أبطأ من 2023",
}
"""Names of the case in Arabic, one in Dari."""


def right_to_left() -> Case:
    """Return the case with names that are read from right to left."""
    return named(whole_case("خطة الأمن"), lambda text: RIGHT_TO_LEFT[text])
