"""The cases, model definitions and packages that come with the program: where they stand, and how a name finds them."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_HOME = next((place for place in (_PACKAGE / "data", _PACKAGE.parent) if (place / "inputs").is_dir()), _PACKAGE)
"""``data`` inside an installed package; the top of the repository where the package is used from there."""

INPUTS, MODELS = _HOME / "inputs", _HOME / "models"
PACKAGES = MODELS / "packages"


def case_names() -> tuple[str, ...]:
    """Return the names of the shipped cases, sorted."""
    return tuple(sorted(path.parent.name for path in INPUTS.glob("*/settings.csv")))


def definition_names() -> tuple[str, ...]:
    """Return the names of the shipped model definitions, the default one first."""
    return tuple(sorted((path.stem for path in MODELS.glob("*.toml")), key=lambda name: (name != "default", name)))


def package_names() -> tuple[str, ...]:
    """Return the names of the packages of the library, sorted."""
    return tuple(sorted(path.stem for path in PACKAGES.glob("*.csv")))


def package_place(name: str) -> Path:
    """Return where the file of a package stands."""
    return PACKAGES / f"{name}.csv"


def case_place(path: str | Path) -> Path:
    """Return where a case stands: the path itself, or a shipped case if nothing is there and the name is one of theirs."""
    place = Path(path)
    return INPUTS / place.name if not place.exists() and str(place) in case_names() else place


def definition_place(path: str | Path) -> Path:
    """Return where a model definition stands: the path itself, or a shipped one if nothing is there of that name."""
    place = Path(path)
    return MODELS / f"{place}.toml" if not place.exists() and str(place) in definition_names() else place
