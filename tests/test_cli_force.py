"""The commands that ask from force to budget and from budget to force."""

from __future__ import annotations

from typer.testing import CliRunner

from rightfin.cli import app

RUN = CliRunner()


def test_a_force_is_costed_and_a_budget_is_turned_into_a_force() -> None:
    cost = RUN.invoke(app, ["force", "sierra_leone_2002", "--strength", "soldiers=9000", "--reached", "2005", "--json"])
    assert cost.exit_code == 0, cost.output
    buys = RUN.invoke(app, ["budget", "sierra_leone_2002", "--ceiling", "2003=90000000000"])
    assert buys.exit_code == 0, buys.output
    assert "What it buys" in buys.output


def test_what_is_no_pair_is_refused() -> None:
    asked = ["--strength", "judges", "--strength", "soldiers=1", "--strength", "soldiers=2"]
    found = RUN.invoke(app, ["force", "demo", *asked])
    assert found.exit_code == 2
    assert "--strength judges has no number." in " ".join(found.output.split())
    assert "two numbers for soldiers" in " ".join(found.output.split())
