"""Writing without half results: everything is made in a folder on the same disk and then moved."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rightfin.io.refusal import refusal


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give a fresh folder on the same disk as ``target``, removed at the end with whatever is left in it.

    It is made inside ``target`` where that is a folder already, which may be a disk of its own or stand in a place
    that must not be written to; beside it otherwise. Missing parent folders are made.

    Raises ``CaseError`` if the place cannot be written to.
    """
    try:
        place = target if target.is_dir() else target.parent
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".rightfin-", dir=place) as folder:
            yield Path(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise refusal("not_written", f"{target} cannot be written: {reason}.",
                      "Close it if another program has it open, or choose another place.") from error


def refuse_existing(path: Path, force: bool) -> None:
    """Raise ``CaseError`` if something stands at ``path`` and may not be replaced."""
    if path.exists() and not force:
        raise refusal("exists", f"{path} already exists.", "Choose another name, or replace it with --force.")
