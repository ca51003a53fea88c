"""The sheet of explanations: the whole answer in sentences, and why single numbers are what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rightfin.case import Case
from rightfin.report.words.answer import LIMITS_OF_THE_MODEL, PlanAnswer
from rightfin.report.words.short_needs import short_needs
from rightfin.report.workbook.figures import Figures

if TYPE_CHECKING:
    from rightfin.study.why.explain import Explanation

EXPLANATIONS = "Explanations"
"""Name of the sheet."""


def explanations_sheet(
    figures: Figures, answer: PlanAnswer, explained: Sequence[Explanation] = (), inside: Case | None = None
) -> None:
    """Write every sentence of the answer, what holds needs back, and what the model does not know.

    Below stand the numbers that are ``explained``, linked to the sheets of the case where that is ``inside`` the workbook.
    """
    rows = [(sentence.heading, sentence.text) for sentence in answer.sentences]
    rows += [("Where needs are short", text) for text in short_needs(figures.plan)]
    rows.append(("Limits of the model", LIMITS_OF_THE_MODEL))
    subtitle, headings = "What the plan says, in sentences.", ("About", "What")
    if not explained:
        figures.book.rows(figures.book.sheet(EXPLANATIONS, subtitle, headings, (26, 110)), rows)
        return
    from rightfin.report.workbook.explained import numbers_explained  # only here: a plan alone needs none of it
    from rightfin.report.workbook.explained_cells import WIDTHS

    sheet = figures.book.sheet(
        EXPLANATIONS, f"{subtitle} Below: why {len(explained)} numbers are what they are, and what a limit would change.",
        (*headings, *("",) * (len(WIDTHS) - len(headings))), WIDTHS,
    )
    numbers_explained(figures, sheet, rows, explained, inside)
