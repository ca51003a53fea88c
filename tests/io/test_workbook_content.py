"""Workbooks are judged by what they hold: parts as relations name them, formats by their signs, sheets of raw data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter
from corpus import CADRES, cell, packed, sound, unpacked
from hostile import Parts
from recalculated import shown_by_libreoffice

from rightfin.io import read_form
from rightfin.io.xlsx import cells as workbook_cells
from rightfin.io.xlsx import parts as workbook_parts
from rightfin.io.xlsx.number_format import is_date

NUMBERS = ("General", "0", "#,##0", "#,##0 USD", "[$USD] #,##0", '#,##0 "Afs"', '0.0 "days"', "0.0 days",
           "#,##0.00 [$€-407]",
           "_-* #,##0.00 [$AFN]_-;-* #,##0.00 [$AFN]_-", "0.00E+00", "# ?/?", "0%", "[Red]0;[Blue]-0", "0\\d",
           '"day" 0', "[>=1000]#,##0;General", "@", '"yes";"yes";"no"', "", ";;;", "[$-409]#,##0")
DATES = ("yyyy-mm-dd", "d/m/yy", "[$-409]d-mmm-yy", "mmm yyyy", "dd.mm.yyyy", "h:mm", "[h]:mm:ss", "mm:ss.0", "ss.000",
         "yyyymmdd",
         'yyyy"年"m"月"', "h:mm AM/PM", "yyyy-mm-ddThh:mm:ss", "[$-F800]dddd, mmmm dd, yyyy", "[mm]:ss", "d")


@pytest.mark.parametrize("code", NUMBERS)
def test_letters_beside_digits_are_no_date(code: str) -> None:
    assert not is_date(code)


@pytest.mark.parametrize("code", DATES)
def test_dates_and_times_are_found(code: str) -> None:
    assert is_date(code)


def test_libreoffice_shows_the_same_formats_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "formats.xlsx"
    codes = [code for code in (*NUMBERS, *DATES) if "0" in code or "y" in code or "h" in code if '"yes"' not in code]
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, code in enumerate(codes):
        sheet.write_number(row, 0, 45123, book.add_format({"num_format": code}))
    book.close()
    shown = shown_by_libreoffice(path, tmp_path).splitlines()
    assert len(shown) == len(codes)
    for code, text in zip(codes, shown, strict=True):
        digits = re.sub("[^0-9]", "", text)
        assert is_date(code) is not digits.startswith("45123") or "E+" in code, (code, text)


def case_of(parts: Parts, path: Path) -> object:
    path.write_bytes(packed(parts))
    found = read_form(path)
    assert [str(issue) for issue in found.issues] == []
    return found.case


def relations(target: str) -> bytes:
    space, kind = "http://schemas.openxmlformats.org/package/2006/relationships", (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument")
    return f'<Relationships xmlns="{space}"><Relationship Id="r" Type="{kind}" Target="{target}"/></Relationships>'.encode()


def renamed() -> Parts:
    """Return the sound case with its own part under another name, in another folder."""
    parts = sound()
    parts["book/tables.xml"] = parts.pop("xl/workbook.xml")
    links = parts.pop("xl/_rels/workbook.xml.rels")
    parts["book/_rels/tables.xml.rels"] = links.replace(b'Target="', b'Target="../xl/')
    return {**parts, "_rels/.rels": relations("/book/tables.xml")}


def inline() -> Parts:
    """Return the sound case with its texts in the cells, and a list of texts that is named and not there."""
    parts = sound()
    texts = re.findall(rb"<si><t>(.*?)</t></si>", parts.pop("xl/sharedStrings.xml"))
    for name in [name for name in parts if "worksheets" in name]:
        parts[name] = re.sub(rb' t="s"><v>(\d+)</v>', lambda found: b' t="inlineStr"><is><t>' + texts[int(found[1])]
                             + b"</t></is>", parts[name])
    return parts


def backslashes() -> Parts:
    """Return the sound case with parts named as some programs on Windows do."""
    return {name.replace("/", "\\"): data for name, data in sound().items()}


def without_styles() -> Parts:
    """Return the sound case with styles that are named and not there."""
    parts = sound()
    del parts["xl/styles.xml"]
    return parts


def with_blanks_far_away() -> Parts:
    """Return the sound case with cells at the far end that hold a format, an empty text, and blanks."""
    parts = sound()
    far = b"".join(b'<row r="%d"><c r="XFC%d" s="1"/><c r="XFD%d" t="inlineStr"><is><t>%b</t></is></c></row>'
                   % (row, row, row, text) for row, text in ((30_000, b""), (1_048_576, b"  ")))
    return {**parts, CADRES: parts[CADRES].replace(b"</sheetData>", far + b"</sheetData>")}


@pytest.mark.parametrize("make", [renamed, inline, backslashes, without_styles, with_blanks_far_away])
def test_what_other_programs_write_is_the_same_case(make: object, tmp_path: Path) -> None:
    assert callable(make)
    assert case_of(make(), tmp_path / "case.xlsx") == case_of(sound(), tmp_path / "sound.xlsx")


def with_sheet(title: str, xml: bytes) -> Parts:
    """Return the sound case with one sheet more."""
    parts = sound()
    book, links = parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    sheet = f'<sheet name="{title}" sheetId="99" r:id="rX"/></sheets>'.encode()
    parts["xl/workbook.xml"] = book.replace(b"</sheets>", sheet)
    parts["xl/_rels/workbook.xml.rels"] = links.replace(
        b"</Relationships>", b'<Relationship Id="rX" Type="%b" Target="worksheets/extra.xml"/></Relationships>' % kind)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/extra.xml"] = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (main, xml)
    return parts


def test_a_sheet_of_raw_data_refuses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = len(re.findall(b"<si>", sound()["xl/sharedStrings.xml"]))
    monkeypatch.setattr(workbook_cells, "MOST_CELLS", 5_000)
    monkeypatch.setattr(workbook_parts, "MOST_TEXTS", kept)
    rows = b"".join(b'<row r="%d"><c r="ZZ%d" t="s"><v>%d</v></c><c r="XFD%d" t="e"><v>#N/A</v></c></row>'
                    % (row, row, kept + row, row) for row in range(1, 6_001))
    parts = with_sheet("payroll", rows)
    texts = b"".join(b"<si><t>person %d</t></si>" % number for number in range(6_001))
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"</sst>", texts + b"</sst>")
    path = tmp_path / "case.xlsx"
    path.write_bytes(packed(parts))
    found = read_form(path)
    assert [issue.severity for issue in found.issues] == ["warning"]
    assert found.case == case_of(sound(), path)


def test_a_sheet_that_is_listed_and_not_there_is_missed_only_where_it_is_a_table(tmp_path: Path) -> None:
    path, parts = tmp_path / "case.xlsx", with_sheet("scratch", b"")
    del parts["xl/worksheets/extra.xml"]
    path.write_bytes(packed(parts))
    assert read_form(path).case == case_of(sound(), tmp_path / "sound.xlsx")


LINK = (b'<Relationship Id="rL" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" '
        b'Target="externalLinks/externalLink1.xml"/></Relationships>')


def with_links(inside: str = "") -> Parts:
    """Return the sound case with a link to another workbook, and perhaps another cell D2 of the cadres."""
    parts = unpacked(cell(inside)()) if inside else sound()
    links = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", LINK)
    return {**parts, "xl/_rels/workbook.xml.rels": links, "xl/externalLinks/externalLink1.xml": b"<x/>"}


@pytest.mark.parametrize(("inside", "where", "said"), [
    ("", "", "no table uses"),
    ("><f>SUM(pledges[2027])*[0]</f><v>1500</v>", "", "no table uses"),
    ("><f>[1]Sheet1!$B$2*2</f><v>1500</v>", "cadres!D2", "1 cell takes its value from other workbooks"),
    ("><f>1+'[2]Payroll of May'!B2</f><v>1500</v>", "cadres!D2", "what was stored there counts"),
])
def test_links_to_other_workbooks_are_noted_and_never_followed(inside: str, where: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(packed(with_links(inside)))
    found = read_form(path)
    issue, = found.issues
    assert (issue.code, issue.cell, issue.severity) == ("external_links", where, "warning")
    assert said in issue.message
    if inside:
        assert any(1500 in row.values() for row in found.case.records("cadres"))


def test_a_link_without_a_stored_value_is_an_error_at_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(packed(with_links("><f>[1]Sheet1!B2</f>")))
    assert ("unreadable_cell", "cadres!D2") in [(issue.code, issue.cell) for issue in read_form(path).issues]
