"""The sheets ``check`` and ``guide``: what their formulas count, and that stored results are what LibreOffice computes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from recalculated import recalculate, recalculate_all

from rightfin.case import Case, Severity
from rightfin.case.checks import check_case
from rightfin.case.pay import pay_items
from rightfin.io import read_form, write_template, write_workbook
from rightfin.io.layout import HEADING_ROW
from rightfin.io.workbook.check import COUNTS, FIRST_TABLE, READ_DEEPER, VERDICT_CELL, CheckCounts
from rightfin.io.workbook.counts import LONG, Sheets, count_repeated
from rightfin.io.workbook.place import FIRST_ROW, Placed
from rightfin.schema import BY_NAME, TABLES, Kind

DEMO = Path(__file__).parents[2] / "inputs" / "demo"
NAMES = [name for name, _ in COUNTS]


@pytest.fixture(scope="module")
def demo() -> Case:
    return read_form(DEMO).case


def counts(sheet: Any, table: str) -> dict[str, Any]:
    """Return the counts of one table by their headings, and its state."""
    row = FIRST_TABLE + [known.name for known in TABLES].index(table)
    assert sheet.cell(row, 1).value == table
    values = [sheet.cell(row, 3 + place).value for place in range(len(NAMES) + 1)]
    return dict(zip([*NAMES, "state"], values, strict=True))


def compare(path: Path, again: Any) -> int:
    """Assert that every stored result equals the recalculated one; return how many there are."""
    formulas, stored = load_workbook(path), load_workbook(path, data_only=True)
    compared = 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            kept, fresh = stored[sheet.title][cell.coordinate].value, again[sheet.title][cell.coordinate].value
            if isinstance(kept, int | float):
                assert fresh == pytest.approx(kept, rel=1e-9), f"{sheet.title}!{cell.coordinate}"
            else:
                assert (fresh or "") == (kept or ""), f"{sheet.title}!{cell.coordinate}"
            compared += 1
    return compared


def test_stored_results_are_what_a_spreadsheet_computes(demo: Case, tmp_path: Path) -> None:
    write_template(tmp_path / "empty.xlsx")
    write_workbook(demo, tmp_path / "demo.xlsx")
    # A case with faults that it may hold: names nobody has, numbers out of bounds, blanks, texts with signs in them.
    cadres = demo.records("cadres")
    cadres[0] |= {"institution": "nowhere", "attrition": 7.0, "name": None}
    cadres[1] |= {"name": "=1+1", "pay": None}
    odd = demo.replace({
        "cadres": cadres, "regions": [], "needs": [row | {"security": "sea"} for row in demo.records("needs")],
        "settings": [row for row in demo.records("settings") if row["key"] not in ("title", "end_year")],
        "committed": [{"institution": "army", "category": "pay", "item": item, "2026": 1.0}
                      for item in ("*", "~", "a?b", "=x", "<5", "x" * 300, "Radio", "radio", "*")],
    })
    write_workbook(odd, tmp_path / "odd.xlsx")
    paths = [tmp_path / f"{name}.xlsx" for name in ("empty", "demo", "odd")]
    for path, again in zip(paths, recalculate_all(paths, tmp_path), strict=True):
        assert compare(path, again) > 900


def test_a_finished_case_is_ready_and_a_template_is_not(demo: Case, tmp_path: Path) -> None:
    write_workbook(demo, tmp_path / "demo.xlsx")
    write_template(tmp_path / "empty.xlsx")
    done, empty = (load_workbook(tmp_path / name, data_only=True) for name in ("demo.xlsx", "empty.xlsx"))
    assert done["check"][VERDICT_CELL].value == "No fault that this sheet can see; run rightfin check"
    states = {table.name: counts(done["check"], table.name)["state"] for table in TABLES}
    fine = {table.name: "no fault seen" if table.name in READ_DEEPER else "fine" for table in TABLES}
    assert states == {name: word if demo.records(name) else "not used" for name, word in fine.items()}
    # Four settings, five series and five tables are needed.
    assert empty["check"][VERDICT_CELL].value == "14 things to mend"
    assert counts(empty["check"], "settings")["needed and blank"] == 4
    assert counts(empty["check"], "cadres")["needed and blank"] == 1
    assert counts(empty["check"], "donors")["state"] == "not used"
    listed = {row[1].value: row[5].value for row in done["guide"].iter_rows() if row[5].value is not None}
    assert listed["cadres"] == len(demo.records("cadres"))
    assert listed["scenarios"] == len(demo.records("scenarios"))


def test_what_is_spoilt_by_hand_is_counted(demo: Case, tmp_path: Path) -> None:
    write_workbook(demo, tmp_path / "demo.xlsx")
    book = load_workbook(tmp_path / "demo.xlsx")

    def put(table: str, row: int, column: str, value: object) -> None:
        heads = [cell.value for cell in book[table][HEADING_ROW]]
        book[table].cell(FIRST_ROW + row, heads.index(column) + 1).value = value

    put("settings", 0, "value", None)
    put("cadres", 0, "institution", "polices")
    put("cadres", 1, "pay", None)  # a cadre that has neither parts nor a grid
    put("cadres", 2, "attrition", 1.5)
    put("cadres", 3, "opening_strength", "many")
    put("cadres", 4, "civilian", "perhaps")
    put("cadres", 5, "cadre", book["cadres"].cell(FIRST_ROW + 6, 1).value)
    put("cadres", 30, "name", "a name without a key")
    put("needs", 0, "security", "sea")
    put("macro", 1, "2027", 2)
    put("pledges", 0, "2028", None)
    put("pledges", 1, "2029", "tbd")
    next(cell for cell in book["pledges"][HEADING_ROW] if cell.value == "2037").value = "2099"
    for year in ("2025", "2026"):
        put("demand", 0, year, None)
    put("effects", 300, "cadre", "# a note is no row")
    put("eligibility", 0, "donor", "*")
    put("eligibility", 1, "donor", "Nobody")
    for row, name in enumerate(("a*", "arm?", ">a", "<>x", "~army")):  # patterns that COUNTIF would match
        put("committed", row + 20, "institution", name)
    put("regions", 700, "region", "far_below")
    book.save(tmp_path / "spoilt.xlsx")
    check = recalculate(tmp_path / "spoilt.xlsx", tmp_path)["check"]

    cadres = counts(check, "cadres")
    assert cadres["rows filled"] == len(demo.records("cadres"))
    assert cadres["needed and blank"] == 2  # the pay, and the key of the row that has only a name
    assert cadres["names not found"] == 1
    assert cadres["same key twice"] == 2
    assert cadres["no number"] == 1
    assert cadres["not allowed"] == 2
    assert cadres["state"] == "mend"
    assert counts(check, "settings")["needed and blank"] == 1
    assert counts(check, "needs")["not allowed"] == 1
    assert counts(check, "macro")["not allowed"] == 1
    pledges = counts(check, "pledges")
    assert (pledges["years without column"], pledges["amounts left blank"], pledges["no number"]) == (1, 1, 1)
    assert counts(check, "demand")["amounts left blank"] == 1
    assert counts(check, "effects")["rows filled"] == len(demo.records("effects"))
    assert counts(check, "eligibility")["names not found"] == 1
    assert (counts(check, "regions")["rows not looked at"], counts(check, "regions")["state"]) == (1, "partly seen")
    gone = {row["cadre"] for row in demo.records("effects")} & {sorted(r["cadre"] for r in demo.records("cadres"))[5]}
    assert counts(check, "effects")["names not found"] == sum(row["cadre"] in gone for row in demo.records("effects"))
    assert counts(check, "committed")["names not found"] == 5
    assert str(check[VERDICT_CELL].value).endswith(" things to mend; rightfin check may find more")


def test_totals_are_those_of_the_case(demo: Case, tmp_path: Path) -> None:
    """Some are paid in parts and some by a grid; their pay is in the total of their institution."""
    write_workbook(demo, tmp_path / "demo.xlsx")
    sheet = load_workbook(tmp_path / "demo.xlsx", data_only=True)["check"]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows() if row[0].value is not None}
    cadres = demo.records("cadres")
    assert rows["all cadres"][:2] == [len(cadres), sum(row["opening_strength"] for row in cadres)]
    strength = {row["cadre"]: row["opening_strength"] for row in cadres}
    items = pay_items(cadres, demo.records("pay_parts"), demo.records("pay_grid"))
    paid, abroad = (
        {k: persons * sum(item.amount for item in items if item.cadre == k and (item.currency == "USD") is foreign)
         for k, persons in strength.items()} for foreign in (False, True)
    )
    assert {item.cadre for item in items if item.item != item.cadre}
    assert rows["all cadres"][2:4] == pytest.approx([sum(paid.values()), sum(abroad.values())])
    assert sum(abroad.values()) > 0.0
    police = [row for row in cadres if row["institution"] == "police"]
    assert rows["police"][:2] == [len(police), sum(row["opening_strength"] for row in police)]
    for institution in ("police", "courts"):
        own = sum(paid[row["cadre"]] for row in cadres if row["institution"] == institution)
        assert rows[institution][2] == pytest.approx(own)
    assert rows["of others"][:4] == [0, 0, 0, 0]
    for place, name in enumerate(rows["year"][:3]):
        assert rows[2027][place] == sum(row["2027"] for row in demo.records(name))
    pledged = {
        row["donor"]: sum(float(str(value)) for name, value in row.items() if name.isdecimal() and value is not None)
        for row in demo.records("pledges")
    }
    currency = {row["donor"]: row["currency"] for row in demo.records("donors")}
    assert {name: rows[name][:2] for name in pledged} == {
        name: [currency[name] or "of the case", pytest.approx(amount)] for name, amount in pledged.items()
    }


def test_keys_of_long_tables_are_left_to_the_command(demo: Case) -> None:
    def sheets(length: int) -> Sheets:
        rows = [{"region": f"r{n}", "name": "R", "population": 1.0} for n in range(length)]
        return Sheets({"regions": Placed.make(BY_NAME["regions"], (), rows)})

    short, long = sheets(LONG), sheets(LONG + 1)
    assert count_repeated(short.placed["regions"], short) is not None
    assert count_repeated(long.placed["regions"], long) is None


def test_one_thing_to_mend_is_said_in_the_singular(demo: Case) -> None:
    untitled = {"settings": [row for row in demo.records("settings") if row["key"] != "title"]}
    assert verdict(demo.replace(untitled)) == "1 thing to mend; rightfin check may find more"
    assert verdict(judged_whole(demo).replace(untitled)) == "1 thing to mend"


def test_only_a_case_that_the_sheet_can_judge_whole_is_called_ready(demo: Case) -> None:
    """A scope of nobody, a group of nobody, pay said twice and an unknown item: the sheet sees none of them."""
    plain = judged_whole(demo)
    assert verdict(plain) == "Ready to send"
    cadre, donor = (str(plain.records(table)[0][table[:-1]]) for table in ("cadres", "donors"))
    for table, row in (
        ("ceilings", {"ceiling": "c", "scope": "institution:polise", "2026": 1.0}),
        ("targets", {"target": "t", "measure": "strength", "group": "tag:nobody", "2026": 1.0}),
        ("pay_parts", {"cadre": cadre, "part": "basic", "kind": "base", "amount": 1.0}),
        ("eligibility", {"donor": donor, "institution": "*", "category": "pay", "item": "nobody", "allowed": True}),
    ):
        wrong = plain.replace({table: [row]})
        assert any(issue.severity is Severity.ERROR for issue in check_case(wrong, try_scenarios=False)), table
        assert verdict(wrong) == "No fault that this sheet can see; run rightfin check", table
    of_groups = {table.name for table in TABLES if any(c.kind in (Kind.GROUP, Kind.YEARS) for c in table.columns)}
    assert of_groups <= READ_DEEPER


def judged_whole(case: Case) -> Case:
    """The case with nothing in it that the sheet cannot judge."""
    cadres = [row | {"pay": row["pay"] or 1.0} for row in case.records("cadres")]
    return case.replace({"cadres": cadres, **{table: [] for table in READ_DEEPER}})


def verdict(case: Case) -> object:
    placed = {t.name: Placed.make(t, case.tables[t.name].years, case.records(t.name)) for t in TABLES}
    return CheckCounts.of(Sheets(placed)).verdict.value


def test_pay_in_another_currency_is_not_added_to_that_of_the_case(demo: Case, tmp_path: Path) -> None:
    """Pay, a part and a grid in dollars stand apart; a part follows the currency of its cadre unless it says its own."""
    cadres = {str(row["cadre"]): row for row in demo.records("cadres")}
    paid = {
        "judges": {"pay": 700.0, "pay_currency": "USD"}, "court_clerks": {"pay": 500.0, "pay_currency": "MRK"},
        "constables_men": {"pay": None, "pay_currency": None}, "sergeants": {"pay": None, "pay_currency": "USD"},
        "prosecutors": {"pay": None, "pay_currency": "USD"}, "arbiters": {"pay": None, "pay_currency": None},
    }
    parts = [("constables_men", "basic", 100.0, None), ("constables_men", "stipend", 250.0, "USD"),
             ("sergeants", "basic", 40.0, "MRK"), ("sergeants", "stipend", 20.0, None)]
    steps = [("prosecutors", 90.0, 1.0), ("arbiters", 60.0, 1.0)]
    odd = demo.replace({
        "cadres": [row | paid.get(name, {"opening_strength": 0.0}) for name, row in cadres.items()],
        "pay_parts": [{"cadre": cadre, "part": part, "kind": "base", "amount": amount, "currency": currency}
                      for cadre, part, amount, currency in parts],
        "pay_grid": [{"cadre": cadre, "grade": "a", "step": 1, "amount": amount, "share": share}
                     for cadre, amount, share in steps],
    })
    write_workbook(odd, tmp_path / "odd.xlsx")
    people = {name: float(str(cadres[name]["opening_strength"])) for name in paid}
    marks = {"court_clerks": 500.0, "constables_men": 100.0, "sergeants": 40.0, "arbiters": 60.0}
    dollars = {"judges": 700.0, "constables_men": 250.0, "sergeants": 20.0, "prosecutors": 90.0}
    for sheet in (load_workbook(tmp_path / "odd.xlsx", data_only=True)["check"],
                  recalculate(tmp_path / "odd.xlsx", tmp_path)["check"]):
        rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows() if row[0].value is not None}
        for place, amounts in ((2, marks), (3, dollars)):
            expected = {name: people[name] * amount for name, amount in amounts.items()}
            assert rows["all cadres"][place] == pytest.approx(sum(expected.values()))
            assert rows["police"][place] == pytest.approx(
                sum(amount for name, amount in expected.items() if cadres[name]["institution"] == "police"))
