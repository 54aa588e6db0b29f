"""Each leg's own talk and hold times; call-backs that are open where figures are counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIMES = ("talk_ms", "hold_ms")


def upgrade() -> None:
    for column in TIMES:
        op.add_column("leg", sa.Column(column, sa.Integer(), nullable=True))
    _count_anew()
    with op.batch_alter_table("figure_place") as table:
        table.add_column(sa.Column("callbacks", DOCUMENT, nullable=False))


def downgrade() -> None:
    _count_anew()
    with op.batch_alter_table("figure_place") as table:
        table.drop_column("callbacks")
    with op.batch_alter_table("leg") as table:
        for column in TIMES:
            table.drop_column(column)


def _count_anew() -> None:
    """The rows are of another definition; the next reading counts them from the ledger."""
    op.execute("DELETE FROM figure")
    op.execute("DELETE FROM figure_place")
