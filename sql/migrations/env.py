"""Alembic's entry: the connection comes from leerstand.core.migrations, the shape from every slice's models."""

import importlib
from pathlib import Path

from alembic import context

import leerstand
from leerstand.core.database import Base

for path in sorted(Path(leerstand.__file__).parent.glob("*/models*")):
    importlib.import_module(f"leerstand.{path.parent.name}.{path.stem}")

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
