from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from report.plan_fixture import contradictory_plan, make_case, make_plan

from rightfin.case import CaseError
from rightfin.report.files import csv_text, json_text, plan_document, plan_json, write_plan
from rightfin.result.plan import PlanTable
from rightfin.schema.results import RESULT


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_equal_plans_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_plan(make_plan(), make_case(), tmp_path / name)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_everything_is_written_and_nothing_else(tmp_path: Path) -> None:
    written = write_plan(make_plan(), make_case(), tmp_path / "deep" / "out")
    found = {written.folder / name for name in contents(written.folder)}
    assert found == set(written.paths)
    assert {path.name for path in written.paths} >= {"plan.xlsx", "plan.json", "who_pays.png", "pledges.csv"}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]


def test_tables_have_exactly_their_columns_and_rows(tmp_path: Path) -> None:
    plan = make_plan()
    write_plan(plan, make_case(), tmp_path)
    for name, described in RESULT.items():
        with (tmp_path / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert tuple(header) == described.names
        assert len(rows) == len(plan.tables[name].rows)
        for row, expected in zip(rows, plan.tables[name].rows, strict=True):
            for cell, value in zip(row, expected, strict=True):
                if isinstance(value, str):
                    assert cell == value
                else:
                    assert float(cell) == pytest.approx(value, rel=1e-9)


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("mine", encoding="utf-8")
    before = contents(tmp_path)
    with pytest.raises(CaseError, match="--force"):
        write_plan(make_plan(), make_case(), tmp_path)
    assert contents(tmp_path) == before


def test_force_replaces_a_plan_and_leaves_other_files(tmp_path: Path) -> None:
    write_plan(make_plan(), make_case(), tmp_path)
    (tmp_path / "tables" / "mine.csv").write_text("mine", encoding="utf-8")
    written = write_plan(contradictory_plan(), make_case(), tmp_path, force=True)
    assert (tmp_path / "tables" / "mine.csv").read_text(encoding="utf-8") == "mine"
    assert not list((tmp_path / "charts").iterdir())
    assert all(path.exists() for path in written.paths)
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["status"] == "contradictory"


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rightfin.report.files.csv_text", fail)
    with pytest.raises(CaseError, match="no space left"):
        write_plan(make_plan(), make_case(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(CaseError, match="cannot be written"):
        write_plan(make_plan(), make_case(), tmp_path / "out", force=True)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_what_stands_in_the_way_is_found_before_anything_is_moved(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("mine", encoding="utf-8")
    (tmp_path / "charts" / "cost.png").mkdir(parents=True)
    with pytest.raises(CaseError) as caught:
        write_plan(make_plan(), make_case(), tmp_path, force=True)
    messages = [issue.message for issue in caught.value.issues]
    assert len(messages) == 2
    assert str(tmp_path / "tables") in messages[0]
    assert str(tmp_path / "charts" / "cost.png") in messages[1]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["charts", "cost.png", "tables"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_live_texts_are_escaped_in_csv(start: str) -> None:
    text = csv_text(PlanTable("objective", ("level", "name", "value"), (("1", f"{start}A1", -2.0),)))
    assert f"'{start}A1" in text
    assert text.endswith(",-2\n")


def test_numbers_have_ten_digits() -> None:
    text = csv_text(PlanTable("t", ("a",), ((1 / 3,), (2026,), (-0.0,), (1e15,))))
    assert text == "a\n0.3333333333\n2026\n0\n1e+15\n"


def test_summary_json() -> None:
    found = plan_json(make_plan())
    assert found["status"] == "answered"
    coverage = found["indicators"]["coverage"]  # type: ignore[index]
    assert coverage["unit"] == "share of need"
    assert set(coverage["values"]) == {str(year) for year in range(2025, 2033)}
    assert found["issues"][0]["cell"] == "cadres!A9"  # type: ignore[index]
    assert found["objective"][0]["name"] == "obligations"  # type: ignore[index]
    json_text(found)


def test_document_holds_tables_defaults_and_provenance() -> None:
    plan = make_plan()
    found = json.loads(json_text(plan_document(plan)))
    assert found["tables"]["fiscal"]["rows"] == [list(row) for row in plan.tables["fiscal"].rows]
    assert found["defaults"][0] == {
        "table": "settings",
        "row": "discount_rate",
        "column": "value",
        "used": "0.05",
    }
    assert found["provenance"]["case_digest"] == "c" * 64
    assert found["names"]["cofog"]["army"] == "02.1"


def test_numbers_that_are_not_finite_become_null() -> None:
    plan = make_plan()
    table = PlanTable.of_rows("indicators", [("coverage", "share", 2025, float("nan"))])
    broken = replace(plan, tables={**plan.tables, "indicators": table})
    assert json.loads(json_text(plan_json(broken)))["indicators"]["coverage"]["values"] == {"2025": None}
