"""From raw tables to a case: what is kept, what is reported, and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_tables import Grid, grids, raw_table, tables

from rightfin.case import Issue, Severity
from rightfin.case.reading.parse import Parsed, locate, parse
from rightfin.case.reading.raw import RawCell, RawRow, RawTable
from rightfin.schema import BY_NAME, TABLES


def parsed(change: Callable[[dict[str, Grid]], object] | None = None) -> Parsed:
    content = grids()
    if change is not None:
        change(content)
    return parse(tables(content))


def the_issue(found: Parsed, code: str) -> Issue:
    matching = [issue for issue in found.issues if issue.code == code]
    assert len(matching) == 1, found.issues
    assert matching[0].message.endswith(".")
    assert matching[0].remedy.endswith((".", "?"))
    return matching[0]


def put(table: str, row: int, column: int, value: RawCell) -> Callable[[dict[str, Grid]], None]:
    """Return a change of one cell; row and column as a workbook counts them, from 1."""

    def change(content: dict[str, Grid]) -> None:
        content[table][row - 1][column - 1] = value

    return change


def test_a_valid_case_has_no_issue_and_typed_values() -> None:
    found = parsed()
    assert found.issues == ()
    constable, soldier = found.case.records("cadres")
    assert constable["opening_strength"] == 1000.0
    assert isinstance(constable["opening_strength"], float)
    assert (constable["training_lead"], constable["civilian"], soldier["civilian"]) == (1, None, False)
    settings = {row["key"]: row["value"] for row in found.case.records("settings")}
    assert settings == {"title": "A country", "currency": "LCU", "base_year": 2025, "end_year": 2027}
    assert found.case.records("donors")[0]["on_budget"] is True
    assert found.case.records("scenarios")[0]["value"] == -0.02
    assert found.case.records("scenarios")[0]["column"] == "2027"
    assert "2027" not in found.case.records("demand")[0]


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "code", "cell", "key", "heading"),
    [
        ("cadres", 2, 5, "1,200", "ambiguous_number", "cadres!E2", "constable", "pay"),
        ("cadres", 3, 5, "12%", "percent", "cadres!E3", "soldier", "pay"),
        ("cadres", 3, 4, True, "not_a_number", "cadres!D3", "soldier", "opening_strength"),
        ("cadres", 3, 4, -1, "out_of_bounds", "cadres!D3", "soldier", "opening_strength"),
        ("cadres", 2, 6, 0.5, "not_whole", "cadres!F2", "constable", "training_lead"),
        ("cadres", 2, 7, "perhaps", "not_a_boolean", "cadres!G2", "constable", "civilian"),
        ("cadres", 3, 4, None, "required", "cadres!D3", "soldier", "opening_strength"),
        ("cadres", 3, 1, "Foot soldier", "not_an_id", "cadres!A3", "Foot soldier", "cadre"),
        ("cadres", 3, 1, " ", "blank_key", "cadres!A3", "", "cadre"),
        ("cadres", 3, 1, "constable", "duplicate_key", "cadres!A3", "constable", "cadre"),
        ("institutions", 3, 3, "defense", "not_a_choice", "institutions!C3", "army", "sector"),
        ("institutions", 2, 4, 10, "out_of_bounds", "institutions!D2", "police", "leakage"),
        ("needs", 2, 4, "0.2:1", "not_bands", "needs!D2", "crime", "bands"),
        ("demand", 2, 4, "many", "not_a_number", "demand!D2", "crime/*", "2026"),
        ("demand", 2, 5, -3, "out_of_bounds", "demand!E2", "crime/*", "2027"),
        ("pledges", 2, 3, None, "blank_year", "pledges!C2", "fund", "2027"),
        ("donors", 2, 3, 27, "not_a_year", "donors!C2", "fund", "exit_year"),
        ("macro", 4, 2, -2, "out_of_bounds", "macro!B4", "deflator_growth", "2025"),
        ("settings", 4, 2, "soon", "not_a_number", "settings!B4", "base_year", "value"),
        ("settings", 2, 2, None, "required", "settings!B2", "title", "value"),
        ("settings", 2, 1, "titel", "unknown_key", "settings!A2", "titel", "key"),
        ("macro", 3, 1, "real_groth", "unknown_series", "macro!A3", "real_groth", "series"),
        ("scenarios", 2, 2, 1.5, "not_whole", "scenarios!B2", "bad/1.5", "order"),
    ],
)
def test_a_bad_cell_is_named_with_its_place(
    table: str, row: int, column: int, value: RawCell, code: str, cell: str, key: str, heading: str
) -> None:
    issue = the_issue(parsed(put(table, row, column, value)), code)
    assert (issue.table, issue.cell, issue.row, issue.column) == (table, cell, key, heading)
    assert issue.severity is Severity.ERROR


def test_all_problems_are_reported_at_once() -> None:
    def spoil(content: dict[str, Grid]) -> None:
        content["cadres"][1][3] = "many"
        content["cadres"][1][4] = "1,5"
        content["needs"][1][2] = None
        content["macro"][1][0] = "gpd"
        del content["effects"]

    codes = {issue.code for issue in parsed(spoil).issues}
    assert codes == {"not_a_number", "ambiguous_number", "required", "unknown_series", "missing_table"}


def test_what_can_be_read_is_kept_and_bad_cells_are_blank() -> None:
    found = parsed(put("cadres", 2, 5, "much"))
    assert [row["cadre"] for row in found.case.records("cadres")] == ["constable", "soldier"]
    assert found.case.records("cadres")[0]["pay"] is None


def test_unknown_settings_and_series_are_answered_with_the_nearest_name() -> None:
    found = parsed(put("settings", 5, 1, "end_yaer"))
    assert "end_year" in the_issue(found, "unknown_key").remedy
    assert parsed(put("macro", 2, 1, "gdp:EUR")).issues[0].code == "unknown_series"


@pytest.mark.parametrize(("series", "good"), [("exchange_rate:EUR", True), ("exchange_rate:", False)])
def test_only_an_exchange_rate_with_a_code_may_have_a_colon(series: str, good: bool) -> None:
    found = parsed(lambda content: content["macro"].append([series, None, 0.5, None, None]))
    assert (not found.issues) is good


def test_near_tables_and_columns_are_errors_and_kept_out() -> None:
    def add(content: dict[str, Grid]) -> None:
        content["cadre"] = [["cadre"], ["x"]]
        content["cadres"][0].append("atrition")
        content["cadres"][1].append(0.1)

    found = parsed(add)
    assert {issue.severity for issue in found.issues} == {Severity.ERROR}
    assert "Did you mean cadres?" in the_issue(found, "unknown_table").remedy
    column = the_issue(found, "unknown_column")
    assert (column.table, column.cell) == ("cadres", "cadres!H")
    assert "Did you mean attrition?" in column.remedy
    assert found.case == parsed().case


def test_a_missing_required_column_is_named_with_the_heading_that_is_meant() -> None:
    issue = the_issue(parsed(put("cadres", 1, 4, "opening_strenght")), "missing_column")
    assert (issue.table, issue.column) == ("cadres", "opening_strength")
    assert "opening_strenght" in issue.remedy


def test_a_repeated_heading_is_an_error() -> None:
    assert the_issue(parsed(put("cadres", 1, 7, "Pay")), "duplicate_column").cell == "cadres!G"
    assert the_issue(parsed(put("macro", 1, 4, "2026.0")), "duplicate_column").column == "2026"


def test_a_table_that_stands_there_twice_is_an_error() -> None:
    found = parsed(lambda content: content.update({" Cadres": grids()["cadres"]}))
    assert the_issue(found, "duplicate_table").table == "cadres"


def test_a_missing_or_empty_required_table_is_an_error() -> None:
    assert the_issue(parsed(lambda c: c.pop("needs")), "missing_table").table == "needs"
    header: Grid = [["need", "name", "weight"]]
    assert the_issue(parsed(lambda c: c.update(needs=header)), "empty_table").table == "needs"
    assert the_issue(parsed(lambda c: c.update(needs=[[]])), "empty_table").table == "needs"
    assert parsed(lambda c: c.update(regions=[[]])).issues == ()


def test_notes_and_blank_rows_are_skipped() -> None:
    def add(content: dict[str, Grid]) -> None:
        content["cadres"] += [["# to be agreed", "x", None, "many", None, None, None], [None] * 7, ["  "]]
        content["cadres"][0].append("remark")
        content["cadres"].append([None] * 7 + ["only in a column that is not read"])

    found = parsed(add)
    assert [(issue.code, issue.severity) for issue in found.issues] == [
        ("not_read", Severity.WARNING), ("notes", Severity.WARNING)]
    assert "1 row that begins with # was not read: 1 in cadres." in found.issues[1].message
    assert found.case == parsed().case


def test_years_outside_the_plan_are_warnings_unless_the_table_reads_them() -> None:
    def add(content: dict[str, Grid]) -> None:
        content["demand"][0] += [2024, 2028, 2029]
        content["demand"][1] += [5, 6, None]
        content["pledges"][0] += [2024]
        content["pledges"][1] += [50]

    found = parsed(add)
    assert [(issue.code, issue.column, issue.cell) for issue in found.issues] == [
        ("year_outside", "2024", "demand!F"), ("year_outside", "2028", "demand!G"),
    ]
    assert {issue.severity for issue in found.issues} == {Severity.WARNING}
    assert "2024" not in found.case.records("demand")[0]
    assert found.case.records("demand")[0]["2028"] == 6.0
    assert found.case.records("pledges")[0]["2024"] == 50.0


def test_missing_year_columns_of_amounts_are_one_error() -> None:
    def drop(content: dict[str, Grid]) -> None:
        content["pledges"] = [["donor", 2026], ["fund", 1], ["other", 2]]

    assert "2027" in the_issue(parsed(drop), "missing_years").message


def test_years_are_not_judged_while_the_plan_is_not_known() -> None:
    found = parsed(put("settings", 4, 2, None))
    assert {issue.table for issue in found.issues} == {"settings"}


def test_named_values_left_blank_in_a_template_are_not_rows() -> None:
    def add(content: dict[str, Grid]) -> None:
        content["settings"] += [["discount_rate", None, None], ["tail_years", None, "to be agreed"]]
        content["macro"] += [["own_share", None, None, None, None]]

    found = parsed(add)
    assert found.issues == ()
    keys = [row["key"] for row in found.case.records("settings")]
    assert "discount_rate" not in keys
    assert "tail_years" in keys
    assert "own_share" not in [row["series"] for row in found.case.records("macro")]


def test_headings_may_stand_in_any_order_and_case() -> None:
    def turn(content: dict[str, Grid]) -> None:
        content["cadres"] = [list(reversed(row)) for row in content["cadres"]]
        content["cadres"][0] = [f" {str(name).upper()} " for name in content["cadres"][0]]

    found = parsed(turn)
    assert found.issues == ()
    assert found.case == parsed().case


def test_a_cell_that_the_reader_could_not_read_is_one_error() -> None:
    content = grids()
    content["cadres"][2][4] = None
    raw = [raw_table("cadres", content.pop("cadres"), {(3, 4): "The cell shows #REF!.\nType the value."})]
    issue = the_issue(parse([*tables(content), *raw]), "unreadable_cell")
    assert (issue.cell, issue.row, issue.message, issue.remedy) == (
        "cadres!E3", "soldier", "The cell shows #REF!.", "Type the value.",
    )


def test_damage_outside_the_rows_is_an_error_of_the_table() -> None:
    content = grids()
    raw = RawTable("needs", ("",), ("",), (), "{table}.csv line {row}", {(7, 0): "Not UTF-8.\nSave it."})
    del content["needs"]
    found = parse([*tables(content), raw])
    assert [(issue.code, issue.cell, issue.table) for issue in found.issues] == [
        ("unreadable", "needs.csv line 7", "needs"),
    ]


def test_locate_fills_in_the_cell_of_later_issues() -> None:
    found = parsed()
    late = [
        Issue("a", "m", "r", "cadres", "soldier", "institution"),
        Issue("b", "m", "r", "cadres", "soldier", "severance"),
        Issue("c", "m", "r", "demand", "crime/*", "2027"), Issue("d", "m", "r", "settings", "end_year"),
        Issue("e", "m", "r", "cadres", "nobody"), Issue("f", "m", "r", "rules", "x", "left"),
        Issue("g", "m", "r", "cadres", "soldier", "pay", "kept"), Issue("h", "m", "r"),
    ]
    cells = [issue.cell for issue in locate(late, found.positions)]
    assert cells == ["cadres!B3", "cadres!A3", "demand!E2", "settings!B5", "", "", "kept", ""]


@pytest.mark.parametrize(
    ("table", "column"), [(table.name, column.name) for table in TABLES for column in table.columns if column.required]
)
def test_a_required_heading_may_be_misspelt_in_any_table(table: str, column: str) -> None:
    content = grids()
    if table not in content or column not in content[table][0]:
        content[table] = [[c.name for c in BY_NAME[table].columns], ["x"] * len(BY_NAME[table].columns)]
    place = content[table][0].index(column)
    content[table][0][place] = f"{column}zz"
    issue = next(i for i in parse(tables(content)).issues if i.code == "missing_column")
    assert (issue.table, issue.column) == (table, column)


def test_a_missing_column_is_placed_at_the_key_and_not_at_a_margin() -> None:
    content = grids()
    content["cadres"] = [[None, *row] for row in content["cadres"]]
    late = [Issue("a", "m", "r", "cadres", "soldier", "severance")]
    assert [issue.cell for issue in locate(late, parse(tables(content)).positions)] == ["cadres!B3"]


def test_a_note_may_stand_beside_a_blank_margin() -> None:
    content = grids()
    content["cadres"] = [[None, *row] for row in content["cadres"]] + [[None, "# to do"]]
    found = parse(tables(content))
    assert the_issue(found, "notes").message.endswith("1 in cadres.")
    assert found.case == parsed().case


@pytest.mark.parametrize("heading", ["2027-01-01", "2027-01-01 12:00:00", "31/12/2027", "1.1.2027"])
def test_a_date_over_the_values_of_a_year_is_an_error(heading: str) -> None:
    issue = the_issue(parsed(put("macro", 1, 4, heading)), "date_heading")
    assert (issue.cell, issue.severity) == ("macro!D", Severity.ERROR)


@pytest.mark.parametrize("heading", ["٢٠٢٧", "۲۰۲۷", "FY２０２７", "२०२७"])
def test_a_year_in_digits_of_another_script_is_read(heading: str) -> None:
    found = parsed(put("macro", 1, 4, heading))
    assert found.issues == ()
    assert found.case == parsed().case


def test_values_under_no_heading_in_a_table_by_year_are_an_error() -> None:
    issue = the_issue(parsed(put("macro", 1, 4, None)), "unnamed_column")
    assert (issue.cell, issue.severity) == ("macro!D", Severity.ERROR)
    found = parsed(lambda content: content["macro"].append(["# aside", None, None, None, None, "x"]))
    assert [issue.code for issue in found.issues] == ["notes"]


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["key", "base_year", "2026", "#", "title", "1,2", "*"]),
)


@st.composite
def raws(draw: st.DrawFn) -> list[RawTable]:
    names = st.sampled_from([table.name for table in TABLES] + ["other", ""])
    found = []
    for name in draw(st.lists(names, max_size=6)):
        known = [column.name for table in TABLES if table.name == name for column in table.columns]
        header = draw(st.lists(st.sampled_from([*known, "2026", "2027", "", "x"]), max_size=8))
        rows = draw(st.lists(st.lists(CELLS, max_size=9), max_size=4))
        places = st.tuples(st.integers(1, 6), st.integers(0, max(0, len(header) - 1)))
        notes = draw(st.dictionaries(places, st.text(), max_size=2)) if header else {}
        found.append(RawTable(name, tuple(header), tuple("A" * len(header)),
                              tuple(RawRow(number, tuple(row)) for number, row in enumerate(rows, start=2)),
                              "{table}!{column}{row}", notes))
    return found


@given(raws())
def test_parse_never_raises(raw: list[RawTable]) -> None:
    found = parse(raw)
    assert locate(found.issues, found.positions)
