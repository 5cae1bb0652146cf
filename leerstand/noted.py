"""Everything that a request may write that is no POST, on one screen: nothing else, whatever a view tries.

A session's last use, counted attempts, and lines of the audit trail that say somebody has looked at something.
"""

from leerstand.accounts.codes import Look
from leerstand.core.database import Noted

NOTED: Noted = {
    "sessions": {},
    "attempts": {},
    "audit_entries": {"action": frozenset(Look)},
}
