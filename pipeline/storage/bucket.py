"""
S3's requests, as few as are needed: one object at a time, whole, and only over what was seen before.

An object is written by one PUT, which is atomic, with `If-None-Match: *` (it must be new) or
`If-Match` (it must be the one that was seen). A request that got no answer is repeated; whether its
first try arrived is told by the content's hash, which lies with the object.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import FolderError, NotHere
from pipeline.storage.answers import letters, status_of, tells, tries

_CHUNK_BYTES = 2**20


@dataclass(frozen=True)
class Entry:
    """An object as it stands: what its content is known by (*etag*), and its size in bytes."""

    etag: str
    size: int


@dataclass(frozen=True)
class Seen:
    """An object that was read; *age_seconds* is how long ago it was written, by the storage's own clock."""

    etag: str
    content: bytes
    age_seconds: float


class Bucket:
    """The objects whose keys begin with *prefix* in the bucket *name*; names are what comes after it."""

    def __init__(self, name: str, prefix: str) -> None:
        self.name = name
        self.prefix = f"{prefix}/" if prefix else ""

    @cached_property
    def _files(self) -> Any:
        try:
            import s3fs
        except ImportError as error:
            raise NotHere(
                "A drama in a bucket needs the package s3fs.", "Install it: `pip install 'shortdrama[s3]'`."
            ) from error
        settings = {
            "signature_version": "s3v4",
            # Our own patience is the only one: theirs would multiply it, and can't be told.
            "retries": {"total_max_attempts": 1},
            # Not every storage that speaks S3 knows the newer checksums.
            "request_checksum_calculation": "when_required",
            "response_checksum_validation": "when_required",
            "connect_timeout": 10,
            "read_timeout": 60,
            "max_pool_connections": 64,
        }
        files = s3fs.S3FileSystem(use_listings_cache=False, config_kwargs=settings)
        files.retries = 1
        return files

    @property
    def endpoint(self) -> str:
        """The server that is asked: the same bucket of another one is another bucket."""
        with self._letters():
            return str(self._files.connect().meta.endpoint_url)

    def insist(self) -> None:
        """`FolderError` where conditions are passed over: two machines would write over each other there."""
        name = f".made/locks/trial-{uuid.uuid4().hex}"
        self.put(name, b"first", over="")
        ignored = self.put(name, b"second", over="") or self.put(name, b"third", over='"another"')
        self.delete(name)
        if ignored:
            raise FolderError(
                f"The storage of s3://{self.name} passes over If-Match: no lock would hold there.",
                "Use a newer release of it, or a shared disk.",
            )

    def list(self, prefix: str = "") -> dict[str, Entry]:
        """All objects whose names begin with *prefix*."""
        return {
            one["Key"].removeprefix(self.prefix): Entry(one["ETag"], one["Size"])
            for page in self.pages(prefix)
            for one in page.get("Contents", ())
        }

    def pages(self, prefix: str, **values: str) -> Iterator[dict[str, Any]]:
        """The answers to a list with *values*, one after the other; names in it begin with `self.prefix`."""
        more: dict[str, str] = {}
        while True:
            page = self._ask("list_objects_v2", Prefix=self.prefix + prefix, **values, **more)
            yield page
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def head(self, name: str) -> dict[str, Any] | None:
        """What is known of the object *name*; nothing where there is none."""
        return self._if_there("head_object", name)

    def entry(self, name: str) -> Entry | None:
        """The object *name* as a list would show it."""
        head = self.head(name)
        return Entry(head["ETag"], head["ContentLength"]) if head else None

    def read(self, name: str) -> Seen | None:
        """The object *name*, a small one; nothing where there is none."""
        parts: list[bytes] = []
        head = self._stream(name, parts.clear, parts.append)
        return Seen(head["ETag"], b"".join(parts), _age(head)) if head else None

    def download(self, name: str, file: Path) -> dict[str, Any] | None:
        """Write the object *name* to *file*; nothing, and no file, where there is none."""
        with file.open("wb") as writing:

            def begin() -> None:
                writing.seek(0)
                writing.truncate()

            head = self._stream(name, begin, writing.write)
        if head is None:
            file.unlink()
        return head

    def put(self, name: str, content: bytes | Path, *, over: str | None, mtime_ns: int = 0) -> str:
        """
        Write the object *name* over the one whose etag is *over* (empty: it is new; None: whatever).

        Its etag; empty, with nothing written, where another one is there.
        """
        digest = _sha256(content)
        known = {"sha256": digest, **({"mtime-ns": str(mtime_ns)} if mtime_ns else {})}
        condition = {} if over is None else {"IfMatch": over} if over else {"IfNoneMatch": "*"}
        with self._letters():
            for attempt in tries():
                with attempt, _opened(content) as body:
                    try:
                        return str(
                            self._send("put_object", name, Body=body, Metadata=known, **condition)["ETag"]
                        )
                    except OSError as error:
                        if not tells(error):
                            raise
        # Gone, replaced, or ours already: the answer to an earlier try was lost on its way.
        there = self.head(name)
        return str(there["ETag"]) if there and there["Metadata"].get("sha256") == digest else ""

    def copy(self, name: str, etag: str, to: str) -> str:
        """Write the object *name*, which must still be *etag*, also as *to*; its etag, or empty."""
        source = {"Bucket": self.name, "Key": self.prefix + name}
        try:
            answer = self._ask("copy_object", Key=self.prefix + to, CopySource=source, CopySourceIfMatch=etag)
        except OSError as error:
            if tells(error):
                return ""
            raise
        return str(answer["CopyObjectResult"]["ETag"])

    def delete(self, name: str) -> None:
        """Have no object *name*."""
        self._if_there("delete_object", name)

    def lent(self, name: str, kind: str, seconds: int) -> str:
        """An address at which whoever has it can read *name* for so long, as something of that *kind*."""
        key = f"{self.name}/{self.prefix}{name}"
        with self._letters():
            return str(self._files.url(key, expires=seconds, ResponseContentType=kind))

    def _if_there(self, method: str, name: str) -> dict[str, Any] | None:
        try:
            return self._ask(method, Key=self.prefix + name)
        except OSError as error:
            if status_of(error) == 404:
                return None
            raise

    def _ask(self, method: str, **values: Any) -> dict[str, Any]:
        with self._letters():
            for attempt in tries():
                with attempt:
                    return dict(self._files.call_s3(method, Bucket=self.name, **values))
        raise AssertionError

    def _send(self, method: str, name: str, **values: Any) -> dict[str, Any]:
        return dict(self._files.call_s3(method, Bucket=self.name, Key=self.prefix + name, **values))

    def _stream(
        self, name: str, begin: Callable[[], object], take: Callable[[bytes], object]
    ) -> dict[str, Any] | None:
        """Hand the object's content to *take*, from the beginning with each try."""
        from fsspec.asyn import sync

        async def stream() -> dict[str, Any]:
            begin()
            answer = await self._files._call_s3("get_object", Bucket=self.name, Key=self.prefix + name)  # noqa: SLF001 - the way to it from a coroutine
            async with answer["Body"] as body:
                while chunk := await body.read(_CHUNK_BYTES):
                    take(chunk)
            return dict(answer)

        with self._letters():
            for attempt in tries():
                with attempt:
                    try:
                        return dict(sync(self._files.loop, stream))
                    except OSError as error:
                        if status_of(error) == 404:
                            return None
                        raise
        raise AssertionError

    def _letters(self) -> AbstractContextManager[None]:
        return letters(f"s3://{self.name}/{self.prefix}")


def _age(head: dict[str, Any]) -> float:
    now = parsedate_to_datetime(head["ResponseMetadata"]["HTTPHeaders"]["date"])
    written: datetime = head["LastModified"]
    return (now - written).total_seconds()


def _sha256(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(content: bytes | Path) -> Iterator[Any]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        yield file
