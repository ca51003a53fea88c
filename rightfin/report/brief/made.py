"""A brief made: its picture drawn, and laid out as a document."""

from __future__ import annotations

from rightfin.report.brief import Brief
from rightfin.report.brief.document import brief_document
from rightfin.report.charts.pictures import drawn
from rightfin.report.charts.vega import Chart, Part

_HEIGHT = 170
"""Height of the picture in its own points: with all that stands above it, it fits on the first sheet."""

_WIDTH, _SIGN, _SYMBOL = 640.0, 5.8, 30.0
"""Width of the picture, of a sign of a legend as a rule, and of what stands beside each of its texts."""


def picture_of(brief: Brief) -> list[Chart]:
    """Return the picture of a brief, if it has one, as it is drawn: title and subtitle stand above it as text."""
    if brief.picture is None:
        return []
    drawn_alone = {name: part for name, part in brief.picture.items() if name != "title"}
    return [{**drawn_alone, "height": _HEIGHT, "layer": list(map(_with_whole_legend, brief.picture["layer"]))}]


def _with_whole_legend(layer: Part) -> Part:
    """Return a layer with a legend in which no name is cut: as many beside one another as the longest allows."""
    colour = layer["encoding"].get("color")
    if colour is None or not colour.get("legend"):
        return layer
    longest = max((len(str(name)) for name in colour.get("sort", ())), default=1)
    columns = max(1, min(4, int(_WIDTH / (_SIGN * longest + _SYMBOL))))
    legend = {**colour["legend"], "labelLimit": 0, "columns": columns}
    return {**layer, "encoding": {**layer["encoding"], "color": {**colour, "legend": legend}}}


def brief_bytes(brief: Brief) -> bytes:
    """Return a brief as a document of Word; raises ``CaseError`` if its picture cannot be drawn."""
    pictures = drawn(picture_of(brief))
    return brief_document(brief, pictures[0] if pictures else None)
