"""Pictures of alternatives: how far numbers may move, what two may be together, what one goal costs in another."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.report.charts.palette import BLACK, BLUE, ORANGE, SERIES, SKY
from rightfin.report.charts.vega import Chart, Part, bars_height, channel, data, finished, layers, names_axis, tooltip
from rightfin.report.words.wording import Scale
from rightfin.study.why.aggregates import Aggregate
from rightfin.study.why.alternatives import Extent
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.together import Together
from rightfin.study.why.tradeoffs import Tradeoff
from rightfin.tolerances import DECIDED

_NAMES = 150
"""Pixels for names in a narrow window."""

WIDEST = 3.0
"""How many times the plan's own value a bar may reach; what goes beyond is cut there, and the table has it."""


def ranges_chart(extents: Iterable[Extent], what: str, when: str) -> Chart | None:
    """Return how far numbers of one year may move, each as a share of what it is in the plan; ``None`` if none moves.

    ``what`` says what they are numbers of.
    """
    rows = [
        (one.aggregate.quantity.title, one.least / one.planned, min(one.greatest / one.planned, WIDEST))
        for one in extents if one.planned > 0.0 and one.greatest - one.least > DECIDED * one.planned
    ]
    if not rows:
        return None
    names = [row[0] for row in rows]
    axis = channel("least:Q", title="Share of what it is in the plan", axis={"format": ".0%"})
    bars = {
        "data": data(("name", "least", "greatest"), rows),
        "mark": {"type": "bar", "color": SKY, "height": {"band": 0.6}},
        "encoding": {
            "y": channel("name:N", sort=names, title=None, axis=names_axis(_NAMES, 260)), "x": axis,
            "x2": {"field": "greatest"},
            "tooltip": tooltip(("name:N", "Number"), ("least:Q", "Least", ".1%"), ("greatest:Q", "Greatest", ".1%")),
        },
    }
    plan = {
        "data": data(("plan",), [(1.0,)]), "mark": {"type": "rule", "color": BLACK, "strokeWidth": 2},
        "encoding": {"x": channel("plan:Q")},
    }
    return finished(layers(bars, plan), f"How far {what} may move, {when}",
                    "From least to greatest; the line is the plan; each end is a plan of its own",
                    bars_height(names, _NAMES))


def together_chart(figures: Iterable[Together], scale: Scale) -> Chart:
    """Return what two numbers may be together, a figure for each value of a third, with the plan marked."""
    drawn = list(figures)
    one = drawn[0]
    labels = [_held(figure, scale) for figure in drawn]
    axes = {name: _axis(field, of, scale) for name, field, of in (
        ("x", "first", one.first), ("y", "second", one.second))}
    rows = [
        (n, label, _shown(one.first, x, scale), _shown(one.second, y, scale))
        for label, figure in zip(labels, drawn, strict=True) for n, (x, y) in enumerate(figure.figure.corners)
    ]
    several = {"domain": labels, "range": list(SERIES[: len(labels)])}
    colour: Part = {"color": channel("held:N", scale=several, legend={"title": None})} if len(drawn) > 1 else {}
    which = "within the loss" if len(drawn) == 1 else "within the loss with the third number held there"
    area = {
        "data": data(("n", "held", "first", "second"), rows),
        "mark": {"type": "line", "interpolate": "linear-closed", "strokeWidth": 2, "point": True,
                 **({"filled": True, "fillOpacity": 0.15, "color": BLUE} if len(drawn) == 1 else {})},
        "encoding": {**axes, **colour, "order": channel("n:Q"), "tooltip": tooltip(
            ("first:Q", one.first.quantity.title, ",.4~g"), ("second:Q", one.second.quantity.title, ",.4~g"))},
    }
    x, y = one.planned
    plan = {
        "data": data(("first", "second"), [(_shown(one.first, x, scale), _shown(one.second, y, scale))]),
        "mark": {"type": "point", "shape": "diamond", "size": 120, "filled": True, "color": BLACK}, "encoding": axes,
    }
    return finished(layers(area, plan), f"{one.first.quantity.title} and {one.second.quantity.title}, {one.first.year}",
                    f"All within a figure is possible {which}; the diamond is the plan; axes do not begin at zero")


def tradeoff_chart(
    found: Tradeoff, title: str, subtitle: str, axes: tuple[str, str], forms: tuple[str, str], scale: Scale | None = None,
) -> Chart:
    """Return a trade-off as a line of plans with the plan itself marked; money in the unit of a scale if one is given."""

    def second(value: float) -> float:
        return value if scale is None else scale.of(value)

    rows = [(point.held, second(point.found)) for point in found.points]
    encoding = {
        "x": channel("held:Q", title=axes[0], scale={"zero": False}, axis={"format": forms[0]}),
        "y": channel("found:Q", title=axes[1], scale={"zero": False}, axis={"format": forms[1]}),
    }
    told = tooltip(("held:Q", axes[0], forms[0]), ("found:Q", axes[1], forms[1]))
    line = {
        "data": data(("held", "found"), rows),
        "mark": {"type": "line", "point": True, "strokeWidth": 2.5, "color": ORANGE},
        "encoding": {**encoding, "tooltip": told},
    }
    at = found.planned
    plan = {
        "data": data(("held", "found"), [(at.held, second(at.found))]),
        "mark": {"type": "point", "shape": "diamond", "size": 120, "filled": True, "color": BLACK}, "encoding": encoding,
    }
    return finished(layers(line, plan), title, f"{subtitle}; the diamond is the plan; axes do not begin at zero", 280)


def _axis(field: str, one: Aggregate, scale: Scale) -> Part:
    unit = one.quantity.unit
    title = f"{one.quantity.title}, {scale.unit}" if unit is QuantityUnit.MONEY else one.quantity.title
    form = ".0%" if unit is QuantityUnit.SHARE else ",.4~g" if unit is QuantityUnit.MONEY else ",.0f"
    return channel(f"{field}:Q", title=title, scale={"zero": False}, axis={"format": form})


def _shown(one: Aggregate, value: float, scale: Scale) -> float:
    return scale.of(value) if one.quantity.unit is QuantityUnit.MONEY else value


def _held(figure: Together, scale: Scale) -> str:
    if figure.third is None or figure.held_at is None:
        return ""
    value, unit = figure.held_at, figure.third.quantity.unit
    text = (f"{scale.of(value):,.{scale.decimals}f} {scale.unit}" if unit is QuantityUnit.MONEY else
            f"{100.0 * value:.1f}%" if unit is QuantityUnit.SHARE else f"{value:,.0f}")
    return f"{figure.third.quantity.title}: {text}"
