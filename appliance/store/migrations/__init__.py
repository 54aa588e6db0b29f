"""The history of the schema, run by Alembic through `appliance.store.schema`."""
