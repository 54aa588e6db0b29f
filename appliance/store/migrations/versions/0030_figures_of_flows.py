"""Figures of flows, and rows of days and months; figures are counted anew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _count_anew()
    op.create_table(
        "figure_long",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("length", sa.String(8), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("counts", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("edition", "length", "subject", "start", "name", name="pk_figure_long"),
    )
    with op.batch_alter_table("figure_place") as table:
        table.add_column(sa.Column("gathered", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("zone", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    _count_anew()
    with op.batch_alter_table("figure_place") as table:
        table.drop_column("zone")
        table.drop_column("gathered")
    op.drop_table("figure_long")


def _count_anew() -> None:
    """The next reading counts them from the ledger."""
    op.execute("DELETE FROM figure")
    op.execute("DELETE FROM figure_place")
