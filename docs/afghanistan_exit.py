"""When donors could have left Afghanistan, by the growth of revenue: picture and table of ``afghanistan.md``.

Run it from the root of the project: ``python docs/afghanistan_exit.py``. It prints the table and writes
``docs/_static/afghanistan_exit.png``; commit both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import altair as alt
import pandas as pd

import rightfin
from rightfin.case import Case
from rightfin.report.charts.palette import BLUE, VERMILLION
from rightfin.report.charts.pictures import Pictures
from rightfin.report.charts.vega import Chart, finished
from rightfin.study.exits.study import earliest_exit

ROOT = Path(__file__).parents[1]
RATES = tuple(rate / 100 for rate in range(4, 21))
COST, CEILING_2015 = 4.1e9, 0.30 * 0.5e9 / 0.14
PROMISED = 2024


def growing(case: Case, rate: float) -> Case:
    """Return the case with revenue that grows by a rate in every year from 2016 on."""
    years = [str(year) for year in case.tables["macro"].years if year > 2015]
    return case.with_cells("macro", [(("real_growth",), year, rate) for year in years])


def by_hand(rate: float) -> int:
    """Return the first year in which 30 % of revenue is 4.1 billion."""
    return 2015 + math.ceil(math.log(COST / CEILING_2015) / math.log1p(rate))


def first_years(case: Case) -> dict[float, int | None]:
    """Return the earliest first year without donors in which everything is paid, by growth of revenue."""
    return {rate: earliest_exit(growing(case, rate), scenarios=["long_horizon"]).own_from for rate in RATES}


def chart(found: Mapping[float, int | None]) -> Chart:
    """Return the picture: growth across, first year without donors up, and the year that was promised."""
    frame = pd.DataFrame([(rate, year) for rate, year in found.items() if year], columns=["growth", "year"])
    frame["text"] = frame["year"].astype(str)
    base = alt.Chart(frame).encode(
        x=alt.X("growth:Q", title="Growth of revenue a year, in dollars", scale=alt.Scale(domain=[0.03, 0.21], nice=False),
                axis=alt.Axis(format=".0%", values=[rate for rate in RATES if round(100 * rate) % 2 == 0])),
        y=alt.Y("year:Q", title="First year without donors", scale=alt.Scale(domain=[2020, 2055]),
                axis=alt.Axis(format="d")),
    )
    points = base.mark_line(color=BLUE, strokeWidth=2, point=alt.OverlayMarkDef(color=BLUE, size=45))
    early = alt.FieldOneOfPredicate(field="year", oneOf=[year for year in found.values() if year and year < PROMISED])
    above = base.transform_filter({"not": early}).mark_text(dx=8, dy=-9, align="left", fontSize=11).encode(text="text:N")
    below = base.transform_filter(early).mark_text(dy=14, fontSize=11).encode(text="text:N")
    promise = pd.DataFrame({"year": [PROMISED], "line": ["Promised in Chicago: 2024"]})
    line = alt.Chart(promise).mark_rule(color=VERMILLION, strokeWidth=2).encode(
        y=alt.Y("year:Q", scale=alt.Scale(domain=[2020, 2055])),
        strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(range=[[6, 3]]),
                                  legend=alt.Legend(title=None, symbolType="stroke", symbolSize=400, orient="top-right")),
    )
    layered = alt.layer(line, points, above, below).to_dict()
    return finished(
        layered, "When Afghanistan could have paid 4.1 billion dollars a year by itself",
        "228,500 people held, 30 % of revenue for the sector, donors' money going on until then",
    )


def main() -> None:
    """Write the picture and print the table."""
    found = first_years(rightfin.read_case(ROOT / "inputs" / "afghanistan_2012"))
    with Pictures() as pictures:
        picture, = pictures.begin([chart(found)]).result()
    (ROOT / "docs" / "_static" / "afghanistan_exit.png").write_bytes(picture)
    print("| Growth of revenue a year | Earliest first year without donors |")  # noqa: T201
    print("| ---: | ---: |")  # noqa: T201
    for rate, year in found.items():
        print(f"| {round(100 * rate)} % | {year} |" + ("" if year == by_hand(rate) else f" by hand {by_hand(rate)}"))  # noqa: T201


if __name__ == "__main__":
    main()
