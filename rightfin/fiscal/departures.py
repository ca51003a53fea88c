"""How people leave beside attrition and retrenchment, and what is paid in the years after it, as parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

ByIntake = Mapping[tuple[str, int, int], float]
"""By cadre, year of joining (the base year for all who are there at its end) and year."""

ByPayment = Mapping[tuple[str, int, int], float]
"""By institution, year of leaving and year of payment."""


@dataclass(frozen=True)
class Departures:
    """Ghosts who are struck off, retirement in known years, and payments in the years after leaving.

    ``struck_off`` is the share of those paid before who are struck off because the share of ghosts falls. Of those who
    joined in the same year ``retires`` is the share that retires in a year, ``retires_with_pension`` the part of it that
    draws a pension, and ``due`` the share that stands at the end of a year and retires later; attrition and ghosts struck
    off since they joined are in all three. ``severance_due`` and ``reintegration_due`` are the shares of what somebody
    who leaves in a year is owed that are paid in a later year; what would be paid after the last planning year is paid in
    it. ``reintegration`` is in currency a person, at the prices of the year. ``profile`` and ``instalments`` are what the
    tables say, for what follows after the last planning year: shares of those who joined, of all and of those with a
    pension, and shares of a payment by institution, payment and years after leaving.
    """

    struck_off: Annotated[NDArray[np.float64], "cadre", "year"]
    retires: Annotated[ByIntake, "cadre", "year_from_base", "year"]
    retires_with_pension: Annotated[ByIntake, "cadre", "year_from_base", "year"]
    due: Annotated[ByIntake, "cadre", "year_from_base", "year"]
    severance_due: Annotated[ByPayment, "institution", "year", "year"]
    reintegration_due: Annotated[ByPayment, "institution", "year", "year"]
    reintegration: Annotated[NDArray[np.float64], "institution", "year"]
    profile: Mapping[tuple[str, int, int], tuple[float, float]]
    instalments: Mapping[tuple[str, str, int], float]
