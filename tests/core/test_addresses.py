"""Addresses as people, phones and address books hand them over, and as mail servers take them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerstand.core.addresses import (
    AddressMistyped,
    NotAnAddress,
    StrangeBeforeAt,
    UmlautBeforeAt,
    is_same_address,
    on_the_wire,
    read_address,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ANNA.Gross@EXAMPLE.ORG", "anna.gross@example.org"),
        ("anna+leer@example.org", "anna+leer@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("anna@example.org\u200b", "anna@example.org"),
        ("\ufeffanna@ex\u00adample.org", "anna@example.org"),
        ("\u202eanna@example.org\u202c", "anna@example.org"),
        ("anna\u2060@example.org\u180e", "anna@example.org"),
        ("anna@example.org\ufe0f\u3164", "anna@example.org"),
        ("\u00a0anna@example.org\u3000", "anna@example.org"),
        ("anna＠example．org", "anna@example.org"),
        ("mailto:anna@example.org?subject=Haus", "anna@example.org"),
        ("E-Mail: anna@example.org", "anna@example.org"),
        ("Anna Müller <anna@example.org>", "anna@example.org"),
        ('"Müller, Anna" <mailto:anna@example.org>;', "anna@example.org"),
        ("„anna@example.org“,", "anna@example.org"),
        ("(anna@example.org).", "anna@example.org"),
        ("'anna'@example.org", "anna@example.org"),
        ('"anna"@example.org', "anna@example.org"),
        ("anna@Müller-Höfe.de", "anna@müller-höfe.de"),
        ("anna@mu\u0308ller-ho\u0308fe.de", "anna@müller-höfe.de"),
        ("anna@xn--mller-hfe-67a3d.de", "anna@müller-höfe.de"),
        ("anna@straße.de", "anna@straße.de"),
        ("mara@rathaus.local", "mara@rathaus.local"),
    ],
)
def test_what_nobody_sees_or_means_is_taken_off(typed: str, read: str) -> None:
    assert read_address(typed) == read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a..b@example.org", "a.b@example.org"),
        ("anna.@example.org", "anna@example.org"),
        ("anna@example..org", "anna@example.org"),
        ("anna@@example.org", "anna@example.org"),
        ("anna@example,org", "anna@example.org"),
        ("anna @ example.org", "anna@example.org"),
        ("anna(at)example(dot)org", "anna@example.org"),
        ("anna at example.org", "anna@example.org"),
    ],
)
def test_a_slip_of_the_hand_is_asked_back_with_what_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(AddressMistyped) as refused:
        read_address(typed)
    assert refused.value.facts == {"meant": meant}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("jürgen@example.org", "juergen@example.org"), ("josé.groß@example.org", "jose.gross@example.org")],
)
def test_umlauts_before_the_at_are_asked_back(typed: str, meant: str) -> None:
    with pytest.raises(UmlautBeforeAt) as refused:
        read_address(typed)
    assert refused.value.facts == {"meant": meant}


def test_what_no_mail_server_can_write_is_refused_with_what_to_do() -> None:
    with pytest.raises(StrangeBeforeAt):
        read_address("иван@example.org")


@pytest.mark.parametrize(
    "typed",
    [
        "", "olga", "olga@", "@example.org", "a@b", "a@b.c,d@e.f", "a@1.2.3.4", "a@[127.0.0.1]", "a@haus.invalid",
        "a@haus.onion", "olga@example.org\r\nBcc: all@example.org", '"anna b"@example.org', "\x00", "\ud800@a.de",
        "a" * 65 + "@example.org", "a@" + "b" * 64 + ".org", "a@" + ".".join(["bbbbbbbbbb"] * 24) + ".org", "<>", "@",
        "anna@-example.org", "anna@exa_mple.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        read_address(typed)


@pytest.mark.parametrize(
    ("kept", "sent"),
    [("anna@müller-höfe.de", "anna@xn--mller-hfe-67a3d.de"), ("anna@example.org", "anna@example.org")],
)
def test_a_domain_goes_as_punycode(kept: str, sent: str) -> None:
    assert on_the_wire(kept) == sent


@pytest.mark.parametrize("kept", ["anna@example.org\u200b", "jürgen@example.org", "a..b@example.org", "anna"])
def test_what_was_kept_before_addresses_were_checked_is_not_guessed_at(kept: str) -> None:
    with pytest.raises(NotAnAddress):
        on_the_wire(kept)


@given(st.one_of(st.text(), st.from_regex(r"\A[^@]{1,20}@[^@]{1,20}\.[a-zü]{2,4}\Z"), st.emails()))
def test_whatever_is_typed_is_an_address_that_can_be_sent_or_a_refusal(typed: str) -> None:
    try:
        read = read_address(typed)
    except NotAnAddress:
        return
    assert read_address(read) == read
    assert on_the_wire(read).isascii()
    assert is_same_address(read, on_the_wire(read))
