"""By how much a building's public point lies off its exact one, drawn at random."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("buildings", sa.Column("offset_east_m", sa.Double(), nullable=True))
    op.add_column("buildings", sa.Column("offset_north_m", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("buildings", "offset_north_m")
    op.drop_column("buildings", "offset_east_m")
