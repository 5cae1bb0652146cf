"""Reverse proxies: whose word about the visitor's address is believed, and a warning where one is not."""

import logging
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

log = logging.getLogger(__name__)


class Forwarded:
    """Takes the visitor's address and scheme from X-Forwarded-*, where it comes from one of `proxies`.

    From anybody else it is ignored. The first time that happens is logged: it is mostly a proxy that was forgotten,
    behind which all visitors look like one and share one budget of attempts.
    """

    def __init__(self, app: ASGIApp, *, proxies: Sequence[str]) -> None:
        self._app = app
        self._believing = ProxyHeadersMiddleware(app, trusted_hosts=list(proxies))  # type: ignore[arg-type]
        self._networks = [ip_network(one) for one in proxies]
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._has_warned:
            self._look(scope)
        await self._believing(scope, receive, send)  # type: ignore[arg-type]

    def _look(self, scope: Scope) -> None:
        peer = (scope.get("client") or ("", 0))[0]
        says = any(name == b"x-forwarded-for" for name, _ in scope["headers"])
        if says and peer and not self._is_proxy(peer):
            self._has_warned = True
            log.warning(
                "X-Forwarded-For from %s is ignored: if that is your proxy, name it in LEERSTAND_PROXIES, "
                "or all visitors count as one", peer,
            )  # fmt: skip

    def _is_proxy(self, peer: str) -> bool:
        try:
            return any(ip_address(peer) in network for network in self._networks)
        except ValueError:
            return False
