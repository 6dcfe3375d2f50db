"""
What goes wrong with a drama in a bucket: `python benchmarks/faults_bucket.py [NAME ...]`.

`drama run s3://films/rain` makes an episode with clips by a vendor's stand-in; the storage is the one of the
tests, which knows conditions, behind a way that can be cut. When a clip is under way the storage becomes
slow, fails now and then, goes away for a while, or until the run has given up; then the same command is run
again. Or two more machines make the same episode, with clocks that are an hour off.
What lies in the bucket in the end is looked at as a drama of its own. It needs the package s3fs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from faults_kinds import clock
from faulty import Way, way
from left_behind import left_behind
from rich.console import Console
from rich.table import Table
from s3_server import S3, Trouble
from s3_server import serving as storing
from studio import Busy, Studio, begin, studio, wrong
from vendors.stand_in import Server, serving

_SHOTS = 2
_LONGEST_SECONDS = 300
_GONE_SECONDS = 20
_EVERY = 10


@dataclass
class Film:
    """An episode of the drama *name* in the bucket `films` of *storage*, which is reached by a *way*."""

    place: Studio
    name: str
    storage: S3
    way: Way
    vendor: Server
    runs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, cache: str, clock_seconds: int = 0) -> None:
        """Make the episode on the machine whose copies lie in *cache*."""
        os.environ["SHORTDRAMA_CACHE"] = str(self.place.home / cache)
        log = f"{self.name}-{cache}-{len(self.runs)}"
        with clock(clock_seconds, self.place.home):
            self.runs.append(self.place.start(log, "pipeline", "run", f"s3://films/{self.name}"))

    def ended(self) -> list[int]:
        """With what the runs that were started have ended."""
        found = [run.wait(_LONGEST_SECONDS) for run in self.runs]
        self.runs.clear()
        return found

    def fetch(self) -> Path:
        """All that lies in the bucket, in a folder."""
        folder = self.place.home / "fetched" / self.name
        for key, stored in self.storage.objects.items():
            if key.startswith(f"{self.name}/"):
                file = folder.parent / key
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(stored.content)
        return folder


def _nothing(_: Film) -> None:
    """It goes well."""


def _slow(film: Film) -> None:
    """Each request takes 200 ms longer."""
    film.storage.trouble = lambda *_: time.sleep(0.2)


def _busy(film: Film) -> None:
    """Every tenth request is answered by 503; half of these after the work was done."""
    asked = count(1)

    def trouble(*_: str) -> Trouble | None:
        number = next(asked)
        return None if number % _EVERY else Trouble(503, late=number % (2 * _EVERY) == 0)

    film.storage.trouble = trouble


def _gone(how: str) -> Callable[[Film], None]:
    """It is *refused* or *swallowed* for a while."""

    def gone(film: Film) -> None:
        getattr(film.way, how)()
        time.sleep(_GONE_SECONDS)
        film.way.heal()

    return gone


def _gone_for_good(film: Film) -> None:
    """It is gone until the run has given up."""
    film.way.refuse()
    film.runs[-1].wait(_LONGEST_SECONDS)
    film.way.heal()


def _two_clocks(film: Film) -> None:
    """Two more machines make the same episode: the clock of one is an hour ahead, of the other behind."""
    film.start("ahead", 3600)
    film.start("behind", -3600)


FAULTS: dict[str, Callable[[Film], None]] = {
    "nothing": _nothing,
    "slow": _slow,
    "busy": _busy,
    "refused": _gone("refuse"),
    "swallowed": _gone("swallow"),
    "gone": _gone_for_good,
    "clocks": _two_clocks,
}


def told(place: Studio, name: str) -> list[str]:
    """What became of a film through the fault *name*: its line in the table."""
    with ExitStack() as own:
        vendor, storage = own.enter_context(serving(Busy())), own.enter_context(storing())
        road = own.enter_context(way(storage.server_port))
        os.environ["AWS_ENDPOINT_URL"] = road.url
        for file in begin(place.home / "begun" / name, vendor.url, 1, _SHOTS, at_once=1).iterdir():
            storage.store(f"{name}/{file.name}", file.read_bytes())
        film, began = Film(place, name, storage, road, vendor), time.monotonic()
        film.start("here")
        place.until(lambda: vendor.billed, _LONGEST_SECONDS)
        FAULTS[name](film)
        first, again = film.ended(), ""
        seconds = time.monotonic() - began
        storage.trouble = lambda *_: None
        if any(first):
            film.start("here")
            again = str(*film.ended())
        folder = film.fetch()
        faults = "; ".join(filter(None, [wrong(folder, vendor, _SHOTS, 1), left_behind(place, folder)]))
        asked = len(storage.asked)
        ends = ", ".join(map(str, first))
        return [name, ends, again, f"{seconds:.0f}", str(asked), str(vendor.billed), faults]


def main() -> None:
    """Print a line per fault; end with 1 where something was lost, paid twice or left behind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"which faults, or all: {', '.join(FAULTS)}")
    names = parser.parse_args().names or list(FAULTS)
    table = Table("fault", "ends with", "run again", "seconds", "requests", f"jobs paid of {_SHOTS}", "wrong")
    os.environ |= {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
    lines: list[list[str]] = []
    try:
        with studio() as place:
            os.environ["SHORTDRAMA_HOME"] = str(place.home / "user")
            for name in names:
                lines.append(told(place, name))
                print(*lines[-1], sep=" | ", flush=True)
                table.add_row(*lines[-1])
    finally:
        Console(width=150).print(table)
    sys.exit(any(line[-1] for line in lines))


if __name__ == "__main__":
    main()
