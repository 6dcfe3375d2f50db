"""
A drama by vendors that repeat the key in everything they say: no file, log or message has it.

The keys of the stand-ins are the ones that are planted. Their servers put the keys, as they were sent,
into errors, answers, addresses and headers; files lie at another host, behind a redirect.
"""

from __future__ import annotations

import importlib
import io
import logging
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
import stamina
from answering import Answering, Said, answering
from conftest import PROFILE
from vendors.bfl import BlackForestLabs
from vendors.fal import Fal
from vendors.kling import Kling
from vendors.runway import Runway
from vendors.stand_in import Asked, Reply, Server, serving

from pipeline import keys
from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.hosted import gate, waiting
from pipeline.promise import at_once

WRONG = "sk-wrong-and-planted"


class Telltale:
    """Stand-ins of several vendors that tell every key they were sent."""

    def __init__(self, servers: dict[str, Server], away: Answering) -> None:
        self.servers, self.away = servers, away
        for server in servers.values():
            server.reply = self._telling(server, server.reply)
            server.vendor.link = self._linking(server, server.vendor.link)

    @property
    def keys(self) -> set[str]:
        """All that was sent as a key, and what tokens were signed with."""
        sent = {key for server in self.servers.values() for key in server.vendor.env.values()}
        for server in self.servers.values():
            sent |= {_key(asked) for phase, asked in server.log if phase != "file"}
        return {WRONG, *sent} - {""}

    def _telling(self, server: Server, real):
        def reply(phase: str, asked: Asked) -> Reply | None:
            said, key = real(phase, asked), _key(asked)
            if said:
                said = Reply(_with_key(said.data, key), said.status, {**said.headers, "X-Key": key})
            return said

        return reply

    def _linking(self, server: Server, real):
        def link(job) -> str:
            key = quote(next(iter(server.vendor.env.values())), safe="")
            path = f"/{server.vendor.engine}-{job.id}"
            address = f"{real(job)}?key={key}".replace("127.0.0.1", "localhost")
            self.away.says[path] = [Said(status=302, headers={"Location": address})]
            return f"{self.away.url}{path}?key={key}"

        return link


def _key(asked: Asked) -> str:
    told = asked.headers.get("authorization") or asked.headers.get("x-key") or ""
    return told.rpartition(" ")[2]


def _with_key(data, key: str):
    """*data* with *key* in all its words and addresses."""
    match data:
        case bytes():
            return data + key.encode()
        case dict():
            return {name: _with_key(value, key) for name, value in data.items()}
        case list():
            return [_with_key(value, key) for value in data]
        case str() if data.startswith("http"):
            return f"{data}{'&' if '?' in data else '?'}key={key}"
        case str() if " " in data:
            return f"{data} You sent {key}"
    return data


@pytest.fixture
def telltale(folder, tmp_path, monkeypatch) -> Iterator[Telltale]:
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    monkeypatch.setattr(waiting, "sleep", lambda _: None)
    gate.forget()
    with ExitStack() as stack:
        servers = {}
        for vendor in (BlackForestLabs(), Fal(), Kling(), Runway()):
            servers[vendor.engine] = stack.enter_context(serving(vendor))
            for name, key in vendor.env.items():
                monkeypatch.setenv(name, key)
        stack.enter_context(stamina.set_testing(True, attempts=3))
        telltale = Telltale(servers, stack.enter_context(answering()))
        (folder / "drama.yaml").write_text(_profile(telltale), "utf-8")
        yield telltale
    gate.forget()


def _profile(telltale: Telltale) -> str:
    def using(name: str) -> str:
        return f"{name}: {{spec: {{base_url: '{telltale.servers[name].url}', poll: {{every_seconds: 0}}}}}}"

    shown = f"{{engine: [bfl, sketch], {using('bfl')}}}"
    moving = f"{{engine: [kling, fal, runway, turn], {using('kling')}, {using('fal')}, {using('runway')}}}"
    return PROFILE.replace("{engine: sketch}", shown).replace("{engine: turn}", moving)


def spoil(telltale: Telltale, monkeypatch) -> None:
    """Of each vendor something goes wrong, and one has another key now."""
    for name, phase, kinds in [
        ("bfl", "submit", ("busy", "moderated")),
        ("kling", "submit", ("busy", "invalid")),
        ("kling", "poll", ("wrong_key",)),
        ("fal", "submit", ("moderated", "no_money")),
    ]:
        server = telltale.servers[name]
        server.faults.instead[phase] = [
            server.vendor.trouble(kind) for kind in kinds if kind not in server.vendor.lacks
        ]
    telltale.servers["kling"].faults.downloads = ["gone", "truncated", "page"]
    telltale.servers["bfl"].faults.instead["poll"] = [Reply(b"<html>You sent ", 502)]
    monkeypatch.setenv("RUNWAYML_API_SECRET", WRONG)


def found(planted: set[str], texts: dict[str, str]) -> list[str]:
    """Where one of *planted* is, as it is or as in an address."""
    forms = {form for key in planted for form in (key, quote(key, safe=""))}
    return sorted({f"{where}: {form}" for where, text in texts.items() for form in forms if form in text})


def written(*folders: Path) -> dict[str, str]:
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return {str(file): file.read_bytes().decode("latin-1") for file in files}


def logged(records: list[logging.LogRecord]) -> dict[str, str]:
    formatted = logging.Formatter("%(name)s %(message)s")
    return {f"log {number}": formatted.format(record) for number, record in enumerate(records)}


def test_no_file_and_no_message_holds_a_key(telltale, folder, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    spoil(telltale, monkeypatch)

    first = tell(open_drama(folder), 1, "final", at_once)
    second = tell(open_drama(folder), 1, "final", at_once)

    said = {**first.missing, **{made.name: repr(made) for made in [*first.files, *second.files]}}
    assert found(telltale.keys, {**written(folder), **said, **logged(caplog.records)}) == []
    assert second.missing == {}
    told = "".join(first.missing.values()) + "".join(f"{made.passed_over}" for made in second.files)
    assert told.count("***") >= 4, "the vendors' words were not even told"
    assert len(telltale.keys) >= 7
    assert telltale.away.heard
    assert all("key_" not in str(heard.headers) for heard in telltale.away.heard)


def test_a_ticket_of_a_job_that_is_under_way_holds_none(telltale, folder):
    fal = telltale.servers["fal"]
    telltale.servers["kling"].faults.instead["submit"] = [Kling().trouble("no_money")]
    fal.faults.instead["poll"] = [Reply({"detail": "down"}, 500)] * 99

    first = tell(open_drama(folder), 1, "clips", at_once)
    tickets = {name: text for name, text in written(folder).items() if "/tickets/" in name}
    assert "{{quoted key FAL_KEY}}" in "".join(tickets.values()) or "{{key FAL_KEY}}" in "".join(
        tickets.values()
    )
    assert found(telltale.keys, {**written(folder), **first.missing}) == []

    fal.faults.instead.clear()
    assert tell(open_drama(folder), 1, "clips", at_once).missing == {}


def test_the_key_is_sent_to_the_vendor_alone(telltale, folder):
    tell(open_drama(folder), 1, "clips", at_once)

    planted = telltale.keys
    asked_for_files = [
        asked for server in telltale.servers.values() for phase, asked in server.log if phase == "file"
    ]
    assert asked_for_files
    assert telltale.away.heard
    for asked in [*asked_for_files, *telltale.away.heard]:
        assert found(planted, {"headers": str(dict(asked.headers))}) == []


def test_a_traceback_holds_none(telltale, folder, monkeypatch):
    from pipeline.clips import ENGINES
    from pipeline.clips.engine import ClipRequest
    from pipeline.story import Move

    monkeypatch.setenv("RUNWAYML_API_SECRET", WRONG)
    server = telltale.servers["runway"]
    engine = ENGINES["runway"](spec={"base_url": server.url})
    frame = folder / "frame.png"
    frame.write_bytes(importlib.import_module("vendors.stand_in").picture())
    with pytest.raises(Exception, match=r"\*\*\*") as error:
        engine.animate(ClipRequest("Rain.", frame, 5, 72, 128, 24, Move.PUSH, 7), folder / "out.mp4")
    text = io.StringIO()
    traceback.print_exception(error.value, file=text)

    assert re.search("direct cause|During handling", text.getvalue())
    assert found(telltale.keys, {"traceback": text.getvalue()}) == []


@pytest.mark.slow
def test_prefect_knows_none(telltale, folder, caplog, monkeypatch, capfd):
    from flows.episode import make_episode
    from flows.here import run_here

    caplog.set_level(logging.DEBUG)
    spoil(telltale, monkeypatch)
    state = run_here(make_episode, folder=str(folder))

    home = Path(os.environ["PREFECT_HOME"])
    shown = capfd.readouterr()
    texts = {
        **written(folder, home),
        **logged(caplog.records),
        "out": shown.out,
        "err": shown.err,
        "state": repr(state),
    }
    assert found(telltale.keys, texts) == []
    assert any(file.endswith(".db") for file in texts)
