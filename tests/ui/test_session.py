from __future__ import annotations

import ast
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pipeline import tiny_case
from report.plan_fixture import make_case, make_plan

from rightfin.case import Case, Issue, Severity
from rightfin.case.exchange.trail import Save
from rightfin.definition import Definition, default_definition
from rightfin.planning import plan as planned
from rightfin.question import Question
from rightfin.reading import read_saved
from rightfin.report.taken_home import case_workbook, results_workbook
from rightfin.report.words.answer import headline
from rightfin.ui import session
from rightfin.ui.kept import Store

PACKAGE = Path(session.__file__).resolve().parents[1]


DRAWN = {f"ui/{name}.py" for name in (
    "answers",
    "asked",
    "asking",
    "cards",
    "case_exchange",
    "case_grid",
    "case_page",
    "chain",
    "choice",
    "coming_back",
    "compare",
    "compare_split",
    "contradicting",
    "donors",
    "downloads",
    "findings",
    "force",
    "force_budget",
    "keyboard",
    "laid",
    "learning",
    "leading",
    "levers",
    "look",
    "method",
    "mistakes",
    "options",
    "overview",
    "parts",
    "reading",
    "reform",
    "site",
    "state",
    "studies",
    "sustain",
    "typed",
    "whatif",
    "why",
    "work",
)}
"""The files that draw; the others of the pages know nothing of Streamlit."""


def test_streamlit_is_imported_by_the_pages_alone() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        names = {
            name
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        uses = any(name.split(".")[0] == "streamlit" for name in names)
        assert uses == (file.relative_to(PACKAGE).as_posix() in DRAWN), file


def test_store_forgets_the_answer_used_longest_ago() -> None:
    store = Store[str](most=2)
    for key in ("a", "b"):
        store.put(key, key.upper())
    assert store.get("a") == "A"
    store.put("c", "C")
    assert store.get("b") is None
    assert store.get("a") == "A"
    assert store.get("c") == "C"


def test_key_depends_on_case_definition_and_order_of_scenarios() -> None:
    case, definition = make_case(), default_definition()

    def key_of(case: Case, definition: Definition, scenarios: tuple[str, ...], *warnings: Issue) -> str:
        return session.plan_key(Question.of(case, definition, scenarios, warnings=warnings))

    key = key_of(case, definition, ("x", "y"))
    assert key == key_of(make_case(), default_definition(), ("x", "y"))
    others = {
        key_of(make_case("Other"), definition, ("x", "y")),
        key_of(case, replace(definition, scenarios=("z",)), ("x", "y")),
        key_of(case, definition, ("y", "x")),
        key_of(case, definition, ("x",)),
        key_of(case, definition, ("x", "y"), Issue("w", "Odd.", "Look.")),
    }
    assert len(others) == 5
    assert key not in others


def test_workbooks_to_take_home() -> None:
    plan, case = make_plan(), make_case()
    assert "Who pays" in openpyxl.load_workbook(io.BytesIO(results_workbook(plan, case))).sheetnames
    assert "macro" in openpyxl.load_workbook(io.BytesIO(case_workbook(case))).sheetnames


def test_issues_errors_first_with_cell_and_remedy() -> None:
    issues = (
        Issue("w", "Odd.", "Look.", severity=Severity.WARNING),
        Issue("e", "Pay is missing.", "Type it.", "cadres", "soldier", "pay", "cadres!C14"),
    )
    table = session.issue_table(issues)
    assert table["Severity"].tolist() == ["Error", "Warning"]
    assert table.loc[0, "Where"] == "cadres!C14 (cadres, row soldier, column pay)"
    assert table.loc[0, "What to do"] == "Type it."


def test_tables_show_the_numbers_of_the_answer() -> None:
    plan = make_plan()
    answer = headline(plan)
    yearly = session.yearly_table(answer)
    assert yearly["Asked"].tolist() == [round(row.asked / 1e6, 1) for row in answer.yearly]
    assert yearly["Without support"].tolist() == [round(row.without_support) for row in answer.yearly]
    assert yearly["Coverage"].tolist() == pytest.approx(
        [100 * (row.coverage or 0) for row in answer.yearly], abs=0.06
    )
    assert "MRD million" in session.yearly_units(answer)
    payers = session.payers_table(plan)
    assert payers.iloc[:, 0].tolist() == [
        "Own money",
        "Bilateral ally",
        "Law and order trust fund",
        "Unpaid",
        "Missing support",
    ]
    assert payers["2025"].sum() == pytest.approx(answer.yearly[0].cost / 1e6, abs=0.2)
    strength = session.strength_table(plan)
    assert strength["2032"].sum() == pytest.approx(answer.yearly[-1].strength, abs=2)
    assert session.coverage_table(plan).set_index("Need (% covered)").loc[
        "Case disposal", "2032"
    ] == pytest.approx(97.0)


def test_downloads_carry_the_trail_of_the_case(tmp_path: Path) -> None:
    case = tiny_case()
    trail = (Save(case.digest, when="2027-01-10", who="Amina", why="First version"),)
    made = results_workbook(planned(case), case, trail)
    for name, content in (("case.xlsx", case_workbook(case, trail)), ("plan.xlsx", made)):
        (tmp_path / name).write_bytes(content)
        assert read_saved(tmp_path / name).trail == trail
    question = Question.of(case, default_definition(), ())
    assert session.plan_key(question, trail) != session.plan_key(question), "another trail, other files"
