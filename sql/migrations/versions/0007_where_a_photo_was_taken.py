"""Where the photos of a report were taken, for as long as it is being written."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A constant default: PostgreSQL fills it in without rewriting the table.
    op.add_column(
        "report_drafts",
        sa.Column("photo_positions", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("report_drafts", "photo_positions")
