"""What was sent before signing in is kept for an hour; what visitors without an account store is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disk_claims",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("visitor", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_disk_claims"),
    )
    op.create_index("ix_disk_claims_visitor", "disk_claims", ["visitor"])
    op.create_index("ix_disk_claims_until", "disk_claims", ["until"])
    op.create_table(
        "kept_inputs",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_kept_inputs_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_kept_inputs"),
    )
    op.create_index("ix_kept_inputs_created_at", "kept_inputs", ["created_at"])


def downgrade() -> None:
    op.drop_table("kept_inputs")
    op.drop_table("disk_claims")
