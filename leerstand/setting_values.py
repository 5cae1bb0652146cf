"""What the values of settings must look like; each refusal says what the variable takes."""

import re
from email.headerregistry import Address
from email.utils import getaddresses
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, BeforeValidator

SECRET_LENGTH = 32
PUBLISHED = ("only-for-trying-out", "changeme", "change-me")  # defaults that could be read in our files


def _words(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _strong(secret: str) -> str:
    if len(secret) < SECRET_LENGTH:
        raise ValueError(f"has {len(secret)} characters, {SECRET_LENGTH} are the fewest")
    if any(word in secret.lower() for word in PUBLISHED):
        raise ValueError(
            "is published, so that anybody knows it; make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return secret


def _all_strong(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_strong(secret) for secret in given)


def _public_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise ValueError("is the public address, for example https://leerstand.example.org")
    if parts.path or parts.query or parts.fragment or not _has_port(url):
        raise ValueError("ends with the host or its port: no slash and no path behind it")
    return url


def _has_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _sender(text: str) -> str:
    (name, address), *others = getaddresses([text])
    try:
        found = Address(name, addr_spec=address)
    except (ValueError, IndexError):
        found = Address()
    if not (found.username and re.fullmatch(r"[\w.-]+", found.domain)) or others or "\n" in text:
        raise ValueError("is one address, for example leerstand@example.org or Elbe <leerstand@example.org>")
    return text


def _mail_server(url: str) -> str:
    parts = urlsplit(url)
    if (
        parts.scheme not in {"smtp", "smtps"}
        or not parts.hostname
        or not _has_port(url)
        or parts.path.strip("/")
    ):
        raise ValueError(
            "is written smtp://user:password@mail.example.org:587 (or smtps://…), / ? # in it percent-encoded"
        )
    if parts.query and parse_qs(parts.query) != {"starttls": ["never"]}:
        raise ValueError("takes ?starttls=never alone, for a server on the same machine")
    return url


def _tiles(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not re.search(r"\{-?y\}", url):
        raise ValueError("is written https://tiles.example.org/{z}/{x}/{y}.png")
    if "{z}" not in url or "{x}" not in url:
        raise ValueError("needs {z}, {x} and {y}")
    return url


def _district_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    for key in keys:
        if not re.fullmatch(r"\d{5}", key):
            raise ValueError(f"takes keys of districts, five digits each, not {key[:20]!r}")
    return keys


def _networks(given: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(
            str(ip_network(one, strict=False)).removesuffix("/32").removesuffix("/128") for one in given
        )
    except ValueError:
        raise ValueError(
            "takes addresses or networks, for example 10.0.0.5 or 172.16.0.0/12; no names"
        ) from None


def _readable(path: Path) -> Path:
    try:
        with path.open("rb"):
            return path
    except OSError as refused:
        raise ValueError(f"names a file that cannot be read ({refused.strerror})") from None


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Readable = Annotated[Path, AfterValidator(_readable)]
Secret = Annotated[str, AfterValidator(_strong)]
Secrets = Annotated[Words, AfterValidator(_all_strong)]
PublicAddress = Annotated[str, AfterValidator(_public_address)]
Sender = Annotated[str, AfterValidator(_sender)]
MailServer = Annotated[str, AfterValidator(_mail_server)]
Tiles = Annotated[str, AfterValidator(_tiles)]
Districts = Annotated[Words, AfterValidator(_district_keys)]
Networks = Annotated[Words, AfterValidator(_networks)]
