"""Whether a chart is what Vega-Lite knows, by the schema that comes with Altair."""

from __future__ import annotations

import altair
from jsonschema import ValidationError

from rightfin.report.charts.vega import Chart


def is_valid(chart: Chart) -> bool:
    """Return whether the schema of Vega-Lite knows a chart."""
    try:
        altair.Chart.from_dict(chart, validate=True)
    except ValidationError:
        return False
    return True
