"""Checking the point that the solver returned, without asking the solver."""

from __future__ import annotations

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import Program, public_name
from rightfin.solve.engine import SolverError
from rightfin.tolerances import VIOLATION


def verify(program: Program, columns: Floats) -> None:
    """Raise ``SolverError`` naming the worst row if a scaled point breaks a row or a bound."""
    broken = program.broken_by(columns)
    if broken.size and float(broken.max()) > VIOLATION:
        worst = int(broken.argmax())
        raise SolverError(f"the solver broke row {public_name(program.rows[worst])} by {broken[worst]:.3g} scaled units")
    outside = np.maximum(-columns, columns - program.column_upper)
    if outside.size and float(outside.max()) > VIOLATION:
        worst = int(outside.argmax())
        name = public_name(program.columns[worst])
        raise SolverError(f"the solver broke a bound of {name} by {outside[worst]:.3g} scaled units")
