"""The page in a real browser. A missing Chromium is a failure: the page would go unseen."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
WAIT = 60_000


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_healthy(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"streamlit ended with {server.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError("streamlit did not start")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
        "--server.fileWatcherType",
        "none",
    ]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ},
    )
    try:
        wait_until_healthy(server, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def planned(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1400, "height": 2600})
    page.goto(address)
    page.get_by_role("button", name="Plan", exact=True).click(timeout=WAIT)
    page.locator("#shown-plan").wait_for(state="attached", timeout=WAIT)
    expect(page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_attached(
        timeout=WAIT
    )
    return page


def test_a_shipped_case_is_planned_and_drawn(browser: Browser, address: str) -> None:
    page = planned(browser, address)
    try:
        assert len(page.locator("#shown-plan").get_attribute("data-digest") or "") == 64
        charts = page.locator("[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg")
        expect(charts).to_have_count(3, timeout=WAIT)
        box = charts.first.bounding_box()
        assert box is not None
        assert box["width"] > 500
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
    finally:
        page.close()


def test_the_results_workbook_can_be_downloaded(browser: Browser, address: str) -> None:
    page = planned(browser, address)
    try:
        with page.expect_download(timeout=WAIT) as waiting:
            page.get_by_role("button", name="Results workbook").click()
        content = Path(waiting.value.path()).read_bytes()
        assert waiting.value.suggested_filename == "plan.xlsx"
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "The page"
    finally:
        page.close()


def test_an_exit_is_changed_in_the_table_and_answered(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 2600})
    try:
        page.goto(f"{address}/exits")
        page.locator("#shown-exits").wait_for(state="attached", timeout=WAIT)
        charts = page.locator("[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg")
        expect(charts).to_have_count(4, timeout=WAIT)
        expect(page.get_by_text("As the case stands").first).to_be_visible()
        box = page.get_by_test_id("stDataFrame").first.bounding_box()
        assert box is not None
        # The year of the first donor: the second column, below the heading.
        page.mouse.click(box["x"] + 200 + 95, box["y"] + 35 + 17)
        page.wait_for_timeout(500)
        page.keyboard.type("2018", delay=120)  # the first key opens the cell, which loses keys that come too fast
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        expect(page.get_by_text("With these exits")).to_be_visible(timeout=WAIT)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(charts).to_have_count(4)
    finally:
        page.close()
