"""
What a studio does in a browser, done in one: `python benchmarks/ui_tour.py [FOLDER FOR PICTURES]`.

Starts `drama serve` on a folder with one script, and a headless Chromium: a film is made from the form
of `make-episode` and watched, its pictures are approved by the form under Resume, its summary is read, one
scene is redone, a schedule is set in its dialog, and all is stopped by Ctrl-C. Each step leaves a picture.
It fails where a page asks for an address outside this machine.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from browser import Browser, browser

SCRIPT = """《雨夜》

第1集 重逢

1-1 夜 外 街口
△大雨倾盆，林夏撑着伞站在路灯下。
林夏：你还活着？

1-2 日 内 客厅
老陈：我一直都在。你走以后，我每天晚上都来这里等，等了整整三年。
林夏：我知道。我都看见了，所以我回来了。
"""
PROFILE = """film: {width: 180, height: 320, fps: 8}
storyboard: {engine: rules}
images: {engine: drawn}
voices: {engine: espeak}
clips: {engine: parallax}
final: {encoding: {preset: ultrafast, crf: 30}}
approve: [images]
"""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The address of `drama serve` with a drama of its own in *home*; it ends by Ctrl-C."""
    drama, port = home / "dramas" / "rain", free_port()
    drama.mkdir(parents=True)
    (drama / "script.txt").write_text(SCRIPT, "utf-8")
    (drama / "drama.yaml").write_text(PROFILE, "utf-8")
    environment = {**os.environ, "PREFECT_HOME": str(home / "prefect")}
    command = [sys.executable, "-m", "pipeline", "serve", str(drama.parent), "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout
        try:
            print(process.stdout.readline().strip())
            yield f"http://127.0.0.1:{port}"
        finally:
            began = time.monotonic()
            os.killpg(process.pid, signal.SIGINT)
            process.wait()
            print(f"Ctrl-C: ended after {time.monotonic() - began:.1f} s, with {process.returncode}")


_STATE = ".state-badge"
_TAB = ".p-tab-navigation *, button, a"


class Tour:
    """The steps at the server *at*; their pictures go to the folder *pictures*."""

    def __init__(self, page: Browser, at: str, pictures: Path) -> None:
        self.page, self.at, self.pictures = page, at, pictures
        self._taken = 0

    def form(self, deployment: str, fields: dict[str, str]) -> None:
        """Start a run of *deployment* from its form."""
        self.page.open(f"{self.at}/deployments", deployment)
        self._take("deployments")
        self.page.click(deployment, "a")
        self.page.see("Schedules")
        self.page.click("Run", ".page-heading button, header button")
        self.page.click("Custom run", "a, button")
        self.page.see("Submit")
        for label, text in fields.items():
            self.page.write(label, text)
        self._take(f"{deployment}-form")
        self.page.click("Submit")
        self.page.see("Upcoming")

    def look(self, run: str) -> None:
        """See the run called *run* wait for an answer."""
        self.page.open(f"{self.at}/runs", "Flow runs")
        self.page.see(run, 180)
        self.page.click(run, "a")
        self.page.see("Suspended", 180, _STATE)
        self._take(f"{run}-waits")

    def approve(self, who: str) -> None:
        """Answer to the run whose page is open, watch it, and see it end well."""
        self.page.click("Resume")
        self.page.see("waits for your approval", inside=".p-modal")
        self.page.write("Name", who)
        self._take("approve")
        self.page.click("Submit", ".p-modal button")
        self.page.see("Running", 180, _STATE)
        self.page.click("Artifacts", _TAB)
        self.page.see("PROGRESS")
        self._take("progress")
        self.page.see("Completed", 180, _STATE)
        self._take("approved")

    def read(self, summary: str) -> None:
        """Read the newest summary that is called so."""
        self.page.open(f"{self.at}/artifacts/key/{summary}", f"Created {summary}")
        self.page.run("document.querySelector('a[href*=\"/artifacts/artifact/\"]').click()")
        self.page.see("Spent on the drama")
        self._take(summary)

    def schedule(self, drama: str) -> None:
        """Every night at 2 the next episode of *drama*."""
        self.page.open(f"{self.at}/deployments/deployment/{self._id('make-series')}", "Schedules")
        self.page.click("Schedule")
        self.page.click("Cron", ".p-modal button")
        self.page.write("Value", "0 2 * * *")
        self.page.run("""
            const chosen = document.querySelector('.p-modal select[multiple]');
            for (const one of chosen.options) one.selected = ['folder', 'episodes'].includes(one.value);
            chosen.dispatchEvent(new Event('change'));
        """)
        self.page.write("folder", drama)
        self.page.write("episodes", "next")
        self._take("schedule-form")
        self.page.click("Save", ".p-modal button")
        self.page.see("At 02:00 AM")
        self._take("schedule-set")

    def _id(self, deployment: str) -> str:
        page = f"{self.at}/api/deployments/name/{deployment}/{deployment}"
        return str(httpx.get(page, trust_env=False).json()["id"])

    def _take(self, name: str) -> None:
        self._taken += 1
        self.page.picture(self.pictures / f"{self._taken:02}-{name.replace(' ', '-')}.png")


def main() -> None:
    """Go through all steps, and tell what came of them."""
    pictures = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="ui-tour-"))
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as at, browser() as page:
        tour = Tour(page, at, pictures)
        tour.form("make-episode", {"folder": "rain"})
        tour.look("rain e01")
        tour.approve("Ann")
        tour.read("rain-e01-summary")
        tour.form("redo", {"folder": "rain", "target": "e01s01"})
        tour.look("rain redo e01s01")
        tour.approve("Ann")
        tour.schedule("rain")
        outside = {one for one in page.addresses if not one.startswith((at, "data:", "blob:"))}
        print(f"{len(page.addresses)} requests, of them outside: {sorted(outside) or 'none'}")
        takes = list((Path(home) / "dramas/rain/.made/takes").rglob("e01s01-*/1.mp4"))
        print(f"clips of e01s01 with an earlier take: {len(takes)}; pictures in {pictures}")
        if outside or not takes:
            sys.exit(1)


if __name__ == "__main__":
    main()
