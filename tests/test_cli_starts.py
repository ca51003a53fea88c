"""Starts that options name and that cannot be are mistakes of these options, not of cells that nobody typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pipeline import Row
from study.test_decided_starts import REFORM, clean_up, cost, small
from typer.testing import CliRunner

from rightfin.cli import app
from rightfin.io import write_case
from rightfin.solve.levels import Contradiction
from rightfin.study.starts import decided

run = CliRunner()

PROGRAMMES: list[Row] = [
    {**REFORM, "latest": 2024}, {**REFORM, "programme": "vetting", "name": "Vetting", "earliest": 2022, "latest": 2023},
    {**REFORM, "programme": "radio", "name": "Radio", "quick_impact": True},
    {**REFORM, "programme": "schools", "name": "Schools"},
]
ORDER: list[Row] = [
    {"programme": "academy", "rule": "after", "other": "vetting", "lag": 2},
    {"programme": "schools", "rule": "after", "other": "academy", "lag": 1},
    {"programme": "radio", "rule": "excludes", "other": "schools"},
]
TYPED = {"academy": 2024, "vetting": 2022, "schools": 2025}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("starts") / "case"
    rows: list[Row] = [{**row, "start": TYPED.get(str(row["programme"]))} for row in PROGRAMMES]
    write_case(small(rows, [cost("academy", 1000.0)], [clean_up("academy")], ORDER), folder)
    return str(folder)


def refused(*given: str) -> str:
    found = run.invoke(app, ["programmes", *given])
    assert found.exit_code == 2, found.output
    return " ".join(found.stderr.split())


BY_ITSELF = [
    ("--fix vetting=2040", "--fix vetting=2040: its window ends in 2023. Give a year from 2022 to 2023."),
    ("--fix vetting=2021", "--fix vetting=2021: its window begins in 2022. Give a year from 2022 to 2023."),
    ("--fix schools=2040", "--fix schools=2040: the years of the plan end in 2026. Give a year from 2021 to 2026."),
    ("--fix schools=1999", "--fix schools=1999: the years of the plan begin in 2021. Give a year from 2021 to 2026."),
    ("--fix radio=2025", "--fix radio=2025: being of quick impact, its window ends in 2022."),
    ("--fix vetng=2022", "--fix vetng=2022: There is no programme vetng. Did you mean vetting?"),
    ("--without scools", "--without scools: There is no programme scools. Did you mean schools?"),
]


@pytest.mark.parametrize("mode", ["", "--decide", "--replan"])
@pytest.mark.parametrize(("option", "said"), BY_ITSELF)
def test_a_name_or_a_year_that_cannot_be_is_told_of_its_option(option: str, said: str, mode: str, case: str) -> None:
    told = refused(case, *option.split(), *mode.split())
    assert said in told
    assert "row " not in told
    assert "column" not in told


def test_all_wrong_options_are_told_at_once(case: str) -> None:
    told = refused(case, "--fix", "vetting=2040", "--fix", "radio=2025", "--without", "scools", "--fix", "academy=2022")
    assert "4 errors" in told
    assert "--fix academy=2022: academy starts in 2022, and vetting in 2022: 2 years must lie between the two." in told


@pytest.mark.parametrize(("given", "said"), [
    ("--without vetting", "--without vetting: academy needs vetting, which is not planned. Add --without academy and "
                          "--without schools, which cannot be without it, or leave --without vetting out."),
    ("--fix academy=2023", "--fix academy=2023: academy starts in 2023, and vetting in 2022: 2 years must lie between"),
    ("--fix radio=2021", "--fix radio=2021: radio and schools exclude each other, and both are planned."),
    ("--fix vetting=2023 --fix academy=2024", "--fix vetting=2023: academy starts in 2024, and vetting in 2023"),
    ("--fix academy=2023 --without schools", "--fix academy=2023: academy starts in 2023, and vetting in 2022: 2 years"),
    ("--without academy", "--without academy: schools needs academy, which is not planned. Add --without schools,"),
])
def test_what_breaks_a_rule_with_what_is_typed_is_told_of_its_option(given: str, said: str, case: str) -> None:
    told = refused(case, *given.split())
    assert said in told
    assert "With the scenarios and settings" not in told
    assert "1 error;" in told


@pytest.mark.parametrize("mode", ["--decide", "--replan"])
@pytest.mark.parametrize(("given", "said"), [
    ("--fix vetting=2023 --fix academy=2024 --without radio",
     "--fix vetting=2023 and --fix academy=2024: academy starts in 2024, and vetting in 2023: 2 years must lie between"),
    ("--without vetting --fix schools=2026", "--fix schools=2026 and --without vetting: academy needs vetting, which is"),
    ("--fix academy=2022", "--fix academy=2022: academy starts in 2022, and vetting in 2022: 2 years must lie between the "
                           "two. Leave --fix academy=2022 out, and it is decided."),
])
def test_of_options_that_no_calendar_has_the_fewest_are_told(given: str, said: str, mode: str, case: str) -> None:
    told = refused(case, *given.split(), mode)
    assert said in told
    assert "radio" not in told


def test_starts_that_can_be_are_not_refused_and_what_falls_is_declined_where_starts_are_decided(case: str) -> None:
    assert run.invoke(app, ["programmes", case, "--fix", "vetting=2023", "--without", "academy", "--without", "schools"]
                      ).exit_code == 0
    told = run.invoke(app, ["programmes", case, "--decide", "--without", "vetting", "--json"])
    assert told.exit_code in (0, 1), told.output


def test_a_calendar_whose_plan_contradicts_hard_limits_reaches_the_user_as_a_sentence(
    case: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(decided, "solved_plan_of", lambda *_, **__: (None, Contradiction(())))
    told = refused(case, "--decide", "--out", str(tmp_path / "out"))
    assert "Planned by itself, the calendar that the search found contradicts hard limits. Give the search more" in told
    assert not (tmp_path / "out").exists()


def test_help_says_what_the_seconds_bound() -> None:
    told = " ".join(run.invoke(app, ["programmes", "--help"]).stdout.replace("│", " ").split())
    assert "as long again" in told
