"""Roles that ask for a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "strict_roles",
        sa.Column("role", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("role", name="pk_strict_roles"),
    )


def downgrade() -> None:
    op.drop_table("strict_roles")
