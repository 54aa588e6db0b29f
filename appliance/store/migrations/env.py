"""Run by Alembic: migrate on the connection it is handed, inside the transaction that is open there."""

from alembic import context

from appliance.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
