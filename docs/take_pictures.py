"""Take the pictures of the README anew: make pictures. Needs Chromium."""

from __future__ import annotations

import io
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from cli.demo import demo_settings
from cli.entry import main as chancery
from flows.searching import related, search
from review.app import make_app
from review.finder import Finder
from store import open_records
from store.records import SqlRecords

FOLDER = Path(__file__).parent / "pictures"
SIZE = {"width": 1280, "height": 800}
COLOURS = 96
"""Few, so that a picture stays small; the pages have few."""

PICTURES = {"queue": ("/queue", "light"), "review": ("{first}", "light"), "review-dark": ("{first}", "dark")}


def main() -> None:
    """Load the demo into a folder of its own, open each page, keep it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CHANCERY_HOME"] = home
        chancery(["demo", "--no-serve"])
        with open_records(demo_settings()) as records, _served(records) as address:
            _take(records, address)


def _take(records: SqlRecords, address: str) -> None:
    first = f"/documents/{records.queue()[0].control_number}"
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox"],
        )
        for name, (path, scheme) in PICTURES.items():
            dark = "dark" if scheme == "dark" else "light"
            page = chromium.new_context(base_url=address, color_scheme=dark).new_page()
            page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
            page.goto(f"/sign-in?link={records.issue_link('reviewer', datetime.now(UTC))}")
            page.goto(path.format(first=first), wait_until="networkidle")
            taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            taken.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
        chromium.close()


@contextmanager
def _served(records: SqlRecords) -> Iterator[str]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    name = f"127.0.0.1:{listener.getsockname()[1]}"
    app = make_app(demo_settings(), records, [name], Finder(search, related))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://{name}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


if __name__ == "__main__":
    main()
