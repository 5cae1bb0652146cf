"""Attacks on exact places, with everything that strangers and newcomers can see: who gets how near after 400 looks.

Run as `python -m tests.faults.hidden_places`; makes its own database, prints a table and throws it away.
"""

import asyncio
import random
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from uuid import UUID

import httpx
import numpy as np

from leerstand.app import create_app
from leerstand.core import migrations
from leerstand.core.database import Database
from leerstand.core.embedded import serving
from leerstand.matching.models import Proposal
from leerstand.matching.pool import Pool
from leerstand.matching.queries import proposals_of_search
from leerstand.matching.service import match_search
from leerstand.offers.codes import Form
from leerstand.offers.public_place import public_place
from leerstand.places import gazetteer
from leerstand.places.geography import Area, Floats, Point, between_km
from leerstand.searches.models import Search
from leerstand.searches.service import write
from leerstand.settings import Settings
from tests.bench.measured import print_table
from tests.cast import LUECHOW, NOW, SALZWEDEL, Cast, Clock, gather
from tests.faults.locating import Distances, Seen, away_km, best_guess, error_m, net
from tests.makers import chain, register

LOOKS = 400
LEAST_ERROR_M = 250.0
VILLAGES = 10
SAID_KM = re.compile(r"(?<![\d,])(\d+) km")
STATION_KM = re.compile(r"Bahnhof (?:sind es|ist) etwa ([\d,]+) km")
METRES = re.compile(r"(\d+) m entfernt")
CARD_KM = r'data-offer="([^"]+)"(?:(?!data-offer).)*?· ([\d,]+) km'
SENT = {"kind": "farm", "since_year": "", "note": ""}


@dataclass(frozen=True)
class Target:
    """One published offer: where it truly is, and the point that anybody may know."""

    offer_id: UUID
    title: str
    place: Point
    public: Point


async def publish(cast: Cast, *, seed: int = 7) -> list[Target]:
    """Offers in ten villages of two municipalities, two of them successions."""
    chance = random.Random(seed)
    known = [area for area in gazetteer.load().places if area.is_point and area.ags in (LUECHOW, SALZWEDEL)]
    found = []
    async with cast.db.writing() as session:
        for number, village in enumerate(chance.sample(known, VILLAGES)):
            place = village.lat + chance.gauss(0, 0.002), village.lon + chance.gauss(0, 0.003)
            form = Form.SUCCESSION if number >= VILLAGES - 2 else Form.TRIAL_LIVING
            building = await register.a_building(
                session, ags=village.ags, place=village.name, lat=place[0], lon=place[1], street="Geheimweg",
                house_number=str(number),
            )  # fmt: skip
            offer = await chain.an_offer(
                session, building, form=form, title=f"Haus {number}", features=["garden"]
            )
            here = public_place(form, building)
            assert here.lat is not None
            assert here.lon is not None
            found.append(Target(offer.id, f"{village.name}, {form.value}", place, (here.lat, here.lon)))
    return found


async def with_a_moving_search(cast: Cast, targets: list[Target], *, looks: int = LOOKS) -> dict[UUID, Point]:
    """A newcomer moves the place of a search about and reads the proposals each time: the guess for each offer.

    What is read is the stored proposal, which is all that the page, one's own data and the mails are made of.
    """
    chance, pool = random.Random(11), Pool()
    seen: dict[UUID, list[Seen]] = defaultdict(list)
    async with cast.db.writing() as session:
        search = await chain.a_search(
            session, cast.ids["sami"], forms=["trial_living", "succession"], has_car=False, radius_km=60
        )
    for _ in range(looks):
        aim = chance.choice(targets)
        area = chance.choice(_around(aim.public))
        radius = max(1.0, round(between_km(aim.public, area.centre) + chance.uniform(-0.9, 4), 1))
        shown = await _look(cast, pool, search.id, place=area.name, radius_km=radius)
        to = _to(area)
        for target in targets:
            proposal = shown.get(target.offer_id)
            seen[target.offer_id] += _read(proposal, to=to, radius_km=radius)
    return {target.offer_id: best_guess(target.public, seen[target.offer_id]) for target in targets}


def _around(point: Point) -> list[Area]:
    near = [area for area in gazetteer.load().places if area.is_point and between_km(point, area.centre) < 20]
    return [area for area in near if gazetteer.load().read(area.name).areas == (area,)]


async def _look(
    cast: Cast, pool: Pool, search_id: UUID, *, place: str, radius_km: float
) -> dict[UUID, Proposal]:
    cast.clock.moment = NOW
    async with cast.db.writing() as session:
        search = await session.get_one(Search, search_id)
        await write(session, search, facts={"place": place, "radius_km": radius_km}, now=NOW)
        await match_search(session, pool, search, now=NOW)
        rows = await proposals_of_search(session, search_id)
        return {offer.id: proposal for proposal, offer, _ in rows}


def _read(proposal: Proposal | None, *, to: Distances, radius_km: float) -> list[Seen]:
    if proposal is None:
        return [Seen(to, radius_km, 1e9)]
    found = [Seen(to, 0.0, radius_km)]
    for reason in proposal.reasons:
        said = SAID_KM.search(reason["note_de"]) if reason["criterion"] == "distance" else None
        if said:
            found.append(Seen(to, float(said[1]) - 0.5, float(said[1]) + 0.5))
        if reason["criterion"] == "distance" and reason["score"] < 1:
            # The criterion's value is 1 in the place and 0.4 at the edge of the radius, to three digits.
            km, fine = (1 - reason["score"]) / 0.6 * radius_km, 0.0006 / 0.6 * radius_km
            found.append(Seen(to, km - fine, km + fine))
        if station := STATION_KM.search(reason["note_de"]):
            found.append(_station(station[1]))
    return found


def _to(area: Area) -> Distances:
    return lambda lats, lons: gazetteer.load().distances_km(area, lats, lons)


def _station(said: str) -> Seen:
    km, fine = float(said.replace(",", ".")), 0.05 if "," in said else 0.5
    return Seen(_station_km, km - fine, km + fine)


def _station_km(lats: Floats, lons: Floats) -> Floats:
    middle = float(lats.mean()), float(lons.mean())
    near = [(one.lat, one.lon) for one in gazetteer.load().atlas.stations]
    near = [point for point in near if between_km(middle, point) < 100]
    return np.min([away_km(point, lats, lons) for point in near], axis=0)


async def with_the_report_page(cast: Cast, targets: list[Target], *, looks: int = LOOKS) -> dict[UUID, Point]:
    """A stranger scans the ring around each public point in the form for reports, and climbs where it tells metres."""
    seen: dict[UUID, list[Seen]] = defaultdict(list)
    open_ones = [target for target in targets if "succession" not in target.title]
    for target in open_ones:
        lats, lons = net(target.public, half_km=0.68, mesh_km=0.17)
        order = np.argsort(np.abs(away_km(target.public, lats, lons) - 0.5))
        ring = order[: looks // len(open_ones)]
        # Another household for each target, so that no limit ends the scan.
        async with cast.browser(at=f"2001:db8:0:{open_ones.index(target):x}::1") as browser:
            for point in zip(lats[ring].tolist(), lons[ring].tolist(), strict=True):
                told = await _metres_told(browser, point)
                seen[target.offer_id] += [_near(point, metres) for metres in told]
    return {target.offer_id: best_guess(target.public, seen[target.offer_id]) for target in targets}


def _near(point: Point, metres: int) -> Seen:
    return Seen(lambda lats, lons: away_km(point, lats, lons), (metres - 6) / 1000, (metres + 6) / 1000)


async def _metres_told(browser: httpx.AsyncClient, point: Point) -> list[int]:
    place = {
        "place": "Lüchow",
        "street": "",
        "house_number": "",
        "lat": f"{point[0]:.6f}",
        "lon": f"{point[1]:.6f}",
    }
    answers = [await browser.post("/leerstand-melden", data=place)]
    answers.append(await browser.get("/leerstand-melden/senden"))
    if answers[-1].status_code == 303:
        await browser.post("/leerstand-melden/gebaeude", data=SENT)
        answers.append(await browser.get("/leerstand-melden/senden"))
    assert answers[-1].status_code == 200
    return [int(told[1]) for answer in answers for told in METRES.finditer(answer.text)]


async def with_public_pages(cast: Cast, targets: list[Target]) -> dict[UUID, Point]:
    """A stranger reads map, list and pages: points at every zoom, kilometres to places, station and cities."""
    seen: dict[UUID, list[Seen]] = defaultdict(list)
    async with cast.browser() as browser:
        for target, zoom in product(targets, (12, 20)):
            lat, lon = target.public
            box = f"{lon - 0.02},{lat - 0.01},{lon + 0.02},{lat + 0.01}"
            found = (await browser.get(f"/angebote/karte.json?bbox={box}&zoom={zoom}")).json()["offers"]
            for one in found:
                seen[UUID(one["id"])].append(_near((one["lat"], one["lon"]), 0))
        for target in targets:
            shown = (await browser.get(f"/angebote/{target.offer_id}")).text
            said = re.search(r"Nächster Bahnhof.*?, ([\d,]+) km", shown, re.DOTALL)
            seen[target.offer_id] += [_station(said[1])] if said else []
            for area in _around(target.public)[:4]:
                listed = (await browser.get("/angebote", params={"place": area.name, "radius_km": "60"})).text
                for offer, km in re.findall(CARD_KM, listed, re.DOTALL):
                    fine = 0.06 if "," in km else 0.6
                    away = float(km.replace(",", "."))
                    seen[UUID(offer)].append(Seen(_to(area), away - fine, away + fine))
    return {target.offer_id: best_guess(target.public, seen[target.offer_id]) for target in targets}


async def _measure(url: str) -> None:
    await migrations.upgrade(url)
    db = Database(url)
    clock = Clock()
    app = create_app(Settings(base_url="http://leerstand.test"), db, secret="s" * 40, now=clock)
    try:
        cast = await gather(db, app, clock)
        targets = await publish(cast)
        guesses = [
            await with_the_report_page(cast, targets),
            await with_a_moving_search(cast, targets),
            await with_public_pages(cast, targets),
        ]
    finally:
        await db.dispose()
    rows = [
        [one.title, *(f"{error_m(guess[one.offer_id], one.place):.0f} m" for guess in guesses)]
        for one in targets
    ]
    least = min(error_m(guess[one.offer_id], one.place) for one in targets for guess in guesses)
    print_table(
        f"error of the best guess after {LOOKS} looks", ["offer", "report page", "search", "public"], rows
    )
    print(f"\nleast error {least:.0f} m (must be at least {LEAST_ERROR_M:.0f} m)")


def main() -> None:
    """Print how near each attack comes."""
    with tempfile.TemporaryDirectory(prefix="leerstand-faults-") as folder:
        Path(folder).chmod(0o755)
        with serving(Path(folder), fast=True) as url:
            asyncio.run(_measure(url))


if __name__ == "__main__":
    main()
