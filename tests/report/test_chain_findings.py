"""What the study of the justice chain says, in sentences, tables and pictures, and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from report.vega_lite import is_valid
from study.chain_case import chain_case
from typer.testing import CliRunner

import rightfin
from rightfin.cli import app
from rightfin.report.studies.chain import findings
from rightfin.report.studies.chain_tables import change_of
from rightfin.report.studies.findings import Findings
from rightfin.study.chain import Chain, TriedPeople, chain
from rightfin.study.chain_held import HeldBack, Limit


@cache
def found() -> Chain:
    return chain(chain_case())


@cache
def told() -> Findings:
    return findings(found())


def sentence(topic: str, of: Findings | None = None) -> str:
    return next(one.text for one in (of or told()).sentences if one.topic == topic)


def test_the_sentences_of_the_plan_are_those_of_its_answer() -> None:
    assert sentence("chain").startswith("The narrowest point of the chain is Trial in every year.")
    assert "At Trial one of Judges clears what 50 of Constables send (2026)." in sentence("chain")
    assert "Prisons are overcrowded in every year" in sentence("prisons")


def test_one_more_of_each_is_told_as_its_table_has_it() -> None:
    text, rows = sentence("one_more"), {row[0]: row for row in told().table("one_more").rows}
    assert "One more of Investigators, out of the same money: no fewer cases wait and no fewer people" in text
    waits, detained = (float(str(rows["Judges"][place])) for place in (4, 5))
    change = f"{-waits:.0f} fewer cases wait and {-detained:.0f} fewer people"
    assert f"One more of Judges, out of the same money: {change}" in text
    changed = change_of(found().plan, found().one_more[-1])
    assert changed is not None
    assert waits == pytest.approx(changed.waits / (changed.person_years / 6.0))
    assert rows["Judges"][1] == "Trial"


def test_more_police_alone_is_told_with_what_it_does_to_detention() -> None:
    rows = {(row[0], row[1]): row for row in told().table("police").rows}
    alone, planned = (float(str(rows[name, 2026][4])) for name in ("More police alone", "As planned"))
    assert alone > planned
    assert f"{alone:,.0f} people are held before judgment in place of {planned:,.0f} (" in sentence("police")
    assert "10.0% more of Constables and no more of the others who work the chain" in sentence("police")
    assert "10.0% more of Constables, Investigators, Prosecutors and Judges, as far as" in sentence("together")
    assert "Coverage of needs in 2026 is 2.5 points higher." in sentence("police")


def test_what_holds_the_rest_of_the_chain_is_told_where_the_plan_shows_it() -> None:
    together = found().together
    assert together is not None
    assert sentence("together").endswith(
        "The rest of the chain is held back: in 2026 there are no more of Judges at Trial, because all training places of "
        "Courts that are in time are taken. Prison places are short for it: 528 more people lack one, on the mean of all "
        "years.")

    def told_of(*held: HeldBack) -> str:
        said = sentence("together", findings(replace(found(), together=replace(together, held=held))))
        return said.partition("The rest of the chain is held back: ")[2].partition(". Prison places")[0]

    judge = HeldBack("judge", "courts", 5.0, Limit.ALLOWED)
    police = HeldBack("constable", "police", 5.0, Limit.MONEY)
    assert told_of(judge, police, replace(police, cadre="investigator")) == (
        "in 2026 there are no more of Judges at Trial, because the case allows no more; only 10.0% more of Constables and "
        "only 10.0% more of Investigators at Inquiry, because own money reaches its ceiling")
    assert told_of(replace(judge, limit=None)) == "in 2026 there are no more of Judges at Trial"
    assert told_of() == ""


def test_what_cannot_be_had_is_told() -> None:
    plan = found().plan
    judges, constables = TriedPeople(("judge",), 0.0, plan), TriedPeople(("constable",), 0.0, plan)
    none = replace(found(), one_more=(judges,), police=constables, together=None)
    assert sentence("one_more", findings(none)) == "No more of Judges can be had, or be paid."
    assert sentence("police", findings(none)) == "No more of Constables can be had, or be paid."
    judge, constable = (TriedPeople((cadre,), 1.0, None) for cadre in ("judge", "constable"))
    both = TriedPeople(("constable", "judge"), 1.0, None)
    refused = replace(found(), one_more=(judge,), police=constable, together=both)
    said = findings(refused)
    assert sentence("one_more", said) == "No plan keeps all hard limits with more of Judges."
    assert sentence("police", said) == "No plan keeps all hard limits with 10.0% more of Constables."
    assert said.table("one_more").rows[0][3:] == (None,) * 5
    assert {row[0] for row in said.table("police").rows} == {"As planned"}
    assert "detention" not in {picture.name for picture in said.pictures}


def test_pictures_are_what_vega_lite_knows_and_stand_beside_their_tables() -> None:
    assert [picture.name for picture in told().pictures] == ["flow", "waiting", "prisons", "detention"]
    for picture in told().pictures:
        assert is_valid(picture.chart)
        assert told().table(picture.table).rows
    lines = told().pictures[-1].chart["data"]["values"]
    assert {line["plan"] for line in lines} == {"As planned", "More police alone", "As many more in the whole chain"}


def test_without_prisons_and_police_there_is_less_to_say() -> None:
    staff = [{"stage": "inquiry", "cadre": "investigator", "throughput": 60.0}]
    stages = [{"stage": "inquiry", "name": "Inquiry", "order": 1}]
    said = findings(chain(chain_case(justice_stages=stages, justice_staff=staff, prison_places=[])))
    assert {table.name for table in said.tables} == {"by_year", "stages", "one_more"}
    assert [picture.name for picture in said.pictures] == ["flow", "waiting"]
    assert {one.topic for one in said.sentences} == {"chain", "one_more"}


def test_the_command_prints_and_writes_it(tmp_path: Path) -> None:
    rightfin.write_case(chain_case(), tmp_path / "case")
    run = CliRunner().invoke(app, ["chain", str(tmp_path / "case"), "--out", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    assert "The narrowest point of the chain is Trial in every year." in " ".join(run.output.split())
    kept = json.loads((tmp_path / "out/chain.json").read_text(encoding="utf-8"))
    assert kept["study"] == "chain"
    assert (tmp_path / "out/charts/chain_flow.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "out/chain.xlsx").exists()
    assert "More police alone" in (tmp_path / "out/tables/chain_police.csv").read_text(encoding="utf-8")
