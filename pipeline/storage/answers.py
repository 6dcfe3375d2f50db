"""What a storage answers that is no result: what passes, what tells of the object, and what is a letter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stamina

from pipeline.errors import FolderError

#: So often and so long is a request repeated that the storage did not answer, or was too busy for.
_TRIES, _PATIENCE_SECONDS = 10, 45.0
_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_LATER = (
    "Nothing that was made is lost: run the same command again, on this machine, when the storage answers."
)
_HELP = {
    401: "Set the storage's key: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile by AWS_PROFILE.",
    403: "The key must be allowed to list, read, write and delete (see AWS_PROFILE), and the clock be right.",
    404: "Make the bucket first, correct its name, or set AWS_ENDPOINT_URL where it is not Amazon's.",
    501: "That storage does not know conditional writes, without which two machines would hurt each other.",
}


def tries() -> Iterator[stamina.Attempt]:
    """Blocks to try a request in, one after the other, as long as its trouble may pass."""
    return iter(stamina.retry_context(on=_may_pass, attempts=_TRIES, timeout=_PATIENCE_SECONDS, wait_max=8.0))


@contextmanager
def letters(address: str) -> Iterator[None]:
    """`FolderError` for what *address* refuses for good; what `tells` of an object goes through."""
    from botocore.exceptions import BotoCoreError

    try:
        yield
    except (OSError, BotoCoreError) as error:
        if tells(error):
            raise
        raise FolderError(
            f"{address} can't be worked with: {error or type(error).__name__}.",
            _HELP.get(status_of(error) or 0, _LATER),
        ) from error


def tells(error: BaseException) -> bool:
    """Whether the answer tells of the object: it is not there, or not the one that was seen."""
    response = getattr(error, "response", None) or getattr(error.__cause__, "response", {})
    return status_of(error) in (404, 412) and response.get("Error", {}).get("Code") != "NoSuchBucket"


def status_of(error: BaseException) -> int | None:
    """The number of the storage's answer; nothing where there was none."""
    for one in (error, error.__cause__):
        response = getattr(one, "response", None)
        if isinstance(response, dict):
            return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return None


def _may_pass(error: Exception) -> bool:
    from botocore.exceptions import ConnectionError as NoConnection
    from botocore.exceptions import HTTPClientError, IncompleteReadError

    if (status := status_of(error)) is not None:
        return status in _BUSY
    kinds = (NoConnection, HTTPClientError, IncompleteReadError, ConnectionError, TimeoutError)
    return isinstance(error, kinds) or type(error).__module__.startswith("aiohttp")
