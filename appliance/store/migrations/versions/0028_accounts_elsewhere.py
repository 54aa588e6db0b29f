"""Accounts that people have elsewhere: mail and standing of the person, and how each session was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("mail", sa.String(255), nullable=False, server_default=""))
    op.add_column("people", sa.Column("barred", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("console_sessions", sa.Column("way", sa.String(16), nullable=False, server_default="password"))
    op.add_column(
        "console_sessions", sa.Column("second_elsewhere", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    # Not in a batch: that would make the table anew, and drop with the old one whatever refers to its rows.
    op.drop_column("console_sessions", "second_elsewhere")
    op.drop_column("console_sessions", "way")
    op.drop_column("people", "barred")
    op.drop_column("people", "mail")
