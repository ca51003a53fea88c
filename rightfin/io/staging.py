"""Whole results or none: files are made aside on the same disk and come to their place by being renamed.

What is made stands in a folder named ``.rightfin-`` and eight signs, beside its target. Its maker holds a lock on it while
it lives; the next run that writes to the same place removes those that nobody holds, after bringing to an end what their
makers had begun. A run holds a lock on the place, too, while it looks what stands there and moves, so that of two runs for
one new place the second finds the first. Where the system knows no such locks (Windows), neither is done.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

from rightfin.io.refusal import refusal, refused_by_system

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PREFIX = ".rightfin-"
_OWN = re.compile(rf"{re.escape(_PREFIX)}[a-z0-9_]{{8}}")
_NEW, _ARRIVING, _OLD, _FOLDER, _GONE = "new", "arriving", "old", "folder", "gone"
"""What stands in a folder of ours: what is made; the same once every old file is out of the way; old files; an old folder
under its own name; the same once the new one has its place."""

MOST_CARRIED = 1_000
"""Files up to which a folder is exchanged as a whole, what else it holds carried along."""


@contextmanager
def staged_file(path: Path, force: bool = False) -> Iterator[Path]:
    """Give the place of a file to be made; at the end it stands at ``path``, whole. Missing parent folders are made.

    Raises ``CaseError`` if it cannot be written, or if something stands there by then and ``force`` is not given.
    """
    with refused_by_system(path), _stage(path.parent) as stage:
        made = stage / path.name
        yield made
        with _locked(path.parent):
            refuse_existing(path, force)
            made.replace(path)


@contextmanager
def staged_files(paths: Sequence[Path], force: bool = False, leaving: Sequence[Path] = ()) -> Iterator[Path]:
    """Give an empty folder to be filled with files that belong together; at the end they stand at ``paths``, all or none.

    The paths are in one folder, and the files are made under their own names. ``leaving`` are files beside them of an
    older result that would be wrong about the new one: they go.

    Raises ``CaseError`` if they cannot be written, or if one stands there by then and ``force`` is not given.
    """
    place = paths[0].parent
    with refused_by_system(paths[0]), _stage(place) as stage:
        new = stage / _NEW
        new.mkdir()
        yield new
        with _locked(place):
            for path in (*paths, *leaving):
                refuse_existing(path, force)
            _replace(stage, place, [path.name for path in (*paths, *leaving) if path.exists()])


@contextmanager
def staged_folder(
    folder: Path, refuse: Callable[[], None], standing: Callable[[], Iterable[str]], parts: Iterable[str] = ()
) -> Iterator[Path]:
    """Give an empty folder to be filled; at the end its files stand in ``folder``, all at once, and other files as before.

    ``refuse`` raises ``CaseError`` if the result may not come, ``standing`` returns the names of files of an older result,
    which go; both are asked when everything is made. ``parts`` are subfolders that results have. An existing folder is
    exchanged as a whole. Where that cannot be (somebody stands in it, it is a disk of its own, holds folders of others or
    very many files, or its parent folder must not be written to), its old files go before the first new one comes.

    Raises ``CaseError`` if something cannot be written; then everything stands as before.
    """
    with refused_by_system(folder):
        target = Path(os.path.realpath(folder))
        whole = not target.is_dir() or _is_exchangeable(target, frozenset(parts))
        place = target.parent if whole else target
        with _stage(place) as stage:
            new = stage / _NEW
            new.mkdir()
            yield new
            with _locked(place):
                refuse()
                (_exchange if whole else _replace)(stage, target, list(standing()))


def is_our_own(path: Path) -> bool:
    """Return whether a folder is one of those in which results are made."""
    return _OWN.fullmatch(path.name) is not None


def refuse_existing(path: Path, force: bool) -> None:
    """Raise ``CaseError`` if something stands at ``path`` and may not be replaced, or the system does not say."""
    with refused_by_system(path):
        if path.exists() and not force:
            raise refusal("exists", f"{path} already exists.", "Choose another name, or replace it with --force.")


@contextmanager
def _stage(place: Path) -> Iterator[Path]:
    """Give a folder of our own in ``place``, held until it is removed; folders made on the way go again on failure."""
    missing = [parent for parent in (place, *place.parents) if not parent.exists()]
    try:
        place.mkdir(parents=True, exist_ok=True)
        with _locked(place):
            _sweep(place)
            stage = Path(mkdtemp(prefix=_PREFIX, dir=place))
            held = _hold(stage)
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
            if held is not None:
                os.close(held)
    except BaseException:
        for parent in missing:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise


@contextmanager
def _locked(place: Path) -> Iterator[None]:
    """Let one run at a time look at a folder and move into it."""
    held = _hold(place, wait=True)
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def _hold(folder: Path, *, wait: bool = False) -> int | None:
    """Lock a folder until the handle that is returned is closed or this process ends; ``None`` where there are no locks.

    Raises ``BlockingIOError`` if another process holds it and this one does not ``wait``.
    """
    if fcntl is None:
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # may be written to, but not looked into
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException as error:
        os.close(handle)
        if isinstance(error, OSError) and not isinstance(error, BlockingIOError):  # a disk without locks
            return None
        raise
    return handle


def _sweep(place: Path) -> None:
    """Bring to an end and remove what runs that were killed left in a folder."""
    for stage in sorted(place.glob(f"{_PREFIX}*")):
        if not _OWN.fullmatch(stage.name) or stage.is_symlink() or not stage.is_dir():
            continue
        with contextlib.suppress(OSError):  # held by a run that lives, or not ours to touch
            held = _hold(stage)
            if held is None:
                continue
            try:
                _recover(stage)
                shutil.rmtree(stage, ignore_errors=True)
            finally:
                os.close(held)


def _recover(stage: Path) -> None:
    """Move what a run that was killed between its moves left in its folder to where nothing stands: whole results again.

    What was exchanged as a whole is put back. Single files are put back, too, unless all had left: then the new ones come.
    """
    for folder in (stage / _FOLDER).glob("*"):
        if not (stage.parent / folder.name).exists():
            folder.rename(stage.parent / folder.name)
    source = stage / (_ARRIVING if (stage / _ARRIVING).is_dir() else _OLD)
    for name in _files(source):
        if not (stage.parent / name).exists():
            _move(source / name, stage.parent / name)


def _is_exchangeable(folder: Path, parts: frozenset[str]) -> bool:
    """Return whether a folder can be exchanged as a whole; ``staged_folder`` says when not."""
    here = Path.cwd()
    if folder in (here, *here.parents) or os.path.ismount(folder) or not os.access(folder.parent, os.W_OK | os.X_OK):
        return False
    found = list(islice(folder.rglob("*"), MOST_CARRIED + 1))
    return len(found) <= MOST_CARRIED and all(
        not path.is_symlink() and (path.is_file() or str(path.relative_to(folder)) in parts) for path in found
    )


def _exchange(stage: Path, target: Path, old: Sequence[str]) -> None:
    """Let the new folder take the place of the target, which may not be there; ``old`` are files that it does not get."""
    new, aside = stage / _NEW, stage / _FOLDER / target.name
    if not target.is_dir():
        new.rename(target)
        return
    _carry(target, new, set(old))
    shutil.copymode(target, new)
    try:
        _move(target, aside)
        new.rename(target)
    except BaseException:
        if aside.exists():
            if not new.exists():
                target.rename(new)
            aside.rename(target)
        raise
    aside.parent.rename(stage / _GONE)


def _replace(stage: Path, target: Path, old: Sequence[str]) -> None:
    """Let the files of an older result leave the target, and then the new ones come."""
    arriving, aside, arrived = stage / _ARRIVING, stage / _OLD, []
    try:
        for name in old:
            _move(target / name, aside / name)
        (stage / _NEW).rename(arriving)
        for name in _files(arriving):
            arrived.append(name)
            _move(arriving / name, target / name)
    except BaseException:
        for name in arrived:
            if not (arriving / name).exists():
                (target / name).unlink()
        for name in _files(aside):
            _move(aside / name, target / name)
        raise


def _carry(source: Path, target: Path, without: set[str]) -> None:
    """Give a folder the other files of the one that it replaces: the same files by hard links, or copies of them."""
    for name in _files(source):
        if name in without:
            continue
        if (target / name).exists():
            raise refusal("in_the_way", f"{source / name} stands where the result goes.",
                          "Rename or delete it, or choose another place.")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            (target / name).hardlink_to(source / name)
        except OSError:  # a disk without hard links, or the file of somebody else
            shutil.copy2(source / name, target / name)


def _files(folder: Path) -> list[str]:
    """Return the files of a folder and its subfolders, sorted, without what other runs are making in it."""
    found = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if not path.is_dir())
    return [str(path) for path in found if not _OWN.fullmatch(path.parts[0])]


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)
