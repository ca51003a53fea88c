"""A server of the pages and a real browser, for tests. A missing Chromium is a failure: the pages would go unseen."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

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


@contextmanager
def served(script: str = "app.py", at: int | None = None, **environment: str) -> Iterator[str]:
    """Serve a script from the top of the project, with its settings, at a port or any free one; give the address.

    Visits are kept in a folder that goes with the server, unless the environment names another: never in the user's own.
    """
    port = free_port() if at is None else at
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port),
               "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    with TemporaryDirectory() as visits:
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env={**os.environ, "RIGHTFIN_VISITS": visits, **environment})
        try:
            wait_until_healthy(server, f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def wait_until_drawn(page: Page) -> None:
    """Wait until the script of the page has run to its end."""
    expect(page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_attached(timeout=WAIT)


def only_ours(page: Page, address: str) -> list[str]:
    """Return a list that fills with what a page asks of anybody but our own server."""
    elsewhere: list[str] = []

    def asked(url: str) -> None:
        if not url.replace("ws:", "http:").startswith((f"{address}/", "data:", "blob:")):
            elsewhere.append(url)

    page.on("request", lambda request: asked(request.url))
    page.on("websocket", lambda socket: asked(socket.url))
    return elsewhere


def type_into_grid(page: Page, grid: int, right: int, down: int, text: str) -> None:
    """Type into a cell of a table: so many cells to the right of the first one, and below it, with the keyboard alone."""
    canvas = page.get_by_test_id("stDataFrame").nth(grid).locator("canvas").first
    canvas.scroll_into_view_if_needed()
    canvas.click(position={"x": 60, "y": 35 + 17}, force=True)
    page.wait_for_timeout(300)
    for key, times in (("ArrowRight", right), ("ArrowDown", down)):
        for _ in range(times):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    editor = page.locator(".gdg-style textarea, .gdg-style input").first
    editor.wait_for(timeout=WAIT)
    editor.fill(text)
    page.keyboard.press("Enter")


def nothing_failed(page: Page) -> None:
    """Assert that the page shows no mistake of the program: neither our sentence nor Streamlit's own box."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.locator(".st-key-mistake, .st-key-mistake_acting")).to_have_count(0)
