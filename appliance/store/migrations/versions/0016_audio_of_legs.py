"""How each leg sounded; calls of before have no figures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("leg", sa.Column("audio", DOCUMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("leg") as table:
        table.drop_column("audio")
