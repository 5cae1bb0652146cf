"""Which names this site answers to, and which pages are its own."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request

from leerstand.core.addresses import domain_on_the_wire

PROBES = ("/health",)
HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)


class Hosts:
    """The site's own names: the host of its public address, and this machine's own.

    A site whose public address is this machine itself is one to try out: it also answers to any address in numbers,
    so that a phone beside it can look. Names stay refused, since a foreign name that leads here is an attack
    (DNS rebinding).
    """

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        name = parts.hostname or ""
        self.name = domain_on_the_wire(name)
        port = f":{parts.port}" if parts.port else ""
        self.origin = _origin(parts.scheme, (f"[{name}]" if ":" in name else self.name) + port)
        self._is_trial = _is_this_machine(self.name)

    def know(self, host: str) -> bool:
        """Whether a request's Host header names this site; its port does not matter, proxies change it."""
        name = _hostname(host)
        if name == self.name or _is_this_machine(name):
            return bool(name)
        return self._is_trial and _is_address(name)

    def are_origin(self, origin: str, request: Request) -> bool:
        """Whether an Origin header, scheme and all, is this site: by its public address or as it was asked."""
        scheme, between, netloc = origin.partition("://")
        if not between or not HOST.fullmatch(netloc):
            return False
        host = request.headers.get("host", "")
        asked = _origin(str(request.scope["scheme"]), host) if self.know(host) else self.origin
        return _origin(scheme, netloc) in {self.origin, asked}


def is_probe(path: str) -> bool:
    """Whether a load balancer or container asks how the service is, under whatever name it knows."""
    return path in PROBES or path.startswith(tuple(f"{probe}/" for probe in PROBES))


def _origin(scheme: str, netloc: str) -> str:
    usual = {"http": ":80", "https": ":443"}.get(scheme)
    return f"{scheme}://{netloc.lower().removesuffix(usual or '')}"


def _hostname(host: str) -> str:
    found = HOST.fullmatch(host)
    return found[1].lower().strip("[]").removesuffix(".") if found else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_this_machine(name: str) -> bool:
    return name == "localhost" or (
        _is_address(name) and (ip_address(name).is_loopback or ip_address(name).is_unspecified)
    )
