"""Options that commands share, each written once, and what those about the question lead to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rightfin.case.issue import CaseError, Issue

if TYPE_CHECKING:
    from rightfin.definition import Definition

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="A folder of CSV files or an .xlsx workbook.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]
ModelPath = Annotated[Path | None, typer.Option("--model", metavar="M.toml", help="Model definition.")]
Scenarios = Annotated[
    list[str] | None, typer.Option("--scenario", metavar="S", help="Scenario of the case; may be repeated.")
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Override a setting; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]
OutFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder for workbook, JSON, tables and charts.")
]
TimeLimit = Annotated[
    float | None, typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Give up solving after so long.")
]
Replan = Annotated[
    bool, typer.Option("--replan", help="Decide anew when each programme starts, if at all, before the question is asked; "
                       "without it, starts are as typed.")
]
Within = Annotated[
    float | None, typer.Option("--within", metavar="SECONDS", min=1.0, help="How long a search for starts may take, "
                               "with seeing what every start changes. Saying why (--decide) and --frontier may take as "
                               "long again each. What is not proven or not tried by then is told.  [default: 60]")
]
Donors = Annotated[
    list[str] | None, typer.Option("--donor", metavar="D", help="A donor; may be repeated. Without it, all donors.")
]
Providers = Annotated[
    list[str] | None, typer.Option("--provider", metavar="P", help="A peace operation or another provider of external "
                                   "capability, in place of donors; may be repeated.")
]


@dataclass(frozen=True)
class Laid:
    """What is laid over a case before it is planned: a definition, scenarios and settings."""

    definition: Definition
    scenarios: tuple[str, ...]
    settings: dict[str, str]

    @property
    def words(self) -> dict[str, Any]:
        """By the names that plans and studies know them under."""
        return {"definition": self.definition, "scenarios": self.scenarios, "settings": self.settings}


def laid(model: Path | None, scenario: list[str] | None, setting: list[str] | None) -> Laid:
    """Return what was asked for; raises ``CaseError`` if the definition cannot be used or a setting is no pair."""
    from rightfin.definition import default_definition, read_definition

    definition = read_definition(model) if model is not None else default_definition()
    return Laid(definition, tuple(scenario or ()), settings_of(setting or []))


def settings_of(pairs: list[str]) -> dict[str, str]:
    """Return ``KEY=VALUE`` pairs as settings; raises ``CaseError`` for those that are not pairs, or say two things."""
    issues, found = [], dict[str, str]()
    for pair in pairs:
        key, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            issues.append(Issue("setting_form", f"--set {pair} has no value.", "Write --set KEY=VALUE."))
        elif found.setdefault(key, value) != value:
            issues.append(Issue("setting_twice", f"--set {key} is given as {found[key]} and as {value}.", "Give it once."))
    if issues:
        raise CaseError(issues)
    return found
