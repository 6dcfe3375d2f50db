"""Which hosts are near, which are public, and which may get a key."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

#: Proxies that answer for every name give out addresses of this network (RFC 2544); no server has one.
_STANDS_IN = ip_network("198.18.0.0/15")


def host_of(address: str) -> str:
    """The host that *address* names, in lower case; empty where it is no address."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def is_web(address: str) -> bool:
    """Whether *address* is a whole one of the web, that can be asked."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and named and address.isprintable() and " " not in address


def is_near(address: str) -> bool:
    """Whether *address* is on this machine or in its own network, where servers ask for no key."""
    host = host_of(address)
    try:
        return not is_global(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal"))


def is_below(address: str, hosts: Iterable[str]) -> bool:
    """Whether the host of *address* is one of *hosts*, or a part of one (`x.fal.run` of `fal.run`)."""
    host = host_of(address)
    return any(
        host == allowed or host.endswith(f".{allowed}") for allowed in map(str.lower, hosts) if allowed
    )


def is_global(ip: str) -> bool:
    """Whether the numeric address *ip* is one of the open internet; `ValueError` where it is a name."""
    found = ip_address(ip.partition("%")[0])
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return (found.is_global and not found.is_multicast) or found in _STANDS_IN


def is_public(host: str) -> bool:
    """Whether every address of *host* is one of the open internet; `OSError` where it has none."""
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host[:80]!r} is no name of a host") from error
    return all(is_global(str(entry[4][0])) for entry in entries)


def leads_inside(address: str, home: str) -> bool:
    """
    Whether *address*, which the vendor at *home* gave, lies in a private network that is none of its own.

    Where *home* itself is near, or is the same host, it may. A name that is not known here leads
    nowhere, or a proxy knows it.
    """
    host = host_of(address)
    if is_near(home) or host == host_of(home):
        return False
    try:
        return is_near(address) or not is_public(host)
    except OSError:
        return False
