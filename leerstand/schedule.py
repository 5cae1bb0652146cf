"""Every automatic act on one screen: its name, its hours, what it does."""

from datetime import datetime, timedelta

from leerstand.accounts import kept_input
from leerstand.accounts.service import forget_old_ways_in
from leerstand.applications import service as applications
from leerstand.applications.jobs import close_for_ended_offers
from leerstand.core.disk import forget_claims
from leerstand.core.jobs import Daily, Every, Job, Work, forget_runs
from leerstand.core.limits import forget_attempts
from leerstand.matching import jobs as matching
from leerstand.matching.pool import shared_pool
from leerstand.notices.jobs import forget_old, send_due
from leerstand.notices.words import Site
from leerstand.offers import jobs as offers
from leerstand.offers.rules import DELETE_DRAFT_AFTER
from leerstand.register.jobs import forget_report_drafts
from leerstand.review import jobs as review
from leerstand.searches import service as searches


async def send_notices(work: Work, now: datetime) -> int:
    site = Site(work.settings.site_name, work.settings.base_url, work.signer)
    return await send_due(work.db, work.send, site=site, now=now)


async def clean_accounts(work: Work, now: datetime) -> int:
    async with work.db.writing() as session:
        await forget_attempts(session, before=now - timedelta(days=1))
        return await forget_old_ways_in(session, now=now)


async def clean_kept(work: Work, now: datetime) -> int:
    async with work.db.writing() as session:
        await forget_claims(session, now=now)
        return await kept_input.forget_old(session, now=now)


async def clean_notices(work: Work, now: datetime) -> int:
    return await forget_old(work.db, now=now)


async def ask_still_available(work: Work, now: datetime) -> int:
    return await offers.ask_still_available(work.db, signer=work.signer, now=now)


async def expire_offers(work: Work, now: datetime) -> int:
    return await offers.expire_offers(work.db, now=now)


async def remind_of_drafts(work: Work, now: datetime) -> int:
    return await offers.remind_of_drafts(work.db, now=now)


async def clean_drafts(work: Work, now: datetime) -> int:
    long_ago = now - DELETE_DRAFT_AFTER
    async with work.db.writing() as session:
        applied = await applications.forget_drafts(session, untouched_since=long_ago)
        searched = await searches.forget_drafts(session, untouched_since=long_ago)
    return applied + searched + await offers.delete_old_drafts(work.db, now=now)


async def close_applications(work: Work, now: datetime) -> int:
    return await close_for_ended_offers(work.db, now=now)


async def match_changed(work: Work, now: datetime) -> int:
    return await matching.match_changed(work.db, shared_pool(work.db, work.settings), now=now)


async def match_all(work: Work, now: datetime) -> int:
    return await matching.match_all(work.db, shared_pool(work.db, work.settings), now=now)


async def morning_digest(work: Work, now: datetime) -> int:
    return await review.morning_digest(work.db, now=now)


async def better_proposals(work: Work, now: datetime) -> int:
    return await review.better_proposals(work.db, now=now)


async def proposals_digest(work: Work, now: datetime) -> int:
    return await review.proposals_digest(work.db, now=now)


JOBS = (
    Job("send-notices", Every(seconds=5), send_notices, "sends the mail that is due"),
    Job("match-changed", Every(seconds=15), match_changed, "matches offers and searches that have changed"),
    Job(
        "close-applications",
        Every(seconds=60),
        close_applications,
        "declines applications for offers that ended",
    ),
    Job("match-all", Daily(2, 0), match_all, "matches everything with everything"),
    Job("morning-digest", Daily(7, 0), morning_digest, "tells each municipality what waits today"),
    Job(
        "better-proposals",
        Daily(7, 20),
        better_proposals,
        "tells people of pairs that fit clearly better than when they were told",
    ),
    Job(
        "proposals-digest",
        Daily(17, 0),
        proposals_digest,
        "reminds newcomers of proposals they have not looked at",
    ),
    Job(
        "expire-offers",
        Daily(4, 40),
        expire_offers,
        "ends offers whose time is over or whose owner didn't answer",
    ),
    Job(
        "ask-still-available",
        Daily(8, 30),
        ask_still_available,
        "asks owners after 60 days whether an offer stands",
    ),
    Job(
        "remind-of-drafts",
        Daily(8, 40),
        remind_of_drafts,
        "reminds of offers that were begun and not handed in",
    ),
    Job("clean-drafts", Daily(3, 40), clean_drafts, "deletes drafts that nobody has touched for 180 days"),
    Job("clean-accounts", Daily(3, 10), clean_accounts, "deletes spent sign-in links and old sessions"),
    Job(
        "clean-kept-input",
        Every(seconds=600),
        clean_kept,
        "deletes what was typed before signing in, an hour later",
    ),
    Job(
        "clean-reports",
        Daily(3, 15),
        forget_report_drafts,
        "deletes reports begun and left alone, with their photos",
    ),
    Job("clean-notices", Daily(3, 20), clean_notices, "deletes mail half a year after it was sent"),
    Job("clean-runs", Daily(3, 30), forget_runs, "deletes old records of these jobs' runs"),
)
BY_NAME = {job.name: job for job in JOBS}
