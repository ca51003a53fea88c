"""How texts are escaped in files, and how that is undone: one rule for CSV, one for workbooks."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_LIVE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a text begins that a spreadsheet would run as a formula, and what escaping makes of it."""

_ESCAPED_LIVE = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")

_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def escaped_cell(text: str) -> str:
    """Return a text as a CSV file holds it: an apostrophe before what a spreadsheet takes for a formula."""
    return f"'{text}" if _LIVE.match(text) else text


def unescaped(text: str) -> str:
    """Undo ``escaped_cell``."""
    return text[1:] if _ESCAPED_LIVE.match(text) else text


def workbook_escaped(text: str) -> str:
    """Return a text as the XML of a workbook means it.

    Signs that XML cannot hold become ``_x0001_``, and each underscore with which such an escape would begin becomes
    ``_x005F_``, also where it ends another: read from the left, the text comes back as it was.
    """
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _LIKE_ESCAPE.sub("_x005F_", text))


def workbook_unescaped(text: str) -> str:
    """Undo ``workbook_escaped``."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def for_xlsxwriter(text: str) -> str:
    """Return what XlsxWriter is given so that it writes a text by the rule of this module.

    It overlooks an escape that begins with the last underscore of another, and takes what stands within ``<r>`` for XML.
    Such a text is given as the XML that shall be written, its underscores by number, so that nothing is escaped twice.
    """
    if not text.startswith("<r>") and not _LIKE_ESCAPE.search(text):
        return text
    return f'<r><t xml:space="preserve">{escape(workbook_escaped(text)).replace("_", "&#95;")}</t></r>'
