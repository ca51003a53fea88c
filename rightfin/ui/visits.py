"""What is kept of a visit on the server's disk, so that a reload, a sleeping laptop and a restarted server give it back."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rightfin.ui.view import Changes, LinkError, as_text, from_text

COOKIE = "rightfin_visit"
"""The cookie that says which visit is a browser's own."""

SECRET_BYTES = 24
"""Random bytes by which a visit is known; nobody guesses them."""

MOST_STEPS = 200
"""Steps that can be undone."""

_STATE, _FILES, _TEXTS = "state.json", "files", "texts"
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Visit:
    """What is kept of a visit beside the link: steps to undo and to redo, the last one last, and the files by digest.

    ``case`` is the name of the case, as a link has it, to which the steps belong.
    """

    undo: tuple[Changes, ...] = ()
    redo: tuple[Changes, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of the visitor's files, by digest of their bytes."""
    case: str = ""


@dataclass(frozen=True)
class VisitLimits:
    """What is kept at most: visits, days since one was looked at last, bytes of each and of all together."""

    visits: int = 500
    days: float = 30.0
    each: int = 100_000_000
    total: int = 2_000_000_000


class Visits:
    """Visits in a folder, each in one of its own under a digest of its secret.

    The secret itself stands nowhere but in the browser, so that whoever reads the folder's names cannot take over a visit.
    What cannot be read any more is as if nothing were kept. Safe for several threads and processes: files are put in place
    whole.
    """

    def __init__(self, folder: Path, limits: VisitLimits | None = None) -> None:
        self._folder, self._limits = folder, limits or VisitLimits()

    @staticmethod
    def new_secret() -> str:
        """Return a secret for a new visit."""
        return secrets.token_hex(SECRET_BYTES)

    @staticmethod
    def is_secret(text: str | None) -> bool:
        """Return whether a text could be a secret of ours."""
        return text is not None and len(text) == 2 * SECRET_BYTES and _DIGITS.issuperset(text)

    def _place(self, secret: str) -> Path:
        if not self.is_secret(secret):
            raise ValueError("no secret of a visit")
        return self._folder / hashlib.sha256(secret.encode()).hexdigest()

    def read(self, secret: str) -> Visit:
        """Return what is kept of a visit; an empty one where nothing is."""
        place = self._place(secret)
        try:
            found: Any = json.loads((place / _STATE).read_text("utf-8"))
            names = {str(digest): str(name) for digest, name in dict(found["names"]).items()}
            with suppress(OSError):
                (place / _STATE).touch()  # it was looked at
            return Visit(_steps(found["undo"]), _steps(found["redo"]), names, str(found.get("case", "")))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return Visit()

    def write(self, secret: str, visit: Visit) -> None:
        """Keep a visit, the last steps of it; what cannot be written for want of room is not kept."""
        text = json.dumps({
            "undo": [as_text(one) for one in visit.undo[-MOST_STEPS:]],
            "redo": [as_text(one) for one in visit.redo[-MOST_STEPS:]], "names": dict(visit.names),
            "case": visit.case,
        }, ensure_ascii=False)
        with suppress(OSError):
            _put(self._place(secret) / _STATE, text.encode())

    def put_file(self, secret: str, name: str, content: bytes) -> str:
        """Keep a visitor's file and return the digest of its bytes, under which it is found again in this visit alone."""
        digest = hashlib.sha256(content).hexdigest()
        with suppress(OSError):
            _put(self._place(secret) / _FILES / digest, content)
            visit = self.read(secret)
            self.write(secret, replace(visit, names={**visit.names, digest: name}))
            self.clear()
        return digest

    def file(self, secret: str, digest: str) -> tuple[str, bytes] | None:
        """Return name and bytes of a file of this visit; ``None`` if it is not kept, or not as it was."""
        if not _DIGITS.issuperset(digest):
            return None
        try:
            content = (self._place(secret) / _FILES / digest).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest() != digest:
            return None
        return self.read(secret).names.get(digest, "case.xlsx"), content

    def put_text(self, secret: str, name: str, text: str) -> None:
        """Keep a text of a visit under a name, in the place of the one that was kept; for want of room it is not kept."""
        place, when = self._text_place(secret, name), self._place(secret) / _STATE
        with suppress(OSError):
            is_new = not place.exists()
            _put(place, text.encode())
            if when.exists():
                when.touch()  # a visit is as old as what was kept of it last
            else:
                self.write(secret, Visit())
            if is_new:
                self.clear()

    def text(self, secret: str, name: str) -> str | None:
        """Return the text that is kept under a name, ``None`` if there is none."""
        try:
            return self._text_place(secret, name).read_text("utf-8")
        except (OSError, ValueError):
            return None

    def _text_place(self, secret: str, name: str) -> Path:
        return self._place(secret) / _TEXTS / hashlib.sha256(name.encode()).hexdigest()

    def clear(self) -> None:
        """Take away visits that are too large or too old, and those looked at longest ago as far as there are too many.

        What one visit holds beyond its own limit costs no other visit its place.
        """
        found = []
        with suppress(OSError):
            for place in self._folder.iterdir():
                with suppress(OSError):
                    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
                    state = place / _STATE
                    found.append(((state if state.exists() else place).stat().st_mtime, size, place))
        count, total, oldest = 0, 0, time.time() - self._limits.days * 86_400.0
        for when, size, place in sorted(found, reverse=True):
            is_within = size <= self._limits.each and when >= oldest
            if is_within and count < self._limits.visits and total + size <= self._limits.total:
                count, total = count + 1, total + size
            else:
                shutil.rmtree(place, ignore_errors=True)


def _steps(found: Sequence[str]) -> tuple[Changes, ...]:
    try:
        return tuple(from_text(one) for one in found)
    except LinkError:
        return ()


def _put(path: Path, content: bytes) -> None:
    """Put a file in place whole, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
