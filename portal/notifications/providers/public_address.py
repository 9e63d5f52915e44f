"""Keeps an address typed by an administrator from reaching into the host's own network.

The name is resolved once, every address it has must be public, and the connection goes to an
address that was checked, with the name kept for the Host header, SNI and the certificate. So a
name that resolves to something else a moment later (DNS rebinding) gains nothing.
"""

import ipaddress
import socket

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_MAX_ADDRESSES = 3


class PrivateAddress(Exception):
    """A name has an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address is reachable from the whole internet (IANA special registries).

    An IPv4 address wrapped in IPv6 (mapped, 6to4, Teredo, NAT64) is judged as well.
    """
    ip = ipaddress.ip_address(address)
    inner = []
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
    return all(one.is_global and not one.is_multicast for one in (ip, *filter(None, inner)))


def public_addresses(host: str) -> list[str]:
    """The addresses of `host`, at most three.

    Raises PrivateAddress when any of them is not public, OSError when the name is not found.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise OSError("not a host name") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(is_public(address) for address in addresses):
        raise PrivateAddress
    return addresses[:_MAX_ADDRESSES]
