"""The library of packages that comes with the program: every figure has a unit and a source, every file can be used."""

from __future__ import annotations

import re

import pytest

from rightfin import CaseError, packages
from rightfin.case.packages.library import KNOWN, _package, package_named
from rightfin.schema import SECTORS
from rightfin.shipped import PACKAGES, package_names, package_place

WORDS = {"title", "sector", "currency", "name", "users", "category", "civilian"}
URL = re.compile(r"https?://[^\s,;]+\.[^\s,;]+")


def test_the_packages_that_advisers_ask_for_are_there() -> None:
    assert {"battalion", "station_30", "court_2", "prison_200"} <= set(package_names())
    assert [package.name for package in packages()] == sorted(path.stem for path in PACKAGES.iterdir())
    size = {package.name: package.people for package in packages()}
    assert (size["battalion"], size["station_30"], size["post_8"]) == (600, 30, 8)
    assert package_named("prison_200").assets["places"]["units"] == 200
    assert package_named("court_2").cadres["judges"]["people"] == 2


@pytest.mark.parametrize("name", package_names())
def test_every_figure_has_its_unit_and_says_where_it_comes_from(name: str) -> None:
    package = package_named(name)
    assert package.sector in SECTORS
    assert package.currency
    for figure in package.figures:
        if figure.name in WORDS:
            assert not figure.source
            continue
        assert figure.unit == KNOWN[figure.table][figure.name].unit, figure
        assert figure.source == "assumption" or URL.search(figure.source), figure
    assert not set(package.cadres) & set(package.assets)


def test_a_file_that_cannot_be_used_says_why_line_by_line() -> None:
    text = package_place("post_8").read_text(encoding="utf-8")
    spoilt = (
        text.replace("cadres,constables,pay,1872,", "cadres,constables,pay,many,")
        .replace("assets,building,life,30,years,assumption", "assets,building,life,30,years,")
        .replace("assets,radios,users,sergeants|constables", "assets,radios,users,sergeants|nurses")
        .replace("cadres,sergeants,support,", "cadres,sergeants,suport,")
    )
    with pytest.raises(CaseError) as refused:
        _package("post_8", spoilt)
    said = [str(issue) for issue in refused.value.issues]
    for words in (r"There is no figure suport of cadres\..*", r"“many” is not a number\..*",
                  r"life has no source\. Name it, or write assumption\."):
        assert any(re.fullmatch(rf"post_8\.csv line \d+: {words}", one) for one in said)
    assert "post_8.csv: There is no pay of constables. Add the line." in said
    assert "post_8.csv: There is no cadre nurses with an effect, to use radios. Add the line." in said
    with pytest.raises(CaseError, match=r"The first line does not name the columns\."):
        _package("post_8", "table,row\n")
    with pytest.raises(KeyError):
        package_named("nothing")
