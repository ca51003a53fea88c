"""Where the shipped cases are, and how the tests read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rightfin.case.case import Case
from rightfin.case.reading.parse import parse
from rightfin.case.scenario import apply_scenario
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.io.csv_folder import read_csv_folder

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
AFGHANISTAN = "afghanistan_2012"
DEMO = "demo"
SHIPPED = (AFGHANISTAN, DEMO)


@cache
def shipped_case(name: str) -> Case:
    """Return a shipped case as it stands in its files."""
    return parse(read_csv_folder(INPUTS / name)).case


@cache
def full_case() -> Case:
    """Return the fictional case with a row in every table: with a package, which it lacks."""
    station = {"package": "station_30", "institution": "police", "need": "violent_crime", "2028": 1.0}
    return shipped_case(DEMO).replace({"packages": [station]})


def projected(name: str, *scenarios: str) -> Parameters:
    """Return the parameters of a shipped case under scenarios."""
    case = shipped_case(name)
    for scenario in scenarios:
        case = apply_scenario(case, scenario)
    return project(case, {})
