"""
The PNG that carries the layers it was painted from.

They travel in a private chunk of their own: a byte of version, the SHA-256 of the decoded pixels,
and the layered picture as JSON, deflated. The chunk's name says, in the way of the PNG standard
(third edition, 5.4), that it is ancillary, private and not safe to copy into a changed picture.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import FolderError
from pipeline.images.layers import LayeredPicture

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNK = b"dlAY"
VERSION = 1
#: No picture of ours is near it; a chunk that swells beyond is not ours.
MOST_JSON_BYTES = 64 * 2**20

_PICTURE = TypeAdapter(LayeredPicture)


def write_png(pixels: Pixels, out: Path, picture: LayeredPicture | None = None) -> None:
    """
    Write *pixels* (BGR, uint8) as a PNG to *out*, with the layers of *picture* inside.

    The same arguments give the same bytes. Raises `FolderError` where *out* can't be written.
    """
    done, png = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 4])
    assert done, "a uint8 array of three channels is always encodable"
    data = png.tobytes()
    if picture is not None:
        end = data.rindex(b"IEND") - 4
        data = data[:end] + _chunk(CHUNK, _packed(pixels, picture)) + data[end:]
    try:
        out.write_bytes(data)
    except OSError as error:
        raise FolderError(
            f"The picture {out} can't be written: {error.strerror}.",
            "Make room on the disk, or give access to the folder.",
        ) from error


def read_picture(path: Path) -> LayeredPicture | None:
    """
    The layers that the PNG *path* was painted from.

    Nothing where there are none that belong to these pixels: a picture from elsewhere, one that
    was edited since, or a damaged chunk. What can't be opened has no layers either.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None
    packed = next((body for name, body in _chunks(data) if name == CHUNK), b"")
    if packed[:1] != bytes([VERSION]):
        return None
    pixels = _decoded(data)
    if pixels is None or packed[1:33] != _fingerprint(pixels):
        return None
    return _unpacked(packed[33:])


def _packed(pixels: Pixels, picture: LayeredPicture) -> bytes:
    text = zlib.compress(_PICTURE.dump_json(picture), 9)
    return bytes([VERSION]) + _fingerprint(pixels) + text


def _unpacked(deflated: bytes) -> LayeredPicture | None:
    try:
        text = zlib.decompressobj().decompress(deflated, MOST_JSON_BYTES)
        return _PICTURE.validate_json(text)
    except (zlib.error, ValidationError):
        return None


def _decoded(data: bytes) -> Pixels | None:
    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:  # more pixels than OpenCV is willing to read
        return None


def _fingerprint(pixels: Pixels) -> bytes:
    return hashlib.sha256(f"{pixels.shape}{pixels.dtype}".encode() + pixels.tobytes()).digest()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each undamaged chunk; nothing where *data* is no PNG."""
    at = len(SIGNATURE)
    while data.startswith(SIGNATURE) and at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunk = data[at : at + 12 + length]
        name, body = chunk[4:8], chunk[8 : 8 + length]
        if chunk == _chunk(name, body):
            yield name, body
        at += 12 + length
