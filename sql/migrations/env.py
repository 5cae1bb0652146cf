"""Alembic's entry: the connection comes from leerstand.core.migrations, the shape from every slice's models."""

from alembic import context

import leerstand.models  # noqa: F401 (declares the tables)
from leerstand.core.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
