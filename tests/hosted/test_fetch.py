"""Files come from where they should, whole, within limits, and without the key going astray."""

from __future__ import annotations

import socket

import pytest
import stamina
from answering import Said, answering

from pipeline import addresses
from pipeline.errors import BadResult
from pipeline.hosted import fetch as fetching
from pipeline.hosted.fetch import Broken, Unfetchable, fetch
from pipeline.hosted.kinds import Fault

HOME = "https://api.vendor.com/v1"
KEY = {"Authorization": "Bearer planted"}


@pytest.fixture
def server(monkeypatch):
    with answering() as server, stamina.set_testing(True, attempts=3):
        yield server


@pytest.fixture
def get(server, tmp_path):
    def get(said, *, path="/film.mp4", most_mb=2.0, headers=None, home="http://localhost:1"):
        server.says["/film.mp4"] = [said] if isinstance(said, Said) else list(said)
        fetch(server.url + path, tmp_path / "film.mp4", most_mb, headers or {}, home)
        return (tmp_path / "film.mp4").read_bytes()

    return get


@pytest.fixture
def names(monkeypatch):
    """Every name leads to this machine, and the lookup says what is listed here."""
    told: dict[str, str] = {}
    real = socket.getaddrinfo

    def look_up(host, *args, **options):
        if host in told:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (told[host], 0))]
        return real(host if host.startswith("127.") else "127.0.0.1", *args, **options)

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
    return told


def nothing_left(tmp_path) -> bool:
    return list(tmp_path.iterdir()) == []


def test_a_file_is_fetched_whole(get):
    assert get(Said(b"film")) == b"film"


def test_nobody_is_asked_to_pack_a_film(get, server):
    get(Said(b"film"))

    assert server.heard[0].headers["accept-encoding"] == "identity"


def test_a_file_that_breaks_off_is_begun_anew(get, server):
    assert get([Said(b"fi", promised=4), Said(drop=True), Said(b"film")]) == b"film"
    assert len(server.heard) == 3


def test_a_server_that_is_down_for_a_moment_is_asked_again(get):
    assert get([Said(status=503), Said(b"film")]) == b"film"


def test_a_file_that_always_breaks_off_is_no_file(get, tmp_path):
    with pytest.raises(Broken):
        get(Said(b"fi", promised=4))
    assert nothing_left(tmp_path)


def test_a_server_that_stays_down_is_told(get, tmp_path):
    with pytest.raises(Fault) as error:
        get(Said(status=500))
    assert error.value.kind == "transient"
    assert nothing_left(tmp_path)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_link_that_has_expired_is_lost_at_once(get, server, status):
    with pytest.raises(Fault) as error:
        get(Said(status=status))
    assert error.value.kind == "lost"
    assert len(server.heard) == 1


def test_a_file_that_is_too_large_stays_where_it_is(get, tmp_path):
    with pytest.raises(Unfetchable, match=r"larger than 2 MiB; `most_mb`"):
        get(Said(bytes(3 * 2**20)))
    assert nothing_left(tmp_path)


def test_redirects_are_followed(get, server):
    server.says["/real.mp4"] = [Said(b"film")]

    assert get(Said(status=302, headers={"Location": "/real.mp4"})) == b"film"


def test_the_key_goes_to_the_first_address_only(get, server):
    server.says["/real.mp4"] = [Said(b"film")]
    get(Said(status=302, headers={"Location": "/real.mp4"}), headers=KEY)

    assert [heard.headers.get("authorization") for heard in server.heard] == ["Bearer planted", None]


def test_a_ring_of_redirects_ends(get, server):
    with pytest.raises(Unfetchable, match="on and on"):
        get(Said(status=302, headers={"Location": "/film.mp4"}))
    assert len(server.heard) <= 10


@pytest.mark.parametrize("onward", ["file:///etc/passwd", "ftp://x.com/y"])
def test_redirects_lead_to_web_addresses_only(get, tmp_path, onward):
    with pytest.raises(BadResult, match="where its address should"):
        get(Said(status=302, headers={"Location": onward}))
    assert nothing_left(tmp_path)


@pytest.mark.parametrize("onward", ["http://[::1", "javascript:alert(1)"])
def test_redirects_that_lead_nowhere_are_not_followed(get, tmp_path, onward):
    with pytest.raises(Broken, match="URL"):
        get(Said(status=302, headers={"Location": onward}))
    assert nothing_left(tmp_path)


@pytest.mark.parametrize(
    "address", ["", "None", "/film.mp4", "file:///etc/passwd", "http://x.com:99999/", "http://x\n/"]
)
def test_what_is_no_web_address_is_not_asked(tmp_path, address):
    with pytest.raises(BadResult, match="where its address should"):
        fetch(address, tmp_path / "film.mp4", 1, {}, HOME)


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/meta", "http://10.0.0.1/", "http://localhost/x", "http://[::1]/"]
)
def test_a_vendor_has_no_business_in_a_private_network(tmp_path, address):
    with pytest.raises(Unfetchable, match="inside a private network"):
        fetch(address, tmp_path / "film.mp4", 1, {}, HOME)


def test_nor_by_a_name_that_leads_there(server, names, tmp_path):
    names["cdn.vendor.com"] = "10.0.0.1"
    with pytest.raises(Unfetchable, match=r"cdn\.vendor\.com is inside"):
        fetch(f"http://cdn.vendor.com:{server.server_port}/film.mp4", tmp_path / "film.mp4", 1, {}, HOME)
    assert server.heard == []


def test_nor_by_a_redirect(get, server, names):
    names["cdn.vendor.com"] = "8.8.8.8"
    with pytest.raises(Unfetchable, match="inside a private network"):
        get(Said(status=302, headers={"Location": "http://192.168.1.1/"}), home=HOME)


def test_nor_by_a_name_that_leads_elsewhere_the_second_time(server, names, tmp_path, monkeypatch):
    """What was looked up is public, and what was connected to is this machine."""
    monkeypatch.setattr(addresses, "is_public", lambda _: True)
    monkeypatch.setattr(fetching, "getproxies", dict)
    server.says["/film.mp4"] = [Said(b"film")]
    with pytest.raises(Unfetchable, match=r"cdn\.vendor\.com is inside"):
        fetch(f"http://cdn.vendor.com:{server.server_port}/film.mp4", tmp_path / "film.mp4", 1, {}, HOME)
    assert nothing_left(tmp_path)


def test_a_proxy_may_stand_in_a_private_network(server, tmp_path, monkeypatch):
    monkeypatch.setattr(addresses, "is_public", lambda _: True)
    monkeypatch.setenv("HTTP_PROXY", server.url)
    server.says["http://cdn.vendor.com/film.mp4"] = [Said(b"film")]
    fetch("http://cdn.vendor.com/film.mp4", tmp_path / "film.mp4", 1, {}, HOME)

    assert (tmp_path / "film.mp4").read_bytes() == b"film"


def test_a_server_of_ones_own_may_have_its_files_beside_it(get):
    assert get(Said(b"film"), home="http://127.0.0.1:8188") == b"film"


def test_what_was_there_is_not_left_when_somebody_stops_it(get, tmp_path, monkeypatch):
    def stopped(*_: object) -> None:
        (tmp_path / "film.mp4").write_bytes(b"fi")
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching, "_receive", stopped)
    with pytest.raises(KeyboardInterrupt):
        get(Said(b"film"))
    assert nothing_left(tmp_path)
