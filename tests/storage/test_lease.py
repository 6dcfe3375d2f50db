"""Locks in the storage: one holder at a time, by the storage's clock, and none for ever."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread

import pytest
from s3_server import S3, Trouble

from pipeline.errors import FolderError
from pipeline.storage.bucket import Bucket
from pipeline.storage.lease import Leases

LOCK = ".made/locks/clips~e01s02-03.mp4.lease"


@pytest.fixture
def bucket(s3: S3) -> Bucket:
    return Bucket("dramas", "rain")


def held_elsewhere(leases: Leases) -> bool:
    try:
        with leases.held(LOCK, wait=False):
            return False
    except FolderError as error:
        return "a/1 holds" in str(error)


def test_a_lock_is_held_by_one_and_free_afterwards(bucket):
    one, two = Leases(bucket, "a/1"), Leases(bucket, "b/2")

    with one.held(LOCK, wait=False):
        assert held_elsewhere(two)
    assert not held_elsewhere(two)
    assert not held_elsewhere(one)


def test_who_waits_gets_it_when_it_is_free(bucket):
    one, two, got = Leases(bucket, "a/1"), Leases(bucket, "b/2"), Event()

    def take() -> None:
        with two.held(LOCK, wait=True):
            got.set()

    waiting = Thread(target=take)
    with one.held(LOCK, wait=True):
        waiting.start()
        assert not got.is_set()
    waiting.join(10)
    assert got.is_set()


def test_a_lease_that_ran_out_is_taken_over(s3, bucket):
    one, two = Leases(bucket, "a/1", seconds=60), Leases(bucket, "b/2", seconds=1)

    with one.held(LOCK, wait=False):
        s3.grow_older(f"rain/{LOCK}", 59)
        assert held_elsewhere(two)
        s3.grow_older(f"rain/{LOCK}", 3)
        assert not held_elsewhere(two)
        one.renew()
        with pytest.raises(FolderError, match="ran out while it was needed"):
            one.insist(LOCK)


def test_a_lease_that_is_renewed_stays(s3, bucket):
    one, two = Leases(bucket, "a/1", seconds=60), Leases(bucket, "b/2")

    with one.held(LOCK, wait=False):
        for _ in range(3):
            s3.grow_older(f"rain/{LOCK}", 59)
            one.renew()
        s3.grow_older(f"rain/{LOCK}", 59)
        assert held_elsewhere(two)
        one.insist(LOCK)


def test_a_thread_renews_what_is_held(s3, bucket):
    bucket.list()
    leases = Leases(bucket, "a/1", seconds=1.0)
    renewed = Event()
    before = s3.count("PUT", LOCK)
    s3.trouble = lambda _method, _key: renewed.set() if s3.count("PUT", LOCK) > before + 1 else None

    with leases.held(LOCK, wait=False):
        assert renewed.wait(10)


def test_what_a_dead_process_of_the_same_copy_held_is_taken_at_once(bucket):
    dead, back = Leases(bucket, "a/1"), Leases(bucket, "a/1")

    with dead.held(LOCK, wait=False), back.held(LOCK, wait=False):
        pass


def test_whose_clock_is_wrong_does_not_matter(s3, bucket):
    s3.skew = timedelta(days=365)
    one, two = Leases(bucket, "a/1"), Leases(bucket, "b/2")

    with one.held(LOCK, wait=False):
        assert held_elsewhere(two)


def test_a_lock_whose_renewal_fails_is_not_trusted_beyond_its_time(s3, bucket, caplog):
    leases = Leases(bucket, "a/1", seconds=0.0)

    with leases.held(LOCK, wait=False), pytest.raises(FolderError, match="Run again"):
        leases.insist(LOCK)


def test_a_storage_that_is_away_when_a_lock_is_let_go_is_no_error_of_the_work(s3, bucket, caplog):
    leases = Leases(bucket, "a/1")

    with leases.held(LOCK, wait=False):
        s3.trouble = lambda _method, _key: Trouble()
    assert "could not be written" in caplog.text


def test_only_one_of_many_that_come_at_once_has_it(bucket):
    inside: list[int] = []
    most: list[int] = []

    def take(number: int) -> None:
        with Leases(bucket, f"m/{number}").held(LOCK, wait=True):
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)

    threads = [Thread(target=take, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]
