"""Random valid cases for property tests: every kind of table, hostile texts, moderate numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from rightfin.case import Case
from rightfin.case.cell import is_error
from rightfin.schema import CATEGORIES, SECTORS, Value

BASE = 2025

Row = dict[str, Value]
Tables = dict[str, list[Row]]

_HOSTILE = (
    "=1+1", "=cmd|' /C calc'!A0", "+49 30 1234", "-5 % a year", "@SUM(A1)", "'=quoted", "''-twice",
    "'plain apostrophe", 'comma, "quotes" and; semicolons', "two\nlines", "tab\there",
    "# not a note", "Äthiopien — عربي — 東京 🙂", "NA", "TRUE", "1,200", "007", "1e5", "{=A1}", "_x0041_x0042_",
    "x005F_x000A_", "<b>&amp;</b>", "<r><t>&</r>", "=",
)
_NEW_TITLES = ("a worse turn", "=2+2", "-worse", "'=quoted", "03.10", "No", "007", "1,200", "3.0")
_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"])


def texts() -> st.SearchStrategy[str]:
    """Texts as people and attackers type them; trimmed, not blank, and none that reads as the error of a spreadsheet."""
    free = st.text(_LETTERS, min_size=1, max_size=12).map(str.strip).filter(lambda text: text and not is_error(text))
    return st.one_of(st.sampled_from(_HOSTILE), free)


def names(stem: str, most: int) -> st.SearchStrategy[list[str]]:
    """Between one and ``most`` different ids."""
    return st.integers(1, most).map(lambda count: [f"{stem}_{number}" for number in range(1, count + 1)])


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Finite numbers with at most fifteen digits, round ones among them."""
    plain = st.floats(low, high, allow_nan=False, allow_infinity=False)
    return plain.map(lambda value: min(max(float(f"{value:.15g}"), low), high) + 0.0)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or a blank."""
    return st.none() | strategy


def shares() -> st.SearchStrategy[float]:
    """Shares from 0 to 1."""
    return numbers(0.0, 1.0)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A random valid case: references exist, required cells are filled, amounts have no blank years."""
    return Case.of(draw(case_tables()))


@st.composite
def case_tables(draw: st.DrawFn) -> Tables:
    """The rows of a random valid case, table by table."""
    end = BASE + draw(st.integers(1, 4))
    tables: Tables = {"settings": draw(_settings(end)), "macro": draw(_macro(end))}
    institutions = draw(names("institution", 3))
    cadres = draw(names("cadre", 4))
    needs = draw(names("need", 2))
    tables["institutions"] = [draw(_institution(name)) for name in institutions]
    tables["cadres"] = [draw(_cadre(name, institutions)) for name in cadres]
    tables["needs"] = [draw(_need(name)) for name in needs]
    regions = draw(st.just([]) | names("region", 3))
    tables["regions"] = [
        _sourced(draw, {"region": name, "name": draw(texts()), "population": draw(numbers(1000.0, 1e7))})
        for name in regions
    ]
    tables["demand"] = [
        _sourced(draw, {"need": need, "region": "*", "basis": "absolute",
                        **draw(_amounts(BASE + 1, end, blanks=True))})
        for need in needs
    ]
    tables["effects"] = [
        _sourced(draw, {"cadre": cadre, "need": draw(st.sampled_from(needs)),
                        "effect": draw(numbers(0.01, 100.0)),
                        "max_share": draw(maybe(numbers(0.1, 1.0)))})
        for cadre in cadres
    ]
    _people(draw, tables, institutions, end)
    _assets(draw, tables)
    _threats(draw, tables, needs, regions or ["national"], end)
    _donors(draw, tables, institutions, end)
    _handovers(draw, tables, institutions, end)
    _rules(draw, tables, end)
    _scenarios(draw, tables, cadres, end)
    return tables


def _sourced(draw: st.DrawFn, row: Row) -> Row:
    return row | {"source": draw(maybe(texts())), "note": draw(maybe(texts()))}


def _some(draw: st.DrawFn, items: Sequence[Any]) -> list[Any]:
    """A few of the items, in order."""
    return [item for item in items if draw(st.booleans())]


@st.composite
def _amounts(draw: st.DrawFn, first: int, last: int, blanks: bool = False, high: float = 1e6) -> Row:
    value = numbers(0.0, high)
    years = range(first, last + 1)
    return {str(year): draw(maybe(value) if blanks and year > first else value) for year in years}


@st.composite
def _settings(draw: st.DrawFn, end: int) -> list[Row]:
    values: Row = {
        "title": draw(texts()), "currency": "LCU", "base_year": BASE, "end_year": end,
        "foreign_currency": "USD",
        "discount_rate": draw(numbers(0.0, 0.2)), "tail_years": draw(st.integers(0, 5)),
        "secondary_objective": draw(st.sampled_from(["donor_money", "own_money", "total_cost"])),
        "reserve_allowed": draw(st.booleans()), "opening_arrears": draw(numbers(0.0, 1e6)),
        "arrears_tolerance": draw(numbers(0.0, 0.1)), "handover": draw(st.sampled_from(["none", "linear"])),
    }
    required = ("title", "currency", "base_year", "end_year")
    kept = [name for name in values if name in required or draw(st.booleans())]
    return [_sourced(draw, {"key": name, "value": values[name]}) for name in kept]


@st.composite
def _macro(draw: st.DrawFn, end: int) -> list[Row]:
    def across(name: str, low: float, high: float) -> Row:
        first = {str(BASE + 1): draw(numbers(low, high))}
        rest = {str(year): draw(maybe(numbers(low, high))) for year in (BASE, *range(BASE + 2, end + 1))}
        return {"series": name, **first, **rest}

    rows = [
        {"series": "gdp", str(BASE): draw(numbers(1e6, 1e12))},
        across("real_growth", -0.1, 0.15), across("deflator_growth", -0.05, 0.4),
        across("revenue_ratio", 0.05, 0.4),
        across("security_share", 0.01, 0.5),
        *_some(draw, [across("exchange_rate", 0.5, 100.0), across("foreign_inflation", 0.0, 0.1),
                      across("population_growth", -0.02, 0.05), across("wage_bill_share", 0.1, 1.0)]),
        across("exchange_rate:EUR", 0.5, 100.0),
    ]
    return [_sourced(draw, row) for row in rows]


@st.composite
def _institution(draw: st.DrawFn, name: str) -> Row:
    return _sourced(draw, {
        "institution": name, "name": draw(texts()), "sector": draw(st.sampled_from(SECTORS)),
        "cofog": draw(maybe(st.sampled_from(["03.1", "02.1"]))),
        "oda_class": draw(maybe(st.sampled_from(["eligible", "not_eligible"]))),
        "training_places": draw(maybe(numbers(0.0, 1e5))), "leakage": draw(maybe(numbers(0.0, 0.5))),
    })


@st.composite
def _cadre(draw: st.DrawFn, name: str, institutions: list[str]) -> Row:
    return _sourced(draw, {
        "cadre": name, "institution": draw(st.sampled_from(institutions)), "name": draw(texts()),
        "opening_strength": draw(numbers(0.0, 1e5)), "pay": draw(numbers(1.0, 1e5)),
        "support": draw(maybe(numbers(0.0, 1e4))), "training_cost": draw(maybe(numbers(0.0, 1e4))),
        "training_lead": draw(maybe(st.integers(0, 2))), "attrition": draw(maybe(numbers(0.0, 0.3))),
        "real_pay_growth": draw(maybe(numbers(-0.05, 0.1))), "pension": draw(maybe(numbers(0.0, 1e4))),
        "min_strength": draw(maybe(numbers(0.0, 100.0))), "max_strength": draw(maybe(numbers(100.0, 1e6))),
        "unsupported_effect": draw(maybe(shares())), "support_floor": draw(maybe(shares())),
        "entry": draw(st.sampled_from([None, True])), "civilian": draw(maybe(st.booleans())),
        "women": draw(maybe(st.booleans())), "support_currency": draw(st.sampled_from([None, "LCU", "USD"])),
    })


@st.composite
def _need(draw: st.DrawFn, name: str) -> Row:
    return _sourced(draw, {
        "need": name, "name": draw(texts()), "weight": draw(numbers(0.1, 100.0)),
        "security": draw(st.sampled_from([None, "national", "human"])),
        "bands": draw(st.sampled_from([None, "0.2:1;0.3:2;0.5:4", "1:1", "0.5:1; 0.6:3"])),
    })


def _people(draw: st.DrawFn, tables: Tables, institutions: list[str], end: int) -> None:
    """Promotions run from each cadre to the next of the same institution, so that there are no circles."""
    cadres = tables["cadres"]
    tables["promotions"] = [
        _sourced(draw, {"from": low["cadre"], "to": high["cadre"], "max_rate": draw(shares())})
        for low, high in pairwise(cadres) if low["institution"] == high["institution"]
    ]
    tables["strength_limits"] = [
        _sourced(draw, {"cadre": row["cadre"], "bound": "max", "hard": draw(maybe(st.just(False))),
                        str(end): draw(numbers(1e5, 1e6))})
        for row in _some(draw, cadres)
    ]
    tables["integrated"] = [
        _sourced(draw, {"cadre": row["cadre"], **draw(_amounts(BASE + 1, end, high=1000.0))})
        for row in _some(draw, cadres)
    ]
    tables["demobilisation"] = [
        _sourced(draw, {"institution": name, str(BASE + 1): draw(shares())})
        for name in _some(draw, institutions)
    ]


def _assets(draw: st.DrawFn, tables: Tables) -> None:
    """Each asset belongs to the institution of the cadre that uses it."""
    users = {name: draw(st.sampled_from(tables["cadres"])) for name in draw(st.just([]) | names("asset", 2))}
    tables["assets"] = [
        _sourced(draw, {
            "asset": name, "institution": user["institution"], "name": draw(texts()),
            "opening_stock": draw(numbers(0.0, 1e4)), "price": draw(numbers(1.0, 1e6)),
            "life": draw(numbers(1.0, 50.0)), "upkeep": draw(maybe(numbers(0.0, 0.3))),
            "max_purchase": draw(maybe(numbers(0.0, 1e4))),
        })
        for name, user in users.items()
    ]
    tables["equipment"] = [
        _sourced(draw, {"asset": name, "cadre": user["cadre"],
                        "units_per_head": draw(numbers(0.01, 2.0))})
        for name, user in users.items()
    ]


def _threats(draw: st.DrawFn, tables: Tables, needs: list[str], regions: list[str], end: int) -> None:
    tables["threat_levels"] = [
        _sourced(draw, {"need": need, **draw(_amounts(BASE + 1, end, blanks=True, high=2.0))})
        for need in _some(draw, needs)
    ]
    tables["external"] = [
        _sourced(draw, {"provider": "mission", "need": need, "region": draw(st.sampled_from(regions)),
                        **draw(_amounts(BASE + 1, end))})
        for need in _some(draw, needs)
    ]


def _donors(draw: st.DrawFn, tables: Tables, institutions: list[str], end: int) -> None:
    donors = draw(st.just([]) | names("donor", 3))
    tables["donors"] = [
        _sourced(draw, {
            "donor": name, "name": draw(texts()), "on_budget": draw(maybe(st.booleans())),
            "currency": draw(st.sampled_from([None, "LCU", "USD", "EUR"])),
            "exit_year": draw(maybe(st.integers(BASE + 1, end))),
            "fee": draw(maybe(numbers(0.0, 0.2))), "delay_years": draw(maybe(st.integers(0, 2))),
            "agreement": draw(st.sampled_from([None, "signed", "announced"])),
            "carry_over": draw(maybe(shares())), "arrival_share": draw(maybe(shares())),
            "oda_only": draw(maybe(st.booleans())), "match": draw(maybe(numbers(0.0, 3.0))),
            "match_base": draw(maybe(numbers(0.0, 1e6))),
        })
        for name in donors
    ]
    tables["pledges"] = [_sourced(draw, {"donor": name, **draw(_amounts(BASE + 1, end))}) for name in donors]
    tables["eligibility"] = [
        _sourced(draw, {"donor": draw(st.sampled_from([name, "*"])) if name == donors[0] else name,
                        "institution": draw(st.sampled_from([*institutions, "*"])),
                        "category": draw(st.sampled_from([*CATEGORIES, "*"])),
                        "allowed": draw(st.booleans())})
        for name in _some(draw, donors)
    ]
    tables["committed"] = [
        _sourced(draw, {"institution": draw(st.sampled_from(institutions)), "category": category,
                        "item": draw(texts()).replace("/", "-" if category == "pay" else "/"),  # else a part of pay
                        **draw(_amounts(BASE + 1, end))})
        for category in _some(draw, CATEGORIES)
    ]


def _handovers(draw: st.DrawFn, tables: Tables, institutions: list[str], end: int) -> None:
    """Paths of every kind; phases by income only where inhabitants are known."""
    of_some = f"institution:{institutions[0]}", f"institution:{institutions[-1]} & category:pay"
    scopes = ["all", "category:recurrent", *of_some]
    paths = {name: draw(st.sampled_from(["linear", "s_curve", "stepped", "by_year", "phases"]))
             for name in draw(st.just([]) | names("handover", 3))}
    rows: list[Row] = []
    for name, path in paths.items():
        row: Row = {"handover": name, "scope": draw(maybe(st.sampled_from(scopes))), "path": path,
                    "floor": draw(maybe(shares())), "max_step": draw(maybe(shares()))}
        if path == "by_year":
            row |= {str(BASE + 1): draw(shares()), str(end): draw(shares())}
        elif path == "phases":
            row |= {"phase_rule": "rule_1", "from": draw(maybe(shares()))}
        else:
            row |= {"start": draw(maybe(st.just(BASE))), "end": draw(maybe(st.integers(BASE + 1, end + 1))),
                    "from": draw(maybe(shares())), "to": draw(maybe(shares())), "steps": draw(maybe(st.integers(1, 4)))}
        rows.append(_sourced(draw, row))
    tables["handovers"] = rows
    tests = ["income_per_head", "revenue_per_head"] if tables["regions"] else ["always"]
    tables["phases"] = [
        _sourced(draw, {
            "phase_rule": "rule_1", "phase": phase, "order": order, "longest": longest,
            "test": (test := draw(st.sampled_from(tests)) if order > 1 else "always"),
            "above": None if test == "always" else draw(numbers(0.0, 1e4)),
            "average_years": draw(maybe(st.integers(1, 3))), "grace_years": draw(maybe(st.integers(0, 1))),
            "share": share, "share_to": share_to, "growth": draw(maybe(shares())), "growth_rate": draw(maybe(shares())),
        })
        for order, phase in enumerate(draw(names("phase", 3)), start=1)
        for longest in [draw(st.integers(2, 4))]
        for share, share_to in [draw(st.sampled_from([(None, None), (0.3, None), (None, 0.6), (0.2, 0.8)]))]
    ] if "phases" in paths.values() else []


def _rules(draw: st.DrawFn, tables: Tables, end: int) -> None:
    of_institutions = [("cost", f"institution:{row['institution']}") for row in tables["cadres"]]
    measures = ("strength", "hires")
    of_cadres = [(measure, f"cadre:{row['cadre']}") for row in tables["cadres"] for measure in measures]
    rules = draw(st.just([]) | names("rule", 2))
    sides = {name: draw(st.sampled_from(of_institutions + of_cadres)) for name in rules}
    tables["rules"] = [
        _sourced(draw, {
            "rule": name, "measure": measure, "left": group,
            "relation": draw(st.sampled_from(["at_least", "at_most"])),
            "coefficient": draw(numbers(0.0, 3.0)),
            "right": "all", "first_year": draw(maybe(st.integers(BASE + 1, end))),
            "hard": draw(maybe(st.just(False))),
        })
        for name, (measure, group) in sides.items()
    ]


def _scenarios(draw: st.DrawFn, tables: Tables, cadres: list[str], end: int) -> None:
    changes: list[Row] = [
        {"table": "macro", "key": "security_share",
         "column": draw(st.sampled_from([f"{BASE + 1}-", str(end), "*"])),
         "operation": "multiply", "value": draw(numbers(0.5, 1.0))},
        {"table": "cadres", "key": draw(st.sampled_from([*cadres, "*"])), "column": "pay", "operation": "add",
         "value": draw(numbers(0.0, 10.0))},
        {"table": "settings", "key": "reserve_allowed", "column": "value", "operation": "set",
         "value": draw(st.booleans())},
        {"table": "settings", "key": "title", "column": "value", "operation": "set",
         "value": draw(st.sampled_from(_NEW_TITLES))},
    ]
    tables["scenarios"] = [
        _sourced(draw, {"scenario": draw(st.sampled_from(["bad", "worse"])), "order": order, **change})
        for order, change in enumerate(_some(draw, changes), start=1)
    ]
