"""Words that several sections of the page share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.report.words.wording import listed, money


def span(years: Sequence[int]) -> str:
    """Return years as ``2026-2037``, one year alone as it is."""
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0])


def runs(years: Sequence[int]) -> str:
    """Return years that follow one another as spans: ``2026-2028 and 2031``."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return listed([span(run) for run in found])


def amounts(by_year: Mapping[int, float], currency: str) -> str:
    """Return amounts by year; where there are many, their sum, their years and the largest."""
    if len(by_year) <= 3:
        return listed([f"{money(amount, currency)} in {year}" for year, amount in by_year.items()])
    peak = max(by_year, key=lambda year: by_year[year])
    return (f"{money(sum(by_year.values()), currency)} in {runs(list(by_year))}, most in {peak} "
            f"({money(by_year[peak], currency)}),")
