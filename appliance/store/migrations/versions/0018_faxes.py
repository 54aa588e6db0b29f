"""Faxes, received and sent."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "faxes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(8), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("box", sa.String(64), nullable=False),
        sa.Column("contact", sa.Uuid(), nullable=True),
        sa.Column("recording", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("pages", "done_pages", "rate")),
        sa.Column("resolution", sa.String(32), nullable=False),
        sa.Column("ecm", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("station", sa.String(64), nullable=False),
        sa.Column("why", sa.String(64), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_faxes"),
    )
    for column in ("state", "at", "box", "contact"):
        op.create_index(f"ix_faxes_{column}", "faxes", [column])


def downgrade() -> None:
    op.drop_table("faxes")
