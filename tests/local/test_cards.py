import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from pipeline.errors import NotHere
from pipeline.local import cards
from pipeline.local.cards import Card

GIB = 1024**3
TOLD = """\
0, GPU-aaaa-1, NVIDIA GeForce RTX 4090, 24564, 23028, 8.9
1, GPU-bbbb-2, NVIDIA A100-SXM4-80GB, 81920, 1024, 8.0
"""


@pytest.fixture
def machine(monkeypatch):
    """A machine that answers as it is told to: `machine(nvidia="...", torch="2.9.0")`."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setenv("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
    monkeypatch.setattr(cards, "host_free", lambda: 64 * GIB)

    def put(nvidia=None, torch="2.9.0+cpu", system="Linux", fails=None):
        def run(command, **_settings):
            if fails:
                raise fails
            return SimpleNamespace(stdout=nvidia)

        monkeypatch.setattr(cards, "which", lambda name: None if nvidia is None else f"/bin/{name}")
        monkeypatch.setattr(cards.subprocess, "run", run)
        monkeypatch.setattr(cards, "version", lambda _name: torch)
        monkeypatch.setattr(cards.platform, "system", lambda: system)
        monkeypatch.setattr(cards.platform, "machine", lambda: "arm64")
        cards._seen.cache_clear()

    yield put
    cards._seen.cache_clear()


def test_the_cards_are_those_that_nvidia_smi_tells_of(machine):
    machine(TOLD)

    ada, ampere = cards.cards()
    assert ada == Card(
        "cuda:0", "NVIDIA GeForce RTX 4090", 24564 << 20, 23028 << 20, 64 * GIB, 8.9, "GPU-aaaa-1"
    )
    assert ada.turn == "gpu GPU-aaaa-1"
    assert (ampere.device, ampere.free, ampere.capability) == ("cuda:1", GIB, 8.0)
    assert ada.accelerated
    assert Card("cpu", id="x").turn == ""


@pytest.mark.parametrize(
    ("visible", "names"),
    [
        ("1", ["NVIDIA A100-SXM4-80GB"]),
        ("1,0", ["NVIDIA A100-SXM4-80GB", "NVIDIA GeForce RTX 4090"]),
        ("GPU-aaaa", ["NVIDIA GeForce RTX 4090"]),
        ("0,7,1", ["NVIDIA GeForce RTX 4090"]),
        ("", []),
        ("-1", []),
    ],
)
def test_cards_that_are_hidden_from_programs_are_not_counted(machine, monkeypatch, visible, names):
    machine(TOLD)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)

    assert [one.name for one in cards.cards()] == names
    assert [one.device for one in cards.cards()] == [f"cuda:{n}" for n in range(len(names))]


@pytest.mark.parametrize(
    "fails",
    [OSError("no"), subprocess.TimeoutExpired("nvidia-smi", 20), subprocess.CalledProcessError(9, "x")],
)
def test_a_driver_that_does_not_answer_is_no_card(machine, fails):
    machine(TOLD, fails=fails)
    assert cards.cards() == ()


def test_a_slice_of_a_card_has_no_figures_and_is_asked_of_torch(machine):
    machine("0, GPU-a, NVIDIA H100, [N/A], [N/A], 9.0\n")
    assert cards.cards() == ()


def test_an_apple_chip_is_one_card_that_has_no_other_memory(machine, monkeypatch):
    machine(system="Darwin")
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=32 * GIB, available=30 * GIB))

    (chip,) = cards.cards()
    assert (chip.device, chip.total, chip.free, chip.host) == ("mps", 24 * GIB, 24 * GIB, 0)


def test_other_makers_cards_are_told_by_torch(machine, monkeypatch):
    torch = pytest.importorskip("torch", reason="the extra `local` is not installed")
    machine(torch="2.9.0+rocm6.4")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _n: (20 * GIB, 24 * GIB))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _n: "Radeon RX 7900 XTX")
    monkeypatch.setattr(torch.version, "hip", "6.4")

    expected = Card("cuda:0", "Radeon RX 7900 XTX", 24 * GIB, 20 * GIB, 64 * GIB, 0.0)
    assert cards.cards() == (expected,)


def test_torch_is_not_loaded_where_it_knows_no_cards(machine, monkeypatch):
    machine()
    monkeypatch.setitem(sys.modules, "torch", None)
    assert cards.cards() == ()


def test_without_torch_there_are_no_cards_to_use(monkeypatch):
    def missing(name):
        raise cards.PackageNotFoundError(name)

    monkeypatch.setattr(cards, "version", missing)
    assert cards.for_the_processor_alone()


def test_what_was_seen_holds_for_a_moment_and_one_card_is_looked_up_anew(monkeypatch):
    looks = []

    def look():
        looks.append(1)
        return (Card("cuda:0", free=len(looks)),)

    monkeypatch.setattr(cards, "look", look)
    monkeypatch.setattr(cards.time, "monotonic", lambda: 100.0)

    assert [cards.cards()[0].free for _ in range(3)] == [1, 1, 1]
    assert cards.card("cuda:0").free == 2
    assert cards.card("cuda").free == 3


def test_a_card_that_is_not_there_is_named_with_those_that_are(monkeypatch):
    monkeypatch.setattr(cards, "look", lambda: (Card("cuda:0"),))

    with pytest.raises(NotHere, match=r"no cuda:3 here\. There is cuda:0, cpu"):
        cards.card("cuda:3")


@pytest.mark.parametrize("name", ["cpu", "cpu:1"])
def test_the_processor_is_always_there(name):
    processor = cards.card(name)

    assert processor.device == name
    assert not processor.accelerated
    assert 0 < processor.free <= processor.total


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("auto", ("cuda:0", "cuda:1")), ("cpu", ("cpu",)), (["cuda:1", "cpu"], ("cuda:1", "cpu"))],
)
def test_auto_stands_for_all_cards(monkeypatch, wanted, expected):
    monkeypatch.setattr(cards, "look", lambda: (Card("cuda:0"), Card("cuda:1")))
    assert cards.devices(wanted) == expected


def test_auto_stands_for_nothing_where_there_is_no_card(monkeypatch):
    monkeypatch.setattr(cards, "look", lambda: ())
    assert cards.devices("auto") == ()


def test_in_a_container_no_more_memory_is_counted_than_its_share(monkeypatch, tmp_path):
    (tmp_path / "memory.max").write_text(f"{8 * GIB}\n")
    (tmp_path / "memory.current").write_text(f"{6 * GIB}\n")
    (tmp_path / "memory.stat").write_text(f"anon 1\ninactive_file {GIB}\n")
    monkeypatch.setattr(cards, "_CGROUP", tmp_path)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=64 * GIB, available=60 * GIB))

    assert cards.host_free() == 3 * GIB
    (tmp_path / "memory.max").write_text("max\n")
    assert cards.host_free() == 60 * GIB
