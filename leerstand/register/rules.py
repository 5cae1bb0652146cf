"""What holds in the register: who may see what, where the public point lies, how far a building has come."""

import math
import secrets
from collections.abc import Collection
from datetime import date
from typing import Protocol
from uuid import UUID

from leerstand.accounts.rules import Visitor
from leerstand.core.codes import Code
from leerstand.core.i18n import N_
from leerstand.register.codes import Channel, Occupancy, Outcome

EARTH_RADIUS_M = 6_371_008.8
ROUGH_LEAST_M, ROUGH_MOST_M = 320.0, 680.0
CORRECTION_M = 250.0  # whoever knew the place before such a correction was as near as we let anybody come
CHANCE = secrets.SystemRandom()
NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

STANDS_EMPTY = (
    Occupancy.SUSPECTED,
    Occupancy.CONFIRMED_EMPTY,
    Occupancy.PARTLY_EMPTY,
    Occupancy.RESIDUAL_USE,
    Occupancy.IMPENDING,
    Occupancy.TEMPORARY,
)
OVER = (Occupancy.USED_AGAIN, Occupancy.DEMOLISHED, Occupancy.FALSE_REPORT)
NOT_REACHED = (
    Outcome.NOT_CONTACTED,
    Outcome.ADDRESS_UNKNOWN,
    Outcome.LETTER_SENT,
    Outcome.REMINDED,
    Outcome.UNDELIVERABLE,
    Outcome.NO_ANSWER,
)


class Lasting(Code):
    """How long it stands empty; after research on the domain, section 3.3."""

    SHORT = "short", N_("unter einem halben Jahr")
    MIDDLE = "middle", N_("bis zu zwei Jahren")
    LONG = "long", N_("über zwei Jahre")
    SETTLED = "settled", N_("über zehn Jahre")


class Kept(Protocol):
    """A building, as far as it matters whose it is."""

    @property
    def owner_person_id(self) -> UUID | None: ...
    @property
    def owner_organisation_id(self) -> UUID | None: ...


def may_keep(visitor: Visitor, building: Kept) -> bool:
    """Whether this building is the visitor's own, or that of an organisation they belong to."""
    if not visitor.is_signed_in:
        return False
    if building.owner_person_id is not None and building.owner_person_id == visitor.id:
        return True
    return (
        building.owner_organisation_id is not None
        and building.owner_organisation_id in visitor.organisation_ids
    )


def draw_offset() -> tuple[float, float]:
    """Metres to the east and to the north by which a building's public point lies off: 320 to 680 m, drawn at random.

    Drawn once and kept with the building; nothing that is stored or shown elsewhere leads back to it. Even over
    the ring's surface: otherwise the exact point would be likelier close by. Whoever knows this code and the
    public point alone can do no better than to guess the public point itself, and is at least 320 m off.
    """
    turn, share = CHANCE.random() * 2 * math.pi, CHANCE.random()
    metres = math.sqrt(ROUGH_LEAST_M**2 + share * (ROUGH_MOST_M**2 - ROUGH_LEAST_M**2))
    return metres * math.sin(turn), metres * math.cos(turn)


def rough_point(lat: float, lon: float, *, offset_m: tuple[float, float]) -> tuple[float, float]:
    """The point the public may see: the exact one, moved by metres to the east and to the north."""
    east_m, north_m = offset_m
    north = math.degrees(north_m / EARTH_RADIUS_M)
    east = math.degrees(east_m / (EARTH_RADIUS_M * math.cos(math.radians(lat))))
    return round(lat + north, 6), round(lon + east, 6)


def new_report_number() -> str:
    """A number for a report that can be read out and not be guessed: M-7KQ4-M2XD."""
    letters = [secrets.choice(NUMBER_LETTERS) for _ in range(8)]
    return f"M-{''.join(letters[:4])}-{''.join(letters[4:])}"


def tidy_number(typed: str) -> str:
    """A report's number as people type it (m 7kq4 m2xd), as it is stored."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    letters = letters.removeprefix("M") if len(letters) == 9 else letters
    return f"M-{letters[:4]}-{letters[4:]}"


def station(occupancy: Occupancy | None, *, outcomes: Collection[Outcome], has_owner: bool) -> int:
    """The link of the chain (1 to 10) that the register itself knows of; offers and later links are not looked at."""
    if occupancy in {Occupancy.INTERIM_USED, Occupancy.PLACED}:
        return 9
    if has_owner or any(outcome not in NOT_REACHED for outcome in outcomes):
        return 3
    if occupancy in {None, Occupancy.SUSPECTED}:
        return 1
    return 2


def lasting(since: date | None, today: date) -> Lasting | None:
    """The class of time it stands empty; None where nobody knows since when."""
    if since is None:
        return None
    days = (today - since).days
    for limit, kind in ((183, Lasting.SHORT), (730, Lasting.MIDDLE), (3652, Lasting.LONG)):
        if days <= limit:
            return kind
    return Lasting.SETTLED


def is_refused(channel: Channel, *, locked: bool, owner_began: bool) -> bool:
    """Whether a lock on contacts forbids this one: all but a call that came from the owner."""
    return locked and not (channel is Channel.CALL and owner_began)


def address_line(street: str, house_number: str) -> str:
    """Street and number as on a letter."""
    return f"{street} {house_number}".strip()
