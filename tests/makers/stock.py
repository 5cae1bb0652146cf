"""A stock of published offers of any size, in real villages with invented houses, texts and terms."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.offers.codes import Feature, Form, OfferState
from leerstand.offers.models import Offer
from leerstand.places import gazetteer
from leerstand.places.geography import Area
from leerstand.places.regions import SERVICE_REGION
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building
from leerstand.register.rules import draw_offset, rough_point
from tests.cast import NOW

AT_ONCE = 2_000
STREETS = ("Dorfstraße", "Lindenweg", "Am Anger", "Mühlenweg", "Bahnhofstraße", "Kirchplatz", "Rundling")
WHAT = (
    "Bauernhaus",
    "Backhaus",
    "Forsthaus",
    "Pfarrhaus",
    "Gasthaus",
    "Schulhaus",
    "Müllerhaus",
    "Ladenlokal",
)
HOW = ("Stilles", "Altes", "Helles", "Großes", "Kleines", "Saniertes", "Leeres", "Offenes")
BESIDE = (
    "am Deich",
    "mit Garten",
    "mit Hof",
    "am Rundling",
    "unter Linden",
    "mit Werkstatt",
    "am Bahnhof",
    "mit Obstwiese",
)
SENTENCES = (
    "Das Haus steht seit einem Jahr leer und soll wieder Stimmen hören.",
    "Im Nebengebäude war eine Holzwerkstatt mit Starkstrom und großen Fenstern.",
    "Der Garten reicht bis zum Graben, dahinter beginnt die Wiese.",
    "Bäcker, Kita und Bus liegen im Nachbardorf, mit dem Rad zehn Minuten.",
    "Wir wünschen uns Menschen, die bleiben wollen und im Dorf mitmachen.",
    "Die Heizung ist neu, das Dach dicht, die Küche einfach.",
    "Ein Atelier mit Nordlicht liegt unter dem Dach.",
    "Der Saal hat eine Bühne und eine gewerbliche Küche.",
)
COMMON = (
    Form.TRIAL_LIVING,
    Form.INTERIM_USE,
    Form.COLIVING,
    Form.COOPERATIVE,
    Form.TRIAL_WORKING,
    Form.RENTAL,
    Form.SUCCESSION,
)


def villages(*, everywhere: bool) -> list[Area]:
    """Places with people: of the region, or of the whole country."""
    points = [area for area in gazetteer.load().places if area.is_point and area.ags and area.population]
    return [area for area in points if everywhere or area.districts[0] in SERVICE_REGION]


async def publish_stock(
    session: AsyncSession, count: int, *, seed: int = 1, share_here: float = 1.0
) -> list[UUID]:
    """Put `count` released offers into the database, `share_here` of them in the region; returns their ids."""
    random.seed(seed)
    here, everywhere = villages(everywhere=False), villages(everywhere=True)
    ids: list[UUID] = []
    while len(ids) < count:
        spots = [
            random.choice(here if random.random() < share_here else everywhere)
            for _ in range(min(AT_ONCE, count - len(ids)))
        ]
        buildings = [_building(spot) for spot in spots]
        offers = [_offer(building, number=len(ids) + n) for n, building in enumerate(buildings)]
        await session.execute(insert(Building), buildings)
        await session.execute(insert(Offer), offers)
        ids += [offer["id"] for offer in offers]
    return ids


def _id() -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _building(spot: Area) -> dict[str, Any]:
    building_id = _id()
    lat, lon = spot.lat + random.gauss(0, 0.004), spot.lon + random.gauss(0, 0.006)
    offset_m = draw_offset()
    rough_lat, rough_lon = rough_point(lat, lon, offset_m=offset_m)
    return {
        "id": building_id, "ags": spot.ags, "kind": random.choice(list(PropertyKind)), "name": "Hof Geheim",
        "street": random.choice(STREETS), "house_number": str(random.randint(1, 90)), "place": spot.name.split(",")[0],
        "lat": lat, "lon": lon, "rough_lat": rough_lat, "rough_lon": rough_lon,
        "offset_east_m": offset_m[0], "offset_north_m": offset_m[1],
    }  # fmt: skip


def _offer(building: dict[str, Any], *, number: int) -> dict[str, Any]:
    form = random.choice(COMMON)
    start = date(2027, 1, 1) + timedelta(days=random.randint(0, 500))
    released = NOW - timedelta(minutes=17 * number)
    return {
        "id": _id(), "building_id": building["id"], "form": form, "property_kind": building["kind"],
        "state": OfferState.RELEASED,
        "title": f"{random.choice(HOW)} {random.choice(WHAT)} {random.choice(BESIDE)}",
        "description": " ".join(random.sample(SENTENCES, 4)),
        "available_from": start if random.random() < 0.7 else None,
        "available_until": start + timedelta(days=200) if random.random() < 0.3 else None,
        "area_m2": float(random.randint(20, 400)),
        "cost_month_cents": None if form is Form.SUCCESSION else random.randint(0, 80) * 1000,
        "features": [feature.value for feature in random.sample(list(Feature), 5)],
        "consent_at": released, "submitted_at": released, "released_at": released, "confirmed_at": released,
        "created_at": released, "updated_at": released,
    }  # fmt: skip
