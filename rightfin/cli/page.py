"""How the page is printed: a heading for each question, then what is so, its subjects in a column of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from rightfin.cli.ending import out

if TYPE_CHECKING:
    from rightfin.report.page import Page, Told

LABELS = 26
"""Width of the column of subjects; longer ones wrap."""


def print_page(page: Page) -> None:
    """Print the page."""
    out.print(f"\n[bold]WHAT THE MINISTER MUST KNOW: {escape(page.title)}[/bold]", highlight=False)
    for text in page.basis:
        out.print(escape(text), highlight=False)
    for section in page.sections:
        out.print(f"\n[bold]{section.number} {escape(section.title)}[/bold]", highlight=False)
        _print_lines(section.lines)
    if page.left_out:
        out.print(f"\n{escape(page.left_out)}", highlight=False)
    if page.glossary:
        out.print("\n[bold]WORDS[/bold]", highlight=False)
        _print_lines(page.glossary)


def _print_lines(lines: Iterable[Told]) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=min(LABELS, out.width // 3), overflow="fold")
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(escape(line.label), escape(line.text))
    out.print(table)
