"""Programmes as people read them: sentences, tables, the calendar, the sheet, the command."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import vl_convert
from report.vega_lite import is_valid
from study.test_programme_worth import STARTS, reforms
from typer.testing import CliRunner

import rightfin
from rightfin import Plan
from rightfin.cli import app
from rightfin.fiscal.project import project
from rightfin.io import write_case
from rightfin.report.charts.plan import charts_of
from rightfin.report.charts.programmes import spared_chart, worth_chart
from rightfin.report.studies.findings import Findings
from rightfin.report.words.answer import headline
from rightfin.report.words.wording import weighed, weighed_instead
from rightfin.report.workbook.book import write_workbook
from rightfin.schema.programmes import KINDS
from rightfin.study.programmes.worth import programmes

run = CliRunner()
PAGE = Path(__file__).parents[2] / "docs/programmes.md"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return rightfin.plan(reforms(STARTS))


@pytest.fixture(scope="module")
def found() -> Findings:
    return rightfin.findings(programmes(reforms(STARTS)))


def text_of(found: Findings, topic: str) -> str:
    return next(sentence.text for sentence in found.sentences if sentence.topic == topic)


def test_the_answer_of_a_plan_tells_the_calendar_and_what_is_not_planned(plan: Plan) -> None:
    sentence = headline(plan).sentence("programmes")
    assert sentence is not None
    assert sentence.text == (
        "3 programmes are planned: Vetting from 2021 to 2022, Clean_Up in 2022 and Academy from 2023 to 2024. Proposed and "
        "not planned: Audit.")
    none = headline(rightfin.plan(reforms({}))).sentence("programmes")
    assert none is not None
    assert none.text == "Proposed and not planned: Academy, Audit, Clean_Up and Vetting."


def test_findings_tell_the_calendar_the_cost_and_each_worth(found: Findings) -> None:
    assert text_of(found, "calendar").startswith("3 programmes are planned: Vetting from 2021 to 2022,")
    assert text_of(found, "cost") == (
        "All programmes together cost USD 900,000; paid are USD 500,000 by the state and USD 400,000 by donors.")
    vetting = text_of(found, "worth_vetting")
    assert vetting.startswith("Without it, and without Academy and Clean_Up, which cannot be without it, ")
    assert re.search(r"of needs are covered on average instead of \d", vetting)
    assert "It costs USD 700,000." in text_of(found, "worth_academy")
    assert vetting.endswith(" Together they cost USD 900,000."), "it and all that falls with it"
    assert found.table("worth").headings[-1].text == "Cost, with what needs it"
    assert found.table("worth").rows[0][-1] == pytest.approx(9e5)
    assert text_of(found, "not_planned") == "Proposed and not planned: Audit."
    assert not any(sentence.topic == "moved" for sentence in found.sentences)
    assert found.answered


def test_findings_say_first_that_the_plan_cannot_be_paid(found: Findings) -> None:
    assert not any(sentence.topic == "verdict" for sentence in found.sentences)
    case = reforms(STARTS)
    dear = case.replace({"programme_costs": [
        {**row, "amount": 1e10} if row["programme"] == "academy" else row for row in case.records("programme_costs")]})
    first, second = rightfin.findings(programmes(dear)).sentences[:2]
    assert first.topic == "question"
    verdict = headline(rightfin.plan(dear)).sentence("verdict")
    assert verdict is not None
    assert second.heading == "Can it be paid"
    assert second.text.startswith("No: this force cannot be paid and supported in full, whatever is done.")
    assert verdict.text.startswith(second.text), "as the plan says it"


def test_tables_hold_what_the_sentences_say(found: Findings) -> None:
    about = {row[0]: row for row in found.table("programmes").rows}
    assert list(about) == ["Vetting", "Clean_Up", "Academy", "Audit"]
    assert about["Academy"][3:9] == (2023, 2024, pytest.approx(7e5), pytest.approx(3e5), pytest.approx(4e5), 0.0)
    assert about["Audit"][3:] == (None,) * 10
    assert {(row[0], row[1]) for row in found.table("by_year").rows if row[2] == "yes"} == {
        ("Vetting", 2021), ("Vetting", 2022), ("Clean_Up", 2022), ("Academy", 2023), ("Academy", 2024)}
    worth = found.table("worth")
    assert worth.rows[0][:2] == ("Vetting", "Academy and Clean_Up")
    place = [heading.name for heading in worth.headings].index("points")
    assert all(row[place] > 0.0 for row in worth.rows)
    with_it = round(100.0 * (worth.rows[0][place - 1] + worth.rows[0][place]), 6)
    for row in worth.rows:
        shown = round(100.0 * row[place - 1], 1)
        assert with_it - 0.0501 < shown + 100.0 * row[place] < with_it + 0.0501
        assert round(100.0 * row[place], 6) == pytest.approx(round(100.0 * row[place], 1))


def test_the_calendar_is_drawn_by_programme_and_phase(plan: Plan, found: Findings) -> None:
    chart = charts_of(plan)["programmes"]
    assert is_valid(chart)
    cells = {(row["programme"], row["year"]): row["state"] for row in chart["data"]["values"]}
    assert cells == {
        ("Vetting", 2021): "preparatory", ("Vetting", 2022): "preparatory", ("Clean_Up", 2022): "main",
        ("Academy", 2023): "main", ("Academy", 2024): "main", ("Academy", 2025): "costs go on",
        ("Academy", 2026): "costs go on"}
    assert chart["encoding"]["y"]["sort"] == ["Vetting", "Clean_Up", "Academy"]
    assert [picture.name for picture in found.pictures] == ["calendar", "worth", "spared"]
    columns = [heading.name for heading in found.table("worth").headings]
    own, donors = columns.index("own"), columns.index("donors")
    spared = {row["programme"]: row["money"] for row in found.pictures[2].chart["data"]["values"]}
    assert spared == pytest.approx({row[0]: found.scale.of(row[own] + row[donors]) for row in found.table("worth").rows})
    assert all(is_valid(picture.chart) for picture in found.pictures)
    assert "programmes" not in charts_of(rightfin.plan(reforms({})))


def test_the_sheet_has_the_years_and_the_money_of_each_programme(plan: Plan, tmp_path: Path) -> None:
    write_workbook(plan, reforms(STARTS), tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Reform programmes"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows() if row[1].value]
    assert lines[0][:6] == ["Programme", "Line", "Institution", "Starts", "Ends", 2021]
    rows = {(line[0], line[1]): line[5:11] for line in lines}
    assert all(line[2:5] == ["Army", "2023", "2024"] for line in lines if line[0] == "Academy")
    of_one = [name for label, name in rows if label == "Academy"]
    assert of_one == ["Runs", "Cost", "Own money", "Donors", "Unpaid", "Check"]
    first = [str(row[0].value) for row in sheet.iter_rows()]
    named = ", ".join(first[first.index("What the lines mean") + 1 :])
    assert named == "Starts, Ends, Runs, Cost, Own money, Donors, Unpaid, Check"
    assert rows["Academy", "Runs"] == [0, 0, 1, 1, 0, 0]
    assert rows["Vetting", "Cost"][:2] == pytest.approx([0.105, 0.11025], rel=1e-6)
    assert rows["Academy", "Donors"][2] == pytest.approx(0.4 * 1.05**3, rel=1e-6)
    assert rows["All programmes", "Cost"][0].startswith("=")


def test_names_that_are_too_wide_leave_the_programme_and_the_line_on_each_page(tmp_path: Path) -> None:
    case = reforms(STARTS)
    name = "Regional academies of the police and of the gendarmerie"
    rows = [{**row, "name": f"{name} {row['programme']}"} for row in case.records("programmes")]
    case = case.replace({"programmes": rows})
    write_workbook(rightfin.plan(case), case, tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Reform programmes"]
    assert sheet.print_title_cols == "$A:$B"


@pytest.mark.parametrize("size", [3e-4, 0.06, 0.64, 6.5, 47.0, 1234.0, 9.9e6])
def test_an_axis_of_amounts_has_few_marks(size: float) -> None:
    amounts = [("a", size), ("b", 0.4 * size), ("c", -0.1 * size)]
    for chart in (worth_chart(amounts), spared_chart(amounts, "USD"), worth_chart([("a", -size)])):
        svg = vl_convert.vegalite_to_svg(json.dumps(chart))
        axis = next(part for part in svg.split("role-axis\"") if "Percentage points" in part or "base-year prices" in part)
        marks = re.findall(r"<text[^>]*>([^<]*)</text>", axis.split("role-axis-label")[1].split("role-axis-domain")[0])
        assert 3 <= len(marks) <= 8, marks
        assert len(set(marks)) == len(marks)


def test_unmet_need_is_said_in_one_form_whatever_its_size() -> None:
    assert [weighed(amount) for amount in (7.3331, 1234.5, 0.0, 6.1e-5)] == ["7.333", "1,234.500", "0.000", "0.000061"]
    assert weighed_instead(1234.5, 1200.0) == "1,234.500 instead of 1,200.000"
    assert weighed_instead(6.11042, 6.11038) == "6.11042 instead of 6.11038"  # 6.1104 both


def test_what_is_unmet_without_a_programme_is_told_as_other_studies_tell_it() -> None:
    study = programmes(reforms(STARTS))
    one = study.each[0]
    same = replace(one.totals, coverage=study.totals.coverage, unmet=study.totals.unmet + 1234.5678)
    told = text_of(rightfin.findings(replace(study, each=(replace(one, totals=same),))), f"worth_{one.programme}")
    amounts = f"{weighed(same.unmet)} instead of {weighed(study.totals.unmet)}"
    assert f"unmet need (later years counting less) is {amounts}" in told


def test_the_command_moves_and_declines_and_writes(tmp_path: Path) -> None:
    write_case(reforms(STARTS), tmp_path / "case")
    asked = ["programmes", str(tmp_path / "case"), "--fix", "academy=2025", "--without", "clean_up"]
    told = run.invoke(app, [*asked, "--out", str(tmp_path / "out")])
    assert told.exit_code == 0, told.output
    for place in ("Workbook: {}/programmes.xlsx", "Charts:   {}/charts", "Tables:   {}/tables"):
        assert place.format(tmp_path / "out") in told.stdout
    document = json.loads((tmp_path / "out/programmes.json").read_text(encoding="utf-8"))
    texts = {sentence["topic"]: sentence["text"] for sentence in document["sentences"]}
    assert texts["moved"] == "Academy starts in 2025 and Clean_Up is declined."
    assert texts["calendar"] == "2 programmes are planned: Vetting from 2021 to 2022 and Academy from 2025 to 2026."
    assert json.loads(run.invoke(app, [*asked, "--json"]).stdout) == document


@pytest.mark.parametrize(("options", "message"), [
    (["--fix", "academy"], "--fix academy has no year. Write --fix PROGRAMME=YEAR."),
    (["--fix", "academy=soon"], "--fix academy soon is not a year as the case writes them."),
    (["--fix", "academy=2024", "--fix", "academy=2025"], "--fix gives two starts of academy."),
    (["--fix", "academy=2024", "--without", "academy"], "academy is given a start, and is left out."),
    (["--without", "acadmy"], "There is no programme acadmy. Did you mean academy?"),
    (["--fix", "academy=2022"], "academy starts in 2022, and vetting in 2021: 2 years must lie between the two."),
    (["--without", "vetting"], "academy needs vetting, which is not planned."),
])
def test_what_cannot_be_asked_is_refused_in_a_sentence(options: list[str], message: str, tmp_path: Path) -> None:
    write_case(reforms(STARTS), tmp_path / "case")
    told = run.invoke(app, ["programmes", str(tmp_path / "case"), *options])
    assert told.exit_code == 2
    assert message in " ".join(told.stderr.split())


def test_the_page_has_every_kind_of_effect_and_its_example_is_right() -> None:
    page = PAGE.read_text(encoding="utf-8")
    section = page.split("## What it changes")[1].split("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \| (.+?) \| ", section, re.MULTILINE)[1:]
    assert [name for name, _ in told] == [kind.name for kind in KINDS]
    years, level, ghosts = (
        [float(cell) for cell in re.findall(r"[\d.]+", next(line for line in page.splitlines() if line.startswith(start)))]
        for start in ("| | 2026 |", "| Level of the effect |", "| Share of ghosts |")
    )
    base = reforms({}).replace({table: [] for table in ("programmes", "programme_costs", "programme_effects",
                                                         "programme_order", "donors", "pledges", "eligibility")})
    case = base.replace({
        "settings": [*(row for row in base.records("settings") if row["key"] not in ("base_year", "end_year")),
                     {"key": "base_year", "value": 2025}, {"key": "end_year", "value": 2032}],
        "macro": [{"series": row["series"], "2025": next(value for name, value in row.items()
                                                         if name.isdigit() and value is not None)}
                  for row in base.records("macro")],
        "demand": [{"need": "war", "region": "national", "2026": 20_000.0}],
        "institutions": [{"institution": "army", "name": "Army", "sector": "defence", "ghosts": 0.2}],
        "programmes": [{"programme": "clean_up", "name": "Clean-up", "institution": "army", "years": 4, "start": 2027,
                        "assistance_years": 4, "kept": 0.6}],
        "programme_effects": [
            {"programme": "clean_up", "kind": "ghosts", "on": "army", "gain": 0.5, "after": 1, "ramp": 2}],
    })
    assert years == list(range(2026, 2033))
    assert project(case, {}).people.ghosts[0][:7].tolist() == pytest.approx(ghosts)
    assert ghosts == pytest.approx([0.2 * (1.0 - 0.5 * share) for share in level])
