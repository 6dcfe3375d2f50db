"""A job watched until it is over, and what came of it."""

import logging
import uuid

import pytest
from vendors.stand_in import Reply, picture

from pipeline.errors import BadResult, Wait
from pipeline.hosted import waiting
from pipeline.hosted.comfy.server import Server
from pipeline.hosted.comfy.watching import Lost, OutOfMemory, files, watched

GRAPH = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}},
    "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "x"}},
    "3": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}},
}


@pytest.fixture
def server(comfy):
    comfy.uploads["a.png"] = picture()
    return Server(comfy.url)


def submitted(server):
    return server.submit(GRAPH, str(uuid.uuid4()))[0]


def test_a_job_that_takes_a_day_is_waited_for(server, comfy, clock, monkeypatch):
    comfy.polls = 60
    job = submitted(server)
    monkeypatch.setattr(waiting, "about", lambda seconds: seconds * 1000)

    assert watched(server, job, "it", 10)["status"]["completed"]
    assert clock.now > 86400


def test_its_place_and_its_work_are_said_when_they_change_and_each_minute(
    server, comfy, clock, caplog, monkeypatch
):
    comfy.polls = 7
    monkeypatch.setattr(waiting, "about", lambda seconds: seconds * 10)
    _, job = submitted(server), submitted(server)
    with caplog.at_level(logging.INFO, "drama"):
        watched(server, job, "e01s02-03", 10)

    assert caplog.messages == [
        "e01s02-03: in ComfyUI's queue, after 1 other",
        "e01s02-03: in ComfyUI's queue, after 1 other",
        "e01s02-03: ComfyUI works on it",
        "e01s02-03: ComfyUI works on it",
    ]


def test_a_job_that_ends_between_two_questions_is_not_lost(server, comfy):
    job = submitted(server)
    comfy.server.faults.instead["history"] = [Reply({})]
    comfy.server.faults.instead["queue"] = [Reply({"queue_running": [], "queue_pending": []})]
    comfy.polls = comfy.left[job] = 0

    assert watched(server, job, "it", 10)["status"]["status_str"] == "success"


def test_a_job_that_the_server_does_not_have_is_lost(server, comfy):
    job = submitted(server)
    comfy.restart()

    with pytest.raises(Lost):
        watched(server, job, "it", 10)


def test_a_server_that_is_silent_for_a_while_is_waited_for(server, comfy):
    job = submitted(server)
    comfy.server.faults.instead["history"] = [Reply({}, 503)] * 20

    assert watched(server, job, "it", 10)


def test_a_server_that_stays_silent_is_given_up_and_the_job_is_not(server, comfy, clock):
    comfy.server.faults.instead["history"] = [Reply(b"<html>", 502)] * 9999

    with pytest.raises(Wait, match=r"has not answered for 2 minutes.*a job that it still has is fetched"):
        watched(server, submitted(server), "it", 2)
    assert clock.now == pytest.approx(120, abs=5)


def over(server, comfy, fate="success"):
    comfy.fates = [fate]
    return watched(server, submitted(server), "it", 10)


def test_every_file_of_every_list_is_found(server, comfy):
    ended = over(server, comfy)
    ended["outputs"]["9"] = {
        "gifs": [{"filename": "x.mp4", "subfolder": "", "type": "output"}],
        "text": ["a"],
    }

    assert [file["filename"] for file in files(ended, [])] == [
        "x_00001_.png",
        "ComfyUI_temp_00001_.png",
        "x.mp4",
    ]
    assert [file["filename"] for file in files(ended, ["9"])] == ["x.mp4"]


@pytest.mark.parametrize(
    "fate",
    [
        "torch.OutOfMemoryError: Allocation on device 0 would exceed allowed memory.",
        "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB",
        "RuntimeError: CUDA error: out of memory",
    ],
)
def test_too_little_memory_is_told_apart(server, comfy, fate):
    with pytest.raises(OutOfMemory, match=r"KSampler \(node 6\)"):
        files(over(server, comfy, fate), [])


def test_a_job_that_failed_is_told_with_its_node(server, comfy):
    with pytest.raises(BadResult, match=r"failed at KSampler \(node 6\): ValueError: shapes differ\."):
        files(over(server, comfy, "ValueError: shapes differ"), [])


def test_a_job_that_was_stopped_is_told(server, comfy):
    with pytest.raises(BadResult, match="was stopped at the ComfyUI server"):
        files(over(server, comfy, "interrupted"), [])


def test_an_answer_without_a_status_counts_by_its_files():
    assert files({"outputs": {"2": {"images": [{"filename": "x.png"}]}}}, []) == [{"filename": "x.png"}]
