"""A headless Chromium, driven as a person would: it types, clicks, waits for words, and takes pictures."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

_WIDTH, _HEIGHT = 1280, 1100
_STEP_SECONDS = 0.3
#: How the words of an element are compared with those that a person reads.
_SAYS = "const says = (element, words) => element.innerText.trim().startsWith(words);"


def chromium() -> str | None:
    """Where Chromium is, if it is here."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """One page; *addresses* are all that it asked for. Speaks the DevTools protocol, so needs no driver."""

    def __init__(self, wire: ClientConnection) -> None:
        self.addresses: list[str] = []
        self._wire = wire
        self._number = 0
        for domain in ("Network", "Page"):
            self._call(f"{domain}.enable")

    def open(self, address: str, words: str) -> None:
        """Go to *address*, until *words* are there."""
        self._call("Page.navigate", url=address)
        self.see(words)

    def see(self, words: str, seconds: float = 60.0, inside: str = "body") -> None:
        """Wait for *words* *inside* that element; `TimeoutError` with what the page shows instead."""
        shown = f"document.querySelector({json.dumps(inside)})?.innerText"
        self._until(f"!!{shown}?.includes({json.dumps(words)})", seconds, words)

    def click(self, words: str, tag: str = "button") -> None:
        """Click on what begins with *words*."""
        found = f"[...document.querySelectorAll('{tag}')].find(one => says(one, {json.dumps(words)}))"
        self._until(f"!!{found}", 60.0, words)
        self.run(f"{found}.click()")

    def write(self, label: str, text: str) -> None:
        """Write *text* into the field under *label*."""
        field = (
            f"[...document.querySelectorAll('.p-label')].findLast(one => says(one, {json.dumps(label)}))"
            "?.querySelector('input:not([type=checkbox]), textarea')"
        )
        self._until(f"!!{field}", 60.0, label)
        self.run(f"(() => {{ const field = {field}; field.focus(); field.select(); }})()")
        self._call("Input.insertText", text=text)

    def run(self, script: str) -> Any:
        """The value of *script* in the page."""
        answer = self._call("Runtime.evaluate", expression=f"{{{_SAYS} {script}}}", returnByValue=True)
        return answer["result"].get("value")

    def picture(self, file: Path) -> None:
        """Write what is seen to *file*, a PNG."""
        time.sleep(3 * _STEP_SECONDS)  # what was clicked moves into place
        file.write_bytes(base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"]))

    def _until(self, condition: str, seconds: float, words: str) -> None:
        last = time.monotonic() + seconds
        while self.run(condition) is not True:
            if time.monotonic() > last:
                raise TimeoutError(f"no {words!r} in: {self.run('document.body.innerText')}")
            time.sleep(_STEP_SECONDS)

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._wire.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._wire.recv(timeout=60))
            if message.get("method") == "Network.requestWillBeSent":
                self.addresses.append(message["params"]["request"]["url"])
            if message.get("id") == self._number:
                return dict(message["result"])


@contextmanager
def browser() -> Iterator[Browser]:
    """A new Chromium without a window; it is gone afterwards."""
    command = [chromium() or "chromium", "--headless=new", "--disable-gpu", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        command.append("--no-sandbox")  # it does not start as root with one
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        own = [f"--user-data-dir={home}", "--remote-debugging-port=0", f"--window-size={_WIDTH},{_HEIGHT}"]
        with subprocess.Popen([*command, *own, "about:blank"], stderr=subprocess.DEVNULL) as process:
            try:
                with connect(_page(Path(home)), max_size=None) as wire:
                    yield Browser(wire)
            finally:
                process.terminate()


def _page(home: Path) -> str:
    """The address of the first page's wire."""
    for _ in range(200):
        with suppress(OSError, IndexError, httpx.TransportError, StopIteration):
            port = (home / "DevToolsActivePort").read_text().split()[0]
            pages = httpx.get(f"http://127.0.0.1:{port}/json", trust_env=False).json()
            return str(next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"))
        time.sleep(_STEP_SECONDS)
    raise TimeoutError("Chromium does not answer")
