"""The program of the process that draws: charts on standard input, pictures on standard output, nothing of rightfin.

The input is one JSON list of Vega-Lite specifications; for each, in order, the output holds the size of its picture as 8
bytes, the most significant first, and then the PNG. What goes wrong ends the program with its message on standard error.
"""

import json
import sys

import vl_convert

SCALE = 2
"""Pixels of a picture for each point of its chart."""


def drawn(chart: object) -> bytes:
    """Return a chart as PNG."""
    return vl_convert.vegalite_to_png(json.dumps(chart), scale=SCALE)


def main() -> None:
    """Start the engine of JavaScript while there is nothing to draw yet, then draw what comes."""
    drawn({"mark": "point", "data": {"values": [{}]}})
    for chart in json.loads(sys.stdin.buffer.read() or b"[]"):
        picture = drawn(chart)
        sys.stdout.buffer.write(len(picture).to_bytes(8, "big") + picture)


if __name__ == "__main__":
    main()
