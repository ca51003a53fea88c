"""The command line: cases, template, check, convert, diff, merge, log, plan, and studies of donors' exits.

Answers go to standard output, progress and problems to standard error. Exit codes: 0 answered (arrears included), 1
answered "no" (contradictory hard limits, no year or quantity passes the test), 2 bad usage or input, 3 a defect of the
program. Heavy libraries are imported inside the commands, so that ``--help`` is quick.
"""

from rightfin.cli import cases, exchange, plans, shipped, studies
from rightfin.cli.frame import app, main

__all__ = ["app", "cases", "exchange", "main", "plans", "shipped", "studies"]
