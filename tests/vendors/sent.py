"""Pictures as they come in."""

from __future__ import annotations

import base64


def picture_in(text: str) -> bytes:
    """The picture in *text*, which is base64 and nothing else."""
    content = base64.b64decode(text, validate=True)
    assert content.startswith((b"\x89PNG", b"\xff\xd8\xff"))
    return content


def picture_at(uri: str) -> bytes:
    """The picture in a data URI."""
    head, _, text = uri.partition(",")
    content = picture_in(text)
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    assert head == f"data:image/{kind};base64"
    return content
