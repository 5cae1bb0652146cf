"""The photos of an offer: add, describe, put in order, remove."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.errors import AlreadyDecided
from leerstand.core.models import Photo
from leerstand.core.photos import Decoded, keep_photo
from leerstand.offers.errors import TooManyPhotos
from leerstand.offers.models import Offer, OfferPhoto
from leerstand.offers.queries import photos_of
from leerstand.offers.rules import EDITABLE, MOST_PHOTOS


async def add_photo(session: AsyncSession, offer_id: UUID, *, read: Decoded, alt: str, now: datetime) -> None:
    """Put a photo behind the others. Raises TooManyPhotos."""
    await _lock(session, offer_id)
    there = await photos_of(session, offer_id)
    if len(there) >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    photo = await keep_photo(session, read, now=now)
    last = max((one.ordinal for one in there), default=0)
    session.add(OfferPhoto(offer_id=offer_id, photo_id=photo.id, ordinal=last + 1, alt=alt))
    await session.flush()


async def describe_photo(session: AsyncSession, offer_id: UUID, *, photo_id: UUID, alt: str) -> None:
    """Keep what a photo shows, for people who don't see it."""
    await _lock(session, offer_id)
    await session.execute(
        update(OfferPhoto)
        .where(OfferPhoto.offer_id == offer_id, OfferPhoto.photo_id == photo_id)
        .values(alt=alt)
    )


async def move_photo(session: AsyncSession, offer_id: UUID, *, photo_id: UUID, by: int) -> None:
    """Move a photo `by` places (-1 to the front); at an end nothing happens."""
    await _lock(session, offer_id)
    photos = list(await photos_of(session, offer_id))
    here = next((place for place, photo in enumerate(photos) if photo.photo_id == photo_id), None)
    if here is None:
        return
    photos.insert(max(0, min(len(photos) - 1, here + by)), photos.pop(here))
    for place, photo in enumerate(photos):
        photo.ordinal = place + 1
    await session.flush()


async def remove_photo(session: AsyncSession, offer_id: UUID, *, photo_id: UUID) -> None:
    """Take a photo from an offer; its file goes with it unless another offer shows it too."""
    await _lock(session, offer_id)
    await session.execute(
        delete(OfferPhoto).where(OfferPhoto.offer_id == offer_id, OfferPhoto.photo_id == photo_id)
    )
    shown = exists().where(OfferPhoto.photo_id == Photo.id)
    await session.execute(delete(Photo).where(Photo.id == photo_id, ~shown))


async def _lock(session: AsyncSession, offer_id: UUID) -> None:
    state = await session.scalar(select(Offer.state).where(Offer.id == offer_id).with_for_update())
    if state not in EDITABLE:
        raise AlreadyDecided
