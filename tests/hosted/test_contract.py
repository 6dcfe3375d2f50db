"""What every vendor's engine promises, against a server that answers as the vendor does."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest
import stamina
from vendors.stand_in import LINE, Reply, Server, Vendor, heard, picture, serving

from pipeline import clips, images, keys, voices
from pipeline.clips import lips
from pipeline.clips.engine import ClipRequest
from pipeline.clips.lips.engine import LipRequest
from pipeline.errors import BadResult, NotHere, Refused, Rejected, Unpaid, Unsettled, Wait
from pipeline.ffmpeg import probe
from pipeline.hosted import gate, waiting
from pipeline.images.engine import ImageRequest, Reference
from pipeline.story import Age, Feeling, Mode, Move
from pipeline.tickets import Tickets
from pipeline.voices.engine import Voice, VoiceRequest

VENDORS = {
    name: kind
    for file in sorted((Path(__file__).parents[1] / "vendors").glob("*.py"))
    for name, kind in vars(importlib.import_module(f"vendors.{file.stem}")).items()
    if isinstance(kind, type) and issubclass(kind, Vendor) and "engine" in vars(kind)
}
#: Our engines of each kind, how they are told to work, and the ending of what they make.
KINDS = {
    "clips": (clips.ENGINES, "animate", "mp4"),
    "images": (images.ENGINES, "draw", "png"),
    "voices": (voices.ENGINES, "speak", "wav"),
    "lips": (lips.ENGINES, "sync", "mp4"),
}
RECIPE = {"engine": "it", "options": {}, "request": {"prompt": "rain"}}


class Rig:
    """One vendor's server, and our engine that works with it; each `run` is as a new process."""

    def __init__(self, server: Server, root: Path) -> None:
        self.server, self.vendor = server, server.vendor
        self.root = root
        (root / "frame.png").write_bytes(picture())
        self.kinds, self.verb, ending = KINDS[self.vendor.makes]
        self.out = root / f"out.{ending}"
        self.words = ()
        self.told: dict[str, object] = {}

    def engine(self, **changes):
        options = {**self.vendor.options, **changes}
        spec = {"base_url": f"{self.server.url}{self.vendor.base}", **options.pop("spec", {})}
        spec.setdefault("poll", {}) if self.vendor.sync else spec.setdefault("poll", {"every_seconds": 0})
        if self.vendor.sync:
            spec.pop("poll")
        return self.kinds[self.vendor.engine](spec=spec, **options)

    def request(self):
        frame = self.root / "frame.png"
        if self.vendor.makes == "clips":
            return ClipRequest(
                "Rain falls on the street.", frame, self.vendor.seconds, 72, 128, 24, Move.PUSH, 7
            )
        if self.vendor.makes == "lips":
            return LipRequest(frame, frame, self.vendor.seconds, 7)
        return image_request(frame) if self.vendor.makes == "images" else voice_request()

    @property
    def ticket(self):
        return Tickets(self.root / ".made").of(f"clips/{self.out.name}", self.vendor.engine, RECIPE, 0)

    def run(self, engine=None, request=None) -> Path:
        gate.forget()
        engine, request = engine or self.engine(), request or self.request()
        tickets, ticket = Tickets(self.root / ".made"), self.ticket
        assert engine.unavailable() == ""
        work = getattr(engine, self.verb)
        with tickets.held(ticket):
            try:
                self.words = work(request, self.out)
            finally:
                self.told = ticket.told
        assert sorted(file.name for file in self.root.iterdir() if file.is_file()) == [
            "frame.png",
            self.out.name,
        ]
        return self.out


def image_request(frame: Path) -> ImageRequest:
    from pipeline.images.engine import Brief
    from pipeline.story import Angle, Era, Size, Time, Weather

    brief = Brief(None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (), "", False)
    return ImageRequest("A woman in the rain.", brief, 72, 128, 7)


def voice_request() -> VoiceRequest:
    return VoiceRequest(LINE, "zh", Voice("Lin", "female", Age.YOUNG), Feeling.SAD, Mode.SPEECH, 7)


@pytest.fixture(params=VENDORS.values(), ids=VENDORS)
def rig(request, tmp_path, monkeypatch):
    vendor = request.param()
    for name, key in vendor.env.items():
        monkeypatch.setenv(name, key)
    slept: list[float] = []
    began = waiting.now()
    monkeypatch.setattr(waiting, "sleep", slept.append)
    monkeypatch.setattr(waiting, "now", lambda: began + sum(slept))
    monkeypatch.setattr(keys, "FILE", tmp_path / "no.env")
    with serving(vendor) as server, stamina.set_testing(True, attempts=6):
        made = Rig(server, tmp_path)
        made.slept = slept
        yield made


def orders(rig: Rig):
    """Engines, and requests for them, of all kinds that the vendor's file speaks of."""
    for model in (*rig.vendor.models, ""):
        chosen = {"model": model} if model else {}
        can = rig.engine(**chosen).job().can
        if rig.vendor.makes == "voices":
            yield from lines(rig.engine(**chosen), rig.request())
            continue
        if rig.vendor.makes == "lips":
            yield rig.engine(**chosen), rig.request()
            continue
        if rig.vendor.makes == "images":
            faces = [Reference(name, rig.root / "frame.png") for name in ("Lin", "Zhou")[: can.references]]
            for shown in range(len(faces) + 1):
                yield rig.engine(**chosen), replace(rig.request(), references=tuple(faces[:shown]))
            continue
        kinds = [(can.first, True, None), (can.last, True, rig.root / "frame.png"), (can.text, False, None)]
        for possible, from_picture, last in kinds:
            if possible:
                engine = rig.engine(**{**chosen, "from_picture": from_picture})
                # The stand-in's clip is 10.5 s.
                lengths = [seconds for seconds in engine.abilities.lengths if seconds <= 10]
                for seconds in {lengths[0]} if model else {lengths[0], lengths[-1]}:
                    yield engine, replace(rig.request(), seconds=seconds, last=last)


def lines(engine, request):
    """The line in every feeling, by a cast voice, with a lexicon, and as the script wants it said."""
    for feeling in Feeling:
        yield engine, replace(request, feeling=feeling)
    yield engine, replace(request, called=engine.abilities.voices[-1].name)
    yield engine, replace(request, lexicon=(("北京", "bei3 jing1"), ("明天", "改天")))
    yield engine, replace(request, note='he says "no"')


def playable(rig: Rig) -> bool:
    made = rig.run()
    match rig.vendor.makes:
        case "images":
            return made.read_bytes()[:4] == b"\x89PNG"
        case "voices":
            said = [LINE[word.first : word.last] for word in rig.words]
            # The vendor's times count from before the silence that is cut off.
            near = [
                abs(word.start - start) < 0.1 for word, (_, start, _) in zip(rig.words, heard(), strict=True)
            ]
            return 2 < probe(made).seconds < 4 and said == [one for one, *_ in heard()] and all(near)
    return probe(made).width > 0


def trouble(rig: Rig, kind: str) -> Reply:
    if kind in rig.vendor.lacks:
        pytest.skip(rig.vendor.lacks[kind])
    return rig.vendor.trouble(kind)


def test_a_job_is_sent_watched_and_fetched(rig):
    assert playable(rig)
    assert rig.server.billed == 1
    assert rig.told["paid"] == pytest.approx(rig.vendor.price)


def test_every_kind_of_order_is_taken(rig):
    """With each model of the stand-in: from a picture or from words, to a last one, with portraits."""
    for engine, request in orders(rig):
        assert engine.unavailable() == ""
        before = rig.server.billed
        rig.ticket.drop()
        rig.run(engine, request)
        assert rig.server.billed == before + 1
        assert rig.told["paid"] == pytest.approx(engine.price(request).amount)


def test_the_quote_is_what_is_billed(rig):
    assert rig.engine().price(rig.request()).amount == pytest.approx(rig.vendor.price)


def test_the_key_goes_to_the_vendor_and_not_with_the_download(rig):
    rig.run()
    for phase, asked in rig.server.log:
        sent = [key for key in rig.vendor.env.values() if key in str(asked.headers)]
        assert not (phase == "file" and sent and not rig.vendor.guards_files), phase


def test_a_wrong_key_is_said_and_nothing_is_billed(rig, monkeypatch):
    for name in rig.vendor.env:
        monkeypatch.setenv(name, "wrong")
    if not rig.vendor.env:
        pytest.skip("it asks for no key")
    with pytest.raises(NotHere) as error:
        rig.run()
    assert "wrong" not in str(error.value).replace("wrong with", "")
    assert rig.server.billed == 0
    assert not rig.ticket.open


def test_an_account_without_money_is_told_apart(rig):
    rig.server.faults.instead["submit"] = [trouble(rig, "no_money")]
    with pytest.raises(Unpaid):
        rig.run()
    assert rig.server.billed == 0


def test_a_vendor_that_is_busy_is_asked_again_when_it_says(rig):
    busy = trouble(rig, "busy")
    rig.server.faults.instead["submit"] = [busy, busy]
    assert playable(rig)
    assert rig.server.count("submit") == 3
    if "Retry-After" in busy.headers:
        assert sum(seconds > 0.9 * float(busy.headers["Retry-After"]) for seconds in rig.slept) >= 2


def test_what_is_refused_at_once_is_not_asked_again(rig):
    rig.server.faults.instead["submit"] = [trouble(rig, "moderated")]
    for _ in range(2):
        with pytest.raises(Refused):
            rig.run()
    assert rig.server.count("submit") == 1


def test_what_is_refused_while_it_is_made_is_not_asked_again(rig):
    if rig.vendor.sync or "job_moderated" in rig.vendor.lacks:
        pytest.skip(rig.vendor.lacks.get("job_moderated", "it answers at once"))
    rig.vendor.ends = "moderated"
    for _ in range(2):
        with pytest.raises(Refused):
            rig.run()
    assert rig.server.count("submit") == 1


def test_a_call_that_the_vendor_does_not_take_is_said_at_once(rig):
    rig.server.faults.instead["submit"] = [trouble(rig, "invalid")]
    with pytest.raises(Rejected):
        rig.run()
    assert rig.server.count("submit") == 1


def test_errors_in_the_middle_of_polling_are_lived_through(rig):
    if rig.vendor.sync:
        pytest.skip("it answers at once")
    rig.server.faults.instead["poll"] = [
        Reply({"error": "oops"}, 503),
        Reply(b"<html>Bad gateway</html>", 502),
    ]
    rig.server.faults.dropped["poll"] = 1
    assert playable(rig)
    assert rig.server.billed == 1


def test_an_answer_that_was_lost_is_never_paid_twice(rig):
    rig.server.faults.dropped["submit"] = 1
    if rig.vendor.cheap:
        assert playable(rig)
        assert rig.server.billed == 2
        assert rig.told["paid"] == pytest.approx(2 * rig.vendor.price)
        return
    if rig.vendor.finds_again:
        assert playable(rig)
    else:
        for _ in range(2):
            with pytest.raises(Unsettled, match="is not known"):
                rig.run()
    assert rig.server.billed == 1


def test_a_job_that_was_under_way_when_the_process_died_is_picked_up(rig):
    if rig.vendor.sync:
        pytest.skip("it answers at once")
    rig.server.faults.instead["poll"] = [Reply({"error": "down"}, 503)] * 6
    with pytest.raises(Unsettled):
        rig.run()
    assert rig.ticket.open
    assert playable(rig)
    assert rig.server.billed == 1


def test_a_job_that_the_vendor_lost_is_said(rig):
    if rig.vendor.sync:
        pytest.skip("it answers at once")
    rig.vendor.ends = "lost"
    with pytest.raises(BadResult, match="knows nothing of the job"):
        rig.run()
    assert not rig.ticket.open


def test_a_job_that_failed_is_sent_once_more(rig):
    if rig.vendor.sync:
        pytest.skip("it answers at once")
    rig.vendor.ends = "failed"
    with pytest.raises(BadResult):
        rig.run()
    assert rig.server.count("submit") == 2
    assert not rig.ticket.open


def test_a_link_that_has_expired_is_asked_for_anew(rig):
    if rig.vendor.sync or "link" in rig.vendor.lacks:
        pytest.skip(rig.vendor.lacks.get("link", "it answers at once"))
    rig.server.faults.downloads = ["gone"]
    assert playable(rig)
    assert rig.server.billed == 1


def test_a_download_that_breaks_off_is_begun_anew(rig):
    if "link" in rig.vendor.lacks:
        pytest.skip(rig.vendor.lacks["link"])
    rig.server.faults.downloads = ["truncated", "truncated"]
    assert playable(rig)
    assert rig.server.billed == 1


@pytest.mark.parametrize("fault", ["page", "broken"])
def test_a_download_that_is_something_else_does_not_count(rig, fault):
    if "link" in rig.vendor.lacks:
        pytest.skip(rig.vendor.lacks["link"])
    rig.server.faults.downloads = [fault]
    with pytest.raises(BadResult, match="can't be used") as error:
        rig.run()
    assert error.value.paid == pytest.approx(rig.vendor.price)
    assert not rig.out.exists()


def test_an_answer_that_is_no_json_is_never_paid_twice(rig):
    rig.server.faults.instead["submit"] = [Reply(b"<html>Welcome!</html>")]
    if rig.vendor.finds_again or rig.vendor.sends_again or rig.vendor.cheap:
        assert playable(rig)
    else:
        with pytest.raises(Unsettled, match="no JSON"):
            rig.run()
    assert rig.server.count("submit") <= 2


def test_garbage_while_polling_is_lived_through(rig):
    if rig.vendor.sync:
        pytest.skip("it answers at once")
    rig.server.faults.instead["poll"] = [Reply(b'{"status": "SUCC')]
    assert playable(rig)


def test_a_vendor_that_is_down_is_worth_another_try_later(rig):
    rig.server.faults.instead["submit"] = [Reply({"error": "maintenance"}, 503)]
    with pytest.raises(Wait):
        rig.run()
    assert rig.server.billed == 0
    assert not rig.ticket.open
