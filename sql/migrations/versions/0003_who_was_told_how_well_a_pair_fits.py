"""When people were last told of a pair, and how well it fitted then."""

import sqlalchemy as sa
from alembic import op

from leerstand.core.migrations import fill

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "proposals", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True), if_not_exists=True
    )
    op.add_column("proposals", sa.Column("told_score", sa.Double(), nullable=True), if_not_exists=True)
    fill("proposals", "told_at = decided_at, told_score = score", where="state = 'released'")


def downgrade() -> None:
    op.drop_column("proposals", "told_score")
    op.drop_column("proposals", "told_at")
