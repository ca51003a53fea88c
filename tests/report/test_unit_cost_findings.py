"""What one more person and one package cost in sentences, tables, commands and on their page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from inputs.shipped import DEMO, shipped_case
from pipeline import Row, tiny_case
from typer.testing import CliRunner

from rightfin import cadre_cost, package_cost, packages, read_case
from rightfin.case.packages.expansion import expanded
from rightfin.cli import app
from rightfin.io import write_case
from rightfin.report.studies.cadre_cost import findings as of_cadre
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.findings_files import findings_json
from rightfin.report.studies.package_cost import findings as of_package
from rightfin.report.studies.package_cost import of_library

run = CliRunner()
PAGE = Path(__file__).parents[2] / "docs/packages.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unit") / "tiny"
    post: Row = {"package": "post_8", "institution": "army", "2023": 1.0}
    write_case(tiny_case(packages=[post]), path)
    return path


def text(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def test_one_more_soldier_in_sentences_and_tables() -> None:
    """1,500 pay and 500 support; a tenth leaves, so that one career is ten years; prices stand still."""
    found = of_cadre(cadre_cost(tiny_case(), cadre="soldier"))
    assert text(found, "post") == (
        "One more post, filled in 2021 and kept filled, costs USD 12,000 from 2021 to 2026, USD 10,151 discounted, at "
        "prices of 2020. In 2026 it costs USD 2,000 at prices of the year."
    )
    assert text(found, "career") == (
        "One who joins in 2021 gives 10.0 years of service, as the case lets people leave. From training to the end that "
        "costs USD 20,000, USD 13,333 discounted, at prices of 2020."
    )
    assert text(found, "within") == (
        "The case prices training at nothing. Of what is spent on the post, nothing is lost to skimming and waste."
    )
    assert [heading.text for heading in found.table("parts").headings][:2] == ["Part", "Post, over the plan"]
    rows = {row[0]: row[1:] for row in found.table("parts").rows}
    assert rows["Pay"] == pytest.approx((9000.0, 7613.5, 15_000.0, 10_000.0, 0.75), rel=1e-4)
    assert list(rows) == ["Pay", "Support", "All"]
    for row in found.table("by_year").rows:
        assert row[1:] == pytest.approx((1500.0, 500.0, 2000.0, 0.0))


@pytest.mark.parametrize("attrition", [0.03, 0.01])
def test_a_long_career_has_an_end(attrition: float) -> None:
    found = of_cadre(cadre_cost(tiny_case(soldier={"attrition": attrition}), cadre="soldier"))
    assert text(found, "career").startswith(f"One who joins in 2021 gives {1 / attrition:.1f} years of service, as the")


def test_a_career_without_an_end_has_no_cost_for_life() -> None:
    found = of_cadre(cadre_cost(tiny_case(soldier={"attrition": 0.0}), cadre="soldier"))
    assert "no cost for life is given" in text(found, "career")
    assert all(row[3:] == (None, None, None) for row in found.table("parts").rows)


def test_what_is_lost_trained_and_added_is_said() -> None:
    found = of_cadre(cadre_cost(shipped_case(DEMO), cadre="constables_men"))
    said = text(found, "within")
    assert said.startswith("For one who is there at the end of the year, 1.06 are trained. Of what is spent on the post, ")
    assert "Of one who is paid 0.97 is there, and needs support and kit." in said
    assert said.endswith("Overhead that goes with it: 0.017 of ministry_staff and 0.050 of police_civilians.")


def in_millions() -> Findings:
    """A station at the prices of the fictional case: some parts cost a few thousand a year, others millions."""
    return of_package(package_cost("station_30", case=shipped_case(DEMO), institution="police"))


def test_a_package_in_sentences_and_tables() -> None:
    found = of_package(package_cost("station_30"))
    assert text(found, "prices") == "The library's own, USD of 2012; nothing is lost on the way."
    assert text(found, "sources").startswith(
        f"Of the {sum(bool(row[5]) for row in found.table('figures').rows)} figures of the library that have a source, ")
    rows = found.table("parts").rows
    assert [sum(float(str(row[place])) for row in rows[:-1]) for place in range(3, 7)] == pytest.approx(list(rows[-1][3:]))
    in_case = in_millions()
    least = min(float(str(row[5])) for row in in_case.table("parts").rows if row[5])
    assert least >= 1.0 * in_case.scale.divisor
    assert in_case.title == "Police station of thirty in police, Marenga (fictional)"
    assert text(in_case, "prices").startswith("Those of the case, MRK of 2025.")


def test_the_page_shows_the_library_and_the_post_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for package in packages():
        cost = package_cost(package.name)
        money = " | ".join(f"{cost.total(what):,.0f}" for what in ("set_up", "yearly", "kept_up"))
        assert f"| `{package.name}` | {package.title} | {package.people:,.0f} | {money} |\n" in page
    post = of_cadre(cadre_cost(shipped_case(DEMO), cadre="constables_men"))
    assert text(post, "post").partition(" In 2037")[0] in page
    years, cost = text(post, "career").split(", as the case lets people leave. From training to the end that costs ")
    assert f"{years}: from training to the end {cost.removesuffix(', at prices of 2025.')}." in page


def test_the_commands_print_what_was_found(folder: Path, tmp_path: Path) -> None:
    listed = run.invoke(app, ["packages"])
    assert listed.exit_code == 0, listed.output
    assert all(package.name in listed.stdout for package in packages())
    document = json.loads(run.invoke(app, ["packages", "--json"]).stdout)
    assert document == json.loads(json.dumps(findings_json(of_library(package_cost(one.name) for one in packages()))))
    shown = run.invoke(app, ["packages", "post_8", str(folder), "--out", str(tmp_path / "post")])
    assert "Police post of eight in army, Tiny (fictional)" in shown.stdout
    assert (tmp_path / "post/package.xlsx").is_file()
    again = run.invoke(app, ["packages", "post_8", str(folder), "--out", str(tmp_path / "post")])
    assert again.exit_code == 2


@pytest.mark.parametrize(("words", "message"), [
    (["packages", "post_9"], "There is no package post_9. Did you mean post_8?"),
    (["packages", "court_2", "CASE"], "It is not clear where court_2 would stand"),
    (["cost", "CASE", "--cadre", "soldeir"], "The case has no cadre soldeir. Did you mean soldier?"),
    (["cost", "CASE", "--cadre", "soldier", "--year", "2040"], "Name a year from 2021 to 2026."),
])
def test_what_cannot_be_answered_is_refused_in_a_sentence(words: list[str], message: str, folder: Path) -> None:
    found = run.invoke(app, [word if word != "CASE" else str(folder) for word in words])
    assert found.exit_code == 2
    assert message in " ".join(found.stderr.split())


def test_the_rows_that_packages_stand_for_can_be_written(folder: Path, tmp_path: Path) -> None:
    for target in ("as_typed", "expanded"):
        options = ["--expand"] * (target == "expanded")
        assert run.invoke(app, ["convert", str(folder), str(tmp_path / target), *options]).exit_code == 0
    typed, made = (read_case(tmp_path / target) for target in ("as_typed", "expanded"))
    assert typed == read_case(folder)
    assert made == expanded(typed).case
    assert "Stands for the row post_8/army of the table packages." in (tmp_path / "expanded/assets.csv").read_text("utf-8")


def test_one_more_of_a_cadre_of_a_package_has_its_price(folder: Path) -> None:
    found = run.invoke(app, ["cost", str(folder), "--cadre", "post_8_army_constables", "--json"])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["title"] == "Tiny (fictional): one more of Post constables"
