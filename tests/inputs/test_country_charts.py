"""The scripts that draw the pictures of the country pages: they run, and show what is planned."""

from __future__ import annotations

import sys

import pytest
from shipped import INPUTS, LIBERIA, SIERRA_LEONE, planned, shipped_case

DOCS = INPUTS.parent / "docs"
sys.path.insert(0, str(DOCS))

import afghanistan_exit  # noqa: E402
import country_charts  # noqa: E402


def test_posts_of_liberia_by_who_fills_them() -> None:
    chart = country_charts.liberia(shipped_case(LIBERIA), planned(LIBERIA))
    rows = chart["data"]["values"]
    for year in ("2014/15", "2015/16", "2016/17", "2017/18"):
        police = [row["posts"] for row in rows if (row["service"], row["year"]) == ("Police", year)]
        army = [row["posts"] for row in rows if (row["service"], row["year"]) == ("Army", year)]
        assert (sum(police), sum(army)) == pytest.approx((5_615, 5_590))
    nobody = {(row["service"], row["year"]): row["posts"] for row in rows if row["filler"] == "nobody"}
    assert nobody["Police", "2015/16"] == pytest.approx(1_515 - 606)


def test_army_of_sierra_leone_against_its_allocation() -> None:
    chart = country_charts.sierra_leone(shipped_case(SIERRA_LEONE), planned(SIERRA_LEONE))
    lines, rule, _ = chart["layer"]
    paid = {row["year"]: row["soldiers"] for row in lines["data"]["values"] if row["line"] == country_charts.LINES[0]}
    assert (paid["2002"], paid["2010"]) == pytest.approx((13_800, 8_500))
    assert rule["data"]["values"][0]["soldiers"] == pytest.approx(9_269.88, abs=0.01)


def test_exit_of_afghanistan_by_growth() -> None:
    chart = afghanistan_exit.chart({0.05: 2043, 0.20: 2023})
    drawn = {(row["growth"], row["year"]) for rows in chart["datasets"].values() for row in rows if "growth" in row}
    assert drawn == {(0.05, 2043), (0.20, 2023)}


@pytest.mark.parametrize("file", [file for _, _, file in country_charts.CHARTS])
def test_pictures_stand_on_their_pages(file: str) -> None:
    assert (DOCS / "_static" / file).read_bytes().startswith(b"\x89PNG")
    assert any(f"_static/{file}" in page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
