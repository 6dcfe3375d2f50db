"""A Postgres for benchmarks, on loopback, that is begun and removed with them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from ui_tour import free_port

_PROGRAMS = Path("/usr/lib/postgresql/15/bin")


class Postgres:
    """Debian's Postgres in a folder of its own, as the user postgres, who must be there."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self.port = free_port()
        shutil.chown(self.folder, "postgres")
        self._do("initdb", "--auth", "trust", "--encoding", "UTF8", "--pgdata", str(self.folder / "data"))
        self.start()

    @property
    def url(self) -> str:
        """What Prefect connects to."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        told = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = str(self.folder / "log")
        self._do("pg_ctl", "-D", str(self.folder / "data"), "-o", told, "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stop it as a power cut does."""
        self._do("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def remove(self) -> None:
        """Stop it, and leave nothing."""
        self.stop()
        shutil.rmtree(self.folder)

    def _do(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(_PROGRAMS / program), *arguments],
            user="postgres", cwd=self.folder, env={"PATH": "/usr/bin:/bin"}, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
