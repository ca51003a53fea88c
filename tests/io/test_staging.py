"""Whole results or none: runs that are killed at any moment, two runs at once, places that cannot be written to."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rightfin.case import CaseError
from rightfin.io import staging
from rightfin.io.refusal import refusal
from rightfin.io.staging import staged_file, staged_folder

OLD = {"plan.txt": "old", "tables/a.txt": "old", "tables/gone.txt": "old"}
NEW = {"plan.txt": "new", "tables/a.txt": "new", "charts/b.txt": "new"}
OTHERS = {"notes.md": "mine", "tables/mine.csv": "mine"}
OWN = {*OLD, *NEW}


def fill(folder: Path, content: dict[str, str]) -> None:
    for name, text in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*")) if path.is_file()}


def refuse(folder: Path, force: bool) -> None:
    if not force and standing(folder):
        raise refusal("exists", f"{folder} already holds a result.", "--force")


def standing(folder: Path) -> list[str]:
    return sorted(name for name in OWN if (folder / name).exists())


def write(folder: Path, content: dict[str, str], force: bool = True) -> None:
    with staged_folder(folder, partial(refuse, folder, force), partial(standing, folder), ("tables", "charts")) as made:
        fill(made, content)


def write_file(path: Path) -> None:
    with staged_file(path) as made:
        made.write_text("new", encoding="utf-8")


SCRIPT = """
import json, os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_staging import fill, read, write, NEW, OLD, OTHERS
from rightfin.io.staging import staged_file

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"}
base, inside = Path(sys.argv[2]), sys.argv[3]
seen = []
for moment in range(1, 200):
    place = base / str(moment)
    place.mkdir()
    if inside != "new":
        fill(place / "out", OLD | OTHERS)
    child = os.fork()
    if child == 0:
        left = [moment]
        def hook(event, _):
            if event in CHANGES:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        if inside == "standing":
            os.chdir(place / "out")
        sys.addaudithook(hook)
        write(place / "out", NEW)
        break
    ended = os.waitpid(child, 0)[1]
    there, found = (place / "out").exists(), read(place / "out")
    if inside == "standing":
        os.chdir(place / "out")
    with staged_file((place / "out" if inside == "standing" else place) / "next.txt") as made:
        made.write_text("next")
    os.chdir(base)
    left = [str(path) for path in place.rglob(".rightfin-*")]
    seen.append((ended, there, found, read(place), left))
    if ended != signal.SIGKILL:
        print(json.dumps(seen))
        break
"""


def killed_everywhere(tmp_path: Path, kind: str) -> list[Any]:
    """Kill a writing process before its first, second, … change of a folder; return what stood there, then and later."""
    command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent), str(tmp_path), kind]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    seen: list[Any] = json.loads(found.stdout)
    assert len(seen) > 5
    assert [ended for ended, *_ in seen] == [signal.SIGKILL] * (len(seen) - 1) + [0]
    return seen


def test_a_new_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    seen = killed_everywhere(tmp_path, "new")
    for _, there, found, later, left in seen:
        assert found == (NEW if there else {})
        assert later == {f"out/{name}": text for name, text in found.items()} | {"next.txt": "next"}
        assert left == []
    assert seen[-1][1]


def test_a_folder_that_is_replaced_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    seen = killed_everywhere(tmp_path, "beside")
    for _, there, found, later, left in seen:
        assert found in ([OLD | OTHERS, NEW | OTHERS] if there else [{}])
        after = {name.removeprefix("out/"): text for name, text in later.items() if name.startswith("out/")}
        assert after == (found if there else OLD | OTHERS), "what was between two moves is put back by the next run"
        assert left == []
    assert {there for _, there, *_ in seen} == {True, False}, "the moment between the two moves is among them"
    assert seen[-1][2] == NEW | OTHERS


def test_a_folder_in_which_somebody_stands_never_mixes_old_and_new(tmp_path: Path) -> None:
    seen = killed_everywhere(tmp_path, "standing")
    for _, _, found, later, left in seen:
        own = {name: text for name, text in found.items() if name in OWN}
        assert own.items() <= OLD.items() or own.items() <= NEW.items()
        assert OTHERS.items() <= found.items()
        after = {name.removeprefix("out/"): text for name, text in later.items()}
        assert after in (OLD | OTHERS | {"next.txt": "next"}, NEW | OTHERS | {"next.txt": "next"})
        assert left == []
    assert {len([name for name in found if name in OWN]) for _, _, found, *_ in seen} >= {0, 1, 2, 3}


def test_of_two_runs_for_one_new_folder_the_second_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "out"
    second = staged_folder(target, partial(refuse, target, False), partial(standing, target), ("tables", "charts"))
    fill(second.__enter__(), NEW)
    write(target, OLD, force=False)
    with pytest.raises(CaseError, match="already holds"):
        second.__exit__(None, None, None)
    assert read(tmp_path) == {f"out/{name}": text for name, text in OLD.items()}


def test_of_two_runs_for_one_new_file_the_second_is_refused(tmp_path: Path) -> None:
    second = staged_file(tmp_path / "a.txt")
    second.__enter__().write_text("second")
    with staged_file(tmp_path / "a.txt") as first:
        first.write_text("first")
    with pytest.raises(CaseError, match="already exists"):
        second.__exit__(None, None, None)
    assert read(tmp_path) == {"a.txt": "first"}


def test_two_kinds_of_results_that_are_made_at_once_both_arrive(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with staged_folder(target, lambda: None, list) as made:
        fill(made, OTHERS)
        write(target, NEW, force=False)
    assert read(target) == NEW | OTHERS


def test_a_run_that_lives_keeps_its_folder(tmp_path: Path) -> None:
    with staged_file(tmp_path / "a.txt") as made:
        with staged_file(tmp_path / "b.txt") as other:
            other.write_text("b")
        made.write_text("a")
    assert read(tmp_path) == {"a.txt": "a", "b.txt": "b"}


def test_only_our_own_folders_are_swept(tmp_path: Path) -> None:
    for name in (".rightfin-abcd1234", ".rightfin-mine", ".rightfin-ABCD1234", "rightfin-abcd1234"):
        fill(tmp_path / name, {"a.txt": "a"})
    (tmp_path / ".rightfin-12345678").symlink_to(tmp_path / ".rightfin-mine")
    (tmp_path / ".rightfin-afile123").write_text("mine")
    write(tmp_path / "out", NEW)
    assert {path.name for path in tmp_path.iterdir()} == {
        ".rightfin-mine", ".rightfin-ABCD1234", "rightfin-abcd1234", ".rightfin-12345678", ".rightfin-afile123", "out",
    }


def test_what_a_stranger_packed_as_a_leftover_replaces_nothing(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": "mine", "tables/b.txt": "mine"})
    for part in ("old", "arriving"):
        fill(tmp_path / ".rightfin-abcd1234" / part, {"a.txt": "theirs", "tables/b.txt": "theirs"})
    fill(tmp_path / ".rightfin-abcd1234" / "folder" / "tables", {"b.txt": "theirs"})
    with staged_file(tmp_path / "c.txt") as made:
        made.write_text("c")
    assert read(tmp_path) == {"a.txt": "mine", "tables/b.txt": "mine", "c.txt": "c"}


@pytest.mark.parametrize("kind", ["beside", "standing", "folders", "many", "link"])
def test_whatever_a_folder_holds_besides_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    target = tmp_path / "out"
    fill(target, OLD | OTHERS)
    others = dict(OTHERS)
    if kind == "standing":
        monkeypatch.chdir(target / "tables")
    elif kind == "folders":
        others["deep/er/x.txt"] = "mine"
        fill(target, others)
    elif kind == "many":
        monkeypatch.setattr(staging, "MOST_CARRIED", 3)
    elif kind == "link":
        target.rename(tmp_path / "real")
        target.symlink_to(tmp_path / "real")
    before = target.stat().st_ino
    write(target, NEW)
    assert read(target) == NEW | others
    assert (target.stat().st_ino == before) == (kind in ("standing", "folders", "many"))
    assert not list(tmp_path.rglob(".rightfin-*"))
    assert target.is_symlink() == (kind == "link")


@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("stop", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_while_moving_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException, inside: bool
) -> None:
    target = tmp_path / "out"
    fill(target, OLD | OTHERS)
    if inside:
        monkeypatch.chdir(target)
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if to == target or (self.name == "plan.txt" and self.parent.name == "arriving"):
            monkeypatch.setattr(Path, "rename", rename)  # once
            raise stop
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(KeyboardInterrupt if isinstance(stop, KeyboardInterrupt) else CaseError):
        write(target, NEW)
    assert Path.rename is rename, "it did fail"
    assert read(tmp_path) == {f"out/{name}": text for name, text in (OLD | OTHERS).items()}


def test_folders_on_the_way_go_again(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no space left"), staged_file(tmp_path / "deep" / "er" / "a.txt"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_somebody_else_in_the_place_of_a_new_one_is_kept(tmp_path: Path) -> None:
    fill(tmp_path / "out", {"x.txt": "mine"})
    with pytest.raises(CaseError, match="stands where the result goes"), staged_folder(
        tmp_path / "out", lambda: None, list,
    ) as made:
        fill(made, {"x.txt": "new"})
    assert read(tmp_path) == {"out/x.txt": "mine"}


@pytest.mark.parametrize("name", ["n" * 300, "n" * 300 + "/out", "file/out"])
def test_a_name_that_no_disk_takes_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    for begin in (partial(write, content=NEW), write_file):
        with pytest.raises(CaseError) as caught:
            begin(tmp_path / name)
        (issue,) = caught.value.issues
        assert "cannot be written" in issue.message
        assert issue.remedy
        assert len(issue.message) < 300
    assert read(tmp_path) == {"file": "mine"}


def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(tmp_path: Path) -> None:
    fill(tmp_path / "out", OLD)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(CaseError, match="file too large"):
            write(tmp_path / "out", {"plan.txt": "n" * 5000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert read(tmp_path) == {f"out/{name}": text for name, text in OLD.items()}
