"""The sample's photos are described for people who can't see them."""

from leerstand.exchange.sample.photos import describe
from leerstand.register.codes import PropertyKind


def test_a_picture_is_described_in_both_languages() -> None:
    for kind in PropertyKind:
        assert describe(kind) != describe(kind, "en")
    assert describe(PropertyKind.BARN) == "Illustration: Scheune mit großem Tor"
