"""Names in groups that the case does not have."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View
from rightfin.case.groups import Group


def unknown_names(view: View, group: Group) -> Iterator[tuple[str, str]]:
    """Yield what is wrong and what to do for every institution, cadre and item of a group that the case does not have."""
    for where, names, known in (
        ("in the table institutions", group.institutions, view.names("institutions")),
        ("in the table cadres", group.named_cadres, view.names("cadres")),
        ("among cadres, assets and committed items", group.items, view.items),
    ):
        for name in names or ():
            if name not in known:
                yield f"There is no {name} {where}.", view.suggestions.choose(name, known)
