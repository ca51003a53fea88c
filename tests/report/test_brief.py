"""The brief: what stands in it, the same bytes each time, and nothing of a case alive in it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from report.plan_fixture import contradictory_plan, make_plan

from rightfin.report import facts
from rightfin.report.brief import Brief, brief_of
from rightfin.report.brief.document import _ORDERS, _write, brief_document
from rightfin.report.brief.made import brief_bytes, picture_of
from rightfin.report.brief.words import on_one_line, pieces
from rightfin.report.overview.briefed import briefed
from rightfin.report.overview.method import NOT_KNOWN
from rightfin.result.plan import Plan
from rightfin.study.briefing.study import Briefing

HOSTILE = "=1+1 { HYPERLINK \"http://evil.example\" } <w:fldSimple w:instr='X'/> www.evil.example \x01\x0b & ]]>"
ARABIC = "أفغانستان: خطة شيكاغو (2012)"


def a_brief(plan: Plan | None = None, **more: object) -> Brief:
    return brief_of(briefed(Briefing(plan or make_plan())), **more)  # type: ignore[arg-type]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def text(content: bytes) -> str:
    """Return all that is written in a document, tables and the foot of its pages too."""
    document = Document(io.BytesIO(content))
    paragraphs = [*document.element.body.iter(qn("w:p")), *document.sections[0].footer._element.iter(qn("w:p"))]
    return "\n".join("".join(one.text or "" for one in paragraph.iter(qn("w:t"))) for paragraph in paragraphs)


def test_it_says_the_answer_the_figures_and_where_they_come_from() -> None:
    brief = a_brief(day="2026-11-30", scenarios=("Early exit",), changes=("Pay: 1 more", "Growth: 2 less"))
    said = text(brief_bytes(brief))
    plan = make_plan()
    for wanted in (
        plan.title, "With the scenario: Early exit.", "Changed in the case: Pay: 1 more; Growth: 2 less.",
        brief.banner.text, *brief.banner.why, *(one.label for one in brief.figures), *(one.value for one in brief.figures),
        *(one.note for one in brief.figures), *(one.question for one in brief.answers),
        *(one.headline for one in brief.answers), *(one.label for one in NOT_KNOWN), brief.prices,
        plan.provenance.case_digest, "current prices", f"case {plan.provenance.case_digest[:16]} · 2026-11-30",
    ):
        assert wanted in said
    assert len(brief.figures) == 6
    assert len(brief.answers) == 3


def test_where_it_comes_from_names_the_changes_and_not_that_there_are_no_scenarios() -> None:
    changes = tuple(f"Lever {place}: {place} more" for place in range(12))
    changed, plain = ({line.label: line.text for line in a_brief(changes=of).sources} for of in (changes, ()))
    assert changed["Changed in the case"] == "; ".join(changes), "all of them, not the first few"
    assert "Scenarios" not in changed
    assert plain["Scenarios"] == "none"
    assert "Changed in the case" not in plain


def test_the_figures_of_the_picture_are_those_of_the_plan() -> None:
    plan = make_plan()
    table, scale = a_brief(plan).table, facts.money_scale(plan)
    assert table is not None
    assert table.years == tuple(map(str, plan.years))
    shown = dict(table.rows)
    for one in facts.payers(plan):
        at = plan.years.index(one.year)
        assert float(shown[one.payer][at].replace(",", "")) == pytest.approx(scale.of(one.amount), abs=0.051)
    for row in facts.yearly(plan):
        number = shown["All that is asked"][plan.years.index(row.year)]
        assert float(number.replace(",", "")) == pytest.approx(scale.of(row.asked), abs=0.051)
    document = Document(io.BytesIO(brief_document(a_brief(plan), None)))
    cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert [tuple(row[1:]) for row in cells[1:]] == [numbers for _, numbers in table.rows]


def test_many_years_stand_in_tables_one_below_the_other() -> None:
    brief = a_brief()
    assert brief.table is not None
    years = tuple(map(str, range(2026, 2056)))
    rows = tuple((label, years) for label, _ in brief.table.rows)
    longer = replace(brief, table=replace(brief.table, years=years, rows=rows))
    document = Document(io.BytesIO(brief_document(longer, None)))
    found = [[cell.text for cell in table.rows[1].cells][1:] for table in document.tables[2:]]
    assert [year for part in found for year in part] == list(years)
    assert len(found) == 3


def test_it_is_the_same_bytes_each_time_and_has_no_clock() -> None:
    once, twice = brief_bytes(a_brief()), brief_bytes(a_brief())
    assert once == twice
    with zipfile.ZipFile(io.BytesIO(once)) as file:
        assert {info.date_time for info in file.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    core = parts(once)["docProps/core.xml"].decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2000-01-01T"}
    assert "python-docx" not in core


def test_it_has_the_picture_with_words_for_who_cannot_see_it() -> None:
    content = brief_bytes(a_brief())
    pictures = [body for name, body in parts(content).items() if name.startswith("word/media/")]
    assert len(pictures) == 1
    assert pictures[0].startswith(b"\x89PNG")
    (about,) = Document(io.BytesIO(content)).element.body.iter(qn("wp:docPr"))
    assert about.get("descr", "").startswith("Who pays, and what can be sustained")


def test_no_name_in_the_legend_of_its_picture_is_cut() -> None:
    (chart,) = picture_of(a_brief())
    legends = [layer["encoding"]["color"]["legend"] for layer in chart["layer"] if "color" in layer["encoding"]]
    assert legends
    assert all(legend["labelLimit"] == 0 for legend in legends)


def test_nothing_of_a_case_comes_alive() -> None:
    brief = a_brief(make_plan(title=HOSTILE), scenarios=(HOSTILE,), changes=(HOSTILE,))
    content = brief_bytes(brief)
    assert on_one_line(HOSTILE) in text(content)
    found = parts(content)
    for name, body in found.items():
        if name.endswith(".rels"):
            assert b"External" not in body
            assert b"hyperlink" not in body
    body = found["word/document.xml"].decode()
    assert not re.search(r"<w:(fldSimple|fldChar|instrText|hyperlink|altChunk|object)\b", body)


@given(st.text(max_size=80))
def test_any_text_is_written_as_it_stands(said: str) -> None:
    brief = replace(a_brief(contradictory_plan()), scenarios=(said,))
    assert f"With the scenario: {on_one_line(said)}" in bare_of(text(brief_document(brief, None)))


def bare_of(said: str) -> str:
    return re.sub("[\u2068\u2069]", "", said)


def test_what_is_said_of_paragraphs_stands_in_the_order_of_the_standard() -> None:
    plan = make_plan(title=ARABIC)
    document = Document(io.BytesIO(brief_bytes(a_brief(plan, standing=make_plan(title=ARABIC)))))
    seen = 0
    for kind, order in _ORDERS.items():
        for said in document.element.body.iter(kind):
            places = [order[one.tag] for one in said]
            assert places == sorted(places)
            assert len(set(places)) == len(places)
            seen += 1
    assert seen > 100


def test_a_name_from_right_to_left_stays_whole() -> None:
    title = Document(io.BytesIO(brief_document(a_brief(make_plan(title=ARABIC)), None))).paragraphs[0]
    assert title._p.pPr is not None
    assert title._p.pPr.find(qn("w:bidi")) is not None
    assert [(run.text, run.font.rtl) for run in title.runs] == [(ARABIC, True)]
    paragraph = Document().add_paragraph()
    _write(paragraph, "الشرطة: ", bold=True)
    _write(paragraph, "66.7% in 2021")
    assert paragraph._p.pPr is None, "a line about a name is a line of ours, from left to right"
    assert [(bare_of(run.text), bool(run.font.rtl)) for run in paragraph.runs] == [
        ("الشرطة", True), (": ", False), ("66.7% in 2021", False)]
    found = list(pieces("Paid by الشرطة الوطنية (2) in 2026"))
    assert "".join(piece for piece, _ in found).replace("\u2068", "").replace("\u2069", "") == (
        "Paid by الشرطة الوطنية (2) in 2026")
    assert [leftward for _, leftward in found] == [False, True, False]


def test_where_limits_contradict_one_another_it_names_them() -> None:
    brief = a_brief(contradictory_plan())
    said = text(brief_bytes(brief))
    assert "contradict one another" in said
    assert "Least strength of soldier in 2026 (hard)" in said
    assert brief.picture is None
    assert not any(name.startswith("word/media/") for name in parts(brief_bytes(brief)))


def test_a_changed_case_is_told_against_the_case_as_it_stands() -> None:
    plan, standing = make_plan(), make_plan()
    tables = {**plan.tables}
    brief = a_brief(replace(plan, tables=tables), standing=standing)
    said = text(brief_document(brief, None))
    assert "Against the case" in said
    assert "as in the case" in said
    assert "Cost in the case as it stands" in said
