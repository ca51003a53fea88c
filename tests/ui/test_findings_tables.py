from __future__ import annotations

import io

import openpyxl
import pandas as pd

from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import Scale
from rightfin.ui.findings_tables import frame_of, workbook_bytes

SCALE = Scale(1e6, "USD million", 1)
TABLE = FindingsTable(
    "t", "A table",
    (
        Heading("who", "Who", Form.TEXT), Heading("year", "In", Form.YEAR), Heading("again", "In", Form.YEAR),
        Heading("amount", "Missing", Form.MONEY), Heading("share", "Covered", Form.SHARE),
        Heading("heads", "People", Form.PEOPLE), Heading("code", "Code", Form.TEXT, shown=False),
        Heading("fall", "Fall (points)", Form.POINTS),
    ),
    (("Police", 2030, None, 1_250_000.0, 0.1234, 10.4, "x", -0.0123), ("Courts", None, 2031, None, None, None, "y", None)),
)


def test_columns_are_shown_in_their_units_and_blanks_stay_blank() -> None:
    frame = frame_of(TABLE, SCALE)
    assert list(frame.columns) == ["Who", "In", "In ", "Missing (USD million)", "Covered (%)", "People", "Fall (points)"]
    assert frame.iloc[0].tolist()[:2] == ["Police", 2030]
    assert frame.iloc[0].tolist()[3:] == [1.2, 12.3, 10.0, -1.2]
    assert frame.iloc[1, 2] == 2031
    assert frame.iloc[1, [1, 3, 4, 5, 6]].map(pd.isna).all()


def test_the_workbook_holds_the_answer_and_the_tables() -> None:
    found = Findings("exit", "Title", "USD", SCALE, True, (Sentence("a", "Answer", "Yes."),), (TABLE,))
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(found)))
    answer, table, _ = (
        [cell.value for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets
    )
    assert {"Answer", "Yes."} <= set(answer)
    assert {"Police", "Courts", 1.25} <= set(table)
