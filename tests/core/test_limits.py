"""Whom an attempt is counted for."""

import pytest
from starlette.requests import HTTPConnection

from leerstand.core.limits import visitor_key


def visitor_at(host: str | None) -> HTTPConnection:
    return HTTPConnection({"type": "http", "headers": [], "client": (host, 40000) if host else None})


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:12:34:5:6:7:8", "2001:db8:12:34::/64"),
        ("2001:db8:12:34:ffff::1", "2001:db8:12:34::/64"),
        ("2001:db8:12:35::1", "2001:db8:12:35::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("::FFFF:C633:6407", "198.51.100.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", "?"),
    ],
)
def test_a_household_is_one_visitor_whatever_address_it_takes(host: str, key: str) -> None:
    assert visitor_key(visitor_at(host)) == key


def test_who_comes_without_an_address_is_counted_all_the_same() -> None:
    assert visitor_key(visitor_at(None)) == "?"
