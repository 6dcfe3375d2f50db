"""A job from the workflow to the file, with all that can go wrong on the way."""

import logging
from pathlib import Path
from uuid import UUID

import pytest
from vendors.stand_in import Reply, clip, picture

from pipeline.clips.check import look_at
from pipeline.errors import BadResult, NotHere, Rejected, Wait
from pipeline.hosted.comfy.delivery import Task, deliver
from pipeline.hosted.comfy.engine import shipped
from pipeline.hosted.comfy.server import Server
from pipeline.hosted.comfy.workflow import read
from pipeline.tickets import Tickets

RECIPE = {"engine": "comfyui", "options": {}, "request": {"prompt": "rain"}}
VALUES = {"prompt": "rain", "seed": 7, "width": 704, "height": 1280, "frames": 49}


def workflow(name):
    return read(shipped()[name], shipped()[name].with_suffix(".bindings.yaml"))


class Rig:
    """One shot; each `run` is as a new process."""

    def __init__(self, comfy, root):
        self.comfy, self.root, self.out = comfy, root, root / "out.part"
        self.workflow = workflow("wan22-5b")
        (root / "frame.png").write_bytes(picture())

    @property
    def ticket(self):
        return Tickets(self.root / ".made").of("clips/e01s02-03.mp4", "comfyui", RECIPE, 0)

    def run(self, **changes):
        told = {
            "endings": (".mp4", ".webm"),
            "accept": lambda file: look_at(file, 2),
            "pictures": {"image": (self.root / "frame.png",)},
        }
        task = Task(self.workflow, VALUES, **{**told, **changes})
        deliver(task, Server(self.comfy.url), self.ticket, self.out)
        return self.out.read_bytes()


@pytest.fixture
def rig(comfy, tmp_path):
    return Rig(comfy, tmp_path)


def test_a_film_comes_back_and_the_ticket_waits_to_be_closed(rig):
    assert rig.run() == clip()
    assert rig.ticket.page.standing == "waiting"
    assert rig.ticket.page.job["id"] in rig.comfy.history
    assert {path.name for path in rig.root.iterdir()} == {".made", "frame.png", "out.part"}


def test_the_shot_is_filled_in_with_its_picture_and_a_name_of_its_own(rig):
    rig.run()

    (graph,) = rig.comfy.graphs
    (upload,) = rig.comfy.uploads
    assert graph["5"]["inputs"]["text"] == "rain"
    assert graph["9"]["inputs"]["seed"] == 7
    assert graph["7"]["inputs"]["image"] == upload
    assert graph["8"]["inputs"] | {"width": 704, "height": 1280, "length": 49} == graph["8"]["inputs"]
    assert graph["12"]["inputs"]["filename_prefix"].startswith("shortdrama/e01s02-03-")


def test_every_job_has_another_name(rig):
    rig.run()
    rig.ticket.drop()
    rig.run()

    first, second = (graph["12"]["inputs"]["filename_prefix"] for graph in rig.comfy.graphs)
    assert first != second


def test_without_a_picture_its_node_is_left_out(rig):
    rig.run(pictures={})

    assert "start_image" not in rig.comfy.graphs[0]["8"]["inputs"]
    assert "7" not in rig.comfy.graphs[0]


def test_two_portraits_and_none_go_into_the_same_workflow(rig):
    rig.workflow = workflow("flux-kontext")
    (rig.root / "other.png").write_bytes(picture(16, 16))
    both = {"references": (rig.root / "frame.png", rig.root / "other.png")}
    for pictures in (both, {"references": ()}):
        deliver(
            Task(rig.workflow, VALUES, (".png",), lambda _: None, pictures),
            Server(rig.comfy.url),
            rig.ticket,
            rig.out,
        )
        rig.ticket.drop()

    first, second = rig.comfy.graphs
    assert {first["12"]["inputs"]["image"], first["20"]["inputs"]["image"]} == set(rig.comfy.uploads)
    assert not {"12", "20"} & second.keys()


def test_a_server_that_is_not_there_is_told_at_once(rig):
    rig.comfy.url = "http://127.0.0.1:9"
    with pytest.raises(NotHere, match=r"No ComfyUI answers at http://127\.0\.0\.1:9"):
        rig.run()
    assert not rig.ticket.open


def test_what_the_server_lacks_is_told_before_anything_is_sent(rig):
    del rig.comfy.info["Wan22ImageToVideoLatent"]
    rig.comfy.info["VAELoader"]["input"]["required"]["vae_name"] = [["ae.safetensors"], {}]
    with pytest.raises(NotHere) as error:
        rig.run()

    assert "has no node class Wan22ImageToVideoLatent" in str(error.value)
    assert "and it offers ae.safetensors. Put https://huggingface.co/Comfy-Org/Wan_2.2" in str(error.value)
    assert rig.comfy.server.count("upload") == rig.comfy.server.count("submit") == 0


def test_a_model_that_was_put_there_since_is_found(rig, comfy):
    server = Server(comfy.url)
    comfy.info["VAELoader"]["input"]["required"]["vae_name"] = [[], {}]
    server.nodes()
    comfy.info["VAELoader"]["input"]["required"]["vae_name"] = [["wan2.2_vae.safetensors"], {}]

    deliver(Task(rig.workflow, VALUES, (".mp4",), lambda _: None), server, rig.ticket, rig.out)

    assert rig.out.read_bytes() == clip()


def test_a_workflow_that_is_refused_is_told_in_the_servers_words(rig):
    rig.comfy.info["KSampler"]["input"]["required"]["eta"] = ["FLOAT", {}]
    rig.comfy.server.faults.instead["info"] = [Reply(workflow_info(rig))]
    with pytest.raises(Rejected, match=r"KSampler: Required input is missing - eta"):
        rig.run()
    assert not rig.ticket.open


def workflow_info(rig):
    """What the server said before a node was updated."""
    from copy import deepcopy

    info = deepcopy(rig.comfy.info)
    del info["KSampler"]["input"]["required"]["eta"]
    return info


def test_a_workflow_that_is_taken_in_part_is_taken_back(rig):
    rig.workflow.graph["20"] = {"class_type": "PreviewImage", "inputs": {"images": ["21", 0]}}
    rig.workflow.graph["21"] = {"class_type": "LoadImage", "inputs": {"image": "not-there.png"}}
    with pytest.raises(
        Rejected, match=r"in part only: LoadImage: Custom validation failed for node - image - not-there\.png"
    ):
        rig.run()
    assert rig.comfy.pending == []
    assert not rig.ticket.open


def test_a_job_that_was_under_way_when_the_process_died_is_picked_up(rig):
    rig.comfy.server.faults.instead["history"] = [Reply({}, 503)] * 9
    with pytest.raises(Wait):
        rig.run(silent_minutes=0)
    assert rig.ticket.page.standing == "waiting"

    assert rig.run() == clip()
    assert len(rig.comfy.graphs) == 1


def test_a_job_whose_answer_was_lost_is_found_by_the_id_that_we_gave_it(rig):
    rig.comfy.server.faults.dropped["submit"] = 1

    assert rig.run() == clip()
    assert len(rig.comfy.graphs) == 1


def test_a_job_whose_answer_was_lost_with_the_process_is_found_too(rig):
    ticket = rig.ticket
    ticket.sending(None)
    Server(rig.comfy.url).submit(workflow("flux").graph, str(UUID(ticket.page.client)))

    rig.run(endings=(".png",), accept=lambda _: None)

    assert len(rig.comfy.graphs) == 1


@pytest.mark.parametrize("lost", [Reply(b"<html>"), Reply({}, 502)])
def test_a_job_that_never_came_through_is_sent_again(rig, lost):
    rig.comfy.server.faults.instead["submit"] = [lost]
    try:
        rig.run()
    except Wait:
        assert not rig.ticket.open
        rig.run()

    assert rig.out.read_bytes() == clip()
    assert len(rig.comfy.graphs) == 1


def test_jobs_that_a_restart_lost_are_sent_again(rig, caplog):
    rig.comfy.fates = ["dies", "success"]
    with caplog.at_level(logging.INFO, "drama"):
        assert rig.run() == clip()
    assert len(rig.comfy.graphs) == 2
    assert "clips/e01s02-03.mp4: ComfyUI does not have it any more, and gets it again" in caplog.messages


def test_a_server_that_dies_of_the_job_is_not_killed_for_ever(rig):
    rig.comfy.fates = ["dies"] * 9
    with pytest.raises(BadResult, match="lost the job 3 times"):
        rig.run()
    assert not rig.ticket.open


def test_a_job_of_another_server_is_sent_to_this_one(rig):
    rig.ticket.waiting({"id": "00000000-0000-4000-8000-000000000000"})

    assert rig.run() == clip()


def test_where_memory_ran_out_room_is_made_and_it_is_tried_once_more(rig):
    rig.comfy.fates = ["torch.OutOfMemoryError: Allocation on device", "success"]

    assert rig.run() == clip()
    assert [phase for phase, _ in rig.comfy.server.log].count("free") == 1
    assert len(rig.comfy.graphs) == 2


def test_where_memory_runs_out_again_it_is_told_what_helps(rig):
    rig.comfy.fates = ["torch.OutOfMemoryError: Allocation on device"] * 9
    with pytest.raises(NotHere, match=r"too little memory.*at KSampler \(node 6\).*--lowvram"):
        rig.run()
    assert len(rig.comfy.graphs) == 2
    assert not rig.ticket.open


@pytest.mark.parametrize("fate", ["ValueError: shapes differ", "interrupted"])
def test_a_job_that_failed_is_not_sent_again(rig, fate):
    rig.comfy.fates = [fate]
    with pytest.raises(BadResult):
        rig.run()
    assert len(rig.comfy.graphs) == 1
    assert not rig.ticket.open


def test_a_file_that_was_cleared_away_is_made_again(rig):
    rig.comfy.server.faults.instead["view"] = [Reply(b"404: Not Found", 404)]

    assert rig.run() == clip()
    assert len(rig.comfy.graphs) == 2


def test_a_file_that_is_no_film_does_not_count(rig):
    rig.comfy.server.faults.instead["view"] = [Reply(b"<html>", 200, {"Content-Type": "video/mp4"})]
    with pytest.raises(BadResult, match="What ComfyUI made can't be used: it is no video"):
        rig.run()
    assert not rig.out.exists()
    assert not rig.ticket.open


def test_a_workflow_that_saves_something_else_is_told(rig):
    with pytest.raises(BadResult, match=r"saved .*_00001_\.mp4, and no \.png, \.jpg"):
        deliver(
            Task(rig.workflow, VALUES, (".png", ".jpg"), lambda _: None),
            Server(rig.comfy.url),
            rig.ticket,
            rig.out,
        )


def test_what_is_saved_counts_before_what_is_shown(rig, comfy):
    rig.workflow = workflow("flux")
    rig.workflow.graph["0"] = {"class_type": "PreviewImage", "inputs": {"images": ["7", 0]}}

    deliver(Task(rig.workflow, VALUES, (".png",), lambda _: None), Server(comfy.url), rig.ticket, rig.out)

    (viewed,) = [asked.query for phase, asked in comfy.server.log if phase == "view"]
    assert viewed["subfolder"] == "shortdrama"
    assert viewed["type"] == "output"


def test_a_picture_that_cannot_be_read_is_told_before_anything_is_sent(rig):
    (rig.root / "frame.png").write_bytes(b"no picture")
    with pytest.raises(BadResult, match=r"frame\.png can't be read"):
        rig.run()
    assert rig.comfy.server.count("submit") == 0
    assert not rig.ticket.open


def test_a_job_outside_of_a_drama_needs_no_name(rig, tmp_path):
    from pipeline.tickets import current

    deliver(
        Task(rig.workflow, VALUES, (".mp4",), lambda _: None), Server(rig.comfy.url), current(), Path(rig.out)
    )

    assert "/job-" in rig.comfy.graphs[0]["12"]["inputs"]["filename_prefix"]
