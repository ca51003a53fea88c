"""The command line: cases, template, check, convert, compare, diff, merge, log, plan, model, packages, audit, and studies.

Answers go to standard output, progress and problems to standard error; ``ending`` has the exit codes. Heavy libraries are
imported inside the commands, so that ``--help`` is quick.
"""

from rightfin.cli import (
    cases,
    compare,
    exchange,
    force,
    learning,
    models,
    packages,
    plans,
    programmes,
    reports,
    shipped,
    studies,
    wishes,
)
from rightfin.cli.frame import app, main

__all__ = [
    "app", "cases", "compare", "exchange", "force", "learning", "main", "models", "packages",
    "plans", "programmes", "reports", "shipped", "studies", "wishes",
]
