"""Providers of external capability: that they supply something, and nothing that is thought to come after they left."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import warning
from rightfin.case.issue import Issue

_NAMED = 6
"""Most rows of ``external`` that a warning names."""


def check_providers(view: View) -> Iterator[Issue]:
    """Every provider supplies something before it leaves, and what is typed for later years is known not to come.

    A name in ``external`` needs no row here.
    """
    supplied: dict[str, list[Row]] = {}
    for one in view.rows("external"):
        supplied.setdefault(str(one["provider"]), []).append(one)
    for row in view.rows("providers"):
        provider, last = str(row["provider"]), number(row["last_year"])
        own = supplied.get(provider, [])
        typed = [(one, year) for one in own for year, amount in view.over_years("external", one).items() if amount]
        if last is not None and (late := [(one, year) for one, year in typed if year > last]):
            lost = list(dict.fromkeys(f"{one['need']} in {one['region']}" for one, _ in late))
            more = f" and {len(lost) - _NAMED} more rows" if len(lost) > _NAMED else ""
            yield warning(
                "capability_after_leaving",
                f"{provider} leaves after {view.written(last)}, so what external has for "
                f"{view.written(min(year for _, year in late))} and later does not come: {', '.join(lost[:_NAMED])}{more}.",
                "Type a later last_year or leave it blank, or type 0 in external from then on.",
                "providers",
                provider,
                "last_year",
            )
        elif view.years and not typed:
            yield warning(
                "provider_supplies_nothing",
                f"{provider} supplies nothing in any planning year.",
                "Type in external what it supplies, under the same short name, or delete the row.",
                "providers",
                provider,
            )
