"""The level of needs of random chains against a programme that is written down again, without the package's rules."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from chain_cases import chain_case
from pipeline import Row, levels_only
from scipy.optimize import linprog

from rightfin.fiscal.queue import segments_of

YEARS, TAIL, RATE = 6, 5, 0.05
ALL = YEARS + TAIL
BANDS = ((0.25, 1.0), (0.25, 2.0), (0.5, 4.0))
CROWDED = ((0.2, 1.0), (0.3, 2.0), (0.5, 4.0))
BEATS = ((0.2, 1.0), (0.3, 2.0), (0.5, 4.0))


class Written:
    """A linear programme in the making: columns by name, rows as sums of them."""

    def __init__(self) -> None:
        self.names: list[tuple[object, ...]] = []
        self.bounds: list[tuple[float, float | None]] = []
        self.cost: list[float] = []
        self.rows: list[tuple[dict[tuple[object, ...], float], str, float]] = []

    def column(self, *name: object, most: float | None = None, cost: float = 0.0) -> tuple[object, ...]:
        self.names.append(name)
        self.bounds.append((0.0, most))
        self.cost.append(cost)
        return name

    def least(self) -> float:
        place = {name: n for n, name in enumerate(self.names)}
        matrix, right = {"<=": [], "=": []}, {"<=": [], "=": []}  # type: ignore[var-annotated]
        for terms, sense, side in self.rows:
            row = np.zeros(len(place))
            for name, factor in terms.items():
                row[place[name]] += factor
            matrix[sense].append(row)
            right[sense].append(side)
        found = linprog(self.cost, A_ub=np.array(matrix["<="]), b_ub=right["<="], A_eq=np.array(matrix["="]),
                        b_eq=right["="], bounds=self.bounds, method="highs")
        assert found.status == 0, found.message
        return float(found.fun)


def drawn(seed: int) -> Row:
    """Return the numbers of a chain of two stages that constables and judges work, as well as beats and each other."""
    rng = np.random.default_rng([seed, 5])
    u = lambda low, high: round(float(rng.uniform(low, high)), 3)  # noqa: E731
    return {
        "constables": u(80, 160), "judges": u(5, 15), "cases": u(500, 3000), "per_head": u(0, 8), "inquiry": u(10, 60),
        "trial": u(40, 120), "passes": u(0.3, 0.9), "opening": (u(0, 500), u(0, 800)), "weight": (u(0.1, 3), u(0.1, 3)),
        "swing": (float(rng.choice([0.0, 0.3])), 0.2), "drop": u(0, 0.3), "drop_years": u(0.5, 3), "held": (u(0, 0.3), 0.4),
        "months": u(0, 4), "prison": u(0.05, 0.3), "sentence": u(0.3, 5), "convicted": u(0, 300), "places": u(100, 900),
        "crowding": u(0.1, 3),
    }


def written(of: Row) -> float:
    """Return the least unmet beats, waiting cases, dropped cases and crowding, in need-years."""
    g = of.__getitem__
    w, factor = Written(), [(1.0 + RATE) ** -(t + 1) for t in range(ALL)]
    stages, passes = ("inquiry", "trial"), {"inquiry": float(g("passes")), "trial": 0.0}
    base_in = {"inquiry": g("cases") + g("per_head") * g("constables")}
    base_in["trial"] = passes["inquiry"] * base_in["inquiry"]
    most_a_year = dict.fromkeys(stages, 0.0)
    held = dict(zip(stages, g("held"), strict=True))
    weight = dict(zip(stages, g("weight"), strict=True))
    top = {"trial": max(held["trial"], g("prison"))}
    top["inquiry"] = max(held["inquiry"], passes["inquiry"] * (top["trial"] + held["trial"] * g("months") / 12.0))
    for q in stages:
        most_a_year[q] = weight["trial"] * 4.0 / base_in["trial"] * (passes["inquiry"] if q == "inquiry" else 1.0)
        most_a_year[q] += weight[q] * 4.0 / base_in[q] if q == "inquiry" else 0.0
        most_a_year[q] += top[q] * g("crowding") * 4.0 / g("places")
    for t in range(ALL):
        waits = factor[t] * (sum((1.0 + RATE) ** -n for n in range(ALL + 1)) if t == ALL - 1 else 1.0)
        for band, (width, penalty) in enumerate(BEATS):
            w.column("unmet", t, band, most=width * 100.0, cost=factor[t] * penalty / 100.0)
        for work in ("beat", "inquiry"):
            for state in ("full", "bare"):
                w.column("constable", work, state, t)
        for state in ("full", "bare"):
            w.column("judge", "trial", state, t)
        for n, q in enumerate(stages):
            for band, (width, penalty) in enumerate(BANDS):
                w.column("late", q, t, band, most=None if band == 2 else width * base_in[q],
                         cost=waits * weight[q] * penalty / base_in[q])
            w.column("backlog", q, t)
            w.column("done", q, t)
            w.column("capacity", q, t)
            if q == "trial":
                w.column("dropped", q, t, cost=g("drop_years") * factor[t] * most_a_year[q])
            assert n < 2
        for band, (width, penalty) in enumerate(CROWDED):
            w.column("crowd", t, band, most=None if band == 2 else width * g("places"),
                     cost=factor[t] * g("crowding") * penalty / g("places"))
        w.column("serving", t)
    for t in range(ALL):
        w.rows.append(({("constable", a, s, t): 1.0 for a in ("beat", "inquiry") for s in ("full", "bare")}, "<=",
                       g("constables")))
        w.rows.append(({("judge", "trial", s, t): 1.0 for s in ("full", "bare")}, "<=", g("judges")))
        # Support costs little here, and the case asks for that of seven in ten.
        w.rows.append(({("constable", a, "full", t): -1.0 for a in ("beat", "inquiry")}, "<=", -0.7 * g("constables")))
        w.rows.append(({("judge", "trial", "full", t): -1.0}, "<=", -0.7 * g("judges")))
        w.rows.append(({("constable", "beat", "full", t): -1.0, ("constable", "beat", "bare", t): -0.3,
                        **{("unmet", t, b): -1.0 for b in range(3)}}, "<=", -100.0))
        able = {"inquiry": {("constable", "inquiry", "full", t): -g("inquiry"),
                            ("constable", "inquiry", "bare", t): -0.3 * g("inquiry")},
                "trial": {("judge", "trial", "full", t): -g("trial"), ("judge", "trial", "bare", t): -0.3 * g("trial")}}
        crowd: dict[tuple[object, ...], float] = {("serving", t): 1.0, **{("crowd", t, b): -1.0 for b in range(3)}}
        room = float(g("places"))
        for n, q in enumerate(stages):
            comes = {("done", "inquiry", t): passes["inquiry"]} if q == "trial" else {}
            alone = base_in["inquiry"] if q == "inquiry" else 0.0
            before = {("backlog", q, t - 1): 1.0} if t else {}
            stood = 0.0 if t else float(g("opening")[n])
            w.rows.append((able[q] | {("capacity", q, t): 1.0}, "<=", 0.0))
            w.rows.append(({("done", q, t): 1.0, ("capacity", q, t): -1.0}, "<=", 0.0))
            flow = {("backlog", q, t): 1.0, ("done", q, t): 1.0}
            flow |= {name: -f for name, f in (before | comes).items()}
            if q == "trial":
                flow["dropped", q, t] = 1.0
                w.rows.append(({("dropped", q, t): 1.0, **{name: -g("drop") * f for name, f in (before | comes).items()}},
                               "<=", g("drop") * (stood + alone)))
            w.rows.append((flow, "=", stood + alone))
            for kept, arrived, cleared in segments_of(g("swing")[n]):
                row = {("done", q, t): 1.0, ("capacity", q, t): -cleared}
                row |= {name: -(1.0 - kept) * f for name, f in before.items()}
                row |= {name: -(1.0 - arrived) * f for name, f in comes.items()}
                w.rows.append((row, "<=", (1.0 - kept) * stood + (1.0 - arrived) * alone))
            crowd["backlog", q, t] = top[q]
            long = float(g("months")) / 12.0
            for name, f in comes.items():
                crowd[name] = held[q] * long * f
            room -= held[q] * long * alone
        w.rows.append((crowd, "<=", room))
        stay = exp(-1.0 / g("sentence"))
        serving = {("serving", t): 1.0, ("done", "trial", t): -g("sentence") * (1.0 - stay) * g("prison")}
        serving |= {("serving", t - 1): -stay} if t else {}
        w.rows.append((serving, "=", 0.0 if t else stay * g("convicted")))
        w.rows.append(({("backlog", "inquiry", t): 1.0, **{("late", "inquiry", t, b): -1.0 for b in range(3)}}, "<=", 0.0))
        w.rows.append(({("backlog", "trial", t): 1.0, ("backlog", "inquiry", t): passes["inquiry"],
                        **{("late", "trial", t, b): -1.0 for b in range(3)}}, "<=", 0.0))
    return w.least()


@pytest.mark.parametrize("seed", range(15))
def test_the_level_of_needs_is_that_of_a_programme_written_down_again(seed: int) -> None:
    of = drawn(seed)
    g = of.__getitem__
    stages: dict[str, Row] = {
        "inquiry": {"pass_rate": g("passes"), "opening_backlog": g("opening")[0], "weight": g("weight")[0],
                    "swing": g("swing")[0], "held_share": g("held")[0], "held_months": g("months")},
        "trial": {"opening_backlog": g("opening")[1], "weight": g("weight")[1], "swing": g("swing")[1],
                  "held_share": g("held")[1], "held_months": g("months"), "prison_share": g("prison"),
                  "sentence": g("sentence"), "opening_convicted": g("convicted"), "drop_share": g("drop"),
                  "drop_years": g("drop_years")},
    }
    staff: list[Row] = [
        {"stage": "inquiry", "cadre": "constable", "throughput": g("inquiry"), "cases_per_head": g("per_head")},
        {"stage": "trial", "cadre": "judge", "throughput": g("trial")},
    ]
    places: list[Row] = [{"prisons": "all", "name": "Prisons", "weight": g("crowding"), "2021": g("places")}]
    case = chain_case({"constable": g("constables"), "judge": g("judges")}, stages, staff, g("cases"), prison_places=places)
    asked = written(of)
    for reduced in (True, False):
        assert levels_only(case, reduced=reduced)["2 needs"] == pytest.approx(asked, rel=1e-6, abs=1e-6)
