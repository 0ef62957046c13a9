"""Alembic's entry: runs the migrations on the connection `db.migrate` hands over."""

from alembic import context

from db.tables import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
