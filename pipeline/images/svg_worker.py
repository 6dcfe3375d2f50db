"""
The program of a renderer (see `svg`), which stands alone: it turns SVG from stdin to PNG on stdout.

A message is its length (4 bytes, big endian) and its body. The body of an answer begins with `+`
before a PNG, or `-` before the reason why there is none. It ends when stdin does. Its only argument
is the folder that resvg_py is installed in.
"""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Answer until nothing more is asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; who asks decides
    while size := sys.stdin.buffer.read(4):
        body = _answer(sys.stdin.buffer.read(int.from_bytes(size)).decode())
        sys.stdout.buffer.write(len(body).to_bytes(4) + body)
        sys.stdout.buffer.flush()


def _answer(markup: str) -> bytes:
    import resvg_py

    try:
        return b"+" + bytes(resvg_py.svg_to_bytes(svg_string=markup, skip_system_fonts=True))
    except ValueError as error:
        return f"-{error}".encode()


if __name__ == "__main__":
    sys.path.append(sys.argv[1])
    main()
