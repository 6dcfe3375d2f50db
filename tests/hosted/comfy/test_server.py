"""Requests to a ComfyUI server, against one that answers as real ones do."""

import uuid

import pytest
from vendors.stand_in import Reply, picture

from pipeline.hosted.comfy.server import Server
from pipeline.hosted.kinds import Fault, NotSent

GRAPH = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "shortdrama/a.png"}},
    "2": {
        "class_type": "SaveImage",
        "inputs": {"images": ["1", 0], "filename_prefix": "shortdrama/e01s02-03"},
    },
}


@pytest.fixture
def server(comfy):
    comfy.uploads["shortdrama/a.png"] = picture()
    return Server(f"{comfy.url}/")


def submitted(server, graph=GRAPH):
    return server.submit(graph, str(uuid.uuid4()))[0]


def test_a_picture_is_stored_once_under_its_hash(server, comfy):
    first, again = server.upload("image.png", picture()), server.upload("image.png", picture())
    other = server.upload("image.jpg", picture(8, 8))

    assert first == again
    assert first.startswith("shortdrama/")
    assert comfy.uploads[first] == picture()
    assert other.endswith(".jpg")


def test_the_name_that_the_server_gives_counts(server, comfy):
    comfy.server.faults.instead["upload"] = [Reply({"name": "a (1).png", "subfolder": "", "type": "input"})]

    assert server.upload("image.png", picture()) == "a (1).png"


def test_a_job_has_the_id_that_we_give_it(server, comfy):
    ours = str(uuid.uuid4())

    assert server.submit(GRAPH, ours) == (ours, "")
    assert comfy.graphs == [GRAPH]


def test_an_older_server_gives_its_own_id(server, comfy):
    comfy.mints_ids = True
    ours = str(uuid.uuid4())

    theirs, _ = server.submit(GRAPH, ours)

    assert theirs != ours
    assert server.ahead(theirs) == 0


def test_a_refused_workflow_is_told_with_its_nodes(server):
    wrong = {**GRAPH, "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "x"}}}
    with pytest.raises(Fault) as error:
        submitted(server, wrong)

    assert error.value.kind == "invalid"
    assert (
        "CheckpointLoaderSimple: Value not in list - ckpt_name: 'x' not in ['flux1-dev" in error.value.words
    )


def test_a_page_of_a_proxy_is_no_refusal(server, comfy):
    comfy.server.faults.instead["submit"] = [Reply(b"<html>Bad gateway</html>", 502)]
    with pytest.raises(Fault) as error:
        submitted(server)

    assert error.value.kind == "transient"


def test_the_place_in_the_queue_is_told(server, comfy):
    jobs = [submitted(server) for _ in range(3)]
    assert [server.ahead(job) for job in jobs] == [0, 1, 2]

    server.ended(jobs[0])

    assert [server.ahead(job) for job in jobs] == [0, 1, 2]
    assert comfy.running[0][1] == jobs[0]
    assert server.ahead(str(uuid.uuid4())) is None


def test_a_job_that_is_over_is_in_the_history_alone(server, comfy, tmp_path):
    comfy.polls = 0
    job = submitted(server)

    ended = server.ended(job)

    assert server.ahead(job) is None
    (file,) = ended["outputs"]["2"]["images"]
    server.fetch(file, tmp_path / "out.png")
    assert (tmp_path / "out.png").read_bytes() == picture()


def test_a_file_that_was_cleared_away_is_lost(server, tmp_path):
    with pytest.raises(Fault) as error:
        server.fetch({"filename": "gone.png", "type": "output"}, tmp_path / "out.png")

    assert error.value.kind == "lost"
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_waits_is_taken_out_and_one_that_runs_is_ended(server, comfy):
    first, second = submitted(server), submitted(server)
    server.ended(first)

    server.cancel(second)
    assert comfy.pending == []
    assert comfy.running[0][1] == first

    server.cancel(first)
    assert comfy.history[first]["status"]["status_str"] == "error"


def test_it_makes_room_when_asked(server, comfy):
    server.free()

    assert comfy.server.count("free") == 1


def test_what_it_has_is_asked_once_or_anew(server, comfy):
    server.nodes()
    assert server.nodes() is server.nodes()
    assert comfy.server.count("info") == 1

    server.nodes(anew=True)
    assert comfy.server.count("info") == 2


def test_a_key_for_a_gate_before_it_is_sent_to_it(server, comfy, monkeypatch):
    server.free()
    monkeypatch.setenv("COMFYUI_KEY", "planted-key")
    server.free()

    first, second = (asked.headers for _, asked in comfy.server.log)
    assert "authorization" not in first
    assert second["authorization"] == "Bearer planted-key"


def test_a_server_that_is_not_there_is_told_at_once():
    with pytest.raises(NotSent):
        Server("http://127.0.0.1:9").nodes()
