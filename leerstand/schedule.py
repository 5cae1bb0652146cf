"""Every automatic act on one screen: its name, its hours, what it does."""

from datetime import datetime, timedelta

from leerstand.accounts.service import forget_old_ways_in
from leerstand.core.jobs import Daily, Every, Job, Work, forget_runs
from leerstand.core.limits import forget_attempts
from leerstand.notices.jobs import forget_old, send_due
from leerstand.notices.words import Site


async def send_notices(work: Work, now: datetime) -> int:
    site = Site(work.settings.site_name, work.settings.base_url, work.signer)
    return await send_due(work.db, work.send, site=site, now=now)


async def clean_accounts(work: Work, now: datetime) -> int:
    async with work.db.writing() as session:
        await forget_attempts(session, before=now - timedelta(days=1))
        return await forget_old_ways_in(session, now=now)


async def clean_notices(work: Work, now: datetime) -> int:
    return await forget_old(work.db, now=now)


JOBS = (
    Job("send-notices", Every(seconds=5), send_notices, "sends the mail that is due"),
    Job("clean-accounts", Daily(3, 10), clean_accounts, "deletes spent sign-in links and old sessions"),
    Job("clean-notices", Daily(3, 20), clean_notices, "deletes mail half a year after it was sent"),
    Job("clean-runs", Daily(3, 30), forget_runs, "deletes old records of these jobs' runs"),
)
BY_NAME = {job.name: job for job in JOBS}
