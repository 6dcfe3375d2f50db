"""Free requests around a job: pictures that are put somewhere first, one by one, or not at all."""

from __future__ import annotations

import pytest
import stamina
from vendors.luma_ray2 import LumaRay2
from vendors.replicate import ReplicateImages
from vendors.stand_in import Reply, picture, serving

from pipeline import clips, images, keys
from pipeline.clips.engine import ClipRequest
from pipeline.errors import BadResult, Wait
from pipeline.hosted import waiting
from pipeline.images.engine import Brief, ImageRequest, Reference
from pipeline.story import Angle, Era, Move, Size, Time, Weather

BRIEF = Brief(None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (), "", False)


@pytest.fixture(autouse=True)
def quick(tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "sleep", lambda _seconds: None)
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    for name, key in {**LumaRay2.env, **ReplicateImages.env}.items():
        monkeypatch.setenv(name, key)
    with stamina.set_testing(True, attempts=2):
        yield


def luma(server, **options):
    spec = {"base_url": server.url, "poll": {"every_seconds": 0}}
    return clips.ENGINES["luma_ray2"](spec=spec, **{**server.vendor.options, **options})


def clip(root):
    (root / "frame.png").write_bytes(picture())
    return ClipRequest("Rain.", root / "frame.png", 5, 72, 128, 24, Move.PUSH, 7)


def test_what_only_the_user_can_know_is_asked_for():
    with serving(LumaRay2()) as server:
        assert "set `values: {upload_to: ...}`" in luma(server, values={}).unavailable()
        assert luma(server, values={}, from_picture=False).unavailable() == ""
        assert luma(server).unavailable() == ""


def test_a_picture_that_got_no_address_is_never_left_out(tmp_path):
    with serving(LumaRay2()) as server:
        server.faults.instead["upload"] = [Reply({"ok": True}), Reply({"ok": True})]

        with pytest.raises(BadResult, match="an answer without image_url"):
            luma(server).animate(clip(tmp_path), tmp_path / "out.mp4")

        assert server.billed == 0


def test_a_host_of_pictures_that_is_not_there_costs_nothing(tmp_path):
    nowhere = {"upload_to": "http://127.0.0.1:9/upload"}
    with serving(LumaRay2()) as server:
        with pytest.raises(Wait, match=r"http://127.0.0.1:9/upload can't be reached"):
            luma(server, values=nowhere).animate(clip(tmp_path), tmp_path / "out.mp4")

        assert server.billed == 0


def test_each_portrait_is_uploaded_for_itself(tmp_path):
    contents = [picture(16, 16), picture(24, 24)]
    people = []
    for name, content in zip(("Lin", "Zhou"), contents, strict=True):
        (tmp_path / f"{name}.png").write_bytes(content)
        people.append(Reference(name, tmp_path / f"{name}.png"))
    request = ImageRequest("They meet.", BRIEF, 72, 128, 7, tuple(people))
    with serving(ReplicateImages()) as server:
        spec = {"base_url": server.url, "poll": {"every_seconds": 0}}

        images.ENGINES["replicate"](spec=spec).draw(request, tmp_path / "out.png")

        sent = [asked.parts["content"] for phase, asked in server.log if phase == "upload"]
        (body,) = [asked.json["input"] for phase, asked in server.log if phase == "submit"]
    assert sent == [[content] for content in contents]
    assert len(set(body["input_images"])) == 2
