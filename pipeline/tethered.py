"""
Run a module as a program that ends when the process that started it does: `-m pipeline.tethered MODULE ...`.

However that one came to its end, by `kill -9` as well: what is watched is its end of the pipe at stdin, to
which nothing is written.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

#: What the program gets to end in before it is killed.
GRACE_SECONDS = 3.0


def _end_with_parent() -> None:
    """Wait until the pipe is closed, and end this group of processes."""
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
