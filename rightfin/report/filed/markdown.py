"""Findings as Markdown: a document that any converter reads, in which nothing of a case comes alive."""

from __future__ import annotations

import re

from rightfin.report.brief.words import on_one_line
from rightfin.report.studies.findings import Findings, FindingsTable, Form, written

_ALIVE = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&@]|:(?=//)|(?<=www)\.)")


def markdown_of(findings: Findings) -> str:
    """Return findings as Markdown: equal findings give equal text. Each table names itself as files and sheets do."""
    parts = [f"# {_plain(findings.title)}", *(_plain(one.text) for one in findings.sentences)]
    for table in findings.tables:
        parts += [f"## {_plain(table.title)}", _table(findings, table.shown())]
        money = any(heading.kind is Form.MONEY for heading in table.headings)
        unit = f"Money in {findings.scale.unit}. " if money else ""
        parts.append(_plain(f"{unit}{table.note} Table: {table.name}.".strip()))
    parts += ["## How this was found", "\n".join(f"- {_plain(line)}" for line in findings.method)]
    parts.append("\n".join(f"- {_plain(name)}: {_plain(value)}" for name, value in findings.provenance if value))
    return "\n\n".join(parts) + "\n"


def _table(findings: Findings, table: FindingsTable) -> str:
    kinds = [heading.kind for heading in table.headings]
    lines = [[_plain(heading.text) for heading in table.headings],
             [":--" if kind is Form.TEXT else "--:" for kind in kinds]]
    lines += [[_plain(written(cell, kind, findings.scale)) for cell, kind in zip(row, kinds, strict=True)]
              for row in table.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """Return a text on one line in which no sign means anything to Markdown; the minus of a number stays."""
    line = on_one_line(text)
    return line if re.fullmatch(r"-?[\d,.]+ ?%?", line) else _ALIVE.sub(r"\\\1", line)
