"""Changes of the configuration are numbered over all documents."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

CONFIGURATION = sa.table(
    "configuration",
    sa.column("kind", sa.String()),
    sa.column("key", sa.String()),
    sa.column("version", sa.Integer()),
    sa.column("author", sa.String()),
    sa.column("reason", sa.String()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("change", sa.Integer()),
)


def upgrade() -> None:
    op.add_column("configuration", sa.Column("change", sa.Integer(), nullable=True))
    _number_changes()
    with op.batch_alter_table("configuration") as table:
        table.alter_column("change", existing_type=sa.Integer(), nullable=False)
        table.create_index("ix_configuration_change", ["change"])


def downgrade() -> None:
    with op.batch_alter_table("configuration") as table:
        table.drop_index("ix_configuration_change")
        table.drop_column("change")


def _number_changes() -> None:
    """What was written at one moment by one author for one reason was one change."""
    link, columns = op.get_bind(), CONFIGURATION.c
    moments = sa.select(columns.at, columns.author, columns.reason).distinct().order_by(columns.at)
    for number, (at, author, reason) in enumerate(link.execute(moments).all(), 1):
        of_change = (columns.at == at, columns.author == author, columns.reason == reason)
        link.execute(sa.update(CONFIGURATION).where(*of_change).values(change=number))
