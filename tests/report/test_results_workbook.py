from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from golden_case import golden_case
from openpyxl.worksheet.worksheet import Worksheet
from report.plan_fixture import contradictory_plan, make_case, make_plan
from xlsxwriter.worksheet import Worksheet as XlsxSheet

from rightfin.case import Issue
from rightfin.case.exchange.trail import Save
from rightfin.case.reading.names import table_name
from rightfin.case.resolve import DefaultUsed
from rightfin.io import write_template
from rightfin.io.layout import LISTS, UNREAD_SHEETS
from rightfin.io.workbook import style
from rightfin.planning import plan
from rightfin.report.words.answer import headline
from rightfin.report.workbook import write_workbook
from rightfin.report.workbook.notes import command_line
from rightfin.result.thresholds import THRESHOLDS
from rightfin.schema import BY_NAME, COMPANIONS, TABLES, TRAIL
from rightfin.schema.indicators import BY_NAME as DEFINED
from rightfin.schema.indicators import INDICATORS
from rightfin.schema.sheets import RESULT_SHEETS

SHEETS = [
    "The page",
    "Summary",
    "Contents",
    "Strength",
    "Budget",
    "Lines",
    "Parts of the budget",
    "Base year",
    "Financing",
    "Who pays",
    "Pledge flows",
    "Earmarked money",
    "Handover",
    "Coverage",
    "Justice chain",
    "Targets reached",
    "Reform programmes",
    "Equipment plan",
    "After the plan",
    "Fiscal path",
    "Indicators",
    "Explanations",
    "Shadow prices",
    "Assumptions",
    "Defaults used",
    "Warnings",
    "Provenance",
]
NOTES = ["The page", "Summary", "Contents", "Explanations", "Assumptions", "Defaults used", "Warnings", "Provenance"]
CASE = [*(table.name for table in TABLES), LISTS]
FUNCTIONS = {"AND", "IF", "ISNUMBER", "N", "ROUND", "SUM", "SUMPRODUCT"}
INJECTIONS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("https://example.org")', "[a.xlsx]b!A1",
    "&L&9evil", "'=1", "{=1+1}",
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("book") / "plan.xlsx"
    write_workbook(make_plan(), make_case(), target)
    return target


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(cell) for row in sheet.values for cell in row if cell is not None)


def row_of(sheet: Worksheet, *labels: str) -> list[object]:
    for row in sheet.values:
        if row[: len(labels)] == labels:
            return list(row)
    raise AssertionError(labels)


def test_two_writes_give_the_same_bytes(tmp_path: Path, path: Path) -> None:
    write_workbook(make_plan(), make_case(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def results(book: openpyxl.Workbook) -> list[Worksheet]:
    return [book[name] for name in SHEETS if name in book.sheetnames]


def test_sheets_and_print_settings(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*SHEETS, *CASE]
    for sheet in results(book):
        assert sheet.page_setup.orientation == ("portrait" if sheet.title == "The page" else "landscape")
        if sheet.title not in ("The page", "Summary"):
            assert sheet.freeze_panes is not None


def test_every_sheet_is_read_or_passed_over(path: Path) -> None:
    names = set(map(table_name, openpyxl.load_workbook(path, read_only=True).sheetnames))
    assert names <= {*BY_NAME, *UNREAD_SHEETS}
    assert not UNREAD_SHEETS & {*BY_NAME, *(table.name for table in COMPANIONS)}
    left_out = {"Own money by payer", "Changes"}
    assert {*SHEETS, *left_out} == set(RESULT_SHEETS), "left out where the government pays alone, and nothing was changed"


def test_contents_link_to_every_sheet_and_back(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    links = {cell.value: cell.hyperlink.location for row in book["Contents"].iter_rows() for cell in row if cell.hyperlink}
    assert list(links) == [name for name in book.sheetnames if name != "Contents"]
    for name, location in links.items():
        assert location in (f"{name}!A1", f"'{name}'!A1")
    for sheet in results(book)[3:]:
        assert sheet["A3"].hyperlink.location == "Contents!A1"


def test_summary_says_the_answer(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book["Summary"]
    answer = headline(make_plan())
    found = texts(sheet)
    assert answer.title in found
    assert answer.brief[0].topic == "verdict"
    assert len(answer.brief) == 4
    for sentence in answer.brief:
        assert sentence.text in found
    for sentence in answer.sentences:
        assert sentence.text in texts(book["Explanations"])
    years = {row[0]: row for row in sheet.values if isinstance(row[0], int)}
    for row in answer.yearly:
        money = (amount / 1e6 for amount in row.money)
        expected = [row.strength, row.without_support, *money, row.coverage, row.readiness]
        assert list(years[row.year][1:]) == pytest.approx(expected)
    with zipfile.ZipFile(path) as parts:
        assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) == 4


def test_no_heading_of_the_summary_is_cut(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Summary"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Without support")
    assert head.alignment.wrap_text
    assert (sheet.row_dimensions[head.row].height or 0) >= 30


def test_numbers_of_the_summary_are_formulas(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Summary"]
    for row in sheet.iter_rows():
        if isinstance(row[0].value, int):
            assert all(cell.data_type == "f" for cell in row[1:])
            assert {cell.alignment.vertical for cell in row} == {"center"}  # at the top they touch the headings


def test_what_binds_is_said_once(path: Path) -> None:
    rows = [row[0] for row in openpyxl.load_workbook(path)["Explanations"].values]
    assert rows.count("What binds") == 1


def test_totals_are_those_of_the_plan(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    answer = headline(make_plan())
    assert row_of(book["Strength"], "All institutions", None)[3:] == pytest.approx(
        [r.strength for r in answer.yearly]
    )
    costs = [row.cost / 1e6 for row in answer.yearly]
    assert row_of(book["Budget"], "All institutions", None, "All")[4:] == pytest.approx(costs)
    assert row_of(book["Who pays"], "Cost that falls due")[1:] == pytest.approx(costs)
    assert row_of(book["Who pays"], "Own money")[1:] == pytest.approx(
        [row.own / 1e6 for row in answer.yearly]
    )
    needs = make_plan().table("needs")
    last = needs[(needs["year"] == 2032) & (needs["need"] == "case_disposal")]
    expected = 1 - last["unmet"].sum() / last["needed"].sum()
    assert row_of(book["Coverage"], "Case disposal", "human")[-1] == pytest.approx(expected)


def test_codes_of_classifications(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Budget"]
    assert row_of(sheet, "National Army", "02.1", "Capital", "31")
    assert row_of(sheet, "National Police", "03.1", "Pay", "21")


def test_indicators_come_with_their_definitions(path: Path) -> None:
    found = texts(openpyxl.load_workbook(path)["Indicators"])
    shown = {row[0] for row in make_plan().tables["indicators"].rows}
    for indicator in INDICATORS:
        assert (indicator.meaning in found) == (indicator.name in shown)


def test_an_indicator_is_a_formula_or_says_what_is_not_in_the_workbook(tmp_path: Path) -> None:
    case = golden_case().with_cell("needs", ("crime",), "security", "national")
    made = plan(case)
    write_workbook(made, case, tmp_path / "golden.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "golden.xlsx")["Indicators"]
    rows = {row[0].value: row[-1].data_type for row in sheet.iter_rows() if row[0].value}
    assert {row[0] for row in made.tables["indicators"].rows} == set(DEFINED)
    assert made.tables["payers"].rows, "where the government pays alone two more are formulas"
    assert {name for name, found in DEFINED.items() if rows[found.label] != "f"} == {
        indicator.name for indicator in INDICATORS if indicator.not_in_sheets or indicator.not_by_payer}


def test_an_indicator_without_a_formula_is_no_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = tuple(replace(indicator, not_in_sheets="") for indicator in INDICATORS)
    monkeypatch.setattr("rightfin.report.workbook.indicators.INDICATORS", bare)
    with pytest.raises(ValueError, match="steady_state_margin has no formula in report/workbook/indicators"):
        write_workbook(make_plan(), make_case(), tmp_path / "plan.xlsx")


def test_notes(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert "The cadre clerk serves no need." in texts(book["Warnings"])
    assert "0.12 (carried)" in texts(book["Defaults used"])
    assert "c" * 64 in texts(book["Provenance"])
    assert "2025: 0.12; 2028: 0.13" in texts(book["Assumptions"])


@pytest.mark.parametrize("evil", INJECTIONS)
def test_texts_never_become_formulas(tmp_path: Path, evil: str) -> None:
    """Every text that a plan and a case hold is hostile; only the sheets' own functions and references are live."""
    plan = make_plan(title=evil)
    names = {
        name: {key: key if name == "sectors" else f"{evil} {key}" for key in values}
        for name, values in vars(plan.names).items() if name not in ("cadre_institution", "cadre_kind", "donor_channel")
    }
    made = replace(plan.provenance, scenarios=(evil,), options={evil: evil}, model=evil, versions={evil: evil})
    hostile = replace(
        plan, currency=evil, names=replace(plan.names, **names), provenance=made,
        defaults=(DefaultUsed(evil, evil, evil, evil),), issues=(Issue(evil, evil, evil, evil, evil, evil, evil),),
    )
    case = make_case(evil)
    noted = [{**row, "source": evil, "note": evil} for row in case.records("macro")]
    write_workbook(hostile, case.replace({"macro": noted}), tmp_path / "evil.xlsx", (Save(who=evil, why=evil),))
    sheets = set(openpyxl.load_workbook(tmp_path / "evil.xlsx", read_only=True).sheetnames)
    with zipfile.ZipFile(tmp_path / "evil.xlsx") as parts:
        live = [
            (name, html.unescape(formula)) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")
            for formula in re.findall(r"<f[^>]*>(.*?)</f>", parts.read(name).decode())
        ]
        charts = [html.unescape(parts.read(name).decode()) for name in parts.namelist() if name.startswith("xl/charts/")]
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
        linked = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
        footers = re.findall(r"<oddFooter>(.*?)</oddFooter>", "".join(
            html.unescape(parts.read(name).decode()) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")
        ))
    assert "TargetMode=\"External\"" not in linked
    assert len(live) > 300
    written = {f"xl/worksheets/sheet{place}.xml" for place in range(1, len(SHEETS) + 1)}
    for name, formula in live:
        assert evil not in formula, name
        if name not in written:  # sheets of the case have functions of their own
            continue
        bare = re.sub(r'"[a-z ]*"', "", formula)
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= FUNCTIONS, formula
        assert {quoted or plain for quoted, plain in re.findall(r"(?:'([^']*)'|\b(\w+))!", bare)} <= sheets, formula
    for chart in charts:
        for reference in re.findall(r"<c:f>(.*?)</c:f>", chart):
            assert reference.rpartition("!")[0].strip("'") in SHEETS
    assert footers
    if "&" in evil:
        assert not [footer for footer in footers if "&9" in footer.replace("&&", "")]


def test_names_of_the_case_never_become_references_of_charts(tmp_path: Path) -> None:
    plan = make_plan()
    evil = replace(
        plan,
        currency="[a.xlsx]b!C1",
        names=replace(
            plan.names,
            institutions={**plan.names.institutions, "army": "='https://example.org/[x.xlsx]a'!$A$1"},
            donors={"ally": "[book.xlsx]Sheet!A1", "trust_fund": "Fund"},
        ),
    )
    write_workbook(evil, make_case(), tmp_path / "evil.xlsx")
    with zipfile.ZipFile(tmp_path / "evil.xlsx") as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/")]
        assert not [name for name in parts.namelist() if "external" in name.lower()]
    references = [reference for chart in charts for reference in re.findall(r"<c:f>(.*?)</c:f>", chart)]
    assert len(references) > 20
    for reference in references:
        assert re.fullmatch(r"(Summary|Strength|Indicators|'Who pays')!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", reference)
    # The legend shows the names all the same.
    assert "<c:v>[book.xlsx]Sheet!A1</c:v>" in "".join(charts)


def test_series_of_charts_are_named_by_their_rows(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    with zipfile.ZipFile(path) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/")]
    found = [
        (sheet.strip("'"), row, name)
        for chart in charts
        for sheet, row, name in re.findall(r"<c:tx><c:strRef><c:f>(.*?)!\$A\$(\d+)</c:f>.*?<c:v>(.*?)</c:v>", chart)
    ]
    assert len(found) == 4 + 5 + 1 + 2  # coverage is named by the headings of the yearly table
    for sheet, row, name in found:
        assert book[sheet][f"A{row}"].value == name.replace("&amp;", "&")


def test_long_texts_keep_rows_within_what_excel_shows(tmp_path: Path) -> None:
    issue = Issue("long", "word " * 2_000, "Shorten it.")
    plan = replace(contradictory_plan(), issues=(issue,), conflict=("limit of soldier in 2026 (hard)",) * 300)
    write_workbook(plan, make_case(), tmp_path / "long.xlsx")
    book = openpyxl.load_workbook(tmp_path / "long.xlsx")
    for name in ("Summary", "Warnings", "Explanations"):
        heights = [row.height or 0 for row in book[name].row_dimensions.values()]
        assert 400 < max(heights) <= 409, name


def test_money_indicators_name_the_currency(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Indicators"]
    assert row_of(sheet, "Revenue left per head")[1] == "MRD per head"
    assert row_of(sheet, "Asked cost")[1] == "MRD million"


def test_contradictory_plan_has_summary_and_notes(tmp_path: Path) -> None:
    write_workbook(contradictory_plan(), make_case(), tmp_path / "no.xlsx")
    book = openpyxl.load_workbook(tmp_path / "no.xlsx")
    assert book.sheetnames == [*NOTES, *CASE]
    assert "least strength of soldier in 2026 (hard)" in texts(book["Summary"])


def test_state_alone_has_no_donor_sheets(tmp_path: Path) -> None:
    write_workbook(make_plan(donors=False), make_case(), tmp_path / "alone.xlsx")
    names = openpyxl.load_workbook(io.BytesIO((tmp_path / "alone.xlsx").read_bytes())).sheetnames
    assert "Pledge flows" not in names
    assert "Who pays" in names


def test_a_case_that_no_workbook_can_hold_is_left_out_and_said_to_be(tmp_path: Path) -> None:
    case = make_case("bad \x07 bell")
    write_workbook(make_plan(), case, tmp_path / "without.xlsx")
    book = openpyxl.load_workbook(tmp_path / "without.xlsx")
    assert book.sheetnames == SHEETS
    assert "The case is not in this workbook" in texts(book["Provenance"])


def test_trail_stands_in_the_workbook(tmp_path: Path) -> None:
    saved = Save(digest="a" * 64, when="2026-01-01", who="Adviser", why="First draft")
    write_workbook(make_plan(), make_case(), tmp_path / "trail.xlsx", (saved,))
    assert "First draft" in texts(openpyxl.load_workbook(tmp_path / "trail.xlsx")[TRAIL.name])


def test_provenance_names_the_command(path: Path) -> None:
    made = replace(make_plan().provenance, scenarios=("early_exit",), options={"tail_years": "3"})
    plan = replace(make_plan(), provenance=made)
    assert command_line(plan, "plan.xlsx") == "rightfin plan plan.xlsx --scenario early_exit --set tail_years=3"
    both = replace(made, model="my model", scenarios=("slow", "early_exit"), of_the_model=1)
    other = replace(plan, provenance=both)
    assert command_line(other, "CASE") == (
        "rightfin plan CASE --model 'my model.toml' --scenario early_exit --set tail_years=3")
    assert "rightfin plan plan.xlsx --set solver=ipx" in texts(openpyxl.load_workbook(path)["Provenance"])


def test_headings_repeat_only_where_a_sheet_takes_more_than_a_page(path: Path, tmp_path: Path) -> None:
    many = tuple(DefaultUsed("cadres", f"cadre_{n}", "pay", "0") for n in range(40))
    write_workbook(replace(make_plan(), defaults=many), make_case(), tmp_path / "many.xlsx")
    short, long = (openpyxl.load_workbook(book)["Defaults used"] for book in (path, tmp_path / "many.xlsx"))
    assert not short.print_title_rows
    assert not openpyxl.load_workbook(path)["institutions"].print_title_rows
    assert long.print_title_rows == "$1:$4"
    wordy = replace(make_plan(), issues=tuple(Issue("long", "word " * 150, "Shorten it.") for _ in range(4)))
    write_workbook(wordy, make_case(), tmp_path / "wordy.xlsx")
    assert openpyxl.load_workbook(tmp_path / "wordy.xlsx")["Warnings"].print_title_rows == "$1:$4"


def test_every_rule_of_thumb_names_its_source(path: Path) -> None:
    found = texts(openpyxl.load_workbook(path)["Indicators"])
    shown = {str(row[0]) for row in make_plan().tables["indicators"].rows}
    assert {threshold.indicator for threshold in THRESHOLDS} <= set(DEFINED)
    for threshold in THRESHOLDS:
        assert re.search(r"\d{4}" if threshold.is_rule_of_thumb else r"^\w+: \w+", threshold.source)
        if threshold.is_rule_of_thumb and threshold.indicator in shown:
            assert threshold.source in found


def test_equal_limits_read_kept_and_broken(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True)["Indicators"]
    rows = list(book.values)
    at = next(place for place, row in enumerate(rows) if row[0] == "   Limit of the case: Ceiling of own spending")
    value = next(row for row in rows[at::-1] if row[0] == "Own spending in revenue")
    for number, limit, word in zip(value[3:], rows[at][3:], rows[at + 1][3:], strict=True):
        assert word == ("kept" if number <= limit + 1e-5 else "broken")
    assert {"kept", "broken"} == set(rows[at + 1][3:])


def test_shadow_prices_come_in_order_of_worth(path: Path) -> None:
    rows = [row for row in openpyxl.load_workbook(path)["Shadow prices"].values if isinstance(row[2], int | float)]
    assert [row[6] for row in rows] == [2e-3, 1.2e-3, 2e-4]
    second = rows[1]
    assert second[0] == "Training places: National Police"
    assert second[5] == "5 persons"
    assert second[7] == pytest.approx(1.2e-3 / 12.5)
    assert second[8] == 1.6e-3
    assert second[9] == pytest.approx(3e-4 * 5)
    assert second[10] == "one-sided"
    assert "1% more of the ceiling of own spending in 2025" in texts(openpyxl.load_workbook(path)["Shadow prices"])


def test_formulas_are_what_xlsxwriter_would_make_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def written(name: str) -> tuple[bytes, bytes]:
        write_workbook(make_plan(), make_case(), tmp_path / f"{name}.xlsx")
        write_template(tmp_path / f"{name}_template.xlsx")
        return tuple((tmp_path / f"{name}{kind}.xlsx").read_bytes() for kind in ("", "_template"))  # type: ignore[return-value]

    ours, own, sheet = written("ours"), XlsxSheet._prepare_formula, XlsxSheet()
    monkeypatch.setattr(style, "plain_formula", lambda formula, more=False: own(sheet, formula, more))
    assert written("theirs") == ours
    monkeypatch.setattr(style, "plain_formula", lambda formula, _=False: f"SORT({formula})")
    assert written("others") != ours
