"""Data keys of recordings under box keys later than that of their sealing."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recording_wraps",
        sa.Column("recording", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("wrapped_key", sa.String(128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("recording", "key_id", name="pk_recording_wraps"),
    )


def downgrade() -> None:
    op.drop_table("recording_wraps")
