"""What can be configured in the browser: each kind of document described once, for forms, tables and checks."""
