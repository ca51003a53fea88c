"""The whole model as a file for other programs: LP, MPS or NL, with its public names as far as the format carries them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rightfin.io.refusal import refusal
from rightfin.io.staging import refuse_existing, staged_files
from rightfin.lp.program import public_name

if TYPE_CHECKING:
    from pyomo.environ import ConcreteModel

LONGEST = 90
"""Signs of a name that every reader of LP and MPS files takes: CBC has room for a hundred, Pyomo adds up to six."""

_OPTIONS: Mapping[str, Mapping[str, object]] = {
    ".lp": {},
    ".mps": {"skip_objective_sense": True},  # the least is what every reader looks for; not all know the section
    ".nl": {"symbolic_solver_labels": True, "linear_presolve": False, "scale_model": False},
}
"""What Pyomo's writers are told, by the ending of the file: nothing is taken out and nothing scaled."""

_FORMATS = {".lp": "cpxlp", ".mps": "mps", ".nl": "nl"}
"""What Pyomo calls them."""

_NAMES, _UNITS = (".row", ".col"), ".units.csv"
"""Files beside the model: names of the rows and columns of an NL file, one a line, as AMPL has them; units of numbers."""


def write_model(model: ConcreteModel, path: str | Path, force: bool = False, *, natural: bool = False) -> tuple[Path, ...]:
    """Write an open model with its active objective as LP, MPS or NL, by the ending of ``path``; return the files.

    Numbers are in the units of ``model.scaling_factor``, powers of two in which they lie near one, and a table beside the
    file says how many natural units make one; with ``natural`` they are in natural units, and no such table stays. The
    files stand there whole or not at all, and equal cases give equal bytes. In LP and MPS a decision is
    ``strength(police,2027)`` and a row ``c_u_rows.ceiling(2027)_``: Pyomo's writers put rows between ``c_u_``, ``c_l_`` or
    ``c_e_`` (at most, at least, equal) and an underscore. An NL file has no names; two files beside it have.

    Raises ``CaseError`` as ``refuse_model`` does, if a name is too long for the format, or if the files cannot be written.
    """
    from pyomo.environ import TransformationFactory
    from pyomo.opt import ProblemFormat

    path = Path(path)
    refuse_model(path, force)
    ending = path.suffix.lower()
    options, name = dict(_OPTIONS[ending]), _full_name
    if "symbolic_solver_labels" not in options:
        options["labeler"] = name = _name
    written = model if natural else TransformationFactory("core.scale_model").create_using(model, rename=False)
    files = files_of(path, natural=natural)
    with staged_files(files, force, [file for file in files_of(path, natural=False) if file not in files]) as stage:
        written.write(str(stage / path.name), format=ProblemFormat(_FORMATS[ending]), io_options=options)
        if not natural:
            (stage / f"{path.name}{_UNITS}").write_text(_units(model, name), encoding="utf-8", newline="\n")
    return files


def files_of(path: Path, *, natural: bool) -> tuple[Path, ...]:
    """Return the files that a model of that name is: those beside it, then the model."""
    names = _NAMES if path.suffix.lower() == ".nl" else ()
    units = () if natural else (path.with_name(f"{path.name}{_UNITS}"),)
    return (*(path.with_suffix(ending) for ending in names), *units, path)


def refuse_model(path: Path, force: bool) -> None:
    """Raise ``CaseError`` if a model cannot be written there: an unknown ending, a folder, or a file that is to stay.

    A table of units from before is one of these even where none is written: it would be wrong about the new model.
    """
    if path.suffix.lower() not in _OPTIONS:
        raise refusal("not_a_model_name", f"{path.name} ends in none of .lp, .mps and .nl.",
                      "Give the file a name that does: the ending says in which form the model is written.")
    for file in files_of(path, natural=False):
        if file.is_dir():
            raise refusal("exists", f"{file} is a folder.", "Choose another name.")
        refuse_existing(file, force)


def _units(model: ConcreteModel, name: Callable[[Any], str]) -> str:
    """Return the table of units: each decision, row and objective by name, and how many natural units make one of it."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("name", "natural_units"))
    table.writerows((name(part), f"{1.0 / factor:.17g}") for part, factor in model.scaling_factor.items())
    return text.getvalue()


def _full_name(component: Any) -> str:
    return str(component.name)


def _name(component: Any) -> str:
    """Return the public name of a row, decision or objective with the signs that LP and MPS files allow in names."""
    index, kind = component.index(), component.parent_component().name
    if index is None:
        return str(kind)
    name = public_name((kind, index if isinstance(index, tuple) else (index,)))
    if len(name) > LONGEST:
        raise refusal("long_name", f"{name} has more than {LONGEST} signs, which some readers of such files refuse.",
                      "Shorten the ids of the case, or write an .nl file, whose names stand in files beside it.")
    return re.sub(r"[^A-Za-z0-9_.,()]", "_", name.replace("[", "(").replace("]", ")"))


