"""Where a request comes from, as far as the proxies in front of us may be believed."""

import ipaddress

from aiohttp import web


def is_trusted(remote: str | None, trusted: str) -> bool:
    """Whether a peer is this machine or one of the comma-separated networks in `trusted`."""
    try:
        address = ipaddress.ip_address(remote or "")
    except ValueError:
        return False
    networks = (part for part in trusted.replace(",", " ").split() if part)
    return address.is_loopback or any(
        address in ipaddress.ip_network(network, strict=False) for network in networks
    )


def client_of(request: web.BaseRequest, trusted: str) -> str:
    """Return the nearest address that is not a proxy of ours; what lies behind may be made up."""
    behind = ",".join(request.headers.getall("X-Forwarded-For", []))
    hops = [*(hop.strip() for hop in behind.split(",") if hop.strip()), request.remote or ""]
    for hop in reversed(hops):
        if not is_trusted(hop, trusted):
            return hop
    return hops[0]
