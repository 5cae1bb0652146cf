"""What has changed since is found by an index."""

from alembic import op

from leerstand.core.migrations import build_index

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("ix_offers_updated_at", "offers", ["updated_at"])
    build_index("ix_searches_updated_at", "searches", ["updated_at"])


def downgrade() -> None:
    op.drop_index("ix_searches_updated_at", table_name="searches")
    op.drop_index("ix_offers_updated_at", table_name="offers")
