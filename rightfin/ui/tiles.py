"""The six figures as tiles in one grid: three in a row, two in a narrow window. What a case says stands as it is."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from rightfin.report.overview.figures import KeyFigure
from rightfin.report.overview.tone import Tone
from rightfin.report.words.bidi import isolated

_STYLE = """
<style>
.rf-room { container-type: inline-size; }
.rf-tiles { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0.75rem; }
@container (max-width: 620px) { .rf-tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.rf-tile { border: 1px solid #c9d3dc; border-left: 0.35rem solid #c9d3dc; border-radius: 0.35rem; padding: 0.6rem 0.8rem;
  background: #ffffff; color: #1a1a1a; overflow-wrap: anywhere; }
.rf-tile.rf-bad { border-left-color: #b34700; background: #fdf3ec; }
.rf-label { font-size: 0.9rem; color: #3c4650; }
.rf-value { font-size: 1.45rem; font-weight: 600; line-height: 1.3; }
.rf-bad .rf-value { color: #9a3d00; }
.rf-note, .rf-change { font-size: 0.85rem; color: #3c4650; }
.rf-change { font-weight: 600; }
.rf-change.rf-better { color: #00614a; }
.rf-change.rf-worse { color: #9a3d00; }
@media (max-width: 640px) {
  .rf-tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.5rem; }
  .rf-tile { padding: 0.45rem 0.55rem; }
  .rf-value { font-size: 1.1rem; }
}
</style>
"""

_TONES = {Tone.GOOD: ("rf-better", " (better)"), Tone.BAD: ("rf-worse", " (worse)")}


def tiles(figures: Iterable[KeyFigure]) -> str:
    """Return the figures as HTML: label with its years, value, what it is against the case, and what else belongs to it."""
    return f'{_STYLE}<div class="rf-room"><div class="rf-tiles" role="list">{"".join(map(_tile, figures))}</div></div>'


def _tile(one: KeyFigure) -> str:
    bad = " rf-bad" if one.bad else ""
    kind, word = _TONES.get(one.tone, ("", ""))
    change = f'<div class="rf-change {kind}">{_shown(one.change)}{word}</div>' if one.change else ""
    return (
        f'<div class="rf-tile{bad}" role="listitem" title="{_shown(one.meaning)}">'
        f'<div class="rf-label">{_shown(one.label)}, {_shown(one.span)}</div>'
        f'<div class="rf-value">{_shown(one.value)}</div>'
        f'{change}<div class="rf-note">{_shown(one.note)}</div></div>'
    )


def _shown(text: str) -> str:
    return escape(isolated(text))
