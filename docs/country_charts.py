"""Who fills the posts in Liberia, what army Sierra Leone can support: pictures of ``liberia.md`` and ``sierra_leone.md``.

Run it from the root of the project: ``python docs/country_charts.py``. It writes ``docs/_static/liberia_posts.png`` and
``docs/_static/sierra_leone_army.png``; commit both.
"""

from __future__ import annotations

from pathlib import Path

import rightfin
from rightfin.case import Case
from rightfin.report.charts.palette import BLACK, BLUE, ORANGE, VERMILLION
from rightfin.report.charts.pictures import Pictures
from rightfin.report.charts.vega import Chart, channel, data, finished, layers
from rightfin.result.plan import Plan

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "docs" / "_static"
OPENING = "2014/15"
SERVICES = (("policing", "officers", 1_515, "Police"), ("defence", "soldiers", 3_590, "Army"))
"""Need, cadre, UNMIL's ceiling of April 2015 and name."""
FILLERS = ("Liberia's own people", "UNMIL", "nobody")
LINES = ("paid: the published path", "of them supported")


def liberia(case: Case, plan: Plan) -> Chart:
    """Return the picture: posts of April 2015 by who fills them at the end of each fiscal year, police and army apart."""
    there = {str(row["cadre"]): float(str(row["opening_strength"])) for row in case.records("cadres")}
    posts = [(service, OPENING, (there[cadre], float(mission), 0.0)) for _, cadre, mission, service in SERVICES]
    needs = plan.table("needs")
    for need, _, _, service in SERVICES:
        ours = needs[needs["need"] == need]
        posts += [(service, f"{row.year - 1}/{row.year % 100}", (row.covered, row.external, row.unmet))
                  for row in ours.itertuples()]
    rows = [(service, year, filler, place, number) for service, year, numbers in posts
            for place, (filler, number) in enumerate(zip(FILLERS, numbers, strict=True))]
    bars = {
        "data": data(("service", "year", "filler", "place", "posts"), rows),
        "mark": "bar",
        "encoding": {
            "x": channel("year:N", title=None, axis={"labelAngle": 0}),
            "y": channel("posts:Q", title="Posts of April 2015", axis={"format": ",d"}),
            "color": channel("filler:N", title="Filled by", sort=list(FILLERS),
                             scale={"domain": list(FILLERS), "range": [BLUE, ORANGE, "#d9d9d9"]}),
            "order": channel("place:Q"),
            "column": channel("service:N", title=None, sort=["Police", "Army"], header={"labelFontSize": 13}),
        },
    }
    chart = finished(bars, "Who fills the posts of April 2015 as the peace operation leaves Liberia",
                     "Own people as the budget of 2012/13 pays them; UNMIL at its ceiling at the end of each fiscal year")
    return {**chart, "width": 260}


def sierra_leone(case: Case, plan: Plan) -> Chart:
    """Return the picture: soldiers paid, soldiers supported, and how many the allocation of FY2002 supports."""
    strength = plan.table("strength")
    army = strength[strength["cadre"] == "soldiers"]
    rows = [(str(row.year), line, number) for row in army.itertuples()
            for line, number in zip(LINES, (row.strength, row.supported), strict=True)]
    soldier = next(row for row in case.records("cadres") if row["cadre"] == "soldiers")
    allocation = next(row for row in case.records("ceilings") if row["ceiling"] == "army_allocation")
    most = float(str(allocation["2002"])) / (float(str(soldier["pay"])) + float(str(soldier["support"])))
    years = channel("year:O", title=None, axis={"labelAngle": 0})
    heads = channel("soldiers:Q", title="Soldiers", scale={"domain": [6000, 14000]}, axis={"format": ",d"})
    lines = {
        "data": data(("year", "line", "soldiers"), rows),
        "mark": {"type": "line", "point": True, "strokeWidth": 2.5},
        "encoding": {"x": years, "y": heads, "color": channel(
            "line:N", title="Soldiers", sort=list(LINES), scale={"domain": list(LINES), "range": [BLUE, ORANGE]},
            legend={"orient": "top-right", "symbolType": "stroke"})},
    }
    told = f"{most:,.0f}: as many as the allocation pays and supports"
    limit = data(("year", "soldiers", "text"), [("2002", most, told)])
    rule = {"data": limit, "mark": {"type": "rule", "color": VERMILLION, "strokeDash": [6, 3], "strokeWidth": 2},
            "encoding": {"y": heads}}
    words = {"data": limit, "mark": {"type": "text", "align": "left", "dx": 60, "dy": -9, "color": BLACK, "fontSize": 12},
             "encoding": {"x": years, "y": heads, "text": channel("text:N")}}
    return finished(layers(lines, rule, words), "An army that shrinks to what can be paid: Sierra Leone, 2002 to 2010",
                    "61.2 billion leones a year, as allocated in FY2002; a soldier costs 6.60 million, pay 1.89 of it")


CHARTS = (("liberia_2015", liberia, "liberia_posts.png"), ("sierra_leone_2002", sierra_leone, "sierra_leone_army.png"))


def main() -> None:
    """Write both pictures."""
    with Pictures() as pictures:
        cases = [rightfin.read_case(ROOT / "inputs" / name) for name, _, _ in CHARTS]
        charts = [chart(case, rightfin.plan(case)) for case, (_, chart, _) in zip(cases, CHARTS, strict=True)]
        for (_, _, file), picture in zip(CHARTS, pictures.begin(charts).result(), strict=True):
            (PLACE / file).write_bytes(picture)


if __name__ == "__main__":
    main()
