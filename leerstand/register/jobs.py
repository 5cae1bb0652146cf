"""What the register does by itself."""

from datetime import datetime

from leerstand.core.jobs import Work
from leerstand.register.service.drafts import forget_drafts


async def forget_report_drafts(work: Work, now: datetime) -> int:
    """Delete reports that nobody went on writing, with their photos; return how many."""
    async with work.db.writing() as session:
        return await forget_drafts(session, now=now)
