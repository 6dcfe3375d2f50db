"""Dramas of a studio in a bucket of moto's server, a stand-in for S3 (`moto[server]` and s3fs are needed)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from ui_tour import free_port

if TYPE_CHECKING:
    from studio import Studio

    from pipeline.storage.bucket import Bucket


def store(place: Studio) -> None:
    """Start moto's server, a stand-in for S3, with the bucket `films`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    os.environ |= {
        "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1", "SHORTDRAMA_CACHE": str(place.home / "caches" / "own"),
    }  # fmt: skip
    place.start("moto", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    place.until(lambda: httpx.put(f"{url}/films").is_success)


def _bucket(place: Studio) -> Bucket:
    from pipeline.storage.bucket import Bucket

    name, _, prefix = place.bucket.removeprefix("s3://").partition("/")
    return Bucket(name, prefix)


def put(place: Studio, drama: Path) -> Path:
    """Move the *drama* into the bucket, where dramas lie there; the same path."""
    if place.bucket:
        for file in filter(Path.is_file, drama.rglob("*")):
            _bucket(place).put(file.relative_to(place.dramas).as_posix(), file, over="")
        shutil.rmtree(drama)
    return drama


def fetched(place: Studio, drama: Path) -> Path:
    """The *drama* as it lies in the bucket, without its locks, in the folder that it would have here."""
    if place.bucket:
        bucket = _bucket(place)
        for name in bucket.list(f"{drama.relative_to(place.dramas).as_posix()}/"):
            if "/.made/locks/" not in name:
                (place.dramas / name).parent.mkdir(parents=True, exist_ok=True)
                bucket.download(name, place.dramas / name)
    return drama
