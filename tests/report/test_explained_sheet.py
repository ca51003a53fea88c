"""Why numbers are what they are, in the workbook: formulas over the plan's sheets, steps to try, and links to limits."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from inputs.shipped import DEMO, shipped_case
from openpyxl.worksheet.worksheet import Worksheet
from pipeline import tiny_case
from random_cases import random_case
from recalculated import recalculate_all
from typer.testing import CliRunner

import rightfin
from rightfin.case import Case
from rightfin.cli import app
from rightfin.cli.ending import ANSWERED_NO
from rightfin.io import write_case
from rightfin.question import Question
from rightfin.report import facts
from rightfin.report.workbook import write_workbook
from rightfin.result.plan import Plan
from rightfin.result.prices import priced_limits
from rightfin.study.why.cells import cell_at
from rightfin.study.why.explain import Explanation
from rightfin.study.why.explanations import Explanations
from rightfin.study.why.live import LivePlan
from rightfin.study.why.quantities import QuantityUnit

SHEET = "Explanations"
TRY, THEN, STEP, MORE, SAME_TO, TYPED = 7, 8, 3, 4, 6, 9
"""Places of columns in a row."""

ASKED = {
    "poor": ("cadre=soldier,year=2022", "need=war,year=2022", "own@2022", "cost@2023", "unpaid@2022", "hires@2022"),
    "places": ("cadre=soldier,year=2022", "need=war,year=2022"),
    "random_3": ("institution=police,year=2023", "coverage@2024", "need=crime,year=2021", "cost.police@2022"),
    "random_8": ("institution=army,year=2025", "own@2021", "donor=donor_1,year=2021", "donors@2022"),
    "random_24": ("donor=donor_2,year=2021", "donor=donor_0,year=2021"),
    "demo": ("institution=police,year=2029", "payer=government,year=2026", "donor=union,year=2026"),
}


def poor_case(places: float | None = None) -> Case:
    """Return a force that 20 million a year keep at 10,000 people, with so many training places; 20,000 are needed."""
    army = {"institution": "army", "name": "Army", "sector": "defence", "training_places": places}
    return tiny_case(institutions=[army])


def case_of(name: str) -> Case:
    if name in ("poor", "places"):
        return poor_case(990.0 if name == "places" else None)
    return shipped_case(DEMO) if name == "demo" else random_case(int(name.removeprefix("random_")))


@dataclass(frozen=True)
class Written:
    """A case, its plan, what was explained of it, and the workbook."""

    case: Case
    plan: Plan
    found: Explanations
    path: Path

    def block(self, sheet: Worksheet, one: Explanation) -> list[int]:
        """Return the numbers of the rows of a number, from its heading on."""
        titles = {f"{other.quantity.title}, {other.year}" for other in self.found.numbers}
        begins = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value in titles]
        at = next(row for row in begins if sheet.cell(row, 1).value == f"{one.quantity.title}, {one.year}")
        return list(range(at, next((row for row in begins if row > at), sheet.max_row + 1)))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    folder, made = tmp_path_factory.mktemp("explained"), {}
    for name, at in ASKED.items():
        case = case_of(name)
        plan, found = rightfin.plan(case), rightfin.explanations(case, at=at)
        write_workbook(plan, case, folder / f"{name}.xlsx", explained=found.numbers)
        made[name] = Written(case, plan, found, folder / f"{name}.xlsx")
    return made


def limit_rows(one: Written, sheet: Worksheet, number: Explanation) -> Iterator[int]:
    """Yield the first row of each limit of a number, in their order."""
    rows = one.block(sheet, number)
    head = next((row for row in rows if sheet.cell(row, 1).value == "Limit"), None)
    if head is None:
        assert not number.limits
        return
    for place in range(len(number.limits)):
        yield head + 1 + place * (1 if number.decided else 2)


def scale_of(one: Written, number: Explanation) -> float:
    return facts.money_scale(one.plan).divisor if number.quantity.unit is QuantityUnit.MONEY else 1.0


@pytest.mark.parametrize("name", ASKED)
def test_what_the_plan_has_is_a_formula_over_its_sheets(name: str, written: dict[str, Written]) -> None:
    one = written[name]
    live, kept = openpyxl.load_workbook(one.path)[SHEET], openpyxl.load_workbook(one.path, data_only=True)[SHEET]
    for number in one.found.numbers:
        row = next(row for row in one.block(live, number) if str(live.cell(row, 1).value).startswith("The plan has"))
        formula = live.cell(row, 2).value
        assert re.fullmatch(r"=('[\w ]+'|\w+)!\w+", str(formula)), (number.cell, formula)
        value, by = float(str(kept.cell(row, 2).value)), scale_of(one, number)
        within = 1e-4 * max(1.0, abs(number.value))
        assert number.ends.least - within <= value * by <= number.ends.greatest + within, number.cell
        beside = [str(live.cell(at, 1).value) for at in one.block(live, number)]
        assert f"The plan has: {number.year}" in beside
        for step, label in ((-1, "The year before"), (1, "The year after")):
            at = number.years.index(number.year) + step
            assert (f"{label}: {number.years[at]}" in beside) if 0 <= at < len(number.years) else all(
                not text.startswith(label) for text in beside)


def tried_steps(one: Written) -> dict[str, tuple[float, str, float]]:
    """Return steps to type, by the cell to type into: the step, the cell that answers, and by how much of the range."""
    sheet = openpyxl.load_workbook(one.path, data_only=True)[SHEET]
    found = {}
    place = 0
    for number in one.found.numbers:
        for row in limit_rows(one, sheet, number):
            if sheet.cell(row, TRY + 1).value is not None:
                share = (0.0, 0.5, 0.9, 1.0, 1.5)[place % 5]
                step = share * float(str(sheet.cell(row, SAME_TO + 1).value))
                found[sheet.cell(row, TRY + 1).coordinate] = step, sheet.cell(row, THEN + 1).coordinate, share
                place += 1
    return found


def test_formulas_and_steps_to_try_recalculate(written: dict[str, Written], tmp_path: Path) -> None:
    """LibreOffice computes every formula of the sheet to what is stored, and steps that are typed to rate times step."""
    plain = recalculate_all([one.path for one in written.values()], tmp_path)
    compared = 0
    for one, fresh in zip(written.values(), plain, strict=True):
        live, kept = openpyxl.load_workbook(one.path)[SHEET], openpyxl.load_workbook(one.path, data_only=True)[SHEET]
        for cells in live.iter_rows():
            for cell in cells:
                if cell.data_type == "f":
                    wanted, found = kept[cell.coordinate].value, fresh[SHEET][cell.coordinate].value
                    assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6), (one.path.name, cell.coordinate, cell.value)
                    compared += 1
    assert compared > 50
    (tmp_path / "typed").mkdir()
    steps, paths = {}, []
    for name, one in written.items():
        book = openpyxl.load_workbook(one.path)
        steps[name] = tried_steps(one)
        for cell, (step, _, _) in steps[name].items():
            book[SHEET][cell] = step
        paths.append(tmp_path / "typed" / f"typed_{name}.xlsx")
        book.save(paths[-1])
    shares, ties = set(), 0
    for (name, one), fresh in zip(written.items(), recalculate_all(paths, tmp_path), strict=True):
        kept = openpyxl.load_workbook(one.path, data_only=True)[SHEET]
        for number in one.found.numbers:
            for row, limit in zip(limit_rows(one, kept, number), number.limits, strict=False):
                typed = kept.cell(row, TRY + 1).coordinate
                assert (typed in steps[name]) == (limit.same_to is not None), "only what was moved further may be tried"
                if typed not in steps[name]:
                    continue
                step, answer, share = steps[name][typed]
                shares.add(share)
                if not number.decided:  # the row below is that of the greatest value
                    ties += 1
                    most = fresh[SHEET].cell(row + 1, THEN + 1).value
                    by = step / float(str(kept.cell(row, STEP + 1).value)) if share <= 1.0 else None
                    scale = scale_of(one, number)
                    assert most == (fresh[SHEET][answer].value if by is None else pytest.approx(
                        number.ends.greatest / scale + by * limit.more.greatest / scale, rel=1e-6, abs=1e-6))
                start = float(str(kept[answer].value)) - limit.more.least / scale_of(one, number)
                found = fresh[SHEET][answer].value
                if share <= 1.0:
                    rate = limit.more.least / float(str(kept.cell(row, STEP + 1).value)) / scale_of(one, number)
                    assert found == pytest.approx(start + rate * step, rel=1e-6, abs=1e-6)
                else:
                    assert found in ("beyond what was tried", "not as much each")
    assert {0.0, 0.5, 1.0, 1.5} <= shares
    assert ties, "numbers that ties leave open are among them"


@pytest.mark.parametrize("name", ["poor", "places", "random_3", "random_8"])
def test_a_step_within_what_was_tried_is_what_a_plan_with_it_has(name: str, written: dict[str, Written]) -> None:
    """Solved again with a step that nobody tried, the number is what the formula says, within two per cent of the step."""
    one = written[name]
    live = LivePlan(Question.of(one.case))
    limits = {(found.limit.name, found.name, found.year): found
              for found in priced_limits(live.inputs, live.program, live.solution, "X", every=("ceiling", "pledge"))}
    tried = 0
    for number in one.found.numbers:
        cell = cell_at(number.cell, live.question.prepared)
        asked = cell.quantity.sum_in(live.inputs, cell.year)
        for limit in number.limits:
            if limit.same_to is None:
                continue
            step = 0.7 * limit.same_to
            priced = limits[limit.family, limit.name, limit.year]
            again = live.moved({row: step / priced.step * by for row, by in priced.moves.items()}, asked)
            assert again is not None
            said = number.ends.least + step / limit.step * limit.more.least
            within = 0.021 * abs(step / limit.step * limit.more.least) + 1e-5 * max(1.0, abs(number.value))
            assert again.ends.least == pytest.approx(said, abs=within), (number.cell, limit)
            tried += 1
    assert tried


@pytest.mark.parametrize("name", ASKED)
def test_links_lead_to_what_is_typed(name: str, written: dict[str, Written]) -> None:
    one = written[name]
    book = openpyxl.load_workbook(one.path)
    linked = 0
    for number in one.found.numbers:
        for row, limit in zip(limit_rows(one, book[SHEET], number), number.limits, strict=True):
            cell = book[SHEET].cell(row, TYPED + 1)
            if limit.cell is None:
                assert cell.value == "no single cell"
                continue
            assert cell.hyperlink is not None, limit
            sheet, address = cell.hyperlink.location.replace("'", "").split("!")
            assert (sheet, f"{sheet} {address}") == (limit.cell.at.table, cell.value)
            if limit.cell.typed is not None:
                assert book[sheet][address].value == limit.cell.typed
            linked += 1
            amount = book[SHEET].cell(row, 2)
            if amount.data_type == "f":
                assert str(amount.value).replace("'", "").partition("/")[0] == f"={sheet}!{address}"
    assert linked or name == "random_8"


def test_a_limit_that_a_scenario_changes_is_linked_to_the_scenario(tmp_path: Path) -> None:
    case = poor_case(990.0).replace({"scenarios": [
        {"scenario": "other", "order": 1, "table": "institutions", "key": "*", "column": "training_places",
         "operation": "set", "value": 800.0},
        {"scenario": "small", "order": 1, "table": "institutions", "key": "army", "column": "training_places",
         "operation": "set", "value": 900.0}]})
    plan = rightfin.plan(case, scenarios=["small"])
    found = rightfin.explanations(case, scenarios=["small"], at=["cadre=soldier,year=2022"])
    write_workbook(plan, case, tmp_path / "plan.xlsx", explained=found.numbers)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    links = {cell.hyperlink.location for row in book[SHEET].iter_rows() for cell in row
             if cell.hyperlink is not None and cell.hyperlink.location and "scenarios" in cell.hyperlink.location}
    (link,) = links
    assert book["scenarios"][link.rpartition("!")[2]].value == 900.0


def test_equal_explanations_give_equal_bytes_and_a_plan_alone_has_none(written: dict[str, Written], tmp_path: Path) -> None:
    one = written["places"]
    again = rightfin.explanations(one.case, at=ASKED["places"])
    write_workbook(one.plan, one.case, tmp_path / "again.xlsx", explained=again.numbers)
    assert (tmp_path / "again.xlsx").read_bytes() == one.path.read_bytes()
    write_workbook(one.plan, one.case, tmp_path / "alone.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "alone.xlsx")[SHEET]
    assert sheet.max_column == 2
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("evil", ["=1+1", '=HYPERLINK("https://example.org")', "[a.xlsx]b!A1", "@SUM(A1)"])
def test_names_never_become_formulas(evil: str, tmp_path: Path) -> None:
    army = {"institution": "army", "name": evil, "sector": "defence", "training_places": 990.0}
    case = tiny_case(institutions=[army])
    found = rightfin.explanations(case, at=["institution=army,year=2022", "need=war,year=2022"])
    write_workbook(rightfin.plan(case), case, tmp_path / "evil.xlsx", explained=found.numbers)
    with zipfile.ZipFile(tmp_path / "evil.xlsx") as parts:
        place = openpyxl.load_workbook(tmp_path / "evil.xlsx", read_only=True).sheetnames.index(SHEET) + 1
        live = re.findall(r"<f[^>]*>(.*?)</f>", parts.read(f"xl/worksheets/sheet{place}.xml").decode())
        linked = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
    assert live
    for formula in live:
        assert evil not in formula
        assert set(re.findall(r"([A-Z]+)\(", re.sub(r'"[a-z ]*"', "", formula))) <= {"AND", "IF", "ISNUMBER"}
    assert 'TargetMode="External"' not in linked


def test_years_of_two_calendar_years_are_written_as_the_case_does(tmp_path: Path) -> None:
    plain = poor_case(990.0)
    case = plain.replace({"settings": [*plain.records("settings"), {"key": "year_form", "value": "2025/26"}]})
    found = rightfin.explanations(case, at=["cadre=soldier,year=2021/22"])
    write_workbook(rightfin.plan(case), case, tmp_path / "plan.xlsx", explained=found.numbers)
    told = "\n".join(str(cell.value) for row in openpyxl.load_workbook(tmp_path / "plan.xlsx")[SHEET].iter_rows()
                     for cell in row if cell.value is not None)
    assert "The plan has: 2021/22" in told
    assert "Training places, Army, 2021/22" in told


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command")
    write_case(poor_case(990.0), folder / "case")
    run = CliRunner().invoke(app, ["plan", str(folder / "case"), "--quick", "--explain", "--json",
                                   "--out", str(folder / "out")])
    assert run.exit_code == 0, run.output
    (folder / "printed.json").write_text(run.stdout, encoding="utf-8")
    return folder


def test_the_command_explains_what_is_asked_first_in_workbook_and_json(planned: Path) -> None:
    wanted = rightfin.asked_first(rightfin.plan(poor_case(990.0)))
    names = [one.cell for one in rightfin.explanations(poor_case(990.0), at=wanted).numbers]
    assert names
    for document in (planned / "printed.json", planned / "out" / "plan.json"):
        told = json.loads(document.read_text(encoding="utf-8"))["explanations"]
        assert [row[0] for row in told["tables"]["numbers"]["rows"]] == names
    sheet = openpyxl.load_workbook(planned / "out" / "plan.xlsx")[SHEET]
    assert len([row for row in sheet.iter_rows() if str(row[0].value).startswith("The plan has")]) == len(names)
    again = CliRunner().invoke(app, ["plan", str(planned / "out" / "plan.xlsx"), "--quick", "--json"])
    assert again.exit_code == 0, "the workbook can be planned again"


def test_the_command_explains_what_is_named_and_refuses_early(planned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = CliRunner().invoke(app, ["plan", str(planned / "case"), "--quick", "--json", "--at", "own@2022",
                                     "--at", "cost@2022"])
    told = json.loads(named.stdout)["explanations"]
    assert [row[0] for row in told["tables"]["numbers"]["rows"]] == ["own@2022", "cost@2022"]
    assert "explanations" not in json.loads(
        CliRunner().invoke(app, ["plan", str(planned / "case"), "--quick", "--json"]).stdout)
    nowhere = CliRunner().invoke(app, ["plan", str(planned / "case"), "--explain"])
    assert nowhere.exit_code not in (0, ANSWERED_NO)
    assert "--out" in nowhere.output + nowhere.stderr
    monkeypatch.setattr("rightfin.study.briefing.study.briefing", lambda *_, **__: pytest.fail("it was planned"))
    unknown = CliRunner().invoke(app, ["plan", str(planned / "case"), "--json", "--at", "own@1999"])
    assert unknown.exit_code not in (0, ANSWERED_NO)
    assert "1999" in unknown.output
