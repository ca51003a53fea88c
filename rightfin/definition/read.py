"""Reading model definitions from TOML: each states only what differs from the default."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

from rightfin.case.case import canonical
from rightfin.case.cell import Fault, read_cell
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.definition.definition import PARAMETERS, Definition
from rightfin.definition.rows import ROW_TABLES, read_rows, read_value
from rightfin.schema import BY_NAME, Column, Kind, Value
from rightfin.schema.switches import Switch
from rightfin.shipped import definition_names, definition_place

_NAME = Column("name", Kind.ID, "Short name of the definition.", required=True)
_BARE = Definition("default", "", "", {}, (), {}, {name: float(str(column.default)) for name, column in PARAMETERS.items()})


def default_definition() -> Definition:
    """Return the definition that is used where none is named: all rules on, settings as the case has them."""
    text = files("rightfin.definition").joinpath("default.toml").read_text(encoding="utf-8")
    return _overlaid(text, "default.toml", _BARE)


def read_definition(path: str | Path) -> Definition:
    """Return the definition in a TOML file, or the shipped one of that name, laid over the default one.

    Raises ``CaseError`` if the file cannot be read, and with every unknown key and every value that does not
    fit its key. Whether its scenarios exist depends on the case and is found when they are applied.
    """
    path = definition_place(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _failed(
            path.name,
            "no_definition",
            f"There is no file {path}.",
            f"Name the TOML file of a model definition, or a shipped one: {', '.join(definition_names())}.",
        ) from None
    except (OSError, UnicodeDecodeError) as reason:
        raise _failed(
            path.name,
            "unreadable",
            f"The model definition cannot be read: {reason}.",
            "Name a TOML file in UTF-8.",
        ) from reason
    return _overlaid(text, path.name, default_definition())


def _failed(file: str, code: str, message: str, remedy: str) -> CaseError:
    return CaseError([Issue(code, message, remedy, cell=file)])


def _overlaid(text: str, file: str, default: Definition) -> Definition:
    """Return ``default`` with what the TOML text states in place of its own."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise _failed(
            file,
            "not_toml",
            f"The model definition is not valid TOML: {reason}.",
            "Mend the line that is named; texts stand in quotation marks.",
        ) from reason
    reading = _Reading(file)
    found = reading.definition(content, default)
    if reading.issues:
        raise CaseError(reading.issues)
    return found


@dataclass
class _Reading:
    """One file being read, and the problems found so far."""

    file: str
    issues: list[Issue] = field(default_factory=list)

    def definition(self, content: Mapping[str, object], default: Definition) -> Definition:
        """Return the definition, as far as it could be read."""
        known = ("name", "title", "description", "scenarios", "settings", "rules", "parameters", *ROW_TABLES)
        for key in (key for key in content if key not in known):
            self.add("unknown_key", f"{key} is not part of a model definition.", choose(key, known), key)
        if "name" not in content:
            remedy = 'Add a line such as name = "austerity".'
            self.add("no_name", "The definition has no name.", remedy, "name")
        name = self.text(content, "name", default.name)
        entries = {entry.name: entry for entry in BY_NAME["settings"].entries}
        switches = {switch.value: Column(switch.value, Kind.BOOLEAN, switch.meaning) for switch in Switch}
        settings = self.table(content, "settings", entries)
        rules = self.table(content, "rules", switches)
        parameters = self.table(content, "parameters", PARAMETERS)
        return replace(
            default,
            name=name,
            title=self.text(content, "title", name),
            description=self.text(content, "description", ""),
            scenarios=self.scenarios(content, default),
            settings={**default.settings, **settings},
            rules={**default.rules, **{switch: value is True for switch, value in rules.items()}},
            parameters={
                **default.parameters,
                **{key: float(value) for key, value in parameters.items() if isinstance(value, (int, float))},
            },
            tables={**default.tables, **{name: read_rows(content[name], name, self.add)
                                         for name in ROW_TABLES if name in content}},
        )

    def add(self, code: str, message: str, remedy: str, place: str) -> None:
        """Add a problem at a key of the file."""
        self.issues.append(Issue(code, message, remedy, cell=f"{self.file} {place}"))

    def text(self, content: Mapping[str, object], key: str, otherwise: str) -> str:
        """Return a text of the first level."""
        value = content.get(key, otherwise)
        if not isinstance(value, str):
            self.add("wrong_type", f"{key} is not a text.", "Put it in quotation marks.", key)
            return otherwise
        found = read_cell(value, _NAME) if key == "name" and key in content else canonical(value) or ""
        if isinstance(found, Fault) or found is None:
            remedy = found.remedy if isinstance(found, Fault) else "Type a short name."
            self.add("wrong_name", f"“{value}” is not a short name.", remedy, key)
            return otherwise
        return str(found)

    def scenarios(self, content: Mapping[str, object], default: Definition) -> tuple[str, ...]:
        """Return the names of the scenarios, in their order."""
        value = content.get("scenarios", list(default.scenarios))
        if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
            self.add(
                "wrong_type",
                "scenarios is not a list of names.",
                'Type it as scenarios = ["low_revenue"].',
                "scenarios",
            )
            return default.scenarios
        return tuple(name.strip() for name in value)

    def table(
        self, content: Mapping[str, object], name: str, known: Mapping[str, Column]
    ) -> dict[str, Value]:
        """Return the values of one table of the file, by key."""
        table = content.get(name, {})
        if not isinstance(table, Mapping):
            self.add("wrong_type", f"{name} is not a table.", f"Begin it with a line [{name}].", name)
            return {}
        found: dict[str, Value] = {}
        for key, value in table.items():
            place = f"{name}.{key}"
            if key not in known:
                self.add("unknown_key", f"{key} is not known in [{name}].", choose(key, known), place)
                continue
            result = read_value(value, known[key])
            if isinstance(result, Fault):
                self.add(result.code, result.message, result.remedy, place)
            else:
                found[key] = result
        return found
