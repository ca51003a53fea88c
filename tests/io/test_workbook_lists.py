"""Drop-downs, bounds and colours of a written sheet: what Excel is told, within the limits that it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange
from recalculated import recalculate

from rightfin.case import Case
from rightfin.io import read_form, write_template, write_workbook
from rightfin.io.layout import HEADING_ROW, find_header, headings, plan_years
from rightfin.io.workbook.lists import ids_name, referred, with_star_name
from rightfin.io.workbook.place import FIRST_ROW
from rightfin.io.workbook.sheet import unit_label
from rightfin.io.workbook.validation import LONGEST_MESSAGE, LONGEST_TITLE, choices_of, shorten, validation
from rightfin.schema import COMPANIONS, TABLES, Column, Kind, Table

DEMO = Path(__file__).parents[2] / "inputs" / "demo"


@pytest.fixture(scope="module")
def demo() -> Case:
    return read_form(DEMO).case


@pytest.fixture(scope="module")
def book(demo: Case, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("lists") / "demo.xlsx"
    write_workbook(demo, path)
    return load_workbook(path)


def rule(book: Any, table: str, column: str) -> Any:
    """Return the validation of the first cell of a column."""
    heads = [cell.value for cell in book[table][HEADING_ROW]]
    cell = book[table].cell(FIRST_ROW, heads.index(column) + 1).coordinate
    found = [r for r in book[table].data_validations.dataValidation if cell in r.sqref]
    assert len(found) == 1
    return found[0]


def test_references_offer_the_names_of_their_sheet(book: Any) -> None:
    for table in TABLES:
        for column in table.columns:
            if column.kind is Kind.REFERENCE:
                found = rule(book, table.name, column.name)
                first = column.wildcard or column.refers_to == "payers"  # the government needs no row
                name = with_star_name(column.refers_to) if first else ids_name(column.refers_to)
                assert (found.type, found.formula1, found.errorStyle) == ("list", name, "warning")
                assert name in book.defined_names


def test_names_of_drop_downs_grow_with_what_is_typed(demo: Case, tmp_path: Path) -> None:
    write_workbook(demo, tmp_path / "demo.xlsx")
    spoilt = load_workbook(tmp_path / "demo.xlsx")
    cadres, regions = (len(demo.records(name)) for name in ("cadres", "regions"))
    spoilt["cadres"].cell(FIRST_ROW + cadres + 2, 1).value = "late"  # behind two blank rows
    spoilt["regions"].cell(FIRST_ROW + regions, 1).value = "new"
    spoilt["guide"]["J1"] = f"=ROWS({ids_name('cadres')})"
    spoilt["guide"]["J2"] = f"=ROWS({with_star_name('regions')})"
    spoilt["guide"]["J3"] = f"=INDEX({with_star_name('regions')},1)&INDEX({with_star_name('regions')},{regions + 2})"
    spoilt["guide"]["J4"] = "=plan_end-plan_base"
    spoilt.save(tmp_path / "more.xlsx")
    guide = recalculate(tmp_path / "more.xlsx", tmp_path)["guide"]
    assert [guide[f"J{n}"].value for n in (1, 2, 3, 4)] == [cadres + 3, regions + 2, "*new", 12]


def test_numbers_shares_years_and_names_are_held_to_their_bounds(book: Any) -> None:
    attrition = rule(book, "cadres", "attrition")
    assert (attrition.type, attrition.formula1) == ("custom", "AND(ISNUMBER(J5),J5>=0,J5<1)")
    share = rule(book, "cadres", "support_floor")
    assert (share.type, share.operator, float(share.formula1), float(share.formula2)) == ("decimal", None, 0, 1)
    lead = rule(book, "cadres", "training_lead")
    assert (lead.type, float(lead.formula1), float(lead.formula2)) == ("whole", 0, 10)
    pay = rule(book, "cadres", "pay")
    assert (pay.type, pay.operator, float(pay.formula1)) == ("decimal", "greaterThanOrEqual", 0)
    assert rule(book, "donors", "exit_year").type == "whole"
    name = rule(book, "cadres", "cadre")
    assert name.type == "custom"
    assert "COUNTIF($A$5:$A$" in name.formula1
    assert "COUNTIF" not in rule(book, "phases", "phase").formula1  # the same phase stands in several rules
    assert float(rule(book, "pledges", "2027").formula1) == 0
    growth = next(r for r in book["macro"].data_validations.dataValidation if "C6" in r.sqref)
    assert "D6" in growth.sqref
    assert growth.formula1 == "AND(ISNUMBER(C6),C6>-1,C6<=1)"


def every_column() -> list[tuple[Table, Column]]:
    return [(table, column) for table in (*TABLES, *COMPANIONS) for column in (*table.columns, *table.entries)]


def test_all_texts_keep_to_the_limits_of_excel() -> None:
    for table, column in every_column():
        assert len(",".join(choices_of(column))) <= 255, f"Excel takes no more in a drop-down: {table.name}.{column.name}"
        for prompt in (False, True):
            found = validation(column, "A5", "$A$5:$A$504", prompt=prompt) or {}
            for key, most in (("error_title", LONGEST_TITLE), ("error_message", LONGEST_MESSAGE),
                              ("input_title", LONGEST_TITLE), ("input_message", LONGEST_MESSAGE)):
                assert len(found.get(key, "")) <= most
            assert len(str(found.get("value", ""))) <= 255
    long = "word " * 100
    assert len(shorten(long, 255)) <= 255
    assert shorten(long, 255).endswith("word…")


def test_no_title_help_or_unit_can_be_taken_for_headings(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    for table in TABLES:
        rows = [tuple(cell.value for cell in row) for row in book[table.name].iter_rows(max_row=FIRST_ROW)]
        assert find_header(rows, table) == HEADING_ROW - 1
    for table in (*TABLES, *COMPANIONS):
        heads = headings(table, plan_years(table, 2025, 2030))
        units = tuple(unit_label(column) for column in table.columns)
        above = [(table.title, "back to the guide"), (table.help,), units]
        assert find_header([*above, heads], table) == len(above)


def test_what_is_typed_is_open_and_the_rest_is_locked_without_a_password(book: Any, demo: Case) -> None:
    for table in TABLES:
        sheet = book[table.name]
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.sort
        assert not sheet.protection.formatColumns
        assert not sheet.protection.autoFilter
        assert not sheet.protection.objects  # comments may be added
        assert not sheet.protection.insertHyperlinks
        assert all(cell.protection.locked for row in sheet["A1:C4"] for cell in row)
        open_columns = {place for size in sheet.column_dimensions.values() if not size.protection.locked
                        for place in range(size.min, size.max + 1)}
        assert {sheet[HEADING_ROW].index(cell) + 1 for cell in sheet[HEADING_ROW]
                if not str(cell.value).startswith("#")} == open_columns
    settings = {row[0].value: row for row in book["settings"].iter_rows(min_row=FIRST_ROW) if row[0].value}
    assert settings["title"][0].protection.locked
    assert not settings["title"][1].protection.locked
    assert not book["cadres"].cell(FIRST_ROW, 1).protection.locked


def test_each_sheet_is_one_excel_table_over_data_and_spare_rows(book: Any, demo: Case) -> None:
    for table in TABLES:
        found, = book[table.name].tables.values()
        assert found.name == f"t_{table.name}"
        area = CellRange(found.ref)
        assert (area.min_row, area.min_col) == (HEADING_ROW, 1)
        assert area.max_row >= FIRST_ROW + len(demo.records(table.name)) + 100
        heads = [cell.value for cell in book[table.name][HEADING_ROW]]
        assert [column.name for column in found.tableColumns] == heads
        assert all(isinstance(head, str) for head in heads)


def test_texts_that_look_like_formulas_stay_texts_everywhere(demo: Case, tmp_path: Path) -> None:
    def write(name: str, texts: list[str]) -> tuple[Any, list[tuple[str, str, object]]]:
        institutions = [row | {"name": texts[n % 5], "note": texts[0]}
                        for n, row in enumerate(demo.records("institutions"))]
        settings = [row | ({"value": f"{texts[0]}&A"} if row["key"] == "title" else {})
                    for row in demo.records("settings")]
        write_workbook(demo.replace({
            "institutions": institutions, "settings": settings,
            "committed": [{"institution": "army", "category": "pay", "item": item, "2026": 1.0} for item in texts],
            "regions": [{"region": text, "name": text, "population": 1.0} for text in texts],
        }), tmp_path / name)
        found = load_workbook(tmp_path / name)
        return found, [(sheet.title, cell.coordinate, cell.value) for sheet in found.worksheets
                       for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]

    book, formulas = write("live.xlsx", ["+1", "-1", "=1+1", "@SUM(1)", '=HYPERLINK("http://x")'])
    tame, same = write("tame.xlsx", ["a", "b", "c", "d", "e"])
    assert formulas == same  # whatever the texts are, the formulas are the same
    assert {sheet for sheet, _, _ in formulas} == {"guide", "check", "lists"}
    assert {name: found.attr_text for name, found in book.defined_names.items()} == {
        name: found.attr_text for name, found in tame.defined_names.items()}
    assert "+1&&A" in str(book["cadres"].oddFooter.left.text)
    regions = [row[0].value for row in book["regions"].iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW + 2)]
    assert regions == ["+1", "-1", "=1+1"]


def test_required_blanks_and_unknown_names_are_coloured(book: Any) -> None:
    heads = {cell.value: cell.column_letter for cell in book["cadres"][HEADING_ROW]}
    rules = {(str(area.sqref), r.formula[0]) for area in book["cadres"].conditional_formatting for r in area.rules}
    opening, employer, pay = heads["opening_strength"], heads["institution"], heads["pay"]
    assert any(area.startswith(f"{opening}5:") and f"LEN(TRIM({opening}5))=0" in formula for area, formula in rules)
    said = [formula for area, formula in rules if area.startswith(f"{pay}5:") and f"LEN(TRIM({pay}5))=0" in formula]
    assert len(said) == 1
    for table in ("pay_parts", "pay_grid"):  # one of which may say what is blank here
        assert f"COUNTIF(ids_{table},\"=\"&SUBSTITUTE(" in said[0]
        assert f"'{table}'!$A$" in book.defined_names[ids_name(table)].attr_text
    assert any(area.startswith(f"{employer}5:") and "COUNTIF(ids_institutions" in formula for area, formula in rules)


def test_tables_that_are_referred_to_have_names() -> None:
    assert set(referred(wildcard=True)) == {"institutions", "regions", "donors"}
    assert {"institutions", "cadres", "needs", "assets", "phases"} < set(referred())
