"""Pages of the outbox, seen by the cast."""

import re
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from leerstand.app import create_app
from leerstand.core.database import Database
from leerstand.core.mail import MailRefused, Outgoing, keep_here
from leerstand.notices import service
from leerstand.notices.codes import NoticeState
from leerstand.notices.jobs import send_due
from leerstand.notices.models import Notice
from leerstand.notices.service import Reader
from leerstand.notices.words import Site
from leerstand.settings import Settings
from tests.cast import LUECHOW, NOW, SALZWEDEL, Cast, Clock

KIND = "accounts/sign_in"


async def tell(
    cast: Cast, *, to: str = "olga", minutes: int = 15, ags: str | None = None, necessary: bool = False
) -> None:
    async with cast.db.writing() as session:
        await service.tell(
            session,
            Reader(cast.ids[to], cast.email(to), "de"),
            kind=KIND,
            context={"path": "/anmelden/abc", "minutes": minutes},
            now=NOW,
            ags=ags,
            necessary=necessary,
        )


def site(cast: Cast) -> Site:
    return Site("leerstand", "http://leerstand.test", cast.app.state.signer)


async def refuse(_: Outgoing) -> None:
    raise MailRefused("550 Postfach voll: olga@example.org", for_good=True)


async def stop_path(cast: Cast) -> str:
    """The way out that stands under Olga's mail."""
    async with cast.browser() as browser:
        overview = await browser.get("/postausgang")
        found = re.search(r'href="(/postausgang/[0-9a-f-]+)"', overview.text)
        assert found
        mail = await browser.get(found[1])
    path = re.search(r'href="http://leerstand.test(/abbestellen/[^"]+)"', mail.text)
    assert path
    return path[1]


async def test_without_a_mail_server_everybody_can_read_all_mail_and_follow_its_links(cast: Cast) -> None:
    await tell(cast)
    async with cast.browser() as browser:
        overview = await browser.get("/postausgang")
        assert "Ihr Anmeldelink" in overview.text
        mail = await browser.get(
            "/postausgang/" + overview.text.split('href="/postausgang/')[1].split('"')[0]
        )
    assert mail.status_code == 200
    assert 'href="http://leerstand.test/anmelden/abc"' in mail.text


async def test_with_a_mail_server_nobody_can(db: Database, cast: Cast, clock: Clock) -> None:
    await tell(cast)
    settings = Settings(base_url="http://leerstand.test", smtp_url="smtp://127.0.0.1:1")
    app: Starlette = create_app(settings, db, secret="s" * 40, now=clock)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://leerstand.test"
    ) as browser:
        assert (await browser.get("/postausgang")).status_code == 404


async def test_an_empty_outbox_says_what_will_be_there(cast: Cast) -> None:
    async with cast.browser() as browser:
        assert "Noch keine E-Mail" in (await browser.get("/postausgang")).text
        assert (await browser.get("/postausgang?page=x")).status_code == 200
        assert (await browser.get(f"/postausgang/{UUID(int=1)}")).status_code == 404


async def test_a_long_outbox_has_pages(cast: Cast) -> None:
    for number in range(26):
        await tell(cast, minutes=number)
    async with cast.browser() as browser:
        assert "Seite 1 von 2" in (await browser.get("/postausgang")).text
        assert "Seite 2 von 2" in (await browser.get("/postausgang?page=2")).text


async def test_opening_the_way_out_stops_nothing_and_its_button_does(cast: Cast) -> None:
    await tell(cast)
    path = await stop_path(cast)
    async with cast.browser() as browser:
        assert "Es geht um E-Mails an o…@example.org" in (await browser.get(path)).text
        assert await send_due(cast.db, keep_here, site=site(cast), now=NOW) == 1
        await browser.post(path, data={"what": "kind"})
        assert "Abbestellt" in (await browser.get(path)).text
        await tell(cast)
        assert await send_due(cast.db, keep_here, site=site(cast), now=NOW) == 0
        await browser.post(path, data={"what": "again"})
        await tell(cast)
        assert await send_due(cast.db, keep_here, site=site(cast), now=NOW) == 1


async def test_a_mail_program_stops_it_with_one_click_from_elsewhere(cast: Cast) -> None:
    await tell(cast)
    path = await stop_path(cast)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(cast.app), base_url="http://leerstand.test"
    ) as robot:
        answer = await robot.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert await send_due(cast.db, keep_here, site=site(cast), now=NOW) == 0


async def test_a_forged_way_out_leads_nowhere(cast: Cast) -> None:
    async with cast.browser() as browser:
        assert (await browser.get("/abbestellen/WyJvbGdhQGV4YW1wbGUub3JnIiwiKiJd.x.y")).status_code == 404


@pytest.mark.parametrize(("who", "sees"), [("mara", True), ("konrad", False), ("ida", True)])
async def test_staff_see_what_failed_in_their_own_cases_and_why(cast: Cast, who: str, sees: bool) -> None:
    await tell(cast, ags=LUECHOW + "018")
    await send_due(cast.db, refuse, site=site(cast), now=NOW)
    async with cast.browser(who) as browser:
        text = (await browser.get("/gemeinde/nachrichten?state=failed")).text
    assert ("550 Postfach voll" in text) is sees
    assert cast.email("olga") not in text


async def test_a_failed_notice_is_sent_again_by_those_who_may_see_it_alone(cast: Cast) -> None:
    await tell(cast, ags=SALZWEDEL)
    await send_due(cast.db, refuse, site=site(cast), now=NOW)
    async with cast.db.reading() as session:
        notice = (await session.scalars(select(Notice))).one()
    path = f"/gemeinde/nachrichten/{notice.id}/noch-einmal"
    async with cast.browser("mara") as mara, cast.browser("konrad") as konrad:
        assert (await mara.post(path)).status_code == 404
        assert (await konrad.post(path)).status_code == 303
        assert (await konrad.post(path)).status_code == 409
    async with cast.db.reading() as session:
        assert (await session.scalars(select(Notice.state))).one() is NoticeState.WAITING


@pytest.mark.parametrize("who", ["udo", "olga"])
async def test_strangers_see_nothing_of_it(cast: Cast, who: str) -> None:
    async with cast.browser(who) as browser:
        assert (await browser.get("/gemeinde/nachrichten")).status_code == 403
