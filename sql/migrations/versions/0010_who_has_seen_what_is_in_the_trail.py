"""That a decision was seen is a line of the audit trail: a page that is only looked at changes no other table.

The columns stay for the release before, which still writes to them.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LINES = """
INSERT INTO audit_entries (at, actor_id, action, subject_kind, subject_id)
SELECT max(p.seen_at), s.person_id, 'proposals_seen', 'search', s.id::text
FROM proposals p JOIN searches s ON s.id = p.search_id WHERE p.seen_at IS NOT NULL GROUP BY s.id
UNION ALL
SELECT a.seen_at, a.person_id, 'application_seen', 'application', a.id::text
FROM applications a WHERE a.seen_at >= a.decided_at
UNION ALL
SELECT max(o.seen_at), NULL, 'offer_seen', 'offer', o.offer_id::text
FROM offer_steps o WHERE o.seen_at IS NOT NULL GROUP BY o.offer_id
"""


def upgrade() -> None:
    op.execute(LINES)


def downgrade() -> None:
    op.execute(
        "DELETE FROM audit_entries WHERE action IN ('proposals_seen', 'application_seen', 'offer_seen')"
    )
