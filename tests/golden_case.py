"""A tiny case that switches every family of rules on, for golden rows."""

from __future__ import annotations

from rightfin.case import Case
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.fiscal.settled import after
from rightfin.fiscal.standing import Settled

Row = dict[str, object]
YEARS = ("2021", "2022")


REDUCED_ONLY = frozenset({"portion"})
"""Families that have rows in the reduced layout alone, and there in ``portions_case``."""


SETTLED_ONLY = frozenset({"in_training"})
"""Families that have rows after settled years alone, as in ``settled_parameters``."""


def golden_case() -> Case:
    """Return two years, two institutions, four cadres, two donors; round numbers, every rule."""
    tables: dict[str, list[Row]] = {
        "settings": [{"key": key, "value": value} for key, value in {
            "title": "Golden (fictional)", "currency": "LCU", "base_year": 2020, "end_year": 2022, "tail_years": 0,
            "reserve_allowed": True, "opening_reserve": 100.0, "opening_arrears": 50.0, "handover": "linear",
            "sustained_from": "2022",
        }.items()],
        "macro": [
            {"series": "gdp", "2020": 1e6}, {"series": "real_growth", "2021": 0.0},
            {"series": "deflator_growth", "2021": 0.0}, {"series": "revenue_ratio", "2021": 0.1, "2022": 0.12},
            {"series": "security_share", "2021": 0.3}, {"series": "wage_bill_share", "2021": 0.2},
            {"series": "max_step_share", "2021": 0.05}, {"series": "own_spending", "2020": 20_000.0},
            {"series": "reserve_yield", "2021": 0.02},
        ],
        "institutions": [
            {"institution": "police", "name": "Police", "sector": "interior", "training_places": 50.0, "pipeline": 5.0,
             "ghosts": 0.1, "skimming": 0.2, "waste": 0.2},
            {"institution": "courts", "name": "Courts", "sector": "justice"},
        ],
        "cadres": [
            {"cadre": "constable", "institution": "police", "name": "Constables", "opening_strength": 100.0,
             "support": 50.0, "tags": "patrol|uniform", "training_cost": 20.0, "attrition": 0.1,
             "severance": 30.0, "pension": 40.0, "retiring_share": 0.5, "opening_pensioners": 10.0, "min_strength": 60.0},
            {"cadre": "sergeant", "institution": "police", "name": "Sergeants", "opening_strength": 10.0,
             "pay": 150.0, "support": 60.0, "training_cost": 25.0},
            {"cadre": "judge", "institution": "courts", "name": "Judges", "opening_strength": 8.0, "pay": 400.0,
             "training_cost": 200.0, "monthly_attrition": 0.05, "wash_out": 0.2, "training_lead": 1,
             "unsupported_effect": 0.0, "max_strength": 20.0},
            {"cadre": "clerk", "institution": "courts", "name": "Clerks", "opening_strength": 4.0, "support": 5.0,
             "pension_share": 0.5, "opening_pensioners": 2.0},
        ],
        "pay_parts": [
            {"cadre": "constable", "part": "basic", "kind": "base", "amount": 80.0},
            {"cadre": "constable", "part": "risk", "kind": "stipend", "amount": 20.0, "growth": 0.05},
        ],
        "pay_grid": [
            {"cadre": "clerk", "grade": "c", "step": 1, "amount": 70.0, "share": 0.75, "moves": 0.2},
            {"cadre": "clerk", "grade": "c", "step": 2, "amount": 110.0, "share": 0.25},
        ],
        "promotions": [{"from": "constable", "to": "sergeant", "max_rate": 0.05}],
        "strength_limits": [{"cadre": "judge", "bound": "min", "hard": True, "2021": 4.0},
                            {"cadre": "sergeant", "bound": "max", "form": "growth", "2021": -0.1, "2022": 0.5}],
        "integrated": [{"cadre": "constable", "2021": 7.0, "2022": 0.0}],
        "demobilisation": [{"institution": "police", "reintegration": 15.0, "2021": 0.2}],
        "retirements": [
            {"retirement": "old_guard", "cadre": "sergeant", "joined": 2020, "year": 2022, "share": 0.25},
            {"retirement": "veterans", "cadre": "constable", "joined": 2021, "year": 2022, "share": 0.2,
             "with_pension": 0.5},
            {"retirement": "later", "cadre": "constable", "joined": 2021, "year": 2030, "share": 0.1},
        ],
        "severance_years": [
            {"institution": "police", "payment": "severance", "after": 0, "share": 0.6},
            {"institution": "police", "payment": "severance", "after": 1, "share": 0.4},
            {"institution": "police", "payment": "reintegration", "after": 0, "share": 0.3},
            {"institution": "police", "payment": "reintegration", "after": 2, "share": 0.7},
        ],
        "assets": [{"asset": "car", "institution": "police", "name": "Cars", "opening_stock": 20.0, "price": 60.0,
                    "life": 5.0, "upkeep": 0.1, "max_purchase": 8.0}],
        "equipment": [{"asset": "car", "cadre": "constable", "units_per_head": 0.25}],
        "regions": [{"region": "north", "name": "North", "population": 60_000.0},
                    {"region": "south", "name": "South", "population": 40_000.0}],
        "needs": [{"need": "crime", "name": "Crime", "weight": 2.0, "bands": "0.5:1;0.5:3"},
                  {"need": "cases", "name": "Cases", "weight": 1.0, "bands": "1:2"}],
        "demand": [{"need": "crime", "region": "*", "basis": "per_100k", "2021": 150.0},
                   {"need": "cases", "region": "north", "2021": 800.0}],
        "effects": [{"cadre": "constable", "need": "crime", "effect": 1.0},
                    {"cadre": "sergeant", "need": "crime", "effect": 2.0, "max_share": 0.3},
                    {"cadre": "judge", "need": "cases", "effect": 100.0}],
        "providers": [{"provider": "mission", "name": "Mission", "last_year": 2022, "yearly_cost": 1e6}],
        "external": [{"provider": "mission", "need": "crime", "region": "north", "2021": 30.0, "2022": 0.0}],
        "donors": [
            {"donor": "alpha", "name": "Alpha", "exit_year": 2021, "carry_over": 0.5, "opening_carried": 200.0},
            {"donor": "beta", "name": "Beta", "fee": 0.1, "match": 0.5, "untied": 300.0, "match_base": 100.0},
        ],
        "pledges": [{"donor": "alpha", "2021": 3000.0, "2022": 3000.0}, {"donor": "beta", "2021": 2000.0, "2022": 1000.0}],
        "eligibility": [{"donor": "alpha", "institution": "courts", "category": "*", "allowed": False}],
        "serves": [{"institution": "courts", "region": "north"}],
        "payers": [{"payer": "region", "name": "Region", "region": "north", "own_spending": 900.0,
                    "max_saving_share": 0.1, "opening_reserve": 10.0, "opening_arrears": 20.0}],
        "payer_money": [
            {"payer": "region", "series": "revenue", "2020": 8000.0, "2022": 9000.0},
            {"payer": "region", "series": "security_share", "2020": 0.25},
            {"payer": "region", "series": "wage_bill_share", "2020": 0.2},
            {"payer": "region", "series": "max_step_share", "2020": 0.1},
        ],
        "may_pay": [
            {"payer": "region", "institution": "police", "category": "*", "item": "*"},
            {"payer": "government", "institution": "police", "category": "training", "item": "*", "allowed": False},
        ],
        "transfers": [
            {"transfer": "grant", "from": "government", "to": "region", "basis": "share", "2021": 0.01},
            {"transfer": "school", "from": "government", "to": "region", "scope": "category:training", "2021": 400.0},
        ],
        "committed": [{"institution": "courts", "category": "operations", "item": "advisers", "2021": 500.0, "2022": 0.0}],
        "over_time": [
            {"table": "cadres", "row": "constable", "column": "attrition", "2022": 0.15},
            {"table": "cadres", "row": "judge", "column": "pay", "form": "growth", "2022": 0.1},
            {"table": "assets", "row": "car", "column": "price", "2022": 80.0},
            {"table": "institutions", "row": "police", "column": "training_places", "2022": 70.0},
            {"table": "assets", "row": "car", "column": "max_purchase", "2022": 9.0},
            {"table": "institutions", "row": "police", "column": "ghosts", "2022": 0.04},
            {"table": "effects", "row": "judge/cases", "column": "effect", "2022": 110.0},
            {"table": "effects", "row": "sergeant/crime", "column": "max_share", "2022": 0.35},
            {"table": "equipment", "row": "car/constable", "column": "units_per_head", "2022": 0.2},
            {"table": "cadres", "row": "constable", "column": "support_floor", "2022": 0.75},
            {"table": "cadres", "row": "constable", "column": "unsupported_effect", "2022": 0.4},
            {"table": "cadres", "row": "constable", "column": "retiring_share", "2022": 0.45},
            {"table": "cadres", "row": "constable", "column": "pension_exit", "2022": 0.06},
            {"table": "cadres", "row": "clerk", "column": "overhead_ratio", "2022": 0.6},
            {"table": "justice_staff", "row": "trial/judge", "column": "throughput", "2022": 70.0},
            {"table": "justice_staff", "row": "inquiry/constable", "column": "cases_per_head", "2022": 5.0},
            {"table": "justice_stages", "row": "inquiry", "column": "pass_rate", "2022": 0.6},
            {"table": "justice_stages", "row": "inquiry", "column": "drop_share", "2022": 0.2},
            {"table": "justice_stages", "row": "trial", "column": "held_share", "2022": 0.5},
            {"table": "justice_stages", "row": "trial", "column": "held_months", "2022": 2.0},
            {"table": "justice_stages", "row": "trial", "column": "prison_share", "2022": 0.3},
            {"table": "justice_stages", "row": "trial", "column": "sentence", "2022": 3.0},
            {"table": "donors", "row": "alpha", "column": "carry_over", "2021": 0.6},
            {"table": "donors", "row": "beta", "column": "fee", "2022": 0.12},
            {"table": "donors", "row": "beta", "column": "match", "2022": 0.4},
            {"table": "donors", "row": "beta", "column": "untied", "2022": 250.0},
            {"table": "donors", "row": "beta", "column": "match_base", "2022": 110.0},
        ],
        "running_costs": [{"institution": "courts", "category": "operations", "item": "rent", "2021": 40.0, "2022": 60.0}],
        "handovers": [{"handover": "courts_pay", "scope": "institution:courts & category:pay", "path": "by_year",
                       "2021": 0.25, "2022": 0.75}],
        "justice_stages": [
            {"stage": "trial", "name": "Trial", "order": 2, "opening_backlog": 300.0, "held_share": 0.4, "drop_share": 0.05,
             "prison_share": 0.25, "sentence": 2.0, "opening_convicted": 100.0, "drop_years": 3.0,
             "weight": 0.05},
            {"stage": "inquiry", "name": "Inquiry", "order": 1, "pass_rate": 0.5, "weight": 0.02, "drop_share": 0.1,
             "bands": "0.5:1;0.5:2", "swing": 0.2, "held_share": 0.1},
        ],
        "justice_cases": [{"stage": "inquiry", "2020": 200.0, "2022": 250.0}],
        "justice_staff": [
            {"stage": "inquiry", "cadre": "sergeant", "throughput": 40.0},
            {"stage": "inquiry", "cadre": "constable", "throughput": 10.0, "cases_per_head": 4.0},
            {"stage": "trial", "cadre": "judge", "throughput": 60.0},
        ],
        "prison_places": [{"prisons": "all", "name": "Prisons", "weight": 0.02, "2021": 150.0}],
        "in_kind": [{"gift": "cars", "donor": "alpha", "asset": "car", "value": 70.0, "2021": 3.0, "2022": 2.0}],
        "earmarks": [
            {"earmark": "police_only", "donor": "alpha", "scope": "institution:police", "bound": "min", "2021": 1000.0},
            {"earmark": "stipends", "donor": "beta", "scope": "item:constable/risk", "2021": 300.0},
            {"earmark": "cars", "donor": "beta", "scope": "category:capital", "2021": 400.0},
            {"earmark": "bench_only", "donor": "beta", "scope": "item:judge", "bound": "min", "2021": 200.0},
            {"earmark": "clerks", "donor": "beta", "scope": "item:clerk", "2021": 150.0},
        ],
        "ceilings": [
            {"ceiling": "bench", "scope": "item:judge", "2021": 900.0},
            {"ceiling": "justice", "scope": "sector:justice", "bound": "min", "basis": "share", "2022": 0.2},
        ],
        "decided": [
            {"measure": "strength", "whose": "clerk", "2021": 4.0}, {"measure": "hires", "whose": "clerk", "2022": 50.0},
            {"measure": "exits", "whose": "sergeant", "2021": 1.0},
            {"measure": "promoted", "whose": "constable>sergeant", "2022": 4.0},
        ],
        "targets": [
            {"target": "ranks", "measure": "per_100k", "group": "tag:patrol", "2022": 130.0},
            {"target": "bench_recruits", "measure": "hires", "group": "cadre:judge", "relation": "at_most", "hard": True,
             "2021": 3.0},
            {"target": "recruits", "measure": "hires", "group": "institution:police", "2022": 5.0},
        ],
        "rules": [
            {"rule": "civil", "measure": "strength", "left": "cadre:clerk", "relation": "at_least", "coefficient": 0.4,
             "right": "institution:courts"},
            {"rule": "justice", "measure": "cost", "left": "sector:justice", "relation": "at_most", "coefficient": 0.5,
             "right": "all", "hard": True},
            {"rule": "judges", "measure": "hires", "left": "cadre:judge", "relation": "exactly", "coefficient": 0.1,
             "right": "cadre:constable"},
        ],
    }
    return Case.of(tables)  # type: ignore[arg-type]


def portions_case() -> Case:
    """Return the golden case as it does not ask for a force that can be kept up, so that its limits make portions."""
    case = golden_case()
    return case.replace({"settings": [row for row in case.records("settings") if row["key"] != "sustained_from"]})


def settled_parameters() -> Parameters:
    """Return what is left of the golden case when its first year is over: two judges are in training."""
    whole = project(golden_case(), {})
    stands = Settled(
        strength={"constable": 97.0, "sergeant": 9.0, "judge": 4.0, "clerk": 4.0}, pensioners={}, stock={}, carried={},
        arrears={}, reserve={}, outlay={}, backlog={}, convicted={}, hires={("judge", 2021): 0.5},
        exits={("sergeant", 2021): 1.0}, promotions={("constable", "sergeant"): 3.0},
        in_training={("judge", 2022): 2.0},
    )
    return after(whole, 2021, stands)
