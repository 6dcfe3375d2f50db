"""
Limits of engines and graphics cards that hold for all runs on all workers: Prefect's global ones.

They stand on the server's page under Concurrency, made from the engine's `at_once` where they are missing;
what a person sets there holds. A place is lent for a minute at a time, so that a process that is killed gives
it back. Where the server does not answer, the limits of each process are what is left.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from threading import Event, Lock, Thread
from uuid import UUID

from httpx import HTTPError, HTTPStatusError
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.settings import (
    PREFECT_API_REQUEST_TIMEOUT,
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
    temporary_settings,
)

from flows.clocks import compare
from flows.own import standing
from pipeline import limits

#: The shortest that Prefect's server lends for.
_LEASE_SECONDS = 60.0
_RENEW_SECONDS = 20.0
#: The server would have those who wait ask every half a minute; there are few of them.
_ASK_SECONDS = 3.0
#: A server that is there answers sooner, also a busy one; work waits for this answer.
_PATIENCE_SECONDS = 15.0
#: A server that did not answer is not asked for so long.
_LOST_SECONDS = 60.0

log = logging.getLogger("drama")


class _Lost:
    """When the server was last seen to be lost, by the monotonic clock."""

    at = -_LOST_SECONDS


def share() -> None:
    """Have limits hold for all that share the server, where one stands, whose clock is looked at as well."""
    url = standing()
    limits.share(partial(_holding, url) if url else None)
    if url:
        compare(url)


@contextmanager
def _holding(url: str, name: str, at_once: int) -> Iterator[None]:
    """Hold one of the places of *name*; at the server's lasting silence, none."""
    lease = _taken(url, name, at_once)
    if lease is None:
        yield
        return
    place = _Place(url, name, lease)
    Thread(target=place.renew_until_left, daemon=True).start()
    try:
        yield
    finally:
        place.leave()


class _Place:
    """One of the places of *name*, lent by the server at *url* for some time."""

    def __init__(self, url: str, name: str, lease: UUID) -> None:
        self._url, self._name = url, name
        self._lease: UUID | None = lease
        self._changing, self._left = Lock(), Event()

    def renew_until_left(self) -> None:
        """Renew it now and then."""
        while not self._left.wait(_RENEW_SECONDS):
            self.renew()

    def renew(self) -> None:
        """Renew it; where it ran out during a long silence, take one anew, when there is one."""
        with self._changing, _asking(self._url) as client:
            if not self._left.is_set() and not (self._lease and _renewed(client, self._lease)):
                self._lease = None
                self._lease = _asked(client, self._name)

    def leave(self) -> None:
        """Give it back; a server that does not hear of it has it back when the time is over."""
        self._left.set()
        with self._changing, _asking(self._url) as client:
            if self._lease:
                client.release_concurrency_slots_with_lease(self._lease)


def _taken(url: str, name: str, at_once: int) -> UUID | None:
    """The lease of a place, when there is one; nothing where the server is lost."""
    while time.monotonic() >= _Lost.at + _LOST_SECONDS:
        with _asking(url) as client:
            _insist(client, name, at_once)
            if lease := _asked(client, name):
                return lease
            time.sleep(_ASK_SECONDS)
    return None


def _insist(client: SyncPrefectClient, name: str, at_once: int) -> None:
    """Have a limit of that *name* there."""
    try:
        client.read_global_concurrency_limit_by_name(name)
    except ObjectNotFound:
        # Another process may have been quicker.
        with suppress(ObjectAlreadyExists):
            client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=name, limit=at_once))


def _asked(client: SyncPrefectClient, name: str) -> UUID | None:
    try:
        answer = client.increment_concurrency_slots_with_lease([name], 1, "concurrency", _LEASE_SECONDS)
    except HTTPStatusError as error:
        if error.response.status_code == HTTPStatus.LOCKED:
            return None
        raise
    return UUID(answer.json()["lease_id"])


def _renewed(client: SyncPrefectClient, lease: UUID) -> bool:
    """Whether *lease* holds on; after a long silence the server has given the place to others."""
    try:
        client.renew_concurrency_lease(lease, _LEASE_SECONDS)
    except HTTPStatusError as error:
        if error.response.status_code == HTTPStatus.GONE:
            return False
        raise
    return True


@contextmanager
def _asking(url: str) -> Iterator[SyncPrefectClient]:
    """A client of the server, wherever this thread comes from; where it is lost, that is told."""
    patience = {PREFECT_CLIENT_MAX_RETRIES: 1, PREFECT_API_REQUEST_TIMEOUT: _PATIENCE_SECONDS}
    with temporary_settings({PREFECT_API_URL: url, **patience}):
        try:
            with get_client(sync_client=True) as client:
                yield client
        except HTTPError as error:
            if time.monotonic() >= _Lost.at + _LOST_SECONDS:
                log.warning(
                    "Prefect's server does not keep the limits of all runs (%s): those of each run hold until"
                    " it answers.",
                    type(error).__name__,
                )
            _Lost.at = time.monotonic()
