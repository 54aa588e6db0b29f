"""The database boundary: engines, tables, migrations and versioned documents."""
