"""The brief as a document of Word: the same bytes for the same brief, and nothing of a case comes alive in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from rightfin.io.workbook.style import CREATED
from rightfin.report.brief import Brief, BriefTable
from rightfin.report.brief.words import on_one_line, pieces, runs_leftward
from rightfin.report.overview import KeyFigure, Reply
from rightfin.report.overview.tone import Tone
from rightfin.report.page.parts import Told
from rightfin.report.words.bidi import bare
from rightfin.report.words.wording import begun

_FONT = "Arial"
_WIDTH = 17.4
"""Centimetres between the margins of A4."""

_MARGIN = 1.8
_TEXT, _SMALL, _SMALLEST = 9.5, 8.5, 7.0
"""Sizes of text in points."""

_DARK, _QUIET, _BAD, _GOOD = "1F3864", "444444", "9A3D00", "00614A"
_LINE, _BAND = "C9D3DC", "EEF2F6"
_TONES = {Tone.GOOD: ("1B7F4B", "E8F5EE"), Tone.MIXED: ("B58900", "FDF7E3"), Tone.BAD: ("B34700", "FDF3EC")}
"""Colours of the first sentence: of its edge, and behind it. The sentence says the same in words."""

_AGAINST = " against the case"
"""What the column says already."""

_LABEL, _MOST_YEARS = 4.2, 14
"""Centimetres of the labels of the small table, and years that stand beside one another in it at most."""

_MOST_LINES, _MOST_CHANGES = 3, 8
"""Lines below an answer, and changes that are told, at most."""

_ORDERS = {
    qn(f"w:{kind}"): {qn(f"w:{name}"): place for place, name in enumerate(names.split())} for kind, names in {
        "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
               "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
               "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
               "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
        "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
               "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
               "em lang eastAsianLayout specVanish oMath",
        "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    }.items()
}
"""The order in which the standard (ECMA-376, part 1, 17.3 and 17.4) has what is said of paragraphs, runs and cells."""

_ZIPPED = (CREATED.year, CREATED.month, CREATED.day, 0, 0, 0)


def brief_document(brief: Brief, picture: bytes | None) -> bytes:
    """Return a brief as a document, with its picture as PNG; equal briefs give equal bytes."""
    document = Document()
    _set_up(document, brief)
    _head(document, brief)
    if brief.figures:
        _figures(document, brief.figures)
    if brief.picture is not None and picture is not None:
        _picture(document, brief, picture)
    if brief.table is not None:
        _years(document, brief.table)
    for answer in brief.answers:
        _answer(document, answer)
    if brief.unknown:
        _heading(document, "What the model does not know")
        _told(document, map(_begun, brief.unknown), _SMALL)
    _heading(document, "Where this comes from")
    _text(document, brief.prices, size=_SMALL)
    _told(document, brief.sources, _SMALLEST)
    for part in (document.element.body, document.sections[0].footer._element):
        _put_in_order(part)
    into = io.BytesIO()
    document.save(into)
    return _packed(into.getvalue())


def _set_up(document: WordDocument, brief: Brief) -> None:
    """Set paper, fonts, the line at the foot of each page, and what the document says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.5)
    section.footer_distance = Cm(0.7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_TEXT)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    title = document.styles["Title"].element
    for look in [*title.iter(qn("w:pBdr"), qn("w:spacing"), qn("w:kern"))]:  # a line below it, and letters drawn apart
        look.getparent().remove(look)
    foot = section.footer.paragraphs[0]
    parts = [f"rightfin {brief.version}".strip(), f"case {brief.digest[:16]}", brief.day]
    _write(foot, " · ".join(part for part in parts if part), size=_SMALLEST, colour=_QUIET)
    own = document.core_properties
    own.title, own.author, own.last_modified_by = bare(on_one_line(brief.title))[:255], "rightfin", "rightfin"
    own.comments, own.keywords, own.subject = "", "", ""
    own.created = own.modified = own.last_printed = CREATED
    own.revision = 1


def _head(document: WordDocument, brief: Brief) -> None:
    """Write the title, what is laid over the case, and the first sentence with why."""
    _heading(document, brief.title, size=16.0, level=0)
    if brief.scenarios:
        _text(document, f"With {'the scenario' if len(brief.scenarios) == 1 else 'scenarios'}: "
                        f"{'; '.join(brief.scenarios)}.", colour=_QUIET)
    if brief.changes:
        more = len(brief.changes) - _MOST_CHANGES
        told = "; ".join(brief.changes[:_MOST_CHANGES]) + (f"; and {more} more" if more > 0 else "")
        _text(document, f"Changed in the case: {told}.", colour=_QUIET)
    edge, behind = _TONES[brief.banner.tone]
    cell = _grid(document, 1, (_WIDTH,)).cell(0, 0)
    _shade(cell, behind)
    _edges(cell, {"left": (24, edge)})
    _write(cell.paragraphs[0], brief.banner.text, size=11.0, bold=True)
    for why in brief.banner.why:
        _write(_bullet(cell.add_paragraph()), why)
    _space(document)


def _figures(document: WordDocument, figures: Sequence[KeyFigure]) -> None:
    """Write the six figures as a table."""
    changed = any(one.change for one in figures)
    usual = figures[0].span
    heads = ("", usual, *(("Against the case",) if changed else ()), "What belongs to it")
    widths = (3.8, 3.0, 4.0, 6.6) if changed else (4.4, 4.0, 9.0)
    table = _grid(document, len(figures) + 1, widths)
    _repeated(table)
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _shade(cell, _BAND)
        _write(cell.paragraphs[0], head, size=_SMALL, bold=True)
    for row, one in zip(table.rows[1:], figures, strict=True):
        cells = iter(row.cells)
        _write(next(cells).paragraphs[0], one.label if one.span == usual else f"{one.label}, {one.span}", size=_SMALL)
        _write(next(cells).paragraphs[0], one.value, size=_TEXT, bold=True, colour=_BAD if one.bad else "")
        if changed:
            word, colour = {Tone.GOOD: (" (better)", _GOOD), Tone.BAD: (" (worse)", _BAD)}.get(one.tone, ("", ""))
            _write(next(cells).paragraphs[0], f"{one.change.replace(_AGAINST, '')}{word}", size=_SMALL, colour=colour)
        _write(next(cells).paragraphs[0], one.note, size=_SMALL)
        for cell in row.cells:
            _edges(cell, {"bottom": (4, _LINE)})
    _space(document)


def _picture(document: WordDocument, brief: Brief, picture: bytes) -> None:
    """Draw the picture below its title, with a text for who cannot see it."""
    if brief.picture is None:
        return
    title, below = brief.picture["title"]["text"], brief.picture["title"]["subtitle"]
    _heading(document, title)
    _text(document, f"{below}.", size=_SMALL, colour=_QUIET)
    drawn = document.add_paragraph()
    drawn.paragraph_format.space_after = Pt(2)  # not kept with the table: what has no room goes to the next sheet alone
    shape = drawn.add_run().add_picture(io.BytesIO(picture), width=Cm(_WIDTH))
    about = shape._inline.docPr
    about.set("descr", on_one_line(f"{title}. The figures are in the table below."))
    about.set("name", "Picture")


def _years(document: WordDocument, found: BriefTable) -> None:
    """Write the figures of the picture, in as many tables one below the other as their years need."""
    parts = -(-len(found.years) // _MOST_YEARS)
    wide = -(-len(found.years) // parts)
    for start in range(0, len(found.years), wide):
        years = found.years[start:start + wide]
        each = (_WIDTH - _LABEL) / wide
        table = _grid(document, len(found.rows) + 1, (_LABEL, *[each] * len(years)))
        _repeated(table)
        for cell, text in zip(table.rows[0].cells, (found.heading, *years), strict=True):
            _shade(cell, _BAND)
            _write(_tight(cell, right=cell is not table.rows[0].cells[0] and text != found.heading), text,
                   size=_SMALLEST, bold=True)
        for row, (label, numbers) in zip(table.rows[1:], found.rows, strict=True):
            texts = (label, *numbers[start:start + wide])
            for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                _write(_tight(cell, right=place > 0), text, size=_SMALLEST)
                _edges(cell, {"bottom": (2, _LINE)})
        _space(document)


def _answer(document: WordDocument, answer: Reply) -> None:
    """Write a question, its answer, and the first lines of what belongs to it."""
    _heading(document, answer.question)
    first = _text(document, answer.headline, bold=answer.tried)
    first.paragraph_format.keep_with_next = bool(answer.lines)
    _told(document, map(_begun, answer.lines[:_MOST_LINES]), _SMALL)


def _told(document: WordDocument, lines: Iterable[Told], size: float) -> None:
    for line in lines:
        paragraph = _bullet(document.add_paragraph())
        _write(paragraph, f"{line.label}: ", size=size, bold=True)
        _write(paragraph, line.text, size=size)


def _begun(line: Told) -> Told:
    return Told(line.label, begun(line.text))


def _heading(document: WordDocument, text: str, size: float = 11.5, level: int = 1) -> None:
    """Write a heading, which stays with what follows."""
    paragraph = document.add_paragraph(style="Title" if level == 0 else f"Heading {level}")
    paragraph.paragraph_format.space_before = Pt(0 if level == 0 else 8)
    paragraph.paragraph_format.space_after = Pt(6 if level == 0 else 3)
    paragraph.paragraph_format.keep_with_next = True
    _write(paragraph, text, size=size, bold=True, colour=_DARK, title=level == 0)


def _text(document: WordDocument, text: str, size: float = _TEXT, *, bold: bool = False, colour: str = "") -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(3)
    _write(paragraph, text, size=size, bold=bold, colour=colour)
    return paragraph


def _space(document: WordDocument) -> None:
    """Leave room below a table."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(6)


def _bullet(paragraph: Paragraph) -> Paragraph:
    """Begin a paragraph as a point of a list."""
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.4), Cm(-0.4)
    paragraph.paragraph_format.space_after = Pt(1.5)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.4))
    paragraph.add_run("•\t").font.size = Pt(_SMALL)
    return paragraph


def _write(
    paragraph: Paragraph, text: str, size: float = _TEXT, *, bold: bool = False, colour: str = "", title: bool = False
) -> None:
    """Write a text into a paragraph, names from right to left in it by themselves; a title that is one from the right."""
    gap = " " if text.endswith(" ") else ""
    whole = on_one_line(text) + gap
    whole_leftward = title and runs_leftward(whole)
    if whole_leftward:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for piece, leftward in [(bare(whole), True)] if whole_leftward else pieces(whole):
        run = paragraph.add_run(piece)
        run.font.size, run.font.name = Pt(size), _FONT
        run.font.bold = bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        run.font.cs_bold = bold
        large = OxmlElement("w:szCs")  # digits beside letters that run leftward take it, too
        large.set(qn("w:val"), str(round(2.0 * size)))
        run._r.get_or_add_rPr().append(large)
        if leftward:
            run.font.rtl, run.font.complex_script = True, True


def _grid(document: WordDocument, rows: int, widths: Sequence[float]) -> Table:
    """Return a table of so many rows without lines, its columns this wide in centimetres."""
    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for place, width in enumerate(widths):
        table.columns[place].width = Cm(width)
    for row in table.rows:
        kept = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(kept)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1.5)
    return table


def _repeated(table: Table) -> None:
    """Let the first row of a table stand on each page."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _tight(cell: _Cell, *, right: bool) -> Paragraph:
    """Return the paragraph of a cell of small numbers."""
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.keep_with_next = True
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    margins = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "30")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)
    return paragraph


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _edges(cell: _Cell, edges: dict[str, tuple[int, str]]) -> None:
    """Draw edges of a cell: by side, how thick in eighths of a point, and the colour."""
    borders = OxmlElement("w:tcBorders")
    for side, (size, colour) in edges.items():
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)


def _put_in_order(part: BaseOxmlElement) -> None:
    """Put what is said of paragraphs, runs and cells in the order of the standard: Word refuses another."""
    for kind, order in _ORDERS.items():
        for said in part.iter(kind):
            said[:] = sorted(said, key=lambda one: order.get(one.tag, len(order)))


def _packed(content: bytes) -> bytes:
    """Return a document packed anew, without the times at which its parts were packed."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, _ZIPPED), given.read(name), zipfile.ZIP_DEFLATED)
    return into.getvalue()
