"""Which addresses are near, public, or may get a key."""

from __future__ import annotations

import socket

import pytest

from pipeline import addresses
from pipeline.addresses import host_of, is_below, is_global, is_near, is_public, is_web, leads_inside

VENDOR = "https://api.vendor.com"


@pytest.fixture
def names(monkeypatch):
    """What names lead to here."""
    known: dict[str, list[str]] = {}

    def look_up(host, *_, **__):
        if host not in known:
            raise socket.gaierror(f"{host} is not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 0)) for ip in known[host]]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
    return known


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://API.Vendor.com:8443/x", "api.vendor.com"),
        ("https://queue.fal.run@evil.com/", "evil.com"),
        ("http://[::1]:80/", "::1"),
        ("http://[::1", ""),
        ("no address", ""),
    ],
)
def test_the_host_is_the_one_that_would_be_asked(address, host):
    assert host_of(address) == host


@pytest.mark.parametrize("address", ["https://x.com/a", "http://127.0.0.1:8188"])
def test_whole_addresses_of_the_web_can_be_asked(address):
    assert is_web(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/v1/x",
        "//x.com/a",
        "file:///etc/passwd",
        "ftp://x.com",
        "http://",
        "http://x.com:0/",
        "http://x:99999/",
        "http://x.com/a b",
        "http://x.com/a\r\nX: y",
        "http://[::1/",
        "data:video/mp4;base64,AA",
    ],
)
def test_everything_else_can_not(address):
    assert not is_web(address)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_private_networks_are_not_the_open_internet(ip):
    assert not is_global(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8"])
def test_public_addresses_are_the_open_internet(ip):
    assert is_global(ip)


def test_addresses_that_a_proxy_makes_up_for_every_name_count_as_public():
    assert is_global("198.18.0.7")


@pytest.mark.parametrize(
    "address", ["http://localhost:1", "http://comfy:8188", "http://nas.local", "http://10.0.0.2"]
)
def test_servers_of_the_own_network_are_near(address):
    assert is_near(address)


@pytest.mark.parametrize("address", [VENDOR, "http://8.8.8.8", "http://localhost.evil.com"])
def test_others_are_not_near(address):
    assert not is_near(address)


def test_a_host_below_an_allowed_one_is_allowed():
    assert is_below("https://queue.fal.run/x", ["Fal.run"])
    assert not is_below("https://evilfal.run/x", ["fal.run"])
    assert not is_below("https://fal.run.evil.com/x", ["fal.run"])
    assert not is_below("https://x.com", [""])


def test_a_name_is_public_where_all_its_addresses_are(names):
    names |= {"cdn.com": ["8.8.8.8", "1.1.1.1"], "both.com": ["8.8.8.8", "10.0.0.1"]}

    assert is_public("cdn.com")
    assert not is_public("both.com")


def test_a_name_that_leads_nowhere_is_an_oserror(names):
    with pytest.raises(OSError):
        is_public("nowhere.com")


def test_what_can_be_no_name_is_an_oserror_too():
    with pytest.raises(OSError, match="no name of a host"):
        is_public("a" * 70 + ".com")


def test_a_vendor_may_not_lead_into_a_private_network(names):
    names |= {"cdn.com": ["8.8.8.8"], "rebound.com": ["127.0.0.1"], "api.vendor.com": ["10.0.0.1"]}

    assert not leads_inside("https://cdn.com/x", VENDOR)
    assert leads_inside("https://rebound.com/x", VENDOR)
    assert leads_inside("http://169.254.169.254/latest/meta-data", VENDOR)
    assert leads_inside("http://2130706433/", VENDOR)


def test_a_server_of_ones_own_may(names):
    names |= {"gpu.example.com": ["10.0.0.1"]}

    assert not leads_inside("http://127.0.0.1:9000/x", "http://localhost:8188")
    assert not leads_inside("https://gpu.example.com/x", "https://gpu.example.com/v1")
