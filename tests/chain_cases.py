"""Small justice chains by hand: inquiry, charge and trial, each worked by a cadre of its own whose number is fixed."""

from __future__ import annotations

from pipeline import Row, macro, tiny_case

from rightfin.case import Case

STAGES = ("inquiry", "charge", "trial")
CADRES = {"inquiry": "detective", "charge": "prosecutor", "trial": "judge"}
YEARS = range(2021, 2027)


def chain_case(
    people: dict[str, float], stages: dict[str, Row], staff: list[Row], cases: float, *, ceiling: float = 90.0,
    fixed: bool = True, settings: Row | None = None, **tables: list[Row],
) -> Case:
    """Return six years of a police and courts with money for all: ``people`` by cadre, ``stages`` by name in their order.

    ``cases`` come into the first stage by themselves every year. A constable keeps one beat; 100 beats are needed. All are
    paid 1,000 and cost 100 to support, nobody leaves, and where ``fixed`` nobody comes.
    """
    cadres: list[Row] = [
        {"cadre": cadre, "institution": "police" if cadre in ("constable", "detective") else "courts",
         "name": cadre.title(), "opening_strength": number, "pay": 1000.0, "support": 100.0}
        for cadre, number in people.items()
    ]
    rows: dict[str, list[Row]] = {
        "institutions": [{"institution": "police", "name": "Police", "sector": "interior"},
                         {"institution": "courts", "name": "Courts", "sector": "justice"}],
        "cadres": cadres,
        "needs": [{"need": "beat", "name": "Beats", "weight": 1.0}],
        "demand": [{"need": "beat", "region": "national", "2021": 100.0}],
        "effects": [{"cadre": "constable", "need": "beat", "effect": 1.0}],
        "macro": macro(ceiling),
        "justice_stages": [
            {"stage": stage, "name": stage.title(), "order": n, **columns}
            for n, (stage, columns) in enumerate(stages.items(), start=1)
        ],
        "justice_cases": [{"stage": next(iter(stages)), "2020": cases}],
        "justice_staff": staff,
    }
    if fixed:
        rows["strength_limits"] = [
            {"cadre": cadre, "bound": bound, "hard": True, "2021": number}
            for cadre, number in people.items() for bound in ("min", "max")
        ]
    return tiny_case(settings, **{**rows, **tables})


def three_stages(**changes: object) -> Case:
    """Return a chain in which 1,200 cases arrive, prosecutors leave 50 a year waiting and judges 40; all months are alike.

    100 constables bring two cases each, and 1,000 come by themselves. ``changes`` go to ``chain_case``.
    """
    given: dict[str, object] = {
        "people": {"constable": 100.0, "detective": 30.0, "prosecutor": 10.0, "judge": 5.0},
        "stages": {
            "inquiry": {"pass_rate": 0.5, "swing": 0.0},
            "charge": {"pass_rate": 0.8, "swing": 0.0},
            "trial": {"swing": 0.0, "held_share": 0.5, "held_months": 1.0, "prison_share": 0.25, "sentence": 2.0,
                      "opening_convicted": 150.0},
        },
        "staff": [
            {"stage": "inquiry", "cadre": "constable", "cases_per_head": 2.0},
            {"stage": "inquiry", "cadre": "detective", "throughput": 50.0},
            {"stage": "charge", "cadre": "prosecutor", "throughput": 55.0},
            {"stage": "trial", "cadre": "judge", "throughput": 80.0},
        ],
        "cases": 1000.0,
    }
    return chain_case(**{**given, **changes})  # type: ignore[arg-type]
