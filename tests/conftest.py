"""Shared set-up of the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
os.environ["RIGHTFIN_PREPARE"] = "no"  # pages make nothing beside the tests

STEADY = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("steady", STEADY)
settings.register_profile("explore", STEADY, derandomize=False, max_examples=500, database=None)
settings.load_profile("explore" if os.environ.get("RIGHTFIN_EXPLORE") == "1" else "steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites golden files."""
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing with them")
