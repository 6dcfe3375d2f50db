"""A whole film by models on one's own machine: each loaded once, nothing fetched, nothing made twice."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

import pytest
import yaml

pytest.importorskip("diffusers", reason="local models are tested where `make local` was run")

from insight_stand_in import installed
from tiny.build import build
from tiny_models import language_model

from pipeline.drama import open_drama
from pipeline.ffmpeg import probe
from pipeline.images import flux
from pipeline.local import shelf
from pipeline.local.order import Notes, Order
from pipeline.plan import plan
from pipeline.records import Record

pytestmark = pytest.mark.slow

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Iterator[dict[str, Path]]:
    """A tiny checkpoint of each model of the film, and what finds faces."""
    root = tmp_path_factory.mktemp("models")
    with installed(root) as pack:
        # Faces to it are patches of strong colour, and what untrained models draw is pale.
        app = root / "site/insightface/app.py"
        app.write_text(app.read_text("utf-8").replace("> 120", "> 30"), "utf-8")
        yield {
            "words": language_model(root / "words"),
            "flux": build("flux", root / "flux"),
            "sdxl": build("sdxl", root / "sdxl"),
            "instantid": build("instantid", root / "instantid"),
            "wan": build("wan-5b", root / "wan"),
            "faces": pack,
        }


@pytest.fixture
def local(folder, models) -> Path:
    """The drama of the tests by the engines of the local profile."""
    here = {"device": "cpu", "steps": 2}
    instantid = {"sdxl": str(models["sdxl"]), "instantid": str(models["instantid"])}
    instantid |= {"pack": str(models["faces"]), "size": 64, "smallest": 8, "steps": 2}
    words = {"model": str(models["words"]), "device": "cpu", "longest_text": 20, "most_items": 8}
    flux = {"model": str(models["flux"]), "identity": "instantid", "instantid": instantid, **here}
    profile = yaml.safe_load((folder / "drama.yaml").read_text("utf-8")) | {
        # With this seed random weights tell of several people in two scenes, with others of one shot.
        "story": {"seed": 4},
        "film": {"width": 96, "height": 160, "fps": 8},
        "storyboard": {"engine": "transformers", "transformers": words},
        "images": {"engine": "flux", "flux": flux},
        "clips": {"engine": "diffusers", "diffusers": {"model": str(models["wan"]), **here}},
    }
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile), "utf-8")
    return folder


@pytest.fixture
def called(monkeypatch) -> list[object]:
    """Every address outside this machine that somebody wanted to reach; none can be."""
    import huggingface_hub.constants

    # The tests keep the hub's client offline: here it may try, so that it shows.
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    tried: list[object] = []
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            tried.append(address)
            raise OSError(f"{address} is not this machine")
        return connect(self, address)

    def resolved(host, *arguments, **named):
        if host not in (None, *LOOPBACK):
            tried.append(host)
            raise socket.gaierror(f"{host} is not this machine")
        return resolve(host, *arguments, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return tried


def run(folder: Path, until: str = "final"):
    from flows.episode import make_episode
    from flows.here import run_here

    return run_here(make_episode, folder=str(folder), episode=1, until=until).result()


def stay_for_all(pictures: int, monkeypatch) -> None:
    """Have the model of the pictures wait for the last of them, however slow the machine is that day."""
    ask, busy = flux.ask, Lock()
    asked, drawn = list[Order](), list[Order]()

    def settle(orders: list[Order], order: Order) -> None:
        with busy:
            orders.append(order)
            more = drawn and len(asked) < pictures
            monkeypatch.setattr(shelf._shelf, "linger_seconds", 60.0 if more else 3.0)

    def counted(order: Order, devices: Sequence[str]) -> Notes:
        if order.weights.name != "flux":
            return ask(order, devices)
        settle(asked, order)
        notes = ask(order, devices)
        settle(drawn, order)
        return notes

    monkeypatch.setattr(flux, "ask", counted)


def move_when_drawn(folder: Path, pictures: int, monkeypatch) -> None:
    """Have clips asked for when all pictures lie there, however long a picture takes that day."""
    ask, last = shelf.ask, time.monotonic() + 300

    def once_drawn(order: Order, devices: Sequence[str]) -> Notes:
        while len(list((folder / "images").glob("*.png"))) < pictures and time.monotonic() < last:
            time.sleep(0.05)
        return ask(order, devices)

    monkeypatch.setattr(shelf, "ask", once_drawn)


def records(folder: Path, stage: str) -> list[Record]:
    """How each file of *stage* was made."""
    project = open_drama(folder).project
    names = [f"{stage}/{file.name}" for file in (folder / stage).iterdir() if file.suffix in (".png", ".mp4")]
    return [project.state(name).record for name in sorted(names)]


def test_a_film_by_local_models_loads_each_once_and_calls_nobody(local, called, monkeypatch):
    before = shelf.counts()
    run(local, "storyboard")
    planned = plan(open_drama(local, planning=True), [1], "images").to_make
    pictures = sum(made.name.startswith("images/") for made in planned)
    stay_for_all(pictures, monkeypatch)
    move_when_drawn(local, pictures, monkeypatch)

    outcome = run(local)

    assert outcome.missing == {}
    media = probe(outcome.film.path)
    assert (media.width, media.height, media.frames) == (96, 160, outcome.timeline.frames)
    drawn, clips = records(local, "images"), records(local, "clips")
    assert {record.engine for record in drawn} == {"flux"}
    assert {record.engine for record in clips} == {"diffusers"}
    assert any(record.notes.get("held") for record in drawn), "no face was painted"
    loaded = {weights.name: n - before.get(weights, 0) for weights, n in shelf.counts().items()}
    assert {name: n for name, n in loaded.items() if n} == {
        "words": 1, "flux": 1, "sdxl with instantid": 1, "wan": 1,
    }  # fmt: skip
    assert called == []

    after = shelf.counts()
    again = run(local)

    assert [made.name for made in again.files if made.status == "made"] == []
    assert shelf.counts() == after
