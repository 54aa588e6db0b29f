"""Figures by quarter of an hour."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("counts", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("edition", "subject", "start", "name", name="pk_figure"),
    )
    op.create_table(
        "figure_place",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("contacts", DOCUMENT, nullable=False),
        sa.Column("agents", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_figure_place"),
    )


def downgrade() -> None:
    op.drop_table("figure_place")
    op.drop_table("figure")
