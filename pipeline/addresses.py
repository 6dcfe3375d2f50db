"""Which hosts are near, which are public, and which may get a key."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit


def host_of(address: str) -> str:
    """The host that *address* names, in lower case; empty where it is no address."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def is_near(address: str) -> bool:
    """Whether *address* is on this machine or in its own network, where servers ask for no key."""
    host = host_of(address)
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal"))


def is_below(address: str, hosts: Iterable[str]) -> bool:
    """Whether the host of *address* is one of *hosts*, or a part of one (`x.fal.run` of `fal.run`)."""
    host = host_of(address)
    return any(host == allowed or host.endswith(f".{allowed}") for allowed in hosts if allowed)


def is_public(host: str) -> bool:
    """Whether every address of *host* is one of the open internet; `OSError` where it has none."""
    found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    return all(ip_address(address.partition("%")[0]).is_global for address in found)
