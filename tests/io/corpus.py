"""Hostile, broken and odd files, made from a sound case; as a program, it prints what becomes of each."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import xlsxwriter  # noqa: E402
from hostile import Parts, entities  # noqa: E402
from raw_tables import grids  # noqa: E402

from rightfin.io import limits, read_form  # noqa: E402
from rightfin.io.workbook.write import add_case_sheets  # noqa: E402
from rightfin.schema import BY_NAME  # noqa: E402

Maker = Callable[[], bytes]
SETTINGS, CADRES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml"


def sound() -> Parts:
    """Return the parts of a workbook that is a valid case, its texts and numbers written by hand as XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = list(grids())
    sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    declared = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles", "xl/sharedStrings.xml": "sharedStrings",
                **{f"xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, len(names) + 1)}}
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}.{what}+xml"/>'
                        for part, what in declared.items())
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><workbookPr/>'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'{links}<Relationship Id="rIdT" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rIdS" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
    }
    texts: dict[str, int] = {}
    for n, grid in enumerate(grids().values(), 1):
        rows = "".join(
            f'<row r="{r}">{"".join(cell_xml(r, c, value, texts) for c, value in enumerate(cells, 1))}</row>'
            for r, cells in enumerate(grid, 1)
        )
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{shared}</sst>'
    return {name: text.encode() for name, text in parts.items()}


def cell_xml(row: int, column: int, value: object, texts: dict[str, int]) -> str:
    """Return one cell as XML; texts are added to the shared ones."""
    place = f'r="{chr(64 + column)}{row}"'
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c {place} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c {place} t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
    return f"<c {place}><v>{value}</v></c>"


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return parts as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def unpacked(data: bytes) -> Parts:
    """Return the parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name: str, data: bytes = b"<x/>", method: int = zipfile.ZIP_DEFLATED) -> Maker:
    """Return a maker of the sound case with one part added or replaced."""
    return lambda: packed({**sound(), name: data}, method)


def edited(part: str, old: bytes, new: bytes, count: int = 1, method: int = zipfile.ZIP_DEFLATED) -> Maker:
    """Return a maker of the sound case with a text of one part replaced."""

    def make() -> bytes:
        parts = sound()
        if old not in parts[part]:
            raise ValueError(f"{old!r} is not in {part}")
        return packed({**parts, part: parts[part].replace(old, new, count)}, method)

    return make


def cell(xml: str, part: str = CADRES, place: str = "D2") -> Maker:
    """Return a maker of the sound case in which the inside of one cell is another: ``t="e"><v>#N/A</v>``."""

    def make() -> bytes:
        parts = sound()
        text = parts[part].decode()
        start = text.index(f'<c r="{place}"')
        end = text.index("</c>", start)
        return packed({**parts, part: f'{text[:start]}<c r="{place}" {xml}{text[end:]}'.encode("utf-8", "surrogatepass")})

    return make


def text_cell(text: str, place: str = "D2") -> Maker:
    """Return a maker of the sound case with a text in one cell."""
    return cell(f't="inlineStr"><is><t>{text}</t></is>', place=place)


def after_rows(xml: bytes) -> Maker:
    """Return a maker of the sound case with XML behind the rows of the cadres."""
    return edited(CADRES, b"</sheetData>", b"</sheetData>" + xml)


def styles(xml: bytes, method: int = zipfile.ZIP_STORED) -> Maker:
    """Return a maker of the sound case with other styles."""
    main = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return with_part("xl/styles.xml", main + xml + b"</styleSheet>", method)


def truncated(share: float) -> Maker:
    """Return a maker of a part of the sound case."""
    return lambda: packed(sound())[: int(len(packed(sound())) * share)]


def all_texts(text: str) -> Maker:
    """Return a maker of the sound case with every shared text replaced but the headings and keys."""

    def make() -> bytes:
        parts = sound()
        old = b"<t>Constables</t>"
        shared = parts["xl/sharedStrings.xml"].replace(old, f"<t>{text}</t>".encode())
        return packed({**parts, "xl/sharedStrings.xml": shared})

    return make


def nested() -> bytes:
    """Return a workbook inside a workbook inside a workbook."""
    inner = packed({"a.bin": bytes(5_000_000)})
    for _ in range(3):
        inner = packed({"inner.zip": inner, "b.bin": bytes(100_000)})
    return packed({**sound(), "xl/media/inner.zip": inner})


def encrypted_zip() -> bytes:
    """Return the sound case with every part marked as encrypted."""
    data = bytearray(packed(sound()))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def overlapping() -> bytes:
    """Return an archive in which all entries of the list point to the same data."""
    data = bytearray(packed(sound()))
    first = data.find(b"PK\x01\x02")
    place = first
    while place >= 0:
        data[place + 42:place + 46] = bytes(4)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def symbolic_link() -> bytes:
    """Return the sound case in which a sheet is a symbolic link to a file of the machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sound().items():
            info = zipfile.ZipInfo(name)
            if name == CADRES:
                info.external_attr, data = 0o120777 << 16, b"/etc/hostname"
            archive.writestr(info, data)
    return out.getvalue()


def many_parts() -> bytes:
    """Return an archive with a hundred thousand empty parts."""
    return packed({**sound(), **{f"{n}": b"" for n in range(60_000)}}, zipfile.ZIP_STORED)


def wide_numbers() -> bytes:
    """Return as many numbers as a workbook may have, in one table by year."""
    key = BY_NAME["demand"].key
    columns = [chr(65 + n) for n in range(26)]
    rows = min((limits.MOST_CELLS - 1000) // 26, limits.LAST_ROW - 3)
    heads = [*key, *map(str, range(2026, 2026 + 26 - len(key)))]
    head = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{name}</t></is></c>' for c, name in zip(columns, heads, strict=True))
    body = "".join(
        f'<row r="{r}">' + "".join(
            f'<c r="{c}{r}" t="inlineStr"><is><t>n{r}</t></is></c>' if n < len(key)
            else f'<c r="{c}{r}"><v>{r}.{n}5</v></c>'
            for n, c in enumerate(columns)) + "</row>"
        for r in range(2, rows + 2)
    )
    return _extra("demand", f'<row r="1">{head}</row>{body}')


def _extra(name: str, rows: str, texts: Iterable[str] = ()) -> bytes:
    """Return the sound case with the rows of one of its tables replaced."""
    parts = sound()
    part = f"xl/worksheets/sheet{list(grids()).index(name) + 1}.xml"
    head = parts[part].decode().partition("<sheetData>")[0]
    parts[part] = f"{head}<sheetData>{rows}</sheetData></worksheet>".encode()
    listed = list(texts)
    if listed:
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
            b"</sst>", "".join(f"<si><t>{text}</t></si>" for text in listed).encode() + b"</sst>")
    return packed(parts)


def long_texts() -> bytes:
    """Return as much text as a workbook may have, in letters that take most room."""
    count = limits.MOST_TEXT_BYTES // (4 * 30_000) - 2
    parts = sound()
    made = "".join(f"<si><t>{n}{'😀' * 29_990}</t></si>" for n in range(count)).encode()
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"</sst>", made + b"</sst>")
    return packed(parts, zipfile.ZIP_STORED)


def many_texts() -> bytes:
    """Return as many texts as a workbook may have."""
    return _extra("cadres", sound()[CADRES].decode().partition("<sheetData>")[2].partition("</sheetData>")[0],
                  (f"text {n:06d} {n * 7919:09d}" for n in range(limits.MOST_TEXTS - 100)))


def entity_bomb() -> bytes:
    """Return the sound case with entities that grow."""
    parts = sound()
    parts[SETTINGS] = b'<?xml version="1.0"?>' + parts[SETTINGS]
    entities(parts)
    return packed(parts)


def utf16(part: str) -> Maker:
    """Return a maker of the sound case with one part in UTF-16."""
    return lambda: packed({**sound(), part: ("\ufeff" + sound()[part].decode()).encode("utf-16-le")})


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://example.org\")", "\t=1",
            "=WEBSERVICE(1)")

def strict() -> bytes:
    """Return the sound case in the strict form of the format."""
    swaps = ((b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
             (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
              b"http://purl.oclc.org/ooxml/officeDocument/relationships"))
    parts = sound()
    for old, new in swaps:
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    return packed(parts)


def prefixed() -> bytes:
    """Return the sound case with a prefix before every element of a sheet, as some programs write it."""
    parts = sound()
    text = parts[CADRES].decode().replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    return packed({**parts, CADRES: text.replace("xmlns=", "xmlns:x=").encode()})


def format_of_a_condition() -> bytes:
    """Return the sound case with a number whose format has the same number as the date format of a condition."""
    made = styles(b'<numFmts><numFmt numFmtId="164" formatCode="#,##0"/></numFmts>'
                  b'<cellXfs><xf/><xf numFmtId="164"/></cellXfs>'
                  b'<dxfs><dxf><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></dxf></dxfs>')
    parts = unpacked(made())
    return packed({**parts, CADRES: parts[CADRES].replace(b'<c r="D2"', b'<c r="D2" s="1"')})


def results() -> bytes:
    """Return a results workbook: a page with a chart and a picture, sheets of numbers, and the sound case inside."""
    with tempfile.TemporaryDirectory() as folder:
        plain, made = Path(folder) / "case.xlsx", Path(folder) / "plan.xlsx"
        plain.write_bytes(packed(sound()))
        book = xlsxwriter.Workbook(str(made))
        pages = [book.add_worksheet(name) for name in ("Summary", "Contents", "Strength", "Who pays", "Indicators")]
        pages[2].write_row(0, 0, ["cadre", "name", 2026, 2027])  # looks like a table of the case
        pages[2].write_row(1, 0, ["army", "Army", 10, 20])
        pages[4].write_formula(0, 0, "='Strength'!C2", None, 10)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Strength!$C$2:$D$2", "name": "=Strength!$B$2"})
        pages[0].insert_chart("B2", chart)
        column = book.add_chart({"type": "column"})
        column.add_series({"values": "=Strength!$C$2:$D$2"})
        book.add_chartsheet("Fiscal path").set_chart(column)
        add_case_sheets(book, read_form(plain).case)
        book.close()
        return made.read_bytes()


CORPUS: dict[str, tuple[Maker, str]] = {
    # name: how it is made, and what becomes of it: the code of the refusal, `=` for read as the sound case,
    # or the code and the cell of what is named
    "sound": (lambda: packed(sound()), "="),
    "strict": (strict, "="),
    "prefixed": (prefixed, "="),
    "chart_sheet": (edited("xl/_rels/workbook.xml.rels", b'relationships/worksheet" Target="worksheets/sheet4.xml"',
                           b'relationships/chartsheet" Target="chartsheets/sheet1.xml"'), "empty_table"),
    "rich_text": (edited("xl/sharedStrings.xml", b"<t>Constables</t>",
                         b"<r><rPr><b/></rPr><t>Const</t></r><r><t>ables</t></r><rPh><t>no</t></rPh>"), "="),
    "results": (results, "="),
    "format_of_a_condition": (format_of_a_condition, "="),
    "from_1904": (edited("xl/workbook.xml", b"<workbookPr/>", b'<workbookPr date1904="1"/>'), "="),
    "empty": (lambda: b"", "empty_file"),
    "old_xls": (lambda: OLE, "old_format"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "csv": (lambda: b"key,value\ntitle,x\n", "text_file"),
    "html": (lambda: b"<html><table></table></html>", "web_page"),
    "xml_2003": (lambda: b"<?xml version='1.0'?><Workbook/>", "web_page"),
    "pdf": (lambda: b"%PDF-1.7\x00\x01", "not_a_workbook"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_workbook"),
    "noise": (lambda: bytes(range(256)) * 40, "not_a_workbook"),
    "ods": (lambda: packed({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), "open_document"),
    "xlsb": (lambda: packed({"xl/workbook.bin": b"x"}), "binary_workbook"),
    "docx": (lambda: packed({"word/document.xml": b"<x/>"}), "not_a_workbook"),
    "zip_of_files": (lambda: packed({"readme.txt": b"x"}), "not_a_workbook"),
    "twenty_megabytes": (lambda: b"PK\x03\x04" + bytes(20_000_001), "too_large"),
    "encrypted_zip": (encrypted_zip, "password"),
    "truncated_tenth": (truncated(0.1), "damaged"),
    "truncated_half": (truncated(0.5), "damaged"),
    "truncated_end": (truncated(0.99), "damaged"),
    "flat_bomb": (with_part("xl/media/zeros.bin", bytes(30_000_000)), "too_large"),
    "nested_bomb": (nested, "="),
    "overlapping": (overlapping, "damaged"),
    "many_parts": (many_parts, "too_large"),
    "entity_bomb": (entity_bomb, "unsafe_xml"),
    "external_entity": (edited(SETTINGS, b"<worksheet", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'),
                        "unsafe_xml"),
    "external_dtd": (edited(SETTINGS, b"<worksheet", b'<!DOCTYPE x SYSTEM "http://example.org/x"><worksheet'),
                     "unsafe_xml"),
    "macros": (with_part("xl/vbaProject.bin"), "active_content"),
    "macro_sheet": (with_part("xl/macrosheets/sheet1.xml"), "active_content"),
    "external_link": (with_part("xl/externalLinks/externalLink1.xml"), "="),
    "embedded": (with_part("xl/embeddings/oleObject1.bin"), "active_content"),
    "connections": (with_part("xl/connections.xml"), "active_content"),
    "controls": (with_part("xl/activeX/activeX1.xml"), "active_content"),
    "parent_path": (with_part("../../outside.xml"), "unsafe_names"),
    "absolute_path": (with_part("/etc/cron.d/x"), "unsafe_names"),
    "same_name_twice": (with_part("XL/workbook.xml"), "unsafe_names"),
    "symbolic_link": (symbolic_link, "damaged"),
    "missing_sheet": (lambda: packed({k: v for k, v in sound().items() if k != CADRES}), "damaged"),
    "missing_texts": (lambda: packed({k: v for k, v in sound().items() if k != "xl/sharedStrings.xml"}), "damaged"),
    "missing_relations": (lambda: packed({k: v for k, v in sound().items() if "workbook.xml.rels" not in k}), "damaged"),
    "no_settings": (edited("xl/workbook.xml", b'name="settings"', b'name="other"'), "not_a_case"),
    "wrong_content_types": (with_part("[Content_Types].xml", b"<x/>"), "="),
    "cyclic_relations": (edited("xl/_rels/workbook.xml.rels", b"worksheets/sheet4.xml", b"workbook.xml"), "damaged"),
    "two_sheets_one_part": (edited("xl/_rels/workbook.xml.rels", b"worksheets/sheet4.xml", b"worksheets/sheet3.xml"),
                            "unsafe_names"),
    "relation_to_the_net": (edited("xl/_rels/workbook.xml.rels", b'Target="worksheets/sheet4.xml"',
                                   b'Target="http://example.org/s.xml" TargetMode="External"'), "damaged"),
    "negative_row": (edited(CADRES, b'<row r="2"', b'<row r="-2"'), "damaged"),
    "huge_row": (edited(CADRES, b'<row r="2"', b'<row r="99999999999"'), "damaged"),
    "rows_out_of_order": (edited(CADRES, b'<row r="1"', b'<row r="9"'), "damaged"),
    "repeated_cell": (edited(CADRES, b'<c r="E2"', b'<c r="D2"'), "damaged"),
    "far_cell": (edited(CADRES, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
                 "far_cell"),
    "false_size": (edited(CADRES, b"<sheetData>", b'<dimension ref="A1"/><sheetData>'), "="),
    "unclosed": (edited(CADRES, b"</sheetData></worksheet>", b""), "damaged"),
    "invalid_text_index": (cell('t="s"><v>999999</v>'), "unreadable_cell cadres!D2"),
    "negative_text_index": (cell('t="s"><v>-1</v>'), "unreadable_cell cadres!D2"),
    "unknown_cell_type": (cell('t="zz"><v>1</v>'), "unreadable_cell cadres!D2"),
    "nan": (cell("><v>NaN</v>"), "unreadable_cell cadres!D2"),
    "infinite": (cell("><v>inf</v>"), "unreadable_cell cadres!D2"),
    "overflow": (cell("><v>1e309</v>"), "not_finite cadres!D2"),
    "many_digits": (cell("><v>12345678901234567</v>"), "unreadable_cell cadres!D2"),
    "two_values": (cell("><v>1</v><v>2</v>"), "damaged"),
    "formula_without_result": (cell("><f>1+1</f>"), "unreadable_cell cadres!D2"),
    "error_cell": (cell('t="e"><v>#DIV/0!</v>'), "unreadable_cell cadres!D2"),
    "error_text": (text_cell("#REF!"), "unreadable_cell cadres!D2"),
    "dde_formula": (cell("t=\"str\"><f>cmd|' /C calc'!A0</f><v>x</v>"), "not_a_number cadres!D2"),
    "date": (cell('s="1"><v>45000</v>'), "date cadres!D2"),
    "boolean": (cell('t="b"><v>1</v>'), "not_a_number cadres!D2"),
    "decimal_comma": (text_cell("12,5"), "ambiguous_number cadres!D2"),
    "german_number": (text_cell("1.234,5"), "ambiguous_number cadres!D2"),
    "spaced_number": (text_cell("1\u00a0200"), "ambiguous_number cadres!D2"),
    "swiss_number": (text_cell("1'200"), "ambiguous_number cadres!D2"),
    "per_cent_text": (text_cell("12 %"), "percent cadres!D2"),
    "not_available": (text_cell("n/a"), "not_a_number cadres!D2"),
    "full_width_digits": (text_cell("１２"), "not_a_number cadres!D2"),
    "arabic_digits": (text_cell("١٢"), "not_a_number cadres!D2"),
    "control_character": (text_cell("_x0001_", "C2"), "unprintable cadres!C2"),
    "lone_surrogate": (text_cell("_xD800_", "C2"), "unprintable cadres!C2"),
    "lone_surrogate_number": (text_cell("_xD800_"), "not_a_number cadres!D2"),
    "raw_surrogate": (text_cell("\ud800"), "damaged"),
    "raw_control": (text_cell("\x01"), "damaged"),
    "too_long_text": (text_cell("z" * 40_000, "C2"), "text_too_long cadres!C2"),
    "merged": (after_rows(b'<mergeCells><mergeCell ref="D2:E3"/></mergeCells>'), "merged_cells cadres!D2"),
    "merged_far_away": (after_rows(b'<mergeCells><mergeCell ref="Z50:XFD1048576"/></mergeCells>'), "="),
    "million_merged": (after_rows(b"<mergeCells>" + b'<mergeCell ref="Z5:Z6"/>' * 40_000 + b"</mergeCells>"), "too_large"),
    "hidden_row": (edited(CADRES, b'<row r="2"', b'<row r="2" hidden="1"'), "hidden"),
    "hidden_sheet": (edited("xl/workbook.xml", b'name="cadres"', b'name="cadres" state="veryHidden"'), "hidden"),
    "hidden_column": (edited(CADRES, b"<sheetData>", b'<cols><col min="4" max="4" hidden="1"/></cols><sheetData>'),
                      "hidden"),
    "utf16_part": (utf16(CADRES), "="),
    "byte_order_mark": (lambda: packed({**sound(), CADRES: b"\xef\xbb\xbf" + sound()[CADRES]}), "="),
    "unknown_encoding": (edited(CADRES, b"<worksheet", b'<?xml version="1.0" encoding="ebcdic-xx"?><worksheet'), "damaged"),
    "million_styles": (styles(b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>' + b"<xf/>" * 1_000_000
                              + b"</cellXfs>"), "="),
    "deep": (styles(b"<a>" * 500_000 + b"</a>" * 500_000), "too_large"),
    "many_attributes": (styles(b"<a " + b" ".join(b'b%d="1"' % n for n in range(200_000)) + b"/>"), "too_large"),
    "many_names": (styles(b"".join(b"<n%d/>" % n for n in range(300_000))), "too_large"),
    "long_comment": (styles(b"<!--" + b"c" * 9_000_000 + b"-->"), "too_large"),
    "long_attribute": (styles(b'<a b="' + b"c" * 9_000_000 + b'"/>'), "too_large"),
    "hyperlinks": (after_rows(b'<hyperlinks><hyperlink ref="A1" location="file:///etc/passwd"/></hyperlinks>'), "="),
    "hyperlink_relations": (with_part("xl/worksheets/_rels/sheet4.xml.rels", b'<Relationships xmlns="http://schemas.'
                            b'openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="x/hyperlink" '
                            b'Target="http://example.org" TargetMode="External"/></Relationships>'), "="),
    "image": (with_part("xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(100)), "="),
    "most_numbers": (wide_numbers, "?"),
    "most_texts": (many_texts, "="),
    "longest_texts": (long_texts, "="),
    **{f"formula_text_{n}": (all_texts(text.replace("&", "&amp;").replace('"', "&quot;")), "?")
       for n, text in enumerate(FORMULAS)},
}


def table(folder: Path) -> dict[str, tuple[str, float]]:
    """Make all files in a folder and return what becomes of each and the MB that it takes."""
    for name, (make, _) in CORPUS.items():
        (folder / f"{name}.xlsx").write_bytes(make())
    paths = [str(folder / f"{name}.xlsx") for name in CORPUS]
    program = str(Path(__file__).with_name("measure.py"))
    run = subprocess.run([sys.executable, program, *paths], capture_output=True, text=True, check=True)
    lines = [line.split("\t") for line in run.stdout.splitlines()]
    return {name: (said, float(peak)) for name, said, peak in lines}


def main() -> None:
    """Print each file of the corpus, what becomes of it, and what it costs."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (said, peak) in table(Path(folder)).items():
            sys.stdout.write(f"{name:26s} {peak:5.0f} MB  {said[:90]}\n")


if __name__ == "__main__":
    main()
