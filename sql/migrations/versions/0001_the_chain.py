"""The chain: every table, from 0001_the_chain.sql beside this file."""

import re
from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).with_suffix(".sql").read_text().split(";\n")


def upgrade() -> None:
    for statement in STATEMENTS:
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    tables = re.findall(r"^CREATE TABLE (\w+)", ";\n".join(STATEMENTS), re.MULTILINE)
    op.get_bind().exec_driver_sql(f"DROP TABLE {', '.join(reversed(tables))}")
