"""Where cases and model definitions come from: those that are shipped, and workbooks that visitors upload."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rightfin.case import CaseError, Issue
from rightfin.editing.opening import Opened, open_file
from rightfin.io import write_template
from rightfin.io.workbook.marked import write_marked
from rightfin.io.xlsx.safety import MOST_BYTES
from rightfin.reading import Saved, read_saved
from rightfin.shipped import INPUTS

_Read = TypeVar("_Read")

INPUTS_VARIABLE = "RIGHTFIN_INPUTS"
_LONGEST_STEM = 50
"""Characters of a visitor's file name that are kept; in UTF-8 they stay below what file systems allow."""


@dataclass(frozen=True)
class Shipped:
    """A case or a model definition that comes with the program: a name to choose it by and its place."""

    name: str
    path: Path


def inputs_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the shipped cases: ``RIGHTFIN_INPUTS``, or where they are shipped."""
    named = environment.get(INPUTS_VARIABLE, "").strip()
    return Path(named) if named else INPUTS


def shipped_cases(inputs: Path) -> tuple[Shipped, ...]:
    """Return the cases in a folder, sorted: folders with a ``settings.csv``, and workbooks."""
    if not inputs.is_dir():
        return ()
    found = [path for path in sorted(inputs.iterdir()) if not path.name.startswith((".", "~"))]
    return _labelled(
        path
        for path in found
        if (path / "settings.csv").is_file() or (path.is_file() and path.suffix == ".xlsx")
    )


def shipped_definitions(inputs: Path) -> tuple[Shipped, ...]:
    """Return the model definitions in ``models`` beside the folder of the cases, the default one first."""
    found = sorted(
        (inputs.parent / "models").glob("*.toml"), key=lambda path: (path.stem != "default", path.stem)
    )
    return _labelled(found)


def _labelled(paths: Iterable[Path]) -> tuple[Shipped, ...]:
    """Return each path with a label; where several would share one, the name of the file follows it."""
    found = [(_label(path), path) for path in paths]
    counts = Counter(label for label, _ in found)
    return tuple(Shipped(label if counts[label] == 1 else f"{label} ({path.name})", path) for label, path in found)


def _label(path: Path) -> str:
    name = path.stem.replace("_", " ")
    return name[:1].upper() + name[1:]


def stamp(path: Path) -> str:
    """Return a digest of the names, sizes and times of a shipped case's files: it changes when they do."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    facts = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def read_upload(name: str, content: bytes) -> Saved:
    """Return the case in an uploaded workbook with warnings, trail and places; messages name the visitor's file.

    Raises ``CaseError`` if the file is too large, no ``.xlsx`` workbook, or holds a case that cannot be used.
    """
    return _of_upload(name, content, read_saved)


def open_upload(name: str, content: bytes) -> Opened:
    """Return a draft of an uploaded workbook, whatever is wrong in its cells.

    Raises ``CaseError`` if the file is too large, no ``.xlsx`` workbook, or holds no case.
    """
    return _of_upload(name, content, open_file)


def _of_upload(name: str, content: bytes, read: Callable[[Path], _Read]) -> _Read:
    if not name.lower().endswith(".xlsx"):
        raise CaseError(
            [Issue("upload_kind", f"{name} is not an .xlsx workbook.", "Save it as .xlsx in Excel.")]
        )
    if len(content) > MOST_BYTES:
        raise CaseError(
            [
                Issue(
                    "upload_size",
                    f"{name} has {len(content) / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.1f} MB are read.",
                    "Delete sheets and pictures that are not part of the case.",
                )
            ]
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _harmless(name)
        path.write_bytes(content)
        return read(path)


def marked_upload(name: str, content: bytes, issues: Iterable[Issue]) -> bytes | None:
    """Return the marked copy of an uploaded workbook, ``None`` if the workbook cannot be read as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / _harmless(name), Path(folder) / "marked copy" / "marked.xlsx"
        path.write_bytes(content)
        try:
            write_marked(path, issues, copy)
        except CaseError:
            return None
        return copy.read_bytes()


def _harmless(name: str) -> str:
    """Return a visitor's file name as one that stays in its folder: no path, no odd signs, not long."""
    stem = re.split(r"[/\\]", name)[-1][: -len(".xlsx")]
    return re.sub(r"[^\w .()-]", "_", stem)[:_LONGEST_STEM] + ".xlsx"


def template_bytes() -> bytes:
    """Return the empty workbook that ``rightfin template`` writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path)
        return path.read_bytes()
