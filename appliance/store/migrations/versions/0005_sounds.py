"""The sounds of prompts and music."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sounds",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("wav", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sounds")),
    )


def downgrade() -> None:
    op.drop_table("sounds")
