"""E-mail addresses: cleaned and checked where they are typed, as ASCII where they are sent."""

import re
import unicodedata

import email_validator
import idna
from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_

MOST = 254  # RFC 5321: a path of 256 with its angle brackets
AROUND = " \t\r\n\"'`´„“”‚‘’«»‹›()[]{}<>,;:."
# A name in quotes or brackets before the @, which mean nothing there.
WRAPPED = re.compile(r"""^["'`´„“”‚‘’«»‹›(\[{]+([^@]*[^@"'`´„“”‚‘’«»‹›)\]}])["'`´„“”‚‘’«»‹›)\]}]+(?=@)""")
# Blank on screen, though Unicode files them among letters, marks and symbols.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
# Names that lead nowhere by their own definition (RFC 6761, 7686). The library's own list, which it lets its users
# change, also bars `.local` and `.test`: town halls do run such networks of their own.
email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = ["arpa", "invalid", "localhost", "onion"]
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"})


class NotAnAddress(Refusal):
    status = 422
    sentence = N_("Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org.")


class AddressMistyped(NotAnAddress):
    sentence = N_("An diese Adresse kommt keine E-Mail an. Meinten Sie %(meant)s?")


class UmlautBeforeAt(NotAnAddress):
    sentence = N_("Umlaute vor dem @ gehen beim Versand verloren. Lautet die Adresse %(meant)s?")


class StrangeBeforeAt(NotAnAddress):
    sentence = N_(
        "Vor dem @ kommen nur einfache Buchstaben, Ziffern und die Zeichen . _ - + an. "
        "Bitte geben Sie eine andere Adresse an."
    )


def read_address(text: str) -> str:
    """The address that was meant, in lower case, its domain as people read it (müller-höfe.de).

    What nobody sees or means is taken off: invisible characters, mailto:, a name in front, brackets, quotes.
    Raises NotAnAddress with a sentence that says what to do, with the address meant where one can be guessed.
    """
    plain = _cleaned(text)
    try:
        return _checked(plain).normalized.lower()
    except EmailNotValidError:
        raise _refused(plain) from None


def on_the_wire(address: str) -> str:
    """A kept address as every mail server takes it: ASCII, the domain in punycode. Raises NotAnAddress."""
    try:
        return str(_checked(address).ascii_email)
    except EmailNotValidError:
        raise NotAnAddress from None


def domain_on_the_wire(domain: str) -> str:
    """A host's name in ASCII (xn--…). Raises NotAnAddress."""
    try:
        return domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise NotAnAddress from None


def is_same_address(one: str, other: str) -> bool:
    """Whether two people would say that these are the same address, however they are typed."""
    try:
        return read_address(one) == read_address(other)
    except NotAnAddress:
        return one.strip().lower() == other.strip().lower()


def _cleaned(text: str) -> str:
    spaced = re.sub(r"\s", " ", unicodedata.normalize("NFKC", text))
    seen = "".join(sign for sign in spaced if sign not in BLANK and unicodedata.category(sign)[0] != "C")
    if found := re.search(r"<\s*([^<>]*@[^<>]*)>\W*$", seen):
        seen = found[1]
    seen = WRAPPED.sub(r"\1", seen.strip())
    seen = re.sub(r"^(mailto|e-?mail)\s*:\s*", "", seen.strip(AROUND), flags=re.IGNORECASE)
    return re.sub(r"\?(subject|cc|bcc|body)=.*$", "", seen, flags=re.IGNORECASE).strip(AROUND)


def _checked(address: str) -> ValidatedEmail:
    found = validate_email(
        address, check_deliverability=False, allow_smtputf8=False, globally_deliverable=False, strict=True
    )
    top = found.ascii_domain.rpartition(".")[2]
    if "." not in found.ascii_domain or top.isdigit():
        raise EmailNotValidError("No mail leads to this domain.")
    if len(found.ascii_email or "") > MOST:
        raise EmailNotValidError("Too long.")
    return found


def _refused(plain: str) -> NotAnAddress:
    local = plain.rpartition("@")[0]
    meant = _guessed(plain)
    if local.isascii():
        return AddressMistyped(meant=meant) if meant else NotAnAddress()
    return UmlautBeforeAt(meant=meant) if meant else StrangeBeforeAt()


def _guessed(plain: str) -> str | None:
    """What a slip of the hand was meant to be: name(at)example.org, a..b@, a comma for a dot, an umlaut; None where unclear."""
    text = re.sub(r"\s*[(\[{]\s*(at|ät)\s*[)\]}]\s*|\s+at\s+", "@", plain.lower())
    text = re.sub(r"\s*[(\[{]\s*(dot|punkt)\s*[)\]}]\s*", ".", text)
    text = re.sub(r"[.,;]+", ".", re.sub(r"\s+", "", text))
    local, _, domain = re.sub(r"\.*@[.@]*", "@", text).partition("@")
    bare = unicodedata.normalize("NFKD", local.translate(UMLAUTS))
    guess = "".join(sign for sign in bare if not unicodedata.combining(sign)) + "@" + domain
    try:
        return _checked(guess).normalized.lower()
    except EmailNotValidError:
        return None
