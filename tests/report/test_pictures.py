from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
import vl_convert
from report.plan_fixture import make_case, make_plan

from rightfin.case import CaseError
from rightfin.report.charts import pictures as module
from rightfin.report.charts.pictures import Pictures, drawn
from rightfin.report.charts.plan import charts_of
from rightfin.report.files import write_plan

CHARTS = [*charts_of(make_plan()).values()]


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] == "Z"


def until_gone(pid: int, seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not is_gone(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return is_gone(pid)


def test_pictures_are_those_drawn_directly_and_the_same_twice() -> None:
    found = drawn(CHARTS)
    assert found == [vl_convert.vegalite_to_png(chart, scale=2) for chart in CHARTS]
    assert found == drawn(CHARTS)
    assert len({*found}) == len(CHARTS)
    assert drawn([]) == []


def test_the_process_ends_with_what_is_done_beside_it() -> None:
    with suppress(KeyboardInterrupt), Pictures() as pictures:
        pid = pictures._process.pid
        pictures.begin(CHARTS * 100)
        raise KeyboardInterrupt
    assert is_gone(pid)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_process_ends_when_who_asked_is_killed(number: signal.Signals) -> None:
    script = (
        "import time\nfrom rightfin.report.charts.pictures import Pictures\n"
        "pictures = Pictures()\nprint(pictures._process.pid, flush=True)\ntime.sleep(60)"
    )
    asking = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    pid = int(asking.stdout.readline())
    asking.send_signal(number)
    asking.wait()
    asking.stdout.close()
    assert until_gone(pid)


def test_a_chart_that_cannot_be_drawn_is_told_in_a_sentence() -> None:
    with pytest.raises(CaseError, match=r"The charts cannot be drawn: .+\.") as caught:
        drawn([{"mark": "nothing that there is"}])
    assert "vl-convert-python" in caught.value.issues[0].remedy


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import no_such_module", "pass"])
def test_a_process_that_fails_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    engine = tmp_path / "engine.py"
    engine.write_text(program, encoding="utf-8")
    monkeypatch.setattr(module, "_PROGRAM", engine)
    with pytest.raises(CaseError, match="The charts cannot be drawn"):
        write_plan(make_plan(), make_case(), tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["engine.py"]


def test_a_process_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    with pytest.raises(CaseError, match="cannot be drawn: no such file"):
        drawn(CHARTS)
