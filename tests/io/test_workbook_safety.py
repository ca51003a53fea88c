"""Hostile and mistaken files are refused with one plain reason, before anything opens them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import (
    SHEET,
    Parts,
    changed,
    disguised_sheet,
    entities,
    foreign_root,
    in_sheet,
    many_cells,
    moved_sheet,
    nested_rows,
    one_long_row,
    plain,
    put,
)

from rightfin.case import CaseError
from rightfin.io.workbook.read import read_workbook
from rightfin.io.xlsx import cells as workbook_cells
from rightfin.io.xlsx import parts as workbook_parts
from rightfin.io.xlsx import safety as workbook_safety

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def declared(kind: str) -> Callable[[Parts], object]:
    """Return a change that adds a part of a kind under a harmless name."""
    said = f'<Override PartName="/xl/harmless.xml" ContentType="{kind}"/></Types>'.encode()

    def change(parts: Parts) -> None:
        parts["xl/harmless.xml"] = b"<x/>"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", said)

    return change


def refusal_of(path: Path) -> str:
    with pytest.raises(CaseError) as caught:
        read_workbook(path)
    issue, = caught.value.issues
    assert issue.message.endswith(".")
    assert issue.remedy.endswith(".")
    assert path.name in issue.message
    return issue.code


def test_a_file_that_may_not_be_opened_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    plain(tmp_path / "case.xlsx")
    monkeypatch.setattr(Path, "open", refuse)
    assert refusal_of(tmp_path / "case.xlsx") == "not_opened"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (OLE, "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"key,value\ntitle,x\n", "text_file"),
        (b"<html><table><tr><td>key</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><Workbook/>", "web_page"),
        (b"%PDF\x00\x01", "not_a_workbook"),
        (b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_files_of_another_kind_are_named(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(content)
    assert refusal_of(path) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (entities, "unsafe_xml"),
        (disguised_sheet("png"), "unsafe_names"),
        (disguised_sheet("png", padding=100_000), "unsafe_names"),
        (disguised_sheet("vml"), "unsafe_names"),
        (moved_sheet("vml", many_cells), "too_large"),
        (moved_sheet("png", many_cells, padding=100), "too_large"),
        (moved_sheet("vml", lambda parts: None), "unsafe_names"),
        (moved_sheet("png", lambda parts: None), "unsafe_names"),
        (foreign_root, "too_large"),
        (one_long_row, "damaged"),
        (nested_rows, "damaged"),
        (in_sheet(b'r="A3"', b'r="KN19000"'), "damaged"),
        (in_sheet(b"</sheetData>", b'<row r="9"><c r="KO9"><v>1</v></c></row></sheetData>'), "far_cell"),
        (put("xl/styles.xml", b"<!DOCTYPE x SYSTEM 'http://example.org/x'><x/>"), "unsafe_xml"),
        (put("xl/vbaProject.bin"), "active_content"),
        (put("xl/embeddings/oleObject1.bin"), "active_content"),
        (put("xl/connections.xml", b"<x/>"), "active_content"),
        (put("xl/activeX/activeX1.xml", b"<x/>"), "active_content"),
        (in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), "far_cell"),
        (in_sheet(b'<row r="3"', b'<row r="1048576"'), "damaged"),
        (many_cells, "too_large"),
        (put("xl/media/zeros.bin", bytes(5_000_000)), "too_large"),
        (put("xl/styles.xml", b"<x>" + bytes(range(32, 60)) * 400_000 + b"</x>"), "too_large"),
        (lambda parts: parts.update({f"xl/part{n}.bin": b"x" for n in range(1001)}), "too_large"),
        (put("../outside.xml", b"<x/>"), "unsafe_names"),
        (put("XL/workbook.xml", b"<x/>"), "unsafe_names"),
        (put(SHEET, b"<worksheet><sheetData>"), "damaged"),
        (put("xl/workbook.xml", b"<workbook/>"), "not_a_workbook"),
        (put("xl/workbook.xml", b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'),
         "not_a_case"),
        (declared("application/vnd.ms-office.vbaProject"), "active_content"),
        (declared("application/vnd.ms-excel.intlmacrosheet+xml"), "active_content"),
        (declared("application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml"), "active_content"),
        (put("xl\\vbaProject.bin"), "active_content"),
        (put("xl\\workbook.xml", b"<x/>"), "unsafe_names"),
        (in_sheet(b"<v>0</v>", b"<v>0</v><v>1</v>"), "damaged"),
        (lambda parts: parts.pop("xl/workbook.xml"), "not_a_workbook"),
        (put("xl/workbook.bin"), "binary_workbook"),
        (lambda parts: parts.update({"mimetype": b"x", "content.xml": b"<x/>"}), "open_document"),
    ],
)
def test_hostile_workbooks_are_refused(tmp_path: Path, change: Callable[[Parts], object], code: str) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(changed(path, change))
    assert refusal_of(path) == code


def test_truncated_and_altered_archives_are_damaged(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    plain(path)
    whole = path.read_bytes()
    for length in (100, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:length])
        assert refusal_of(path) == "damaged"
    middle = len(whole) // 3
    path.write_bytes(whole[:middle] + bytes(64) + whole[middle + 64:])
    assert refusal_of(path) == "damaged"


def test_a_part_that_declares_less_than_it_holds_is_not_unpacked_further(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    filler = b"<worksheet>" + b" " * 3_000_000 + b"</worksheet>"
    data = bytearray(changed(path, put(SHEET, filler)))
    true, false = struct.pack("<I", len(filler)), struct.pack("<I", 1000)
    assert true in data
    path.write_bytes(bytes(data).replace(true, false))
    assert refusal_of(path) == "damaged"


def test_encrypted_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    data = bytearray(changed(path, lambda parts: None))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    path.write_bytes(bytes(data))
    assert refusal_of(path) == "password"


def test_a_large_file_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain(tmp_path / "case.xlsx")
    monkeypatch.setattr(workbook_safety, "MOST_BYTES", 100)
    assert refusal_of(tmp_path / "case.xlsx") == "too_large"


def test_too_many_texts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain(tmp_path / "case.xlsx")
    monkeypatch.setattr(workbook_parts, "MOST_TEXTS", 3)
    assert refusal_of(tmp_path / "case.xlsx") == "too_large"


def test_far_cells_without_a_value_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    far = b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'
    path.write_bytes(changed(path, in_sheet(b"</sheetData>", far)))
    settings, = read_workbook(path).tables
    assert settings.header == ("key", "value")
    assert len(settings.rows) == 2


def test_cells_are_counted_over_the_whole_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.xlsx"
    plain(path, extra="donors")
    monkeypatch.setattr(workbook_cells, "MOST_CELLS", 12)
    assert len(read_workbook(path).tables) == 2
    monkeypatch.setattr(workbook_cells, "MOST_CELLS", 11)
    assert refusal_of(path) == "too_large"


def test_parts_that_nobody_reads_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(changed(path, put("docProps/app.xml", b"<!DOCTYPE x SYSTEM 'http://example.org/x'><x/>")))
    assert len(read_workbook(path).tables[0].rows) == 2


def test_a_malformed_drawing_of_notes_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(changed(path, put("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>")))
    assert len(read_workbook(path).tables[0].rows) == 2


def test_only_rows_that_hold_something_are_kept_and_no_wider_than_that(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    stray = b'<row r="5000"><c r="CV5000"><v>1</v></c></row></sheetData>'
    path.write_bytes(changed(path, in_sheet(b"</sheetData>", stray)))
    settings, = read_workbook(path).tables
    assert [(row.number, len(row.cells)) for row in settings.rows] == [(2, 2), (3, 2), (5000, 100)]


def test_a_sheet_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(changed(path, in_sheet(b'<dimension ref="A1:B3"/>', b'<dimension ref="A1:B1"/>')))
    settings, = read_workbook(path).tables
    assert [row.cells for row in settings.rows] == [("title", "A country"), ("currency", "LCU")]
