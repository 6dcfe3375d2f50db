"""A way between two programs on this machine that can be cut: a TCP proxy."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Literal

#: Let through, refuse new connections and reset the old, or take everything and never answer.
State = Literal["open", "refused", "swallowed"]
_CHUNK_BYTES = 2**16


class Way:
    """A proxy on a port of its own to *port*, all of whose connections are in one *state*."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._state: State = "open"
        self._healed = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._listening = Event()
        self.port = 0
        #: Each piece of a request waits so long, in seconds.
        self.delay_seconds = 0.0

    @property
    def url(self) -> str:
        """Its address for HTTP."""
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> None:
        """Listen, in a thread of its own."""
        Thread(target=self._loop.run_until_complete, args=(self._listen(),), daemon=True).start()
        self._listening.wait()

    def reset(self) -> None:
        """Break all connections that are open; new ones go through."""
        self._do(self._break)

    def refuse(self) -> None:
        """Break all connections, and take no new one until it is healed."""
        self._do(self._change, "refused")

    def swallow(self) -> None:
        """Take everything, hand on nothing, and say nothing, until it is healed: a black hole."""
        self._do(self._change, "swallowed")

    def heal(self) -> None:
        """Let all through again; what was swallowed meanwhile is lost with its connection."""
        self._do(self._change, "open")

    def _do(self, function: object, *arguments: object) -> None:
        assert callable(function)
        self._loop.call_soon_threadsafe(function, *arguments)

    def _change(self, state: State) -> None:
        if state == "refused" or self._state == "swallowed":
            self._break()
        self._state = state
        (self._healed.clear if state == "swallowed" else self._healed.set)()

    def _break(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _listen(self) -> None:
        self._healed.set()
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        self._listening.set()
        async with self._server:
            await self._server.serve_forever()

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._state == "refused":
            writer.transport.abort()
            return
        self._writers.add(writer)
        with suppress(OSError):
            await self._healed.wait()
            there, to = await asyncio.open_connection("127.0.0.1", self._to)
            self._writers.add(to)
            await asyncio.gather(
                self._hand_on(reader, to, self.delay_seconds), self._hand_on(there, writer, 0.0)
            )
            self._writers.discard(to)
        self._writers.discard(writer)

    async def _hand_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay_seconds: float
    ) -> None:
        with suppress(OSError):
            while chunk := await reader.read(_CHUNK_BYTES):
                await asyncio.sleep(delay_seconds)
                await self._healed.wait()
                writer.write(chunk)
                await writer.drain()
        writer.close()


@contextmanager
def way(port: int) -> Iterator[Way]:
    """A way to the program that listens on *port* of this machine."""
    made = Way(port)
    made.begin()
    yield made
