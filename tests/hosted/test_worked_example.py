"""The vendor's file of `docs/adding-a-vendor.md` does what the page says."""

from __future__ import annotations

import re

import pytest
import stamina
from vendors.stand_in import Asked, Phase, Reply, Trouble, Vendor, picture, serving

from pipeline.clips.engine import ClipRequest
from pipeline.clips.hosted import HostedClips
from pipeline.errors import ProfileError, Refused, Unpaid
from pipeline.ffmpeg import probe
from pipeline.hosted import gate, specs, waiting
from pipeline.hosted.engine import engines
from pipeline.story import Move


class Lantern(Vendor):
    """The made-up vendor of the page."""

    def phase(self, asked: Asked) -> Phase:
        return "submit" if asked.method == "POST" else "poll"

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("x-lantern-key") == "glow"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            assert set(asked.json) == {"model", "prompt", "first_frame", "seconds", "size"}
            assert (asked.json["seconds"], asked.json["size"]) == ("4", "portrait")
            return Reply({"video": {"ref": self.new_job(asked.json).id}})
        job = self.look(asked.path.rpartition("/")[2])
        if job.polls >= 0:
            return Reply({"phase": "drawing"})
        return Reply({"phase": "ready", "file": {"href": self.link(job)}, "usage": {"credits": 24}})

    def trouble(self, kind: Trouble) -> Reply:
        code = {"no_money": "empty_purse", "moderated": "not_nice"}[kind]
        return Reply({"problem": {"code": code, "text": "Sorry."}}, 400)


@pytest.fixture
def folder(tmp_path, monkeypatch, pytestconfig):
    """A folder of vendors that has only the one on the page."""
    page = (pytestconfig.rootpath / "docs" / "adding-a-vendor.md").read_text("utf-8")
    vendors = tmp_path / "hosted"
    vendors.mkdir()
    (vendors / "lantern.yaml").write_text(re.search(r"```yaml\n(.+?)```", page, re.DOTALL)[1], "utf-8")
    monkeypatch.setattr(specs, "FOLDER", vendors)
    forget()
    yield vendors
    forget()


def forget():
    for cached in (specs._raw, specs._whole, specs._read):
        cached.cache_clear()
    gate.forget()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("LANTERN_KEY", "glow")
    monkeypatch.setattr(waiting, "sleep", lambda _: None)
    with serving(Lantern()) as server, stamina.set_testing(True, attempts=3):
        yield server


def made(server):
    return engines(HostedClips)["lantern"](spec={"base_url": server.url})


def asked(tmp_path):
    (tmp_path / "frame.png").write_bytes(picture())
    return ClipRequest("Rain.", tmp_path / "frame.png", 4, 72, 128, 24, Move.PUSH, 7)


def test_the_file_alone_makes_an_engine(folder, server, tmp_path):
    engine = made(server)

    engine.animate(asked(tmp_path), tmp_path / "out.mp4")

    assert engine.unavailable() == ""
    assert engine.abilities.lengths == (4, 8)
    assert engine.price(asked(tmp_path)).amount == 0.24
    assert probe(tmp_path / "out.mp4").width


@pytest.mark.parametrize(("trouble", "error"), [("no_money", Unpaid), ("moderated", Refused)])
def test_errors_mean_what_the_file_says(folder, server, tmp_path, trouble, error):
    server.faults.instead["submit"] = [server.vendor.trouble(trouble)]

    with pytest.raises(error, match="Sorry"):
        made(server).animate(asked(tmp_path), tmp_path / "out.mp4")


def test_a_slip_in_the_file_is_told_with_its_line(folder, server):
    file = folder / "lantern.yaml"
    file.write_text(file.read_text("utf-8").replace("every_seconds", "every_secs"), "utf-8")

    with pytest.raises(
        (ProfileError, ValueError), match=r"line 3\d, clips\.poll\.every_secs: there is no such"
    ):
        made(server)
